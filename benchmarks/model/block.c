/* SPDX-License-Identifier: MIT */
/* One layer, forward and backward by hand. */
#include "block.h"

#include <string.h>

#include "attention.h"
#include "ops.h"

/* ---- Buffers
 * -------------------------------------------------------------------- */

static real *room(const struct model *m, size_t count)
{
    return memory_alloc(m->memory, MEMORY_ACTIVATIONS, count, sizeof(real));
}

void activations_init(struct activations *x, const struct model *m,
                      size_t batch, size_t length)
{
    const struct config *c = &m->config;
    size_t rows = batch * length;
    *x = (struct activations){
        .n = room(m, rows * c->dim),
        .q = room(m, rows * c->dim),
        .k = room(m, rows * config_kv_width(c)),
        .v = room(m, rows * config_kv_width(c)),
        .prob = room(m, rows * c->heads * length),
        .att = room(m, rows * c->dim),
        .a = room(m, rows * c->dim),
        .f = room(m, rows * c->dim),
        .gate = room(m, rows * c->ffn),
        .up = room(m, rows * c->ffn),
        .h = room(m, rows * c->ffn),
    };
}

void activations_release(struct activations *x, const struct model *m)
{
    real *const all[] = {x->n, x->q, x->k,    x->v,  x->prob, x->att,
                         x->a, x->f, x->gate, x->up, x->h};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        memory_free(m->memory, all[i]);
}

void gradient_buffers_init(struct gradient_buffers *g, const struct model *m,
                           size_t batch, size_t length)
{
    const struct config *c = &m->config;
    size_t rows = batch * length;
    *g = (struct gradient_buffers){
        .dn = room(m, rows * c->dim),
        .dq = room(m, rows * c->dim),
        .dk = room(m, rows * config_kv_width(c)),
        .dv = room(m, rows * config_kv_width(c)),
        .datt = room(m, rows * c->dim),
        .dgate = room(m, rows * c->ffn),
        .dup = room(m, rows * c->ffn),
        .dh = room(m, rows * c->ffn),
        .work = room(m, length * length),
    };
    size_t dense = 0;
    size_t rank = 0;
    for (size_t p = 0; p < PROJECTION_COUNT; p++) {
        const struct linear *l = &m->blocks[0].linear[p];
        if ((l->nf4 != NULL || l->int8 != NULL) && l->out * l->in > dense)
            dense = l->out * l->in;
        if (l->adapter.rank > rank)
            rank = l->adapter.rank;
    }
    if (dense > 0)
        g->scratch.dense = room(m, dense);
    if (rank > 0)
        g->scratch.low = room(m, 2 * rows * rank);
}

void gradient_buffers_release(struct gradient_buffers *g, const struct model *m)
{
    real *const all[] = {
        g->dn,         g->dq,  g->dk, g->dv,   g->datt,
        g->dgate,      g->dup, g->dh, g->work, g->scratch.dense,
        g->scratch.low};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        memory_free(m->memory, all[i]);
}

/* ---- Pieces
 * --------------------------------------------------------------------- */

static struct norm norm_of(const struct block_run *r, const real *x,
                           const real *gain)
{
    const struct config *c = &r->model->config;
    return (struct norm){r->batch * r->length, c->dim, (real)c->norm_eps, x,
                         gain};
}

static struct attention attention_of(const struct block_run *r)
{
    const struct config *c = &r->model->config;
    return (struct attention){
        .batch = r->batch,
        .length = r->length,
        .heads = c->heads,
        .kv_heads = c->kv_heads,
        .head = config_head(c),
        .q = r->kept->q,
        .k = r->kept->k,
        .v = r->kept->v,
    };
}

/* Turns every row of q and k (or of their gradients, back). */
static void turn_rows(const struct block_run *r, real *q, real *k,
                      void (*turn_row)(const struct turn *, real *))
{
    const struct config *c = &r->model->config;
    size_t head = config_head(c);
    for (size_t i = 0; i < r->batch * r->length; i++) {
        size_t position = i % r->length;
        struct turn turn = {c->heads, head,
                            r->model->rope_cos + position * (head / 2),
                            r->model->rope_sin + position * (head / 2)};
        turn_row(&turn, q + i * c->dim);
        turn.heads = c->kv_heads;
        turn_row(&turn, k + i * config_kv_width(c));
    }
}

