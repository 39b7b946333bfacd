/* SPDX-License-Identifier: MIT */
/*
 * Run by mpirun with 1, 2 or 4 ranks: every scheme gives the loss curve of one
 * rank, in the memory and with the traffic that its formula says.
 *
 * Tolerance: 1e-5 relative a step over 12 steps. Sums over ranks run in another
 * order than over one rank's batch; nothing else differs.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../model/tiny.h"
#include "model/blas.h"
#include "training/engine.h"

enum { STEPS = 12, BATCH = 8, LENGTH = 10, UNITS = 3 };

struct curve {
    double loss[STEPS], norm[STEPS];
    struct memory memory;
    size_t sent; /* bytes of the last step */
};

static struct engine *tiny_engine(struct ranks *ranks, enum scheme scheme,
                                  struct model *m, struct memory *memory)
{
    const struct config *c = &m->config;
    struct engine_unit_shape units[UNITS];
    for (size_t u = 0; u < UNITS; u++)
        units[u] =
            (struct engine_unit_shape){model_unit_size(c, u), 0, 2 * c->dim};
    units[0].plain_from = c->vocab * c->dim;
    units[0].plain_to = units[0].size;
    struct engine *e = engine_new(&(struct engine_options){
        .ranks = ranks,
        .scheme = scheme,
        .target = {m, model_bind, model_bind_gradients},
        .units = units,
        .unit_count = UNITS,
        .memory = memory});
    for (size_t u = 0; u < UNITS; u++) {
        real *values = base_calloc(units[u].size, sizeof(real));
        model_initialise(c, u, values, 5);
        engine_put(e, u, ENGINE_WEIGHTS, values);
        free(values);
    }
    return e;
}

static void draw(size_t step, size_t vocab, int32_t *tokens, int32_t *targets)
{
    struct rng rng = {step};
    for (size_t i = 0; i < (size_t)BATCH * LENGTH; i++) {
        tokens[i] = (int32_t)rng_below(&rng, vocab);
        targets[i] = (int32_t)(((size_t)tokens[i] * 3 + 1) % vocab);
    }
}

static void train(struct ranks *ranks, enum scheme scheme, struct curve *curve)
{
    struct config c = tiny_config();
    struct model *m = model_new(&c, NULL);
    *curve = (struct curve){.sent = 0};
    struct engine *e = tiny_engine(ranks, scheme, m, &curve->memory);
    size_t share = BATCH / ranks_count(ranks);
    struct pass *p = pass_new(
        m, &(struct pass_options){
               .batch = share, .length = LENGTH, .hooks = engine_hooks(e)});
    int32_t tokens[BATCH * LENGTH];
    int32_t targets[BATCH * LENGTH];
    real logp[BATCH * LENGTH];
    real weight[BATCH * LENGTH];
    for (size_t i = 0; i < (size_t)BATCH * LENGTH; i++)
        weight[i] = 1.0F / (BATCH * LENGTH);
    for (size_t step = 0; step < STEPS; step++) {
        draw(step, c.vocab, tokens, targets);
        size_t first = ranks_self(ranks) * share * LENGTH;
        struct batch b = {tokens + first, targets + first, share, LENGTH};
        size_t sent = ranks_sent(ranks);
        pass_forward(p, &b, logp);
        pass_backward(p, &b, weight);
        struct adamw adamw = {0.01, 0.9, 0.95, 1e-8, 0.1, 1};
        curve->norm[step] = engine_step(e, &adamw, step + 1);
        curve->sent = ranks_sent(ranks) - sent;
        double loss = 0;
        for (size_t i = 0; i < share * LENGTH; i++)
            loss -= (double)logp[i] / (BATCH * LENGTH);
        ranks_sum(ranks, &loss, 1);
        curve->loss[step] = loss;
    }
    pass_free(p);
    engine_free(e);
    model_free(m);
}

struct fixture {
    struct ranks *all;
    struct curve alone;
};

static int setup(void **state)
{
    struct fixture *f = *state;
    struct ranks *one = ranks_alone();
    train(one, SCHEME_DATA_PARALLEL, &f->alone);
    ranks_free(one);
    return f->alone.loss[STEPS - 1] < 0.9 * f->alone.loss[0] ? 0 : -1;
}

static void every_scheme_has_the_curve_of_one_rank(void **state)
{
    const struct fixture *f = *state;
    for (int s = 0; s < SCHEMES; s++) {
        struct curve c;
        train(f->all, (enum scheme)s, &c);
        for (size_t i = 0; i < STEPS; i++) {
            double want = f->alone.loss[i];
            assert_true(fabs(c.loss[i] - want) < 1e-5 * want);
            assert_true(fabs(c.norm[i] - f->alone.norm[i]) <
                        1e-4 * f->alone.norm[i]);
        }
    }
}

