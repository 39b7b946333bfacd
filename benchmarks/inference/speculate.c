/* SPDX-License-Identifier: MIT */
/* Accepting and rejecting drafted tokens. */
#include "speculate.h"

#include <stdbool.h>

#include "model/ops.h"
#include "model/sample.h"

static size_t choose_greedily(const struct speculation *s, int32_t *out)
{
    for (size_t i = 0;; i++) {
        out[i] = sample_greedy(s->logits + i * s->vocab, s->vocab);
        if (i == s->count || out[i] != s->drafts[i])
            return i;
    }
}

/* p becomes max(0, p − q), normalised. */
static void leave_rest(real *p, const real *q, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += p[i] > q[i] ? (double)(p[i] - q[i]) : 0;
    /* Rounding alone can leave nothing, when p and q are equal. */
    if (!(sum > 0))
        return;
    for (size_t i = 0; i < count; i++)
        p[i] = p[i] > q[i] ? (real)((double)(p[i] - q[i]) / sum) : 0;
}

size_t speculate(const struct speculation *s, struct rng *rng, int32_t *out)
{
    if (!(s->temperature > 0))
        return choose_greedily(s, out);
    size_t stand = 0;
    for (;; stand++) {
        real *p = s->logits + stand * s->vocab;
        for (size_t i = 0; i < s->vocab; i++)
            p[i] = (real)((double)p[i] / s->temperature);
        softmax(p, s->vocab);
        if (stand == s->count)
            break;
        const real *q = s->q + stand * s->vocab;
        int32_t d = s->drafts[stand];
        if (rng_unit(rng) * (double)q[d] >= (double)p[d]) {
            leave_rest(p, q, s->vocab);
            break;
        }
        out[stand] = d;
    }
    out[stand] = sample_index(s->logits + stand * s->vocab, s->vocab, rng);
    return stand;
}
