/* SPDX-License-Identifier: MIT */
/* The plane of lines and points (private to bench/): two axes with their ticks,
 * and where a value stands between them. */
#ifndef PHX_BENCH_FRAME_H
#define PHX_BENCH_FRAME_H

#include "svg.h"

struct frame {
    struct canvas *c;
    double left, right, top, bottom; /* of the plane, in pixels */
    double x0, x1, y0, y1;           /* the domain, in shown units */
    double x_from, x_by; /* pixels: from + by × place on the axis */
    double y_from, y_by;
    bool bare; /* sparklines: no axes */
};

/* Finds domain and margins; `right_room` is kept for labels at line ends. */
void frame_init(struct frame *f, struct canvas *c, double top,
                double right_room);
void frame_draw(const struct frame *f);
/* Values as the chart has them, before they are shown in the axis' unit. */
double frame_x(const struct frame *f, double x);
double frame_y(const struct frame *f, double y);

#endif