static void the_same_run_gives_the_same_bits(void **state)
{
    const struct fixture *f = *state;
    struct curve first;
    struct curve second;
    train(f->all, SCHEME_ZERO3, &first);
    train(f->all, SCHEME_ZERO3, &second);
    assert_memory_equal(first.loss, second.loss, sizeof(first.loss));
}

/* Padded sizes: a unit is a multiple of the ranks. */
static size_t padded(const struct config *c, size_t unit, size_t ranks)
{
    return (model_unit_size(c, unit) + ranks - 1) / ranks * ranks;
}

static void memory_is_what_the_formula_says(void **state)
{
    const struct fixture *f = *state;
    struct config c = tiny_config();
    size_t n = ranks_count(f->all);
    size_t whole = 0;
    for (size_t u = 0; u < UNITS; u++)
        whole += padded(&c, u, n) * sizeof(real);
    /* Weights, gradients, moments. */
    size_t want[SCHEMES][3] = {{whole, whole, 2 * whole},
                               {whole, whole, 2 * whole / n},
                               {whole, whole / n, 2 * whole / n},
                               {whole / n, whole / n, 2 * whole / n}};
    for (int s = 0; s < SCHEMES; s++) {
        struct curve curve;
        train(f->all, (enum scheme)s, &curve);
        assert_int_equal(curve.memory.peak[MEMORY_WEIGHTS], want[s][0]);
        assert_int_equal(curve.memory.peak[MEMORY_GRADIENTS], want[s][1]);
        assert_int_equal(curve.memory.peak[MEMORY_OPTIMIZER], want[s][2]);
        assert_int_equal(curve.memory.total, 0);
    }
}

static void traffic_is_what_the_formula_says(void **state)
{
    const struct fixture *f = *state;
    struct config c = tiny_config();
    size_t n = ranks_count(f->all);
    size_t shares = 0;
    size_t layers = 0;
    for (size_t u = 0; u < UNITS; u++) {
        size_t moved = padded(&c, u, n) / n * (n - 1) * sizeof(real);
        shares += moved;
        layers += u > 0 ? moved : 0;
    }
    /* Values once scattered and once gathered; under ZeRO-3 layers are gathered
       a second time for the backward pass. One number for the norm. */
    size_t norm = n > 1 ? sizeof(double) : 0;
    for (int s = 0; s < SCHEMES; s++) {
        struct curve curve;
        train(f->all, (enum scheme)s, &curve);
        size_t again = s == SCHEME_ZERO3 ? layers : 0;
        assert_int_equal(curve.sent, 2 * shares + again + norm);
    }
}

static void weights_are_put_and_got_whole(void **state)
{
    const struct fixture *f = *state;
    struct config c = tiny_config();
    for (int s = 0; s < SCHEMES; s++) {
        struct model *m = model_new(&c, NULL);
        struct engine *e = tiny_engine(f->all, (enum scheme)s, m, NULL);
        for (size_t u = 0; u < UNITS; u++) {
            size_t size = model_unit_size(&c, u);
            real *want = base_calloc(size, sizeof(real));
            real *got = base_calloc(size, sizeof(real));
            model_initialise(&c, u, want, 5);
            engine_get(e, u, ENGINE_WEIGHTS, got);
            assert_memory_equal(got, want, size * sizeof(real));
            engine_put(e, u, ENGINE_V, want);
            engine_get(e, u, ENGINE_V, got);
            assert_memory_equal(got, want, size * sizeof(real));
            free(want);
            free(got);
        }
        engine_free(e);
        model_free(m);
    }
}

int main(int argc, char **argv)
{
    blas_set_threads(1);
    struct fixture f = {.all = ranks_start(&argc, &argv)};
    /* The list of tests once; failures and counts of every rank. */
    if (ranks_self(f.all) != 0 && freopen("/dev/null", "w", stdout) == NULL)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(every_scheme_has_the_curve_of_one_rank, &f),
        cmocka_unit_test_prestate(the_same_run_gives_the_same_bits, &f),
        cmocka_unit_test_prestate(memory_is_what_the_formula_says, &f),
        cmocka_unit_test_prestate(traffic_is_what_the_formula_says, &f),
        cmocka_unit_test_prestate(weights_are_put_and_got_whole, &f),
    };
    void *state = &f;
    int failed =
        setup(&state) < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
    ranks_free(f.all);
    ranks_stop();
    return failed;
}
