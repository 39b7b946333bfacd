/* SPDX-License-Identifier: MIT */
/*
 * `phx-train route`: asks each of three adapters for the loss of its answer to
 * each prompt, takes the base model's mean hidden state over the prompt as the
 * prompt's features, and learns which adapter to ask (router.h).
 *
 * Writes router.csv (a policy and seed a row, on held-out prompts), and the
 * Trainer's files with the first seed's history.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "model/adapters.h"
#include "model/arguments.h"
#include "router.h"

struct prompts {
    struct rows rows; /* [domain by domain] */
    struct routes routes;
};

static void prompts_init(struct prompts *p, const struct session *s,
                         size_t a_domain, bool held_out, size_t width)
{
    rows_init(&p->rows, a_domain * DOMAINS, s->options->loop.length);
    struct rng rng = {held_out ? 17 : 13};
    for (size_t i = 0; i < p->rows.rows; i++)
        samples_supervised(&s->samples, (enum domain)(i / a_domain), held_out,
                           &rng, &p->rows, i);
    p->routes.count = p->rows.rows;
    p->routes.width = width;
    p->routes.features =
        base_calloc(p->rows.rows * width, sizeof(*p->routes.features));
    p->routes.rewards = base_calloc(p->rows.rows, sizeof(*p->routes.rewards));
}

static void prompts_release(struct prompts *p)
{
    rows_release(&p->rows);
    free(p->routes.features);
    free(p->routes.rewards);
}

/* ---- What the models say
 * ------------------------------------------------------------------ */

static void keep_features(struct prompts *p, size_t row, const real *hidden)
{
    size_t width = p->routes.width;
    size_t prompt = rows_prompt(&p->rows, row);
    double *into = p->routes.features + row * width;
    for (size_t t = 0; t < prompt; t++) {
        for (size_t i = 0; i < width; i++)
            into[i] += (double)hidden[t * width + i] / (double)prompt;
    }
}

/* Minus the mean loss of the answer's tokens. */
static double reward_of(const struct prompts *p, size_t row, const real *logp)
{
    const int32_t *targets = p->rows.targets + row * p->rows.length;
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < p->rows.length; i++) {
        sum += (double)logp[i];
        count += targets[i] >= 0;
    }
    return count > 0 ? sum / (double)count : 0;
}

/* With an expert attached: its rewards. Without (expert = EXPERTS): the base's
   features. */
static void ask(struct pass *pass, struct prompts *p, size_t expert)
{
    size_t length = p->rows.length;
    real *logp = base_calloc(length, sizeof(*logp));
    for (size_t i = 0; i < p->rows.rows; i++) {
        struct batch b = {p->rows.tokens + i * length,
                          p->rows.targets + i * length, 1, length};
        pass_evaluate(pass, &b, logp);
        if (expert < EXPERTS)
            p->routes.rewards[i][expert] = reward_of(p, i, logp);
        else
            keep_features(p, i, pass_features(pass));
    }
    free(logp);
}

static void ask_both(struct model *m, struct prompts both[2], size_t expert)
{
    struct pass *pass = pass_new(
        m, &(struct pass_options){
               .batch = 1, .length = both[0].rows.length, .checkpoint = true});
    for (size_t i = 0; i < 2; i++)
        ask(pass, &both[i], expert);
    pass_free(pass);
}

/* The `expert`-th of "DIR,DIR,DIR". */
static int expert_folder(const char *list, size_t expert, char *dir,
                         size_t room, struct fault *fault)
{
    for (size_t i = 0; i < expert && list != NULL; i++) {
        list = strchr(list, ',');
        list = list != NULL ? list + 1 : NULL;
    }
    size_t length = list != NULL ? strcspn(list, ",") : 0;
    if (length == 0 || length >= room)
        return fault_set(fault, "--experts needs three folders");
    memcpy(dir, list, length);
    dir[length] = '\0';
    return 0;
}

static int ask_experts(struct session *s, struct model *m,
                       struct prompts both[2], struct fault *fault)
{
    ask_both(m, both, EXPERTS);
    for (size_t e = 0; e < EXPERTS; e++) {
        char dir[4096];
        real *weights = NULL;
        if (expert_folder(s->options->experts, e, dir, sizeof(dir), fault) <
                0 ||
            adapters_load(m, dir, &weights, fault) < 0)
            return -1;
        ask_both(m, both, e);
        adapters_attach(m, (struct adapter_shape){0, 0});
        memory_free(&s->memory, weights);
    }
    return 0;
}

/* Each feature to mean 0 and deviation 1 over the prompts to learn from. */
static void normalise(struct prompts both[2])
{
    size_t width = both[0].routes.width;
    for (size_t i = 0; i < width; i++) {
        double sum = 0;
        double squares = 0;
        double n = (double)both[0].routes.count;
        for (size_t k = 0; k < both[0].routes.count; k++) {
            double x = both[0].routes.features[k * width + i];
            sum += x;
            squares += x * x;
        }
        double mean = sum / n;
        double scale = 1 / sqrt(fmax(squares / n - mean * mean, 1e-12));
        for (size_t b = 0; b < 2; b++) {
            for (size_t k = 0; k < both[b].routes.count; k++) {
                double *x = &both[b].routes.features[k * width + i];
                *x = (*x - mean) * scale;
            }
        }
    }
}

/* ---- Learning and reporting
 * --------------------------------------------------------------- */

static void watch(void *context, const struct router_progress *p)
{
    struct row row = {.count = 0};
    row_set(&row, "step", (double)p->step);
    row_set(&row, "reward", p->reward);
    row_set(&row, "reward_std", p->deviation);
    row_set(&row, "entropy", p->entropy);
    journal_add(context, &row);
}

