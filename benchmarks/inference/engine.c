/* SPDX-License-Identifier: MIT */
/*
 * Who waits, who runs, who gives back. What a step computes is step.c's.
 *
 * That the engine always gets on: a request is only let in when the whole cache
 * would hold it, blocks are taken back from the youngest first, and the oldest
 * is never asked.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "engine_private.h"

/* ---- Queues -----------------------------------------------------------------
 */

static void queue_insert(struct queue *q, size_t at, struct request *r)
{
    if (q->count == q->room) {
        q->room = q->room > 0 ? 2 * q->room : 16;
        q->items = base_realloc((void *)q->items, q->room, sizeof(*q->items));
    }
    memmove((void *)(q->items + at + 1), (void *)(q->items + at),
            (q->count - at) * sizeof(*q->items));
    q->items[at] = r;
    q->count++;
}

static struct request *queue_remove(struct queue *q, size_t at)
{
    struct request *r = q->items[at];
    q->count--;
    memmove((void *)(q->items + at), (void *)(q->items + at + 1),
            (q->count - at) * sizeof(*q->items));
    return r;
}

/* ---- Requests ---------------------------------------------------------------
 */

void request_release(struct request *r)
{
    free(r->tokens);
    free(r->times);
    r->tokens = NULL;
    r->times = NULL;
}

static void end_request(struct engine *e, struct request *r,
                        enum request_state state, const char *reason)
{
    table_clear(&e->cache, &r->table);
    r->state = state;
    r->reason = reason;
}

/* Followers that have not begun end with their leader. */
static void end_group(struct engine *e, struct request *leader,
                      enum request_state state, const char *reason)
{
    bool waits = !leader->started;
    end_request(e, leader, state, reason);
    for (size_t i = 1; waits && i <= leader->followers; i++)
        end_request(e, leader + i, state, reason);
}

static size_t most_tokens(const struct request *r)
{
    return r->prompt_count + r->wanted;
}

/* Why it can never run, or NULL. A leader's group must fit together: each
   follower needs blocks of its own but for the prompt's full ones. */
static const char *unfit(const struct engine *e, const struct request *r)
{
    size_t size = blocks_tokens(e->cache.blocks);
    size_t most = most_tokens(r);
    if (r->prompt_count == 0)
        return "the prompt is empty";
    if (most > e->model->config.context)
        return "longer than the context";
    if (e->options.cache != CACHE_RECOMPUTE &&
        (most + size - 1) / size > blocks_count(e->cache.blocks))
        return "longer than the cache";
    if (r->followers + 1 > e->options.batch)
        return "more samples than a batch holds";
    return NULL;
}

static void prepare(const struct engine *e, struct request *r)
{
    r->tokens = base_calloc(most_tokens(r), sizeof(*r->tokens));
    memcpy(r->tokens, r->prompt, r->prompt_count * sizeof(*r->tokens));
    r->times = base_calloc(r->wanted, sizeof(*r->times));
    r->count = r->prompt_count;
    r->submitted = e->counts.steps;
    r->rng = (struct rng){r->seed};
    r->state = REQUEST_WAITING;
}

void engine_submit(struct engine *e, struct request *r)
{
    const char *reason = unfit(e, r);
    if (reason != NULL) {
        e->counts.refused_size++;
    } else if (e->waiting.count >= e->options.queue) {
        reason = "the queue is full";
        e->counts.refused_queue++;
    }
    if (reason != NULL) {
        end_group(e, r, REQUEST_REFUSED, reason);
        return;
    }
    e->counts.accepted++;
    for (size_t i = 0; i <= r->followers; i++)
        prepare(e, r + i);
    queue_insert(&e->waiting, e->waiting.count, r);
}

/* ---- Admission --------------------------------------------------------------
 */

/* How many tokens may be drafted for the sequence now. */
static size_t drafts_now(const struct engine *e, const struct request *r)
{
    size_t left = r->wanted - (r->count - r->prompt_count);
    /* The pass gives one token more than stand. */
    return e->options.drafts < left ? e->options.drafts : left - 1;
}

