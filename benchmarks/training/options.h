/* SPDX-License-Identifier: MIT */
/* The command line of phx-train. */
#ifndef TRAINING_OPTIONS_H
#define TRAINING_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

#include "loop.h"
#include "model/model.h"

enum method { METHOD_FULL, METHOD_LORA, METHOD_QLORA };

struct options {
    const char *corpus, *model, *adapter, *experts, *out;
    const char *row_file; /* a CSV file that a row is added to */
    const char *labels;   /* that row's first cells: "name=value,name=value" */
    struct config config; /* of a new model; vocab is the tokenizer's */
    struct loop_options loop;
    enum scheme scheme;
    enum method method;
    enum domain domain;
    enum precision precision;
    size_t rank;    /* of adapters */
    double alpha;   /* 0: twice the rank */
    double beta;    /* DPO */
    size_t merges;  /* of a new tokenizer */
    size_t windows; /* held-out windows (or prompts) a domain */
    size_t seeds;   /* of the router */
};

/* From the arguments after the command's name; faults name the option. */
int options_parse(struct options *o, char **args,
                  struct fault *fault) MODEL_MUST_USE;
/* One line an option, with its default. */
void options_help(FILE *out);

#endif
