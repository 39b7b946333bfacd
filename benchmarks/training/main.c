/* SPDX-License-Identifier: MIT */
/*
 * phx-train: trains small language models, on one or several ranks.
 *   mpirun -n 4 phx-train pretrain --scheme zero-2 …
 * Exit status: 0, 1 for what went wrong outside the program (one line on
 * stderr), 2 for a wrong command line, 3 when memory runs out.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "model/blas.h"

static const struct {
    const char *name;
    int (*run)(struct session *, struct fault *);
    const char *help;
} commands[] = {
    {"tokenizer", command_tokenizer, "learn merges from a corpus"},
    {"pretrain", command_pretrain, "train a new model"},
    {"tune", command_tune, "tune a model on one domain"},
    {"merge", command_merge, "add an adapter to a model's weights"},
    {"dpo", command_dpo, "tune a model on preferences"},
    {"route", command_route, "learn which of three adapters to ask"},
    {"evaluate", command_evaluate, "loss on held-out text"},
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void help(FILE *out)
{
    fputs("usage: phx-train COMMAND [--OPTION VALUE]...\n\ncommands:\n", out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
    fputs("\noptions:\n", out);
    options_help(out);
}

static int run(size_t command, const struct options *o, struct ranks *ranks,
               double baseline)
{
    struct fault fault;
    struct session s = {.options = o, .ranks = ranks, .baseline_rss = baseline};
    int rc = commands[command].run(&s, &fault);
    session_release(&s);
    if (rc == 0)
        return 0;
    fprintf(stderr, "phx-train %s: %s\n", commands[command].name, fault.text);
    /* The others may be waiting for this rank. */
    if (ranks_count(ranks) > 1)
        ranks_abort(1);
    return 1;
}

int main(int argc, char **argv)
{
    size_t command = 0;
    while (command < COMMANDS && argc > 1 &&
           strcmp(argv[1], commands[command].name) != 0)
        command++;
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        help(stdout);
        return 0;
    }
    if (argc < 2 || command == COMMANDS) {
        help(stderr);
        return 2;
    }
    struct options options;
    struct fault fault;
    if (options_parse(&options, argv + 2, &fault) < 0) {
        fprintf(stderr, "phx-train: %s\n", fault.text);
        return 2;
    }
    blas_set_threads(1);
    struct ranks *ranks = ranks_start(&argc, &argv);
    int status = run(command, &options, ranks, resident_peak());
    ranks_free(ranks);
    ranks_stop();
    return status;
}
