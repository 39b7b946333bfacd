/* SPDX-License-Identifier: MIT */
/*
 * Who holds what: the weights, gradients and moments of the trained units over
 * the ranks, and the optimizer's step on them.
 *
 * A unit is padded to a multiple of the ranks; rank i owns the i-th share.
 *   data parallel  everything everywhere; gradients are summed (all-reduce)
 *   ZeRO-1         moments of the own share only
 *   ZeRO-2         gradients, too: summed and dropped layer by layer
 *   ZeRO-3         weights, too: a layer is gathered when it is needed
 * ZeRO-2 and ZeRO-3 are what PyTorch's FSDP calls SHARD_GRAD_OP and FULL_SHARD.
 * As there, the unit with the embedding stays gathered from the start of the
 * forward pass to the end of the backward pass.
 */
#ifndef TRAINING_ENGINE_H
#define TRAINING_ENGINE_H

#include <stddef.h>

#include "adamw.h"
#include "model/base.h"
#include "model/pass.h"
#include "ranks.h"

enum scheme { SCHEME_DATA_PARALLEL, SCHEME_ZERO1, SCHEME_ZERO2, SCHEME_ZERO3 };
enum { SCHEMES = 4 };

/* A unit: values [plain_from, plain_to) are norms and do not decay. */
struct engine_unit_shape {
    size_t size, plain_from, plain_to;
};

/* What is trained, e.g. a model or its adapters: where a unit's arrays go. */
struct engine_target {
    struct model *model;
    void (*bind)(struct model *model, size_t unit, const real *weights);
    void (*bind_gradients)(struct model *model, size_t unit, real *gradients);
};

struct engine_options {
    struct ranks *ranks; /* borrowed */
    enum scheme scheme;
    struct engine_target target;
    const struct engine_unit_shape *units; /* copied */
    size_t unit_count;
    struct memory *memory;
};

struct engine;
struct engine *engine_new(const struct engine_options *options);
void engine_free(struct engine *e);

/* For the passes of this engine. */
struct pass_hooks engine_hooks(struct engine *e);

/* The three arrays of a unit, whole: [size] values. */
enum engine_part { ENGINE_WEIGHTS, ENGINE_M, ENGINE_V };
/* Takes this rank's part of the values. */
void engine_put(struct engine *e, size_t unit, enum engine_part part,
                const real *values);
/* All ranks together; every rank gets them. */
void engine_get(struct engine *e, size_t unit, enum engine_part part,
                real *values);
size_t engine_unit_size(const struct engine *e, size_t unit);
size_t engine_unit_count(const struct engine *e);
size_t engine_parameters(const struct engine *e);

/* After the backward pass: sums, clips, updates, and sets gradients to zero.
   `step` counts from 1. Returns the gradient's norm before clipping. */
double engine_step(struct engine *e, const struct adamw *adamw, size_t step);

#endif
