/* SPDX-License-Identifier: MIT */
/*
 * `phx-infer bench`: the same load at each concurrency (a list of vLLM's
 * objects, as `vllm bench sweep` writes), or prompt processing and generation
 * of one sequence (llama-bench's list). Rows of counts go to --row-file.
 */
#include <stdlib.h>

#include "model/arguments.h"
#include "model/sample.h"
#include "report.h"

/* ---- Serving ----------------------------------------------------------------
 */

/* One load on a new engine. */
static int serve(const struct session *s, const struct token_list *text,
                 size_t concurrency, struct json_writer *w, struct fault *fault)
{
    const struct options *o = s->options;
    struct load load = {.count = 0};
    struct clock clock;
    struct engine *e = NULL;
    if (load_make(&load, &o->load, text->items, text->count, fault) < 0)
        return -1;
    clock_start(&clock, o->step_ms / 1e3);
    int rc = engine_new(&e, &(struct engine_parts){s->model, s->draft, &clock},
                        &o->engine, fault);
    if (rc == 0) {
        struct serving result;
        struct row row = {.count = 0};
        serving_run(&result, &load, e, &clock,
                    &(struct serving_limits){concurrency, o->goodput_ttft,
                                             o->goodput_tpot});
        report_serving(w, s, &result);
        serving_counts(&result, e, o->engine.batch, &row);
        rc = row_append(&row, o->row_file, o->labels, fault);
    }
    engine_free(e);
    load_release(&load);
    return rc;
}

static int serve_sweep(const struct session *s, struct json_writer *w,
                       struct fault *fault)
{
    const char *at = s->options->concurrency;
    struct token_list text = {0};
    int rc = session_text(s, &text, fault);
    while (rc == 0 && *at != '\0') {
        char *stop;
        unsigned long concurrency = strtoul(at, &stop, 10);
        if (stop == at || (*stop != ',' && *stop != '\0'))
            rc = fault_set(fault, "--concurrency: no list of numbers: %s",
                           s->options->concurrency);
        else
            rc = serve(s, &text, concurrency, w, fault);
        at = stop + (*stop == ',');
    }
    token_list_release(&text);
    return rc;
}

/* ---- One sequence -----------------------------------------------------------
 */

static void put_through(struct decoder *d, const int32_t *tokens, size_t count,
                        size_t start)
{
    static const uint32_t table[] = {0};
    struct span span = {tokens, count, start, table, SPAN_LOGITS_LAST};
    decoder_run(d, &span, 1);
}

/* The first repeat warms up and is not kept. */
static void time_test(const struct session *s, struct speed *test, double *ns)
{
    const struct config *c = &s->model->config;
    struct kv_pool *pool = kv_pool_new(c, 1, c->context, s->model->memory);
    struct decoder *d = decoder_new(s->model, pool, c->context);
    int32_t *tokens = base_calloc(c->context, sizeof(*tokens));
    struct rng rng = {s->options->load.seed};
    for (size_t i = 0; i < c->context; i++)
        tokens[i] = (int32_t)rng_below(&rng, c->vocab);
    for (size_t i = 0; i <= test->repeats; i++) {
        struct clock clock;
        clock_start(&clock, 0);
        if (test->prompt > 0)
            put_through(d, tokens, test->prompt, 0);
        for (size_t k = 0; k < test->generated; k++)
            put_through(d, tokens + k, 1, k);
        if (i > 0)
            ns[i - 1] = 1e9 * clock_now(&clock);
    }
    free(tokens);
    decoder_free(d);
    kv_pool_free(pool);
    test->ns = ns;
}

static int speed(const struct session *s, struct json_writer *w,
                 struct fault *fault)
{
    const struct options *o = s->options;
    size_t context = s->model->config.context;
    if (o->load.prompt_tokens == 0 || o->load.prompt_tokens > context ||
        o->load.output_tokens == 0 || o->load.output_tokens > context)
        return fault_set(fault, "prompt and output have 1 to %zu tokens",
                         context);
    if (o->repeats == 0)
        return fault_set(fault, "at least one repeat");
    struct speed tests[] = {{.prompt = o->load.prompt_tokens},
                            {.generated = o->load.output_tokens}};
    double *ns = base_calloc(o->repeats, sizeof(*ns));
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tests[i].repeats = o->repeats;
        time_test(s, &tests[i], ns);
        report_speed(w, s, &tests[i]);
    }
    free(ns);
    return 0;
}

int command_bench(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    if (argument_need(o->out, "out", fault) < 0 || session_open(s, fault) < 0)
        return -1;
    struct json_writer w;
    json_writer_init(&w, false);
    json_open(&w, NULL, '[');
    int rc = o->format == FORMAT_VLLM ? serve_sweep(s, &w, fault)
                                      : speed(s, &w, fault);
    json_close(&w, ']');
    if (rc == 0)
        return json_writer_save(&w, o->out, fault);
    size_t size;
    free(json_writer_take(&w, &size));
    return rc;
}
