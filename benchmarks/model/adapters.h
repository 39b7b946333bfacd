/* SPDX-License-Identifier: MIT */
/*
 * Low-rank adapters on every matrix of every layer. Their weights are units as
 * the model's are (model.h), with the same numbers: unit 0 is empty, unit 1 + l
 * has A and B of each matrix of layer l. So whatever trains, shards or saves
 * units does so with adapters.
 */
#ifndef MODEL_ADAPTERS_H
#define MODEL_ADAPTERS_H

#include <stddef.h>

#include "model.h"

struct adapter_shape {
    size_t rank;  /* 0: no adapters */
    double alpha; /* they are scaled by alpha / rank */
};

size_t adapters_unit_size(const struct config *c, struct adapter_shape shape,
                          size_t unit);
size_t adapters_parameters(const struct config *c, struct adapter_shape shape);

/* A is N(0, 1/√in) (so that A·x has the size of x), B is 0. */
void adapters_initialise(const struct config *c, struct adapter_shape shape,
                         size_t unit, real *weights, uint64_t seed);

/* Sets rank and scale; the model's own weights become frozen. Rank 0 takes
   adapters off again. */
void adapters_attach(struct model *m, struct adapter_shape shape);
/* The model must have been given the adapters' shape. NULL unbinds. */
void adapters_bind(struct model *m, size_t unit, const real *weights);
void adapters_bind_gradients(struct model *m, size_t unit, real *gradients);

/* Adds the bound adapters to the weights, which the model owns in float, and
   takes them off. */
void adapters_merge(struct model *m);

/* adapter_config.json and adapter_model.safetensors as PEFT names them. */
int adapters_save(const struct config *c, struct adapter_shape shape,
                  real *const *units, const char *dir,
                  struct fault *fault) MODEL_MUST_USE;
/* Attaches and binds what DIR has. The weights are returned (one array for
   all units, to be given to memory_free after the model's last use). */
int adapters_load(struct model *m, const char *dir, real **weights,
                  struct fault *fault) MODEL_MUST_USE;

#endif
