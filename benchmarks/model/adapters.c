/* SPDX-License-Identifier: MIT */
/* Layout, binding, merging and files of adapters; products are linear.c's. */
#include "adapters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "safetensors.h"

/* A and B of one matrix: where they begin in their unit. */
struct pair {
    size_t a, b, a_count, b_count;
};

static struct pair pair_of(const struct config *c, size_t rank,
                           enum projection wanted)
{
    struct pair p = {0, 0, 0, 0};
    for (size_t i = 0; i <= (size_t)wanted; i++) {
        struct shape s = projection_shape(c, (enum projection)i);
        p.a = p.b + p.b_count;
        p.a_count = rank * s.in;
        p.b = p.a + p.a_count;
        p.b_count = s.out * rank;
    }
    return p;
}

size_t adapters_unit_size(const struct config *c, struct adapter_shape shape,
                          size_t unit)
{
    if (unit == 0)
        return 0;
    struct pair last = pair_of(c, shape.rank, PROJECTION_DOWN);
    return last.b + last.b_count;
}

size_t adapters_parameters(const struct config *c, struct adapter_shape shape)
{
    return c->layers * adapters_unit_size(c, shape, 1);
}

void adapters_initialise(const struct config *c, struct adapter_shape shape,
                         size_t unit, real *weights, uint64_t seed)
{
    if (unit == 0)
        return;
    struct rng rng = {seed ^ (0x10aaU + unit)};
    rng.state = rng_next(&rng);
    for (size_t i = 0; i < PROJECTION_COUNT; i++) {
        struct pair p = pair_of(c, shape.rank, (enum projection)i);
        size_t in = projection_shape(c, (enum projection)i).in;
        for (size_t k = 0; k < p.a_count; k++)
            weights[p.a + k] = (real)(rng_normal(&rng) / sqrt((double)in));
        memset(weights + p.b, 0, p.b_count * sizeof(real));
    }
}

void adapters_attach(struct model *m, struct adapter_shape shape)
{
    real scale = shape.rank > 0 ? (real)(shape.alpha / (double)shape.rank) : 0;
    for (size_t u = 0; u < model_units(&m->config); u++)
        model_bind_gradients(m, u, NULL);
    for (size_t l = 0; l < m->config.layers; l++) {
        for (size_t p = 0; p < PROJECTION_COUNT; p++)
            m->blocks[l].linear[p].adapter =
                (struct adapter){.rank = shape.rank, .scale = scale};
    }
}

void adapters_bind(struct model *m, size_t unit, const real *weights)
{
    if (unit == 0)
        return;
    struct block *b = &m->blocks[unit - 1];
    for (size_t i = 0; i < PROJECTION_COUNT; i++) {
        struct adapter *a = &b->linear[i].adapter;
        struct pair p = pair_of(&m->config, a->rank, (enum projection)i);
        a->a = weights != NULL ? weights + p.a : NULL;
        a->b = weights != NULL ? weights + p.b : NULL;
    }
}

void adapters_bind_gradients(struct model *m, size_t unit, real *gradients)
{
    if (unit == 0)
        return;
    struct block *b = &m->blocks[unit - 1];
    for (size_t i = 0; i < PROJECTION_COUNT; i++) {
        struct adapter *a = &b->linear[i].adapter;
        struct pair p = pair_of(&m->config, a->rank, (enum projection)i);
        a->da = gradients != NULL ? gradients + p.a : NULL;
        a->db = gradients != NULL ? gradients + p.b : NULL;
    }
}

void adapters_merge(struct model *m)
{
    const struct config *c = &m->config;
    for (size_t i = 0; i < model_places(c); i++) {
        struct place place = model_place(c, i);
        if (place.unit == 0 || place.cols == 0)
            continue;
        real *w = m->owned[place.unit] + place.offset;
        for (size_t p = 0; p < PROJECTION_COUNT; p++) {
            struct linear *l = &m->blocks[place.unit - 1].linear[p];
            if (l->w == w)
                linear_merged(l, w);
        }
    }
    adapters_attach(m, (struct adapter_shape){0, 0});
}

/* ---- Files
 * ------------------------------------------------------------------------ */

/* "A" or "B" of a matrix, as a tensor of the file. */
static struct tensor tensor_of(const struct config *c, size_t rank,
                               size_t index)
{
    size_t which = index % 2;
    enum projection p = (enum projection)(index / 2 % PROJECTION_COUNT);
    size_t layer = index / 2 / PROJECTION_COUNT;
    struct shape s = projection_shape(c, p);
    char name[128];
    snprintf(name, sizeof(name),
             "base_model.model.model.layers.%zu.%s.lora_%c.weight", layer,
             projection_name(p), which == 0 ? 'A' : 'B');
    struct tensor t = {.name = strdup(name), .rank = 2};
    t.dims[0] = which == 0 ? rank : s.out;
    t.dims[1] = which == 0 ? s.in : rank;
    t.count = t.dims[0] * t.dims[1];
    return t;
}

