/* SPDX-License-Identifier: MIT */
/* What all charts share: two drawings, ranges, the words of a point. */
#include "chart.h"

#include <math.h>

#define STOPS_MAX 12
#define FRONT_MIN 4

static void draw(const struct chart *chart, bool narrow, struct buf *out)
{
    struct canvas c = {.out = out,
                       .chart = chart,
                       .narrow = narrow,
                       .width = narrow ? CHART_NARROW_WIDTH : CHART_WIDE_WIDTH,
                       .height =
                           narrow ? CHART_NARROW_HEIGHT : CHART_WIDE_HEIGHT,
                       .font = narrow ? 13.0 : 12.0};

    switch (chart->kind) {
    case CHART_AUTO:
    case CHART_BAR:
    case CHART_STACKED:
        chart_draw_bars(&c);
        return;
    case CHART_LINE:
    case CHART_PERCENTILE:
    case CHART_SPARK:
        chart_draw_lines(&c);
        return;
    case CHART_SCATTER:
        chart_draw_scatter(&c);
        return;
    case CHART_BOX:
        chart_draw_boxes(&c);
        return;
    case CHART_HEAT:
    case CHART_NONE:
        return;
    }
}

void chart_draw(const struct chart *chart, struct buf *out)
{
    if (chart->kind == CHART_HEAT) {
        chart_write_heat(chart, out);
        return;
    }
    draw(chart, false, out);
    if (chart->kind != CHART_SPARK)
        draw(chart, true, out);
}

bool chart_draw_file(const struct chart *chart, struct buf *out)
{
    static const char *const declared = " xmlns=\"http://www.w3.org/2000/svg\"";
    const size_t at = out->len;

    if (chart->kind != CHART_HEAT)
        draw(chart, false, out);
    if (out->len == at)
        return false;
    buf_insert(out, at + strlen("<svg"), str_of(declared));
    return true;
}

size_t chart_points(const struct chart *chart)
{
    size_t count = 0;

    for (size_t i = 0; i < chart->series.len; i++)
        count += chart->series.items[i].points.len;
    return count;
}

/* A log axis has no place for zero and less. */
static void widen(double x, bool log, double *lo, double *hi)
{
    if (!isfinite(x) || (log && x <= 0))
        return;
    if (isnan(*lo) || x < *lo)
        *lo = x;
    if (isnan(*hi) || x > *hi)
        *hi = x;
}

bool chart_range_y(const struct chart *chart, double *lo, double *hi)
{
    *lo = *hi = (double)NAN;
    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const struct point *p = &chart->series.items[i].points.items[k];

            widen(p->y, chart->y.log, lo, hi);
            widen(p->lo, chart->y.log, lo, hi);
            widen(p->hi, chart->y.log, lo, hi);
        }
    return !isnan(*lo);
}

bool chart_range_x(const struct chart *chart, double *lo, double *hi)
{
    *lo = *hi = (double)NAN;
    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++)
            widen(chart->series.items[i].points.items[k].x, chart->x.log, lo,
                  hi);
    return !isnan(*lo);
}

static void add_x(const struct chart *chart, const struct point *p,
                  struct buf *out)
{
    if (chart->x.categories)
        buf_add(out, chart->x.names[(size_t)p->x]);
    else if (chart->x.share)
        buf_add_fmt(out, "p%.4g", p->x * 100);
    else if (chart->x.time)
        display_cell(out, &chart->x.display,
                     value_date((struct date){.unix_seconds = (int64_t)p->x}));
    else
        display_quantity(out, &chart->x.display, p->x);
}

/* Values of a log axis lie powers of ten apart: the small ones have three
 * digits of their own. */
static struct display display_of(const struct chart *chart, double y)
{
    struct display d = chart->y.display;
    const double shown = fabs(y * d.factor);
    const int digits = shown > 0 ? 2 - (int)floor(log10(shown)) : 0;

    if (chart->y.log && digits > d.decimals)
        d.decimals = digits < 12 ? digits : 12;
    return d;
}

void chart_point_text(const struct chart *chart, const struct series *series,
                      const struct point *p, struct buf *out)
{
    const struct display own = display_of(chart, p->y), *d = &own;

    if (series->name.len > 0) {
        buf_add(out, series->name);
        buf_add_cstr(out, ", ");
    }
    if (p->name.len > 0) {
        buf_add(out, p->name);
        buf_add_cstr(out, ", ");
    }
    add_x(chart, p, out);
    buf_add_cstr(out, ": ");
    display_quantity(out, d, p->y);
    if (!isnan(p->lo) && !isnan(p->hi)) {
        const bool even =
            fabs((p->hi - p->y) - (p->y - p->lo)) <= 1e-9 * fabs(p->hi - p->lo);

        buf_add_cstr(out, even ? " ± " : " (");
        if (even) {
            display_number(out, d, p->hi - p->y);
        } else {
            display_number(out, d, p->lo);
            buf_add_cstr(out, "–");
            display_number(out, d, p->hi);
            buf_add_char(out, ')');
        }
    }
    if (p->n > 1)
        buf_add_fmt(out, ", n = %zu", p->n);
    if (!isnan(p->change))
        buf_add_fmt(out, ", %+.1f %%", p->change * 100);
    if (!isnan(p->failed) && p->failed > 0)
        buf_add_fmt(out, ", %.1f%% %s", p->failed * 100,
                    words(chart->language, WORD_FAILED));
}

bool chart_is_stop(const struct chart *chart, const struct series *series,
                   size_t at)
{
    const size_t last = series->points.len - 1;
    const size_t per_series = STOPS_MAX / chart->series.len;

    if (chart_points(chart) <= STOPS_MAX)
        return true;
    if (per_series == 0)
        return false;
    if (at == 0 || (at == last && per_series > 1))
        return true;
    if (per_series < 4)
        return false;
    return at == series->least || at == series->most;
}

bool chart_has_front(const struct chart *chart)
{
    return chart->kind == CHART_SCATTER &&
           (chart->better == BETTER_HIGHER || chart->better == BETTER_LOWER) &&
           chart->x.better != BETTER_UNKNOWN &&
           chart_points(chart) >= FRONT_MIN;
}
