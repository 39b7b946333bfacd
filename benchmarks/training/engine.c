/* SPDX-License-Identifier: MIT */
/* Shards, gathers and updates units. Bytes move in ranks.c only. */
#include "engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct unit {
    struct engine_unit_shape shape;
    size_t share;    /* values a rank owns */
    real *weights;   /* whole and padded; under ZeRO-3 the own share */
    real *gradients; /* whole and padded; from ZeRO-2 on the own share */
    real *m, *v;     /* the own share; data parallel: whole */
    real *gathered;  /* ZeRO-3: whole, between need and drop */
    real *partial;   /* from ZeRO-2 on: this rank's whole gradient, as long */
};

struct engine {
    struct engine_options options;
    struct unit *units;
};

static size_t padded(const struct engine *e, const struct unit *u)
{
    return u->share * ranks_count(e->options.ranks);
}

static size_t own_from(const struct engine *e, const struct unit *u)
{
    return u->share * ranks_self(e->options.ranks);
}

static real *values_new(const struct engine *e, enum memory_kind kind,
                        size_t count)
{
    return memory_alloc(e->options.memory, kind, count, sizeof(real));
}

struct engine *engine_new(const struct engine_options *o)
{
    struct engine *e = base_calloc(1, sizeof(*e));
    e->options = *o;
    e->units = base_calloc(o->unit_count, sizeof(*e->units));
    size_t ranks = ranks_count(o->ranks);
    for (size_t i = 0; i < o->unit_count; i++) {
        struct unit *u = &e->units[i];
        u->shape = o->units[i];
        u->share = (u->shape.size + ranks - 1) / ranks;
        size_t whole = u->share * ranks;
        bool last = o->scheme == SCHEME_ZERO3;
        u->weights = values_new(e, MEMORY_WEIGHTS, last ? u->share : whole);
        u->gradients = values_new(e, MEMORY_GRADIENTS,
                                  o->scheme >= SCHEME_ZERO2 ? u->share : whole);
        size_t moments = o->scheme >= SCHEME_ZERO1 ? u->share : whole;
        u->m = values_new(e, MEMORY_OPTIMIZER, moments);
        u->v = values_new(e, MEMORY_OPTIMIZER, moments);
        if (!last)
            o->target.bind(o->target.model, i, u->weights);
        if (o->scheme <= SCHEME_ZERO1)
            o->target.bind_gradients(o->target.model, i, u->gradients);
    }
    e->options.units = NULL; /* the caller's */
    return e;
}

void engine_free(struct engine *e)
{
    if (e == NULL)
        return;
    const struct engine_target *t = &e->options.target;
    for (size_t i = 0; i < e->options.unit_count; i++) {
        struct unit *u = &e->units[i];
        t->bind(t->model, i, NULL);
        t->bind_gradients(t->model, i, NULL);
        real *const all[] = {u->weights, u->gradients, u->m,
                             u->v,       u->gathered,  u->partial};
        for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
            memory_free(e->options.memory, all[k]);
    }
    free(e->units);
    free(e);
}

size_t engine_unit_size(const struct engine *e, size_t unit)
{
    return e->units[unit].shape.size;
}

size_t engine_unit_count(const struct engine *e)
{
    return e->options.unit_count;
}

size_t engine_parameters(const struct engine *e)
{
    size_t sum = 0;
    for (size_t i = 0; i < e->options.unit_count; i++)
        sum += e->units[i].shape.size;
    return sum;
}

/* ---- Around the passes
 * ---------------------------------------------------------- */

static void need(void *context, size_t unit)
{
    struct engine *e = context;
    struct unit *u = &e->units[unit];
    if (e->options.scheme != SCHEME_ZERO3 || u->gathered != NULL)
        return;
    u->gathered = values_new(e, MEMORY_BUFFERS, padded(e, u));
    memcpy(u->gathered + own_from(e, u), u->weights, u->share * sizeof(real));
    ranks_gather(e->options.ranks, u->gathered, u->share);
    e->options.target.bind(e->options.target.model, unit, u->gathered);
}

static void drop(void *context, size_t unit)
{
    struct engine *e = context;
    struct unit *u = &e->units[unit];
    if (e->options.scheme != SCHEME_ZERO3)
        return;
    e->options.target.bind(e->options.target.model, unit, NULL);
    memory_free(e->options.memory, u->gathered);
    u->gathered = NULL;
}

static void need_gradients(void *context, size_t unit)
{
    struct engine *e = context;
    struct unit *u = &e->units[unit];
    if (e->options.scheme < SCHEME_ZERO2)
        return;
    u->partial = values_new(e, MEMORY_BUFFERS, padded(e, u));
    e->options.target.bind_gradients(e->options.target.model, unit, u->partial);
}

static void drop_gradients(void *context, size_t unit)
{
    struct engine *e = context;
    struct unit *u = &e->units[unit];
    if (e->options.scheme < SCHEME_ZERO2)
        return;
    real *work = values_new(e, MEMORY_BUFFERS, u->share);
    ranks_scatter_sum(e->options.ranks, u->partial, u->share, work);
    memory_free(e->options.memory, work);
    const real *own = u->partial + own_from(e, u);
    for (size_t i = 0; i < u->share; i++)
        u->gradients[i] += own[i];
    e->options.target.bind_gradients(e->options.target.model, unit, NULL);
    memory_free(e->options.memory, u->partial);
    u->partial = NULL;
}

struct pass_hooks engine_hooks(struct engine *e)
{
    return (struct pass_hooks){e, need, drop, need_gradients, drop_gradients};
}

/* ---- Values in and out
 * ------------------------------------------------------------ */

