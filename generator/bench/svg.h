/* SPDX-License-Identifier: MIT */
/*
 * SVG as text (private to bench/). Coordinates have at most two decimals, so
 * the same chart is the same bytes anywhere. Colours are CSS variables with
 * the light set as their fallback.
 */
#ifndef PHX_BENCH_SVG_H
#define PHX_BENCH_SVG_H

#include "chart.h"

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

void svg_open(struct canvas *c);
void svg_close(struct canvas *c);

void svg_number(struct buf *out, double x); /* two decimals at most */
void svg_tenth(struct buf *out, double x);  /* one: paths of many points */
void svg_text(struct canvas *c, double x, double y, enum anchor anchor,
              const char *class_name, struct str text);
void svg_line(struct canvas *c, const char *class_name, double x1, double y1,
              double x2, double y2);
void svg_rect(struct canvas *c, const char *class_name, double x, double y,
              double width, double height);

/* The labels of ticks along the bottom, at `at`[] pixels: the last has the unit
 * and ends where it stands; those that it covers are left out. */
void svg_tick_row(struct canvas *c, const struct str *labels, const double *at,
                  size_t count, double y);

/* <g class="s1"> with its colour; color 0 is grey, 9 ember. */
void svg_series_open(struct canvas *c, const struct series *series,
                     unsigned color);
/* A value: with a name, and a stop for the keyboard where `stop`. */
void svg_mark_open(struct canvas *c, struct str label, bool stop);
/* The same as a link. */
void svg_link_open(struct canvas *c, struct str label, struct str url);
void svg_link_close(struct canvas *c);
void svg_group_close(struct canvas *c);
/* The mark's own text, shown by :hover and :focus-visible; kept inside. */
void svg_tip(struct canvas *c, double x, double y, struct str text);

/* The class and the colour of series `color`. */
const char *svg_class(unsigned color);
const char *svg_color(unsigned color);

#endif
