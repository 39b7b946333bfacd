/* SPDX-License-Identifier: MIT */
/*
 * The forward pass with a key-value cache: a batch is a list of spans, each the
 * next tokens of one sequence. A prompt, a chunk of a prompt, one decoded token
 * and the k drafted tokens to verify are all spans, and may stand in one batch.
 *
 * The cache is a pool of blocks of `block_tokens` positions. A sequence is a
 * table of block numbers: position p lies in table[p / block_tokens]. A
 * contiguous cache is a pool whose blocks are as long as the context. Who gets
 * which block, sharing and freeing are the inference program's.
 */
#ifndef MODEL_DECODE_H
#define MODEL_DECODE_H

#include <stddef.h>
#include <stdint.h>

#include "model.h"

struct kv_pool {
    size_t layers, blocks, block_tokens;
    size_t width; /* kv_heads · head */
    real *k, *v;  /* [layers][blocks][block_tokens][width] */
    struct memory *memory;
};

struct kv_pool *kv_pool_new(const struct config *c, size_t blocks,
                            size_t block_tokens, struct memory *memory);
void kv_pool_free(struct kv_pool *pool);
/* 2 · layers · kv_heads · head · sizeof(real). */
size_t kv_bytes_a_token(const struct config *c);
/* Where a position of a sequence begins, as an index into k and v. */
size_t kv_index(const struct kv_pool *pool, size_t layer, const uint32_t *table,
                size_t position);
/* All layers of one block into another: copy on write. */
void kv_copy_block(struct kv_pool *pool, uint32_t to, uint32_t from);

enum span_logits { SPAN_LOGITS_NONE, SPAN_LOGITS_LAST, SPAN_LOGITS_ALL };

/* `count` tokens at positions start, start + 1 …; the positions before them are
   in the cache, and the table covers start + count positions. */
struct span {
    const int32_t *tokens;
    size_t count, start;
    const uint32_t *table;
    enum span_logits logits;
};

struct decoder;

/* Buffers for batches of up to `rows` tokens. Model and pool are borrowed; the
   pool may be shared by decoders of models of the same shape. One thread. */
struct decoder *decoder_new(const struct model *m, struct kv_pool *pool,
                            size_t rows);
void decoder_free(struct decoder *d);

/*
 * Runs the spans, writes their keys and values into the cache, and returns the
 * wanted rows of logits [n × vocab], in the order of the spans; they are the
 * decoder's until the next run. NULL when no span wants any. Spans are of
 * different sequences, their tokens below vocab, all together at most `rows`.
 */
real *decoder_run(struct decoder *d, const struct span *spans, size_t count);

#endif
