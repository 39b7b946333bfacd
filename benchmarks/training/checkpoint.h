/* SPDX-License-Identifier: MIT */
/*
 * DIR/checkpoint.safetensors: weights and moments of every unit, unpadded, and
 * the step. One file, renamed into place: a run that dies at any moment leaves
 * the last whole checkpoint, which any number of ranks and any scheme resumes.
 */
#ifndef TRAINING_CHECKPOINT_H
#define TRAINING_CHECKPOINT_H

#include <stddef.h>

#include "engine.h"

/* All ranks together; the first writes. The whole of the state is in memory
   once for this, outside the ledger. */
int checkpoint_save(struct engine *e, struct ranks *ranks, const char *dir,
                    size_t step, struct fault *fault) MODEL_MUST_USE;
int checkpoint_load(struct engine *e, const char *dir, size_t *step,
                    struct fault *fault) MODEL_MUST_USE;

#endif
