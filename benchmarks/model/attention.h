/* SPDX-License-Identifier: MIT */
/*
 * Causal attention with grouped queries over whole sequences, for training:
 * softmax(QKᵀ/√head + causal)·V. Decoding with a cache is decode.h's.
 */
#ifndef MODEL_ATTENTION_H
#define MODEL_ATTENTION_H

#include <stddef.h>

#include "real.h"

/* Rows are tokens, `batch` sequences of `length`; q rows have heads · head
   values, k and v rows kv_heads · head. */
struct attention {
    size_t batch, length, heads, kv_heads, head;
    const real *q, *k, *v;
};

/* out has the shape of q; prob [batch][heads][length][length] is kept for the
   way back. */
void attention_forward(const struct attention *a, real *prob, real *out);

/* dq, dk and dv are written over. `work` has length · length values. */
struct attention_grad {
    real *dq, *dk, *dv, *work;
};
void attention_backward(const struct attention *a, const real *prob,
                        const real *dout, const struct attention_grad *into);

#endif
