/* SPDX-License-Identifier: MIT */
/* Sending, waiting, and the arithmetic behind it. */
#include "serving.h"

#include <math.h>
#include <stdlib.h>

/* ---- Statistics -------------------------------------------------------------
 */

struct values {
    double *items;
    size_t count, room;
};

static void values_add(struct values *v, double value)
{
    if (v->count == v->room) {
        v->room = v->room > 0 ? 2 * v->room : 64;
        v->items = base_realloc(v->items, v->room, sizeof(*v->items));
    }
    v->items[v->count++] = value;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(const struct values *v, double share)
{
    double at = share * (double)(v->count - 1);
    size_t low = (size_t)at;
    size_t high = low + 1 < v->count ? low + 1 : low;
    return v->items[low] +
           (at - (double)low) * (v->items[high] - v->items[low]);
}

/* Sorts, and gives the memory back. */
static struct measure measure_take(struct values *v)
{
    struct measure m = {0};
    if (v->count > 0) {
        double n = (double)v->count;
        double squares = 0;
        qsort(v->items, v->count, sizeof(*v->items), by_value);
        for (size_t i = 0; i < v->count; i++)
            m.mean += v->items[i] / n;
        for (size_t i = 0; i < v->count; i++)
            squares += (v->items[i] - m.mean) * (v->items[i] - m.mean);
        m.deviation = sqrt(squares / n);
        m.median = percentile(v, 0.5);
        m.p99 = percentile(v, 0.99);
    }
    free(v->items);
    return m;
}

static size_t best_second(const struct load *load, double duration)
{
    size_t seconds = (size_t)duration + 1;
    size_t *tokens = base_calloc(seconds, sizeof(*tokens));
    size_t best = 0;
    for (size_t i = 0; i < load->count; i++) {
        const struct request *r = &load->requests[i];
        for (size_t k = r->prompt_count; k < r->count; k++)
            tokens[(size_t)r->times[k - r->prompt_count]]++;
    }
    for (size_t i = 0; i < seconds; i++)
        best = tokens[i] > best ? tokens[i] : best;
    free(tokens);
    return best;
}

struct series {
    struct values ttft, tpot, itl, e2el, first_steps;
};

static void add_completed(struct serving *s, struct series *all,
                          const struct request *r,
                          const struct serving_limits *limits)
{
    size_t n = r->count - r->prompt_count;
    double last = r->times[n - 1];
    double ttft = 1e3 * (r->times[0] - r->arrival);
    double tpot = n > 1 ? 1e3 * (last - r->times[0]) / (double)(n - 1) : 0;
    s->completed++;
    s->prompt_tokens += r->prompt_count;
    s->output_tokens += n;
    s->good += !((limits->ttft > 0 && ttft > limits->ttft) ||
                 (limits->tpot > 0 && tpot > limits->tpot));
    values_add(&all->ttft, ttft);
    values_add(&all->e2el, 1e3 * (last - r->arrival));
    values_add(&all->first_steps, (double)r->first_step);
    if (n > 1)
        values_add(&all->tpot, tpot);
    for (size_t i = 1; i < n; i++)
        values_add(&all->itl, 1e3 * (r->times[i] - r->times[i - 1]));
}

static void summarise(struct serving *s, const struct load *load,
                      const struct serving_limits *limits)
{
    struct series all = {.ttft = {.count = 0}};
    for (size_t i = 0; i < load->count; i++) {
        if (load->requests[i].state == REQUEST_DONE)
            add_completed(s, &all, &load->requests[i], limits);
        else
            s->failed++;
    }
    s->best_second = best_second(load, s->duration);
    s->ttft = measure_take(&all.ttft);
    s->tpot = measure_take(&all.tpot);
    s->itl = measure_take(&all.itl);
    s->e2el = measure_take(&all.e2el);
    s->first_steps = measure_take(&all.first_steps);
}

/* ---- Sending ----------------------------------------------------------------
 */

static bool ended(const struct request *r)
{
    return r->state == REQUEST_DONE || r->state == REQUEST_REFUSED ||
           r->state == REQUEST_CANCELLED;
}

static size_t in_flight(const struct load *load, size_t sent)
{
    size_t n = 0;
    for (size_t i = 0; i < sent; i++)
        n += !ended(&load->requests[i]);
    return n;
}

/* Sends what is due; how many have been sent now. */
static size_t send_due(struct serving *s, struct load *load, size_t sent,
                       struct engine *e, double now)
{
    size_t flying = in_flight(load, sent);
    while (sent < load->count && load->requests[sent].arrival <= now &&
           (s->concurrency == 0 || flying < s->concurrency)) {
        struct request *r = &load->requests[sent++];
        if (s->concurrency > 0)
            r->arrival = now;
        engine_submit(e, r);
        flying += !ended(r);
    }
    if (flying > s->in_flight)
        s->in_flight = flying;
    return sent;
}

void serving_run(struct serving *s, struct load *load, struct engine *e,
                 struct clock *clock, const struct serving_limits *limits)
{
    size_t sent = 0;
    *s = (struct serving){.concurrency = limits->concurrency};
    while (sent < load->count || !engine_idle(e)) {
        sent = send_due(s, load, sent, e, clock_now(clock));
        if (!engine_idle(e))
            engine_step(e);
        else if (sent < load->count)
            clock_wait(clock, load->requests[sent].arrival);
    }
    s->duration = clock_now(clock);
    summarise(s, load, limits);
}

/* ---- Counts -----------------------------------------------------------------
 */

static double share(size_t part, size_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

void serving_counts(const struct serving *s, const struct engine *e,
                    size_t batch, struct row *row)
{
    const struct engine_counts *n = engine_counts(e);
    const struct cache *cache = engine_cache(e);
    size_t bytes = engine_block_bytes(e);
    const struct row_item items[] = {
        {"concurrency", (double)s->concurrency},
        {"completed", (double)s->completed},
        {"shed", (double)n->refused_queue},
        {"too_long", (double)n->refused_size},
        {"cancelled", (double)n->cancelled},
        {"in_flight_most", (double)s->in_flight},
        {"steps", (double)n->steps},
        {"tokens", (double)n->tokens},
        {"generated", (double)n->generated},
        {"tokens_per_step", share(n->generated, n->steps)},
        {"running_mean", share(n->running, n->steps)},
        {"running_most", (double)n->running_most},
        {"occupancy", share(n->running, n->steps * batch)},
        {"first_steps_median", s->first_steps.median},
        {"first_steps_p99", s->first_steps.p99},
        {"cache_bytes", (double)(blocks_count(cache->blocks) * bytes)},
        {"cache_peak_bytes", (double)(blocks_held_peak(cache->blocks) * bytes)},
        {"cache_filled", share(n->filled, n->slots)},
        {"preempted", (double)n->preempted},
        {"recalled", (double)n->recalled},
        {"copied", (double)cache->copied},
        {"drafted", (double)n->drafted},
        {"acceptance", share(n->stood, n->drafted)},
        {"tokens_per_verification",
         n->verified > 0 ? 1 + share(n->stood, n->verified) : 0},
    };
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
        row_set(row, items[i].name, items[i].value);
}
