/* SPDX-License-Identifier: MIT */
/* phx bench: hands over to the verb behind it. */
#include "cmd_bench.h"

static const struct cli_verb *const verbs[] = {
    &cli_bench_list, &cli_bench_show,   &cli_bench_diff,
    &cli_bench_run,  &cli_bench_export, NULL};

static void print_help(FILE *out)
{
    fprintf(out, "Usage: phx bench VERB [OPTION...]\n\n"
                 "Results, from the files that tools wrote.\n\nVerbs:\n");
    for (size_t i = 0; verbs[i]; i++)
        fprintf(out, "  %-8s %s\n",
                str_of(verbs[i]->name).ptr + strlen("bench "),
                verbs[i]->summary);
    fprintf(out, "\n`phx bench VERB --help` prints a verb's options.\n\n"
                 "Example:\n  phx bench show results/serve.json\n");
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct str name = argc > 1 ? str_of(argv[1]) : STR("");

    (void)verb;
    for (size_t i = 0; verbs[i]; i++)
        if (str_eq(name, str_from(str_of(verbs[i]->name), strlen("bench "))))
            return verbs[i]->run(verbs[i], argc - 1, argv + 1);
    if (str_is(name, "--help") || str_is(name, "-h")) {
        print_help(stdout);
        return 0;
    }
    if (name.len > 0)
        fprintf(stderr,
                "phx bench: there is no verb `%" STR_FMT
                "`\nTry `phx bench --help`.\n",
                STR_ARG(name));
    else
        print_help(stderr);
    return EXIT_COMMAND_WRONG;
}

const struct cli_verb cli_verb_bench = {
    .name = "bench",
    .arguments = "VERB [OPTION...]",
    .summary = "List, show, compare, run and export results",
    .verbs = verbs,
    .run = run,
};
