/* SPDX-License-Identifier: MIT */
/* phx check [DIR] */
#include "check_claims.h"
#include "cli/cli.h"

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    bool claims = false;
    const struct cli_option options[] = {
        {"claims", 0, NULL, "every assertion and computed number",
         .flag = &claims},
    };
    const char *args[1] = {NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (!claims) {
        fprintf(stderr, "phx check: check what? Try `phx check --help`.\n");
        return EXIT_COMMAND_WRONG;
    }
    return check_claims(count ? args[0] : ".");
}

const struct cli_verb cli_verb_check = {
    .name = "check",
    .arguments = "--claims [DIR]",
    .summary = "Check the site without writing it",
    .example = "phx check --claims",
    .run = run,
};
