/* SPDX-License-Identifier: MIT */
/* Named numbers that a run reports, and tables of them. */
#ifndef MODEL_ROW_H
#define MODEL_ROW_H

#include <stddef.h>

#include "base.h"

enum { ROW_ITEMS = 40 };

/* A name set twice keeps the later value. */
struct row {
    struct row_item {
        char name[48];
        double value;
    } items[ROW_ITEMS];
    size_t count;
};
void row_set(struct row *row, const char *name, double value);

/* Appends to a CSV file: the cells of `labels` ("NAME=VALUE,NAME=VALUE"), then
   the values; a new file gets the line of names first. Nothing without a path.
 */
int row_append(const struct row *row, const char *path, const char *labels,
               struct fault *fault) MODEL_MUST_USE;

#endif
