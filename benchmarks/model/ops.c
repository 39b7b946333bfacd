/* SPDX-License-Identifier: MIT */
/* The small operations. Sums run in a fixed order: runs are repeatable. */
#include "ops.h"

static real inverse_rms(const struct norm *n, const real *x)
{
    real sum = 0;
    for (size_t i = 0; i < n->dim; i++)
        sum += x[i] * x[i];
    return 1 / real_sqrt(sum / (real)n->dim + n->eps);
}

void norm_forward(const struct norm *n, real *y)
{
    for (size_t r = 0; r < n->rows; r++) {
        const real *x = n->x + r * n->dim;
        real inverse = inverse_rms(n, x);
        for (size_t i = 0; i < n->dim; i++)
            y[r * n->dim + i] = n->gain[i] * x[i] * inverse;
    }
}

void norm_backward(const struct norm *n, const real *dy, real *dx, real *dgain)
{
    for (size_t r = 0; r < n->rows; r++) {
        const real *x = n->x + r * n->dim;
        const real *d = dy + r * n->dim;
        real inverse = inverse_rms(n, x);
        real dot = 0;
        for (size_t i = 0; i < n->dim; i++)
            dot += n->gain[i] * d[i] * x[i];
        real pull = dot * inverse * inverse * inverse / (real)n->dim;
        for (size_t i = 0; i < n->dim; i++)
            dx[r * n->dim + i] += n->gain[i] * d[i] * inverse - x[i] * pull;
        for (size_t i = 0; i < n->dim && dgain != NULL; i++)
            dgain[i] += d[i] * x[i] * inverse;
    }
}

static void rope_turn(const struct turn *t, real *row, real direction)
{
    size_t half = t->head / 2;
    for (size_t h = 0; h < t->heads; h++) {
        real *a = row + h * t->head;
        real *b = a + half;
        for (size_t i = 0; i < half; i++) {
            real c = t->cos[i];
            real s = direction * t->sin[i];
            real x = a[i];
            real y = b[i];
            a[i] = x * c - y * s;
            b[i] = y * c + x * s;
        }
    }
}

void rope_forward(const struct turn *t, real *row)
{
    rope_turn(t, row, 1);
}

void rope_backward(const struct turn *t, real *row)
{
    rope_turn(t, row, -1);
}

void swiglu_forward(real *h, const real *gate, const real *up, size_t count)
{
    for (size_t i = 0; i < count; i++)
        h[i] = gate[i] / (1 + real_exp(-gate[i])) * up[i];
}

void swiglu_backward(const struct swiglu_grad *into, const real *dh,
                     const real *gate, const real *up, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        real z = gate[i];
        real sigma = 1 / (1 + real_exp(-z));
        real d = dh[i];
        into->dup[i] = d * z * sigma;
        into->dgate[i] = d * up[i] * sigma * (1 + z * (1 - sigma));
    }
}

real softmax(real *x, size_t count)
{
    real most = x[0];
    for (size_t i = 1; i < count; i++)
        most = x[i] > most ? x[i] : most;
    real sum = 0;
    for (size_t i = 0; i < count; i++) {
        x[i] = real_exp(x[i] - most);
        sum += x[i];
    }
    real scale = 1 / sum;
    for (size_t i = 0; i < count; i++)
        x[i] *= scale;
    return most + real_log(sum);
}
