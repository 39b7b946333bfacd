/* SPDX-License-Identifier: MIT */
/* Time, measured or counted. */
#include "clock.h"

#include <time.h>

static double wall(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void clock_start(struct clock *c, double step)
{
    *c = (struct clock){.step = step, .start = wall()};
}

double clock_now(const struct clock *c)
{
    return c->step > 0 ? c->now : wall() - c->start;
}

void clock_step(struct clock *c)
{
    c->now += c->step;
}

void clock_wait(struct clock *c, double then)
{
    double wait = then - clock_now(c);
    if (!(wait > 0))
        return;
    if (c->step > 0) {
        c->now = then;
        return;
    }
    struct timespec t = {.tv_sec = (time_t)wait};
    t.tv_nsec = (long)((wait - (double)t.tv_sec) * 1e9);
    nanosleep(&t, NULL);
}
