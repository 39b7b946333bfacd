/* SPDX-License-Identifier: MIT */
/*
 * A load put through an engine, and what came of it in the terms of vLLM's
 * `bench serve`: TTFT from sending to the first token, TPOT of the tokens after
 * it, ITL each gap, E2EL the whole. Percentiles are interpolated as NumPy does.
 */
#ifndef INFERENCE_SERVING_H
#define INFERENCE_SERVING_H

#include "load.h"
#include "model/row.h"

struct measure {
    double mean, median, deviation, p99;
};

struct serving {
    size_t concurrency; /* as it was limited; 0: not */
    size_t in_flight;   /* at most */
    double duration;    /* s */
    size_t completed, failed, prompt_tokens, output_tokens;
    size_t good;                          /* within the limits of goodput */
    size_t best_second;                   /* tokens in the best second */
    struct measure ttft, tpot, itl, e2el; /* ms */
    struct measure first_steps;           /* steps to the first token */
};

struct serving_limits {
    size_t concurrency;
    double ttft, tpot; /* ms; 0: none */
};

/* Requests arrive at their times; with a limit of concurrency they are sent as
   earlier ones end, and their arrival is when they were sent. */
void serving_run(struct serving *s, struct load *load, struct engine *e,
                 struct clock *clock, const struct serving_limits *limits);

/* What does not depend on the machine's speed, when the clock is counted. */
void serving_counts(const struct serving *s, const struct engine *e,
                    size_t batch, struct row *row);

#endif
