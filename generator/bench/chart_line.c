/* SPDX-License-Identifier: MIT */
/*
 * Lines: series, percentiles, sparklines. They carry their names at their ends
 * where there is room, pushed apart; else a legend stands above. Long series
 * keep the first, last, least and largest value of each pixel column, so that
 * spikes stay. A value that is no number is a gap.
 */
#include "marks.h"
#include "measure.h"

#include <math.h>

#define MARKERS_MAX 12
#define DASHES_MAX 100
#define DIRECT_MAX 14
#define LABEL_GAP 14.0

/* ---- Reduction ---- */

/* A path while it grows: at most four values wait, those of a pixel column. */
struct path {
    const struct frame *f;
    const struct series *s;
    const double *ys; /* of the points; NULL: their own */
    struct buf *out;
    bool open;      /* the pen is down */
    size_t drawn;   /* values since it came down */
    double column;  /* in pixels; NaN: nothing waits */
    size_t kept[4]; /* first, least, most, last */
};

static double value_at(const struct path *p, size_t i)
{
    return p->ys ? p->ys[i] : p->s->points.items[i].y;
}

static void put(struct path *p, size_t i)
{
    buf_add_char(p->out, p->open ? 'L' : 'M');
    svg_tenth(p->out, frame_x(p->f, p->s->points.items[i].x));
    buf_add_char(p->out, ' ');
    svg_tenth(p->out, frame_y(p->f, value_at(p, i)));
    p->open = true;
    p->drawn++;
}

/* The values of the column in their order, each once. */
static void flush(struct path *p)
{
    const size_t least = p->kept[1] < p->kept[2] ? p->kept[1] : p->kept[2];
    const size_t most = p->kept[1] < p->kept[2] ? p->kept[2] : p->kept[1];

    if (isnan(p->column))
        return;
    put(p, p->kept[0]);
    if (least > p->kept[0])
        put(p, least);
    if (most > p->kept[0] && most > least)
        put(p, most);
    if (p->kept[3] > p->kept[0] && p->kept[3] > most)
        put(p, p->kept[3]);
    p->column = (double)NAN;
}

/* A value alone between two gaps is a dot. */
static void lift(struct path *p)
{
    flush(p);
    if (p->drawn == 1)
        buf_add_cstr(p->out, "m-1 0h2");
    p->open = false;
    p->drawn = 0;
}

static void take(struct path *p, size_t i)
{
    const double y = value_at(p, i);
    const double column = floor(frame_x(p->f, p->s->points.items[i].x));

    if (isnan(y)) {
        lift(p);
        return;
    }
    if (isnan(p->column) || column > p->column) {
        flush(p);
        p->column = column;
        for (size_t k = 0; k < PHX_COUNT(p->kept); k++)
            p->kept[k] = i;
        return;
    }
    if (y < value_at(p, p->kept[1]))
        p->kept[1] = i;
    if (y > value_at(p, p->kept[2]))
        p->kept[2] = i;
    p->kept[3] = i;
}

static void add_path(const struct frame *f, const struct series *s,
                     const double *ys, struct buf *out)
{
    struct path p = {
        .f = f, .s = s, .ys = ys, .out = out, .column = (double)NAN};

    for (size_t i = 0; i < s->points.len; i++)
        take(&p, i);
    lift(&p);
}

/* ---- Bands ---- */

/* The spread of a pixel column: from its lowest to its highest. */
struct slice {
    double x, lo, hi;
};

static size_t cut_slices(const struct frame *f, const struct series *s,
                         struct slice *slices)
{
    size_t count = 0;

    for (size_t i = 0; i < s->points.len; i++) {
        const struct point *p = &s->points.items[i];
        const double x = frame_x(f, p->x);
        const double lo = isfinite(p->lo) ? p->lo : p->y;
        const double hi = isfinite(p->hi) ? p->hi : p->y;
        struct slice *last = count > 0 ? &slices[count - 1] : NULL;

        if (last && !isnan(p->y) && !isnan(last->lo) &&
            floor(x) <= floor(last->x)) {
            last->lo = fmin(last->lo, lo);
            last->hi = fmax(last->hi, hi);
        } else {
            slices[count++] = (struct slice){x, lo, hi};
        }
    }
    return count;
}

