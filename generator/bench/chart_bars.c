/* SPDX-License-Identifier: MIT */
/*
 * Bars. They start at zero, always. Names go down the side (horizontal bars);
 * what is ordered by nature stands along the bottom where its labels fit.
 * Values are written at the ends of up to twelve bars, and then no grid.
 */
#include "marks.h"
#include "measure.h"

#include <math.h>

#define VALUES_SHOWN 12
#define BAR 18.0
#define BAR_GAP 2.0
#define CAP 6.0

struct bars {
    struct canvas *c;
    bool horizontal;
    bool stacked;
    bool values;        /* written at the ends */
    double lo, hi;      /* the domain */
    double from, to;    /* the same in pixels */
    double start;       /* of the first group, across */
    double group;       /* the room of one category */
    double bar;         /* the thickness of one bar */
    double label_width; /* horizontal: of the names */
    struct tick_list ticks;
};

static double place(const struct bars *b, double y)
{
    return b->from + (y - b->lo) / (b->hi - b->lo) * (b->to - b->from);
}

static size_t per_group(const struct bars *b)
{
    return b->stacked ? 1 : b->c->chart->series.len;
}

static double sum_of(const struct chart *chart, double x)
{
    double sum = 0;

    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const struct point *p = &chart->series.items[i].points.items[k];

            if (!(fabs(p->x - x) > 0) && isfinite(p->y))
                sum += p->y;
        }
    return sum;
}

static void find_domain(struct bars *b)
{
    const struct chart *chart = b->c->chart;

    if (!chart_range_y(chart, &b->lo, &b->hi))
        b->lo = b->hi = 0;
    for (size_t i = 0; b->stacked && i < chart->x.name_count; i++)
        b->hi = fmax(b->hi, sum_of(chart, (double)i));
    b->lo = fmin(b->lo, 0);
    b->hi = fmax(b->hi, 0);
    if (!(b->hi > b->lo))
        b->hi = b->lo + 1;
    b->values = chart_points(chart) <= VALUES_SHOWN && !b->stacked;
}

static struct str value_text_of(const struct chart *chart, double y)
{
    struct buf out = BUF_INIT;
    struct str text;

    display_quantity(&out, &chart->y.display, y);
    text = buf_dup(chart->arena, &out);
    buf_deinit(&out);
    return text;
}

static double widest_name(const struct chart *chart, double font)
{
    double width = 0;

    for (size_t i = 0; i < chart->x.name_count; i++)
        width = fmax(width, text_width(chart->x.names[i], font));
    return width;
}

static double widest_value(const struct chart *chart, double font)
{
    double width = 0;

    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const double y = chart->series.items[i].points.items[k].y;

            if (isfinite(y))
                width = fmax(width, text_width(value_text_of(chart, y), font));
        }
    return width;
}

/* ---- Layout ---- */

static void lay_out_horizontal(struct bars *b, double top)
{
    struct canvas *c = b->c;
    const struct chart *chart = c->chart;
    const double n = (double)per_group(b);
    const double room = b->values ? widest_value(chart, c->font) + 10 : 12;

    b->bar = chart->x.name_count * (size_t)n > 24 ? 12 : BAR;
    b->group = n * b->bar + (n - 1) * BAR_GAP + 0.4 * b->bar + 4;
    b->label_width =
        fmin(widest_name(chart, c->font), c->width * (c->narrow ? 0.4 : 0.45));
    b->start = top;
    b->from = b->label_width + 8;
    b->to = c->width - room;
    if (b->lo < 0) {
        const double left = b->values ? room : 0;

        b->from += left;
    }
    c->height = top + b->group * (double)chart->x.name_count +
                (b->values ? 6 : c->font + 14);
}

static void lay_out_vertical(struct bars *b, double top)
{
    struct canvas *c = b->c;
    const double n = (double)per_group(b);
    const double left = b->values ? 0 : widest_value(c->chart, c->font) + 14;

    b->start = left;
    b->group = (c->width - left) / (double)c->chart->x.name_count;
    b->bar = fmin(56, (b->group * 0.72 - (n - 1) * BAR_GAP) / n);
    b->from = c->height - c->font * 2 - 14;
    b->to = top + c->font + 8;
}

