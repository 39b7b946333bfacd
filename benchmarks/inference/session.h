/* SPDX-License-Identifier: MIT */
/* What the commands have in common: models, tokenizer, memory, an engine. */
#ifndef INFERENCE_SESSION_H
#define INFERENCE_SESSION_H

#include "model/tokenizer.h"
#include "options.h"

struct session {
    const struct options *options;
    struct memory memory;
    struct model *model, *draft; /* draft: NULL without --draft */
    struct tokenizer *tokenizer;
};

/* Loads what --model and --draft name, in --precision. Whatever it returns,
   session_release is to be called. */
int session_open(struct session *s, struct fault *fault) MODEL_MUST_USE;
void session_release(struct session *s);

/* The tokens of the file of --text; token_list_release. */
int session_text(const struct session *s, struct token_list *tokens,
                 struct fault *fault) MODEL_MUST_USE;

/* One function a command; each in a file of its name. */
int command_generate(struct session *s, struct fault *fault) MODEL_MUST_USE;
int command_bench(struct session *s, struct fault *fault) MODEL_MUST_USE;
int command_perplexity(struct session *s, struct fault *fault) MODEL_MUST_USE;

#endif
