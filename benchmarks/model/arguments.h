/* SPDX-License-Identifier: MIT */
/*
 * Command lines of the form --NAME VALUE: a table says which options there are
 * and where in a struct their values go.
 */
#ifndef MODEL_ARGUMENTS_H
#define MODEL_ARGUMENTS_H

#include <stddef.h>
#include <stdio.h>

#include "base.h"

enum argument_kind {
    ARGUMENT_TEXT,   /* const char * */
    ARGUMENT_SIZE,   /* size_t */
    ARGUMENT_NUMBER, /* double */
    ARGUMENT_FLAG,   /* bool; takes no value */
    ARGUMENT_CHOICE  /* an enum of the size of unsigned */
};

struct argument {
    const char *name;
    enum argument_kind kind;
    size_t offset;        /* in the struct */
    const char *standard; /* the default, as it would be typed; NULL: none */
    const char *choices;  /* "a|b|c", numbered from 0 */
    const char *help;
};

struct argument_table {
    const struct argument *items;
    size_t count;
};

/* Sets the defaults, then what the arguments (up to NULL) say, in the struct at
   `into`. Faults name the option. */
int arguments_parse(void *into, struct argument_table table, char **args,
                    struct fault *fault) MODEL_MUST_USE;
/* One line an option, with its default. */
void arguments_help(struct argument_table table, FILE *out);
/* A fault that names the option when its value is missing. */
int argument_need(const char *value, const char *name,
                  struct fault *fault) MODEL_MUST_USE;

#endif