static real *part_of(const struct unit *u, enum engine_part part)
{
    switch (part) {
    case ENGINE_WEIGHTS:
        return u->weights;
    case ENGINE_M:
        return u->m;
    case ENGINE_V:
        return u->v;
    }
    abort();
}

static bool is_sharded(const struct engine *e, enum engine_part part)
{
    return e->options.scheme >=
           (part == ENGINE_WEIGHTS ? SCHEME_ZERO3 : SCHEME_ZERO1);
}

/* The end of the own share within the unit's true size. */
static size_t own_to(const struct engine *e, const struct unit *u)
{
    size_t to = own_from(e, u) + u->share;
    return to < u->shape.size ? to : u->shape.size;
}

void engine_put(struct engine *e, size_t unit, enum engine_part part,
                const real *values)
{
    struct unit *u = &e->units[unit];
    size_t from = is_sharded(e, part) ? own_from(e, u) : 0;
    size_t to = is_sharded(e, part) ? own_to(e, u) : u->shape.size;
    if (to > from)
        memcpy(part_of(u, part), values + from, (to - from) * sizeof(real));
}

void engine_get(struct engine *e, size_t unit, enum engine_part part,
                real *values)
{
    struct unit *u = &e->units[unit];
    const real *held = part_of(u, part);
    if (!is_sharded(e, part)) {
        memcpy(values, held, u->shape.size * sizeof(real));
        return;
    }
    real *whole = base_calloc(padded(e, u), sizeof(real));
    memcpy(whole + own_from(e, u), held, u->share * sizeof(real));
    ranks_gather(e->options.ranks, whole, u->share);
    memcpy(values, whole, u->shape.size * sizeof(real));
    free(whole);
}

/* ---- The step
 * ---------------------------------------------------------------------- */

/* Sums what the backward pass has left unsummed: up to ZeRO-1 the whole. */
static void sum_gradients(struct engine *e, struct unit *u)
{
    if (e->options.scheme >= SCHEME_ZERO2)
        return;
    real *work = values_new(e, MEMORY_BUFFERS, u->share);
    ranks_scatter_sum(e->options.ranks, u->gradients, u->share, work);
    memory_free(e->options.memory, work);
    if (e->options.scheme == SCHEME_DATA_PARALLEL)
        ranks_gather(e->options.ranks, u->gradients, u->share);
}

/* The own share of the gradient, wherever it is. */
static const real *own_gradients(const struct engine *e, const struct unit *u)
{
    return u->gradients +
           (e->options.scheme >= SCHEME_ZERO2 ? 0 : own_from(e, u));
}

static double gradient_norm(struct engine *e)
{
    double sum = 0;
    for (size_t i = 0; i < e->options.unit_count; i++) {
        const struct unit *u = &e->units[i];
        const real *own = own_gradients(e, u);
        for (size_t k = 0; k < u->share; k++)
            sum += (double)own[k] * (double)own[k];
    }
    ranks_sum(e->options.ranks, &sum, 1);
    return sqrt(sum);
}

/* One step's numbers, the same for all units. */
struct update {
    struct adamw adamw;
    size_t step;
    double scale;
};

/* Values [from, to) of the unit; `first` is the unit's index of the first value
   in the arrays of moments. */
static void update_range(struct engine *e, struct unit *u, size_t from,
                         size_t to, const struct update *update)
{
    if (from >= to)
        return;
    enum scheme scheme = e->options.scheme;
    size_t own = own_from(e, u);
    size_t moments = scheme >= SCHEME_ZERO1 ? from - own : from;
    struct adamw_range range = {
        .weights = u->weights + (scheme == SCHEME_ZERO3 ? from - own : from),
        .m = u->m + moments,
        .v = u->v + moments,
        .gradients =
            u->gradients + (scheme >= SCHEME_ZERO2 ? from - own : from),
        .count = to - from,
    };
    struct adamw a = update->adamw;
    if (from >= u->shape.plain_from && from < u->shape.plain_to)
        a.decay = 0;
    adamw_update(&a, &range, update->step, update->scale);
}

static size_t clamp(size_t x, size_t low, size_t high)
{
    return x < low ? low : x > high ? high : x;
}

static void update_unit(struct engine *e, struct unit *u,
                        const struct update *update)
{
    bool whole = e->options.scheme == SCHEME_DATA_PARALLEL;
    size_t from = whole ? 0 : own_from(e, u);
    size_t to = whole ? u->shape.size : own_to(e, u);
    if (from >= to)
        return;
    size_t plain_from = clamp(u->shape.plain_from, from, to);
    size_t plain_to = clamp(u->shape.plain_to, from, to);
    update_range(e, u, from, plain_from, update);
    update_range(e, u, plain_from, plain_to, update);
    update_range(e, u, plain_to, to, update);
}

double engine_step(struct engine *e, const struct adamw *adamw, size_t step)
{
    for (size_t i = 0; i < e->options.unit_count; i++)
        sum_gradients(e, &e->units[i]);
    double norm = gradient_norm(e);
    struct update update = {*adamw, step, 1};
    if (adamw->clip > 0 && norm > adamw->clip)
        update.scale = adamw->clip / norm;
    for (size_t i = 0; i < e->options.unit_count; i++) {
        struct unit *u = &e->units[i];
        update_unit(e, u, &update);
        size_t kept =
            e->options.scheme >= SCHEME_ZERO2 ? u->share : padded(e, u);
        memset(u->gradients, 0, kept * sizeof(real));
        if (e->options.scheme == SCHEME_ZERO1 ||
            e->options.scheme == SCHEME_ZERO2)
            ranks_gather(e->options.ranks, u->weights, u->share);
    }
    return norm;
}
