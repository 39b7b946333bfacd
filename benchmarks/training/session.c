/* SPDX-License-Identifier: MIT */
/* Shared by the commands. */
#include "session.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/adapters.h"
#include "model/arguments.h"

int session_open(struct session *s, size_t length, struct fault *fault)
{
    struct corpus corpus;
    const struct options *o = s->options;
    if (argument_need(o->model, "model", fault) < 0 ||
        tokenizer_load(&s->tokenizer, o->model, fault) < 0)
        return -1;
    if (corpus_load(&corpus, o->corpus, fault) < 0)
        return -1;
    samples_init(&s->samples, &corpus, s->tokenizer);
    corpus_release(&corpus);
    for (size_t d = 0; d < DOMAINS; d++) {
        if (samples_check(&s->samples, (enum domain)d, length, fault) < 0)
            return -1;
    }
    return 0;
}

void session_release(struct session *s)
{
    samples_release(&s->samples);
    tokenizer_free(s->tokenizer);
    s->tokenizer = NULL;
}

bool session_writes(const struct session *s)
{
    return ranks_self(s->ranks) == 0;
}

/* ---- Measuring
 * ------------------------------------------------------------------------ */

static double sum_of(const real *logp, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (double)logp[i];
    return sum;
}

/* Nats a token over up to --windows windows of a domain; the number of windows
   is a multiple of the batch, so that every pass has the same shape. */
static double domain_loss(const struct session *s, struct pass *pass,
                          struct rows *rows, enum domain domain, size_t *used)
{
    size_t count = samples_windows(&s->samples, domain, true, rows->length);
    if (count > s->options->windows)
        count = s->options->windows;
    count = count > rows->rows ? count / rows->rows * rows->rows : rows->rows;
    size_t values = rows->rows * rows->length;
    real *logp = base_calloc(values, sizeof(*logp));
    double loss = 0;
    size_t stream = s->samples.streams[domain][1].count;
    for (size_t i = 0; i < count; i += rows->rows) {
        for (size_t k = 0; k < rows->rows; k++) {
            /* A stream shorter than a batch is gone through again. */
            size_t start = (i + k) * rows->length % (stream - rows->length - 1);
            samples_window(&s->samples, domain, true, start, rows, k);
        }
        struct batch b = {rows->tokens, rows->targets, rows->rows,
                          rows->length};
        pass_evaluate(pass, &b, logp);
        loss -= sum_of(logp, values);
    }
    free(logp);
    *used += count;
    return loss / (double)(count * rows->length);
}

void session_evaluate(const struct session *s, struct pass *pass, size_t batch,
                      size_t length, struct row *row)
{
    struct rows rows;
    rows_init(&rows, batch, length);
    double sum = 0;
    size_t used = 0;
    for (size_t d = 0; d < DOMAINS; d++) {
        char name[48];
        double loss = domain_loss(s, pass, &rows, (enum domain)d, &used);
        snprintf(name, sizeof(name), "eval_%s_loss",
                 domain_name((enum domain)d));
        row_set(row, name, loss);
        sum += loss;
    }
    rows_release(&rows);
    row_set(row, "eval_loss", sum / DOMAINS);
    row_set(row, "eval_perplexity", exp(sum / DOMAINS));
    row_set(row, "eval_samples", (double)used);
}

static bool is_most_probable(const real *prob, size_t vocab, int32_t token)
{
    for (size_t i = 0; i < vocab; i++) {
        if (prob[i] > prob[token])
            return false;
    }
    return true;
}

/* Rows whose every target is the most probable token. */
static size_t exact_rows(const struct rows *rows, const real *prob,
                         size_t vocab)
{
    size_t exact = 0;
    for (size_t r = 0; r < rows->rows; r++) {
        bool all = true;
        for (size_t i = r * rows->length; i < (r + 1) * rows->length; i++) {
            if (rows->targets[i] >= 0 &&
                !is_most_probable(prob + i * vocab, vocab, rows->targets[i]))
                all = false;
        }
        exact += all;
    }
    return exact;
}

void session_evaluate_supervised(const struct session *s, struct pass *pass,
                                 struct rows *rows, struct row *row)
{
    const struct options *o = s->options;
    size_t values = rows->rows * rows->length;
    real *logp = base_calloc(values, sizeof(*logp));
    struct rng rng = {99};
    double loss = 0;
    size_t targets = 0;
    size_t exact = 0;
    size_t seen = 0;
    for (; seen < o->windows; seen += rows->rows) {
        for (size_t k = 0; k < rows->rows; k++)
            samples_supervised(&s->samples, o->domain, true, &rng, rows, k);
        struct batch b = {rows->tokens, rows->targets, rows->rows,
                          rows->length};
        pass_evaluate(pass, &b, logp);
        loss -= sum_of(logp, values);
        targets += rows_targets(rows);
        exact += exact_rows(rows, pass_probabilities(pass),
                            tokenizer_vocab(s->tokenizer));
    }
    free(logp);
    row_set(row, "eval_loss", loss / (double)targets);
    row_set(row, "eval_perplexity", exp(loss / (double)targets));
    row_set(row, "eval_samples", (double)seen);
    if (o->domain == DOMAIN_ARITHMETIC)
        row_set(row, "eval_exact_match", (double)exact / (double)seen);
}

