/* SPDX-License-Identifier: MIT */
/*
 * One pair of matrix products per sequence and head. The square above the
 * diagonal is computed and thrown away: at these lengths OpenBLAS on the whole
 * square is faster than products by strips.
 */
#include "attention.h"

#include <string.h>

#include "blas.h"
#include "ops.h"

/* Where one head of one sequence begins. */
struct corner {
    size_t q, kv, prob;
};

static struct corner corner_of(const struct attention *a, size_t sequence,
                               size_t head)
{
    size_t kv_head = head * a->kv_heads / a->heads;
    return (struct corner){
        sequence * a->length * a->heads * a->head + head * a->head,
        sequence * a->length * a->kv_heads * a->head + kv_head * a->head,
        (sequence * a->heads + head) * a->length * a->length};
}

static real scale_of(const struct attention *a)
{
    return 1 / real_sqrt((real)a->head);
}

void attention_forward(const struct attention *a, real *prob, real *out)
{
    size_t t = a->length;
    size_t q_width = a->heads * a->head;
    size_t kv_width = a->kv_heads * a->head;
    for (size_t i = 0; i < a->batch * a->heads; i++) {
        struct corner at = corner_of(a, i / a->heads, i % a->heads);
        real *p = prob + at.prob;
        gemm(&(struct gemm){.m = t,
                            .n = t,
                            .k = a->head,
                            .a = a->q + at.q,
                            .lda = q_width,
                            .b = a->k + at.kv,
                            .ldb = kv_width,
                            .transpose_b = true,
                            .c = p,
                            .alpha = scale_of(a)});
        for (size_t row = 0; row < t; row++) {
            softmax(p + row * t, row + 1);
            memset(p + row * t + row + 1, 0, (t - row - 1) * sizeof(real));
        }
        gemm(&(struct gemm){.m = t,
                            .n = a->head,
                            .k = t,
                            .a = p,
                            .b = a->v + at.kv,
                            .ldb = kv_width,
                            .c = out + at.q,
                            .ldc = q_width,
                            .alpha = 1});
    }
}

/* dS = P ∘ (dP − Σ P ∘ dP) in place of dP; zero above the diagonal, as P is. */
static void softmax_backward(const real *p, real *d, size_t t)
{
    for (size_t row = 0; row < t; row++) {
        const real *pr = p + row * t;
        real *dr = d + row * t;
        real dot = 0;
        for (size_t i = 0; i <= row; i++)
            dot += pr[i] * dr[i];
        for (size_t i = 0; i < t; i++)
            dr[i] = pr[i] * (dr[i] - dot);
    }
}

void attention_backward(const struct attention *a, const real *prob,
                        const real *dout, const struct attention_grad *into)
{
    size_t t = a->length;
    size_t q_width = a->heads * a->head;
    size_t kv_width = a->kv_heads * a->head;
    memset(into->dk, 0, a->batch * t * kv_width * sizeof(real));
    memset(into->dv, 0, a->batch * t * kv_width * sizeof(real));
    for (size_t i = 0; i < a->batch * a->heads; i++) {
        struct corner at = corner_of(a, i / a->heads, i % a->heads);
        const real *p = prob + at.prob;
        real *ds = into->work;
        gemm(&(struct gemm){.m = t,
                            .n = t,
                            .k = a->head,
                            .a = dout + at.q,
                            .lda = q_width,
                            .b = a->v + at.kv,
                            .ldb = kv_width,
                            .transpose_b = true,
                            .c = ds,
                            .alpha = 1});
        gemm(&(struct gemm){.m = t,
                            .n = a->head,
                            .k = t,
                            .a = p,
                            .transpose_a = true,
                            .b = dout + at.q,
                            .ldb = q_width,
                            .c = into->dv + at.kv,
                            .ldc = kv_width,
                            .alpha = 1,
                            .beta = 1});
        softmax_backward(p, ds, t);
        gemm(&(struct gemm){.m = t,
                            .n = a->head,
                            .k = t,
                            .a = ds,
                            .b = a->k + at.kv,
                            .ldb = kv_width,
                            .c = into->dq + at.q,
                            .ldc = q_width,
                            .alpha = scale_of(a)});
        gemm(&(struct gemm){.m = t,
                            .n = a->head,
                            .k = t,
                            .a = ds,
                            .transpose_a = true,
                            .b = a->q + at.q,
                            .ldb = q_width,
                            .c = into->dk + at.kv,
                            .ldc = kv_width,
                            .alpha = scale_of(a),
                            .beta = 1});
    }
}