/* Tensors in this order lie in the units one after the other. */
static size_t tensor_count(const struct config *c)
{
    return c->layers * PROJECTION_COUNT * 2;
}

static int save_shape(struct adapter_shape shape, const char *dir,
                      struct fault *fault)
{
    struct json_writer w;
    json_writer_init(&w, false);
    json_open(&w, NULL, '{');
    json_write_text(&w, "bias", "none");
    json_write_number(&w, "lora_alpha", shape.alpha);
    json_write_number(&w, "lora_dropout", 0);
    json_write_text(&w, "peft_type", "LORA");
    json_write_number(&w, "r", (double)shape.rank);
    json_open(&w, "target_modules", '[');
    for (size_t p = 0; p < PROJECTION_COUNT; p++)
        json_write_text(&w, NULL,
                        strchr(projection_name((enum projection)p), '.') + 1);
    json_close(&w, ']');
    json_write_text(&w, "task_type", "CAUSAL_LM");
    json_close(&w, '}');
    char *path = path_join(dir, "adapter_config.json");
    int rc = json_writer_save(&w, path, fault);
    free(path);
    return rc;
}

int adapters_save(const struct config *c, struct adapter_shape shape,
                  real *const *units, const char *dir, struct fault *fault)
{
    if (folder_make(dir, fault) < 0 || save_shape(shape, dir, fault) < 0)
        return -1;
    size_t count = shape.rank > 0 ? tensor_count(c) : 0;
    struct tensor *tensors = base_calloc(count, sizeof(*tensors));
    float *values = base_calloc(adapters_parameters(c, shape), sizeof(*values));
    size_t unit_size = adapters_unit_size(c, shape, 1);
    for (size_t i = 0; i < c->layers * unit_size; i++)
        values[i] = (float)units[1 + i / unit_size][i % unit_size];
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        tensors[i] = tensor_of(c, shape.rank, i);
        tensors[i].data = values + at;
        at += tensors[i].count;
    }
    char *path = path_join(dir, "adapter_model.safetensors");
    int rc = safetensors_write(path, tensors, count, fault);
    free(path);
    for (size_t i = 0; i < count; i++)
        free(tensors[i].name);
    free(values);
    free(tensors);
    return rc;
}

static int load_shape(struct adapter_shape *shape, const char *dir,
                      struct fault *fault)
{
    char *path = path_join(dir, "adapter_config.json");
    struct json j;
    int rc = json_load(&j, path, fault);
    double rank = json_number(&j, "r", -1);
    if (rc == 0 && !(rank >= 0 && rank <= 1024))
        rc = fault_set(fault, "%s: no rank (r)", path);
    if (rc == 0)
        *shape = (struct adapter_shape){(size_t)rank,
                                        json_number(&j, "lora_alpha", rank)};
    json_release(&j);
    free(path);
    return rc;
}

/* The file's tensor of that name and shape; how many values it has, or 0 with a
 * fault. */
static size_t copy_tensor(const struct tensor *want,
                          const struct safetensors *st, real *into,
                          struct fault *fault)
{
    const struct tensor *t = safetensors_find(st, want->name);
    if (t == NULL || t->rank != 2 || t->dims[0] != want->dims[0] ||
        t->dims[1] != want->dims[1]) {
        fault_set(fault, "adapter: tensor %s is missing or of another shape",
                  want->name);
        return 0;
    }
    for (size_t k = 0; k < t->count; k++)
        into[k] = (real)t->data[k];
    return t->count;
}

static int copy_tensors(const struct model *m, struct adapter_shape shape,
                        const struct safetensors *st, real *weights,
                        struct fault *fault)
{
    size_t count = shape.rank > 0 ? tensor_count(&m->config) : 0;
    for (size_t i = 0; i < count; i++) {
        struct tensor want = tensor_of(&m->config, shape.rank, i);
        size_t copied = copy_tensor(&want, st, weights, fault);
        free(want.name);
        if (copied == 0)
            return -1;
        weights += copied;
    }
    return 0;
}

int adapters_load(struct model *m, const char *dir, real **weights,
                  struct fault *fault)
{
    struct adapter_shape shape;
    struct safetensors st;
    if (load_shape(&shape, dir, fault) < 0)
        return -1;
    char *path = path_join(dir, "adapter_model.safetensors");
    int rc = safetensors_read(&st, path, fault);
    free(path);
    if (rc < 0)
        return -1;
    real *all =
        memory_alloc(m->memory, MEMORY_WEIGHTS,
                     adapters_parameters(&m->config, shape), sizeof(real));
    rc = copy_tensors(m, shape, &st, all, fault);
    safetensors_release(&st);
    if (rc < 0) {
        memory_free(m->memory, all);
        return -1;
    }
    adapters_attach(m, shape);
    for (size_t u = 1; u < model_units(&m->config); u++)
        adapters_bind(m, u,
                      all + (u - 1) * adapters_unit_size(&m->config, shape, 1));
    *weights = all;
    return 0;
}
