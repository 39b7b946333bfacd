/* SPDX-License-Identifier: MIT */
/*
 * Who has which block of the key-value cache. Blocks are numbers here; what is
 * in them lies in decode.h's pool under the same numbers.
 *
 * A block is free, held by one table or several, or remembered: held by none,
 * but what it contains is known, so that a prompt which begins with the same
 * tokens may have it. When free blocks run out, remembered ones are given away,
 * those that were let go first before others.
 *
 * Contents are known by a chain: the hash of a block's tokens and of the chain
 * before it. Equal chains are not enough: the tokens are compared as well.
 */
#ifndef INFERENCE_BLOCKS_H
#define INFERENCE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blocks;

/* The chain before a sequence's first block. */
#define BLOCKS_CHAIN_START UINT64_C(0)

/* `remember`: keep what finished sequences left. Blocks are numbered below
   `count`; each has room for `block_tokens` tokens. */
struct blocks *blocks_new(size_t count, size_t block_tokens, bool remember);
void blocks_free(struct blocks *b);

size_t blocks_count(const struct blocks *b);
size_t blocks_tokens(const struct blocks *b);     /* a block */
size_t blocks_available(const struct blocks *b);  /* free and remembered */
size_t blocks_held(const struct blocks *b);       /* by at least one table */
size_t blocks_held_peak(const struct blocks *b);  /* at most, since new */
size_t blocks_remembered(const struct blocks *b); /* held by none, known */

/* A block nobody holds, contents forgotten; now held once. False: none left. */
bool blocks_take(struct blocks *b, uint32_t *block);
/* One more holder. */
void blocks_hold(struct blocks *b, uint32_t block);
void blocks_drop(struct blocks *b, uint32_t block);
/* True when others hold the block or may come to: it must not be written. */
bool blocks_shared(const struct blocks *b, uint32_t block);

/* The held block is full of these tokens, behind `before`. Returns the chain up
   to its end. Of equal blocks the first is the one that is found. */
uint64_t blocks_know(struct blocks *b, uint32_t block, uint64_t before,
                     const int32_t *tokens);
/* Finds a block with these tokens behind `before`, holds it, and moves `before`
   on to its end. */
bool blocks_find(struct blocks *b, uint64_t *before, const int32_t *tokens,
                 uint32_t *block);

#endif
