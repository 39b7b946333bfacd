/* SPDX-License-Identifier: MIT */
/*
 * Percentile plots: each row is a line, of the percentiles that its tool wrote
 * or of all its samples. Along x stands the share of measurements that are no
 * larger.
 */
#include "plot.h"

#include <math.h>

#define SERIES_MAX 40

/* The share a column stands for; NaN for other statistics. A largest value has
 * no place on an axis that never reaches all. */
static double share_of(const struct column *c)
{
    if (c->role != ROLE_METRIC && c->role != ROLE_DETAIL)
        return (double)NAN;
    if (c->stat == STAT_MEDIAN)
        return 0.5;
    return c->stat == STAT_QUANTILE && c->quantile < 1 ? c->quantile
                                                       : (double)NAN;
}

/* Into its place; a share that is there already stays. */
static size_t insert(const struct table *table, size_t *out, size_t count,
                     size_t most, size_t column)
{
    const double share = share_of(table_at(table, column));
    size_t at = count;

    while (at > 0 && share_of(table_at(table, out[at - 1])) >= share)
        at--;
    if (count == most ||
        (at < count && !(share_of(table_at(table, out[at])) > share)))
        return count;
    memmove(out + at + 1, out + at, (count - at) * sizeof(*out));
    out[at] = column;
    return count + 1;
}

size_t plot_quantiles(const struct view *view, size_t y, size_t *out,
                      size_t most)
{
    const struct table *table = view->table;
    struct str base = table_at(table, y)->base;
    size_t count = 0;

    for (size_t i = 0; i < table->columns.len; i++)
        if (str_eq(table_at(table, i)->base, base) &&
            !isnan(share_of(table_at(table, i))) && !column_is_empty(table, i))
            count = insert(table, out, count, most, i);
    return count;
}

/* ---- Lines ---- */

struct maker {
    const struct view *view;
    struct plot *plot;
    struct reader *reader;
    struct display *displays;
    size_t *varying;
    size_t varying_count;
    size_t quantiles[PLOT_Y_MAX];
    size_t quantile_count;
};

static void add(struct maker *m, struct series *s, double share, double y)
{
    if (isfinite(y) && !(m->plot->chart.y.log && y <= 0))
        vec_push(m->reader->arena, &s->points, plot_point(share, y, s->color));
    else if (isfinite(y))
        m->plot->left_out++;
}

static int number_cmp(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Each of n sorted samples in the middle of its nth. */
static void add_samples(struct maker *m, struct series *s, struct value list)
{
    double *sorted = arena_array(m->reader->arena, double, list.as.list->len);
    size_t count = 0;

    for (size_t i = 0; i < list.as.list->len; i++)
        if (value_is_number(list.as.list->items[i]))
            sorted[count++] = value_as_double(list.as.list->items[i]);
    qsort(sorted, count, sizeof(*sorted), number_cmp);
    for (size_t i = 0; i < count; i++)
        add(m, s, ((double)i + 0.5) / (double)count, sorted[i]);
}

static struct str name_of(struct maker *m, size_t row)
{
    struct arena *arena = m->reader->arena;

    if (m->plot->by != NO_COLUMN)
        return plot_cell(m->view, &m->displays[m->plot->by], m->plot->by, row,
                         arena);
    return plot_join(m->view, m->displays, m->varying, m->varying_count, NULL,
                     0, row, arena);
}

static bool fail_twice(struct maker *m, struct str name)
{
    reader_fail(m->reader, DIAG_RESULT_QUERY,
                "several rows of \"%" STR_FMT "\" would be the line \"%" STR_FMT
                "\" of the percentile plot",
                STR_ARG(m->view->result->name), STR_ARG(name));
    reader_hint(m->reader, "choose rows with `:where:`, or another `:by:`");
    return false;
}

static bool add_row(struct maker *m, size_t row)
{
    const struct table *table = m->view->table;
    const size_t samples = table_at(table, m->plot->ys[0])->samples;
    struct chart *chart = &m->plot->chart;
    struct series *s;
    struct str name = name_of(m, row);
    struct value list =
        samples == NO_COLUMN ? value_null() : table_cell(table, samples, row);

    for (size_t i = 0; i < chart->series.len; i++)
        if (str_eq(chart->series.items[i].name, name))
            return fail_twice(m, name);
    if (chart->series.len == SERIES_MAX)
        return reader_fail(m->reader, DIAG_RESULT_QUERY,
                           "the chart would have more than %d series",
                           SERIES_MAX);
    s = vec_add(m->reader->arena, &chart->series);
    s->name = name;
    s->color = (unsigned)((chart->series.len - 1) % COLOR_COUNT) + 1;
    if (list.kind == VALUE_LIST)
        add_samples(m, s, list);
    else
        for (size_t i = 0; i < m->quantile_count; i++)
            add(m, s, share_of(table_at(table, m->quantiles[i])),
                table_number(table, m->quantiles[i], row));
    if (s->points.len == 0)
        chart->series.len--;
    return true;
}

static void set_axes(struct maker *m, struct str language)
{
    struct chart *chart = &m->plot->chart;
    const struct column *y = table_at(m->view->table, m->plot->ys[0]);
    const size_t widest = m->quantile_count > 0
                              ? m->quantiles[m->quantile_count - 1]
                              : m->plot->ys[0];

    chart->x.share = true;
    chart->x.title = str_of(words(language, WORD_PERCENTILE));
    chart->x.display.unit = STR("");
    chart->y.title = column_label(y, language);
    chart->y.display = display_for(m->view, widest);
    chart->y.base = 10;
    chart->better = y->better;
}

static void survey(struct maker *m)
{
    const size_t count = m->view->table->columns.len;

    m->displays = arena_array(m->reader->arena, struct display, count);
    m->varying = arena_array(m->reader->arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        m->displays[i] = display_for(m->view, i);
        if (table_at(m->view->table, i)->role == ROLE_PARAM &&
            view_varies(m->view, i))
            m->varying[m->varying_count++] = i;
    }
}

bool plot_percentiles(const struct view *view, const struct plot_spec *spec,
                      struct str language, struct reader *reader,
                      struct plot *out)
{
    struct maker m = {.view = view, .plot = out, .reader = reader};

    survey(&m);
    m.quantile_count =
        plot_quantiles(view, spec->ys[0], m.quantiles, PLOT_Y_MAX);
    set_axes(&m, language);
    out->chart.y.log = spec->log_y;
    for (size_t i = 0; i < view->len; i++)
        if (!table_is_aggregate(view->table, view->rows[i]) &&
            !add_row(&m, view->rows[i]))
            return false;
    for (size_t i = 0; i < out->chart.series.len; i++)
        plot_finish_series(&out->chart.series.items[i], CHART_PERCENTILE, 0,
                           reader->arena);
    if (m.quantile_count > 1) { /* the table shows them all */
        memcpy(out->ys, m.quantiles, sizeof(out->ys));
        out->y_count = m.quantile_count;
    }
    return out->chart.series.len > 0 ||
           reader_fail(reader, DIAG_RESULT_EMPTY,
                       "no row has a number to draw in \"%" STR_FMT "\"",
                       STR_ARG(table_at(view->table, spec->ys[0])->key));
}
