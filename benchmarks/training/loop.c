/* SPDX-License-Identifier: MIT */
/* The loop. */
#include "loop.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "checkpoint.h"

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double resident_peak(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024;
}

int loop_check(const struct loop_options *o, size_t ranks, size_t context,
               struct fault *fault)
{
    if (o->steps == 0 || o->batch == 0 || o->length == 0 || o->log_every == 0)
        return fault_set(fault, "steps, batch, length and log-every are at "
                                "least 1");
    if (o->length > context)
        return fault_set(fault, "a length of %zu is beyond the context of %zu",
                         o->length, context);
    if (o->batch % ranks != 0)
        return fault_set(fault,
                         "a batch of %zu does not divide among %zu ranks",
                         o->batch, ranks);
    if (o->micro > 0 && o->batch / ranks % o->micro != 0)
        return fault_set(fault,
                         "a rank's share of %zu does not divide into passes "
                         "of %zu",
                         o->batch / ranks, o->micro);
    return 0;
}

void weigh_cross_entropy(void *context, const struct batch *b, size_t first,
                         size_t targets, const real *logp, real *weight,
                         struct step_sums *sums)
{
    (void)context;
    (void)first;
    double loss = 0;
    for (size_t i = 0; i < b->batch * b->length; i++) {
        weight[i] = (real)(1.0 / (double)targets);
        loss -= (double)logp[i];
    }
    sums->loss += loss / (double)targets;
}

/* ---- One step
 * ------------------------------------------------------------------------ */

struct run {
    const struct loop *loop;
    struct journal *journal;
    struct pass *pass;
    struct rows rows;
    real *logp, *weight;
    size_t share, micro; /* sequences of this rank, of one pass */
    size_t step;         /* steps done */
    size_t done_before;  /* steps that a resumed run found */
    double started;
    struct step_sums sums; /* since the last row of the journal */
    double norm;
    double loss_total;
};

/* Adds the step's sums, of all ranks, to the run's. */
static int run_passes(struct run *r, struct fault *fault)
{
    const struct loop *l = r->loop;
    const struct task *task = l->task;
    task->fill(task->context, r->step, &r->rows);
    size_t targets = rows_targets(&r->rows);
    size_t length = r->rows.length;
    struct step_sums sums = {0};
    for (size_t i = 0; i < r->share; i += r->micro) {
        size_t first = ranks_self(l->ranks) * r->share + i;
        struct batch b = {r->rows.tokens + first * length,
                          r->rows.targets + first * length, r->micro, length};
        pass_forward(r->pass, &b, r->logp);
        task->weigh(task->context, &b, first, targets, r->logp, r->weight,
                    &sums);
        pass_backward(r->pass, &b, r->weight);
    }
    ranks_sum(l->ranks, &sums.loss, 1);
    ranks_sum(l->ranks, sums.metrics, TASK_METRICS);
    if (!isfinite(sums.loss))
        return fault_set(fault, "the loss is %f at step %zu: stopped",
                         sums.loss, r->step + 1);
    r->sums.loss += sums.loss;
    r->loss_total += sums.loss;
    for (size_t i = 0; i < TASK_METRICS; i++)
        r->sums.metrics[i] += sums.metrics[i];
    return 0;
}

static double epoch_of(const struct run *r, size_t step)
{
    const struct loop_options *o = r->loop->options;
    return (double)(step * o->batch * o->length) /
           (double)r->loop->epoch_tokens;
}

static double rate_of(const struct run *r)
{
    const struct loop_options *o = r->loop->options;
    return schedule_rate(o->rate, r->step, o->warmup, o->steps);
}

static void log_step(struct run *r)
{
    const struct loop_options *o = r->loop->options;
    size_t since = r->step % o->log_every;
    double count = (double)(since == 0 ? o->log_every : since);
    struct row row = {.count = 0};
    row_set(&row, "loss", r->sums.loss / count);
    row_set(&row, "learning_rate", rate_of(r));
    row_set(&row, "grad_norm", r->norm);
    row_set(&row, "epoch", epoch_of(r, r->step));
    row_set(&row, "step", (double)r->step);
    const char *const *names = r->loop->task->metrics;
    for (size_t i = 0; i < TASK_METRICS && names[i] != NULL; i++)
        row_set(&row, names[i], r->sums.metrics[i] / count);
    journal_add(r->journal, &row);
    r->sums = (struct step_sums){0};
}

/* Forward and backward: 6 a parameter and token, and attention's 12·L·d·T. */
static double flops_of(const struct run *r, size_t steps)
{
    const struct loop_options *o = r->loop->options;
    const struct config *c = &r->loop->model->config;
    double tokens = (double)(steps * o->batch * o->length);
    return tokens * (6.0 * (double)model_parameters(c) +
                     12.0 * (double)(c->layers * c->dim * o->length));
}

static int save_state(struct run *r, struct fault *fault)
{
    const struct loop_options *o = r->loop->options;
    struct journal_head head = {
        epoch_of(r, r->step), flops_of(r, r->step), r->step, o->steps,
        o->log_every,         o->save_every,        o->batch};
    if (ranks_self(r->loop->ranks) != 0)
        return 0;
    return journal_save_state(r->journal, &head, r->loop->out, fault);
}

