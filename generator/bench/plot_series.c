/* SPDX-License-Identifier: MIT */
/* Series once their points are known: order, extremes, the smooth line; and
 * what rows are called. */
#include "plot.h"

#include <math.h>

/* ---- Names of rows ---- */

struct str plot_cell(const struct view *view, const struct display *display,
                     size_t column, size_t row, struct arena *arena)
{
    struct buf out = BUF_INIT;
    struct str text;

    display_cell(&out, display, table_cell(view->table, column, row));
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static bool is_among(size_t column, const size_t *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i] == column)
            return true;
    return false;
}

struct str plot_join(const struct view *view, const struct display *displays,
                     const size_t *columns, size_t count, const size_t *but,
                     size_t but_count, size_t row, struct arena *arena)
{
    struct buf out = BUF_INIT;
    struct str text;

    for (size_t i = 0; i < count; i++) {
        const size_t column = columns[i];

        if (is_among(column, but, but_count))
            continue;
        text = plot_cell(view, &displays[column], column, row, arena);
        if (out.len > 0 && text.len > 0)
            buf_add_cstr(&out, " · ");
        buf_add(&out, text);
    }
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

/* ---- Series ---- */

static int point_cmp(const void *a, const void *b)
{
    const struct point *p = a, *q = b;

    return (p->x > q->x) - (p->x < q->x);
}

struct point plot_point(double x, double y, unsigned color)
{
    return (struct point){.x = x,
                          .y = y,
                          .lo = (double)NAN,
                          .hi = (double)NAN,
                          .failed = (double)NAN,
                          .change = (double)NAN,
                          .url = STR(""),
                          .color = color,
                          .name = STR("")};
}

/* Most files are in order already. */
static void sort_points(struct series *s)
{
    bool sorted = true;

    for (size_t i = 1; i < s->points.len && sorted; i++)
        sorted = !(s->points.items[i].x < s->points.items[i - 1].x);
    if (!sorted)
        qsort(s->points.items, s->points.len, sizeof(struct point), point_cmp);
}

/* A comparison with a gap never holds, so the first must be a number. */
static void find_extremes(struct series *s)
{
    size_t first = 0;

    while (first + 1 < s->points.len && isnan(s->points.items[first].y))
        first++;
    s->least = s->most = first;
    for (size_t i = first + 1; i < s->points.len; i++) {
        if (s->points.items[i].y < s->points.items[s->least].y)
            s->least = i;
        if (s->points.items[i].y > s->points.items[s->most].y)
            s->most = i;
    }
}

static void smooth(struct series *s, double weight, struct arena *arena)
{
    double mean = 0, share = 0;

    s->smooth = arena_array(arena, double, s->points.len);
    for (size_t i = 0; i < s->points.len; i++) {
        const double y = s->points.items[i].y;

        s->smooth[i] = (double)NAN;
        if (isnan(y))
            continue;
        mean = weight * mean + (1 - weight) * y;
        share = weight * share + (1 - weight);
        s->smooth[i] = mean / share;
    }
}

void plot_finish_series(struct series *s, enum chart_kind kind, double weight,
                        struct arena *arena)
{
    if (kind != CHART_SCATTER)
        sort_points(s);
    find_extremes(s);
    if (weight > 0 && s->points.len > 1)
        smooth(s, weight, arena);
}
