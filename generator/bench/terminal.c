/* SPDX-License-Identifier: MIT */
/*
 * One result as a person reads it in a terminal: who measured, what all rows
 * share, then the rows; few rows with many metrics stand as columns, and a long
 * series is told by its extremes and a small drawing.
 */
#include "ask.h"
#include "display.h"
#include "grid.h"

#include <math.h>

#define TURNED_ROWS 3    /* so few rows may stand side by side */
#define TURNED_METRICS 6 /* when there are more metrics than this */
#define SERIES_ROWS 24   /* so many steps are told, not listed */
#define SPARK_COLUMNS 40
#define NAMED_COLUMNS 12

struct terminal {
    const struct asked *asked;
    const struct bench_terminal *options;
    struct arena *arena;
    struct buf *out;
    struct display *displays; /* of all columns */
    const size_t *columns;    /* that are shown */
    size_t count;
};

/* ---- Words ---- */

/* "± 3.1", "[20, 24]": the dispersion of a cell; empty when there is none. */
static void add_spread(const struct terminal *t, const struct column *c,
                       const struct display *d, size_t row, struct buf *out)
{
    const struct table *table = t->asked->view.table;
    const double by = table_number(table, c->spread.by, row);
    const double lo = table_number(table, c->spread.lo, row);
    const double hi = table_number(table, c->spread.hi, row);

    if (c->spread.kind == SPREAD_NONE)
        return;
    if (!isnan(by)) {
        buf_add_cstr(out, " ± ");
        display_number(out, d, by);
    } else if (!isnan(lo) && !isnan(hi)) {
        buf_add_cstr(out, " [");
        display_number(out, d, lo);
        buf_add_cstr(out, ", ");
        display_number(out, d, hi);
        buf_add_char(out, ']');
    }
}

static struct str cell_text(const struct terminal *t, size_t column, size_t row)
{
    const struct table *table = t->asked->view.table;
    const struct value v = table_cell(table, column, row);
    struct buf out = BUF_INIT;
    struct str text;

    if (v.kind == VALUE_LIST) {
        buf_add_fmt(&out, "%zu values", v.as.list->len);
    } else {
        display_cell(&out, &t->displays[column], v);
        if (value_is_number(v))
            add_spread(t, table_at(table, column), &t->displays[column], row,
                       &out);
    }
    text = buf_dup(t->arena, &out);
    buf_deinit(&out);
    return text;
}

static struct str title_of(const struct terminal *t, size_t column)
{
    const struct column *c = table_at(t->asked->view.table, column);

    return column_title(c, STR("en"), t->arena);
}

static struct str unit_of(const struct terminal *t, size_t column)
{
    const struct column *c = table_at(t->asked->view.table, column);
    const char *arrow = c->better == BETTER_HIGHER  ? "↑"
                        : c->better == BETTER_LOWER ? "↓"
                                                    : "";
    struct str unit = t->displays[column].unit;

    return str_fmt(t->arena, "%" STR_FMT "%s%s", STR_ARG(unit),
                   unit.len && *arrow ? " " : "", arrow);
}

static bool is_numeric(const struct terminal *t, size_t column)
{
    const struct view *view = &t->asked->view;

    for (size_t i = 0; i < view->len; i++)
        if (value_is_number(table_cell(view->table, column, view->rows[i])))
            return true;
    return false;
}

/* ---- Which columns ---- */

static bool is_wanted(const struct view *view, size_t column,
                      enum column_role r)
{
    const struct column *c = table_at(view->table, column);

    return c->role == r && !column_is_empty(view->table, column) &&
           (r == ROLE_METRIC || view_varies(view, column));
}

/* Parameters that differ, steps, then metrics. */
static void choose_columns(struct terminal *t)
{
    static const enum column_role order[] = {ROLE_PARAM, ROLE_STEP,
                                             ROLE_METRIC};
    const struct view *view = &t->asked->view;
    const size_t all = view->table->columns.len;
    size_t *columns;

    if (t->asked->column_count > 0) {
        t->columns = t->asked->columns;
        t->count = t->asked->column_count;
        return;
    }
    columns = arena_array(t->arena, size_t, all);
    for (size_t r = 0; r < PHX_COUNT(order); r++)
        for (size_t i = 0; i < all; i++)
            if (is_wanted(view, i, order[r]))
                columns[t->count++] = i;
    t->columns = columns;
}

