/* SPDX-License-Identifier: MIT */
/*
 * Lines, scatter plots, sparklines. Lines carry their names at their ends where
 * there is room, pushed apart; else a legend stands above. Long series keep the
 * first, last, least and largest point of each pixel column.
 */
#include "frame.h"
#include "measure.h"

#include <math.h>

#define MARKERS_MAX 12
#define DIRECT_MAX 8
#define LABEL_GAP 14.0
#define FAILED_MARK 0.01

/* ---- Reduction ---- */

struct kept {
    const struct point **items;
    size_t len;
};

/* The points of one pixel column: at most four, in their order. */
static void keep_column(struct kept *kept, const struct point *points,
                        size_t from, size_t to)
{
    size_t least = from, most = from;

    for (size_t i = from; i < to; i++) {
        if (points[i].y < points[least].y)
            least = i;
        if (points[i].y > points[most].y)
            most = i;
    }
    for (size_t i = from; i < to; i++)
        if (i == from || i == to - 1 || i == least || i == most)
            kept->items[kept->len++] = &points[i];
}

static struct kept reduce(const struct frame *f, const struct series *s)
{
    struct kept kept = {.items =
                            arena_array(f->c->chart->arena,
                                        const struct point *, s->points.len)};
    size_t from = 0;

    for (size_t i = 1; i <= s->points.len; i++) {
        const bool same =
            i < s->points.len && floor(frame_x(f, s->points.items[i].x)) <=
                                     floor(frame_x(f, s->points.items[from].x));

        if (same)
            continue;
        keep_column(&kept, s->points.items, from, i);
        from = i;
    }
    return kept;
}

/* ---- Shapes ---- */

static void add_xy(struct buf *out, double x, double y)
{
    svg_number(out, x);
    buf_add_char(out, ' ');
    svg_number(out, y);
}

static void draw_band(const struct frame *f, const struct series *s)
{
    struct buf *out = f->c->out;
    size_t len = s->points.len;
    bool any = false;

    for (size_t i = 0; i < len; i++)
        any = any || (isfinite(s->points.items[i].lo) &&
                      isfinite(s->points.items[i].hi));
    if (!any || len < 2)
        return;
    buf_add_cstr(out, "<path class=\"band\" style=\"stroke:none;opacity:.18\" "
                      "d=\"M");
    for (size_t i = 0; i < 2 * len; i++) {
        const struct point *p = &s->points.items[i < len ? i : 2 * len - 1 - i];
        const double edge = i < len ? p->hi : p->lo;
        const double y = isfinite(edge) ? edge : p->y;

        if (i > 0)
            buf_add_char(out, 'L');
        add_xy(out, frame_x(f, p->x),
               fmin(f->bottom, fmax(f->top, frame_y(f, y))));
    }
    buf_add_cstr(out, "Z\"/>");
}

static void draw_line(const struct frame *f, const struct kept *kept,
                      unsigned color)
{
    static const char *const dashes[] = {"", "", "6 3", "2 3", "8 3 2 3"};
    const char *dash = color < PHX_COUNT(dashes) ? dashes[color] : "6 3";
    struct buf *out = f->c->out;

    buf_add_fmt(out,
                "<path class=\"line\" style=\"fill:none;stroke-width:%s;"
                "stroke-linejoin:round",
                f->bare ? "1.5" : "2.5");
    if (dash[0])
        buf_add_fmt(out, ";stroke-dasharray:%s", dash);
    buf_add_cstr(out, "\" d=\"");
    for (size_t i = 0; i < kept->len; i++) {
        buf_add_char(out, i == 0 ? 'M' : 'L');
        add_xy(out, frame_x(f, kept->items[i]->x),
               frame_y(f, kept->items[i]->y));
    }
    buf_add_cstr(out, "\"/>");
}

/* Circle, square, triangle, diamond: filled for the first four series, hollow
 * for the rest. */
static void draw_marker(const struct frame *f, double x, double y,
                        unsigned color, bool hollow)
{
    static const char *const shapes[] = {
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-3.5-3.5h7v7h-7z",
        "m0-4.5l4.5 8h-9z", "m0-5l5 5l-5 5l-5-5z"};
    struct buf *out = f->c->out;
    const unsigned index = color > 0 && color < 9 ? color - 1 : 0;

    hollow = hollow || index >= PHX_COUNT(shapes);
    buf_add_cstr(out, "<path class=\"point\"");
    if (hollow)
        buf_add_cstr(out, " style=\"fill:var(--bg,#fcfcfa);stroke-width:1.5\"");
    buf_add_cstr(out, " d=\"M");
    add_xy(out, x, y);
    buf_add_cstr(out, shapes[index % PHX_COUNT(shapes)]);
    buf_add_cstr(out, "\"/>");
}

static void draw_cross(const struct frame *f, double x, double y)
{
    svg_line(f->c, "failed", x - 6, y - 6, x + 6, y + 6);
    svg_line(f->c, "failed", x - 6, y + 6, x + 6, y - 6);
}

static void draw_spread(const struct frame *f, const struct point *p)
{
    const double x = frame_x(f, p->x);

    if (isfinite(p->lo) && isfinite(p->hi))
        svg_line(f->c, "spread", x, fmin(f->bottom, frame_y(f, p->lo)), x,
                 fmax(f->top, frame_y(f, p->hi)));
}

