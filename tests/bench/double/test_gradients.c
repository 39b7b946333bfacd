/* SPDX-License-Identifier: MIT */
/*
 * Every backward function against central differences, in double: step 1e-4,
 * relative error of each tensor under 1e-4.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../model/tiny.h"
#include "model/attention.h"
#include "model/blas.h"
#include "model/linear.h"
#include "model/ops.h"
#include "model/pass.h"

#define STEP 1e-4
#define TOLERANCE 1e-4

/* A loss as a function of whatever `context` points at. */
typedef double (*loss_function)(void *context);

/* ‖grad − differences‖ / ‖differences‖ over one tensor. */
static double gradient_error(real *values, size_t count, const real *grad,
                             loss_function loss, void *context)
{
    double wrong = 0;
    double size = 0;
    for (size_t i = 0; i < count; i++) {
        real kept = values[i];
        values[i] = kept + STEP;
        double up = loss(context);
        values[i] = kept - STEP;
        double down = loss(context);
        values[i] = kept;
        double difference = (up - down) / (2 * STEP);
        wrong += (grad[i] - difference) * (grad[i] - difference);
        size += difference * difference;
    }
    assert_true(size > 0);
    return sqrt(wrong / size);
}

static void fill(real *x, size_t count, uint64_t seed)
{
    struct rng rng = {seed};
    for (size_t i = 0; i < count; i++)
        x[i] = rng_normal(&rng);
}

/* The losses are Σ w · y with fixed random w, so that dy is w. */
static double dot(const real *x, const real *y, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += x[i] * y[i];
    return sum;
}

/* ---- RMSNorm
 * -------------------------------------------------------------------- */

enum { ROWS = 3, DIM = 8 };

struct norm_case {
    real x[ROWS * DIM], gain[DIM], w[ROWS * DIM];
};

static double norm_loss(void *context)
{
    struct norm_case *t = context;
    real y[ROWS * DIM];
    struct norm n = {ROWS, DIM, 1e-5, t->x, t->gain};
    norm_forward(&n, y);
    return dot(y, t->w, ROWS * DIM);
}

static void norm_gradients_are_differences(void **state)
{
    (void)state;
    struct norm_case t;
    fill(t.x, ROWS * DIM, 1);
    fill(t.gain, DIM, 2);
    fill(t.w, ROWS * DIM, 3);
    real dx[ROWS * DIM] = {0};
    real dgain[DIM] = {0};
    struct norm n = {ROWS, DIM, 1e-5, t.x, t.gain};
    norm_backward(&n, t.w, dx, dgain);
    assert_true(gradient_error(t.x, ROWS * DIM, dx, norm_loss, &t) < TOLERANCE);
    assert_true(gradient_error(t.gain, DIM, dgain, norm_loss, &t) < TOLERANCE);
}

/* ---- RoPE
 * ----------------------------------------------------------------------- */

enum { HEADS = 2, HEAD = 6 };

struct rope_case {
    real x[HEADS * HEAD], w[HEADS * HEAD], cos[HEAD / 2], sin[HEAD / 2];
};

static struct turn turn_of(const struct rope_case *t)
{
    return (struct turn){HEADS, HEAD, t->cos, t->sin};
}

static double rope_loss(void *context)
{
    struct rope_case *t = context;
    real y[HEADS * HEAD];
    memcpy(y, t->x, sizeof(y));
    struct turn turn = turn_of(t);
    rope_forward(&turn, y);
    return dot(y, t->w, HEADS * HEAD);
}

static void rope_gradient_is_the_turn_back(void **state)
{
    (void)state;
    struct rope_case t;
    fill(t.x, HEADS * HEAD, 1);
    fill(t.w, HEADS * HEAD, 2);
    for (size_t i = 0; i < HEAD / 2; i++) {
        t.cos[i] = cos(0.7 * (double)(i + 1));
        t.sin[i] = sin(0.7 * (double)(i + 1));
    }
    real dx[HEADS * HEAD];
    memcpy(dx, t.w, sizeof(dx));
    struct turn turn = turn_of(&t);
    rope_backward(&turn, dx);
    assert_true(gradient_error(t.x, HEADS * HEAD, dx, rope_loss, &t) <
                TOLERANCE);
}