/* ---- The head ---- */

static void dim(const struct terminal *t, bool on)
{
    if (t->options->color)
        buf_add_cstr(t->out, on ? "\033[2m" : "\033[0m");
}

/* Names and texts of a file may hold what moves a terminal's cursor. */
static void add_plain(struct buf *out, struct str text)
{
    for (size_t pos = 0; pos < text.len;) {
        const size_t from = pos;
        const uint32_t c = utf8_next(text, &pos);

        if (c == UTF8_INVALID || !text_is_printable(c))
            buf_add_char(out, ' ');
        else
            buf_add(out, str_slice(text, from, pos));
    }
}

static void write_facts(const struct terminal *t)
{
    const struct view *view = &t->asked->view;
    const struct table *table = view->table;

    add_plain(t->out, table->tool_label.len ? table->tool_label
                                            : str_of(table->tool->label));
    buf_add_fmt(t->out, " · %zu %s · ", view->len,
                view->len == 1 ? "row" : "rows");
    add_plain(t->out, view->result->path);
    buf_add_char(t->out, '\n');
    for (size_t i = 0; i < table->facts.len; i++) {
        const struct fact *fact = &table->facts.items[i];

        dim(t, true);
        buf_add_cstr(t->out, "  ");
        add_plain(t->out, fact->key);
        buf_add_cstr(t->out, ": ");
        add_plain(t->out, fact->text);
        buf_add_fmt(t->out, " (says the %s)",
                    fact->from_author ? "author" : "file");
        dim(t, false);
        buf_add_char(t->out, '\n');
    }
}

/* What the first row has, with its unit. */
static struct str setting_text(const struct terminal *t, size_t column)
{
    const struct view *view = &t->asked->view;
    const struct value v = table_cell(view->table, column, view->rows[0]);
    struct buf out = BUF_INIT;
    struct str text;

    if (value_is_number(v))
        display_quantity(&out, &t->displays[column], value_as_double(v));
    else
        display_cell(&out, &t->displays[column], v);
    text = buf_dup(t->arena, &out);
    buf_deinit(&out);
    return text;
}

/* "in all rows: backend vllm, tp 8" */
static void write_constants(const struct terminal *t)
{
    const struct view *view = &t->asked->view;
    size_t count = 0;

    if (t->asked->column_count > 0)
        return;
    dim(t, true);
    for (size_t i = 0; i < view->table->columns.len; i++) {
        struct str text;

        if (table_at(view->table, i)->role != ROLE_PARAM ||
            view_varies(view, i) || column_is_empty(view->table, i))
            continue;
        text = setting_text(t, i);
        if (text.len == 0)
            continue;
        if (count++ == 0)
            buf_add_cstr(t->out,
                         view->len > 1 ? "  in all rows: " : "  settings: ");
        else
            buf_add_cstr(t->out, ", ");
        add_plain(t->out, table_at(view->table, i)->key);
        buf_add_char(t->out, ' ');
        add_plain(t->out, text);
    }
    dim(t, false);
    if (count > 0)
        buf_add_char(t->out, '\n');
}

/* ---- Rows ---- */

static double best_of(const struct view *view, size_t column)
{
    const enum better better = table_at(view->table, column)->better;
    double best = (double)NAN;
    size_t seen = 0;

    for (size_t i = 0; i < view->len; i++) {
        const double x = table_number(view->table, column, view->rows[i]);

        if (isnan(x) || table_is_aggregate(view->table, view->rows[i]))
            continue;
        seen++;
        if (isnan(best) || (better == BETTER_HIGHER ? x > best : x < best))
            best = x;
    }
    return seen > 1 && (better == BETTER_HIGHER || better == BETTER_LOWER)
               ? best
               : (double)NAN;
}

static enum grid_style style_of(const struct terminal *t, size_t column,
                                bool numeric, size_t row, double best)
{
    const struct table *table = t->asked->view.table;
    const double x = table_number(table, column, row);

    if (table_is_aggregate(table, row))
        return numeric ? GRID_DIM_NUMBER : GRID_DIM;
    if (!isnan(best) && !(x < best) && !(x > best))
        return GRID_GOOD;
    return numeric ? GRID_NUMBER : GRID_TEXT;
}

