/* SPDX-License-Identifier: MIT */
/* Two axes: linear, logarithmic or time, without a box; the unit stands once,
 * at the highest tick. */
#include "frame.h"

#include "measure.h"

#include <math.h>

#define PIXELS_A_TICK_X 80.0
#define PIXELS_A_TICK_Y 55.0

/* p100 would be endless: the axis ends here. */
#define SHARE_MAX 0.999999

static double shown(const struct axis *axis, double v)
{
    if (axis->share)
        return fmin(v, SHARE_MAX);
    return axis->time ? v * 1000 : v * axis->display.factor;
}

/* Where a shown value stands, in a measure in which the axis is even. */
static double place(const struct axis *axis, double v)
{
    if (axis->share)
        return -log(1 - v);
    return axis->log ? log(v) : v;
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
    if (chart->kind == CHART_SCATTER && !chart->x.log && !chart->x.time &&
        f->x0 > 0 && f->x0 < f->x1 * 0.5)
        f->x0 = 0;
    if (chart->x.share && !(f->x1 > f->x0))
        f->x0 = 0;
    else if (!chart->x.log)
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

/* Of percentiles: those that people name, within the domain. */
static struct tick_list share_ticks(struct arena *arena, double lo, double hi)
{
    static const double named[] = {0,    0.25, 0.5,   0.75,   0.9,
                                   0.95, 0.99, 0.999, 0.9999, 0.99999};
    struct tick_list list = {.items =
                                 arena_array(arena, double, PHX_COUNT(named))};

    for (size_t i = 0; i < PHX_COUNT(named); i++)
        if (named[i] >= lo && named[i] <= hi)
            list.items[list.len++] = named[i];
    return list;
}

static struct tick_list ticks_of(const struct frame *f, const struct axis *axis,
                                 double lo, double hi, double count)
{
    struct arena *arena = f->c->chart->arena;
    const struct log_scale s = {.base = axis->base, .start = lo, .stop = hi};

    if (axis->share)
        return share_ticks(arena, lo, hi);
    if (axis->time)
        return utc_ticks(arena, lo, hi, count);
    return axis->log ? log_ticks(arena, &s, count)
                     : ticks(arena, lo, hi, count);
}

/* Which ticks have a label is d3's choice; its "100m" beside a unit would be
 * read as a prefix, so numbers stand as they are: 0.1, 1,000, 1e-7. */
static void add_log_label(const struct log_scale *s, bool choose, double count,
                          size_t tick_count, double tick, struct buf *out)
{
    const size_t before = out->len;
    const bool plain = fabs(tick) >= 1e-4 && fabs(tick) < 1e7;
    struct number_format f;

    if (choose) {
        log_label(out, s, count, tick_count, tick);
        if (out->len == before)
            return;
        buf_truncate(out, before);
    }
    phx_ignore(number_format_parse(plain ? STR(",~f") : STR("~e"), &f),
               "it is right");
    number_format_add(out, &f, tick);
}

static void add_label(const struct axis *axis, double lo, double hi,
                      double count, size_t tick_count, double tick,
                      struct buf *out)
{
    const struct log_scale s = {.base = axis->base, .start = lo, .stop = hi};
    struct display d = axis->display;

    if (axis->share) {
        buf_add_fmt(out, "p%.7g", tick * 100);
    } else if (axis->time) {
        utc_label(out, tick);
    } else if (axis->log) {
        add_log_label(&s, axis->base > 2, count, tick_count, tick, out);
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

/* One multiplication a value: ten thousand are placed twice a chart. */
static void fix_scale(const struct axis *axis, double lo, double hi,
                      double from, double to, double *start, double *by)
{
    const double first = place(axis, lo), last = place(axis, hi);

    *by = last > first ? (to - from) / (last - first) : 0;
    *start = last > first ? from - first * *by : (from + to) / 2;
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
        f->left = widest_label(f) + 14;
    fix_scale(&c->chart->x, f->x0, f->x1, f->left, f->right, &f->x_from,
              &f->x_by);
    fix_scale(&c->chart->y, f->y0, f->y1, f->bottom, f->top, &f->y_from,
              &f->y_by);
}

static double at_x(const struct frame *f, double shown_value)
{
    return f->x_from + f->x_by * place(&f->c->chart->x, shown_value);
}

static double at_y(const struct frame *f, double shown_value)
{
    return f->y_from + f->y_by * place(&f->c->chart->y, shown_value);
}

double frame_x(const struct frame *f, double x)
{
    return at_x(f, shown(&f->c->chart->x, x));
}

double frame_y(const struct frame *f, double y)
{
    const struct axis *axis = &f->c->chart->y;

    if (axis->log && y <= 0) /* the lower end of a spread */
        return f->bottom;
    return at_y(f, shown(axis, y));
}

static void draw_y(const struct frame *f)
{
    const struct axis *axis = &f->c->chart->y;
    struct tick_list list = ticks_of(f, axis, f->y0, f->y1, count_y(f));
    double above = (double)INFINITY;

    for (size_t i = 0; i < list.len; i++) {
        const double at = at_y(f, list.items[i]);
        const bool zero = !(fabs(list.items[i]) > 0);
        struct buf text = BUF_INIT;

        add_label(axis, f->y0, f->y1, count_y(f), list.len, list.items[i],
                  &text);
        if (text.len > 0)
            svg_line(f->c, zero ? "axis" : "grid", f->left, at, f->right, at);
        if (text.len > 0 && above - at >= f->c->font) {
            svg_text(f->c, f->left - 9, at + f->c->font * 0.35, ANCHOR_END,
                     "tick", buf_str(&text));
            above = at;
        }
        buf_deinit(&text);
    }
    if (axis->display.unit.len > 0)
        svg_text(f->c, 0, f->top - 10, ANCHOR_START, "unit",
                 axis->display.unit);
}

/* Ticks of hours and seconds do not say of which day. */
#define DAYS_SHORT (2 * 86400e3)

static struct str with_day(const struct frame *f, struct str title)
{
    const struct date_fields d =
        date_fields((struct date){.unix_seconds = (int64_t)(f->x0 / 1000)});

    return str_fmt(f->c->chart->arena,
                   "%" STR_FMT ", %04d-%02d-%02d %02d:%02d UTC", STR_ARG(title),
                   d.year, d.month, d.day, d.hour, d.minute);
}

static void draw_x(const struct frame *f)
{
    const struct axis *axis = &f->c->chart->x;
    struct tick_list list = ticks_of(f, axis, f->x0, f->x1, count_x(f));
    struct str title = axis->title;
    double before = -(double)INFINITY;

    svg_line(f->c, "axis", f->left, f->bottom, f->right, f->bottom);
    for (size_t i = 0; i < list.len; i++) {
        const double at = at_x(f, list.items[i]);
        struct buf text = BUF_INIT;
        double half;

        add_label(axis, f->x0, f->x1, count_x(f), list.len, list.items[i],
                  &text);
        half = text_width(buf_str(&text), f->c->font) / 2;
        svg_line(f->c, "axis", at, f->bottom, at, f->bottom + 4);
        if (f->c->chart->kind == CHART_SCATTER && text.len > 0)
            svg_line(f->c, "grid", at, f->top, at, f->bottom);
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
    if (axis->time && f->x1 - f->x0 < DAYS_SHORT)
        title = with_day(f, title);
    svg_text(f->c, f->right, f->c->height - 4, ANCHOR_END, "axis-title",
             text_fit(f->c->chart->arena, title, f->c->font, f->right));
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
