/* SPDX-License-Identifier: MIT */
/* What is said of a claim that is false (private to bench/). */
#ifndef PHX_BENCH_CLAIM_H
#define PHX_BENCH_CLAIM_H

#include "figure.h"

/* The file, the value now, the commit that changed it, and the value when it
 * last held; `text` is the claim as it was written. */
struct str claim_message(const struct figure *figure, const struct expr *claim,
                         struct str text, struct reader *reader);

#endif
