/* SPDX-License-Identifier: MIT */
/* Two axes: linear, logarithmic or time, without a box; the unit stands once,
 * at the highest tick. */
#include "frame.h"

#include "measure.h"

#include <math.h>

#define PIXELS_A_TICK_X 80.0
#define PIXELS_A_TICK_Y 55.0

static double shown(const struct axis *axis, double v)
{
    return axis->time ? v * 1000 : v * axis->display.factor;
}

static void pad(double *lo, double *hi)
{
    if (!(*hi > *lo)) {
        const double by = fabs(*lo) > 0 ? fabs(*lo) * 0.1 : 1;

        *lo -= by;
        *hi += by;
    }
}

static void log_domain(const struct axis *axis, double *lo, double *hi)
{
    struct log_scale s = {.base = axis->base, .start = *lo, .stop = *hi};

    if (!(*hi > *lo)) {
        s.start = *lo / axis->base;
        s.stop = *hi * axis->base;
    }
    log_nice(&s);
    *lo = s.start;
    *hi = s.stop;
}

static void find_domain(struct frame *f)
{
    const struct chart *chart = f->c->chart;
    double lo, hi;

    if (!chart_range_x(chart, &lo, &hi))
        lo = hi = 1;
    f->x0 = shown(&chart->x, lo);
    f->x1 = shown(&chart->x, hi);
    if (!chart->x.log)
        pad(&f->x0, &f->x1);
    else if (!(f->x1 > f->x0))
        log_domain(&chart->x, &f->x0, &f->x1);
    if (!chart_range_y(chart, &lo, &hi))
        lo = hi = 1;
    f->y0 = shown(&chart->y, lo);
    f->y1 = shown(&chart->y, hi);
    if (chart->y.log) {
        log_domain(&chart->y, &f->y0, &f->y1);
        return;
    }
    /* From zero when that costs less than half of the height. */
    if (!f->bare && f->y0 > 0 && f->y0 < f->y1 * 0.5)
        f->y0 = 0;
    pad(&f->y0, &f->y1);
    if (!f->bare)
        linear_nice(&f->y0, &f->y1, 5);
    if (chart->kind == CHART_SCATTER && !chart->x.log)
        linear_nice(&f->x0, &f->x1, 6);
}

static struct tick_list ticks_of(const struct frame *f, const struct axis *axis,
                                 double lo, double hi, double count)
{
    struct arena *arena = f->c->chart->arena;
    const struct log_scale s = {.base = axis->base, .start = lo, .stop = hi};

    if (axis->time)
        return utc_ticks(arena, lo, hi, count);
    return axis->log ? log_ticks(arena, &s, count)
                     : ticks(arena, lo, hi, count);
}

static void add_label(const struct axis *axis, double lo, double hi,
                      double count, size_t tick_count, double tick,
                      struct buf *out)
{
    const struct log_scale s = {.base = axis->base, .start = lo, .stop = hi};
    struct display d = axis->display;

    if (axis->time) {
        utc_label(out, tick);
    } else if (axis->log && !(axis->base < 2) && !(axis->base > 2)) {
        struct number_format f;

        phx_ignore(number_format_parse(STR(",~f"), &f), "it is right");
        number_format_add(out, &f, tick);
    } else if (axis->log) {
        log_label(out, &s, count, tick_count, tick);
    } else {
        d.factor = 1;
        d.decimals = precision_fixed(tick_step(lo, hi, count));
        d.decimals = d.decimals < 0 ? 0 : d.decimals;
        display_number(out, &d, tick);
    }
}

static double count_y(const struct frame *f)
{
    return fmax(2, floor((f->bottom - f->top) / PIXELS_A_TICK_Y));
}

static double count_x(const struct frame *f)
{
    return fmax(2, floor((f->right - f->left) / PIXELS_A_TICK_X));
}

static double widest_label(const struct frame *f)
{
    const struct axis *axis = &f->c->chart->y;
    struct tick_list list = ticks_of(f, axis, f->y0, f->y1, count_y(f));
    double width = 0;

    for (size_t i = 0; i < list.len; i++) {
        struct buf text = BUF_INIT;

        add_label(axis, f->y0, f->y1, count_y(f), list.len, list.items[i],
                  &text);
        width = fmax(width, text_width(buf_str(&text), f->c->font));
        buf_deinit(&text);
    }
    return width;
}

