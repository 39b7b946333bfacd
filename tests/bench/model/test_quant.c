/* SPDX-License-Identifier: MIT */
/* Quantised matrices are read back within the bounds their codes allow. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/quant.h"

enum { ROWS = 300, COLS = 130 }; /* neither a multiple of 64 nor of 256 · 64 */

static real *normal_weights(double deviation)
{
    real *w = base_calloc((size_t)ROWS * COLS, sizeof(real));
    struct rng rng = {2};
    for (size_t i = 0; i < (size_t)ROWS * COLS; i++)
        w[i] = (real)(deviation * rng_normal(&rng));
    return w;
}

/* Half the widest gap between the 16 values. */
static float nf4_widest_half_gap(void)
{
    float most = 0;
    for (size_t i = 1; i < 16; i++)
        most = fmaxf(most, nf4_values[i] - nf4_values[i - 1]);
    return most / 2;
}

static void nf4_error_is_within_half_a_gap(void **state)
{
    (void)state;
    real *w = normal_weights(0.02);
    real *back = base_calloc((size_t)ROWS * COLS, sizeof(real));
    struct nf4_matrix *m = nf4_quantise(w, ROWS, COLS, NULL);
    nf4_dequantise(m, back, 0, (size_t)ROWS * COLS);
    size_t count = (size_t)ROWS * COLS;
    for (size_t i = 0; i < count; i++) {
        size_t block = i / NF4_BLOCK;
        float scale = nf4_block_absmax(m, block);
        float absmax = 0;
        for (size_t k = block * NF4_BLOCK;
             k < count && k < (block + 1) * NF4_BLOCK; k++)
            absmax = fmaxf(absmax, fabsf(w[k]));
        /* Weights beyond the rounded absmax are cut off at it. */
        float bound =
            nf4_widest_half_gap() * scale + fmaxf(0, absmax - scale) + 1e-6F;
        assert_true(fabsf(w[i] - back[i]) <= bound);
    }
    nf4_free(m, NULL);
    free(w);
    free(back);
}

static void nf4_second_quantisation_keeps_the_absmax(void **state)
{
    (void)state;
    real *w = normal_weights(1);
    struct nf4_matrix *m = nf4_quantise(w, ROWS, COLS, NULL);
    for (size_t b = 0; b < (size_t)ROWS * COLS / NF4_BLOCK; b++) {
        float absmax = 0;
        for (size_t i = b * NF4_BLOCK; i < (b + 1) * NF4_BLOCK; i++)
            absmax = fmaxf(absmax, fabsf(w[i]));
        float step = m->group[b / NF4_GROUP] / 127;
        assert_true(fabsf(nf4_block_absmax(m, b) - absmax) <= step / 2 + 1e-6F);
    }
    nf4_free(m, NULL);
    free(w);
}

static void nf4_takes_4_127_bits_a_weight(void **state)
{
    (void)state;
    size_t count = (size_t)NF4_BLOCK * NF4_GROUP * 4;
    real *w = base_calloc(count, sizeof(real));
    struct memory memory = {0};
    struct nf4_matrix *m = nf4_quantise(w, 4, count / 4, &memory);
    double bits = 8.0 * (double)memory.now[MEMORY_WEIGHTS] / (double)count;
    assert_true(fabs(bits - (4 + 8.0 / 64 + 32.0 / (64 * 256))) < 1e-9);
    nf4_free(m, &memory);
    assert_int_equal(memory.total, 0);
    free(w);
}

static void nf4_reads_a_part_as_in_the_whole(void **state)
{
    (void)state;
    real *w = normal_weights(0.5);
    real *all = base_calloc((size_t)ROWS * COLS, sizeof(real));
    real part[100];
    struct nf4_matrix *m = nf4_quantise(w, ROWS, COLS, NULL);
    nf4_dequantise(m, all, 0, (size_t)ROWS * COLS);
    nf4_dequantise(m, part, 1234, 100);
    assert_memory_equal(part, all + 1234, sizeof(part));
    nf4_free(m, NULL);
    free(w);
    free(all);
}

static void zeros_stay_zero(void **state)
{
    (void)state;
    real w[128] = {0};
    real back[128] = {1};
    struct nf4_matrix *n = nf4_quantise(w, 2, 64, NULL);
    nf4_dequantise(n, back, 0, 128);
    assert_memory_equal(w, back, sizeof(w));
    nf4_free(n, NULL);
    struct int8_matrix *q = int8_quantise(w, 2, 64, NULL);
    int8_dequantise(q, back);
    assert_memory_equal(w, back, sizeof(w));
    int8_free(q, NULL);
}

static void int8_error_is_within_half_a_step(void **state)
{
    (void)state;
    real *w = normal_weights(0.02);
    real *back = base_calloc((size_t)ROWS * COLS, sizeof(real));
    struct int8_matrix *m = int8_quantise(w, ROWS, COLS, NULL);
    int8_dequantise(m, back);
    for (size_t i = 0; i < (size_t)ROWS * COLS; i++)
        assert_true(fabsf(w[i] - back[i]) <= m->scale[i / COLS] * 0.5001F);
    int8_free(m, NULL);
    free(w);
    free(back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nf4_error_is_within_half_a_gap),
        cmocka_unit_test(nf4_second_quantisation_keeps_the_absmax),
        cmocka_unit_test(nf4_takes_4_127_bits_a_weight),
        cmocka_unit_test(nf4_reads_a_part_as_in_the_whole),
        cmocka_unit_test(zeros_stay_zero),
        cmocka_unit_test(int8_error_is_within_half_a_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
