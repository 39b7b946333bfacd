/* SPDX-License-Identifier: MIT */
/* Choosing the next token from a row of logits. */
#ifndef MODEL_SAMPLE_H
#define MODEL_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "real.h"

/* The largest; of equal ones the first. */
int32_t sample_greedy(const real *logits, size_t count);
/* Draws from softmax(logits / temperature), which is written over the logits;
   a temperature of 0 is greedy and leaves them. */
int32_t sample_draw(real *logits, size_t count, double temperature,
                    struct rng *rng);
/* Draws an index with the given probabilities, which sum to about 1. */
int32_t sample_index(const real *prob, size_t count, struct rng *rng);

#endif
