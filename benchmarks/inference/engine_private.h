/* SPDX-License-Identifier: MIT */
/* What engine.c, which decides who runs, and step.c, which runs them, share. */
#ifndef INFERENCE_ENGINE_PRIVATE_H
#define INFERENCE_ENGINE_PRIVATE_H

#include "engine.h"

/* What one sequence does in this step. */
struct plan {
    struct request *request;
    size_t count;  /* tokens that are put through, drafted ones not counted */
    size_t drafts; /* tokens to draft and verify */
};

struct queue {
    struct request **items;
    size_t count, room;
};

struct engine {
    struct engine_options options;
    const struct model *model, *draft;
    struct clock *clock;
    struct cache cache;
    struct decoder *target_decoder, *draft_decoder;
    struct queue waiting; /* the next in front */
    struct queue running; /* in the order they were let in */
    struct plan *plans;   /* of this step; room for a batch */
    size_t plan_count;
    struct span *spans;   /* room for a batch */
    real *q;              /* drafts' probabilities [batch × drafts × vocab] */
    int32_t *chosen;      /* room for drafts + 1 */
    struct table scratch; /* for recomputing: one block */
    struct engine_counts counts;
};

/* Runs the plans, and gives each sequence its new tokens. Requests that have
   all they want are done but still in `running`. */
void step_run(struct engine *e);

#endif
