/* SPDX-License-Identifier: MIT */
/*
 * The table under a chart: the same numbers for screen readers, search and
 * feeds. Numbers of a column share their decimals; the best is bold in its
 * direction; a baseline adds a column of ratios.
 */
#include "figure_history.h"

#include <math.h>

#define ROWS_MAX 100
#define CHOSEN_MAX 8

struct shown {
    size_t column;
    struct display display;
    bool numeric;
    double best; /* NaN: no mark */
};

struct writer {
    const struct figure *f;
    const struct plot *plot;
    struct reader *reader;
    struct buf *out;
    struct shown columns[SHOWN_COLUMNS_MAX];
    size_t count;
    double base; /* y of the baseline row; NaN: none */
};

static bool is_shown(const struct writer *w, size_t column)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->columns[i].column == column)
            return true;
    return false;
}

static bool has_numbers(const struct view *view, size_t column)
{
    for (size_t i = 0; i < view->len; i++)
        if (value_is_number(table_cell(view->table, column, view->rows[i])))
            return true;
    return false;
}

static double best_of(const struct view *view, size_t column)
{
    const enum better better = table_at(view->table, column)->better;
    double best = (double)NAN;
    size_t seen = 0;

    if (better != BETTER_HIGHER && better != BETTER_LOWER)
        return best;
    for (size_t i = 0; i < view->len; i++) {
        const double x = table_number(view->table, column, view->rows[i]);

        if (isnan(x) || table_is_aggregate(view->table, view->rows[i]))
            continue;
        seen++;
        if (isnan(best) || (better == BETTER_HIGHER ? x > best : x < best))
            best = x;
    }
    return seen > 1 ? best : (double)NAN;
}

static void show(struct writer *w, size_t column)
{
    const struct view *view = &w->f->view;

    if (column == NO_COLUMN || w->count == SHOWN_COLUMNS_MAX ||
        is_shown(w, column))
        return;
    w->columns[w->count++] =
        (struct shown){.column = column,
                       .display = display_for(view, column),
                       .numeric = has_numbers(view, column),
                       .best = best_of(view, column)};
}

static void show_role(struct writer *w, enum column_role role, size_t most)
{
    const struct view *view = &w->f->view;
    const struct table *table = view->table;

    for (size_t i = 0; i < table->columns.len && w->count < most; i++)
        if (table_at(table, i)->role == role && !column_is_empty(table, i) &&
            (role == ROLE_METRIC || view->len == 1 || view_varies(view, i)))
            show(w, i);
}

/* Failures stand beside every latency. */
static void show_failures(struct writer *w)
{
    const struct table *table = w->f->view.table;
    const size_t failed = table_find(table, STR("failed"));

    if (failed == NO_COLUMN)
        return;
    for (size_t i = 0; i < w->f->view.len; i++)
        if (table_number(table, failed, w->f->view.rows[i]) > 0) {
            show(w, failed);
            return;
        }
}

static void choose_columns(struct writer *w)
{
    const struct table *table = w->f->view.table;

    if (w->f->column_count > 0) {
        for (size_t i = 0; i < w->f->column_count; i++)
            show(w, w->f->columns[i]);
        return;
    }
    show(w, w->plot->by);
    show(w, w->plot->x);
    show_role(w, ROLE_PARAM, CHOSEN_MAX);
    show_role(w, ROLE_STEP, CHOSEN_MAX);
    for (size_t i = 0; i < w->plot->y_count; i++) {
        const struct column *c = table_at(table, w->plot->ys[i]);

        show(w, w->plot->ys[i]);
        show(w, c->spread.by);
        show(w, c->spread.lo);
        show(w, c->spread.hi);
        show(w, c->count);
    }
    show_role(w, ROLE_METRIC, CHOSEN_MAX);
    show_failures(w);
}

size_t figure_columns(const struct figure *f, const struct plot *plot,
                      struct reader *reader, size_t *columns)
{
    struct writer w = {.f = f, .plot = plot, .reader = reader};

    choose_columns(&w);
    for (size_t i = 0; i < w.count; i++)
        columns[i] = w.columns[i].column;
    return w.count;
}

/* ---- Rows -----------------------------------------------------------------
 */

static void find_baseline(struct writer *w)
{
    const struct view *view = &w->f->view;
    struct diags diags;
    size_t found = 0;

    w->base = (double)NAN;
    if (!w->f->spec.baseline)
        return;
    diags_init(&diags, w->reader->arena, NULL);
    for (size_t i = 0; i < view->len; i++) {
        bool holds;

        if (view_row_is(view, w->f->spec.baseline, view->rows[i], w->reader,
                        &diags, &holds) &&
            holds) {
            found++;
            w->base = table_number(view->table, w->plot->ys[0], view->rows[i]);
        }
    }
    if (found != 1 || !(fabs(w->base) > 0))
        w->base = (double)NAN;
}

