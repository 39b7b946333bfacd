/* SPDX-License-Identifier: MIT */
/*
 * Weight matrices in fewer bits, frozen: int8 with a scale per output row, and
 * NF4 (Dettmers and others, 2023) with double quantisation.
 *
 * NF4: blocks of 64 weights share an absmax; a weight is the index of the
 * nearest of 16 values, which are the quantiles of a normal distribution. The
 * absmax values are themselves stored in 8 bits, in groups of 256 blocks, after
 * their mean is subtracted: 4 + 8/64 + 32/(64·256) = 4.127 bits a weight.
 */
#ifndef MODEL_QUANT_H
#define MODEL_QUANT_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "real.h"

enum { NF4_BLOCK = 64, NF4_GROUP = 256 };

extern const float nf4_values[16];

struct nf4_matrix {
    size_t rows, cols;
    uint8_t *codes; /* two weights a byte, the first in the low half */
    int8_t *absmax; /* one a block: (absmax − mean) · 127 / group */
    float *group;   /* one per 256 blocks: the largest |absmax − mean| */
    float mean;
};

struct int8_matrix {
    size_t rows, cols;
    int8_t *codes;
    float *scale; /* one a row: w ≈ scale · code */
};

/* The matrix owns its arrays, which count as weights in `memory`. */
struct nf4_matrix *nf4_quantise(const real *w, size_t rows, size_t cols,
                                struct memory *memory);
void nf4_free(struct nf4_matrix *m, struct memory *memory);
size_t nf4_bytes(const struct nf4_matrix *m);
/* The absmax of one block, as it is read back. */
float nf4_block_absmax(const struct nf4_matrix *m, size_t block);
/* Weights [first, first + count) of the flat matrix; `first` is even. */
void nf4_dequantise(const struct nf4_matrix *m, real *w, size_t first,
                    size_t count);

struct int8_matrix *int8_quantise(const real *w, size_t rows, size_t cols,
                                  struct memory *memory);
void int8_free(struct int8_matrix *m, struct memory *memory);
size_t int8_bytes(const struct int8_matrix *m);
void int8_dequantise(const struct int8_matrix *m, real *w);

#endif
