/* SPDX-License-Identifier: MIT */
/*
 * Serving: requests come in, wait, run in batches, and end. One engine_step is
 * one forward pass over a batch: the next token of each running sequence (with
 * a draft model: several, verified), and chunks of prompts beside them.
 *
 * A request that cannot be served is refused with a reason; nothing that comes
 * in can make the engine use more memory than it was made with. When blocks run
 * out, the sequence that came last gives its own back, waits, and later
 * computes its cache again.
 */
#ifndef INFERENCE_ENGINE_H
#define INFERENCE_ENGINE_H

#include "cache.h"
#include "clock.h"
#include "model/model.h"

enum cache_kind {
    CACHE_PAGED,      /* blocks as they are needed */
    CACHE_CONTIGUOUS, /* a sequence reserves the whole context */
    CACHE_RECOMPUTE   /* nothing is kept from step to step */
};

enum batching {
    BATCHING_CONTINUOUS, /* who waits joins as soon as there is room */
    BATCHING_STATIC      /* a batch is filled when the one before has ended */
};

struct engine_options {
    enum cache_kind cache;
    enum batching batching;
    size_t block_tokens; /* of a paged cache */
    size_t cache_bytes;  /* at most; 0: room for every sequence of a batch */
    size_t batch;        /* sequences at once */
    size_t chunk;        /* prompt tokens a step */
    size_t queue;        /* requests that may wait */
    size_t drafts;       /* tokens drafted a step; 0 without a draft model */
    bool remember;       /* prefix cache; for a paged cache only */
    double deadline;     /* seconds after arrival a request ends; 0: none */
};

enum request_state {
    REQUEST_NEW,
    REQUEST_WAITING,
    REQUEST_RUNNING,
    REQUEST_DONE,
    REQUEST_REFUSED,
    REQUEST_CANCELLED
};

/*
 * The caller's, and at its place until it has ended. Followers are the requests
 * behind a leader in an array: they have its prompt, share its cache as long as
 * they can, and end as it does when it cannot begin.
 */
struct request {
    /* In. */
    const int32_t *prompt;
    size_t prompt_count;
    size_t wanted;      /* tokens to generate, at least 1 */
    double temperature; /* 0: greedy */
    uint64_t seed;
    int32_t stop; /* a token that ends it; −1: none */
    double arrival;
    size_t followers;
    /* Out. */
    enum request_state state;
    const char *reason; /* why it was refused or cancelled */
    int32_t *tokens;    /* prompt and generated; request_release frees */
    size_t count;
    double *times;     /* of the generated tokens, by the engine's clock */
    size_t first_step; /* steps from coming in to the first token */
    /* The engine's. */
    struct table table;
    size_t cached;       /* tokens whose keys and values are in the cache */
    size_t draft_cached; /* the same of the draft model */
    struct rng rng;
    size_t submitted; /* before which step */
    bool started;     /* it has its first token, or its leader had */
};
void request_release(struct request *r);

struct engine_counts {
    size_t steps;
    size_t tokens;         /* rows of all forward passes */
    size_t generated;      /* tokens given out */
    size_t running;        /* sequences, summed over steps */
    size_t running_most;   /* at once */
    size_t slots, filled;  /* token places held and used, summed over steps */
    size_t accepted;       /* requests that were let in */
    size_t refused_queue;  /* the queue was full */
    size_t refused_size;   /* it could never fit */
    size_t cancelled;      /* past their deadline */
    size_t preempted;      /* times blocks were taken back */
    size_t recalled;       /* prompt tokens found in the prefix cache */
    size_t verified;       /* passes that verified drafts of a sequence */
    size_t drafted, stood; /* drafted tokens, and those that stood */
};

struct engine;

/* Models and clock are borrowed; `draft` may be NULL. -1 when the options do
   not go together or the memory holds no block. The cache is taken here, at
   once, and counts as buffers in the model's ledger. */
struct engine_parts {
    const struct model *model, *draft;
    struct clock *clock;
};
int engine_new(struct engine **out, const struct engine_parts *parts,
               const struct engine_options *options,
               struct fault *fault) MODEL_MUST_USE;
/* Requests that still wait or run are cancelled. */
void engine_free(struct engine *e);

/* Lets the request and its followers in or refuses them: see their state. */
void engine_submit(struct engine *e, struct request *r);
bool engine_idle(const struct engine *e);
void engine_step(struct engine *e);

const struct engine_counts *engine_counts(const struct engine *e);
const struct cache *engine_cache(const struct engine *e);
/* Bytes of a block: both models' keys and values. */
size_t engine_block_bytes(const struct engine *e);

#endif
