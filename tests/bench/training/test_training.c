/* SPDX-License-Identifier: MIT */
/* The parts of phx-train, one rank. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../model/tiny.h"
#include "model/blas.h"
#include "model/pass.h"
#include "training/adamw.h"
#include "training/bigram.h"
#include "training/corpus.h"
#include "training/journal.h"
#include "training/options.h"
#include "training/router.h"
#include "training/samples.h"

/* ---- Activation checkpointing
 * --------------------------------------------------- */

enum { LENGTH = 14, BATCH = 2 };

/* Gradients and log probabilities of one batch, with or without. */
static void one_step(bool checkpoint, real *gradients, real *logp,
                     size_t *activations)
{
    struct memory memory = {0};
    struct model *m = tiny_model(&memory, 4);
    size_t at = 0;
    for (size_t u = 0; u < model_units(&m->config); u++) {
        model_bind_gradients(m, u, gradients + at);
        at += model_unit_size(&m->config, u);
    }
    struct pass *p = pass_new(
        m, &(struct pass_options){
               .batch = BATCH, .length = LENGTH, .checkpoint = checkpoint});
    int32_t tokens[BATCH * LENGTH + 1];
    real weight[BATCH * LENGTH];
    struct rng rng = {8};
    for (size_t i = 0; i <= (size_t)BATCH * LENGTH; i++)
        tokens[i] = (int32_t)rng_below(&rng, m->config.vocab);
    for (size_t i = 0; i < (size_t)BATCH * LENGTH; i++)
        weight[i] = (real)rng_unit(&rng);
    struct batch b = {tokens, tokens + 1, BATCH, LENGTH};
    pass_forward(p, &b, logp);
    pass_backward(p, &b, weight);
    *activations = memory.peak[MEMORY_ACTIVATIONS];
    pass_free(p);
    model_free(m);
}

static void checkpointing_changes_no_bit(void **state)
{
    (void)state;
    struct config c = tiny_config();
    size_t count = model_parameters(&c);
    real *kept = base_calloc(count, sizeof(real));
    real *again = base_calloc(count, sizeof(real));
    real logp[2][BATCH * LENGTH];
    size_t activations[2];
    one_step(false, kept, logp[0], &activations[0]);
    one_step(true, again, logp[1], &activations[1]);
    assert_memory_equal(logp[0], logp[1], sizeof(logp[0]));
    assert_memory_equal(kept, again, count * sizeof(real));
    assert_true(activations[1] < activations[0]);
    free(kept);
    free(again);
}

/* A vocabulary of one leaves nothing to learn, and nothing to divide by. */
static void vocabulary_of_one_has_no_loss(void **state)
{
    (void)state;
    struct config c = tiny_config();
    c.vocab = 1;
    struct model *m = model_new(&c, NULL);
    model_own(m);
    for (size_t u = 0; u < model_units(&c); u++)
        model_initialise(&c, u, m->owned[u], 1);
    struct pass *p =
        pass_new(m, &(struct pass_options){.batch = 1, .length = 3});
    const int32_t zeros[3] = {0};
    real logp[3] = {1, 1, 1};
    pass_forward(p, &(struct batch){zeros, zeros, 1, 3}, logp);
    for (size_t i = 0; i < 3; i++)
        assert_true(fabsf(logp[i]) < 1e-6F);
    pass_free(p);
    model_free(m);
}

/* ---- The optimizer
 * ---------------------------------------------------------------- */

static void first_step_moves_by_the_rate_and_decays(void **state)
{
    (void)state;
    real w[] = {1, -2};
    real m[2] = {0};
    real v[2] = {0};
    const real g[] = {0.5F, -3};
    struct adamw a = {0.1, 0.9, 0.95, 0, 0.5, 0};
    adamw_update(&a, &(struct adamw_range){w, m, v, g, 2}, 1, 1);
    /* With bias correction the first step is the gradient's sign. */
    assert_true(fabsf(w[0] - (1 * 0.95F - 0.1F)) < 1e-6F);
    assert_true(fabsf(w[1] - (-2 * 0.95F + 0.1F)) < 1e-6F);
    assert_true(fabsf(m[0] - 0.05F) < 1e-6F);
    assert_true(fabsf(v[1] - 0.45F) < 1e-6F);
}