static void draw_points(const struct frame *f, const struct series *s)
{
    const struct chart *chart = f->c->chart;
    const bool scatter = chart->kind == CHART_SCATTER;
    const bool markers = scatter || s->points.len <= MARKERS_MAX;

    for (size_t i = 0; i < s->points.len; i++) {
        const struct point *p = &s->points.items[i];
        const double x = frame_x(f, p->x), y = frame_y(f, p->y);
        const bool stop = chart_is_stop(chart, s, i);
        struct buf label = BUF_INIT;

        if (!markers && !stop)
            continue;
        chart_point_text(chart, s, p, &label);
        svg_mark_open(f->c, buf_str(&label), stop);
        if (p->color != s->color)
            svg_series_open(f->c, &(struct series){.name = STR("")}, p->color);
        if (scatter)
            draw_spread(f, p);
        if (markers)
            draw_marker(f, x, y, s->color, scatter);
        else
            draw_marker(f, x, y, 1, true);
        if (p->color != s->color)
            svg_group_close(f->c);
        if (p->failed > FAILED_MARK)
            draw_cross(f, x, y);
        svg_tip(f->c, x, y - 10, buf_str(&label));
        svg_group_close(f->c);
        buf_deinit(&label);
    }
}

/* ---- Names at the ends of lines ---- */

struct end_label {
    const struct series *s;
    double y;     /* of the line's end */
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

    return chart->kind == CHART_LINE && chart->series.len > 1 &&
           chart->series.len <= DIRECT_MAX &&
           widest_series(chart, c->font) <= c->width * 0.28;
}

static void draw_names(const struct frame *f)
{
    const struct chart *chart = f->c->chart;
    struct end_label ends[DIRECT_MAX];
    const size_t count = chart->series.len;
    double floor_y = f->bottom;

    for (size_t i = 0; i < count; i++) {
        const struct series *s = &chart->series.items[i];
        const struct point *last = &s->points.items[s->points.len - 1];

        ends[i] = (struct end_label){s, frame_y(f, last->y), 0};
    }
    if (count > 1)
        qsort(ends, count, sizeof(ends[0]), end_cmp);
    for (size_t i = 0; i < count; i++)
        ends[i].place = i > 0 && ends[i].y < ends[i - 1].place + LABEL_GAP
                            ? ends[i - 1].place + LABEL_GAP
                            : ends[i].y;
    for (size_t i = count; i-- > 0;) {
        ends[i].place = fmin(ends[i].place, floor_y);
        floor_y = ends[i].place - LABEL_GAP;
    }
    buf_add_cstr(f->c->out, "<g class=\"names\" aria-hidden=\"true\">");
    for (size_t i = 0; i < count; i++) {
        const struct series *s = ends[i].s;
        const double x = frame_x(f, s->points.items[s->points.len - 1].x);

        svg_line(f->c, "leader", fmin(x + 6, f->right + 2), ends[i].y,
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

static bool is_better(const struct chart *chart, const struct point *p,
                      const struct point *q)
{
    const bool higher = chart->better != BETTER_LOWER;

    return higher ? p->y > q->y : p->y < q->y;
}

/* The points no other is better than, as a step line: x is a cost, unless its
 * direction is the same as y's. */
static void draw_front(const struct frame *f)
{
    const struct chart *chart = f->c->chart;
    const struct point *best = NULL;
    struct buf *out = f->c->out;
    bool open = false;

    if (chart->series.len != 1 || chart_points(chart) < 4 ||
        (chart->better != BETTER_HIGHER && chart->better != BETTER_LOWER))
        return;
    for (size_t i = 0; i < chart->series.items[0].points.len; i++) {
        const struct point *p = &chart->series.items[0].points.items[i];

        if (best && !is_better(chart, p, best))
            continue;
        if (!open)
            buf_add_cstr(out, "<path class=\"front\" style=\"fill:none;"
                              "stroke:var(--line-strong,#8a867c);"
                              "stroke-dasharray:4 3\" d=\"M");
        else
            buf_add_char(out, 'H');
        if (open) {
            svg_number(out, frame_x(f, p->x));
            buf_add_char(out, 'V');
            svg_number(out, frame_y(f, p->y));
        } else {
            add_xy(out, frame_x(f, p->x), frame_y(f, p->y));
        }
        open = true;
        best = p;
    }
    if (open)
        buf_add_cstr(out, "\"/>");
}

void chart_draw_xy(struct canvas *c)
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
        top = svg_legend(c, 0);
    frame_init(&f, c, top, direct ? widest_series(chart, c->font) + 18 : 0);
    frame_draw(&f);
    if (chart->kind == CHART_SCATTER)
        draw_front(&f);
    for (size_t i = 0; i < chart->series.len; i++) {
        const struct series *s = &chart->series.items[i];
        struct kept kept = reduce(&f, s);

        svg_series_open(c, s, s->color);
        if (chart->kind != CHART_SCATTER) {
            draw_band(&f, s);
            draw_line(&f, &kept, s->color);
        }
        if (!f.bare)
            draw_points(&f, s);
        else
            draw_marker(&f, frame_x(&f, s->points.items[s->points.len - 1].x),
                        frame_y(&f, s->points.items[s->points.len - 1].y), 1,
                        false);
        svg_group_close(c);
        buf_add_char(c->out, '\n');
    }
    if (direct)
        draw_names(&f);
    svg_close(c);
}
