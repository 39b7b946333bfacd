/* SPDX-License-Identifier: MIT */
/*
 * Box plots of the samples a tool kept: median, quartiles, whiskers to the last
 * sample within 1.5 interquartile ranges, the rest as dots. Fewer than eight
 * samples are all drawn instead.
 */
#include "measure.h"
#include "svg.h"

#include <math.h>

#define BOX_MIN 8
#define ROW 34.0
#define BOX 16.0
#define OUTLIERS_MAX 200

struct boxes {
    struct canvas *c;
    double left, right;
    double lo, hi;
};

static double place(const struct boxes *b, double v)
{
    return b->left + (v - b->lo) / (b->hi - b->lo) * (b->right - b->left);
}

/* Linear interpolation between samples, as NumPy's default. */
static double quantile(const struct point *p, double q)
{
    const double at = q * (double)(p->sample_count - 1);
    const size_t low = (size_t)floor(at);
    const size_t high = low + 1 < p->sample_count ? low + 1 : low;

    return p->samples[low] +
           (at - (double)low) * (p->samples[high] - p->samples[low]);
}

static void draw_dot(struct boxes *b, double v, double y)
{
    buf_add_cstr(b->c->out, "<circle class=\"point\" r=\"2.5\" cx=\"");
    svg_number(b->c->out, place(b, v));
    buf_add_cstr(b->c->out, "\" cy=\"");
    svg_number(b->c->out, y);
    buf_add_cstr(b->c->out, "\" style=\"fill-opacity:.6;stroke:none\"/>");
}

static void draw_box(struct boxes *b, const struct point *p, double y)
{
    const double q1 = quantile(p, 0.25), q3 = quantile(p, 0.75);
    const double reach = 1.5 * (q3 - q1);
    double lo = q1, hi = q3;
    size_t dots = 0;

    for (size_t i = 0; i < p->sample_count; i++) {
        const double v = p->samples[i];
        const bool outside = v < q1 - reach || v > q3 + reach;

        if (outside && dots++ < OUTLIERS_MAX)
            draw_dot(b, v, y);
        else if (!outside) {
            lo = fmin(lo, v);
            hi = fmax(hi, v);
        }
    }
    svg_line(b->c, "whisker", place(b, lo), y, place(b, q1), y);
    svg_line(b->c, "whisker", place(b, q3), y, place(b, hi), y);
    buf_add_cstr(b->c->out, "<g style=\"fill-opacity:.25\">");
    svg_rect(b->c, "box", place(b, q1), y - BOX / 2,
             place(b, q3) - place(b, q1), BOX);
    svg_group_close(b->c);
    svg_line(b->c, "median", place(b, quantile(p, 0.5)), y - BOX / 2,
             place(b, quantile(p, 0.5)), y + BOX / 2);
}

static void find_domain(struct boxes *b)
{
    const struct chart *chart = b->c->chart;
    double lo = (double)INFINITY, hi = -(double)INFINITY;

    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const struct point *p = &chart->series.items[i].points.items[k];

            if (p->sample_count > 0) {
                lo = fmin(lo, p->samples[0]);
                hi = fmax(hi, p->samples[p->sample_count - 1]);
            }
        }
    b->lo = lo * chart->y.display.factor;
    b->hi = hi * chart->y.display.factor;
    if (!(b->hi > b->lo))
        b->hi = b->lo + 1;
    linear_nice(&b->lo, &b->hi, 5);
}

static void draw_axis(struct boxes *b, double bottom)
{
    const struct chart *chart = b->c->chart;
    const struct tick_list list = ticks(chart->arena, b->lo, b->hi, 5);
    struct str *labels = arena_array(chart->arena, struct str, list.len);
    double *at = arena_array(chart->arena, double, list.len);

    for (size_t i = 0; i < list.len; i++) {
        struct display d = chart->y.display;
        struct buf text = BUF_INIT;

        at[i] = b->left + (list.items[i] - b->lo) / (b->hi - b->lo) *
                              (b->right - b->left);
        d.factor = 1;
        d.decimals = precision_fixed(tick_step(b->lo, b->hi, 5));
        display_number(&text, &d, list.items[i]);
        if (i + 1 == list.len && d.unit.len > 0)
            buf_add_fmt(&text, " %" STR_FMT, STR_ARG(d.unit));
        svg_line(b->c, "grid", at[i], 0, at[i], bottom);
        labels[i] = buf_dup(chart->arena, &text);
        buf_deinit(&text);
    }
    svg_tick_row(b->c, labels, at, list.len, bottom + b->c->font + 4);
}

static void draw_rows(struct boxes *b)
{
    const struct chart *chart = b->c->chart;
    size_t row = 0;

    for (size_t i = 0; i < chart->series.len; i++) {
        const struct series *s = &chart->series.items[i];

        svg_series_open(b->c, s, s->color);
        for (size_t k = 0; k < s->points.len; k++, row++) {
            const struct point *p = &s->points.items[k];
            const double y = ((double)row + 0.5) * ROW;
            struct str name = chart->x.names[(size_t)p->x];
            struct buf label = BUF_INIT;

            chart_point_text(chart, s, p, &label);
            svg_mark_open(b->c, buf_str(&label), chart_is_stop(chart, s, k));
            if (p->sample_count >= BOX_MIN)
                draw_box(b, p, y);
            else
                for (size_t n = 0; n < p->sample_count; n++)
                    draw_dot(b, p->samples[n], y);
            svg_group_close(b->c);
            if (s->name.len > 0)
                name = str_fmt(chart->arena, "%" STR_FMT " · %" STR_FMT,
                               STR_ARG(name), STR_ARG(s->name));
            buf_add_cstr(b->c->out,
                         "<g style=\"fill:var(--ink-2,#494741);stroke:none\" "
                         "aria-hidden=\"true\">");
            svg_text(b->c, b->left - 8, y + b->c->font * 0.35, ANCHOR_END,
                     "name",
                     text_fit(chart->arena, name, b->c->font, b->left - 8));
            svg_group_close(b->c);
            buf_deinit(&label);
        }
        svg_group_close(b->c);
    }
}

void chart_draw_boxes(struct canvas *c)
{
    const struct chart *chart = c->chart;
    struct boxes b = {.c = c};
    double widest = 0, bottom;

    for (size_t i = 0; i < chart->x.name_count; i++)
        widest = fmax(widest, text_width(chart->x.names[i], c->font));
    b.left = fmin(widest, c->width * 0.4) + 8;
    b.right = c->width - 12;
    find_domain(&b);
    bottom = ROW * (double)chart_points(chart);
    c->height = bottom + c->font + 14;
    svg_open(c);
    buf_add_cstr(c->out, "<g aria-hidden=\"true\">");
    draw_axis(&b, bottom);
    buf_add_cstr(c->out, "</g>\n");
    b.lo /= chart->y.display.factor;
    b.hi /= chart->y.display.factor;
    draw_rows(&b);
    svg_close(c);
}
