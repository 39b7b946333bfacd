/* SPDX-License-Identifier: MIT */
/* Elements of SVG. */
#include "svg.h"

#include "measure.h"

#include <math.h>

void svg_number(struct buf *out, double x)
{
    char text[48];
    size_t len;

    snprintf(text, sizeof(text), "%.2f", x);
    len = strlen(text);
    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    if (len == 2 && text[0] == '-' && text[1] == '0')
        buf_add_char(out, '0');
    else
        buf_add_bytes(out, text, len);
}

static void attribute(struct buf *out, const char *name, double x)
{
    buf_add_fmt(out, " %s=\"", name);
    svg_number(out, x);
    buf_add_char(out, '"');
}

void svg_open(struct canvas *c)
{
    const struct chart *chart = c->chart;
    const char *which = c->narrow ? "narrow" : "wide";
    struct buf *out = c->out;

    buf_add_fmt(out, "<svg class=\"chart chart-%s\"", which);
    attribute(out, "width", c->width);
    attribute(out, "height", c->height);
    buf_add_cstr(out, " viewBox=\"0 0 ");
    svg_number(out, c->width);
    buf_add_char(out, ' ');
    svg_number(out, c->height);
    buf_add_fmt(out,
                "\" role=\"graphics-document document\" "
                "aria-labelledby=\"%" STR_FMT "-%s-t\" "
                "aria-describedby=\"%" STR_FMT "-%s-d\" "
                "style=\"font-size:%gpx;fill:var(--ink-2,#494741)\">",
                STR_ARG(chart->id), which, STR_ARG(chart->id), which, c->font);
    buf_add_fmt(out, "<title id=\"%" STR_FMT "-%s-t\">", STR_ARG(chart->id),
                which);
    buf_add_escaped(out, chart->title);
    buf_add_fmt(out, "</title><desc id=\"%" STR_FMT "-%s-d\">",
                STR_ARG(chart->id), which);
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

/* ---- Series, marks ---- */

static const char *color_of(unsigned color)
{
    static const char *const colors[] = {
        "var(--line-strong,#8a867c)", "var(--c1,#1159d6)", "var(--c2,#bc3e0a)",
        "var(--c3,#02695a)",          "var(--c4,#491974)", "var(--c5,#8b8f55)",
        "var(--c6,#be5e8d)",          "var(--c7,#0c94d2)", "var(--c8,#4f1e22)",
        "var(--accent,#b3380a)"};

    return colors[color <= COLOR_ACCENT ? color : COLOR_BASELINE];
}

static const char *class_of(unsigned color)
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
                class_of(color), color_of(color));
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

void svg_group_close(struct canvas *c)
{
    buf_add_cstr(c->out, "</g>");
}

void svg_tip(struct canvas *c, double x, double y, struct str text)
{
    const double half = text_width(text, c->font) / 2;

    x = fmin(fmax(x, half + 2), c->width - half - 2);
    y = fmax(y, c->font + 2);
    buf_add_cstr(c->out, "<text class=\"tip\" visibility=\"hidden\" "
                         "aria-hidden=\"true\" text-anchor=\"middle\"");
    attribute(c->out, "x", x);
    attribute(c->out, "y", y);
    buf_add_cstr(c->out, " style=\"fill:var(--ink,#1c1b19);stroke:var(--bg,"
                         "#fcfcfa);stroke-width:4px;paint-order:stroke\">");
    buf_add_escaped(c->out, text);
    buf_add_cstr(c->out, "</text>");
}

double svg_legend(struct canvas *c, double y)
{
    const struct chart *chart = c->chart;
    const double line = c->font + 8;
    double x = 0, at = y + c->font;

    if (chart->series.len < 2)
        return 0;
    buf_add_cstr(c->out, "<g class=\"legend\" aria-hidden=\"true\">");
    for (size_t i = 0; i < chart->series.len; i++) {
        const struct series *s = &chart->series.items[i];
        struct str name =
            text_fit(chart->arena, s->name, c->font, c->width - 24);
        const double width = 18 + text_width(name, c->font) + 16;

        if (x > 0 && x + width - 16 > c->width) {
            x = 0;
            at += line;
        }
        buf_add_fmt(c->out, "<g class=\"%s\" style=\"fill:%s\">",
                    class_of(s->color), color_of(s->color));
        svg_rect(c, "swatch", x, at - 10, 12, 10);
        buf_add_cstr(c->out, "</g>");
        svg_text(c, x + 18, at, ANCHOR_START, "key", name);
        x += width;
    }
    buf_add_cstr(c->out, "</g>");
    return at - y + 10;
}
