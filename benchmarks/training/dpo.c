/* SPDX-License-Identifier: MIT */
/*
 * `phx-train dpo`: direct preference optimisation (Rafailov and others, 2023)
 * of adapters on a tuned model. A pair is a sum with its result and with a
 * wrong one; the reference is the model without the adapters. Δ = (log π(w) −
 * log πref(w)) − (log π(l) − log πref(l)), loss = −log σ(βΔ) Metrics have TRL's
 * names: a reward is β (log π − log πref).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "model/adapters.h"

enum { TRAIN_PAIRS = 512 };

/* Rows 2i and 2i + 1 of `rows` are the chosen and the rejected answer of pair
   i; `reference` has the rows' log probabilities under the reference. */
struct pairs {
    struct rows rows;
    double *reference;
    size_t count;
};

struct dpo {
    const struct session *session;
    struct pairs train, held_out;
    size_t *drawn;  /* the pairs of the step's batch */
    real *expected; /* the reference's probabilities at the targets of the
                       held-out chosen rows, one after the other */
    size_t vocab;
};

/* ---- Pairs
 * -----------------------------------------------------------------------------
 */

/* The result of some other sum. */
static int wrong_result(struct sum sum, struct rng *rng, bool held_out)
{
    for (;;) {
        int wrong = sum_result(sum_draw(rng, held_out));
        if (wrong != sum_result(sum))
            return wrong;
    }
}

static void pairs_init(struct pairs *p, const struct session *s, size_t count,
                       bool held_out)
{
    size_t length = s->options->loop.length;
    *p = (struct pairs){.count = count};
    rows_init(&p->rows, 2 * count, length);
    p->reference = base_calloc(2 * count, sizeof(*p->reference));
    struct rng rng = {held_out ? 7 : 3};
    for (size_t i = 0; i < count; i++) {
        struct sum sum = sum_draw(&rng, held_out);
        int results[2] = {sum_result(sum), wrong_result(sum, &rng, held_out)};
        for (size_t k = 0; k < 2; k++) {
            char prompt[16];
            char answer[8];
            struct pair_text pair = {
                prompt, answer, sum_prompt(sum, prompt, sizeof(prompt)), 0};
            pair.answer_size =
                (size_t)snprintf(answer, sizeof(answer), "%d\n", results[k]);
            samples_pair(&s->samples, pair, &p->rows, 2 * i + k);
        }
    }
}

static void pairs_release(struct pairs *p)
{
    rows_release(&p->rows);
    free(p->reference);
}

static double row_sum(const real *logp, size_t length)
{
    double sum = 0;
    for (size_t i = 0; i < length; i++)
        sum += (double)logp[i];
    return sum;
}

/* Runs the pass over the pairs and calls back for each pair of rows. */
struct pair_rows {
    size_t pair;
    double logp[2];   /* of the chosen, of the rejected row */
    const real *prob; /* [length × vocab] of the chosen row */
};
static void each_pair(const struct pairs *p, struct pass *pass,
                      void (*callback)(void *, const struct pair_rows *),
                      void *context)
{
    size_t length = p->rows.length;
    real *logp = base_calloc(2 * length, sizeof(*logp));
    for (size_t i = 0; i < p->count; i++) {
        struct batch b = {p->rows.tokens + 2 * i * length,
                          p->rows.targets + 2 * i * length, 2, length};
        pass_evaluate(pass, &b, logp);
        struct pair_rows rows = {
            i,
            {row_sum(logp, length), row_sum(logp + length, length)},
            pass_probabilities(pass)};
        callback(context, &rows);
    }
    free(logp);
}

static void keep_reference(void *context, const struct pair_rows *rows)
{
    struct pairs *p = context;
    p->reference[2 * rows->pair] = rows->logp[0];
    p->reference[2 * rows->pair + 1] = rows->logp[1];
}

/* Copies the probabilities at the row's targets, or returns how many there
   would be (into == NULL). */
static size_t copy_expected(const struct pairs *p, size_t pair,
                            const real *prob, size_t vocab, real *into)
{
    const int32_t *targets = p->rows.targets + 2 * pair * p->rows.length;
    size_t n = 0;
    for (size_t i = 0; i < p->rows.length; i++) {
        if (targets[i] < 0)
            continue;
        if (into != NULL)
            memcpy(into + n * vocab, prob + i * vocab, vocab * sizeof(*into));
        n++;
    }
    return n;
}

