/* SPDX-License-Identifier: MIT */
/*
 * safetensors: a little-endian u64 with the header's length, a JSON header
 * (name → dtype, shape, data_offsets), the data. Other tools open these files.
 */
#ifndef MODEL_SAFETENSORS_H
#define MODEL_SAFETENSORS_H

#include <stddef.h>

#include "base.h"

enum { TENSOR_DIMS = 4 };

struct tensor {
    char *name;
    size_t dims[TENSOR_DIMS];
    size_t rank;
    size_t count; /* the product of the dimensions */
    const float *data;
};

struct safetensors {
    char *bytes; /* the file */
    struct tensor *tensors;
    size_t count;
};

/* Reads and checks the whole file: sizes that do not fit together, a header
   that is no JSON, a dtype other than F32 and a cut file are faults. */
int safetensors_read(struct safetensors *out, const char *path,
                     struct fault *fault) MODEL_MUST_USE;
void safetensors_release(struct safetensors *st);
/* NULL when there is none of that name. */
const struct tensor *safetensors_find(const struct safetensors *st,
                                      const char *name);

/* Writes the tensors in the order given, through file_write. */
int safetensors_write(const char *path, const struct tensor *tensors,
                      size_t count, struct fault *fault) MODEL_MUST_USE;

#endif
