/* SPDX-License-Identifier: MIT */
/* A {bench} directive's options, and the figure made of them (private to
 * bench/). */
#ifndef PHX_BENCH_FIGURE_H
#define PHX_BENCH_FIGURE_H

#include "past.h"
#include "plot.h"

enum table_mode { TABLE_DETAILS, TABLE_OPEN, TABLE_NONE };

#define SHOWN_COLUMNS_MAX 64

struct figure {
    const struct bench_directive *directive;
    struct view view;
    const struct expr *where; /* may be NULL */
    const struct past *past;  /* with :history:, else NULL */
    struct plot_spec spec;
    enum table_mode table;
    size_t columns[SHOWN_COLUMNS_MAX]; /* of the table */
    size_t column_count;               /* 0: chosen */
    struct str title;                  /* :caption:, or empty */
    struct str baseline;               /* its text, or empty */
};

void figure_write(struct figure *figure, struct plot *plot,
                  struct reader *reader, struct buf *out);

/* The columns of the figure's table, at most SHOWN_COLUMNS_MAX; their count. */
size_t figure_columns(const struct figure *figure, const struct plot *plot,
                      struct reader *reader, size_t *columns);

/* The table: the accessible twin of the chart. */
void figure_table(const struct figure *figure, const struct plot *plot,
                  struct reader *reader, struct buf *out);

#endif