static void apply(const struct block_run *r, enum projection p, real *y,
                  const real *x)
{
    linear_forward(&r->block->linear[p], y, x, r->batch * r->length,
                   &r->grads->scratch);
}

static void apply_backward(const struct block_run *r, enum projection p,
                           struct linear_step step)
{
    step.rows = r->batch * r->length;
    linear_backward(&r->block->linear[p], &step, &r->grads->scratch);
}

static void add(real *sum, const real *x, const real *y, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum[i] = x[i] + y[i];
}

/* ---- Forward
 * -------------------------------------------------------------------- */

void block_forward(const struct block_run *r, real *output)
{
    struct activations *k = r->kept;
    const struct config *c = &r->model->config;
    size_t rows = r->batch * r->length;

    struct norm norm = norm_of(r, r->input, r->block->attn_norm);
    norm_forward(&norm, k->n);
    apply(r, PROJECTION_Q, k->q, k->n);
    apply(r, PROJECTION_K, k->k, k->n);
    apply(r, PROJECTION_V, k->v, k->n);
    turn_rows(r, k->q, k->k, rope_forward);
    struct attention attention = attention_of(r);
    attention_forward(&attention, k->prob, k->att);
    apply(r, PROJECTION_O, k->a, k->att);
    add(k->a, k->a, r->input, rows * c->dim);

    norm = norm_of(r, k->a, r->block->ffn_norm);
    norm_forward(&norm, k->f);
    apply(r, PROJECTION_GATE, k->gate, k->f);
    apply(r, PROJECTION_UP, k->up, k->f);
    swiglu_forward(k->h, k->gate, k->up, rows * c->ffn);
    apply(r, PROJECTION_DOWN, output, k->h);
    add(output, output, k->a, rows * c->dim);
}

/* ---- Backward
 * ------------------------------------------------------------------- */

static void ffn_backward(const struct block_run *r, real *dx)
{
    struct activations *k = r->kept;
    struct gradient_buffers *g = r->grads;
    const struct config *c = &r->model->config;
    size_t rows = r->batch * r->length;

    memset(g->dh, 0, rows * c->ffn * sizeof(real));
    apply_backward(r, PROJECTION_DOWN,
                   (struct linear_step){.x = k->h, .dy = dx, .dx = g->dh});
    struct swiglu_grad into = {g->dgate, g->dup};
    swiglu_backward(&into, g->dh, k->gate, k->up, rows * c->ffn);
    memset(g->dn, 0, rows * c->dim * sizeof(real));
    apply_backward(
        r, PROJECTION_GATE,
        (struct linear_step){.x = k->f, .dy = g->dgate, .dx = g->dn});
    apply_backward(r, PROJECTION_UP,
                   (struct linear_step){.x = k->f, .dy = g->dup, .dx = g->dn});
    /* dx keeps the residual's share and takes the norm's. */
    struct norm norm = norm_of(r, k->a, r->block->ffn_norm);
    norm_backward(&norm, g->dn, dx, r->block->d_ffn_norm);
}

static void attention_part_backward(const struct block_run *r, real *dx)
{
    struct activations *k = r->kept;
    struct gradient_buffers *g = r->grads;
    size_t values = r->batch * r->length * r->model->config.dim;

    memset(g->datt, 0, values * sizeof(real));
    apply_backward(r, PROJECTION_O,
                   (struct linear_step){.x = k->att, .dy = dx, .dx = g->datt});
    struct attention attention = attention_of(r);
    struct attention_grad into = {g->dq, g->dk, g->dv, g->work};
    attention_backward(&attention, k->prob, g->datt, &into);
    turn_rows(r, g->dq, g->dk, rope_backward);
    memset(g->dn, 0, values * sizeof(real));
    apply_backward(r, PROJECTION_Q,
                   (struct linear_step){.x = k->n, .dy = g->dq, .dx = g->dn});
    apply_backward(r, PROJECTION_K,
                   (struct linear_step){.x = k->n, .dy = g->dk, .dx = g->dn});
    apply_backward(r, PROJECTION_V,
                   (struct linear_step){.x = k->n, .dy = g->dv, .dx = g->dn});
    struct norm norm = norm_of(r, r->input, r->block->attn_norm);
    norm_backward(&norm, g->dn, dx, r->block->d_attn_norm);
}

void block_backward(const struct block_run *r, real *dx)
{
    ffn_backward(r, dx);
    attention_part_backward(r, dx);
}
