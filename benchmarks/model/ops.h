/* SPDX-License-Identifier: MIT */
/*
 * The small operations between the matrix products, forward and backward. Each
 * works on `rows` rows. Backward functions add to the gradients they are given
 * unless they say "in place".
 */
#ifndef MODEL_OPS_H
#define MODEL_OPS_H

#include <stddef.h>
#include <stdint.h>

#include "real.h"

/* ---- RMSNorm: y = g · x / r, r = √(mean(x²) + eps)
 * --------------------------- */

struct norm {
    size_t rows, dim;
    real eps;
    const real *x, *gain;
};
void norm_forward(const struct norm *n, real *y);
/* dx = g·dy/r − x·Σ(g·dy·x)/(dim·r³), dg = Σ dy·x/r (NULL: not wanted). */
void norm_backward(const struct norm *n, const real *dy, real *dx, real *dgain);

/* ---- RoPE
 * ---------------------------------------------------------------------- */

/* Turns the pairs (i, i + head/2) of each of `heads` heads of one row, whose
   cosines and sines (head/2 of each) are given. Backward: turn back. */
struct turn {
    size_t heads, head;
    const real *cos, *sin;
};
void rope_forward(const struct turn *t, real *row);
void rope_backward(const struct turn *t, real *row);

/* ---- SwiGLU: h = silu(gate) · up
 * ------------------------------------------------ */

void swiglu_forward(real *h, const real *gate, const real *up, size_t count);
/* In place: dgate and dup are written over. */
struct swiglu_grad {
    real *dgate, *dup;
};
void swiglu_backward(const struct swiglu_grad *into, const real *dh,
                     const real *gate, const real *up, size_t count);

/* ---- Softmax
 * -------------------------------------------------------------------- */

/* In place; subtracts the largest first. Returns log Σ exp, of the values as
   they came. */
real softmax(real *x, size_t count);

#endif
