/* SPDX-License-Identifier: MIT */
/*
 * A Llama-style decoder: its shapes, and where its weights are.
 *
 * Weights are flat arrays, one per unit: unit 0 has the embedding (which is the
 * output matrix, too) and the last norm, unit 1 + l has layer l. A unit is what
 * is sharded over ranks, gathered, freed; the model only points into it, and is
 * bound to it with model_bind. Gradients have the same layout.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stddef.h>

#include "base.h"
#include "linear.h"
#include "real.h"

struct config {
    size_t vocab, dim, layers, heads, kv_heads, ffn;
    size_t context; /* the longest sequence */
    double rope_base, norm_eps;
};

/* Faults name the value that makes no model: heads no multiple of kv_heads, an
   odd head size, a zero. */
int config_check(const struct config *c, struct fault *fault) MODEL_MUST_USE;
size_t config_head(const struct config *c);     /* values in a head */
size_t config_kv_width(const struct config *c); /* kv_heads · head */

enum projection {
    PROJECTION_Q,
    PROJECTION_K,
    PROJECTION_V,
    PROJECTION_O,
    PROJECTION_GATE, /* W1 */
    PROJECTION_UP,   /* W3 */
    PROJECTION_DOWN, /* W2 */
    PROJECTION_COUNT
};

struct shape {
    size_t out, in;
};
struct shape projection_shape(const struct config *c, enum projection p);
/* "self_attn.q_proj" …: Hugging Face's names. */
const char *projection_name(enum projection p);

struct block {
    const real *attn_norm, *ffn_norm;
    real *d_attn_norm, *d_ffn_norm; /* NULL: frozen */
    struct linear linear[PROJECTION_COUNT];
};

struct model {
    struct config config;
    const real *embed, *final_norm;
    real *d_embed, *d_final_norm; /* NULL: frozen */
    struct block *blocks;
    real *rope_cos, *rope_sin; /* [context × head/2] */
    real **owned; /* a unit's weights, where model_load allocated them */
    struct memory *memory;
};

/* ---- Units ------------------------------------------------------------------
 */

size_t model_units(const struct config *c); /* 1 + layers */
size_t model_unit_size(const struct config *c, size_t unit);
size_t model_parameters(const struct config *c);

/* One tensor of the model by its Hugging Face name; cols is 0 for a vector. */
struct place {
    char name[96];
    size_t unit, offset, rows, cols;
};
size_t model_places(const struct config *c); /* how many there are */
struct place model_place(const struct config *c, size_t index);

/* Fills a unit: N(0, 0.02), the two outputs that are added to the residual
   scaled by 1/√(2L), norms 1. The same seed gives the same unit anywhere. */
void model_initialise(const struct config *c, size_t unit, real *weights,
                      uint64_t seed);

/* ---- Life
 * --------------------------------------------------------------------- */

/* No weights are bound yet. `memory` (may be NULL) must outlive the model. */
struct model *model_new(const struct config *c, struct memory *memory);
/* Also frees what model_load, model_quantise and model_own allocated. */
void model_free(struct model *m);

/* NULL unbinds. The model does not own the array. */
void model_bind(struct model *m, size_t unit, const real *weights);
void model_bind_gradients(struct model *m, size_t unit, real *gradients);
/* Allocates all units, bound and owned by the model. Contents are zero. */
void model_own(struct model *m);

/* The layers' matrices in fewer bits; the model must own its weights. Norms and
   the embedding stay as they are; the dense matrices are freed. */
enum precision { PRECISION_FLOAT, PRECISION_INT8, PRECISION_NF4 };
void model_quantise(struct model *m, enum precision precision);
/* Bytes of all weights as they are held now, without adapters. */
size_t model_weight_bytes(const struct model *m);

/* ---- Files
 * -------------------------------------------------------------------- */

/* DIR/config.json (keys of Hugging Face's LlamaConfig). */
int config_load(struct config *c, const char *dir,
                struct fault *fault) MODEL_MUST_USE;
int config_save(const struct config *c, const char *dir,
                struct fault *fault) MODEL_MUST_USE;
/* config.json and model.safetensors of DIR into a model that owns its weights.
   The shapes must be what the configuration says. */
int model_load(struct model **out, const char *dir, struct memory *memory,
               struct fault *fault) MODEL_MUST_USE;
/* The folder is made. `units[u]` is unit u's weights. */
int model_save(const struct config *c, real *const *units, const char *dir,
               struct fault *fault) MODEL_MUST_USE;

#endif
