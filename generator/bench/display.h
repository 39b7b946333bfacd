/* SPDX-License-Identifier: MIT */
/*
 * How a column's values are shown (private to bench/): one unit and one number
 * of decimals for all of them, the same in the chart and in its table.
 */
#ifndef PHX_BENCH_DISPLAY_H
#define PHX_BENCH_DISPLAY_H

#include "view.h"
#include "words.h"

struct display {
    double factor;   /* file's value × factor is shown */
    struct str unit; /* may be empty */
    int decimals;
};

struct display display_for(const struct view *view, size_t column);

/* "1,655.2", "<0.01", "−3"; without the unit. */
void display_number(struct buf *out, const struct display *d, double x);
/* With its unit. */
void display_quantity(struct buf *out, const struct display *d, double x);
/* Any cell; nothing for one that is absent. */
void display_cell(struct buf *out, const struct display *d, struct value v);

/* The label, or the author's title in that language. */
struct str column_label(const struct column *column, struct str language);
/* "mean time", "p99 TTFT", "平均 time". */
struct str column_title(const struct column *column, struct str language,
                        struct arena *arena);

#endif