/* How far the cache must reach for the sequence to be let in. */
static size_t first_reach(const struct engine *e, const struct request *r)
{
    if (e->options.batching == BATCHING_STATIC)
        return most_tokens(r);
    return r->count + 1 + drafts_now(e, r);
}

/* Blocks for the sequence, beginning with what is remembered. A prompt that is
   remembered whole still needs the logits behind its last token, so that token
   is computed again, into a copy of its block. */
static bool reserve(struct engine *e, struct request *r)
{
    size_t size = blocks_tokens(e->cache.blocks);
    size_t found = table_recall(&e->cache, &r->table, r->tokens, r->count);
    size_t need = (first_reach(e, r) + size - 1) / size - r->table.count;
    if (need + (found == r->count) > blocks_available(e->cache.blocks)) {
        table_clear(&e->cache, &r->table);
        return false;
    }
    r->cached = found < r->count ? found : r->count - 1;
    r->draft_cached = r->cached;
    e->counts.recalled += r->cached;
    if (!table_cover(&e->cache, &r->table, first_reach(e, r)) ||
        !table_own(&e->cache, &r->table, r->cached, r->count))
        abort(); /* there were enough */
    return true;
}

static void start(struct engine *e, struct request *r)
{
    r->state = REQUEST_RUNNING;
    queue_insert(&e->running, e->running.count, r);
}

/* Places of a batch that are taken, those of followers to come included. */
static size_t places_taken(const struct engine *e)
{
    size_t taken = e->running.count;
    for (size_t i = 0; i < e->running.count; i++) {
        const struct request *r = e->running.items[i];
        taken += r->started ? 0 : r->followers;
    }
    return taken;
}

static void admit(struct engine *e)
{
    if (e->options.batching == BATCHING_STATIC && e->running.count > 0)
        return;
    while (e->waiting.count > 0) {
        struct request *r = e->waiting.items[0];
        size_t places = 1 + (r->started ? 0 : r->followers);
        if (places_taken(e) + places > e->options.batch)
            return;
        if (e->options.cache != CACHE_RECOMPUTE && !reserve(e, r))
            return;
        start(e, queue_remove(&e->waiting, 0));
    }
}

/* ---- Taking back ------------------------------------------------------------
 */

static void preempt(struct engine *e, size_t at)
{
    struct request *r = queue_remove(&e->running, at);
    table_clear(&e->cache, &r->table);
    r->cached = 0;
    r->draft_cached = 0;
    r->state = REQUEST_WAITING;
    e->counts.preempted++;
    queue_insert(&e->waiting, 0, r);
}

/* Blocks for what the sequence computes in this step, if need be from those
   behind it. False: it was the last itself and gave its own back. */
static bool make_room(struct engine *e, size_t at, const struct plan *plan)
{
    struct request *r = plan->request;
    size_t first = r->cached < r->draft_cached ? r->cached : r->draft_cached;
    size_t end = r->cached + plan->count + plan->drafts;
    while (!table_cover(&e->cache, &r->table, end) ||
           !table_own(&e->cache, &r->table, first, end)) {
        size_t last = e->running.count - 1;
        if (e->running.items[last]->state == REQUEST_DONE)
            end_request(e, queue_remove(&e->running, last), REQUEST_DONE, NULL);
        else
            preempt(e, last);
        if (last == at)
            return false;
    }
    return true;
}

static void expire(struct engine *e, struct queue *q)
{
    double now = clock_now(e->clock);
    for (size_t i = q->count; i-- > 0;) {
        struct request *r = q->items[i];
        if (r->state == REQUEST_DONE ||
            !(now > r->arrival + e->options.deadline))
            continue;
        queue_remove(q, i);
        e->counts.cancelled++;
        end_group(e, r, REQUEST_CANCELLED, "past its deadline");
    }
}

/* ---- A step -----------------------------------------------------------------
 */

