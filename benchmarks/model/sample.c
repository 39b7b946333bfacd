/* SPDX-License-Identifier: MIT */
/* Choosing the next token. */
#include "sample.h"

#include "ops.h"

int32_t sample_greedy(const real *logits, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        if (logits[i] > logits[best])
            best = i;
    }
    return (int32_t)best;
}

int32_t sample_index(const real *prob, size_t count, struct rng *rng)
{
    double left = rng_unit(rng);
    for (size_t i = 0; i + 1 < count; i++) {
        left -= (double)prob[i];
        if (left < 0)
            return (int32_t)i;
    }
    return (int32_t)(count - 1);
}

int32_t sample_draw(real *logits, size_t count, double temperature,
                    struct rng *rng)
{
    if (!(temperature > 0))
        return sample_greedy(logits, count);
    for (size_t i = 0; i < count; i++)
        logits[i] = (real)((double)logits[i] / temperature);
    softmax(logits, count);
    return sample_index(logits, count, rng);
}
