/* SPDX-License-Identifier: MIT */
/*
 * The only file that includes OpenBLAS's header. With one thread the same
 * product of the same shape gives the same bits, which the tests rely on.
 */
#include "blas.h"

#include <cblas.h>

void gemm(const struct gemm *p)
{
    size_t lda = p->lda > 0 ? p->lda : (p->transpose_a ? p->m : p->k);
    size_t ldb = p->ldb > 0 ? p->ldb : (p->transpose_b ? p->k : p->n);
    size_t ldc = p->ldc > 0 ? p->ldc : p->n;
    CBLAS_TRANSPOSE ta = p->transpose_a ? CblasTrans : CblasNoTrans;
    CBLAS_TRANSPOSE tb = p->transpose_b ? CblasTrans : CblasNoTrans;
#ifdef MODEL_DOUBLE
    cblas_dgemm
#else
    cblas_sgemm
#endif
        (CblasRowMajor, ta, tb, (blasint)p->m, (blasint)p->n, (blasint)p->k,
         p->alpha, p->a, (blasint)lda, p->b, (blasint)ldb, p->beta, p->c,
         (blasint)ldc);
}

void blas_set_threads(int threads)
{
    openblas_set_num_threads(threads);
}