struct keeper {
    struct dpo *dpo;
    size_t at;
};

static void keep_expected(void *context, const struct pair_rows *rows)
{
    struct keeper *k = context;
    struct dpo *d = k->dpo;
    keep_reference(&d->held_out, rows);
    k->at += copy_expected(&d->held_out, rows->pair, rows->prob, d->vocab,
                           d->expected + k->at * d->vocab);
}

/* What the model says before it has adapters. */
static void dpo_reference(struct dpo *d, struct model *m)
{
    struct pass *pass = pass_new(
        m, &(struct pass_options){
               .batch = 2, .length = d->train.rows.length, .checkpoint = true});
    each_pair(&d->train, pass, keep_reference, &d->train);
    size_t targets = 0;
    for (size_t i = 0; i < d->held_out.count; i++)
        targets += copy_expected(&d->held_out, i, NULL, d->vocab, NULL);
    d->expected = base_calloc(targets * d->vocab, sizeof(*d->expected));
    struct keeper keeper = {d, 0};
    each_pair(&d->held_out, pass, keep_expected, &keeper);
    pass_free(pass);
}

/* ---- Training
 * -----------------------------------------------------------------------------
 */

static void fill(void *context, uint64_t step, struct rows *rows)
{
    struct dpo *d = context;
    struct rng rng = {d->session->options->loop.seed * 1000003 + step};
    size_t two = 2 * rows->length;
    for (size_t i = 0; i < rows->rows / 2; i++) {
        size_t pair = rng_below(&rng, d->train.count);
        d->drawn[i] = pair;
        memcpy(rows->tokens + i * two, d->train.rows.tokens + pair * two,
               two * sizeof(*rows->tokens));
        memcpy(rows->targets + i * two, d->train.rows.targets + pair * two,
               two * sizeof(*rows->targets));
    }
}

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

/* log(1 + e^−x), also for large |x|. */
static double minus_log_sigmoid(double x)
{
    return x > 0 ? log1p(exp(-x)) : log1p(exp(x)) - x;
}

enum metric { METRIC_CHOSEN, METRIC_REJECTED, METRIC_MARGIN, METRIC_ACCURACY };

/* Adds a pair's loss and metrics to the sums, as a share of `pairs`. */
static double add_pair(struct step_sums *sums, const double rewards[2],
                       double pairs)
{
    double margin = rewards[0] - rewards[1];
    sums->loss += minus_log_sigmoid(margin) / pairs;
    sums->metrics[METRIC_CHOSEN] += rewards[0] / pairs;
    sums->metrics[METRIC_REJECTED] += rewards[1] / pairs;
    sums->metrics[METRIC_MARGIN] += margin / pairs;
    sums->metrics[METRIC_ACCURACY] += (margin > 0) / pairs;
    return margin;
}

static void weigh(void *context, const struct batch *b, size_t first,
                  size_t targets, const real *logp, real *weight,
                  struct step_sums *sums)
{
    const struct dpo *d = context;
    const struct options *o = d->session->options;
    double pairs = (double)o->loop.batch / 2;
    (void)targets;
    for (size_t r = 0; r < b->batch; r += 2) {
        size_t pair = d->drawn[(first + r) / 2];
        double rewards[2];
        for (size_t k = 0; k < 2; k++)
            rewards[k] =
                o->beta * (row_sum(logp + (r + k) * b->length, b->length) -
                           d->train.reference[2 * pair + k]);
        double margin = add_pair(sums, rewards, pairs);
        real pull = (real)(o->beta * sigmoid(-margin) / pairs);
        for (size_t i = 0; i < b->length; i++) {
            weight[r * b->length + i] = pull;
            weight[(r + 1) * b->length + i] = -pull;
        }
    }
}

/* ---- Measuring
 * -----------------------------------------------------------------------------
 */

struct measure {
    const struct dpo *dpo;
    struct step_sums sums;
    double divergence;
    size_t at; /* targets so far */
};