static void plan(struct engine *e)
{
    size_t budget = e->options.chunk;
    e->plan_count = 0;
    for (size_t i = 0; i < e->running.count; i++) {
        struct request *r = e->running.items[i];
        struct plan p = {r, r->count - r->cached, 0};
        if (r->state == REQUEST_DONE)
            continue;
        if (e->options.cache != CACHE_RECOMPUTE) {
            if (p.count == 1) {
                p.drafts = drafts_now(e, r);
            } else {
                p.count = p.count < budget ? p.count : budget;
                budget -= p.count;
            }
            if (p.count == 0)
                continue;
            if (!make_room(e, i, &p))
                return;
        }
        e->plans[e->plan_count++] = p;
    }
}

/* Followers begin where their leader has its first logits: step.c has sampled
   for the leader, and each follower computes the prompt's last token again. */
static void begin_followers(struct engine *e)
{
    size_t count = e->running.count;
    for (size_t i = 0; i < count; i++) {
        struct request *leader = e->running.items[i];
        if (leader->started || leader->count == leader->prompt_count)
            continue;
        leader->started = true;
        for (size_t k = 1; k <= leader->followers; k++) {
            struct request *r = leader + k;
            if (e->options.cache == CACHE_PAGED) {
                table_fork(&e->cache, &r->table, &leader->table,
                           leader->prompt_count);
                r->cached = leader->prompt_count - 1;
                r->draft_cached = r->cached;
            }
            start(e, r);
            r->started = true;
        }
    }
}

static void drop_done(struct engine *e)
{
    bool batch_ended = true;
    for (size_t i = 0; i < e->running.count; i++)
        batch_ended &= e->running.items[i]->state == REQUEST_DONE;
    for (size_t i = e->running.count; i-- > 0;) {
        struct request *r = e->running.items[i];
        if (r->state != REQUEST_DONE)
            continue;
        /* Of a static batch the places are given back together. */
        if (e->options.batching == BATCHING_STATIC && !batch_ended)
            continue;
        queue_remove(&e->running, i);
        end_request(e, r, REQUEST_DONE, NULL);
    }
}

static void count_step(struct engine *e)
{
    struct engine_counts *n = &e->counts;
    n->steps++;
    n->running += e->plan_count;
    if (e->plan_count > n->running_most)
        n->running_most = e->plan_count;
    if (e->options.cache == CACHE_RECOMPUTE)
        return;
    n->slots += blocks_held(e->cache.blocks) * blocks_tokens(e->cache.blocks);
    for (size_t i = 0; i < e->running.count; i++) {
        const struct request *r = e->running.items[i];
        n->filled += r->state == REQUEST_RUNNING ? r->cached : 0;
    }
}

void engine_step(struct engine *e)
{
    if (e->options.deadline > 0) {
        expire(e, &e->waiting);
        expire(e, &e->running);
        drop_done(e); /* of a static batch whose others have expired */
    }
    admit(e);
    plan(e);
    if (e->plan_count == 0)
        return;
    step_run(e);
    count_step(e);
    begin_followers(e);
    drop_done(e);
}

bool engine_idle(const struct engine *e)
{
    return e->waiting.count == 0 && e->running.count == 0;
}

/* ---- Life -------------------------------------------------------------------
 */

static int check(const struct engine_parts *p, const struct engine_options *o,
                 struct fault *fault)
{
    if (o->batch == 0 || o->chunk == 0 || o->block_tokens == 0)
        return fault_set(fault, "batch, chunk and block size are at least 1");
    if ((p->draft != NULL) != (o->drafts > 0))
        return fault_set(fault, "drafting needs a draft model and a number of "
                                "tokens to draft");
    if (p->draft != NULL && p->draft->config.vocab != p->model->config.vocab)
        return fault_set(fault, "the draft model has another vocabulary");
    if (p->draft != NULL && p->draft->config.context < p->model->config.context)
        return fault_set(fault, "the draft model's context is shorter");
    if (p->draft != NULL && o->cache == CACHE_RECOMPUTE)
        return fault_set(fault, "drafting needs a cache");
    if (o->remember && o->cache != CACHE_PAGED)
        return fault_set(fault, "a prefix cache needs a paged cache");
    return 0;
}

