/* SPDX-License-Identifier: MIT */
/*
 * Scatter plots: latency against throughput. The points that no other is better
 * than are joined by a dashed line, when both directions are known. Few points
 * have their names beside them, where nothing is in the way; very many are dots
 * of one path.
 */
#include "marks.h"
#include "measure.h"

#include <math.h>

#define NAMED_MAX 40
#define NAME_WIDTH 120.0
#define DOTS_FROM 400

/* ---- The Pareto front ---- */

static bool is_better(double a, double b, enum better better)
{
    return better == BETTER_HIGHER ? a > b : a < b;
}

/* The best point of each pixel column; the rest are not on the front. */
static const struct point **best_of_columns(const struct frame *f, size_t count)
{
    const struct chart *chart = f->c->chart;
    const struct point **best =
        arena_array(chart->arena, const struct point *, count);

    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const struct point *p = &chart->series.items[i].points.items[k];
            const struct point **slot =
                &best[(size_t)fmax(0, floor(frame_x(f, p->x)))];

            if (!*slot || is_better(p->y, (*slot)->y, chart->better) ||
                (!is_better((*slot)->y, p->y, chart->better) &&
                 is_better(p->x, (*slot)->x, chart->x.better)))
                *slot = p;
        }
    return best;
}

static void add_corner(struct buf *out, char command, double at)
{
    buf_add_char(out, command);
    svg_number(out, at);
}

/* What lies on the worse side of the line has a better point. */
static void draw_front(const struct frame *f)
{
    const struct chart *chart = f->c->chart;
    const size_t count = (size_t)f->c->width + 1;
    const bool backwards = chart->x.better == BETTER_HIGHER;
    const bool y_up = chart->better == BETTER_HIGHER;
    const struct point *best = NULL, **columns;
    struct buf *out = f->c->out;

    if (!chart_has_front(chart))
        return;
    columns = best_of_columns(f, count);
    buf_add_cstr(out, "<path class=\"front\" style=\"fill:none;stroke:var("
                      "--line-strong,#8a867c);stroke-dasharray:4 3\" d=\"");
    for (size_t i = 0; i < count; i++) {
        const struct point *p = columns[backwards ? count - 1 - i : i];

        if (!p || (best && !is_better(p->y, best->y, chart->better)))
            continue;
        add_corner(out, best ? 'H' : 'M', frame_x(f, p->x));
        if (!best) /* from the edge of what is worse */
            add_corner(out, ' ', y_up ? f->bottom : f->top);
        add_corner(out, 'V', frame_y(f, p->y));
        best = p;
    }
    add_corner(out, 'H', backwards ? f->left : f->right);
    buf_add_cstr(out, "\"/>");
}

/* ---- Many points ---- */

static char *digits_before(char *at, unsigned n)
{
    do
        *--at = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return at;
}

/* "M12 34h0" in one piece: there are thousands. */
static void add_dot(struct buf *out, unsigned x, unsigned y)
{
    char text[32], *const end = text + sizeof(text), *at = end;

    *--at = '0';
    *--at = 'h';
    at = digits_before(at, y);
    *--at = ' ';
    at = digits_before(at, x);
    *--at = 'M';
    buf_add_bytes(out, at, (size_t)(end - at));
}

/* Dots are wider than a pixel: those of one pixel are one, in its middle. */
static void draw_dots(const struct frame *f, const struct series *s)
{
    const size_t across = (size_t)f->c->width + 1;
    const size_t down = (size_t)f->c->height + 1;
    struct buf *out = f->c->out;
    bool *taken = arena_array(f->c->chart->arena, bool, across *down);

    buf_add_cstr(out, "<path class=\"dots\" style=\"fill:none;stroke-width:3;"
                      "stroke-linecap:round;stroke-opacity:.6\" d=\"");
    for (size_t i = 0; i < s->points.len; i++) {
        const double x = round(frame_x(f, s->points.items[i].x));
        const double y = round(frame_y(f, s->points.items[i].y));
        const size_t at = (size_t)y * across + (size_t)x;

        if (taken[at])
            continue;
        taken[at] = true;
        add_dot(out, (unsigned)x, (unsigned)y);
    }
    buf_add_cstr(out, "\"/>");
}

