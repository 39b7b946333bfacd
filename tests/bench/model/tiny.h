/* SPDX-License-Identifier: MIT */
/* A model of a few thousand weights, for tests. */
#ifndef TEST_BENCH_TINY_H
#define TEST_BENCH_TINY_H

#include "model/model.h"

static inline struct config tiny_config(void)
{
    return (struct config){.vocab = 23,
                           .dim = 16,
                           .layers = 2,
                           .heads = 4,
                           .kv_heads = 2,
                           .ffn = 20,
                           .context = 24,
                           .rope_base = 10000,
                           .norm_eps = 1e-5};
}

/* Weights far larger than initial ones, so that nothing is nearly linear. */
static inline struct model *tiny_model(struct memory *memory, uint64_t seed)
{
    struct config c = tiny_config();
    struct model *m = model_new(&c, memory);
    model_own(m);
    struct rng rng = {seed};
    for (size_t u = 0; u < model_units(&c); u++) {
        model_initialise(&c, u, m->owned[u], seed);
        for (size_t i = 0; i < model_unit_size(&c, u); i++)
            m->owned[u][i] += (real)(0.2 * rng_normal(&rng));
    }
    return m;
}

#endif
