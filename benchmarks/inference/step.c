/* SPDX-License-Identifier: MIT */
/*
 * What one step computes: the draft model proposes, the model runs the batch,
 * each sequence gets its tokens.
 *
 * A sequence's last token is never in the cache: putting it through gives the
 * logits of the next. With k drafts behind it, one pass gives k + 1 rows of
 * logits, and the keys and values of drafts that do not stand are simply
 * written over later.
 */
#include "engine_private.h"

#include <string.h>

#include "model/ops.h"
#include "model/sample.h"
#include "speculate.h"

/* ---- Drafting ---------------------------------------------------------------
 */

/* Round 0 brings the draft model's cache up to the sequence's end, round i puts
   the i-th drafted token through. */
static struct span draft_span(const struct plan *p, size_t round)
{
    const struct request *r = p->request;
    size_t start = round == 0 ? r->draft_cached : r->count + round - 1;
    size_t end = round == 0 ? r->cached + p->count : start + 1;
    return (struct span){r->tokens + start, end - start, start, r->table.items,
                         p->drafts > round ? SPAN_LOGITS_LAST
                                           : SPAN_LOGITS_NONE};
}

static real *q_of(const struct engine *e, size_t plan)
{
    return e->q + plan * e->options.drafts * e->model->config.vocab;
}

static void draft_choose(struct engine *e, size_t plan, size_t round,
                         real *logits)
{
    struct request *r = e->plans[plan].request;
    size_t vocab = e->model->config.vocab;
    r->tokens[r->count + round] =
        sample_draw(logits, vocab, r->temperature, &r->rng);
    if (r->temperature > 0)
        memcpy(q_of(e, plan) + round * vocab, logits, vocab * sizeof(*logits));
}

/* The drafted tokens are written behind the sequence's own. */
static void draft(struct engine *e)
{
    for (size_t round = 0; round == 0 || round < e->options.drafts; round++) {
        size_t count = 0;
        for (size_t i = 0; i < e->plan_count; i++) {
            if (round == 0 || e->plans[i].drafts > round)
                e->spans[count++] = draft_span(&e->plans[i], round);
        }
        if (count == 0)
            return;
        real *logits = decoder_run(e->draft_decoder, e->spans, count);
        for (size_t i = 0; i < e->plan_count; i++) {
            if (e->plans[i].drafts <= round)
                continue;
            draft_choose(e, i, round, logits);
            logits += e->model->config.vocab;
        }
    }
}

/* ---- The model's pass -------------------------------------------------------
 */

static struct span target_span(const struct engine *e, const struct plan *p)
{
    const struct request *r = p->request;
    struct span s = {r->tokens + r->cached, p->count + p->drafts, r->cached,
                     r->table.items, SPAN_LOGITS_NONE};
    if (e->options.cache == CACHE_RECOMPUTE)
        s.table = e->scratch.items;
    if (p->drafts > 0)
        s.logits = SPAN_LOGITS_ALL;
    else if (r->cached + p->count == r->count)
        s.logits = SPAN_LOGITS_LAST;
    return s;
}

static void give(struct engine *e, struct request *r, int32_t token, double now)
{
    if (r->count == r->prompt_count)
        r->first_step = e->counts.steps + 1 - r->submitted;
    r->tokens[r->count] = token;
    r->times[r->count - r->prompt_count] = now;
    r->count++;
    e->counts.generated++;
    if (token == r->stop || r->count == r->prompt_count + r->wanted)
        r->state = REQUEST_DONE;
}

/* After a step that reached the sequence's end. */
static void give_tokens(struct engine *e, size_t plan, real *logits, double now)
{
    const struct plan *p = &e->plans[plan];
    struct request *r = p->request;
    struct speculation s = {.vocab = e->model->config.vocab,
                            .count = p->drafts,
                            .drafts = r->tokens + r->count,
                            .logits = logits,
                            .q = q_of(e, plan),
                            .temperature = r->temperature};
    size_t end = r->count;
    size_t stand = speculate(&s, &r->rng, e->chosen);
    e->counts.verified += p->drafts > 0;
    e->counts.drafted += p->drafts;
    e->counts.stood += stand;
    for (size_t i = 0; i <= stand && r->state == REQUEST_RUNNING; i++)
        give(e, r, e->chosen[i], now);
    if (e->options.cache == CACHE_RECOMPUTE)
        return;
    r->cached = end + stand;
    /* The last drafted token was not put through the draft model. */
    r->draft_cached =
        stand > 0 && stand == p->drafts ? end + stand - 1 : r->cached;
}

/* Returns the rows of logits that were used. */
static size_t consume(struct engine *e, size_t plan, real *logits, double now)
{
    const struct plan *p = &e->plans[plan];
    struct request *r = p->request;
    bool reached = r->cached + p->count == r->count;
    if (reached) {
        give_tokens(e, plan, logits, now);
    } else {
        r->cached += p->count;
        r->draft_cached = r->cached;
    }
    if (e->options.cache == CACHE_RECOMPUTE)
        return 0;
    size_t both = r->cached < r->draft_cached ? r->cached : r->draft_cached;
    table_know(&e->cache, &r->table, r->tokens, both);
    return reached ? p->drafts + 1 : 0;
}

/* Runs plans [first, first + count) in one pass. */
static void run(struct engine *e, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        e->spans[i] = target_span(e, &e->plans[first + i]);
        e->counts.tokens += e->spans[i].count;
    }
    real *logits = decoder_run(e->target_decoder, e->spans, count);
    double now = clock_now(e->clock);
    for (size_t i = 0; i < count; i++) {
        size_t used = consume(e, first + i, logits, now);
        if (used > 0)
            logits += used * e->model->config.vocab;
    }
}

void step_run(struct engine *e)
{
    if (e->draft != NULL)
        draft(e);
    clock_step(e->clock);
    if (e->options.cache != CACHE_RECOMPUTE) {
        run(e, 0, e->plan_count);
        return;
    }
    /* Without a cache the sequences use one scratch block after each other. */
    for (size_t i = 0; i < e->plan_count; i++)
        run(e, i, 1);
}