struct outcome {
    FILE *csv;
    double oracle;
};

static void write_policy(const struct outcome *o, const char *policy,
                         size_t seed, double reward, double agreement)
{
    fprintf(o->csv, "%s,%zu,%.6f,%.6f,", policy, seed, -reward,
            o->oracle - reward);
    if (agreement >= 0)
        fprintf(o->csv, "%.6f", agreement);
    fputc('\n', o->csv);
}

static void write_fixed_policies(const struct outcome *o,
                                 const struct routes *held_out,
                                 struct row *results)
{
    write_policy(o, "oracle", 0, o->oracle, 1);
    double random = routes_random(held_out);
    write_policy(o, "random", 0, random, -1);
    row_set(results, "eval_random_regret", o->oracle - random);
    double best = -HUGE_VAL;
    for (size_t e = 0; e < EXPERTS; e++) {
        char name[48];
        double reward = routes_single(held_out, e);
        snprintf(name, sizeof(name), "always %s", domain_name((enum domain)e));
        write_policy(o, name, 0, reward, -1);
        best = fmax(best, reward);
    }
    row_set(results, "eval_best_single_regret", o->oracle - best);
}

/* The 95 % point of Student's t for this many degrees of freedom; from 10 on
   within 4 % of the true one. */
static double t95(size_t freedom)
{
    static const double table[] = {0,     12.706, 4.303, 3.182, 2.776,
                                   2.571, 2.447,  2.365, 2.306, 2.262};
    return freedom < 10 ? table[freedom] : 2.0 + 2.3 / (double)freedom;
}

static void learn(struct session *s, const struct prompts both[2],
                  const struct outcome *out, struct journal *journal)
{
    const struct options *o = s->options;
    double sum = 0;
    double squares = 0;
    double agreement = 0;
    for (size_t seed = 1; seed <= o->seeds; seed++) {
        struct router r;
        router_init(&r, both[0].routes.width);
        struct router_options options = {o->loop.steps, o->loop.batch,
                                         o->loop.rate, 0.01, seed};
        struct router_watch watcher = {o->loop.log_every, watch, journal};
        router_learn(&r, &both[0].routes, &options,
                     seed == 1 ? &watcher : NULL);
        double reward = routes_router(&both[1].routes, &r);
        double same = routes_agreement(&both[1].routes, &r);
        write_policy(out, "router", seed, reward, same);
        double regret = out->oracle - reward;
        sum += regret;
        squares += regret * regret;
        agreement += same;
        router_release(&r);
    }
    double n = (double)o->seeds;
    double mean = sum / n;
    double variance = fmax(squares / n - mean * mean, 0);
    struct row *results = &journal->results;
    row_set(results, "eval_regret", mean);
    if (o->seeds > 1)
        row_set(results, "eval_regret_ci95",
                t95(o->seeds - 1) * sqrt(variance / (n - 1)));
    row_set(results, "eval_oracle_agreement", agreement / n);
    row_set(results, "eval_seeds", n);
    row_set(results, "eval_samples", (double)both[1].routes.count);
}

static int report(struct session *s, const struct prompts both[2],
                  struct fault *fault)
{
    const struct options *o = s->options;
    struct journal journal = {.count = 0};
    struct outcome out = {.oracle = routes_oracle(&both[1].routes)};
    char *text = NULL;
    size_t size = 0;
    out.csv = open_memstream(&text, &size);
    if (out.csv == NULL)
        return fault_set(fault, "no memory for a table");
    fputs("policy,seed,loss,regret,oracle_agreement\n", out.csv);
    row_set(&journal.results, "eval_oracle_loss", -out.oracle);
    write_fixed_policies(&out, &both[1].routes, &journal.results);
    learn(s, both, &out, &journal);
    fclose(out.csv);
    struct journal_head head = {.global_step = o->loop.steps,
                                .max_steps = o->loop.steps,
                                .logging_steps = o->loop.log_every,
                                .batch = o->loop.batch};
    char *path = path_join(o->out, "router.csv");
    int rc = file_write(path, text, size, fault);
    if (rc == 0)
        rc = journal_save_state(&journal, &head, o->out, fault);
    if (rc == 0)
        rc = journal_save_results(&journal, o->out, fault);
    free(path);
    free(text);
    journal_release(&journal);
    return rc;
}

int command_route(struct session *s, struct fault *fault)
{
    enum { LEARN_A_DOMAIN = 128 };
    const struct options *o = s->options;
    struct model *m = NULL;
    struct prompts both[2] = {{.rows = {.rows = 0}}};
    if (argument_need(o->out, "out", fault) < 0 ||
        argument_need(o->experts, "experts", fault) < 0 ||
        session_open(s, o->loop.length, fault) < 0 ||
        folder_make(o->out, fault) < 0 ||
        model_load(&m, o->model, &s->memory, fault) < 0)
        return -1;
    int rc = loop_check(&o->loop, 1, m->config.context, fault);
    if (rc == 0 && (o->windows == 0 || o->seeds == 0))
        rc = fault_set(fault, "--windows and --seeds are at least 1");
    if (rc == 0) {
        prompts_init(&both[0], s, LEARN_A_DOMAIN, false, m->config.dim);
        prompts_init(&both[1], s, o->windows, true, m->config.dim);
        rc = ask_experts(s, m, both, fault);
    }
    if (rc == 0) {
        normalise(both);
        rc = session_writes(s) ? report(s, both, fault) : 0;
    }
    prompts_release(&both[0]);
    prompts_release(&both[1]);
    model_free(m);
    return rc;
}
