/* SPDX-License-Identifier: MIT */
/*
 * Shapes, the layout of units, binding, initial values. Files are
 * model_file.c's; what is computed with the weights is pass.c's and decode.c's.
 */
#include "model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int config_check(const struct config *c, struct fault *fault)
{
    if (c->vocab == 0 || c->dim == 0 || c->layers == 0 || c->heads == 0 ||
        c->kv_heads == 0 || c->ffn == 0 || c->context == 0)
        return fault_set(fault, "a size of the model is 0");
    if (c->vocab > 1U << 20 || c->dim > 1U << 14 || c->layers > 1U << 10 ||
        c->ffn > 1U << 16 || c->context > 1U << 20)
        return fault_set(fault, "a size of the model is out of range");
    if (c->heads % c->kv_heads != 0)
        return fault_set(fault, "%zu heads are no multiple of %zu kv_heads",
                         c->heads, c->kv_heads);
    if (c->dim % c->heads != 0 || config_head(c) % 2 != 0)
        return fault_set(fault, "dim %zu in %zu heads: no even head size",
                         c->dim, c->heads);
    return 0;
}

size_t config_head(const struct config *c)
{
    return c->dim / c->heads;
}

size_t config_kv_width(const struct config *c)
{
    return c->kv_heads * config_head(c);
}

struct shape projection_shape(const struct config *c, enum projection p)
{
    switch (p) {
    case PROJECTION_Q:
    case PROJECTION_O:
        return (struct shape){c->dim, c->dim};
    case PROJECTION_K:
    case PROJECTION_V:
        return (struct shape){config_kv_width(c), c->dim};
    case PROJECTION_GATE:
    case PROJECTION_UP:
        return (struct shape){c->ffn, c->dim};
    case PROJECTION_DOWN:
        return (struct shape){c->dim, c->ffn};
    case PROJECTION_COUNT:
        break;
    }
    abort();
}

const char *projection_name(enum projection p)
{
    static const char *const names[PROJECTION_COUNT] = {
        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
        "self_attn.o_proj", "mlp.gate_proj",    "mlp.up_proj",
        "mlp.down_proj"};
    return names[p];
}

/* ---- Units ------------------------------------------------------------------
 */

/* A layer's unit: the two norms, then the matrices. */
static size_t projection_offset(const struct config *c, enum projection p)
{
    size_t at = 2 * c->dim;
    for (size_t i = 0; i < (size_t)p; i++) {
        struct shape s = projection_shape(c, (enum projection)i);
        at += s.out * s.in;
    }
    return at;
}

size_t model_units(const struct config *c)
{
    return 1 + c->layers;
}

size_t model_unit_size(const struct config *c, size_t unit)
{
    if (unit == 0)
        return (c->vocab + 1) * c->dim;
    return projection_offset(c, PROJECTION_COUNT);
}

size_t model_parameters(const struct config *c)
{
    return model_unit_size(c, 0) + c->layers * model_unit_size(c, 1);
}

enum { PLACES_A_LAYER = 2 + PROJECTION_COUNT, PLACES_OUTSIDE = 2 };

size_t model_places(const struct config *c)
{
    return PLACES_OUTSIDE + c->layers * PLACES_A_LAYER;
}

static struct place layer_place(const struct config *c, size_t layer,
                                size_t slot)
{
    struct place p = {.unit = 1 + layer};
    if (slot < 2) {
        snprintf(p.name, sizeof(p.name), "model.layers.%zu.%s.weight", layer,
                 slot == 0 ? "input_layernorm" : "post_attention_layernorm");
        p.offset = slot * c->dim;
        p.rows = c->dim;
        return p;
    }
    enum projection projection = (enum projection)(slot - 2);
    struct shape s = projection_shape(c, projection);
    snprintf(p.name, sizeof(p.name), "model.layers.%zu.%s.weight", layer,
             projection_name(projection));
    p.offset = projection_offset(c, projection);
    p.rows = s.out;
    p.cols = s.in;
    return p;
}

struct place model_place(const struct config *c, size_t index)
{
    if (index == 0)
        return (struct place){"model.embed_tokens.weight", 0, 0, c->vocab,
                              c->dim};
    if (index == 1)
        return (struct place){"model.norm.weight", 0, c->vocab * c->dim, c->dim,
                              0};
    index -= PLACES_OUTSIDE;
    return layer_place(c, index / PLACES_A_LAYER, index % PLACES_A_LAYER);
}

static bool adds_to_residual(const struct place *p, const struct config *c)
{
    return p->offset == projection_offset(c, PROJECTION_O) ||
           p->offset == projection_offset(c, PROJECTION_DOWN);
}

void model_initialise(const struct config *c, size_t unit, real *weights,
                      uint64_t seed)
{
    struct rng rng = {seed ^ (0x9e37U + unit)};
    rng.state = rng_next(&rng); /* neighbouring units must not overlap */
    for (size_t i = 0; i < model_places(c); i++) {
        struct place p = model_place(c, i);
        if (p.unit != unit)
            continue;
        size_t count = p.rows * (p.cols > 0 ? p.cols : 1);
        double deviation = 0.02;
        if (unit > 0 && adds_to_residual(&p, c))
            deviation /= sqrt(2.0 * (double)c->layers);
        for (size_t k = 0; k < count; k++)
            weights[p.offset + k] =
                p.cols > 0 ? (real)(deviation * rng_normal(&rng)) : 1;
    }
}

/* ---- Life
 * --------------------------------------------------------------------- */

/* Angles as Hugging Face has them: pair i turns by position · base^(−2i/head).
 */
