/* SPDX-License-Identifier: MIT */
/*
 * Queries (private to bench/): a view is some rows of one result. Everything
 * here belongs to one job; failures go through its reader.
 */
#ifndef PHX_BENCH_VIEW_H
#define PHX_BENCH_VIEW_H

#include "store.h"

struct view {
    struct bench_store *store;
    const struct result *result;
    const struct table *table;
    const size_t *rows;
    size_t len;
};

/* All rows of a result. */
struct view view_all(struct bench_store *store, const struct result *result,
                     struct arena *arena);

/* The column by its key or label. False: RESULT_COLUMN with what there is. */
bool view_column(const struct view *view, struct str name,
                 struct reader *reader, size_t *out);
/* "a, b, c" of the columns that a reader of the page may ask for. */
struct str view_column_names(const struct view *view, struct arena *arena);

/* The rows for which the compiled expression holds. A row that lacks a value
 * the expression compares is left out. False: one diagnostic in `diags`. */
bool view_where(const struct view *view, const struct expr *expr,
                struct reader *reader, struct diags *diags, struct view *out);
/* The same for a condition as text. False: reader_fail. */
bool view_where_text(const struct view *view, struct str text,
                     struct reader *reader, struct view *out);
/* Does it hold for one row? */
bool view_row_is(const struct view *view, const struct expr *expr, size_t row,
                 struct reader *reader, struct diags *diags, bool *out);

/* The parameters in which the rows differ, "engine (a, b); n (1, 2)". */
struct str view_differences(const struct view *view, struct arena *arena);
bool view_varies(const struct view *view, size_t column);

/* The rows in the order of a column; NO_COLUMN leaves them as they are. */
void view_sort(struct view *view, size_t column, bool descending,
               struct arena *arena);

/* As templates see it. */
struct value view_value(const struct view *view, struct arena *arena);

/* sorted in place; -1 for NaN behind all */
double median_of(double *numbers, size_t len);

#endif