static size_t bytes_a_token(const struct engine *e)
{
    return kv_bytes_a_token(&e->model->config) +
           (e->draft != NULL ? kv_bytes_a_token(&e->draft->config) : 0);
}

static int open_cache(struct engine *e, struct fault *fault)
{
    const struct engine_options *o = &e->options;
    size_t context = e->model->config.context;
    size_t size = o->cache == CACHE_PAGED ? o->block_tokens : context;
    size_t count = (context + size - 1) / size * o->batch;
    if (o->cache == CACHE_RECOMPUTE)
        count = 1;
    else if (o->cache_bytes > 0)
        count = o->cache_bytes / (size * bytes_a_token(e));
    if (count == 0)
        return fault_set(fault, "a cache of %zu bytes holds no block of %zu",
                         o->cache_bytes, size * bytes_a_token(e));
    if (count >= UINT32_MAX)
        return fault_set(fault, "a cache of %zu blocks is too large", count);
    struct memory *memory = e->model->memory;
    e->cache.blocks = blocks_new(count, size, o->remember);
    e->cache.target = kv_pool_new(&e->model->config, count, size, memory);
    if (e->draft != NULL)
        e->cache.draft = kv_pool_new(&e->draft->config, count, size, memory);
    return 0;
}

int engine_new(struct engine **out, const struct engine_parts *parts,
               const struct engine_options *options, struct fault *fault)
{
    if (check(parts, options, fault) < 0)
        return -1;
    struct engine *e = base_calloc(1, sizeof(*e));
    e->options = *options;
    e->model = parts->model;
    e->draft = parts->draft;
    e->clock = parts->clock;
    if (open_cache(e, fault) < 0) {
        free(e);
        return -1;
    }
    size_t rows = options->batch * (options->drafts + 2) + options->chunk;
    size_t context = e->model->config.context;
    if (options->cache == CACHE_RECOMPUTE) {
        rows = context;
        if (!table_cover(&e->cache, &e->scratch, context))
            abort(); /* it is the only table of the only block */
    }
    e->target_decoder = decoder_new(e->model, e->cache.target, rows);
    if (e->draft != NULL)
        e->draft_decoder = decoder_new(e->draft, e->cache.draft, rows);
    e->plans = base_calloc(options->batch, sizeof(*e->plans));
    e->spans = base_calloc(options->batch, sizeof(*e->spans));
    e->chosen = base_calloc(options->drafts + 1, sizeof(*e->chosen));
    e->q =
        memory_alloc(e->model->memory, MEMORY_ACTIVATIONS,
                     options->batch * options->drafts * e->model->config.vocab,
                     sizeof(real));
    *out = e;
    return 0;
}

static void cancel_all(struct engine *e, struct queue *q)
{
    while (q->count > 0)
        end_group(e, queue_remove(q, q->count - 1), REQUEST_CANCELLED,
                  "the engine ended");
    free((void *)q->items);
}

void engine_free(struct engine *e)
{
    if (e == NULL)
        return;
    cancel_all(e, &e->waiting);
    cancel_all(e, &e->running);
    table_clear(&e->cache, &e->scratch);
    decoder_free(e->target_decoder);
    decoder_free(e->draft_decoder);
    kv_pool_free(e->cache.target);
    kv_pool_free(e->cache.draft);
    blocks_free(e->cache.blocks);
    memory_free(e->model->memory, e->q);
    free(e->plans);
    free(e->spans);
    free(e->chosen);
    free(e);
}

const struct engine_counts *engine_counts(const struct engine *e)
{
    return &e->counts;
}

const struct cache *engine_cache(const struct engine *e)
{
    return &e->cache;
}

size_t engine_block_bytes(const struct engine *e)
{
    return blocks_tokens(e->cache.blocks) * bytes_a_token(e);
}
