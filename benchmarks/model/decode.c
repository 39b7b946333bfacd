/* SPDX-License-Identifier: MIT */
/*
 * Decoding. All rows of a batch go through each matrix in one product; only
 * attention looks at one sequence at a time.
 */
#include "decode.h"

#include <stdlib.h>
#include <string.h>

#include "blas.h"
#include "ops.h"

/* ---- The pool
 * ----------------------------------------------------------------- */

struct kv_pool *kv_pool_new(const struct config *c, size_t blocks,
                            size_t block_tokens, struct memory *memory)
{
    struct kv_pool *pool = base_calloc(1, sizeof(*pool));
    *pool = (struct kv_pool){.layers = c->layers,
                             .blocks = blocks,
                             .block_tokens = block_tokens,
                             .width = config_kv_width(c),
                             .memory = memory};
    size_t count = c->layers * blocks * block_tokens * pool->width;
    pool->k = memory_alloc(memory, MEMORY_BUFFERS, count, sizeof(real));
    pool->v = memory_alloc(memory, MEMORY_BUFFERS, count, sizeof(real));
    return pool;
}

void kv_pool_free(struct kv_pool *pool)
{
    if (pool == NULL)
        return;
    memory_free(pool->memory, pool->k);
    memory_free(pool->memory, pool->v);
    free(pool);
}

size_t kv_bytes_a_token(const struct config *c)
{
    return 2 * c->layers * config_kv_width(c) * sizeof(real);
}

size_t kv_index(const struct kv_pool *pool, size_t layer, const uint32_t *table,
                size_t position)
{
    size_t block = table[position / pool->block_tokens];
    size_t slot = (layer * pool->blocks + block) * pool->block_tokens +
                  position % pool->block_tokens;
    return slot * pool->width;
}

void kv_copy_block(struct kv_pool *pool, uint32_t to, uint32_t from)
{
    size_t size = pool->block_tokens * pool->width;
    for (size_t l = 0; l < pool->layers; l++) {
        size_t base = l * pool->blocks * size;
        memcpy(pool->k + base + to * size, pool->k + base + from * size,
               size * sizeof(real));
        memcpy(pool->v + base + to * size, pool->v + base + from * size,
               size * sizeof(real));
    }
}

/* ---- The decoder
 * ---------------------------------------------------------------- */

struct decoder {
    const struct model *model;
    struct kv_pool *pool;
    size_t rows;
    real *x, *n, *q, *k, *v, *att, *gate, *up, *score, *logits;
    struct scratch scratch;
};

static real *buffer(const struct decoder *d, size_t count)
{
    return memory_alloc(d->model->memory, MEMORY_ACTIVATIONS, count,
                        sizeof(real));
}

struct decoder *decoder_new(const struct model *m, struct kv_pool *pool,
                            size_t rows)
{
    const struct config *c = &m->config;
    struct decoder *d = base_calloc(1, sizeof(*d));
    d->model = m;
    d->pool = pool;
    d->rows = rows;
    d->x = buffer(d, rows * c->dim);
    d->n = buffer(d, rows * c->dim);
    d->q = buffer(d, rows * c->dim);
    d->k = buffer(d, rows * pool->width);
    d->v = buffer(d, rows * pool->width);
    d->att = buffer(d, rows * c->dim);
    d->gate = buffer(d, rows * c->ffn);
    d->up = buffer(d, rows * c->ffn);
    d->score = buffer(d, c->context);
    d->logits = buffer(d, rows * c->vocab);
    size_t dense = 0;
    size_t rank = 0;
    for (size_t p = 0; p < PROJECTION_COUNT; p++) {
        const struct linear *l = &m->blocks[0].linear[p];
        if (l->w == NULL && l->out * l->in > dense)
            dense = l->out * l->in;
        if (l->adapter.rank > rank)
            rank = l->adapter.rank;
    }
    d->scratch.dense = dense > 0 ? buffer(d, dense) : NULL;
    d->scratch.low = rank > 0 ? buffer(d, 2 * rows * rank) : NULL;
    return d;
}

void decoder_free(struct decoder *d)
{
    if (d == NULL)
        return;
    real *const buffers[] = {d->x,
                             d->n,
                             d->q,
                             d->k,
                             d->v,
                             d->att,
                             d->gate,
                             d->up,
                             d->score,
                             d->logits,
                             d->scratch.dense,
                             d->scratch.low};
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
        memory_free(d->model->memory, buffers[i]);
    free(d);
}

