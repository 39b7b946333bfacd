/* SPDX-License-Identifier: MIT */
/* What lines, scatter plots and legends share (private to bench/): the shapes
 * that tell series apart without colour. */
#ifndef PHX_BENCH_MARKS_H
#define PHX_BENCH_MARKS_H

#include "frame.h"

/* A shape of the series of that colour, in the colour of the group around. */
void marks_shape(struct canvas *c, double x, double y, unsigned color,
                 bool hollow);
/* stroke-dasharray of the series; empty: a solid line. */
const char *marks_dash(unsigned color);

/* The point with its name, shape, spread, cross of failures and tip. `bare`
 * points are on a line that has no shapes: a small ring for the keyboard. */
enum point_style { POINT_ON_LINE, POINT_RING, POINT_FREE };
void marks_point(const struct frame *f, const struct series *s, size_t at,
                 enum point_style style);

/* Names of series with what they are drawn with, from the left at `y`; the
 * height used. */
double marks_legend(struct canvas *c, double y);

#endif