static void rate_rises_then_falls_to_a_tenth(void **state)
{
    (void)state;
    assert_true(fabs(schedule_rate(2, 5, 10, 100) - 1) < 1e-12);
    assert_true(fabs(schedule_rate(2, 10, 10, 100) - 2) < 1e-12);
    assert_true(fabs(schedule_rate(2, 55, 10, 100) - 1.1) < 1e-12);
    assert_true(fabs(schedule_rate(2, 100, 10, 100) - 0.2) < 1e-12);
    assert_true(fabs(schedule_rate(2, 1, 0, 1) - 0.2) < 1e-12);
}

/* ---- Text
 * -------------------------------------------------------------------------- */

static void held_out_sums_are_never_trained_on(void **state)
{
    (void)state;
    struct rng rng = {1};
    bool seen[2][100][10][2] = {{{{false}}}};
    for (int i = 0; i < 20000; i++) {
        bool held_out = i % 2 == 1;
        struct sum s = sum_draw(&rng, held_out);
        assert_true(sum_result(s) >= 0);
        seen[held_out][s.a][s.b][s.minus] = true;
    }
    size_t count = 0;
    for (size_t i = 0; i < 2000; i++) {
        size_t a = i / 20;
        size_t b = i / 2 % 10;
        assert_false(seen[0][a][b][i % 2] && seen[1][a][b][i % 2]);
        count += seen[1][a][b][i % 2];
    }
    assert_in_range(count, 100, 300);
}

static void prompt_and_padding_are_not_trained_on(void **state)
{
    (void)state;
    struct tokenizer *t = tokenizer_train("", 0, 0);
    struct samples s = {.tokenizer = t};
    struct rows rows;
    rows_init(&rows, 1, 10);
    samples_pair(&s, (struct pair_text){"1+2=", "3\n", 4, 2}, &rows, 0);
    const int32_t tokens[] = {'1',  '+', '2', '=', '3',
                              '\n', 256, 256, 256, 256};
    const int32_t targets[] = {-1, -1, -1, '3', '\n', 256, -1, -1, -1, -1};
    assert_memory_equal(rows.tokens, tokens, sizeof(tokens));
    assert_memory_equal(rows.targets, targets, sizeof(targets));
    assert_int_equal(rows_targets(&rows), 3);
    assert_int_equal(rows_prompt(&rows, 0), 4);
    rows_release(&rows);
    tokenizer_free(t);
}

static void bigram_knows_what_follows(void **state)
{
    (void)state;
    struct token_list train = {0};
    struct token_list noise = {0};
    struct rng rng = {3};
    for (int i = 0; i < 6000; i++) {
        token_list_add(&train, i % 3);
        token_list_add(&noise, (int32_t)rng_below(&rng, 3));
    }
    assert_true(bigram_loss(&train, &train, 3) < 0.06); /* λ is at most 0.95 */
    assert_true(fabs(bigram_loss(&noise, &noise, 3) - log(3)) < 0.01);
    token_list_release(&train);
    token_list_release(&noise);
}

/* ---- Files
 * ---------------------------------------------------------------------------
 */

static void journal_is_read_back_up_to_a_step(void **state)
{
    (void)state;
    char dir[] = "/tmp/bench-journal-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct journal j = {.count = 0};
    for (int i = 1; i <= 3; i++) {
        struct row row = {.count = 0};
        row_set(&row, "step", 10 * i);
        row_set(&row, "loss", 1.0 / i);
        journal_add(&j, &row);
    }
    struct journal_head head = {.global_step = 30, .max_steps = 30};
    struct fault fault;
    struct journal read = {.count = 0};
    assert_int_equal(journal_save_state(&j, &head, dir, &fault), 0);
    assert_int_equal(journal_load(&read, dir, 20, &fault), 0);
    assert_int_equal(read.count, 2);
    assert_memory_equal(&read.history[1], &j.history[1], sizeof(j.history[1]));
    journal_release(&read);
    journal_release(&j);
    char *path = path_join(dir, "trainer_state.json");
    unlink(path);
    free(path);
    rmdir(dir);
}

