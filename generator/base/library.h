/* SPDX-License-Identifier: MIT */
/*
 * Libraries that are opened when a run first needs them: starting phx does not
 * pay for them, and a site that needs none works where none is installed. Their
 * headers give the types, a table of pointers the functions.
 *
 * A struct library is written by library_open alone, which its room calls under
 * pthread_once; any thread reads it, and the table, afterwards.
 */
#ifndef PHX_BASE_LIBRARY_H
#define PHX_BASE_LIBRARY_H

#include "macros.h"

struct library_symbol {
    const char *name;
    size_t offset; /* of the pointer to it in the table */
};

struct library {
    const char *file; /* "libsass.so.1" */
    const struct library_symbol *symbols;
    size_t count;
    void *table;
    char why_not[256]; /* why it cannot be used; empty when it can */
};

/*
 * Opens the library and fills its table. The handle, for dlsym; NULL when the
 * library or one of its symbols is missing. It is never closed again: other
 * code of the process may have it open, and threads of its own may run in it.
 */
void *library_open(struct library *library);

/* For the initialiser of a table, where the name is the member's, too. */
#define LIBRARY_SYMBOL(table, name) {#name, offsetof(table, name)},

#endif
