/* SPDX-License-Identifier: MIT */
/*
 * The training pass: embedding, layers (block.c), last norm, output and loss.
 * With checkpointing a layer is computed again, by the same calls on the same
 * input, before its backward pass: not one bit differs.
 */
#include "pass.h"

#include <stdlib.h>
#include <string.h>

#include "blas.h"
#include "block.h"
#include "ops.h"

struct pass {
    struct model *model;
    struct pass_options options;
    real **inputs; /* [layers + 1]: the rows that enter each layer, and leave
                      the last one */
    struct activations *kept; /* one per layer, or one for all */
    struct gradient_buffers grads;
    real *features; /* after the last norm */
    real *logits;
    real *dx;
};

static real *room(const struct pass *p, size_t count)
{
    return memory_alloc(p->model->memory, MEMORY_ACTIVATIONS, count,
                        sizeof(real));
}

static size_t kept_count(const struct pass *p)
{
    return p->options.checkpoint ? 1 : p->model->config.layers;
}

struct pass *pass_new(struct model *m, const struct pass_options *options)
{
    const struct config *c = &m->config;
    struct pass *p = base_calloc(1, sizeof(*p));
    p->model = m;
    p->options = *options;
    size_t rows = options->batch * options->length;
    p->inputs = base_calloc(c->layers + 1, sizeof(*p->inputs));
    for (size_t l = 0; l <= c->layers; l++)
        p->inputs[l] = room(p, rows * c->dim);
    p->kept = base_calloc(kept_count(p), sizeof(*p->kept));
    for (size_t i = 0; i < kept_count(p); i++)
        activations_init(&p->kept[i], m, options->batch, options->length);
    gradient_buffers_init(&p->grads, m, options->batch, options->length);
    p->features = room(p, rows * c->dim);
    p->logits = room(p, rows * c->vocab);
    p->dx = room(p, rows * c->dim);
    return p;
}

void pass_free(struct pass *p)
{
    if (p == NULL)
        return;
    struct memory *memory = p->model->memory;
    for (size_t l = 0; l <= p->model->config.layers; l++)
        memory_free(memory, p->inputs[l]);
    for (size_t i = 0; i < kept_count(p); i++)
        activations_release(&p->kept[i], p->model);
    gradient_buffers_release(&p->grads, p->model);
    memory_free(memory, p->features);
    memory_free(memory, p->logits);
    memory_free(memory, p->dx);
    free(p->inputs);
    free(p->kept);
    free(p);
}

static void call(void (*hook)(void *, size_t), void *context, size_t unit)
{
    if (hook != NULL)
        hook(context, unit);
}

static struct activations *kept_of(struct pass *p, size_t layer)
{
    return &p->kept[p->options.checkpoint ? 0 : layer];
}

static struct block_run run_of(struct pass *p, size_t layer,
                               const struct batch *b)
{
    return (struct block_run){.model = p->model,
                              .block = &p->model->blocks[layer],
                              .batch = b->batch,
                              .length = b->length,
                              .input = p->inputs[layer],
                              .kept = kept_of(p, layer),
                              .grads = &p->grads};
}

static void forward_layer(struct pass *p, size_t layer, const struct batch *b)
{
    struct block_run run = run_of(p, layer, b);
    block_forward(&run, p->inputs[layer + 1]);
}

/* ---- Both ends
 * ------------------------------------------------------------------ */

static void embed_forward(struct pass *p, const struct batch *b)
{
    size_t dim = p->model->config.dim;
    for (size_t i = 0; i < b->batch * b->length; i++)
        memcpy(p->inputs[0] + i * dim,
               p->model->embed + (size_t)b->tokens[i] * dim,
               dim * sizeof(real));
}

static struct norm last_norm(const struct pass *p, size_t rows)
{
    const struct config *c = &p->model->config;
    return (struct norm){rows, c->dim, (real)c->norm_eps, p->inputs[c->layers],
                         p->model->final_norm};
}