static void wrong_options_are_named(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"--nonsense", "1", "unknown option --nonsense"},
        {"--steps", "ten", "--steps: not a number"},
        {"--steps", "-1", "--steps: not a number"},
        {"--steps", "1.5", "--steps: not a number"},
        {"--scheme", "zero-4", "--scheme: one of data-parallel|zero-1"},
        {"--out", NULL, "--out needs a value"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[32];
        char value[32];
        snprintf(name, sizeof(name), "%s", cases[i][0]);
        snprintf(value, sizeof(value), "%s",
                 cases[i][1] != NULL ? cases[i][1] : "");
        char *args[] = {name, cases[i][1] != NULL ? value : NULL, NULL};
        struct options o;
        struct fault fault;
        assert_int_equal(options_parse(&o, args, &fault), -1);
        assert_non_null(strstr(fault.text, cases[i][2]));
    }
}

/* ---- The router
 * ------------------------------------------------------------------------ */

/* Prompts of three kinds; each expert is best at its own, with noise. */
static void synthetic_routes(struct routes *r, size_t count, uint64_t seed)
{
    enum { WIDTH = 6 };
    struct rng rng = {seed};
    *r = (struct routes){.count = count, .width = WIDTH};
    r->features = base_calloc(count * WIDTH, sizeof(*r->features));
    r->rewards = base_calloc(count, sizeof(*r->rewards));
    for (size_t i = 0; i < count; i++) {
        size_t kind = rng_below(&rng, EXPERTS);
        for (size_t k = 0; k < WIDTH; k++)
            r->features[i * WIDTH + k] =
                (k % EXPERTS == kind ? 1.5 : 0) + 0.5 * rng_normal(&rng);
        for (size_t e = 0; e < EXPERTS; e++)
            r->rewards[i][e] = (e == kind ? -1 : -2) + 0.2 * rng_normal(&rng);
    }
}

static void router_beats_chance_and_nears_the_oracle(void **state)
{
    (void)state;
    struct routes learn;
    struct routes held_out;
    synthetic_routes(&learn, 400, 1);
    synthetic_routes(&held_out, 400, 2);
    double oracle = routes_oracle(&held_out);
    double best = routes_single(&held_out, 0);
    for (size_t e = 1; e < EXPERTS; e++)
        best = fmax(best, routes_single(&held_out, e));
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct router r;
        router_init(&r, learn.width);
        router_learn(&r, &learn,
                     &(struct router_options){300, 16, 0.3, 0.01, seed}, NULL);
        double reward = routes_router(&held_out, &r);
        assert_true(reward > best + 0.3);
        assert_true(reward > routes_random(&held_out) + 0.3);
        assert_true(oracle - reward < 0.15);
        assert_true(routes_agreement(&held_out, &r) > 0.85);
        router_release(&r);
    }
    free(learn.features);
    free(learn.rewards);
    free(held_out.features);
    free(held_out.rewards);
}

int main(void)
{
    blas_set_threads(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checkpointing_changes_no_bit),
        cmocka_unit_test(vocabulary_of_one_has_no_loss),
        cmocka_unit_test(first_step_moves_by_the_rate_and_decays),
        cmocka_unit_test(rate_rises_then_falls_to_a_tenth),
        cmocka_unit_test(held_out_sums_are_never_trained_on),
        cmocka_unit_test(prompt_and_padding_are_not_trained_on),
        cmocka_unit_test(bigram_knows_what_follows),
        cmocka_unit_test(journal_is_read_back_up_to_a_step),
        cmocka_unit_test(wrong_options_are_named),
        cmocka_unit_test(router_beats_chance_and_nears_the_oracle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
