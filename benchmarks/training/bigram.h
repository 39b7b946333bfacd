/* SPDX-License-Identifier: MIT */
/*
 * The line to beat: the loss of a bigram model, mixed with a unigram model by
 * the weight that does best on the very tokens it is judged on (which is more
 * than the decoder is given).
 */
#ifndef TRAINING_BIGRAM_H
#define TRAINING_BIGRAM_H

#include "samples.h"

/* Trained on `train`, in nats a token of `held_out`. */
double bigram_loss(const struct token_list *train,
                   const struct token_list *held_out, size_t vocab);

#endif