static void name_left_out(const struct terminal *t, size_t from)
{
    if (from >= t->count)
        return;
    dim(t, true);
    buf_add_fmt(t->out, "%zu more columns:", t->count - from);
    for (size_t i = from; i < t->count && i < from + NAMED_COLUMNS; i++) {
        buf_add_char(t->out, i > from ? ',' : ' ');
        if (i > from)
            buf_add_char(t->out, ' ');
        add_plain(t->out, table_at(t->asked->view.table, t->columns[i])->key);
    }
    buf_add_fmt(t->out, "%s; choose with --columns\n",
                t->count > from + NAMED_COLUMNS ? ", …" : "");
    dim(t, false);
}

static void write_rows(const struct terminal *t)
{
    const struct view *view = &t->asked->view;
    struct grid grid;
    size_t fitting;

    grid_init(&grid, t->arena, t->count);
    for (int line = 0; line < 2; line++) {
        grid_row(&grid);
        for (size_t i = 0; i < t->count; i++)
            if (line == 0)
                grid_cell(&grid,
                          is_numeric(t, t->columns[i]) ? GRID_HEAD_NUMBER
                                                       : GRID_HEAD,
                          title_of(t, t->columns[i]));
            else
                grid_cell(&grid,
                          is_numeric(t, t->columns[i]) ? GRID_DIM_NUMBER
                                                       : GRID_DIM,
                          unit_of(t, t->columns[i]));
    }
    for (size_t r = 0; r < view->len; r++)
        grid_row(&grid);
    for (size_t i = 0; i < t->count; i++) {
        const double best = best_of(view, t->columns[i]);
        const bool numeric = is_numeric(t, t->columns[i]); /* asked once */

        for (size_t r = 0; r < view->len; r++) {
            struct grid_cell *row = grid.rows.items[r + 2];

            grid_put(&grid, &row[i],
                     style_of(t, t->columns[i], numeric, view->rows[r], best),
                     cell_text(t, t->columns[i], view->rows[r]));
        }
    }
    fitting = grid_fitting(&grid, t->options->width);
    grid_write(&grid, fitting, t->options->color, t->out);
    name_left_out(t, fitting);
}

/* Metrics below each other, a row of the file in each column. */
static void write_turned(const struct terminal *t)
{
    const struct view *view = &t->asked->view;
    struct grid grid;

    grid_init(&grid, t->arena, view->len + 2);
    for (size_t i = 0; i < t->count; i++) {
        const double best = best_of(view, t->columns[i]);
        const bool numeric = is_numeric(t, t->columns[i]); /* asked once */

        grid_row(&grid);
        grid_cell(&grid, GRID_HEAD, title_of(t, t->columns[i]));
        for (size_t r = 0; r < view->len; r++)
            grid_cell(&grid,
                      style_of(t, t->columns[i], numeric, view->rows[r], best),
                      cell_text(t, t->columns[i], view->rows[r]));
        grid_cell(&grid, GRID_DIM, unit_of(t, t->columns[i]));
    }
    grid_write(&grid, grid.columns, t->options->color, t->out);
}

/* ---- Long series ---- */

static struct str number_text(const struct terminal *t, size_t column, double x)
{
    struct buf out = BUF_INIT;
    struct str text;

    display_number(&out, &t->displays[column], x);
    text = buf_dup(t->arena, &out);
    buf_deinit(&out);
    return text;
}

