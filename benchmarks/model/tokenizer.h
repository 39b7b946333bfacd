/* SPDX-License-Identifier: MIT */
/*
 * A byte-level BPE tokenizer: tokens 0 to 255 are the bytes, token 256 + i is
 * the i-th merge, the last token ends a text. Any bytes can be encoded, and
 * decode(encode(x)) is x.
 *
 * Text is first cut into pieces that no token crosses: a run of letters (and of
 * bytes from 128 on) with at most one space before it, a single digit, a run of
 * line breaks and spaces, a run of other signs. Digits stay apart so that
 * arithmetic can be learned.
 */
#ifndef MODEL_TOKENIZER_H
#define MODEL_TOKENIZER_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

struct merge {
    int32_t left, right;
};

struct tokenizer {
    struct merge *merges;
    size_t merge_count;
    /* Token → its bytes: text + start[token], up to start[token + 1]. */
    char *text;
    size_t *start;
    /* Pair → merge, open addressing; empty slots are −1. */
    int32_t *slots;
    size_t slot_count;
};

struct token_list {
    int32_t *items;
    size_t count, room;
};

/* Learns up to `merges` merges: each time the most frequent pair, of equally
   frequent ones the lower. Fewer when no pair occurs twice. */
struct tokenizer *tokenizer_train(const char *text, size_t size, size_t merges);
void tokenizer_free(struct tokenizer *t);

size_t tokenizer_vocab(const struct tokenizer *t);
int32_t tokenizer_end(const struct tokenizer *t); /* the end-of-text token */

/* Appends the tokens of the text to the list. */
void tokenizer_encode(const struct tokenizer *t, const char *text, size_t size,
                      struct token_list *out);
/* The token's bytes; none for the end-of-text token. Borrowed. */
const char *tokenizer_bytes(const struct tokenizer *t, int32_t token,
                            size_t *size);
void token_list_add(struct token_list *list, int32_t token);
void token_list_release(struct token_list *list);

/* DIR/tokenizer.json: {"type": "byte-bpe", "merges": [[left, right], …]}. */
int tokenizer_load(struct tokenizer **out, const char *dir,
                   struct fault *fault) MODEL_MUST_USE;
int tokenizer_save(const struct tokenizer *t, const char *dir,
                   struct fault *fault) MODEL_MUST_USE;

#endif