/* ---- Engines
 * -------------------------------------------------------------------------- */

struct engine *session_engine(struct session *s, struct model *m)
{
    const struct config *c = &m->config;
    size_t count = model_units(c);
    struct engine_unit_shape *units = base_calloc(count, sizeof(*units));
    for (size_t u = 0; u < count; u++) {
        units[u] =
            (struct engine_unit_shape){model_unit_size(c, u), 0, 2 * c->dim};
        if (u == 0) {
            units[u].plain_from = c->vocab * c->dim;
            units[u].plain_to = units[u].size;
        }
    }
    struct engine *e = engine_new(&(struct engine_options){
        .ranks = s->ranks,
        .scheme = s->options->scheme,
        .target = {m, model_bind, model_bind_gradients},
        .units = units,
        .unit_count = count,
        .memory = &s->memory});
    free(units);
    return e;
}

/* --rank and --alpha. */
static struct adapter_shape adapter_shape_of(const struct options *o)
{
    return (struct adapter_shape){o->rank, o->alpha > 0 ? o->alpha
                                                        : 2 * (double)o->rank};
}

struct engine *session_adapter_engine(struct session *s, struct model *m)
{
    const struct config *c = &m->config;
    struct adapter_shape shape = adapter_shape_of(s->options);
    adapters_attach(m, shape);
    size_t count = model_units(c);
    struct engine_unit_shape *units = base_calloc(count, sizeof(*units));
    for (size_t u = 0; u < count; u++)
        units[u].size = adapters_unit_size(c, shape, u);
    struct engine *e = engine_new(&(struct engine_options){
        .ranks = s->ranks,
        .scheme = s->options->scheme,
        .target = {m, adapters_bind, adapters_bind_gradients},
        .units = units,
        .unit_count = count,
        .memory = &s->memory});
    free(units);
    for (size_t u = 1; u < count; u++) {
        real *values = base_calloc(engine_unit_size(e, u), sizeof(*values));
        adapters_initialise(c, shape, u, values, s->options->loop.seed);
        engine_put(e, u, ENGINE_WEIGHTS, values);
        free(values);
    }
    return e;
}

/* ---- Training and its files
 * ----------------------------------------------------------- */

static int write_results(struct session *s, const struct journal *journal,
                         struct fault *fault)
{
    const struct options *o = s->options;
    if (!session_writes(s))
        return 0;
    if (o->out != NULL && journal_save_results(journal, o->out, fault) < 0)
        return -1;
    return row_append(&journal->results, o->row_file, o->labels, fault);
}

int session_train(struct session *s, const struct task *task, struct model *m,
                  struct engine *e, struct fault *fault)
{
    const struct options *o = s->options;
    size_t tokens = 0;
    for (size_t d = 0; d < DOMAINS; d++)
        tokens += s->samples.streams[d][0].count;
    struct loop loop = {.options = &o->loop,
                        .task = task,
                        .model = m,
                        .engine = e,
                        .ranks = s->ranks,
                        .memory = &s->memory,
                        .out = o->out,
                        .epoch_tokens = tokens,
                        .baseline_rss = s->baseline_rss};
    struct journal journal = {.count = 0};
    int rc = 0;
    if (o->out != NULL && session_writes(s))
        rc = folder_make(o->out, fault);
    if (rc == 0)
        rc = loop_run(&loop, &journal, fault);
    if (rc == 0)
        rc = write_results(s, &journal, fault);
    journal_release(&journal);
    return rc;
}

static real **units_of(struct engine *e)
{
    size_t count = engine_unit_count(e);
    real **units = base_calloc(count, sizeof(*units));
    for (size_t u = 0; u < count; u++) {
        units[u] = base_calloc(engine_unit_size(e, u), sizeof(**units));
        engine_get(e, u, ENGINE_WEIGHTS, units[u]);
    }
    return units;
}

static void units_free(struct engine *e, real **units)
{
    for (size_t u = 0; u < engine_unit_count(e); u++)
        free(units[u]);
    free(units);
}

int session_save_model(struct session *s, const struct config *c,
                       struct engine *e, struct fault *fault)
{
    if (s->options->out == NULL)
        return 0;
    real **units = units_of(e);
    int rc = 0;
    if (session_writes(s)) {
        rc = model_save(c, units, s->options->out, fault);
        if (rc == 0)
            rc = tokenizer_save(s->tokenizer, s->options->out, fault);
    }
    units_free(e, units);
    return rc;
}

int session_save_adapter(struct session *s, const struct config *c,
                         struct engine *e, struct fault *fault)
{
    if (s->options->out == NULL)
        return 0;
    real **units = units_of(e);
    int rc = 0;
    if (session_writes(s))
        rc = adapters_save(c, adapter_shape_of(s->options), units,
                           s->options->out, fault);
    units_free(e, units);
    return rc;
}