/* Leaves the probabilities in p->logits. */
static void head_forward(struct pass *p, const struct batch *b, real *logp)
{
    const struct config *c = &p->model->config;
    size_t rows = b->batch * b->length;
    struct norm norm = last_norm(p, rows);
    norm_forward(&norm, p->features);
    gemm(&(struct gemm){.m = rows,
                        .n = c->vocab,
                        .k = c->dim,
                        .a = p->features,
                        .b = p->model->embed,
                        .transpose_b = true,
                        .c = p->logits,
                        .alpha = 1});
    for (size_t i = 0; i < rows; i++) {
        real *row = p->logits + i * c->vocab;
        int32_t target = b->targets[i];
        real chosen = target >= 0 ? row[target] : 0;
        real total = softmax(row, c->vocab);
        logp[i] = target >= 0 ? chosen - total : 0;
    }
}

/* From the probabilities to the gradient of what entered the last norm. */
static void head_backward(struct pass *p, const struct batch *b,
                          const real *weight)
{
    struct model *m = p->model;
    const struct config *c = &m->config;
    size_t rows = b->batch * b->length;
    for (size_t i = 0; i < rows; i++) {
        real *row = p->logits + i * c->vocab;
        int32_t target = b->targets[i];
        real w = target >= 0 ? weight[i] : 0;
        for (size_t k = 0; k < c->vocab; k++)
            row[k] *= w;
        if (target >= 0)
            row[target] -= w;
    }
    if (m->d_embed != NULL)
        gemm(&(struct gemm){.m = c->vocab,
                            .n = c->dim,
                            .k = rows,
                            .a = p->logits,
                            .transpose_a = true,
                            .b = p->features,
                            .c = m->d_embed,
                            .alpha = 1,
                            .beta = 1});
    /* The features are not needed any more: their place takes the gradient. */
    gemm(&(struct gemm){.m = rows,
                        .n = c->dim,
                        .k = c->vocab,
                        .a = p->logits,
                        .b = m->embed,
                        .c = p->features,
                        .alpha = 1});
    memset(p->dx, 0, rows * c->dim * sizeof(real));
    struct norm norm = last_norm(p, rows);
    norm_backward(&norm, p->features, p->dx, m->d_final_norm);
}

static void embed_backward(struct pass *p, const struct batch *b)
{
    size_t dim = p->model->config.dim;
    if (p->model->d_embed == NULL)
        return;
    for (size_t i = 0; i < b->batch * b->length; i++) {
        real *d = p->model->d_embed + (size_t)b->tokens[i] * dim;
        for (size_t k = 0; k < dim; k++)
            d[k] += p->dx[i * dim + k];
    }
}

/* ---- The whole
 * ------------------------------------------------------------------- */

void pass_forward(struct pass *p, const struct batch *b, real *logp)
{
    const struct pass_hooks *h = &p->options.hooks;
    call(h->need, h->context, 0);
    embed_forward(p, b);
    for (size_t l = 0; l < p->model->config.layers; l++) {
        call(h->need, h->context, l + 1);
        forward_layer(p, l, b);
        call(h->drop, h->context, l + 1);
    }
    head_forward(p, b, logp);
}

void pass_evaluate(struct pass *p, const struct batch *b, real *logp)
{
    const struct pass_hooks *h = &p->options.hooks;
    pass_forward(p, b, logp);
    call(h->drop, h->context, 0);
}

void pass_backward(struct pass *p, const struct batch *b, const real *weight)
{
    const struct pass_hooks *h = &p->options.hooks;
    call(h->need_gradients, h->context, 0);
    head_backward(p, b, weight);
    for (size_t l = p->model->config.layers; l-- > 0;) {
        call(h->need, h->context, l + 1);
        call(h->need_gradients, h->context, l + 1);
        /* Its own output is not looked at again: dx of the layer above is. */
        if (p->options.checkpoint)
            forward_layer(p, l, b);
        struct block_run run = run_of(p, l, b);
        block_backward(&run, p->dx);
        call(h->drop_gradients, h->context, l + 1);
        call(h->drop, h->context, l + 1);
    }
    embed_backward(p, b);
    call(h->drop_gradients, h->context, 0);
    call(h->drop, h->context, 0);
}

const real *pass_features(const struct pass *p)
{
    return p->features;
}

const real *pass_probabilities(const struct pass *p)
{
    return p->logits;
}
