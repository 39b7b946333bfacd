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
    const struct expr *baseline;  /* rows drawn grey; may be NULL */
    const struct expr *highlight; /* rows drawn in the accent; may be NULL */
};

struct plot {
    struct chart chart;
    size_t x, by; /* what was chosen; NO_COLUMN where names are joined */
    size_t ys[PLOT_Y_MAX];
    size_t y_count;
    size_t left_out;   /* zero or negative on a log axis */
    size_t duplicates; /* steps that came twice; the last counts */
    size_t categories; /* before the limit */
    bool repeats;      /* some points stand for several rows */
    bool single;       /* no point has a spread */
};

/* Fills the columns that the author left open. False: reader_fail. */
bool plot_choose(const struct view *view, struct plot_spec *spec,
                 struct reader *reader);

/* False: reader_fail said what is ambiguous, or `diags` has the diagnostic of
 * an expression. */
bool plot_make(const struct view *view, const struct plot_spec *spec,
               struct str language, struct reader *reader, struct diags *diags,
               struct plot *out);

#endif
