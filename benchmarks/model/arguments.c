/* SPDX-License-Identifier: MIT */
/* One loop over the arguments; the tables are the programs'. */
#include "arguments.h"

#include <stdlib.h>
#include <string.h>

static const struct argument *find(struct argument_table table,
                                   const char *name)
{
    for (size_t i = 0; i < table.count; i++) {
        if (strcmp(table.items[i].name, name) == 0)
            return &table.items[i];
    }
    return NULL;
}

/* The number of `value` among "a|b|c", or −1. */
static int choice_of(const char *choices, const char *value)
{
    size_t n = strlen(value);
    for (int i = 0; choices != NULL; i++) {
        const char *bar = strchr(choices, '|');
        size_t length = bar != NULL ? (size_t)(bar - choices) : strlen(choices);
        if (length == n && memcmp(choices, value, n) == 0)
            return i;
        choices = bar != NULL ? bar + 1 : NULL;
    }
    return -1;
}

static int set_number(char *member, const struct argument *option,
                      const char *value, struct fault *fault)
{
    char *stop;
    double number = strtod(value, &stop);
    bool good = stop != value && *stop == '\0' && number >= 0 && number < 1e12;
    if (option->kind == ARGUMENT_SIZE) {
        good = good && !(number > (double)(size_t)number);
        *(size_t *)(void *)member = good ? (size_t)number : 0;
    } else {
        *(double *)(void *)member = good ? number : 0;
    }
    return good ? 0
                : fault_set(fault, "--%s: not a number it can be: %s",
                            option->name, value);
}

static int set(void *into, const struct argument *option, const char *value,
               struct fault *fault)
{
    char *member = (char *)into + option->offset;
    switch (option->kind) {
    case ARGUMENT_TEXT:
        *(const char **)(void *)member = value;
        return 0;
    case ARGUMENT_FLAG:
        *(bool *)(void *)member = true;
        return 0;
    case ARGUMENT_CHOICE: {
        int choice = choice_of(option->choices, value);
        if (choice < 0)
            return fault_set(fault, "--%s: one of %s, not %s", option->name,
                             option->choices, value);
        *(unsigned *)(void *)member = (unsigned)choice;
        return 0;
    }
    case ARGUMENT_SIZE:
    case ARGUMENT_NUMBER:
        return set_number(member, option, value, fault);
    }
    return -1;
}

int arguments_parse(void *into, struct argument_table table, char **args,
                    struct fault *fault)
{
    for (size_t i = 0; i < table.count; i++) {
        if (table.items[i].standard != NULL &&
            set(into, &table.items[i], table.items[i].standard, fault) < 0)
            return -1;
    }
    for (; *args != NULL; args++) {
        const struct argument *option =
            strncmp(*args, "--", 2) == 0 ? find(table, *args + 2) : NULL;
        if (option == NULL)
            return fault_set(fault, "unknown option %s", *args);
        const char *value = NULL;
        if (option->kind != ARGUMENT_FLAG) {
            value = *++args;
            if (value == NULL)
                return fault_set(fault, "--%s needs a value", option->name);
        }
        if (set(into, option, value, fault) < 0)
            return -1;
    }
    return 0;
}

void arguments_help(struct argument_table table, FILE *out)
{
    for (size_t i = 0; i < table.count; i++) {
        const struct argument *p = &table.items[i];
        char left[64];
        snprintf(left, sizeof(left), "--%s %s", p->name,
                 p->choices != NULL         ? p->choices
                 : p->kind == ARGUMENT_TEXT ? "TEXT"
                 : p->kind == ARGUMENT_FLAG ? ""
                                            : "N");
        fprintf(out, "  %-32s %s", left, p->help);
        if (p->standard != NULL)
            fprintf(out, " [%s]", p->standard);
        fputc('\n', out);
    }
}

int argument_need(const char *value, const char *name, struct fault *fault)
{
    return value != NULL ? 0 : fault_set(fault, "--%s is needed", name);
}
