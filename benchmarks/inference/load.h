/* SPDX-License-Identifier: MIT */
/*
 * A load of requests: prompts cut from a text at random places, lengths and
 * arrivals drawn from a seed. The same options and text give the same load.
 */
#ifndef INFERENCE_LOAD_H
#define INFERENCE_LOAD_H

#include "engine.h"

struct load_options {
    size_t requests;
    size_t prompt_tokens; /* mean; uniform from half of it to one and a half */
    size_t output_tokens; /* mean; uniform from 1 to twice it, less 1 */
    size_t shared_tokens; /* the text's first tokens before each prompt */
    double rate;          /* a second; gaps are exponential. 0: all at once */
    double temperature;
    size_t seed;
};

struct load {
    struct request *requests; /* in the order of arrival */
    size_t count;
    int32_t *prompts;
};

/* -1 when the text is too short for the prompts. */
int load_make(struct load *load, const struct load_options *o,
              const int32_t *text, size_t count,
              struct fault *fault) MODEL_MUST_USE;
void load_release(struct load *load);

#endif
