/* SPDX-License-Identifier: MIT */
/*
 * phx-infer: generates with the models of phx-train, and measures how.
 * Exit status: 0, 1 for what went wrong outside the program (one line on
 * stderr), 2 for a wrong command line, 3 when memory runs out.
 */
#include <stdio.h>
#include <string.h>

#include "model/blas.h"
#include "session.h"

static const struct {
    const char *name;
    int (*run)(struct session *, struct fault *);
    const char *help;
} commands[] = {
    {"generate", command_generate, "go on from a prompt"},
    {"bench", command_bench, "serve a load of requests, or time one sequence"},
    {"perplexity", command_perplexity, "of a text"},
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void help(FILE *out)
{
    fputs("usage: phx-infer COMMAND [--OPTION VALUE]...\n\ncommands:\n", out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
    fputs("\noptions:\n", out);
    options_help(out);
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
        fprintf(stderr, "phx-infer: %s\n", fault.text);
        return 2;
    }
    blas_set_threads(1);
    struct session s = {.options = &options};
    int rc = commands[command].run(&s, &fault);
    session_release(&s);
    if (rc == 0)
        return 0;
    fprintf(stderr, "phx-infer %s: %s\n", commands[command].name, fault.text);
    return 1;
}