void frame_init(struct frame *f, struct canvas *c, double top,
                double right_room)
{
    f->c = c;
    f->top = top + (f->bare ? 4 : c->font + 10);
    f->bottom = c->height - (f->bare ? 4 : c->font * 2 + 16);
    f->left = f->bare ? 2 : 40;
    f->right = c->width - fmax(right_room, f->bare ? 5 : 10);
    find_domain(f);
    if (!f->bare)
        f->left = widest_label(f) + 10;
}

static double position(const struct axis *axis, double v, double lo, double hi)
{
    const struct log_scale s = {.base = axis->base, .start = lo, .stop = hi};

    return axis->log ? log_position(&s, v) : (v - lo) / (hi - lo);
}

double frame_x(const struct frame *f, double x)
{
    const struct axis *axis = &f->c->chart->x;

    return f->left +
           position(axis, shown(axis, x), f->x0, f->x1) * (f->right - f->left);
}

double frame_y(const struct frame *f, double y)
{
    const struct axis *axis = &f->c->chart->y;

    return f->bottom -
           position(axis, shown(axis, y), f->y0, f->y1) * (f->bottom - f->top);
}

static void draw_y(const struct frame *f)
{
    const struct axis *axis = &f->c->chart->y;
    struct tick_list list = ticks_of(f, axis, f->y0, f->y1, count_y(f));
    double above = (double)INFINITY;

    for (size_t i = 0; i < list.len; i++) {
        const double at =
            f->bottom -
            position(axis, list.items[i], f->y0, f->y1) * (f->bottom - f->top);
        const bool zero = !(fabs(list.items[i]) > 0);
        struct buf text = BUF_INIT;

        svg_line(f->c, zero ? "axis" : "grid", f->left, at, f->right, at);
        add_label(axis, f->y0, f->y1, count_y(f), list.len, list.items[i],
                  &text);
        if (text.len > 0 && above - at >= f->c->font) {
            svg_text(f->c, f->left - 6, at + f->c->font * 0.35, ANCHOR_END,
                     "tick", buf_str(&text));
            above = at;
        }
        buf_deinit(&text);
    }
    if (axis->display.unit.len > 0)
        svg_text(f->c, 0, f->top - 10, ANCHOR_START, "unit",
                 axis->display.unit);
}

static void draw_x(const struct frame *f)
{
    const struct axis *axis = &f->c->chart->x;
    struct tick_list list = ticks_of(f, axis, f->x0, f->x1, count_x(f));
    struct str title = axis->title;
    double before = -(double)INFINITY;

    svg_line(f->c, "axis", f->left, f->bottom, f->right, f->bottom);
    for (size_t i = 0; i < list.len; i++) {
        const double at =
            f->left +
            position(axis, list.items[i], f->x0, f->x1) * (f->right - f->left);
        struct buf text = BUF_INIT;
        double half;

        add_label(axis, f->x0, f->x1, count_x(f), list.len, list.items[i],
                  &text);
        half = text_width(buf_str(&text), f->c->font) / 2;
        svg_line(f->c, "axis", at, f->bottom, at, f->bottom + 4);
        if (text.len > 0 && at - half > before + 4 &&
            at + half < f->c->width + 4) {
            svg_text(f->c, fmin(at, f->c->width - half),
                     f->bottom + f->c->font + 6, ANCHOR_MIDDLE, "tick",
                     buf_str(&text));
            before = at + half;
        }
        buf_deinit(&text);
    }
    if (axis->display.unit.len > 0 && !axis->time)
        title = str_fmt(f->c->chart->arena, "%" STR_FMT " (%" STR_FMT ")",
                        STR_ARG(title), STR_ARG(axis->display.unit));
    if (axis->log)
        title = str_fmt(f->c->chart->arena, "%" STR_FMT ", %s", STR_ARG(title),
                        words(f->c->chart->language, WORD_LOG_SCALE));
    svg_text(f->c, f->right, f->c->height - 4, ANCHOR_END, "axis-title", title);
}

void frame_draw(const struct frame *f)
{
    if (f->bare)
        return;
    buf_add_cstr(f->c->out, "<g aria-hidden=\"true\">");
    draw_y(f);
    draw_x(f);
    buf_add_cstr(f->c->out, "</g>\n");
}
