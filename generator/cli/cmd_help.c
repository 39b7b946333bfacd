/* SPDX-License-Identifier: MIT */
/* phx help [VERB] */
#include "cli/cli.h"

/* One line a verb. */
/* clang-format off */
const struct cli_verb *const cli_verbs[] = {
    &cli_verb_new,
    &cli_verb_build,
    &cli_verb_check,
    &cli_verb_serve,
    &cli_verb_publish,
    &cli_verb_cache,
    &cli_verb_bench,
    &cli_verb_import,
    &cli_verb_template,
    &cli_verb_help,
    &cli_verb_version,
    NULL,
};
/* clang-format on */

static void print_overview(void)
{
    printf("Usage: phx VERB [OPTION...]\n\n"
           "phx turns a repository of Markdown posts and benchmark results "
           "into a site.\n\nVerbs:\n");
    for (size_t i = 0; cli_verbs[i]; i++)
        printf("  %-10s %s\n", cli_verbs[i]->name, cli_verbs[i]->summary);
    printf("\n`phx VERB --help` prints a verb's options.\n");
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    const char *args[1] = {NULL};
    size_t count;
    int rc = cli_parse(verb, NULL, 0, argc, argv, args, 1, &count);

    if (rc >= 0)
        return rc;
    if (count == 0) {
        print_overview();
        return 0;
    }
    for (size_t i = 0; cli_verbs[i]; i++)
        if (str_is(str_of(args[0]), cli_verbs[i]->name)) {
            char name[16], help[] = "--help";
            snprintf(name, sizeof(name), "%s", cli_verbs[i]->name);
            char *asked[] = {name, help, NULL};
            return cli_verbs[i]->run(cli_verbs[i], 2, asked);
        }
    fprintf(stderr, "phx help: there is no verb `%s`\n", args[0]);
    return EXIT_COMMAND_WRONG;
}

const struct cli_verb cli_verb_help = {
    .name = "help",
    .arguments = "[VERB]",
    .summary = "Print the verbs, or one verb's options",
    .run = run,
};