static void draw_series(const struct frame *f, const struct series *s)
{
    const bool dots = chart_points(f->c->chart) >= DOTS_FROM;
    const size_t stops[] = {0, s->least, s->most, s->points.len - 1};

    svg_series_open(f->c, s, s->color);
    if (dots)
        draw_dots(f, s);
    for (size_t i = 0; i < s->points.len && !dots; i++)
        marks_point(f, s, i, POINT_FREE);
    for (size_t i = 0; i < PHX_COUNT(stops) && dots; i++) {
        bool before = !chart_is_stop(f->c->chart, s, stops[i]);

        for (size_t k = 0; k < i; k++)
            before = before || stops[k] == stops[i];
        if (!before)
            marks_point(f, s, stops[i], POINT_RING);
    }
    svg_group_close(f->c);
    buf_add_char(f->c->out, '\n');
}

/* ---- Names beside points ---- */

struct box {
    double left, top, right, bottom;
};

struct names {
    const struct frame *f;
    struct box *taken;
    size_t len;
};

static bool is_free(const struct names *n, const struct box *box)
{
    if (box->left < n->f->left || box->right > n->f->c->width ||
        box->top < n->f->top - n->f->c->font || box->bottom > n->f->bottom)
        return false;
    for (size_t i = 0; i < n->len; i++)
        if (box->left < n->taken[i].right && n->taken[i].left < box->right &&
            box->top < n->taken[i].bottom && n->taken[i].top < box->bottom)
            return false;
    return true;
}

/* To the right, the left, above, below: the first that is free. */
static void place_name(struct names *n, const struct point *p)
{
    static const enum anchor anchors[] = {ANCHOR_START, ANCHOR_END,
                                          ANCHOR_MIDDLE, ANCHOR_MIDDLE};
    struct canvas *c = n->f->c;
    const double x = frame_x(n->f, p->x), y = frame_y(n->f, p->y);
    struct str name = text_fit(c->chart->arena, p->name, c->font, NAME_WIDTH);
    const double width = text_width(name, c->font), half = c->font * 0.6;
    const struct box boxes[] = {
        {x + 7, y - half, x + 7 + width, y + half},
        {x - 7 - width, y - half, x - 7, y + half},
        {x - width / 2, y - 7 - 2 * half, x + width / 2, y - 7},
        {x - width / 2, y + 7, x + width / 2, y + 7 + 2 * half}};

    for (size_t i = 0; i < PHX_COUNT(boxes); i++) {
        const struct box *b = &boxes[i];

        if (!is_free(n, b))
            continue;
        n->taken[n->len++] = *b;
        svg_text(c,
                 anchors[i] == ANCHOR_START ? b->left
                 : anchors[i] == ANCHOR_END ? b->right
                                            : x,
                 b->bottom - half + c->font * 0.35, anchors[i], "tick", name);
        return;
    }
}

static void draw_names(const struct frame *f)
{
    const struct chart *chart = f->c->chart;
    const size_t count = chart_points(chart);
    struct names n = {.f = f};

    if (count > NAMED_MAX)
        return;
    n.taken = arena_array(chart->arena, struct box, 2 * count);
    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const struct point *p = &chart->series.items[i].points.items[k];
            const double x = frame_x(f, p->x), y = frame_y(f, p->y);

            n.taken[n.len++] = (struct box){x - 6, y - 6, x + 6, y + 6};
        }
    buf_add_cstr(f->c->out, "<g class=\"names\" aria-hidden=\"true\">");
    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++)
            if (chart->series.items[i].points.items[k].name.len > 0)
                place_name(&n, &chart->series.items[i].points.items[k]);
    svg_group_close(f->c);
}

void chart_draw_scatter(struct canvas *c)
{
    const struct chart *chart = c->chart;
    struct frame f = {.bare = false};

    svg_open(c);
    frame_init(&f, c, marks_legend(c, 0), 0);
    frame_draw(&f);
    draw_front(&f);
    for (size_t i = 0; i < chart->series.len; i++)
        draw_series(&f, &chart->series.items[i]);
    draw_names(&f);
    svg_close(c);
}
