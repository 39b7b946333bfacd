/* SPDX-License-Identifier: MIT */
/*
 * What the commands have in common: the options, the ranks, the ledger, the
 * corpus in tokens; measuring a model on held-out text; writing results.
 */
#ifndef TRAINING_SESSION_H
#define TRAINING_SESSION_H

#include "loop.h"
#include "options.h"

struct session {
    const struct options *options;
    struct ranks *ranks;
    struct memory memory;
    double baseline_rss;
    struct tokenizer *tokenizer;
    struct samples samples;
};

/* Reads the tokenizer of --model and the corpus; `length` is the longest window
   that will be asked for. */
int session_open(struct session *s, size_t length,
                 struct fault *fault) MODEL_MUST_USE;
void session_release(struct session *s);
/* Whether this rank writes files. */
bool session_writes(const struct session *s);

/* The mean loss over the same held-out windows of each domain for every model:
   adds eval_loss, eval_perplexity, eval_CODE_loss … and eval_samples. */
void session_evaluate(const struct session *s, struct pass *pass, size_t batch,
                      size_t length, struct row *row);
/* The mean loss of held-out supervised rows of one domain: eval_loss,
   eval_perplexity, and for arithmetic eval_exact_match: the share of answers
   whose every token is the most probable one. */
void session_evaluate_supervised(const struct session *s, struct pass *pass,
                                 struct rows *room, struct row *row);

/* The engine over the whole model: units of its weights. */
struct engine *session_engine(struct session *s, struct model *m);
/* The engine over adapters, initialised. */
struct engine *session_adapter_engine(struct session *s, struct model *m);

/* Runs the task, then writes results and the row of --row-file. */
int session_train(struct session *s, const struct task *task, struct model *m,
                  struct engine *e, struct fault *fault) MODEL_MUST_USE;
/* Saves what an engine has trained into --out: the model or an adapter. All
   ranks together. */
int session_save_model(struct session *s, const struct config *c,
                       struct engine *e, struct fault *fault) MODEL_MUST_USE;
int session_save_adapter(struct session *s, const struct config *c,
                         struct engine *e, struct fault *fault) MODEL_MUST_USE;

#endif
