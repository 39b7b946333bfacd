/* SPDX-License-Identifier: MIT */
/* The command line of phx-infer. */
#ifndef INFERENCE_OPTIONS_H
#define INFERENCE_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

#include "engine.h"
#include "load.h"
#include "model/model.h"

enum format { FORMAT_VLLM, FORMAT_LLAMA };

struct options {
    const char *model, *draft; /* folders */
    const char *prompt;        /* of `generate` */
    const char *text;          /* file that prompts are cut from */
    const char *out;           /* file of results */
    const char *row_file, *labels;
    const char *concurrency; /* "1,2,4": requests in flight, 0: any number */
    enum precision precision;
    enum format format;
    struct engine_options engine;
    struct load_options load;
    size_t samples;                    /* of one prompt */
    size_t repeats;                    /* of the llama-bench format */
    double step_ms;                    /* a counted clock's step */
    double goodput_ttft, goodput_tpot; /* ms; 0: no limit */
};

/* From the arguments after the command's name; faults name the option. */
int options_parse(struct options *o, char **args,
                  struct fault *fault) MODEL_MUST_USE;
void options_help(FILE *out);

/* As they are typed. */
const char *options_cache_name(enum cache_kind kind);
const char *options_batching_name(enum batching batching);
const char *options_precision_name(enum precision precision);

#endif
