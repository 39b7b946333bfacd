/* SPDX-License-Identifier: MIT */
/*
 * Which drafted tokens stand (Leviathan and others, 2023). With p the model's
 * probabilities and q the draft's, a drafted token d stands with probability
 * min(1, p(d)/q(d)); the first that does not is replaced by a draw from
 * max(0, p − q), normalised; if all stand, one more is drawn from p. The tokens
 * then have exactly the distribution p. At temperature 0 a token stands when it
 * is the model's own choice.
 */
#ifndef INFERENCE_SPECULATE_H
#define INFERENCE_SPECULATE_H

#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/real.h"

struct speculation {
    size_t vocab, count; /* `count` drafted tokens; 0: just choose one */
    const int32_t *drafts;
    real *logits;  /* the model's, [count + 1 × vocab]; written over */
    const real *q; /* the draft's probabilities [count × vocab]; at temperature
                      0 not looked at */
    double temperature;
};

/* Writes the tokens that follow: those that stand and one more. Returns how
   many drafted ones stand. `out` has room for count + 1. */
size_t speculate(const struct speculation *s, struct rng *rng, int32_t *out);

#endif
