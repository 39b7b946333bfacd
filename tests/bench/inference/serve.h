/* SPDX-License-Identifier: MIT */
/* A load through an engine, for tests. */
#ifndef TEST_BENCH_SERVE_H
#define TEST_BENCH_SERVE_H

#include <stdlib.h>

#include "../model/tiny.h"
#include "inference/serving.h"

enum { TEXT = 400 };

struct case_of {
    const struct model *model, *draft;
    struct engine_options engine;
    struct load_options load;
    size_t concurrency;
};

/* Prompts of 2 to 6 tokens of a context of 24, outputs of 1 to 15. */
static inline struct case_of standard_case(const struct model *model)
{
    return (struct case_of){
        .model = model,
        .engine = {.block_tokens = 4, .batch = 4, .chunk = 3, .queue = 1000},
        .load = {.requests = 40,
                 .prompt_tokens = 4,
                 .output_tokens = 8,
                 .rate = 300,
                 .seed = 7}};
}

struct outcome {
    struct load load;
    struct serving serving;
    struct engine_counts counts;
    size_t held, available, total, remembered, held_peak, copied;
};

/* Random texts, the same for all cases of a vocabulary. */
static inline void draw_text(int32_t *text, size_t vocab)
{
    struct rng rng = {11};
    for (size_t i = 0; i < TEXT; i++)
        text[i] = (int32_t)rng_below(&rng, vocab);
}

static inline struct outcome run_case(const struct case_of *c)
{
    struct outcome o = {.held = 0};
    struct fault fault;
    struct clock clock;
    struct engine *e;
    int32_t text[TEXT];
    draw_text(text, c->model->config.vocab);
    assert_return_code(load_make(&o.load, &c->load, text, TEXT, &fault), 0);
    clock_start(&clock, 0.001);
    assert_return_code(
        engine_new(&e, &(struct engine_parts){c->model, c->draft, &clock},
                   &c->engine, &fault),
        0);
    serving_run(&o.serving, &o.load, e, &clock,
                &(struct serving_limits){.concurrency = c->concurrency});
    const struct blocks *b = engine_cache(e)->blocks;
    o.counts = *engine_counts(e);
    o.held = blocks_held(b);
    o.available = blocks_available(b);
    o.total = blocks_count(b);
    o.remembered = blocks_remembered(b);
    o.held_peak = blocks_held_peak(b);
    o.copied = engine_cache(e)->copied;
    engine_free(e);
    return o;
}

#endif
