/* SPDX-License-Identifier: MIT */
/* One function a command; each in a file of its name. */
#ifndef TRAINING_COMMANDS_H
#define TRAINING_COMMANDS_H

#include "session.h"

/* Learns --merges merges from the corpus, into --out. */
int command_tokenizer(struct session *s, struct fault *fault) MODEL_MUST_USE;
/* A new model on the mixture of domains, into --out. */
int command_pretrain(struct session *s, struct fault *fault) MODEL_MUST_USE;
/* --model on --domain by --method: a model or an adapter into --out. */
int command_tune(struct session *s, struct fault *fault) MODEL_MUST_USE;
/* --model with --adapter added to its weights, into --out. */
int command_merge(struct session *s, struct fault *fault) MODEL_MUST_USE;
/* --model on pairs of right and wrong sums: an adapter into --out. */
int command_dpo(struct session *s, struct fault *fault) MODEL_MUST_USE;
/* Learns which of --experts to ask, into --out. */
int command_route(struct session *s, struct fault *fault) MODEL_MUST_USE;
/* --model, with --adapter and in --precision, and a bigram model. */
int command_evaluate(struct session *s, struct fault *fault) MODEL_MUST_USE;

#endif
