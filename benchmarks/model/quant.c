/* SPDX-License-Identifier: MIT */
/*
 * Quantising and reading back. Products with quantised matrices are linear.c's;
 * fast kernels are the inference program's.
 */
#include "quant.h"

#include <math.h>
#include <stdlib.h>

const float nf4_values[16] = {-1.0F,      -0.696193F, -0.525073F, -0.394917F,
                              -0.284441F, -0.184773F, -0.091050F, 0.0F,
                              0.079580F,  0.160930F,  0.246112F,  0.337915F,
                              0.440710F,  0.562617F,  0.722957F,  1.0F};

static size_t ceil_div(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

static size_t blocks_of(const struct nf4_matrix *m)
{
    return ceil_div(m->rows * m->cols, NF4_BLOCK);
}

/* ---- NF4 --------------------------------------------------------------------
 */

/* The index of the value nearest to x in [−1, 1]. */
static unsigned nf4_nearest(float x)
{
    unsigned best = 0;
    for (unsigned i = 1; i < 16; i++) {
        if (fabsf(x - nf4_values[i]) < fabsf(x - nf4_values[best]))
            best = i;
    }
    return best;
}

static float absmax_of(const real *w, size_t count)
{
    real most = 0;
    for (size_t i = 0; i < count; i++) {
        if (real_abs(w[i]) > most)
            most = real_abs(w[i]);
    }
    return (float)most;
}

static float largest_distance(const float *x, size_t count, float from)
{
    float most = 0;
    for (size_t i = 0; i < count; i++) {
        if (fabsf(x[i] - from) > most)
            most = fabsf(x[i] - from);
    }
    return most;
}

/* The second quantisation: the absmax values in 8 bits. */
static void quantise_absmax(struct nf4_matrix *m, const float *absmax)
{
    size_t blocks = blocks_of(m);
    double sum = 0;
    for (size_t b = 0; b < blocks; b++)
        sum += (double)absmax[b];
    m->mean = (float)(sum / (double)(blocks > 0 ? blocks : 1));
    for (size_t b = 0; b < blocks; b += NF4_GROUP) {
        size_t n = blocks - b < NF4_GROUP ? blocks - b : NF4_GROUP;
        float most = largest_distance(absmax + b, n, m->mean);
        m->group[b / NF4_GROUP] = most;
        for (size_t i = b; i < b + n && most > 0; i++)
            m->absmax[i] =
                (int8_t)lrintf((absmax[i] - m->mean) * 127.0F / most);
    }
}

struct nf4_matrix *nf4_quantise(const real *w, size_t rows, size_t cols,
                                struct memory *memory)
{
    struct nf4_matrix *m = base_calloc(1, sizeof(*m));
    m->rows = rows;
    m->cols = cols;
    size_t count = rows * cols;
    size_t blocks = blocks_of(m);
    m->codes = memory_alloc(memory, MEMORY_WEIGHTS, ceil_div(count, 2), 1);
    m->absmax = memory_alloc(memory, MEMORY_WEIGHTS, blocks, 1);
    m->group = memory_alloc(memory, MEMORY_WEIGHTS, ceil_div(blocks, NF4_GROUP),
                            sizeof(float));
    float *absmax = base_calloc(blocks, sizeof(float));
    for (size_t b = 0; b < blocks; b++) {
        size_t first = b * NF4_BLOCK;
        size_t n = count - first < NF4_BLOCK ? count - first : NF4_BLOCK;
        absmax[b] = absmax_of(w + first, n);
    }
    quantise_absmax(m, absmax);
    /* Codes are relative to the absmax as it will be read back, so that its
       rounding is not added to theirs. */
    for (size_t i = 0; i < count; i++) {
        float scale = nf4_block_absmax(m, i / NF4_BLOCK);
        unsigned code = scale > 0 ? nf4_nearest((float)w[i] / scale) : 7;
        m->codes[i / 2] =
            (uint8_t)(m->codes[i / 2] | (i % 2 == 0 ? code : code << 4));
    }
    free(absmax);
    return m;
}

void nf4_free(struct nf4_matrix *m, struct memory *memory)
{
    if (m == NULL)
        return;
    memory_free(memory, m->codes);
    memory_free(memory, m->absmax);
    memory_free(memory, m->group);
    free(m);
}

size_t nf4_bytes(const struct nf4_matrix *m)
{
    size_t blocks = blocks_of(m);
    return ceil_div(m->rows * m->cols, 2) + blocks +
           ceil_div(blocks, NF4_GROUP) * sizeof(float) + sizeof(m->mean);
}

float nf4_block_absmax(const struct nf4_matrix *m, size_t block)
{
    return (float)m->absmax[block] * m->group[block / NF4_GROUP] / 127.0F +
           m->mean;
}

void nf4_dequantise(const struct nf4_matrix *m, real *w, size_t first,
                    size_t count)
{
    float scale = 0;
    for (size_t i = first; i < first + count; i++) {
        if (i == first || i % NF4_BLOCK == 0)
            scale = nf4_block_absmax(m, i / NF4_BLOCK);
        unsigned byte = m->codes[i / 2];
        unsigned code = i % 2 == 0 ? byte & 15U : byte >> 4;
        w[i - first] = (real)(nf4_values[code] * scale);
    }
}

/* ---- int8 -------------------------------------------------------------------
 */

struct int8_matrix *int8_quantise(const real *w, size_t rows, size_t cols,
                                  struct memory *memory)
{
    struct int8_matrix *m = base_calloc(1, sizeof(*m));
    m->rows = rows;
    m->cols = cols;
    m->codes = memory_alloc(memory, MEMORY_WEIGHTS, rows * cols, 1);
    m->scale = memory_alloc(memory, MEMORY_WEIGHTS, rows, sizeof(float));
    for (size_t r = 0; r < rows; r++) {
        float most = absmax_of(w + r * cols, cols);
        m->scale[r] = most / 127.0F;
        for (size_t c = 0; c < cols && most > 0; c++)
            m->codes[r * cols + c] =
                (int8_t)lrintf((float)w[r * cols + c] / m->scale[r]);
    }
    return m;
}

void int8_free(struct int8_matrix *m, struct memory *memory)
{
    if (m == NULL)
        return;
    memory_free(memory, m->codes);
    memory_free(memory, m->scale);
    free(m);
}

size_t int8_bytes(const struct int8_matrix *m)
{
    return m->rows * m->cols + m->rows * sizeof(float);
}

void int8_dequantise(const struct int8_matrix *m, real *w)
{
    for (size_t r = 0; r < m->rows; r++) {
        for (size_t c = 0; c < m->cols; c++)
            w[r * m->cols + c] =
                (real)((float)m->codes[r * m->cols + c] * m->scale[r]);
    }
}
