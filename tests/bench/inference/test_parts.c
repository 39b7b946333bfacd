/* SPDX-License-Identifier: MIT */
/*
 * The parts of serving alone: accounting of blocks against a simple model of
 * it, the distribution of speculated tokens, fewer bits, percentiles.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "inference/speculate.h"
#include "model/blas.h"
#include "model/sample.h"
#include "serve.h"

/* ---- Blocks -----------------------------------------------------------------
 */

enum { BLOCKS = 9, HOLDERS = 6 };

/* Random takes, holds and drops; who holds what is written down beside it. */
static void blocks_are_neither_lost_nor_given_twice(void **state)
{
    (void)state;
    struct blocks *b = blocks_new(BLOCKS, 2, true);
    uint32_t held[HOLDERS * BLOCKS];
    size_t holders[BLOCKS] = {0};
    size_t count = 0;
    struct rng rng = {5};
    for (size_t step = 0; step < 20000; step++) {
        size_t what = rng_below(&rng, 4);
        uint32_t block;
        int32_t tokens[] = {(int32_t)rng_below(&rng, 3),
                            (int32_t)rng_below(&rng, 3)};
        uint64_t chain = BLOCKS_CHAIN_START;
        size_t at = count > 0 ? rng_below(&rng, count) : 0;
        if (what == 0 && count < HOLDERS * BLOCKS && blocks_take(b, &block)) {
            assert_int_equal(holders[block], 0);
            holders[block]++;
            held[count++] = block;
        } else if (what == 1 && count < HOLDERS * BLOCKS &&
                   blocks_find(b, &chain, tokens, &block)) {
            holders[block]++;
            held[count++] = block;
        } else if (what == 2 && count > 0 && !blocks_shared(b, held[at])) {
            blocks_know(b, held[at], BLOCKS_CHAIN_START, tokens);
        } else if (what == 3 && count > 0) {
            block = held[at];
            held[at] = held[--count];
            holders[block]--;
            blocks_drop(b, block);
        }
        size_t alive = 0;
        for (size_t i = 0; i < BLOCKS; i++)
            alive += holders[i] > 0;
        assert_int_equal(blocks_held(b), alive);
        assert_int_equal(blocks_available(b), BLOCKS - alive);
    }
    while (count > 0)
        blocks_drop(b, held[--count]);
    assert_int_equal(blocks_available(b), BLOCKS);
    assert_int_equal(blocks_held_peak(b), BLOCKS);
    blocks_free(b);
}

static void the_block_let_go_first_is_given_away_first(void **state)
{
    (void)state;
    struct blocks *b = blocks_new(3, 1, true);
    uint32_t block[3];
    for (int32_t i = 0; i < 3; i++) {
        assert_true(blocks_take(b, &block[i]));
        blocks_know(b, block[i], BLOCKS_CHAIN_START, &i);
    }
    blocks_drop(b, block[1]);
    blocks_drop(b, block[0]);
    uint32_t got;
    assert_true(blocks_take(b, &got));
    assert_int_equal(got, block[1]);
    uint64_t chain = BLOCKS_CHAIN_START;
    int32_t token = 1;
    assert_false(blocks_find(b, &chain, &token, &got));
    token = 0;
    assert_true(blocks_find(b, &chain, &token, &got));
    assert_int_equal(got, block[0]);
    assert_false(blocks_take(b, &got));
    blocks_free(b);
}

static void equal_tokens_behind_others_are_another_block(void **state)
{
    (void)state;
    struct blocks *b = blocks_new(2, 2, true);
    const int32_t tokens[] = {1, 2};
    uint32_t first = 0;
    uint32_t second = 0;
    assert_true(blocks_take(b, &first));
    assert_true(blocks_take(b, &second));
    uint64_t chain = blocks_know(b, first, BLOCKS_CHAIN_START, tokens);
    blocks_know(b, second, chain, tokens);
    uint64_t at = BLOCKS_CHAIN_START;
    uint32_t found;
    assert_true(blocks_find(b, &at, tokens, &found));
    assert_int_equal(found, first);
    assert_true(blocks_find(b, &at, tokens, &found));
    assert_int_equal(found, second);
    assert_false(blocks_find(b, &at, tokens, &found));
    blocks_free(b);
}

