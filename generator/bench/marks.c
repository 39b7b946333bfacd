/* SPDX-License-Identifier: MIT */
/*
 * Shapes and dashes: series stay apart in black and white. Circle, square,
 * triangle, diamond, filled for the first four series and hollow for the rest.
 */
#include "marks.h"

#include "measure.h"

#include <math.h>

#define FAILED_MARK 0.01

void marks_shape(struct canvas *c, double x, double y, unsigned color,
                 bool hollow)
{
    static const char *const shapes[] = {
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-3.5-3.5h7v7h-7z",
        "m0-4.5l4.5 8h-9z", "m0-5l5 5l-5 5l-5-5z"};
    const unsigned index = color > 0 && color <= COLOR_COUNT ? color - 1 : 0;
    struct buf *out = c->out;

    hollow = hollow || index >= PHX_COUNT(shapes);
    buf_add_cstr(out, "<path class=\"point\"");
    if (hollow)
        buf_add_cstr(out, " style=\"fill:var(--bg,#fcfcfa);stroke-width:1.5\"");
    buf_add_cstr(out, " d=\"M");
    svg_number(out, x);
    buf_add_char(out, ' ');
    svg_number(out, y);
    buf_add_cstr(out, shapes[index % PHX_COUNT(shapes)]);
    buf_add_cstr(out, "\"/>");
}

const char *marks_dash(unsigned color)
{
    static const char *const dashes[] = {
        "",     "",        "6 3",          "2 3", "8 3 2 3",
        "12 4", "1.5 4.5", "10 3 2 3 2 3", "4 6", ""};

    return color < PHX_COUNT(dashes) ? dashes[color] : "";
}

/* ---- A point ---- */

static void draw_cross(struct canvas *c, double x, double y)
{
    svg_line(c, "failed", x - 6, y - 6, x + 6, y + 6);
    svg_line(c, "failed", x - 6, y + 6, x + 6, y - 6);
}

/* Round a point that stands out; seen without colours too. */
static void draw_ring(struct canvas *c, double x, double y)
{
    buf_add_cstr(c->out, "<path class=\"step\" style=\"fill:none;stroke:"
                         "var(--accent,#b3380a);stroke-width:2\" d=\"M");
    svg_number(c->out, x);
    buf_add_char(c->out, ' ');
    svg_number(c->out, y);
    buf_add_cstr(c->out, "m-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z\"/>");
}

static void draw_spread(const struct frame *f, const struct point *p)
{
    const double x = frame_x(f, p->x);

    if (isfinite(p->lo) && isfinite(p->hi))
        svg_line(f->c, "spread", x, fmin(f->bottom, frame_y(f, p->lo)), x,
                 fmax(f->top, frame_y(f, p->hi)));
}

void marks_point(const struct frame *f, const struct series *s, size_t at,
                 enum point_style style)
{
    const struct chart *chart = f->c->chart;
    const struct point *p = &s->points.items[at];
    const double x = frame_x(f, p->x), y = frame_y(f, p->y);
    const bool other = p->color != s->color;
    struct buf label = BUF_INIT;

    chart_point_text(chart, s, p, &label);
    if (p->url.len > 0)
        svg_link_open(f->c, buf_str(&label), p->url);
    else
        svg_mark_open(f->c, buf_str(&label), chart_is_stop(chart, s, at));
    if (other)
        svg_series_open(f->c, &(struct series){.name = STR("")}, p->color);
    if (style == POINT_FREE)
        draw_spread(f, p);
    if (style == POINT_RING) { /* seen when the keyboard or pointer is on it */
        buf_add_cstr(f->c->out, "<g class=\"ring\" opacity=\"0\">");
        marks_shape(f->c, x, y, 1, true);
        svg_group_close(f->c);
    } else {
        marks_shape(f->c, x, y, s->color, style == POINT_FREE);
    }
    if (other)
        svg_group_close(f->c);
    if (p->failed > FAILED_MARK)
        draw_cross(f->c, x, y);
    if (!isnan(p->change))
        draw_ring(f->c, x, y);
    svg_tip(f->c, x, y - 10, buf_str(&label));
    if (p->url.len > 0)
        svg_link_close(f->c);
    else
        svg_group_close(f->c);
    buf_deinit(&label);
}

/* ---- Legend ---- */

#define KEY_LINE 22.0
#define KEY_BOX 12.0

static double key_width(const struct chart *chart)
{
    return chart->kind == CHART_LINE || chart->kind == CHART_PERCENTILE
               ? KEY_LINE
               : KEY_BOX;
}

/* A piece of what the series is drawn with. */
static void draw_key(struct canvas *c, const struct series *s, double x,
                     double baseline)
{
    const double middle = baseline - c->font * 0.35;

    buf_add_fmt(c->out, "<g class=\"%s\" style=\"fill:%s;stroke:%s\">",
                svg_class(s->color), svg_color(s->color), svg_color(s->color));
    switch (c->chart->kind) {
    case CHART_LINE:
    case CHART_PERCENTILE:
    case CHART_SPARK:
        buf_add_fmt(c->out,
                    "<path style=\"fill:none;stroke-width:2.5;"
                    "stroke-dasharray:%s\" d=\"M",
                    marks_dash(s->color)[0] ? marks_dash(s->color) : "none");
        svg_number(c->out, x);
        buf_add_char(c->out, ' ');
        svg_number(c->out, middle);
        buf_add_fmt(c->out, "h%g\"/>", KEY_LINE);
        break;
    case CHART_SCATTER:
        marks_shape(c, x + KEY_BOX / 2, middle, s->color, true);
        break;
    case CHART_AUTO:
    case CHART_BAR:
    case CHART_STACKED:
    case CHART_HEAT:
    case CHART_BOX:
    case CHART_NONE:
        svg_rect(c, "bar", x, baseline - 10, KEY_BOX, 10);
        break;
    }
    svg_group_close(c);
}

double marks_legend(struct canvas *c, double y)
{
    const struct chart *chart = c->chart;
    const double line = c->font + 8, key = key_width(chart) + 6;
    double x = 0, at = y + c->font;

    if (chart->series.len < 2)
        return 0;
    buf_add_cstr(c->out, "<g class=\"legend\" aria-hidden=\"true\">");
    for (size_t i = 0; i < chart->series.len; i++) {
        const struct series *s = &chart->series.items[i];
        struct str name =
            text_fit(chart->arena, s->name, c->font, c->width - key - 6);
        const double width = key + text_width(name, c->font) + 16;

        if (x > 0 && x + width - 16 > c->width) {
            x = 0;
            at += line;
        }
        draw_key(c, s, x, at);
        svg_text(c, x + key, at, ANCHOR_START, "key", name);
        x += width;
    }
    svg_group_close(c);
    return at - y + 10;
}
