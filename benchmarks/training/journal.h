/* SPDX-License-Identifier: MIT */
/*
 * What a run reports, in the files that Hugging Face's Trainer writes:
 * trainer_state.json with the history, train_results.json, eval_results.json
 * and all_results.json with the last numbers.
 */
#ifndef TRAINING_JOURNAL_H
#define TRAINING_JOURNAL_H

#include <stddef.h>

#include "model/row.h"

struct journal {
    struct row *history;
    size_t count;
    struct row results; /* train_… and eval_… of the whole run */
};
/* Copies the row, sorted by name. */
void journal_add(struct journal *j, const struct row *row);
void journal_release(struct journal *j);

struct journal_head {
    double epoch, total_flos;
    size_t global_step, max_steps, logging_steps, save_steps, batch;
};
/* DIR/trainer_state.json. */
int journal_save_state(const struct journal *j, const struct journal_head *head,
                       const char *dir, struct fault *fault) MODEL_MUST_USE;
/* The three files of results: by prefix, `epoch` in all of them. */
int journal_save_results(const struct journal *j, const char *dir,
                         struct fault *fault) MODEL_MUST_USE;
/* The history of DIR/trainer_state.json up to a step. */
int journal_load(struct journal *j, const char *dir, size_t step,
                 struct fault *fault) MODEL_MUST_USE;

#endif
