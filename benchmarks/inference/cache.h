/* SPDX-License-Identifier: MIT */
/*
 * Sequences in the key-value cache. A sequence's table names its blocks;
 * position p lies in block p / block_tokens. Several tables may have a block
 * together as long as nobody writes it: who writes gets a copy first.
 *
 * A draft model's keys and values lie in a pool of their own under the same
 * block numbers, so that one table serves both models.
 */
#ifndef INFERENCE_CACHE_H
#define INFERENCE_CACHE_H

#include "blocks.h"
#include "model/decode.h"

struct cache {
    struct blocks *blocks;
    struct kv_pool *target;
    struct kv_pool *draft; /* NULL: there is no draft model */
    size_t copied;         /* blocks, on write */
};

struct table {
    uint32_t *items;
    size_t count, room;
    size_t known;   /* the first blocks, whose contents the cache was told */
    uint64_t chain; /* up to their end */
};

/* Lets the blocks go and the memory, too; the table can be used again. */
void table_clear(struct cache *c, struct table *t);

/* Takes blocks until positions below `tokens` have one. False: there were not
   enough; what was taken stays in the table. */
bool table_cover(struct cache *c, struct table *t, size_t tokens);
/* Makes the table the only holder of the blocks with positions from `first` up
   to `end`, by copies. False: no block for a copy was left. */
bool table_own(struct cache *c, struct table *t, size_t first, size_t end);
/* The empty table `to` gets the blocks that hold positions below `tokens`. */
void table_fork(struct cache *c, struct table *to, const struct table *from,
                size_t tokens);

/* Fills an empty table with remembered blocks that hold the beginning of these
   tokens. Returns for how many tokens that is. */
size_t table_recall(struct cache *c, struct table *t, const int32_t *tokens,
                    size_t count);
/* Tells the cache what the full blocks of the first `count` tokens hold. */
void table_know(struct cache *c, struct table *t, const int32_t *tokens,
                size_t count);

#endif
