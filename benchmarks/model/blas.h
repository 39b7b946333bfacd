/* SPDX-License-Identifier: MIT */
/*
 * Matrix products. Matrices are row-major, and a weight matrix is stored as
 * safetensors has it, [out × in]: a layer computes y = x·Wᵀ.
 */
#ifndef MODEL_BLAS_H
#define MODEL_BLAS_H

#include <stdbool.h>
#include <stddef.h>

#include "real.h"

/*
 * c[m × n] = alpha · op(a)[m × k] · op(b)[k × n] + beta · c, where op
 * transposes if asked. lda, ldb and ldc are the distances between the rows as
 * stored; 0 stands for "no gap".
 */
struct gemm {
    size_t m, n, k;
    const real *a, *b;
    real *c;
    size_t lda, ldb, ldc;
    bool transpose_a, transpose_b;
    real alpha, beta;
};
void gemm(const struct gemm *product);

/* OpenBLAS starts a thread per core otherwise, in each rank. */
void blas_set_threads(int threads);

#endif
