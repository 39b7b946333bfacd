/* SPDX-License-Identifier: MIT */
/* The optimizer's arithmetic; which weights are whose is engine.c's. */
#include "adamw.h"

#include <math.h>

void adamw_update(const struct adamw *a, const struct adamw_range *r,
                  size_t step, double scale)
{
    real beta1 = (real)a->beta1;
    real beta2 = (real)a->beta2;
    real rise1 = (real)(1 / (1 - pow(a->beta1, (double)step)));
    real rise2 = (real)(1 / (1 - pow(a->beta2, (double)step)));
    real keep = (real)(1 - a->rate * a->decay);
    real rate = (real)a->rate;
    real epsilon = (real)a->epsilon;
    for (size_t i = 0; i < r->count; i++) {
        real g = r->gradients[i] * (real)scale;
        r->m[i] = beta1 * r->m[i] + (1 - beta1) * g;
        r->v[i] = beta2 * r->v[i] + (1 - beta2) * g * g;
        real move = r->m[i] * rise1 / (real_sqrt(r->v[i] * rise2) + epsilon);
        r->weights[i] = r->weights[i] * keep - rate * move;
    }
}

double schedule_rate(double peak, size_t step, size_t warmup, size_t steps)
{
    if (step <= warmup)
        return peak * (double)step / (double)warmup;
    double left =
        steps > warmup ? (double)(step - warmup) / (double)(steps - warmup) : 1;
    double pi = 3.14159265358979323846;
    return peak * (0.1 + 0.9 * 0.5 * (1 + cos(pi * left)));
}
