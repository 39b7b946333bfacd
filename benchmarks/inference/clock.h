/* SPDX-License-Identifier: MIT */
/*
 * The time a run is told. A clock of the wall measures; a counted clock moves
 * on by the same amount each step of the engine, so that the order of events,
 * and with it every count, is the same on any machine under any load.
 */
#ifndef INFERENCE_CLOCK_H
#define INFERENCE_CLOCK_H

struct clock {
    double step;  /* seconds a step; 0: the wall's time */
    double start; /* of the wall's */
    double now;   /* of a counted one */
};

void clock_start(struct clock *c, double step);
/* Seconds since the start. */
double clock_now(const struct clock *c);
/* A step of the engine has ended. */
void clock_step(struct clock *c);
/* Nothing happens before `then`. */
void clock_wait(struct clock *c, double then);

#endif
