/* SPDX-License-Identifier: MIT */
/* Widths of text in charts (private to bench/). Thread class: any. */
#ifndef PHX_BENCH_MEASURE_H
#define PHX_BENCH_MEASURE_H

#include "base/base.h"

/* In the unit of `size`, the font's size. */
double text_width(struct str text, double size);

/* The text, or as much of its two ends as fits with "…" between: names of runs
 * differ at their ends. */
struct str text_fit(struct arena *arena, struct str text, double size,
                    double width);

#endif
