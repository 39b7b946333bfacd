/* SPDX-License-Identifier: MIT */
/* Elements of SVG. */
#include "svg.h"

#include "measure.h"

#include <math.h>

/* `x` × `unit` as an integer, with the point set back; no printf, because long
 * series have thousands of coordinates. */
static void add_fixed(struct buf *out, double x, long unit)
{
    char text[32], *at = text + sizeof(text);
    const bool finite = x > -1e12 && x < 1e12;
    long n = finite ? lround(x * (double)unit) : 0;
    const bool negative = n < 0;

    n = negative ? -n : n;
    for (long place = unit; n > 0 || place > 0; n /= 10, place /= 10) {
        const bool fraction = place > 1;

        if (!fraction || at < text + sizeof(text) || n % 10 != 0)
            *--at = (char)('0' + n % 10);
        if (place == 10 && at < text + sizeof(text))
            *--at = '.';
    }
    if (negative)
        *--at = '-';
    buf_add_bytes(out, at, (size_t)(text + sizeof(text) - at));
}

void svg_number(struct buf *out, double x)
{
    add_fixed(out, x, 100);
}

void svg_tenth(struct buf *out, double x)
{
    add_fixed(out, x, 10);
}

static void attribute(struct buf *out, const char *name, double x)
{
    buf_add_char(out, ' ');
    buf_add_cstr(out, name);
    buf_add_cstr(out, "=\"");
    svg_number(out, x);
    buf_add_char(out, '"');
}

/* NAME="figure-wide-t": of the title or the description. */
static void add_id(struct canvas *c, const char *name, char which)
{
    buf_add_fmt(c->out, "%s=\"", name);
    buf_add_escaped(c->out, c->chart->id);
    buf_add_fmt(c->out, "-%s-%c\"", c->narrow ? "narrow" : "wide", which);
}

void svg_open(struct canvas *c)
{
    const struct chart *chart = c->chart;
    const char *which = chart->kind == CHART_SPARK ? "spark"
                        : c->narrow                ? "narrow"
                                                   : "wide";
    struct buf *out = c->out;

    buf_add_fmt(out, "<svg class=\"chart chart-%s\"", which);
    attribute(out, "width", c->width);
    attribute(out, "height", c->height);
    buf_add_cstr(out, " viewBox=\"0 0 ");
    svg_number(out, c->width);
    buf_add_char(out, ' ');
    svg_number(out, c->height);
    buf_add_cstr(out, "\" role=\"graphics-document document\" ");
    add_id(c, "aria-labelledby", 't');
    add_id(c, " aria-describedby", 'd');
    buf_add_fmt(out, " style=\"font-size:%gpx;fill:var(--ink-2,#494741)\">",
                c->font);
    add_id(c, "<title id", 't');
    buf_add_char(out, '>');
    buf_add_escaped(out, chart->title);
    add_id(c, "</title><desc id", 'd');
    buf_add_char(out, '>');
    buf_add_escaped(out, chart->desc);
    buf_add_cstr(out, "</desc>");
}

void svg_close(struct canvas *c)
{
    buf_add_cstr(c->out, "</svg>\n");
}

void svg_text(struct canvas *c, double x, double y, enum anchor anchor,
              const char *class_name, struct str text)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"",
                                          " text-anchor=\"end\""};

    buf_add_fmt(c->out, "<text class=\"%s\"", class_name);
    attribute(c->out, "x", x);
    attribute(c->out, "y", y);
    buf_add_cstr(c->out, anchors[anchor]);
    buf_add_char(c->out, '>');
    buf_add_escaped(c->out, text);
    buf_add_cstr(c->out, "</text>");
}

void svg_line(struct canvas *c, const char *class_name, double x1, double y1,
              double x2, double y2)
{
    const bool strong = strcmp(class_name, "axis") == 0;
    const bool grid = strcmp(class_name, "grid") == 0;

    buf_add_fmt(c->out, "<path class=\"%s\" d=\"M", class_name);
    svg_number(c->out, x1);
    buf_add_char(c->out, ' ');
    svg_number(c->out, y1);
    buf_add_char(c->out, 'L');
    svg_number(c->out, x2);
    buf_add_char(c->out, ' ');
    svg_number(c->out, y2);
    buf_add_fmt(c->out, "\" style=\"fill:none;stroke:%s\"/>",
                strong ? "var(--line-strong,#8a867c)"
                : grid ? "var(--line,#dedbd3)"
                       : "var(--ink,#1c1b19)");
}

void svg_rect(struct canvas *c, const char *class_name, double x, double y,
              double width, double height)
{
    buf_add_fmt(c->out, "<rect class=\"%s\"", class_name);
    attribute(c->out, "x", x);
    attribute(c->out, "y", y);
    attribute(c->out, "width", fmax(0, width));
    attribute(c->out, "height", fmax(0, height));
    buf_add_cstr(c->out, "/>");
}