/* ---- SwiGLU
 * --------------------------------------------------------------------- */

struct swiglu_case {
    real gate[DIM], up[DIM], w[DIM];
};

static double swiglu_loss(void *context)
{
    struct swiglu_case *t = context;
    real h[DIM];
    swiglu_forward(h, t->gate, t->up, DIM);
    return dot(h, t->w, DIM);
}

static void swiglu_gradients_are_differences(void **state)
{
    (void)state;
    struct swiglu_case t;
    fill(t.gate, DIM, 1);
    fill(t.up, DIM, 2);
    fill(t.w, DIM, 3);
    real dgate[DIM];
    real dup[DIM];
    struct swiglu_grad into = {dgate, dup};
    swiglu_backward(&into, t.w, t.gate, t.up, DIM);
    assert_true(gradient_error(t.gate, DIM, dgate, swiglu_loss, &t) <
                TOLERANCE);
    assert_true(gradient_error(t.up, DIM, dup, swiglu_loss, &t) < TOLERANCE);
}

/* ---- Attention
 * ------------------------------------------------------------------- */

enum {
    BATCH = 2,
    LENGTH = 5,
    Q_HEADS = 4,
    KV_HEADS = 2,
    SIZE = 4,
    Q_COUNT = BATCH * LENGTH * Q_HEADS * SIZE,
    KV_COUNT = BATCH * LENGTH * KV_HEADS * SIZE,
    PROB_COUNT = BATCH * Q_HEADS * LENGTH * LENGTH
};

struct attention_case {
    real q[Q_COUNT], k[KV_COUNT], v[KV_COUNT], w[Q_COUNT];
    real prob[PROB_COUNT], out[Q_COUNT];
};

static struct attention attention_of(const struct attention_case *t)
{
    return (struct attention){BATCH, LENGTH, Q_HEADS, KV_HEADS,
                              SIZE,  t->q,   t->k,    t->v};
}

static double attention_loss(void *context)
{
    struct attention_case *t = context;
    struct attention a = attention_of(t);
    attention_forward(&a, t->prob, t->out);
    return dot(t->out, t->w, Q_COUNT);
}

static void attention_gradients_are_differences(void **state)
{
    (void)state;
    static struct attention_case t;
    fill(t.q, Q_COUNT, 1);
    fill(t.k, KV_COUNT, 2);
    fill(t.v, KV_COUNT, 3);
    fill(t.w, Q_COUNT, 4);
    attention_loss(&t);
    real dq[Q_COUNT];
    real dk[KV_COUNT];
    real dv[KV_COUNT];
    real work[LENGTH * LENGTH];
    struct attention a = attention_of(&t);
    struct attention_grad into = {dq, dk, dv, work};
    attention_backward(&a, t.prob, t.w, &into);
    assert_true(gradient_error(t.q, Q_COUNT, dq, attention_loss, &t) <
                TOLERANCE);
    assert_true(gradient_error(t.k, KV_COUNT, dk, attention_loss, &t) <
                TOLERANCE);
    assert_true(gradient_error(t.v, KV_COUNT, dv, attention_loss, &t) <
                TOLERANCE);
}

/* ---- A matrix with an adapter
 * ------------------------------------------------------ */

enum { OUT = 5, IN = 4, RANK = 2 };

struct linear_case {
    real w[OUT * IN], a[RANK * IN], b[OUT * RANK], x[ROWS * IN];
    real weight[ROWS * OUT], low[2 * ROWS * RANK];
    struct linear linear;
};

static double linear_loss(void *context)
{
    struct linear_case *t = context;
    real y[ROWS * OUT];
    struct scratch scratch = {NULL, t->low};
    linear_forward(&t->linear, y, t->x, ROWS, &scratch);
    return dot(y, t->weight, ROWS * OUT);
}

