/* SPDX-License-Identifier: MIT */
/* What the two files of the tokenizer share. */
#ifndef MODEL_TOKENIZER_PRIVATE_H
#define MODEL_TOKENIZER_PRIVATE_H

#include "tokenizer.h"

enum { TOKENIZER_PIECE_MAX = 48 };

/* How many bytes the first piece of the text has; size > 0. */
size_t tokenizer_piece(const char *text, size_t size);
/* Takes over the merges. */
struct tokenizer *tokenizer_from_merges(struct merge *merges, size_t count);

#endif
