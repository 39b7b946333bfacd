/* SPDX-License-Identifier: MIT */
/* dlopen and dlsym for a whole table. */
#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "banned.h"

void *library_open(struct library *library)
{
    void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *why = dlerror();
        snprintf(library->why_not, sizeof(library->why_not), "%s",
                 why != NULL ? why : library->file);
        return NULL;
    }
    for (size_t i = 0; i < library->count; i++) {
        const struct library_symbol *wanted = &library->symbols[i];
        void *symbol = dlsym(handle, wanted->name);
        if (symbol == NULL) {
            snprintf(library->why_not, sizeof(library->why_not), "%s has no %s",
                     library->file, wanted->name);
            return NULL;
        }
        /* ISO C has no cast from an object to a function pointer. */
        memcpy((char *)library->table + wanted->offset, &symbol,
               sizeof(symbol));
    }
    return handle;
}
