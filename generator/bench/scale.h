/* SPDX-License-Identifier: MIT */
/*
 * Axes as d3 makes them (private to bench/): ticks, nice domains, linear, log
 * and UTC axes (d3-array 3.2, d3-scale 4.0). Pure functions, any thread.
 */
#ifndef PHX_BENCH_SCALE_H
#define PHX_BENCH_SCALE_H

#include "number_format.h"

struct tick_list {
    double *items;
    size_t len;
};

/* d3-array's ticks, tickIncrement, tickStep, nice. */
struct tick_list ticks(struct arena *arena, double start, double stop,
                       double count);
double tick_increment(double start, double stop, double count);
double tick_step(double start, double stop, double count);
void nice_array(double *start, double *stop, double count);

/* scaleLinear().nice(count) and its tickFormat(count, specifier); an empty
 * specifier is ",f". */
void linear_nice(double *start, double *stop, double count);
struct number_format linear_format(double start, double stop, double count,
                                   struct str specifier);

/* scaleLog().base(base). Both ends of the domain have one sign. */
struct log_scale {
    double base;
    double start, stop;
};
struct tick_list log_ticks(struct arena *arena, const struct log_scale *scale,
                           double count);
/* The tick's text; empty for ticks without one. `shown` is how many ticks
 * log_ticks(scale, 10) gave. */
void log_label(struct buf *out, const struct log_scale *scale, double count,
               size_t shown, double tick);
void log_nice(struct log_scale *scale);
/* 0..1 of the domain. */
double log_position(const struct log_scale *scale, double x);

/* scaleUtc(): times in milliseconds since 1970. */
struct tick_list utc_ticks(struct arena *arena, double start, double stop,
                           double count);
void utc_nice(double *start, double *stop, double count);
void utc_label(struct buf *out, double tick);

#endif
