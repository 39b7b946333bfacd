/* SPDX-License-Identifier: MIT */
/*
 * From a view to a chart (private to bench/): which columns, which rows are one
 * point, what they are called. Good defaults when nothing is asked for.
 */
#ifndef PHX_BENCH_PLOT_H
#define PHX_BENCH_PLOT_H

#include "chart.h"

#define PLOT_Y_MAX 8

struct plot_spec {
    size_t x; /* NO_COLUMN: chosen */
    size_t ys[PLOT_Y_MAX];
    size_t y_count; /* 0: chosen */
    size_t by;      /* NO_COLUMN: chosen */
    size_t sort;    /* NO_COLUMN: by nature or value */
    bool descending;
    bool log_x, log_y;
    enum chart_kind kind;
    double smooth;                /* 0: none; else the weight, below 1 */
    const struct expr *baseline;  /* rows drawn grey; may be NULL */
    const struct expr *highlight; /* rows drawn in the accent; may be NULL */
    const char *looked_at; /* the option that a failure is about, or NULL */
};

struct plot {
    struct chart chart;
    size_t x, by; /* what was chosen; NO_COLUMN where names are joined */
    size_t ys[PLOT_Y_MAX];
    size_t y_count;
    size_t left_out;       /* zero or negative on a log axis */
    size_t gaps;           /* NaN or infinite */
    size_t duplicates;     /* steps that came twice; the last counts */
    size_t categories;     /* before the limit */
    const char *looked_at; /* the option that a failure is about, or NULL */
    bool repeats;          /* some points stand for several rows */
};

/* Fills the columns that the author left open. False: reader_fail. */
bool plot_choose(const struct view *view, struct plot_spec *spec,
                 struct reader *reader);

/* False: reader_fail said what is ambiguous, or `diags` has the diagnostic of
 * an expression. */
bool plot_make(const struct view *view, const struct plot_spec *spec,
               struct str language, struct reader *reader, struct diags *diags,
               struct plot *out);

/* The same for percentile plots: a line a row, of its percentiles or samples.
 */
bool plot_percentiles(const struct view *view, const struct plot_spec *spec,
                      struct str language, struct reader *reader,
                      struct plot *out);
/* The columns of percentiles of the metric of column `y`, least first. */
size_t plot_quantiles(const struct view *view, size_t y, size_t *out,
                      size_t most);

/* A point about which nothing else is known. */
struct point plot_point(double x, double y, unsigned color);

/* Points in the order of x, those of lines; extremes; the smooth line where
 * `weight` is not 0: an exponential moving average whose start is not drawn to
 * zero, as TensorBoard has it. */
void plot_finish_series(struct series *s, enum chart_kind kind, double weight,
                        struct arena *arena);

/* "vllm · 64": the cells of `columns` but for `but`; empty when none has text.
 */
struct str plot_join(const struct view *view, const struct display *displays,
                     const size_t *columns, size_t count, const size_t *but,
                     size_t but_count, size_t row, struct arena *arena);
struct str plot_cell(const struct view *view, const struct display *display,
                     size_t column, size_t row, struct arena *arena);

#endif
