/* SPDX-License-Identifier: MIT */
/* Rows of results. */
#include "row.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void row_set(struct row *row, const char *name, double value)
{
    struct row_item *item = NULL;
    for (size_t i = 0; i < row->count; i++) {
        if (strcmp(row->items[i].name, name) == 0)
            item = &row->items[i];
    }
    if (item == NULL) {
        if (row->count == ROW_ITEMS)
            abort(); /* a row of ours with too many names */
        item = &row->items[row->count++];
        snprintf(item->name, sizeof(item->name), "%s", name);
    }
    item->value = value;
}

/* The names ("a,b,") or the values ("1,2,") of "a=1,b=2". */
static void write_labels(FILE *f, const char *labels, bool names)
{
    while (*labels != '\0') {
        size_t cell = strcspn(labels, ",");
        size_t name = strcspn(labels, "=,");
        const char *text = names || name >= cell ? labels : labels + name + 1;
        size_t size = names ? name : cell - (size_t)(text - labels);
        fprintf(f, "%.*s,", (int)size, text);
        labels += cell + (labels[cell] == ',');
    }
}

int row_append(const struct row *row, const char *path, const char *labels,
               struct fault *fault)
{
    if (path == NULL)
        return 0;
    FILE *f = fopen(path, "ae");
    if (f == NULL)
        return fault_set(fault, "%s: %s", path, strerror(errno));
    if (ftell(f) == 0) {
        write_labels(f, labels, true);
        for (size_t i = 0; i < row->count; i++)
            fprintf(f, "%s%s", i > 0 ? "," : "", row->items[i].name);
        fputc('\n', f);
    }
    write_labels(f, labels, false);
    for (size_t i = 0; i < row->count; i++)
        fprintf(f, "%s%.9g", i > 0 ? "," : "", row->items[i].value);
    fputc('\n', f);
    if (fclose(f) != 0)
        return fault_set(fault, "%s: %s", path, strerror(errno));
    return 0;
}
