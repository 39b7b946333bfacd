/* SPDX-License-Identifier: MIT */
/*
 * What keys mean (private to bench/): the registry maps (tool, key) to metric,
 * unit, direction and statistic; what it does not know is guessed from the
 * key's own words. An unknown direction stays unknown.
 */
#ifndef PHX_BENCH_METRIC_H
#define PHX_BENCH_METRIC_H

#include "table.h"

/* Fills label, unit, base, better, stat, quantile of a column whose key is
 * set. `tool` may be empty. */
void metric_describe(struct arena *arena, struct str tool,
                     struct column *column);
/* The same for a parameter: label, unit, log_natural. */
void metric_param(struct arena *arena, struct column *column);

/* Is a numeric column of that name something one sets? "batch_size", "seed" */
bool metric_names_param(struct str key);
/* Does the name say that rows are in its order? "step", "epoch" */
bool metric_names_step(struct str key);

/* Of a percentage: 0.999 of 99.9. */
double metric_share(double percent);

/* "p99", "p(99)", "99%", "p99.9" → 0..1; false for other texts. */
bool metric_quantile(struct str text, double *out);

#endif
