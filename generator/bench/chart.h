/* SPDX-License-Identifier: MIT */
/*
 * A chart as data, and its drawing to SVG (private to bench/). plot.c makes a
 * chart of a view; chart_*.c draw it. Numbers in a chart are the file's; each
 * axis knows how they are shown. Each chart is drawn twice, wide and narrow,
 * one unit being one CSS pixel; a style sheet shows one of them.
 */
#ifndef PHX_BENCH_CHART_H
#define PHX_BENCH_CHART_H

#include "display.h"
#include "scale.h"

enum chart_kind {
    CHART_AUTO,
    CHART_BAR,
    CHART_STACKED,
    CHART_LINE,
    CHART_SCATTER,
    CHART_HEAT,
    CHART_BOX,
    CHART_PERCENTILE,
    CHART_SPARK,
    CHART_NONE
};

/* Colours: 1 to 8 by index; the baseline is grey, what is highlighted ember. */
#define COLOR_COUNT 8
#define COLOR_BASELINE 0
#define COLOR_ACCENT 9

struct point {
    double x;        /* number, or index of the category */
    double y;        /* NaN: a gap */
    double lo, hi;   /* of the spread; NaN: none */
    size_t n;        /* measurements behind it; 0: not known */
    double failed;   /* share of failed requests; NaN: not known */
    double change;   /* since the point before, where it is marked; or NaN */
    struct str url;  /* what the point links to; may be empty */
    unsigned color;  /* as the series' where not highlighted */
    struct str name; /* beside it in a scatter plot; may be empty */
    double *samples; /* sorted; box plots */
    size_t sample_count;
};

struct series {
    struct str name; /* empty when there is but one */
    unsigned color;
    PHX_VEC(struct point) points;
    size_t least, most; /* the points with the extremes of y */
    double *smooth;     /* a value a point, or NULL */
};

struct axis {
    struct str title;
    struct display display;
    bool categories; /* names[] */
    bool log;
    double base; /* of the log */
    bool time;   /* seconds since 1970 */
    bool share;  /* 0 to 1, stretched towards 1: percentiles */
    enum better better;
    bool ordered;
    struct str *names;
    size_t name_count;
};

struct chart {
    enum chart_kind kind;
    struct str id;
    struct str title;
    struct str desc;
    struct str language;
    struct axis x, y;
    enum better better;
    PHX_VEC(struct series) series;
    enum spread_kind spread;
    double level;
    struct arena *arena;
};

#define CHART_WIDE_WIDTH 612.0
#define CHART_WIDE_HEIGHT 344.0
#define CHART_NARROW_WIDTH 358.0
#define CHART_NARROW_HEIGHT 300.0

/* One of the two drawings. */
struct canvas {
    struct buf *out;
    const struct chart *chart;
    bool narrow;
    double width, height;
    double font;
};

/* Both drawings; a sparkline has one, a heat table is HTML. */
void chart_draw(const struct chart *chart, struct buf *out);

/* The wide drawing as an SVG file; false where there is none to draw. */
bool chart_draw_file(const struct chart *chart, struct buf *out);

void chart_draw_bars(struct canvas *c);
void chart_draw_lines(struct canvas *c); /* percentiles, sparklines too */
void chart_draw_scatter(struct canvas *c);
void chart_draw_boxes(struct canvas *c);
void chart_write_heat(const struct chart *chart, struct buf *out); /* HTML */
/* Values over two powers of ten have colours by their logarithm. */
bool chart_heat_is_log(const struct chart *chart);

/* What every kind needs. */
size_t chart_points(const struct chart *chart);
/* Smallest and largest y with spreads; false when there is none. */
bool chart_range_y(const struct chart *chart, double *lo, double *hi);
bool chart_range_x(const struct chart *chart, double *lo, double *hi);
/* The point's words: "vLLM, 64, 1,655 tok/s ± 12". */
void chart_point_text(const struct chart *chart, const struct series *series,
                      const struct point *point, struct buf *out);
/* A scatter plot with the line of points that no other is better than: there
 * are some, and the directions of both axes are known. What is set rather than
 * measured, a batch or a number of GPUs, is a cost. */
bool chart_has_front(const struct chart *chart);
/* May a keyboard stop here? All points up to twelve, else first, last, least
 * and largest of each series. */
bool chart_is_stop(const struct chart *chart, const struct series *series,
                   size_t at);

#endif