static void add_slices(const struct frame *f, const struct slice *slices,
                       size_t len)
{
    struct buf *out = f->c->out;

    for (size_t i = 0; i < 2 * len; i++) {
        const struct slice *s = &slices[i < len ? i : 2 * len - 1 - i];
        const double y = frame_y(f, i < len ? s->hi : s->lo);

        buf_add_char(out, i == 0 ? 'M' : 'L');
        svg_tenth(out, s->x);
        buf_add_char(out, ' ');
        svg_tenth(out, fmin(f->bottom, fmax(f->top, y)));
    }
    if (len > 0)
        buf_add_char(out, 'Z');
}

static void draw_band(const struct frame *f, const struct series *s)
{
    struct slice *slices;
    size_t count, from = 0;
    bool any = false;

    for (size_t i = 0; i < s->points.len && !any; i++)
        any =
            isfinite(s->points.items[i].lo) && isfinite(s->points.items[i].hi);
    if (!any || s->points.len < 2)
        return;
    slices = arena_array(f->c->chart->arena, struct slice, s->points.len);
    count = cut_slices(f, s, slices);
    buf_add_cstr(f->c->out, "<path class=\"band\" style=\"stroke:none;"
                            "opacity:.18\" d=\"");
    for (size_t i = 0; i <= count; i++)
        if (i == count || isnan(slices[i].lo)) { /* a gap */
            add_slices(f, slices + from, i - from);
            from = i + 1;
        }
    buf_add_cstr(f->c->out, "\"/>");
}

/* ---- Lines ---- */

static void open_line(const struct frame *f, const struct series *s,
                      const char *width, const char *opacity)
{
    struct buf *out = f->c->out;
    const char *dash = marks_dash(s->color);

    buf_add_fmt(out,
                "<path class=\"line\" style=\"fill:none;stroke-width:%s;"
                "stroke-linejoin:round%s",
                width, opacity);
    if (dash[0] && (s->points.len <= DASHES_MAX || s->smooth))
        buf_add_fmt(out, ";stroke-dasharray:%s", dash);
    buf_add_cstr(out, "\" d=\"");
}

/* Smoothed: the file's values stay visible, thin, behind. */
static void draw_line(const struct frame *f, const struct series *s)
{
    struct buf *out = f->c->out;

    if (s->smooth) {
        buf_add_cstr(out, "<path class=\"raw\" style=\"fill:none;"
                          "stroke-width:1;opacity:.4\" d=\"");
        add_path(f, s, NULL, out);
        buf_add_cstr(out, "\"/>");
    }
    open_line(f, s, f->bare ? "1.5" : s->points.len > 1000 ? "1.5" : "2.5", "");
    add_path(f, s, s->smooth, out);
    buf_add_cstr(out, "\"/>");
}

static void draw_points(const struct frame *f, const struct series *s)
{
    const size_t len = s->points.len;
    const size_t stops[] = {0, s->least, s->most, len - 1};
    const bool all = len <= MARKERS_MAX || s->points.items[0].url.len > 0;

    for (size_t i = 0; i < len && all; i++)
        if (isfinite(s->points.items[i].y))
            marks_point(f, s, i, POINT_ON_LINE);
    for (size_t i = 0; i < PHX_COUNT(stops) && !all; i++) {
        bool before = isnan(s->points.items[stops[i]].y) ||
                      !chart_is_stop(f->c->chart, s, stops[i]);

        for (size_t k = 0; k < i; k++)
            before = before || stops[k] == stops[i];
        if (!before)
            marks_point(f, s, stops[i], POINT_RING);
    }
}

/* ---- Names at the ends of lines ---- */

struct end_label {
    const struct series *s;
    double x, y;  /* of the line's end */
    double place; /* of the text */
};

