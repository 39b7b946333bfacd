/* SPDX-License-Identifier: MIT */
/*
 * Series that come as (tag, step, value), in any order (private to bench/): one
 * row a step, one column a tag. A step that comes twice, because a run was
 * resumed, keeps the last value; the table notes how many did.
 */
#ifndef PHX_BENCH_SERIES_H
#define PHX_BENCH_SERIES_H

#include "tool.h"

struct series_value {
    int64_t step;
    size_t column;
    size_t order;
    double value;
};

struct series_set {
    struct arena *arena; /* scratch */
    struct table *table;
    const char *tool;
    PHX_VEC(struct series_value) values;
};

/* False when there are too many values. */
bool series_add(struct series_set *set, struct str tag, int64_t step,
                double value);
void series_finish(struct series_set *set);

#endif