static void write_one_series(const struct terminal *t, struct grid *grid,
                             size_t column)
{
    const struct view *view = &t->asked->view;
    double *values = arena_array(t->arena, double, view->len);
    double least = (double)NAN, most = (double)NAN;
    size_t len = 0;

    for (size_t i = 0; i < view->len; i++) {
        const double x = table_number(view->table, column, view->rows[i]);

        if (isnan(x))
            continue;
        values[len++] = x;
        least = !(x >= least) ? x : least;
        most = !(x <= most) ? x : most;
    }
    if (len == 0)
        return;
    grid_row(grid);
    grid_cell(grid, GRID_HEAD, title_of(t, column));
    grid_cell(grid, GRID_DIM, unit_of(t, column));
    grid_cell(grid, GRID_TEXT, sparkline(values, len, SPARK_COLUMNS, t->arena));
    grid_cell(grid, GRID_NUMBER, str_fmt(t->arena, "%zu", len));
    grid_cell(grid, GRID_NUMBER, number_text(t, column, values[0]));
    grid_cell(grid, GRID_NUMBER, number_text(t, column, values[len - 1]));
    grid_cell(grid, GRID_NUMBER, number_text(t, column, least));
    grid_cell(grid, GRID_NUMBER, number_text(t, column, most));
}

static void write_series(const struct terminal *t)
{
    static const char *const heads[] = {"",      "",     "",      "points",
                                        "first", "last", "least", "most"};
    struct grid grid;

    grid_init(&grid, t->arena, PHX_COUNT(heads));
    grid_row(&grid);
    for (size_t i = 0; i < PHX_COUNT(heads); i++)
        grid_cell(&grid, GRID_DIM_NUMBER, str_of(heads[i]));
    for (size_t i = 0; i < t->count; i++)
        if (is_numeric(t, t->columns[i]))
            write_one_series(t, &grid, t->columns[i]);
    grid_write(&grid, grid_fitting(&grid, t->options->width), t->options->color,
               t->out);
}

static bool is_long_series(const struct terminal *t)
{
    const struct view *view = &t->asked->view;

    if (view->len <= SERIES_ROWS || t->options->all)
        return false;
    for (size_t i = 0; i < view->table->columns.len; i++)
        if (table_at(view->table, i)->role == ROLE_STEP && is_numeric(t, i))
            return true;
    return false;
}

/* ---- The foot ---- */

static void write_spreads(const struct terminal *t)
{
    static const char *const kinds[] = {
        [SPREAD_NONE] = "",
        [SPREAD_SD_SAMPLE] = "standard deviation of the sample",
        [SPREAD_SD_POPULATION] = "standard deviation of all requests",
        [SPREAD_SD] = "as the file has it",
        [SPREAD_STANDARD_ERROR] = "standard error",
        [SPREAD_CONFIDENCE] = "confidence interval",
        [SPREAD_RANGE] = "range"};
    bool told[PHX_COUNT(kinds)] = {true};

    for (size_t i = 0; i < t->count; i++) {
        const struct column *c = table_at(t->asked->view.table, t->columns[i]);

        if (told[c->spread.kind])
            continue;
        told[c->spread.kind] = true;
        dim(t, true);
        buf_add_fmt(t->out, "± and [ ]: %s", kinds[c->spread.kind]);
        if (c->spread.kind == SPREAD_CONFIDENCE && c->spread.level > 0)
            buf_add_fmt(t->out, ", %g %%", c->spread.level * 100);
        dim(t, false);
        buf_add_char(t->out, '\n');
    }
}

static size_t count_metrics(const struct terminal *t)
{
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++)
        count +=
            table_at(t->asked->view.table, t->columns[i])->role == ROLE_METRIC;
    return count;
}

bool bench_show_text(struct bench_store *store, const struct bench_ask *ask,
                     const struct bench_terminal *options,
                     struct reader *reader, struct buf *out)
{
    struct asked asked;
    struct terminal t = {.asked = &asked,
                         .options = options,
                         .arena = reader->arena,
                         .out = out};

    if (!ask_open(store, ask, reader, &asked))
        return false;
    t.displays = arena_array(reader->arena, struct display,
                             asked.view.table->columns.len);
    for (size_t i = 0; i < asked.view.table->columns.len; i++)
        t.displays[i] = display_for(&asked.view, i);
    choose_columns(&t);
    write_facts(&t);
    write_constants(&t);
    buf_add_char(out, '\n');
    if (is_long_series(&t)) {
        write_series(&t);
        return true;
    }
    if (asked.view.len <= TURNED_ROWS && count_metrics(&t) > TURNED_METRICS)
        write_turned(&t);
    else
        write_rows(&t);
    write_spreads(&t);
    return true;
}
