/* SPDX-License-Identifier: MIT */
/*
 * `phx-train tune`, `phx-train merge`: supervised tuning on one domain, of all
 * weights, of adapters, or of adapters on a base in NF4.
 */
#include <stdlib.h>

#include "commands.h"
#include "model/adapters.h"
#include "model/arguments.h"

static void fill(void *context, uint64_t step, struct rows *rows)
{
    const struct session *s = context;
    struct rng rng = {s->options->loop.seed * 1000003 + step};
    for (size_t r = 0; r < rows->rows; r++)
        samples_supervised(&s->samples, s->options->domain, false, &rng, rows,
                           r);
}

static void evaluate(void *context, struct pass *pass, struct row *row)
{
    const struct session *s = context;
    const struct loop_options *o = &s->options->loop;
    size_t batch = o->micro > 0 ? o->micro : o->batch / ranks_count(s->ranks);
    struct rows rows;
    rows_init(&rows, batch, o->length);
    session_evaluate_supervised(s, pass, &rows, row);
    rows_release(&rows);
}

/* The engine takes the weights over, unit by unit. */
static struct engine *engine_of_all(struct session *s, struct model *m)
{
    size_t units = model_units(&m->config);
    real **loaded = base_calloc(units, sizeof(*loaded));
    for (size_t u = 0; u < units; u++)
        loaded[u] = m->owned[u];
    struct engine *e = session_engine(s, m);
    for (size_t u = 0; u < units; u++) {
        engine_put(e, u, ENGINE_WEIGHTS, loaded[u]);
        memory_free(&s->memory, loaded[u]);
        m->owned[u] = NULL;
    }
    free(loaded);
    return e;
}

int command_tune(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    struct model *m = NULL;
    if (argument_need(o->model, "model", fault) < 0 ||
        session_open(s, o->loop.length, fault) < 0 ||
        model_load(&m, o->model, &s->memory, fault) < 0)
        return -1;
    int rc =
        loop_check(&o->loop, ranks_count(s->ranks), m->config.context, fault);
    if (rc < 0) {
        model_free(m);
        return -1;
    }
    if (o->method == METHOD_QLORA)
        model_quantise(m, PRECISION_NF4);
    struct engine *e = o->method == METHOD_FULL ? engine_of_all(s, m)
                                                : session_adapter_engine(s, m);
    struct task task = {.context = s,
                        .fill = fill,
                        .weigh = weigh_cross_entropy,
                        .evaluate = evaluate};
    rc = session_train(s, &task, m, e, fault);
    if (rc == 0)
        rc = o->method == METHOD_FULL
                 ? session_save_model(s, &m->config, e, fault)
                 : session_save_adapter(s, &m->config, e, fault);
    engine_free(e);
    model_free(m);
    return rc;
}

int command_merge(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    struct model *m = NULL;
    real *adapter = NULL;
    if (argument_need(o->model, "model", fault) < 0 ||
        argument_need(o->adapter, "adapter", fault) < 0 ||
        argument_need(o->out, "out", fault) < 0 ||
        tokenizer_load(&s->tokenizer, o->model, fault) < 0 ||
        model_load(&m, o->model, &s->memory, fault) < 0)
        return -1;
    int rc = adapters_load(m, o->adapter, &adapter, fault);
    if (rc == 0) {
        adapters_merge(m);
        rc = model_save(&m->config, m->owned, o->out, fault);
    }
    if (rc == 0)
        rc = tokenizer_save(s->tokenizer, o->out, fault);
    memory_free(&s->memory, adapter);
    model_free(m);
    return rc;
}