static void fill_rope(struct model *m)
{
    const struct config *c = &m->config;
    size_t half = config_head(c) / 2;
    m->rope_cos = memory_alloc(m->memory, MEMORY_BUFFERS, c->context * half,
                               sizeof(real));
    m->rope_sin = memory_alloc(m->memory, MEMORY_BUFFERS, c->context * half,
                               sizeof(real));
    for (size_t t = 0; t < c->context; t++) {
        for (size_t i = 0; i < half; i++) {
            double angle =
                (double)t * pow(c->rope_base, -(double)i / (double)half);
            m->rope_cos[t * half + i] = (real)cos(angle);
            m->rope_sin[t * half + i] = (real)sin(angle);
        }
    }
}

struct model *model_new(const struct config *c, struct memory *memory)
{
    struct model *m = base_calloc(1, sizeof(*m));
    m->config = *c;
    m->memory = memory;
    m->blocks = base_calloc(c->layers, sizeof(*m->blocks));
    m->owned = base_calloc(model_units(c), sizeof(*m->owned));
    for (size_t l = 0; l < c->layers; l++) {
        for (size_t p = 0; p < PROJECTION_COUNT; p++) {
            struct shape s = projection_shape(c, (enum projection)p);
            m->blocks[l].linear[p].out = s.out;
            m->blocks[l].linear[p].in = s.in;
        }
    }
    fill_rope(m);
    return m;
}

void model_free(struct model *m)
{
    if (m == NULL)
        return;
    for (size_t l = 0; l < m->config.layers; l++) {
        for (size_t p = 0; p < PROJECTION_COUNT; p++) {
            nf4_free(m->blocks[l].linear[p].nf4, m->memory);
            int8_free(m->blocks[l].linear[p].int8, m->memory);
        }
    }
    for (size_t u = 0; u < model_units(&m->config); u++)
        memory_free(m->memory, m->owned[u]);
    memory_free(m->memory, m->rope_cos);
    memory_free(m->memory, m->rope_sin);
    free(m->owned);
    free(m->blocks);
    free(m);
}

void model_bind(struct model *m, size_t unit, const real *weights)
{
    const struct config *c = &m->config;
    if (unit == 0) {
        m->embed = weights;
        m->final_norm = weights != NULL ? weights + c->vocab * c->dim : NULL;
        return;
    }
    struct block *b = &m->blocks[unit - 1];
    b->attn_norm = weights;
    b->ffn_norm = weights != NULL ? weights + c->dim : NULL;
    for (size_t p = 0; p < PROJECTION_COUNT; p++)
        b->linear[p].w =
            weights != NULL ? weights + projection_offset(c, (enum projection)p)
                            : NULL;
}

void model_bind_gradients(struct model *m, size_t unit, real *gradients)
{
    const struct config *c = &m->config;
    if (unit == 0) {
        m->d_embed = gradients;
        m->d_final_norm =
            gradients != NULL ? gradients + c->vocab * c->dim : NULL;
        return;
    }
    struct block *b = &m->blocks[unit - 1];
    b->d_attn_norm = gradients;
    b->d_ffn_norm = gradients != NULL ? gradients + c->dim : NULL;
    for (size_t p = 0; p < PROJECTION_COUNT; p++)
        b->linear[p].dw =
            gradients != NULL
                ? gradients + projection_offset(c, (enum projection)p)
                : NULL;
}

void model_own(struct model *m)
{
    for (size_t u = 0; u < model_units(&m->config); u++) {
        m->owned[u] =
            memory_alloc(m->memory, MEMORY_WEIGHTS,
                         model_unit_size(&m->config, u), sizeof(real));
        model_bind(m, u, m->owned[u]);
    }
}

/* ---- Fewer bits
 * --------------------------------------------------------------- */

/* The layer's unit shrinks to its two norms. */
static void quantise_block(struct model *m, size_t layer,
                           enum precision precision)
{
    struct block *b = &m->blocks[layer];
    for (size_t p = 0; p < PROJECTION_COUNT; p++) {
        struct linear *l = &b->linear[p];
        if (precision == PRECISION_INT8)
            l->int8 = int8_quantise(l->w, l->out, l->in, m->memory);
        else
            l->nf4 = nf4_quantise(l->w, l->out, l->in, m->memory);
        l->w = NULL;
    }
    size_t dim = m->config.dim;
    real *norms =
        memory_alloc(m->memory, MEMORY_WEIGHTS, 2 * dim, sizeof(real));
    memcpy(norms, m->owned[layer + 1], 2 * dim * sizeof(real));
    memory_free(m->memory, m->owned[layer + 1]);
    m->owned[layer + 1] = norms;
    b->attn_norm = norms;
    b->ffn_norm = norms + dim;
}

void model_quantise(struct model *m, enum precision precision)
{
    if (precision == PRECISION_FLOAT)
        return;
    for (size_t l = 0; l < m->config.layers; l++)
        quantise_block(m, l, precision);
}

size_t model_weight_bytes(const struct model *m)
{
    const struct config *c = &m->config;
    size_t bytes =
        (model_unit_size(c, 0) + 2 * c->dim * c->layers) * sizeof(real);
    for (size_t l = 0; l < c->layers; l++) {
        for (size_t p = 0; p < PROJECTION_COUNT; p++) {
            const struct linear *x = &m->blocks[l].linear[p];
            if (x->int8 != NULL)
                bytes += int8_bytes(x->int8);
            else if (x->nf4 != NULL)
                bytes += nf4_bytes(x->nf4);
            else
                bytes += x->out * x->in * sizeof(real);
        }
    }
    return bytes;
}