/* Σ p log(p / reference) over the vocabulary. */
static double divergence(const real *p, const real *reference, size_t vocab)
{
    double sum = 0;
    for (size_t i = 0; i < vocab; i++) {
        if (p[i] > 0)
            sum += (double)p[i] *
                   (log((double)p[i]) - log(fmax((double)reference[i], 1e-30)));
    }
    return sum;
}

static void measure_pair(void *context, const struct pair_rows *rows)
{
    struct measure *m = context;
    const struct dpo *d = m->dpo;
    const struct pairs *p = &d->held_out;
    double rewards[2];
    for (size_t k = 0; k < 2; k++)
        rewards[k] = d->session->options->beta *
                     (rows->logp[k] - p->reference[2 * rows->pair + k]);
    add_pair(&m->sums, rewards, (double)p->count);
    const int32_t *targets = p->rows.targets + 2 * rows->pair * p->rows.length;
    for (size_t i = 0; i < p->rows.length; i++) {
        if (targets[i] >= 0)
            m->divergence +=
                divergence(rows->prob + i * d->vocab,
                           d->expected + m->at++ * d->vocab, d->vocab);
    }
}

static void evaluate(void *context, struct pass *pass, struct row *row)
{
    struct dpo *d = context;
    const struct session *s = d->session;
    struct measure m = {.dpo = d};
    each_pair(&d->held_out, pass, measure_pair, &m);
    row_set(row, "eval_loss", m.sums.loss);
    row_set(row, "eval_rewards/chosen", m.sums.metrics[METRIC_CHOSEN]);
    row_set(row, "eval_rewards/rejected", m.sums.metrics[METRIC_REJECTED]);
    row_set(row, "eval_rewards/margins", m.sums.metrics[METRIC_MARGIN]);
    row_set(row, "eval_rewards/accuracies", m.sums.metrics[METRIC_ACCURACY]);
    row_set(row, "eval_kl", m.divergence / (double)m.at);
    struct row supervised = {.count = 0};
    struct rows rows;
    rows_init(&rows, 2, s->options->loop.length);
    session_evaluate_supervised(s, pass, &rows, &supervised);
    rows_release(&rows);
    for (size_t i = 0; i < supervised.count; i++) {
        if (strcmp(supervised.items[i].name, "eval_exact_match") == 0)
            row_set(row, "eval_exact_match", supervised.items[i].value);
    }
    row_set(row, "eval_samples", (double)d->held_out.count);
}

/* ---- The command
 * ----------------------------------------------------------------------------
 */

static int check(const struct session *s, const struct model *m,
                 struct fault *fault)
{
    const struct loop_options *o = &s->options->loop;
    size_t ranks = ranks_count(s->ranks);
    size_t micro = o->micro > 0 ? o->micro : o->batch / ranks;
    if (loop_check(o, ranks, m->config.context, fault) < 0)
        return -1;
    if (micro % 2 != 0)
        return fault_set(fault, "a pair would be torn: %zu sequences a pass",
                         micro);
    if (s->options->windows == 0)
        return fault_set(fault, "--windows is at least 1");
    return 0;
}

static int train(struct session *s, struct model *m, struct fault *fault)
{
    struct dpo d = {.session = s, .vocab = m->config.vocab};
    pairs_init(&d.train, s, TRAIN_PAIRS, false);
    pairs_init(&d.held_out, s, s->options->windows, true);
    d.drawn = base_calloc(s->options->loop.batch, sizeof(*d.drawn));
    dpo_reference(&d, m);
    struct engine *e = session_adapter_engine(s, m);
    struct task task = {.context = &d,
                        .fill = fill,
                        .weigh = weigh,
                        .metrics = {"rewards/chosen", "rewards/rejected",
                                    "rewards/margins", "rewards/accuracies"},
                        .evaluate = evaluate};
    int rc = session_train(s, &task, m, e, fault);
    if (rc == 0)
        rc = session_save_adapter(s, &m->config, e, fault);
    engine_free(e);
    pairs_release(&d.train);
    pairs_release(&d.held_out);
    free(d.drawn);
    free(d.expected);
    return rc;
}

int command_dpo(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    struct model *m = NULL;
    if (session_open(s, o->loop.length, fault) < 0 ||
        model_load(&m, o->model, &s->memory, fault) < 0)
        return -1;
    int rc = check(s, m, fault);
    if (rc == 0)
        rc = train(s, m, fault);
    model_free(m);
    return rc;
}
