/* SPDX-License-Identifier: MIT */
/*
 * The two ways in which phx ends itself: a broken invariant of its own code
 * and memory that runs out. Everything else is reported and handled.
 */
#include "macros.h"

#include <stdio.h>
#include <stdlib.h>

#include "banned.h"

void base_bug(const char *file, int line, const char *what)
{
    fprintf(stderr, "phx: internal error at %s:%d: %s\n", file, line, what);
    abort();
}

void base_out_of_memory(size_t wanted)
{
    fprintf(stderr, "phx: out of memory (%zu bytes more were needed)\n",
            wanted);
    abort();
}