static int end_cmp(const void *a, const void *b)
{
    const struct end_label *p = a, *q = b;

    if (p->y < q->y || p->y > q->y)
        return (p->y > q->y) - (p->y < q->y);
    return (p->s > q->s) - (p->s < q->s);
}

static double widest_series(const struct chart *chart, double font)
{
    double width = 0;

    for (size_t i = 0; i < chart->series.len; i++)
        width = fmax(width, text_width(chart->series.items[i].name, font));
    return width;
}

static bool labels_fit(const struct canvas *c)
{
    const struct chart *chart = c->chart;

    return chart->kind != CHART_SPARK && chart->series.len > 1 &&
           chart->series.len <= DIRECT_MAX &&
           widest_series(chart, c->font) <= c->width * 0.28;
}

static struct end_label end_of(const struct frame *f, const struct series *s)
{
    size_t last = s->points.len - 1;

    while (last > 0 && isnan(s->points.items[last].y))
        last--;
    return (struct end_label){
        .s = s,
        .x = frame_x(f, s->points.items[last].x),
        .y = frame_y(f, s->smooth ? s->smooth[last] : s->points.items[last].y)};
}

static void push_apart(const struct frame *f, struct end_label *ends,
                       size_t count)
{
    double floor_y = f->bottom;

    for (size_t i = 0; i < count; i++)
        ends[i].place = i > 0 && ends[i].y < ends[i - 1].place + LABEL_GAP
                            ? ends[i - 1].place + LABEL_GAP
                            : ends[i].y;
    for (size_t i = count; i-- > 0;) {
        ends[i].place = fmin(ends[i].place, floor_y);
        floor_y = ends[i].place - LABEL_GAP;
    }
}

static void draw_names(const struct frame *f)
{
    const struct chart *chart = f->c->chart;
    struct end_label ends[DIRECT_MAX];
    const size_t count = chart->series.len;

    for (size_t i = 0; i < count; i++)
        ends[i] = end_of(f, &chart->series.items[i]);
    if (count > 1)
        qsort(ends, count, sizeof(ends[0]), end_cmp);
    push_apart(f, ends, count);
    buf_add_cstr(f->c->out, "<g class=\"names\" aria-hidden=\"true\">");
    for (size_t i = 0; i < count; i++) {
        const struct series *s = ends[i].s;

        svg_line(f->c, "leader", fmin(ends[i].x + 6, f->right + 2), ends[i].y,
                 f->right + 10, ends[i].place);
        svg_series_open(f->c, &(struct series){.name = STR("")}, s->color);
        buf_add_cstr(f->c->out, "<g style=\"stroke:none\">");
        svg_text(f->c, f->right + 13, ends[i].place + f->c->font * 0.35,
                 ANCHOR_START, "name", s->name);
        svg_group_close(f->c);
        svg_group_close(f->c);
    }
    svg_group_close(f->c);
}

/* ---- The charts ---- */

static void draw_series(const struct frame *f, const struct series *s)
{
    svg_series_open(f->c, s, s->color);
    draw_band(f, s);
    draw_line(f, s);
    if (f->bare) {
        const struct end_label end = end_of(f, s);

        marks_shape(f->c, end.x, end.y, 1, false);
    } else {
        draw_points(f, s);
    }
    svg_group_close(f->c);
    buf_add_char(f->c->out, '\n');
}

void chart_draw_lines(struct canvas *c)
{
    const struct chart *chart = c->chart;
    const bool direct = labels_fit(c);
    struct frame f = {.bare = chart->kind == CHART_SPARK};
    double top = 0;

    if (f.bare) {
        c->width = 96;
        c->height = 24;
    }
    svg_open(c);
    if (!direct && !f.bare)
        top = marks_legend(c, 0);
    frame_init(&f, c, top, direct ? widest_series(chart, c->font) + 18 : 0);
    frame_draw(&f);
    for (size_t i = 0; i < chart->series.len; i++)
        draw_series(&f, &chart->series.items[i]);
    if (direct)
        draw_names(&f);
    svg_close(c);
}
