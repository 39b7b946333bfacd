/* SPDX-License-Identifier: MIT */
/*
 * Prism's algorithm in C: code through a table of grammars, with the bytes that
 * Prism in JavaScript gives (tests/unit/script/test_same_as_prism.c holds it to
 * that). Works on units of one width: the code's bytes where pcre.h's narrow
 * text will do, UTF-16 otherwise.
 */
#ifndef PHX_SCRIPT_TOKENS_H
#define PHX_SCRIPT_TOKENS_H

#include "patterns.h"

enum tokens_outcome {
    TOKENS_DONE,
    TOKENS_TOO_MUCH, /* code that was made to be slow: show it as it is */
    TOKENS_UNABLE    /* nested too deep, or a library is missing: prism.h can */
};

/* What a worker keeps from block to block. All zero is an empty one. */
struct tokens_scratch {
    bool open;
    struct arena arena;
    struct buf out;
    void *match[2]; /* pcre.h's, by width; NULL until the first block */
};

void tokens_scratch_close(struct tokens_scratch *scratch);

/* *markup is in `arena`, and set when TOKENS_DONE is returned. */
enum tokens_outcome tokens_highlight(struct patterns *patterns,
                                     struct tokens_scratch *scratch,
                                     struct arena *arena, uint32_t grammar,
                                     struct str code, struct str *markup);

#endif
