/* SPDX-License-Identifier: MIT */
/*
 * One layer of the training pass, forward and backward; pass.c drives it.
 *   a = x + O(attention(rope(Q(n)), rope(K(n)), V(n))),  n = norm(x)
 *   y = a + DOWN(silu(GATE(f)) · UP(f)),                 f = norm(a)
 */
#ifndef MODEL_BLOCK_H
#define MODEL_BLOCK_H

#include <stddef.h>

#include "model.h"

/* What a layer's backward pass needs, beside its input. */
struct activations {
    real *n, *q, *k, *v, *prob, *att, *a, *f, *gate, *up, *h;
};
void activations_init(struct activations *x, const struct model *m,
                      size_t batch, size_t length);
void activations_release(struct activations *x, const struct model *m);

/* Gradients on the way, used by one layer after the other. */
struct gradient_buffers {
    real *dn, *dq, *dk, *dv, *datt, *dgate, *dup, *dh, *work;
    struct scratch scratch;
};
void gradient_buffers_init(struct gradient_buffers *g, const struct model *m,
                           size_t batch, size_t length);
void gradient_buffers_release(struct gradient_buffers *g,
                              const struct model *m);

struct block_run {
    const struct model *model;
    struct block *block;
    size_t batch, length;
    const real *input; /* [batch · length × dim] */
    struct activations *kept;
    struct gradient_buffers *grads;
};
void block_forward(const struct block_run *r, real *output);
/* dx is the gradient of the output on entry, of the input on return. */
void block_backward(const struct block_run *r, real *dx);

#endif
