/* SPDX-License-Identifier: MIT */
/*
 * Decoding with a cache against the training pass: the same log probabilities
 * within float summation error, however the cache is cut and the batch made up.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/blas.h"
#include "model/decode.h"
#include "model/ops.h"
#include "model/pass.h"
#include "model/sample.h"
#include "tiny.h"

enum { LENGTH = 17 };

struct fixture {
    struct model *model;
    int32_t tokens[LENGTH];
    real *logits; /* [LENGTH × vocab], of one contiguous run */
};

static void run_whole(const struct fixture *f, const struct model *m,
                      size_t block_tokens, real *logits)
{
    size_t vocab = m->config.vocab;
    uint32_t table[LENGTH];
    for (uint32_t i = 0; i < LENGTH; i++)
        table[i] = LENGTH - 1 - i; /* blocks in no order */
    struct kv_pool *pool = kv_pool_new(&m->config, LENGTH, block_tokens, NULL);
    struct decoder *d = decoder_new(m, pool, LENGTH);
    struct span span = {f->tokens, LENGTH, 0, table, SPAN_LOGITS_ALL};
    const real *rows = decoder_run(d, &span, 1);
    for (size_t i = 0; i < LENGTH * vocab; i++)
        logits[i] = rows[i];
    decoder_free(d);
    kv_pool_free(pool);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    f->model = tiny_model(NULL, 3);
    struct rng rng = {5};
    for (size_t i = 0; i < LENGTH; i++)
        f->tokens[i] = (int32_t)rng_below(&rng, f->model->config.vocab);
    f->logits = base_calloc(LENGTH * f->model->config.vocab, sizeof(real));
    run_whole(f, f->model, 32, f->logits);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    free(f->logits);
    model_free(f->model);
    free(f);
    return 0;
}

static void assert_close(const real *x, const real *y, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(fabsf(x[i] - y[i]) < 1e-4F);
}

static void cached_and_training_forward_agree(void **state)
{
    struct fixture *f = *state;
    size_t vocab = f->model->config.vocab;
    struct pass *p = pass_new(
        f->model, &(struct pass_options){.batch = 1, .length = LENGTH - 1});
    struct batch b = {f->tokens, f->tokens + 1, 1, LENGTH - 1};
    real logp[LENGTH];
    pass_forward(p, &b, logp);
    for (size_t i = 0; i + 1 < LENGTH; i++) {
        real *row = f->logits + i * vocab;
        real chosen = row[f->tokens[i + 1]];
        assert_true(fabsf(chosen - softmax(row, vocab) - logp[i]) < 1e-4F);
    }
    pass_free(p);
}

static void blocks_of_any_size_give_the_same_logits(void **state)
{
    struct fixture *f = *state;
    size_t count = LENGTH * f->model->config.vocab;
    static const size_t sizes[] = {1, 3, 16};
    real *logits = base_calloc(count, sizeof(real));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        run_whole(f, f->model, sizes[i], logits);
        assert_memory_equal(logits, f->logits, count * sizeof(real));
    }
    free(logits);
}

/* A prompt in chunks beside the decoding of another sequence. */
static void chunks_in_a_mixed_batch_give_the_same_logits(void **state)
{
    struct fixture *f = *state;
    size_t vocab = f->model->config.vocab;
    struct kv_pool *pool = kv_pool_new(&f->model->config, 16, 4, NULL);
    struct decoder *d = decoder_new(f->model, pool, 2 * LENGTH);
    uint32_t first[] = {0, 2, 4, 6, 8};
    uint32_t second[] = {9, 7, 5, 3, 1};
    struct span both[] = {{f->tokens, 6, 0, first, SPAN_LOGITS_LAST},
                          {f->tokens, 1, 0, second, SPAN_LOGITS_NONE}};
    assert_close(decoder_run(d, both, 2), f->logits + 5 * vocab, vocab);
    for (size_t i = 6; i < LENGTH; i++) {
        both[0] = (struct span){f->tokens + i, 1, i, first, SPAN_LOGITS_ALL};
        both[1] =
            (struct span){f->tokens + i - 5, 1, i - 5, second, SPAN_LOGITS_ALL};
        const real *rows = decoder_run(d, both, 2);
        assert_close(rows, f->logits + i * vocab, vocab);
        assert_close(rows + vocab, f->logits + (i - 5) * vocab, vocab);
    }
    decoder_free(d);
    kv_pool_free(pool);
}

