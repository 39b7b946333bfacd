/* SPDX-License-Identifier: MIT */
/*
 * The one function of cmark-gfm that makes parsing unsafe on several threads,
 * replaced at link time (-Wl,--wrap=cmark_inlines_remove_special_character).
 *
 * The library keeps the extensions' special characters in one process-wide
 * table, which each parse fills at its start and empties at its end: a parse
 * that ends takes them away from those that still run, whose output is then
 * wrong without any sign. With nothing ever taken out, the table is constant
 * after markdown_init has parsed one document with every extension.
 */
#include "cmark.h"

#include <stdatomic.h>

/* The linker's name for the replacement. */
void __wrap_cmark_inlines_remove_special_character(unsigned char c,
                                                   bool emphasis);

/* A global, because nothing can be passed in: set by the first parse. */
static atomic_bool reached;

void __wrap_cmark_inlines_remove_special_character(unsigned char c,
                                                   bool emphasis)
{
    (void)c;
    (void)emphasis;
    atomic_store_explicit(&reached, true, memory_order_relaxed);
}

bool cmark_wrap_reached(void)
{
    return atomic_load_explicit(&reached, memory_order_relaxed);
}