/* ---- Speculation ------------------------------------------------------------
 */

enum { VOCAB = 5, DRAWS = 200000 };

/* However bad the draft, the first two tokens have the model's distribution:
   each frequency lies within five standard errors. */
static void speculated_tokens_have_the_models_distribution(void **state)
{
    (void)state;
    static const real p[2][VOCAB] = {{0.5F, 0.2F, 0.15F, 0.1F, 0.05F},
                                     {0.1F, 0.1F, 0.2F, 0.2F, 0.4F}};
    static const real q[2 * VOCAB] = {0.05F, 0.6F, 0.15F, 0.2F, 0.0F,
                                      0.3F,  0.3F, 0.2F,  0.1F, 0.1F};
    static const double temperature = 0.7;
    struct rng rng = {9};
    size_t seen[2][VOCAB] = {{0}};
    size_t second = 0;
    size_t stood = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        real logits[3 * VOCAB];
        for (size_t k = 0; k < 3 * VOCAB; k++)
            logits[k] =
                (real)(temperature * log((double)p[k / VOCAB % 2][k % VOCAB]));
        int32_t drafts[] = {sample_index(q, VOCAB, &rng),
                            sample_index(q + VOCAB, VOCAB, &rng)};
        int32_t out[3];
        size_t n = speculate(&(struct speculation){.vocab = VOCAB,
                                                   .count = 2,
                                                   .drafts = drafts,
                                                   .logits = logits,
                                                   .q = q,
                                                   .temperature = temperature},
                             &rng, out);
        seen[0][out[0]]++;
        second += n > 0;
        stood += n;
        if (n > 0)
            seen[1][out[1]]++;
    }
    for (size_t t = 0; t < 2; t++) {
        double n = t == 0 ? DRAWS : (double)second;
        for (size_t k = 0; k < VOCAB; k++) {
            double want = (double)p[t][k];
            double error = sqrt(want * (1 - want) / n);
            assert_true(fabs((double)seen[t][k] / n - want) < 5 * error);
        }
    }
    /* The share that stands is Σ min(p, q): 0.5 and then 0.6 of it. */
    assert_true(fabs((double)stood / DRAWS - 0.5 * 1.6) < 0.01);
}

static void greedy_speculation_takes_the_equal_beginning(void **state)
{
    (void)state;
    real logits[3 * VOCAB] = {0};
    logits[0 * VOCAB + 3] = 1;
    logits[1 * VOCAB + 1] = 1;
    logits[2 * VOCAB + 4] = 1;
    const int32_t drafts[] = {3, 2};
    int32_t out[3];
    struct rng rng = {1};
    struct speculation s = {
        .vocab = VOCAB, .count = 2, .drafts = drafts, .logits = logits};
    assert_int_equal(speculate(&s, &rng, out), 1);
    assert_int_equal(out[0], 3);
    assert_int_equal(out[1], 1);
    const int32_t right[] = {3, 1};
    s.drafts = right;
    assert_int_equal(speculate(&s, &rng, out), 2);
    assert_int_equal(out[2], 4);
}

/* ---- Fewer bits -------------------------------------------------------------
 */

/* The root mean square of what logits differ by, as a share of their own. */
static double logits_error(enum precision precision)
{
    enum { LENGTH = 16 };
    struct model *models[2] = {tiny_model(NULL, 3), tiny_model(NULL, 3)};
    model_quantise(models[1], precision);
    int32_t text[TEXT];
    real *logits[2];
    struct decoder *decoders[2];
    struct kv_pool *pools[2];
    size_t vocab = models[0]->config.vocab;
    draw_text(text, vocab);
    for (size_t i = 0; i < 2; i++) {
        static const uint32_t table[] = {0};
        pools[i] = kv_pool_new(&models[i]->config, 1, LENGTH, NULL);
        decoders[i] = decoder_new(models[i], pools[i], LENGTH);
        struct span span = {text, LENGTH, 0, table, SPAN_LOGITS_ALL};
        logits[i] = decoder_run(decoders[i], &span, 1);
    }
    double differences = 0;
    double squares = 0;
    for (size_t i = 0; i < LENGTH * vocab; i++) {
        double difference = (double)(logits[0][i] - logits[1][i]);
        differences += difference * difference;
        squares += (double)(logits[0][i] * logits[0][i]);
    }
    for (size_t i = 0; i < 2; i++) {
        decoder_free(decoders[i]);
        kv_pool_free(pools[i]);
        model_free(models[i]);
    }
    return sqrt(differences / squares);
}