void svg_tick_row(struct canvas *c, const struct str *labels, const double *at,
                  size_t count, double y)
{
    double end = count > 0 ? at[count - 1] : 0, before = -(double)INFINITY;

    if (count > 0)
        end -= text_width(labels[count - 1], c->font) + 6;
    for (size_t i = 0; i < count; i++) {
        const bool last = i + 1 == count;
        const double half = text_width(labels[i], c->font) / 2;

        if (!last && (at[i] + half >= end || at[i] - half < before + 4))
            continue;
        svg_text(c, at[i], y, last ? ANCHOR_END : ANCHOR_MIDDLE, "tick",
                 labels[i]);
        before = at[i] + half;
    }
}

/* ---- Series, marks ---- */

const char *svg_color(unsigned color)
{
    static const char *const colors[] = {
        "var(--line-strong,#8a867c)", "var(--c1,#1159d6)", "var(--c2,#bc3e0a)",
        "var(--c3,#02695a)",          "var(--c4,#491974)", "var(--c5,#8b8f55)",
        "var(--c6,#be5e8d)",          "var(--c7,#0c94d2)", "var(--c8,#4f1e22)",
        "var(--accent,#b3380a)"};

    return colors[color <= COLOR_ACCENT ? color : COLOR_BASELINE];
}

const char *svg_class(unsigned color)
{
    static const char *const classes[] = {
        "baseline", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "accent"};

    return classes[color <= COLOR_ACCENT ? color : COLOR_BASELINE];
}

void svg_series_open(struct canvas *c, const struct series *series,
                     unsigned color)
{
    buf_add_fmt(c->out,
                "<g class=\"series %s\" style=\"--c:%s;fill:var(--c);"
                "stroke:var(--c)\"",
                svg_class(color), svg_color(color));
    if (series->name.len > 0) {
        buf_add_cstr(c->out, " role=\"graphics-object group\" aria-label=\"");
        buf_add_escaped(c->out, series->name);
        buf_add_char(c->out, '"');
    }
    buf_add_char(c->out, '>');
}

void svg_mark_open(struct canvas *c, struct str label, bool stop)
{
    buf_add_cstr(c->out, "<g class=\"mark\"");
    if (stop) {
        buf_add_cstr(c->out, " role=\"graphics-symbol img\" tabindex=\"0\" "
                             "aria-label=\"");
        buf_add_escaped(c->out, label);
        buf_add_char(c->out, '"');
    }
    buf_add_char(c->out, '>');
}

void svg_link_open(struct canvas *c, struct str label, struct str url)
{
    buf_add_cstr(c->out, "<a class=\"mark\" href=\"");
    buf_add_escaped(c->out, url);
    buf_add_cstr(c->out, "\" aria-label=\"");
    buf_add_escaped(c->out, label);
    buf_add_cstr(c->out, "\">");
}

void svg_link_close(struct canvas *c)
{
    buf_add_cstr(c->out, "</a>");
}

void svg_group_close(struct canvas *c)
{
    buf_add_cstr(c->out, "</g>");
}

static void tip_line(struct canvas *c, double x, double y, struct str text)
{
    buf_add_cstr(c->out, "<tspan");
    attribute(c->out, "x", x);
    attribute(c->out, "y", y);
    buf_add_char(c->out, '>');
    buf_add_escaped(c->out, text);
    buf_add_cstr(c->out, "</tspan>");
}

/* "a name: 12 ms" in two lines where one would leave the drawing. */
void svg_tip(struct canvas *c, double x, double y, struct str text)
{
    struct arena *arena = c->chart->arena;
    const double room = c->width - 4, line = c->font * 1.25;
    const size_t colon = str_find(text, STR(": "));
    struct str name = STR("");
    double half;

    if (colon != STR_NONE && text_width(text, c->font) > room) {
        name = text_fit(arena, str_slice(text, 0, colon), c->font, room);
        text = str_from(text, colon + 2);
    }
    text = text_fit(arena, text, c->font, room);
    half = fmax(text_width(text, c->font), text_width(name, c->font)) / 2;
    x = fmin(fmax(x, half + 2), c->width - half - 2);
    y = fmax(y, c->font + 2 + (name.len > 0 ? line : 0));
    buf_add_cstr(c->out, "<text class=\"tip\" visibility=\"hidden\" "
                         "aria-hidden=\"true\" text-anchor=\"middle\" "
                         "style=\"fill:var(--ink,#1c1b19);stroke:var(--bg,"
                         "#fcfcfa);stroke-width:4px;paint-order:stroke\">");
    if (name.len > 0)
        tip_line(c, x, y - line, name);
    tip_line(c, x, y, text);
    buf_add_cstr(c->out, "</text>");
}
