/* SPDX-License-Identifier: MIT */
/*
 * The patterns of a table of grammars, compiled when they are first used and
 * shared by the workers. Any thread.
 */
#ifndef PHX_SCRIPT_PATTERNS_H
#define PHX_SCRIPT_PATTERNS_H

#include "grammars.h"
#include "pcre.h"

struct patterns {
    const struct grammars *grammars;
    _Atomic(void *) *compiled[2]; /* by width and number */
};

void patterns_init(struct patterns *patterns, const struct grammars *grammars);
void patterns_deinit(struct patterns *patterns);

/* NULL when this version of PCRE2 does not accept it. The width is open. */
const void *patterns_get(struct patterns *patterns, enum pcre_width width,
                         uint32_t number);

#endif