/* One query row against the positions up to its own. */
static void attend(struct decoder *d, size_t layer, const struct span *span,
                   size_t row, size_t position)
{
    const struct config *c = &d->model->config;
    size_t head = config_head(c);
    real scale = 1 / real_sqrt((real)head);
    for (size_t h = 0; h < c->heads; h++) {
        const real *q = d->q + row * c->dim + h * head;
        size_t at = h * c->kv_heads / c->heads * head;
        for (size_t p = 0; p <= position; p++) {
            const real *k =
                d->pool->k + kv_index(d->pool, layer, span->table, p) + at;
            real dot = 0;
            for (size_t i = 0; i < head; i++)
                dot += q[i] * k[i];
            d->score[p] = dot * scale;
        }
        softmax(d->score, position + 1);
        real *out = d->att + row * c->dim + h * head;
        memset(out, 0, head * sizeof(real));
        for (size_t p = 0; p <= position; p++) {
            const real *v =
                d->pool->v + kv_index(d->pool, layer, span->table, p) + at;
            for (size_t i = 0; i < head; i++)
                out[i] += d->score[p] * v[i];
        }
    }
}

/* Turns q and k of one row, stores k and v in the cache. */
static void store_row(struct decoder *d, size_t layer, const struct span *span,
                      size_t row, size_t position)
{
    const struct config *c = &d->model->config;
    size_t head = config_head(c);
    size_t width = d->pool->width;
    struct turn turn = {c->heads, head,
                        d->model->rope_cos + position * (head / 2),
                        d->model->rope_sin + position * (head / 2)};
    rope_forward(&turn, d->q + row * c->dim);
    turn.heads = c->kv_heads;
    rope_forward(&turn, d->k + row * width);
    size_t at = kv_index(d->pool, layer, span->table, position);
    memcpy(d->pool->k + at, d->k + row * width, width * sizeof(real));
    memcpy(d->pool->v + at, d->v + row * width, width * sizeof(real));
}

static void attention_part(struct decoder *d, size_t layer,
                           const struct span *spans, size_t count, size_t rows)
{
    const struct config *c = &d->model->config;
    const struct block *b = &d->model->blocks[layer];
    struct norm norm = {rows, c->dim, (real)c->norm_eps, d->x, b->attn_norm};
    norm_forward(&norm, d->n);
    linear_forward(&b->linear[PROJECTION_Q], d->q, d->n, rows, &d->scratch);
    linear_forward(&b->linear[PROJECTION_K], d->k, d->n, rows, &d->scratch);
    linear_forward(&b->linear[PROJECTION_V], d->v, d->n, rows, &d->scratch);
    size_t row = 0;
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < spans[s].count; i++, row++) {
            store_row(d, layer, &spans[s], row, spans[s].start + i);
            attend(d, layer, &spans[s], row, spans[s].start + i);
        }
    }
    linear_forward(&b->linear[PROJECTION_O], d->n, d->att, rows, &d->scratch);
    for (size_t i = 0; i < rows * c->dim; i++)
        d->x[i] += d->n[i];
}

static void ffn_part(struct decoder *d, size_t layer, size_t rows)
{
    const struct config *c = &d->model->config;
    const struct block *b = &d->model->blocks[layer];
    struct norm norm = {rows, c->dim, (real)c->norm_eps, d->x, b->ffn_norm};
    norm_forward(&norm, d->n);
    linear_forward(&b->linear[PROJECTION_GATE], d->gate, d->n, rows,
                   &d->scratch);
    linear_forward(&b->linear[PROJECTION_UP], d->up, d->n, rows, &d->scratch);
    swiglu_forward(d->gate, d->gate, d->up, rows * c->ffn);
    linear_forward(&b->linear[PROJECTION_DOWN], d->n, d->gate, rows,
                   &d->scratch);
    for (size_t i = 0; i < rows * c->dim; i++)
        d->x[i] += d->n[i];
}

/* Moves the wanted rows of x to the front of att; how many there are. */
static size_t gather_wanted(struct decoder *d, const struct span *spans,
                            size_t count)
{
    size_t dim = d->model->config.dim;
    size_t row = 0;
    size_t wanted = 0;
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < spans[s].count; i++, row++) {
            bool last = i + 1 == spans[s].count;
            if (spans[s].logits == SPAN_LOGITS_ALL ||
                (spans[s].logits == SPAN_LOGITS_LAST && last))
                memcpy(d->att + wanted++ * dim, d->x + row * dim,
                       dim * sizeof(real));
        }
    }
    return wanted;
}

real *decoder_run(struct decoder *d, const struct span *spans, size_t count)
{
    const struct model *m = d->model;
    const struct config *c = &m->config;
    size_t rows = 0;
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < spans[s].count; i++)
            memcpy(d->x + rows++ * c->dim,
                   m->embed + (size_t)spans[s].tokens[i] * c->dim,
                   c->dim * sizeof(real));
    }
    for (size_t l = 0; l < c->layers; l++) {
        attention_part(d, l, spans, count, rows);
        ffn_part(d, l, rows);
    }
    size_t wanted = gather_wanted(d, spans, count);
    if (wanted == 0)
        return NULL;
    struct norm norm = {wanted, c->dim, (real)c->norm_eps, d->att,
                        m->final_norm};
    norm_forward(&norm, d->n);
    gemm(&(struct gemm){.m = wanted,
                        .n = c->vocab,
                        .k = c->dim,
                        .a = d->n,
                        .b = m->embed,
                        .transpose_b = true,
                        .c = d->logits,
                        .alpha = 1});
    return d->logits;
}
