/* SPDX-License-Identifier: MIT */
/*
 * One step's forward and backward pass over whole sequences, for training.
 *
 * Units (model.h) are asked for before they are used and given back afterwards,
 * through hooks, so that a scheme which shards weights can gather and drop them
 * here; without hooks everything is simply there. Unit 0 is used first and last
 * in both directions: it is asked for once at the start of the forward pass and
 * given back at the end of the backward pass.
 */
#ifndef MODEL_PASS_H
#define MODEL_PASS_H

#include <stddef.h>
#include <stdint.h>

#include "model.h"

struct pass_hooks {
    void *context;
    /* The unit's weights must be bound when this returns. */
    void (*need)(void *context, size_t unit);
    void (*drop)(void *context, size_t unit);
    /* Before and after the unit's gradients are added to. */
    void (*need_gradients)(void *context, size_t unit);
    void (*drop_gradients)(void *context, size_t unit);
};

struct pass_options {
    size_t batch, length; /* the largest batch; length ≤ context */
    bool checkpoint; /* keep each layer's input only, compute the rest again */
    struct pass_hooks hooks; /* zero: none */
};

struct pass;

/* Buffers count as activations in the model's ledger. The model is borrowed;
   which adapters it has must not change while the pass lives. */
struct pass *pass_new(struct model *m, const struct pass_options *options);
void pass_free(struct pass *p);

/* A batch: tokens and targets [batch × length]. A target of −1 is not trained
   on. All are below vocab. */
struct batch {
    const int32_t *tokens, *targets;
    size_t batch, length;
};

/* logp[i] = log p(target i), 0 where there is none. */
void pass_forward(struct pass *p, const struct batch *b, real *logp);
/* The same, when no backward pass follows: unit 0 is given back, too. */
void pass_evaluate(struct pass *p, const struct batch *b, real *logp);
/* Gradients of Σ −weight[i] · logp[i] of the batch of the last forward, added
   to those the model is bound to. */
void pass_backward(struct pass *p, const struct batch *b, const real *weight);
/* The rows [batch · length × dim] after the last norm of the last forward:
   features of a prompt. Valid until the next call. */
const real *pass_features(const struct pass *p);
/* The probabilities [batch · length × vocab], as long. */
const real *pass_probabilities(const struct pass *p);

#endif
