/* SPDX-License-Identifier: MIT */
/* Checkpoints. */
#include "checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/safetensors.h"

enum { PARTS = 3 };

static char *part_name(size_t unit, size_t part)
{
    static const char *const names[PARTS] = {"weights", "m", "v"};
    char name[64];
    snprintf(name, sizeof(name), "unit.%zu.%s", unit, names[part]);
    return strdup(name);
}

int checkpoint_save(struct engine *e, struct ranks *ranks, const char *dir,
                    size_t step, struct fault *fault)
{
    size_t units = engine_unit_count(e);
    size_t count = units * PARTS + 1;
    struct tensor *tensors = base_calloc(count, sizeof(*tensors));
    real *values = base_calloc(engine_parameters(e) * PARTS, sizeof(*values));
    float number = (float)step;
    size_t at = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        size_t unit = i / PARTS;
        engine_get(e, unit, (enum engine_part)(i % PARTS), values + at);
        size_t size = engine_unit_size(e, unit);
        tensors[i] = (struct tensor){.name = part_name(unit, i % PARTS),
                                     .dims = {size},
                                     .rank = 1,
                                     .count = size,
                                     .data = values + at};
        at += size;
    }
    tensors[count - 1] = (struct tensor){.name = strdup("step"),
                                         .dims = {1},
                                         .rank = 1,
                                         .count = 1,
                                         .data = &number};
    int rc = 0;
    if (ranks_self(ranks) == 0) {
        char *path = path_join(dir, "checkpoint.safetensors");
        rc = safetensors_write(path, tensors, count, fault);
        free(path);
    }
    for (size_t i = 0; i < count; i++)
        free(tensors[i].name);
    free(values);
    free(tensors);
    return rc;
}

static int put_part(struct engine *e, const struct safetensors *st, size_t unit,
                    size_t part, struct fault *fault)
{
    char *name = part_name(unit, part);
    const struct tensor *t = safetensors_find(st, name);
    int rc = 0;
    if (t == NULL || t->count != engine_unit_size(e, unit))
        rc = fault_set(fault, "%s is missing or of another size", name);
    else
        engine_put(e, unit, (enum engine_part)part, t->data);
    free(name);
    return rc;
}

int checkpoint_load(struct engine *e, const char *dir, size_t *step,
                    struct fault *fault)
{
    char *path = path_join(dir, "checkpoint.safetensors");
    struct safetensors st;
    int rc = safetensors_read(&st, path, fault);
    free(path);
    if (rc < 0)
        return -1;
    for (size_t i = 0; i < engine_unit_count(e) * PARTS && rc == 0; i++)
        rc = put_part(e, &st, i / PARTS, i % PARTS, fault);
    const struct tensor *number = safetensors_find(&st, "step");
    if (rc == 0 && (number == NULL || number->count != 1))
        rc = fault_set(fault, "checkpoint without a step");
    else if (rc == 0)
        *step = (size_t)number->data[0];
    safetensors_release(&st);
    return rc;
}
