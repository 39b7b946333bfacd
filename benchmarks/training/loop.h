/* SPDX-License-Identifier: MIT */
/*
 * The training loop: draws batches, runs the passes of this rank's share, steps
 * the engine, writes the journal and checkpoints. What is drawn and what is
 * minimised come from the command through struct task.
 */
#ifndef TRAINING_LOOP_H
#define TRAINING_LOOP_H

#include <stddef.h>
#include <stdint.h>

#include "engine.h"
#include "journal.h"
#include "samples.h"

struct loop_options {
    size_t steps, batch, length;
    size_t micro; /* sequences in one pass of a rank; 0: its whole share */
    size_t warmup, log_every, save_every;
    double rate, decay, clip;
    uint64_t seed;
    bool checkpoint_activations;
    bool resume;
};

enum { TASK_METRICS = 6 };

/* Sums over a step's sequences, of all ranks. */
struct step_sums {
    double loss;
    double metrics[TASK_METRICS];
};

struct task {
    void *context;
    /* Fills the whole batch of a step. */
    void (*fill)(void *context, uint64_t step, struct rows *rows);
    /* The weights of the loss (pass.h) for rows first … first + b->batch of the
       step's batch with `targets` targets, and this part's share of the sums.
     */
    void (*weigh)(void *context, const struct batch *b, size_t first,
                  size_t targets, const real *logp, real *weight,
                  struct step_sums *sums);
    const char *metrics[TASK_METRICS]; /* names; NULL ends them */
    /* Adds the eval_… results; on all ranks. */
    void (*evaluate)(void *context, struct pass *pass, struct row *results);
};

struct loop {
    const struct loop_options *options;
    const struct task *task;
    struct model *model;
    struct engine *engine;
    struct ranks *ranks;
    struct memory *memory;
    const char *out;     /* the folder; NULL: nothing is written */
    size_t epoch_tokens; /* what one epoch has */
    double baseline_rss; /* of the process before anything was loaded */
};

/* Checks what the ranks must agree on: the batch divides among them. */
int loop_check(const struct loop_options *o, size_t ranks, size_t context,
               struct fault *fault) MODEL_MUST_USE;
/* Runs to the last step; `journal` has what was written. */
int loop_run(const struct loop *loop, struct journal *journal,
             struct fault *fault) MODEL_MUST_USE;

/* The resident size of this process at most so far, in bytes. */
double resident_peak(void);

/* The weights of plain cross-entropy: 1 / targets. */
void weigh_cross_entropy(void *context, const struct batch *b, size_t first,
                         size_t targets, const real *logp, real *weight,
                         struct step_sums *sums);

#endif