static bool fits_vertical(const struct bars *b)
{
    const struct canvas *c = b->c;
    const struct chart *chart = c->chart;
    const double band = c->width / (double)chart->x.name_count;

    return chart->x.ordered && widest_name(chart, c->font) < band - 6 &&
           (!b->values || widest_value(chart, c->font) <
                              band * 0.8 / (double)per_group(b) + 4) &&
           band / (double)per_group(b) >= 10;
}

/* ---- Axis ---- */

static void draw_ticks(struct bars *b)
{
    struct canvas *c = b->c;
    const struct chart *chart = c->chart;
    const double end = b->start + b->group * (double)chart->x.name_count;
    struct str *labels = arena_array(chart->arena, struct str, b->ticks.len);
    double *places = arena_array(chart->arena, double, b->ticks.len);

    for (size_t i = 0; i < b->ticks.len; i++) {
        const double y = b->ticks.items[i] / chart->y.display.factor;
        const double at = places[i] = place(b, y);
        struct display d = chart->y.display;
        struct buf text = BUF_INIT;

        d.decimals =
            precision_fixed(tick_step(b->lo * d.factor, b->hi * d.factor, 5));
        display_number(&text, &d, y);
        if (i + 1 == b->ticks.len && d.unit.len > 0)
            buf_add_fmt(&text, " %" STR_FMT, STR_ARG(d.unit));
        labels[i] = buf_dup(chart->arena, &text);
        buf_deinit(&text);
        if (b->horizontal) {
            svg_line(c, "grid", at, b->start, at, end);
        } else {
            svg_line(c, "grid", b->start, at, c->width, at);
            svg_text(c, b->start - 6, at + c->font * 0.35, ANCHOR_END, "tick",
                     labels[i]);
        }
    }
    if (b->horizontal)
        svg_tick_row(c, labels, places, b->ticks.len, end + c->font + 4);
}

static void draw_axis(struct bars *b)
{
    struct canvas *c = b->c;
    const struct chart *chart = c->chart;
    const double zero = place(b, 0);
    const double end = b->start + b->group * (double)chart->x.name_count;

    buf_add_cstr(c->out, "<g aria-hidden=\"true\">");
    if (!b->values) {
        double lo = b->lo * chart->y.display.factor;
        double hi = b->hi * chart->y.display.factor;

        b->ticks = ticks(chart->arena, lo, hi, 5);
        draw_ticks(b);
    }
    if (b->horizontal)
        svg_line(c, "axis", zero, b->start, zero, end);
    else
        svg_line(c, "axis", b->start, zero, c->width, zero);
    for (size_t i = 0; i < chart->x.name_count; i++) {
        const double at = b->start + b->group * ((double)i + 0.5);
        struct str name = text_fit(chart->arena, chart->x.names[i], c->font,
                                   b->horizontal ? b->label_width : b->group);

        if (b->horizontal)
            svg_text(c, b->label_width, at + c->font * 0.35, ANCHOR_END, "name",
                     name);
        else
            svg_text(c, at, c->height - c->font - 10, ANCHOR_MIDDLE, "name",
                     name);
    }
    if (!b->horizontal && chart->x.title.len > 0)
        svg_text(c, c->width, c->height - 4, ANCHOR_END, "axis-title",
                 chart->x.title);
    buf_add_cstr(c->out, "</g>\n");
}

/* ---- Bars ---- */

static void draw_spread(struct bars *b, const struct point *p, double across)
{
    struct canvas *c = b->c;
    const bool caps = c->chart->spread == SPREAD_CONFIDENCE;
    double lo, hi;

    if (isnan(p->lo) || isnan(p->hi) || b->stacked)
        return;
    lo = place(b, fmax(p->lo, b->lo));
    hi = place(b, p->hi);
    if (b->horizontal)
        svg_line(c, "spread", lo, across, hi, across);
    else
        svg_line(c, "spread", across, lo, across, hi);
    for (int end = 0; caps && end < 2; end++) {
        const double at = end ? hi : lo;

        if (b->horizontal)
            svg_line(c, "spread", at, across - CAP / 2, at, across + CAP / 2);
        else
            svg_line(c, "spread", across - CAP / 2, at, across + CAP / 2, at);
    }
}