static void copied_block_continues_like_its_source(void **state)
{
    struct fixture *f = *state;
    size_t vocab = f->model->config.vocab;
    struct kv_pool *pool = kv_pool_new(&f->model->config, 2, 32, NULL);
    struct decoder *d = decoder_new(f->model, pool, LENGTH);
    uint32_t table = 0;
    uint32_t copy = 1;
    struct span span = {f->tokens, LENGTH - 1, 0, &table, SPAN_LOGITS_NONE};
    assert_null(decoder_run(d, &span, 1));
    kv_copy_block(pool, copy, table);
    span = (struct span){f->tokens + LENGTH - 1, 1, LENGTH - 1, &copy,
                         SPAN_LOGITS_LAST};
    assert_close(decoder_run(d, &span, 1), f->logits + (LENGTH - 1) * vocab,
                 vocab);
    decoder_free(d);
    kv_pool_free(pool);
}

static void quantised_model_stays_near_the_float_one(void **state)
{
    struct fixture *f = *state;
    size_t count = LENGTH * f->model->config.vocab;
    real *logits = base_calloc(count, sizeof(real));
    static const enum precision kinds[] = {PRECISION_INT8, PRECISION_NF4};
    static const double limits[] = {0.05, 0.6};
    for (size_t i = 0; i < 2; i++) {
        struct memory memory = {0};
        struct model *m = tiny_model(&memory, 3);
        model_quantise(m, kinds[i]);
        assert_int_equal(memory.now[MEMORY_WEIGHTS] +
                             (kinds[i] == PRECISION_NF4 ? 2 * 7 * 4 : 0),
                         model_weight_bytes(m));
        run_whole(f, m, 8, logits);
        double wrong = 0;
        for (size_t k = 0; k < count; k++)
            wrong += pow((double)(logits[k] - f->logits[k]), 2);
        assert_true(sqrt(wrong / (double)count) < limits[i]);
        model_free(m);
        assert_int_equal(memory.total, 0);
    }
    free(logits);
}

static void cache_bytes_follow_the_formula(void **state)
{
    (void)state;
    struct config c = tiny_config();
    struct memory memory = {0};
    struct kv_pool *pool = kv_pool_new(&c, 5, 16, &memory);
    assert_int_equal(memory.total, 5 * 16 * kv_bytes_a_token(&c));
    assert_int_equal(kv_bytes_a_token(&c), 2 * 2 * 2 * 4 * sizeof(real));
    kv_pool_free(pool);
    assert_int_equal(memory.total, 0);
}

static void greedy_takes_the_first_of_the_largest(void **state)
{
    (void)state;
    const real logits[] = {1, 3, 3, 2};
    assert_int_equal(sample_greedy(logits, 4), 1);
}

static void drawing_follows_the_probabilities(void **state)
{
    (void)state;
    struct rng rng = {1};
    size_t seen[3] = {0};
    enum { DRAWS = 20000 };
    for (size_t i = 0; i < DRAWS; i++) {
        real logits[] = {0, 2 * logf(2), 2 * logf(3)}; /* 1 : 2 : 3 at T = 2 */
        seen[sample_draw(logits, 3, 2, &rng)]++;
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs((double)seen[i] / DRAWS - (double)(i + 1) / 6) < 0.02);
}

int main(void)
{
    blas_set_threads(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cached_and_training_forward_agree,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(blocks_of_any_size_give_the_same_logits,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            chunks_in_a_mixed_batch_give_the_same_logits, setup, teardown),
        cmocka_unit_test_setup_teardown(copied_block_continues_like_its_source,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            quantised_model_stays_near_the_float_one, setup, teardown),
        cmocka_unit_test(cache_bytes_follow_the_formula),
        cmocka_unit_test(greedy_takes_the_first_of_the_largest),
        cmocka_unit_test(drawing_follows_the_probabilities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
