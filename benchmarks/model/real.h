/* SPDX-License-Identifier: MIT */
/*
 * The number type of weights and activations: float, or double where
 * MODEL_DOUBLE is defined. The tests compile the room a second time in double,
 * so that gradients can be compared with finite differences.
 */
#ifndef MODEL_REAL_H
#define MODEL_REAL_H

#include <math.h>

#ifdef MODEL_DOUBLE
typedef double real;
#else
typedef float real;
#endif

static inline real real_exp(real x)
{
#ifdef MODEL_DOUBLE
    return exp(x);
#else
    return expf(x);
#endif
}

static inline real real_sqrt(real x)
{
#ifdef MODEL_DOUBLE
    return sqrt(x);
#else
    return sqrtf(x);
#endif
}

static inline real real_log(real x)
{
#ifdef MODEL_DOUBLE
    return log(x);
#else
    return logf(x);
#endif
}

static inline real real_abs(real x)
{
    return x < 0 ? -x : x;
}

#endif
