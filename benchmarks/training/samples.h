/* SPDX-License-Identifier: MIT */
/*
 * Tokens of the corpus by domain and side of the split, and the batches drawn
 * from them. A batch depends on seed and step alone, so every rank can make the
 * whole of it and take its share, and a resumed run goes on as if unbroken.
 */
#ifndef TRAINING_SAMPLES_H
#define TRAINING_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "corpus.h"
#include "model/tokenizer.h"

struct samples {
    const struct tokenizer *tokenizer;     /* borrowed */
    struct token_list streams[DOMAINS][2]; /* [domain][held out] */
};

void samples_init(struct samples *s, const struct corpus *corpus,
                  const struct tokenizer *tokenizer);
void samples_release(struct samples *s);
/* Whether the domain has enough tokens for a window of this length. */
int samples_check(const struct samples *s, enum domain domain, size_t length,
                  struct fault *fault) MODEL_MUST_USE;

/* Rows of a batch: tokens and targets [rows × length]. */
struct rows {
    int32_t *tokens, *targets;
    size_t rows, length;
};
void rows_init(struct rows *r, size_t rows, size_t length);
void rows_release(struct rows *r);
size_t rows_targets(const struct rows *r); /* that are trained on */

/* Row `row` = stream[start …], each token's target the next one. */
void samples_window(const struct samples *s, enum domain domain, bool held_out,
                    size_t start, struct rows *into, size_t row);
/* How many windows side by side the stream has. */
size_t samples_windows(const struct samples *s, enum domain domain,
                       bool held_out, size_t length);

/* Prompt and answer in a row; the prompt and what follows the answer are not
   trained on. A row too short for both is cut. */
struct pair_text {
    const char *prompt, *answer;
    size_t prompt_size, answer_size;
};
void samples_pair(const struct samples *s, struct pair_text pair,
                  struct rows *into, size_t row);
/* A row of the domain for supervised tuning: a sum and its result, or a window
   of which the first quarter is the prompt. `rng` chooses which. */
void samples_supervised(const struct samples *s, enum domain domain,
                        bool held_out, struct rng *rng, struct rows *into,
                        size_t row);

/* How many tokens of a row are its prompt: those before the first target. */
size_t rows_prompt(const struct rows *r, size_t row);

#endif