static void draw_value(struct bars *b, const struct point *p, double across)
{
    struct canvas *c = b->c;
    struct str text = value_text_of(c->chart, p->y);
    const bool negative = p->y < 0;
    const double end = isnan(p->hi) ? p->y : fmax(p->hi, p->y);
    const double at = place(b, negative ? fmin(p->y, p->lo) : end);

    buf_add_cstr(c->out, "<g style=\"fill:var(--ink,#1c1b19);stroke:none\">");
    if (b->horizontal)
        svg_text(c, at + (negative ? -5 : 5), across + c->font * 0.35,
                 negative ? ANCHOR_END : ANCHOR_START, "value", text);
    else
        svg_text(c, across, at - 5, ANCHOR_MIDDLE, "value", text);
    svg_group_close(c);
}

static void draw_bar(struct bars *b, const struct series *s, size_t at,
                     size_t slot, double base)
{
    struct canvas *c = b->c;
    const struct point *p = &s->points.items[at];
    const double n = (double)per_group(b);
    const double used = n * b->bar + (n - 1) * BAR_GAP;
    const double side = b->start + b->group * p->x + (b->group - used) / 2 +
                        (double)slot * (b->bar + BAR_GAP);
    const double zero = place(b, base), end = place(b, base + p->y);
    struct buf label = BUF_INIT;

    chart_point_text(c->chart, s, p, &label);
    svg_mark_open(c, buf_str(&label), chart_is_stop(c->chart, s, at));
    if (p->color != s->color)
        svg_series_open(c, &(struct series){.name = STR("")}, p->color);
    if (b->horizontal)
        svg_rect(c, "bar", fmin(zero, end), side, fabs(end - zero), b->bar);
    else
        svg_rect(c, "bar", side, fmin(zero, end), b->bar, fabs(end - zero));
    if (p->color != s->color)
        svg_group_close(c);
    draw_spread(b, p, side + b->bar / 2);
    if (b->values)
        draw_value(b, p, side + b->bar / 2);
    else if (b->horizontal)
        svg_tip(c, end + 4, side - 2, buf_str(&label));
    else
        svg_tip(c, side + b->bar / 2, end - 4, buf_str(&label));
    svg_group_close(c);
    buf_deinit(&label);
}

static void draw_all(struct bars *b)
{
    const struct chart *chart = b->c->chart;
    double *bases = arena_array(chart->arena, double, chart->x.name_count + 1);

    for (size_t i = 0; i < chart->series.len; i++) {
        const struct series *s = &chart->series.items[i];

        svg_series_open(b->c, s, s->color);
        for (size_t k = 0; k < s->points.len; k++) {
            const struct point *p = &s->points.items[k];
            double *base = &bases[(size_t)p->x];

            if (!isfinite(p->y))
                continue;
            draw_bar(b, s, k, b->stacked ? 0 : i, b->stacked ? *base : 0);
            *base += p->y;
        }
        svg_group_close(b->c);
        buf_add_char(b->c->out, '\n');
    }
}

void chart_draw_bars(struct canvas *c)
{
    struct bars b = {.c = c, .stacked = c->chart->kind == CHART_STACKED};
    struct buf *page = c->out, body = BUF_INIT;
    double top;

    find_domain(&b);
    c->out = &body;
    top = marks_legend(c, 0);
    b.horizontal = !fits_vertical(&b);
    if (b.horizontal)
        lay_out_horizontal(&b, top + 2);
    else
        lay_out_vertical(&b, top);
    if (!b.values) {
        double lo = b.lo * c->chart->y.display.factor;
        double hi = b.hi * c->chart->y.display.factor;

        linear_nice(&lo, &hi, 5);
        b.lo = lo / c->chart->y.display.factor;
        b.hi = hi / c->chart->y.display.factor;
    }
    draw_axis(&b);
    draw_all(&b);
    c->out = page;
    svg_open(c);
    buf_add(page, buf_str(&body));
    svg_close(c);
    buf_deinit(&body);
}