static void write_heading(struct writer *w, const struct shown *s)
{
    const struct column *c = table_at(w->f->view.table, s->column);
    struct str language = w->f->directive->language;
    struct buf *out = w->out;

    buf_add_cstr(out, s->numeric ? "<th scope=\"col\" class=\"number\">"
                                 : "<th scope=\"col\">");
    buf_add_escaped(out, column_title(c, language, w->reader->arena));
    if (s->display.unit.len > 0 && s->numeric) {
        buf_add_cstr(out, " <span class=\"unit\">");
        buf_add_escaped(out, s->display.unit);
        buf_add_cstr(out, "</span>");
    }
    if (c->better == BETTER_HIGHER || c->better == BETTER_LOWER)
        buf_add_fmt(out, " <abbr title=\"%s\">%s</abbr>",
                    words(language, c->better == BETTER_HIGHER ? WORD_HIGHER
                                                               : WORD_LOWER),
                    c->better == BETTER_HIGHER ? "↑" : "↓");
    buf_add_cstr(out, "</th>");
}

static void write_cell(struct writer *w, const struct shown *s, size_t row,
                       bool heading)
{
    const struct table *table = w->f->view.table;
    struct value v = table_cell(table, s->column, row);
    const double x = table_number(table, s->column, row);
    const bool best = !table_is_aggregate(table, row) && !isnan(s->best) &&
                      !(x < s->best) && !(x > s->best) && !isnan(x);
    struct buf text = BUF_INIT;
    struct buf *out = w->out;

    buf_add_cstr(out, heading ? "<th scope=\"row\"" : "<td");
    if (s->numeric)
        buf_add_cstr(out, " class=\"number\"");
    if (value_is_number(v) && isfinite(x)) {
        buf_add_cstr(out, " data-value=\"");
        buf_add_double(out, x);
        buf_add_char(out, '"');
    }
    buf_add_char(out, '>');
    display_cell(&text, &s->display, v);
    if (best)
        buf_add_cstr(out, "<strong>");
    if (w->f->past && s->column == table_find(table, STR(PAST_COMMIT)))
        history_commit(w->f, row, out);
    else if (text.len > 0)
        buf_add_escaped(out, buf_str(&text));
    else
        buf_add_cstr(out, "–");
    if (best)
        buf_add_cstr(out, "</strong>");
    buf_add_cstr(out, heading ? "</th>" : "</td>");
    buf_deinit(&text);
}

static void write_row(struct writer *w, size_t row)
{
    const struct table *table = w->f->view.table;
    const bool aggregate = table_is_aggregate(table, row);

    buf_add_cstr(w->out, aggregate ? "<tr class=\"aggregate\">" : "<tr>");
    for (size_t i = 0; i < w->count; i++)
        write_cell(w, &w->columns[i], row, i == 0 && !w->columns[0].numeric);
    if (!isnan(w->base)) {
        const double y = table_number(table, w->plot->ys[0], row);
        struct display d = {.factor = 1, .unit = STR(""), .decimals = 2};

        buf_add_cstr(w->out, "<td class=\"number\">");
        if (isfinite(y)) {
            display_number(w->out, &d, y / w->base);
            buf_add_cstr(w->out, "×");
        } else {
            buf_add_cstr(w->out, "–");
        }
        buf_add_cstr(w->out, "</td>");
    }
    buf_add_cstr(w->out, "</tr>\n");
}

void figure_table(const struct figure *f, const struct plot *plot,
                  struct reader *reader, struct buf *out)
{
    struct writer w = {.f = f, .plot = plot, .reader = reader, .out = out};
    struct view sorted = f->view;
    struct str language = f->directive->language;

    view_sort(&sorted, f->spec.sort, f->spec.descending, reader->arena);
    choose_columns(&w);
    find_baseline(&w);
    if (f->directive->plain) {
        buf_add_cstr(out, "<table>");
    } else {
        buf_add_cstr(out, "<div class=\"table\" role=\"region\" tabindex=\"0\" "
                          "aria-label=\"");
        buf_add_fmt(out, "%s: ", words(language, WORD_TABLE_OF));
        buf_add_escaped(out, plot->chart.title);
        buf_add_cstr(out, "\"><table class=\"sortable\">");
    }
    buf_add_cstr(out, "<thead><tr>");
    for (size_t i = 0; i < w.count; i++)
        write_heading(&w, &w.columns[i]);
    if (!isnan(w.base))
        buf_add_fmt(out, "<th scope=\"col\" class=\"number\">%s</th>",
                    words(language, WORD_RATIO));
    buf_add_cstr(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < f->view.len && i < ROWS_MAX; i++)
        write_row(&w, sorted.rows[i]);
    buf_add_cstr(out, "</tbody></table>");
    if (f->view.len > ROWS_MAX)
        buf_add_fmt(out, "<p>%d %s %zu</p>", ROWS_MAX,
                    words(language, WORD_SHOWN_OF), f->view.len);
    buf_add_cstr(out, f->directive->plain ? "\n" : "</div>\n");
}
