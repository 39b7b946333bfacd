/* SPDX-License-Identifier: MIT */
/*
 * A weight matrix in one of its forms (dense, int8, NF4), with an optional
 * low-rank adapter: y = x·Wᵀ + scale · (x·Aᵀ)·Bᵀ.
 */
#ifndef MODEL_LINEAR_H
#define MODEL_LINEAR_H

#include <stddef.h>

#include "quant.h"
#include "real.h"

struct adapter {
    size_t rank;   /* 0: none */
    real scale;    /* α / r */
    const real *a; /* [rank × in] */
    const real *b; /* [out × rank] */
    real *da, *db; /* gradients are added here; NULL: frozen */
};

/* Exactly one of w, int8 and nf4 is set. */
struct linear {
    size_t out, in;
    const real *w; /* [out × in] */
    real *dw;      /* the gradient is added here; NULL: frozen */
    struct int8_matrix *int8;
    struct nf4_matrix *nf4;
    struct adapter adapter;
};

/* Room for what a product needs on the way. */
struct scratch {
    real *dense; /* out · in values of the largest quantised matrix, or NULL */
    real *low;   /* 2 · rows · rank, or NULL where there is no adapter */
};

/* y[rows × out] from x[rows × in]. */
void linear_forward(const struct linear *l, real *y, const real *x, size_t rows,
                    struct scratch *scratch);

/* Adds to dx[rows × in] (NULL: not wanted), dw, da and db. */
struct linear_step {
    const real *x, *dy;
    real *dx;
    size_t rows;
};
void linear_backward(struct linear *l, const struct linear_step *step,
                     struct scratch *scratch);

/* w[out × in] = W + scale · B·A, whatever form W has. */
void linear_merged(const struct linear *l, real *w);

#endif