static void linear_gradients_are_differences(void **state)
{
    (void)state;
    struct linear_case t;
    fill(t.w, OUT * IN, 1);
    fill(t.a, RANK * IN, 2);
    fill(t.b, OUT * RANK, 3);
    fill(t.x, ROWS * IN, 4);
    fill(t.weight, ROWS * OUT, 5);
    real dw[OUT * IN] = {0};
    real da[RANK * IN] = {0};
    real db[OUT * RANK] = {0};
    real dx[ROWS * IN] = {0};
    t.linear = (struct linear){
        .out = OUT,
        .in = IN,
        .w = t.w,
        .dw = dw,
        .adapter = {RANK, 0.5, t.a, t.b, da, db},
    };
    struct scratch scratch = {NULL, t.low};
    struct linear_step step = {t.x, t.weight, dx, ROWS};
    linear_backward(&t.linear, &step, &scratch);
    assert_true(gradient_error(t.w, OUT * IN, dw, linear_loss, &t) < TOLERANCE);
    assert_true(gradient_error(t.a, RANK * IN, da, linear_loss, &t) <
                TOLERANCE);
    assert_true(gradient_error(t.b, OUT * RANK, db, linear_loss, &t) <
                TOLERANCE);
    assert_true(gradient_error(t.x, ROWS * IN, dx, linear_loss, &t) <
                TOLERANCE);
}

/* ---- The whole model
 * ---------------------------------------------------------------- */

enum { SEQUENCES = 2, TOKENS = 6, ALL = SEQUENCES * TOKENS };

struct model_case {
    struct model *model;
    struct pass *pass;
    struct batch batch;
    int32_t tokens[ALL], targets[ALL];
    real weight[ALL];
};

static double model_loss(void *context)
{
    struct model_case *t = context;
    real logp[ALL];
    pass_forward(t->pass, &t->batch, logp);
    return -dot(logp, t->weight, ALL);
}

static void model_case_init(struct model_case *t, bool checkpoint)
{
    t->model = tiny_model(NULL, 7);
    t->pass =
        pass_new(t->model, &(struct pass_options){.batch = SEQUENCES,
                                                  .length = TOKENS,
                                                  .checkpoint = checkpoint});
    struct rng rng = {9};
    for (size_t i = 0; i < ALL; i++) {
        t->tokens[i] = (int32_t)rng_below(&rng, t->model->config.vocab);
        t->targets[i] = (int32_t)rng_below(&rng, t->model->config.vocab);
        t->weight[i] = 0.1 + rng_unit(&rng);
    }
    t->targets[3] = -1; /* a prompt's token is not trained on */
    t->batch = (struct batch){t->tokens, t->targets, SEQUENCES, TOKENS};
}

static void model_case_release(struct model_case *t)
{
    pass_free(t->pass);
    model_free(t->model);
}

static void check_model(bool checkpoint)
{
    struct model_case t;
    model_case_init(&t, checkpoint);
    const struct config *c = &t.model->config;
    real *grads[3];
    assert_int_equal(model_units(c), 3);
    for (size_t u = 0; u < 3; u++) {
        grads[u] = base_calloc(model_unit_size(c, u), sizeof(real));
        model_bind_gradients(t.model, u, grads[u]);
    }
    model_loss(&t);
    pass_backward(t.pass, &t.batch, t.weight);
    for (size_t i = 0; i < model_places(c); i++) {
        struct place p = model_place(c, i);
        double error = gradient_error(t.model->owned[p.unit] + p.offset,
                                      p.rows * (p.cols > 0 ? p.cols : 1),
                                      grads[p.unit] + p.offset, model_loss, &t);
        if (!(error < TOLERANCE))
            print_error("%s: %g\n", p.name, error);
        assert_true(error < TOLERANCE);
    }
    for (size_t u = 0; u < 3; u++)
        free(grads[u]);
    model_case_release(&t);
}

static void every_tensor_of_the_model_has_its_gradient(void **state)
{
    (void)state;
    check_model(false);
}

static void and_so_with_recomputed_activations(void **state)
{
    (void)state;
    check_model(true);
}

int main(void)
{
    blas_set_threads(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norm_gradients_are_differences),
        cmocka_unit_test(rope_gradient_is_the_turn_back),
        cmocka_unit_test(swiglu_gradients_are_differences),
        cmocka_unit_test(attention_gradients_are_differences),
        cmocka_unit_test(linear_gradients_are_differences),
        cmocka_unit_test(every_tensor_of_the_model_has_its_gradient),
        cmocka_unit_test(and_so_with_recomputed_activations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
