/* SPDX-License-Identifier: MIT */
/*
 * Heat tables: HTML, not SVG, with the values in the cells, seven steps of one
 * hue, and ink that reads on each. Rows are categories of x, columns series.
 */
#include "chart.h"

#include <math.h>

#define STEPS 7

#define LOG_FROM 100.0

bool chart_heat_is_log(const struct chart *chart)
{
    double lo, hi;

    return chart_range_y(chart, &lo, &hi) && lo > 0 && hi / lo >= LOG_FROM;
}

static unsigned step_of(double v, double lo, double hi)
{
    const double t = hi > lo ? (v - lo) / (hi - lo) : 0.5;

    return 1 + (unsigned)fmin(STEPS - 1, floor(t * STEPS));
}

static const struct point *point_at(const struct series *s, size_t category)
{
    for (size_t i = 0; i < s->points.len; i++)
        if ((size_t)s->points.items[i].x == category)
            return &s->points.items[i];
    return NULL;
}

static void write_cell(const struct chart *chart, const struct point *p,
                       double lo, double hi, struct buf *out)
{
    static const char *const steps[STEPS] = {"#e6f2f9", "#b6d3e5", "#85b3d5",
                                             "#5593c6", "#2872b3", "#035098",
                                             "#08336c"};
    unsigned step;

    if (!p || isnan(p->y)) {
        buf_add_cstr(out, "<td>–</td>");
        return;
    }
    step = chart_heat_is_log(chart) ? step_of(log(p->y), log(lo), log(hi))
                                    : step_of(p->y, lo, hi);
    buf_add_fmt(out,
                "<td class=\"number q%u\" style=\"background:var(--q%u,%s);"
                "color:var(--q%u-ink,%s)\">",
                step, step, steps[step - 1], step,
                step <= 4 ? "#0b0d0f" : "#fff");
    display_number(out, &chart->y.display, p->y);
    buf_add_cstr(out, "</td>");
}

void chart_write_heat(const struct chart *chart, struct buf *out)
{
    double lo, hi;

    if (!chart_range_y(chart, &lo, &hi))
        lo = hi = 0;
    buf_add_cstr(out, "<div class=\"table\" role=\"region\" tabindex=\"0\" "
                      "aria-label=\"");
    buf_add_escaped(out, chart->title);
    buf_add_cstr(out, "\"><table class=\"heat\"><thead><tr><th scope=\"col\">");
    buf_add_escaped(out, chart->x.title.len ? chart->x.title : chart->y.title);
    buf_add_cstr(out, "</th>");
    for (size_t i = 0; i < chart->series.len; i++) {
        buf_add_cstr(out, "<th scope=\"col\">");
        buf_add_escaped(out, chart->series.items[i].name.len
                                 ? chart->series.items[i].name
                                 : chart->y.title);
        buf_add_cstr(out, "</th>");
    }
    buf_add_cstr(out, "</tr></thead>\n<tbody>");
    for (size_t row = 0; row < chart->x.name_count; row++) {
        buf_add_cstr(out, "<tr><th scope=\"row\">");
        buf_add_escaped(out, chart->x.names[row]);
        buf_add_cstr(out, "</th>");
        for (size_t i = 0; i < chart->series.len; i++)
            write_cell(chart, point_at(&chart->series.items[i], row), lo, hi,
                       out);
        buf_add_cstr(out, "</tr>\n");
    }
    buf_add_cstr(out, "</tbody></table></div>\n");
}
