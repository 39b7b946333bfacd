/* SPDX-License-Identifier: MIT */
/* AdamW with decoupled decay; warm-up, then cosine to a tenth. */
#ifndef TRAINING_ADAMW_H
#define TRAINING_ADAMW_H

#include <stddef.h>

#include "model/real.h"

struct adamw {
    double rate, beta1, beta2, epsilon, decay;
    double clip; /* the global gradient norm at most; 0: any */
};

/* What is updated: `count` weights with their gradients and moments. */
struct adamw_range {
    real *weights, *m, *v;
    const real *gradients;
    size_t count;
};

/* `step` counts from 1; gradients are multiplied by `scale` first. */
void adamw_update(const struct adamw *a, const struct adamw_range *range,
                  size_t step, double scale);

/* The rate of step 1 … steps: linear up to `peak` over `warmup` steps, then
   half a cosine down to a tenth of it. */
double schedule_rate(double peak, size_t step, size_t warmup, size_t steps);

#endif