/* Of a random network, which is worse than a trained one. */
static void fewer_bits_keep_logits_within_bounds(void **state)
{
    (void)state;
    double int8 = logits_error(PRECISION_INT8);
    double nf4 = logits_error(PRECISION_NF4);
    assert_true(int8 > 0 && int8 < 0.02);
    assert_true(nf4 > int8 && nf4 < 0.5);
}

/* ---- Loads and their measures -----------------------------------------------
 */

static void a_seed_is_a_load(void **state)
{
    (void)state;
    struct load loads[3];
    int32_t text[TEXT];
    struct fault fault;
    draw_text(text, 23);
    struct load_options o = {.requests = 2000,
                             .prompt_tokens = 20,
                             .output_tokens = 10,
                             .shared_tokens = 3,
                             .rate = 50,
                             .seed = 1};
    for (size_t i = 0; i < 3; i++) {
        o.seed = i < 2 ? 1 : 2;
        assert_return_code(load_make(&loads[i], &o, text, TEXT, &fault), 0);
    }
    double prompts = 0;
    double wanted = 0;
    for (size_t i = 0; i < 2000; i++) {
        const struct request *a = &loads[0].requests[i];
        const struct request *b = &loads[1].requests[i];
        assert_int_equal(a->prompt_count, b->prompt_count);
        assert_memory_equal(a->prompt, b->prompt,
                            a->prompt_count * sizeof(*a->prompt));
        assert_memory_equal(a->prompt, text, 3 * sizeof(*text));
        assert_true(a->arrival <= b->arrival && a->arrival >= b->arrival);
        prompts += (double)a->prompt_count / 2000;
        wanted += (double)a->wanted / 2000;
    }
    assert_true(fabs(prompts - 23) < 0.5 && fabs(wanted - 10) < 0.5);
    /* 1,999 gaps of 20 ms, standard error 0.9 s. */
    assert_true(fabs(loads[0].requests[1999].arrival - 40) < 4);
    assert_true(loads[2].requests[5].prompt_count !=
                    loads[0].requests[5].prompt_count ||
                loads[2].requests[5].wanted != loads[0].requests[5].wanted);
    for (size_t i = 0; i < 3; i++)
        load_release(&loads[i]);
    o.prompt_tokens = TEXT;
    struct load none;
    assert_int_equal(load_make(&none, &o, text, TEXT, &fault), -1);
}

/* One request after the other, a step a token and a millisecond a step. */
static void times_are_vllms(void **state)
{
    (void)state;
    struct model *m = tiny_model(NULL, 3);
    struct case_of c = standard_case(m);
    c.concurrency = 1;
    c.engine.chunk = 24;
    struct outcome o = run_case(&c);
    assert_true(fabs(o.serving.ttft.mean - 1) < 1e-6);
    assert_true(fabs(o.serving.itl.p99 - 1) < 1e-6);
    assert_true(fabs(o.serving.tpot.median - 1) < 1e-6);
    assert_true(fabs(o.serving.first_steps.p99 - 1) < 1e-6);
    assert_true(fabs(o.serving.e2el.mean -
                     (double)o.serving.output_tokens / 40) < 1e-6);
    assert_int_equal(o.serving.output_tokens, o.counts.generated);
    load_release(&o.load);
    model_free(m);
}

int main(void)
{
    blas_set_threads(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_neither_lost_nor_given_twice),
        cmocka_unit_test(the_block_let_go_first_is_given_away_first),
        cmocka_unit_test(equal_tokens_behind_others_are_another_block),
        cmocka_unit_test(speculated_tokens_have_the_models_distribution),
        cmocka_unit_test(greedy_speculation_takes_the_equal_beginning),
        cmocka_unit_test(fewer_bits_keep_logits_within_bounds),
        cmocka_unit_test(a_seed_is_a_load),
        cmocka_unit_test(times_are_vllms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
