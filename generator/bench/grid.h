/* SPDX-License-Identifier: MIT */
/*
 * Tables for terminals (private to bench/): cells are aligned by the columns
 * that their characters take, East Asian ones two. Rows are filled from the
 * left; one that stops early is blank behind. Everything lives in the arena.
 */
#ifndef PHX_BENCH_GRID_H
#define PHX_BENCH_GRID_H

#include "base/base.h"

enum grid_style {
    GRID_TEXT,
    GRID_NUMBER, /* to the right */
    GRID_HEAD,
    GRID_HEAD_NUMBER,
    GRID_DIM,
    GRID_DIM_NUMBER,
    GRID_GOOD, /* numbers */
    GRID_BAD
};

struct grid_cell {
    struct str text;
    enum grid_style style;
};

struct grid {
    struct arena *arena;
    size_t columns;
    PHX_VEC(struct grid_cell *) rows;
    size_t filled; /* cells of the last row */
};

void grid_init(struct grid *grid, struct arena *arena, size_t columns);
void grid_row(struct grid *grid);
/* The next cell of the row; control characters become spaces. */
void grid_cell(struct grid *grid, enum grid_style style, struct str text);

/* Into a cell of any row. */
void grid_put(struct grid *grid, struct grid_cell *cell, enum grid_style style,
              struct str text);

/* How many columns fit into a terminal that wide (0: any width). */
size_t grid_fitting(const struct grid *grid, unsigned width);
/* The first `columns` of each row. */
void grid_write(const struct grid *grid, size_t columns, bool color,
                struct buf *out);

/* "▁▂▃▅▇": at most `most` characters; NaN leaves a gap. */
struct str sparkline(const double *values, size_t len, size_t most,
                     struct arena *arena);

#endif
