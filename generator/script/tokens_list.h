/* SPDX-License-Identifier: MIT */
/* A text cut into tokens: what tokens.c makes and tokens_write.c writes. */
#ifndef PHX_SCRIPT_TOKENS_LIST_H
#define PHX_SCRIPT_TOKENS_LIST_H

#include "tokens.h"

struct tokens_text {
    enum pcre_width width;
    const void *units;
    size_t len;
};

struct token {
    struct token *prev, *next;
    const struct grammar_rule *rule; /* NULL: text outside of tokens */
    struct token *inside;            /* of a token that was cut, the first */
    size_t start, len;               /* units of the text */
    /* Of text: the characters in it, or more than those while !exact. */
    struct char_set has;
    bool exact;
    const struct grammar_rule *left_by; /* text: what cut it, if anything did */
};

static inline unsigned tokens_unit(const struct tokens_text *text, size_t at)
{
    return text->width == PCRE_WIDE ? ((const uint16_t *)text->units)[at]
                                    : ((const unsigned char *)text->units)[at];
}

/* As prism_after.js: the list as markup in UTF-8, in `arena`. */
struct str tokens_write(struct arena *arena, struct buf *out,
                        const struct grammars *grammars,
                        const struct tokens_text *text,
                        const struct token *first);

#endif
