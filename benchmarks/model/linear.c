/* SPDX-License-Identifier: MIT */
/*
 * Products with a weight matrix. A quantised matrix is read back into scratch
 * for each product, as QLoRA does: nothing of it is trained.
 */
#include "linear.h"

#include <string.h>

#include "blas.h"

/* The matrix in real numbers: itself, or read back. */
static const real *dense_of(const struct linear *l, struct scratch *scratch)
{
    if (l->w != NULL)
        return l->w;
    if (l->int8 != NULL)
        int8_dequantise(l->int8, scratch->dense);
    else
        nf4_dequantise(l->nf4, scratch->dense, 0, l->out * l->in);
    return scratch->dense;
}

void linear_forward(const struct linear *l, real *y, const real *x, size_t rows,
                    struct scratch *scratch)
{
    gemm(&(struct gemm){.m = rows,
                        .n = l->out,
                        .k = l->in,
                        .a = x,
                        .b = dense_of(l, scratch),
                        .transpose_b = true,
                        .c = y,
                        .alpha = 1});
    const struct adapter *a = &l->adapter;
    if (a->rank == 0)
        return;
    gemm(&(struct gemm){.m = rows,
                        .n = a->rank,
                        .k = l->in,
                        .a = x,
                        .b = a->a,
                        .transpose_b = true,
                        .c = scratch->low,
                        .alpha = 1});
    gemm(&(struct gemm){.m = rows,
                        .n = l->out,
                        .k = a->rank,
                        .a = scratch->low,
                        .b = a->b,
                        .transpose_b = true,
                        .c = y,
                        .alpha = a->scale,
                        .beta = 1});
}

/* With t = x·Aᵀ and dt = scale · dy·B: dB += scale · dyᵀ·t, dA += dtᵀ·x,
   dx += dt·A. */
static void adapter_backward(struct linear *l, const struct linear_step *s,
                             struct scratch *scratch)
{
    struct adapter *a = &l->adapter;
    real *t = scratch->low;
    real *dt = scratch->low + s->rows * a->rank;
    gemm(&(struct gemm){.m = s->rows,
                        .n = a->rank,
                        .k = l->out,
                        .a = s->dy,
                        .b = a->b,
                        .c = dt,
                        .alpha = a->scale});
    if (a->db != NULL) {
        gemm(&(struct gemm){.m = s->rows,
                            .n = a->rank,
                            .k = l->in,
                            .a = s->x,
                            .b = a->a,
                            .transpose_b = true,
                            .c = t,
                            .alpha = 1});
        gemm(&(struct gemm){.m = l->out,
                            .n = a->rank,
                            .k = s->rows,
                            .a = s->dy,
                            .transpose_a = true,
                            .b = t,
                            .c = a->db,
                            .alpha = a->scale,
                            .beta = 1});
    }
    if (a->da != NULL)
        gemm(&(struct gemm){.m = a->rank,
                            .n = l->in,
                            .k = s->rows,
                            .a = dt,
                            .transpose_a = true,
                            .b = s->x,
                            .c = a->da,
                            .alpha = 1,
                            .beta = 1});
    if (s->dx != NULL)
        gemm(&(struct gemm){.m = s->rows,
                            .n = l->in,
                            .k = a->rank,
                            .a = dt,
                            .b = a->a,
                            .c = s->dx,
                            .alpha = 1,
                            .beta = 1});
}

void linear_backward(struct linear *l, const struct linear_step *s,
                     struct scratch *scratch)
{
    if (l->dw != NULL)
        gemm(&(struct gemm){.m = l->out,
                            .n = l->in,
                            .k = s->rows,
                            .a = s->dy,
                            .transpose_a = true,
                            .b = s->x,
                            .c = l->dw,
                            .alpha = 1,
                            .beta = 1});
    if (s->dx != NULL)
        gemm(&(struct gemm){.m = s->rows,
                            .n = l->in,
                            .k = l->out,
                            .a = s->dy,
                            .b = dense_of(l, scratch),
                            .c = s->dx,
                            .alpha = 1,
                            .beta = 1});
    if (l->adapter.rank > 0)
        adapter_backward(l, s, scratch);
}

void linear_merged(const struct linear *l, real *w)
{
    struct scratch into = {.dense = w};
    const real *dense = dense_of(l, &into);
    if (dense != w)
        memcpy(w, dense, l->out * l->in * sizeof(real));
    const struct adapter *a = &l->adapter;
    if (a->rank > 0)
        gemm(&(struct gemm){.m = l->out,
                            .n = l->in,
                            .k = a->rank,
                            .a = a->b,
                            .b = a->a,
                            .c = w,
                            .alpha = a->scale,
                            .beta = 1});
}