static int train_step(struct run *r, struct fault *fault)
{
    const struct loop *l = r->loop;
    const struct loop_options *o = l->options;
    if (run_passes(r, fault) < 0)
        return -1;
    r->step++;
    struct adamw adamw = {rate_of(r), 0.9, 0.95, 1e-8, o->decay, o->clip};
    r->norm = engine_step(l->engine, &adamw, r->step);
    if (r->step % o->log_every == 0 || r->step == o->steps)
        log_step(r);
    bool save = o->save_every > 0 && r->step % o->save_every == 0;
    if (!save || l->out == NULL)
        return 0;
    /* The journal first: one that is ahead is cut when it is resumed. */
    if (save_state(r, fault) < 0)
        return -1;
    return checkpoint_save(l->engine, l->ranks, l->out, r->step, fault);
}

/* ---- The end
 * -------------------------------------------------------------------------- */

/* Peaks are those of the rank that needs most. */
static void report_memory(struct run *r, struct row *results)
{
    const struct loop *l = r->loop;
    char name[64];
    for (size_t k = 0; k < MEMORY_KINDS; k++) {
        const char *kind = memory_kind_name((enum memory_kind)k);
        double peak = ranks_max(l->ranks, (double)l->memory->peak[k]);
        snprintf(name, sizeof(name), "train_peak_%s_bytes", kind);
        row_set(results, name, peak);
    }
    row_set(results, "train_peak_bytes",
            ranks_max(l->ranks, (double)l->memory->total_peak));
    row_set(results, "train_peak_resident_bytes",
            ranks_max(l->ranks, resident_peak() - l->baseline_rss));
}

static void report(struct run *r, double seconds, uint64_t sent)
{
    const struct loop *l = r->loop;
    const struct loop_options *o = l->options;
    struct row *results = &r->journal->results;
    double steps = (double)(o->steps - r->done_before);
    double samples = steps * (double)o->batch;
    row_set(results, "epoch", epoch_of(r, o->steps));
    row_set(results, "total_flos", flops_of(r, o->steps));
    row_set(results, "train_loss", r->loss_total / steps);
    row_set(results, "train_runtime", seconds);
    row_set(results, "train_samples", samples);
    row_set(results, "train_samples_per_second", samples / seconds);
    row_set(results, "train_steps_per_second", steps / seconds);
    row_set(results, "train_tokens_per_second",
            samples * (double)o->length / seconds);
    row_set(results, "train_ranks", (double)ranks_count(l->ranks));
    row_set(results, "train_wire_bytes_per_step", (double)sent / steps);
    row_set(results, "train_trainable_parameters",
            (double)engine_parameters(l->engine));
    row_set(results, "train_parameters",
            (double)model_parameters(&l->model->config));
    report_memory(r, results);
}

static void add_summary(struct run *r)
{
    static const char *const names[] = {"epoch",
                                        "total_flos",
                                        "train_loss",
                                        "train_runtime",
                                        "train_samples_per_second",
                                        "train_steps_per_second"};
    struct row row = {.count = 0};
    const struct row *all = &r->journal->results;
    for (size_t i = 0; i < all->count; i++) {
        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
            if (strcmp(all->items[i].name, names[k]) == 0)
                row_set(&row, names[k], all->items[i].value);
        }
    }
    row_set(&row, "step", (double)r->step);
    journal_add(r->journal, &row);
}

static void evaluate(struct run *r)
{
    const struct task *task = r->loop->task;
    struct row row = {.count = 0};
    double start = seconds_now();
    task->evaluate(task->context, r->pass, &row);
    row_set(&row, "eval_runtime", seconds_now() - start);
    for (size_t i = 0; i < row.count; i++)
        row_set(&r->journal->results, row.items[i].name, row.items[i].value);
    row_set(&row, "epoch", epoch_of(r, r->step));
    row_set(&row, "step", (double)r->step);
    journal_add(r->journal, &row);
}

static int run_init(struct run *r, const struct loop *l,
                    struct journal *journal, struct fault *fault)
{
    const struct loop_options *o = l->options;
    *r = (struct run){.loop = l, .journal = journal};
    r->share = o->batch / ranks_count(l->ranks);
    r->micro = o->micro > 0 ? o->micro : r->share;
    size_t values = r->micro * o->length;
    r->pass =
        pass_new(l->model,
                 &(struct pass_options){.batch = r->micro,
                                        .length = o->length,
                                        .checkpoint = o->checkpoint_activations,
                                        .hooks = engine_hooks(l->engine)});
    rows_init(&r->rows, o->batch, o->length);
    r->logp = memory_alloc(l->memory, MEMORY_ACTIVATIONS, values, sizeof(real));
    r->weight =
        memory_alloc(l->memory, MEMORY_ACTIVATIONS, values, sizeof(real));
    if (!o->resume)
        return 0;
    if (checkpoint_load(l->engine, l->out, &r->step, fault) < 0)
        return -1;
    if (r->step >= o->steps)
        return fault_set(fault, "the checkpoint is at step %zu of %zu already",
                         r->step, o->steps);
    r->done_before = r->step;
    return journal_load(journal, l->out, r->step, fault);
}

static void run_release(struct run *r)
{
    pass_free(r->pass);
    rows_release(&r->rows);
    memory_free(r->loop->memory, r->logp);
    memory_free(r->loop->memory, r->weight);
}

int loop_run(const struct loop *l, struct journal *journal, struct fault *fault)
{
    struct run r;
    int rc = run_init(&r, l, journal, fault);
    memory_reset_peaks(l->memory);
    double start = seconds_now();
    uint64_t sent = ranks_sent(l->ranks);
    while (rc == 0 && r.step < l->options->steps)
        rc = train_step(&r, fault);
    if (rc == 0) {
        report(&r, seconds_now() - start, ranks_sent(l->ranks) - sent);
        add_summary(&r);
        evaluate(&r);
        if (l->out != NULL)
            rc = save_state(&r, fault);
    }
    run_release(&r);
    return rc;
}
