/* SPDX-License-Identifier: MIT */
/* phx: finds the verb and runs it. */
#include "cli/cli.h"

static bool is_option(const char *arg, const char *name, const char *letter)
{
    return str_is(str_of(arg), name) || str_is(str_of(arg), letter);
}

/* The nearest verb to a misspelt one. */
static void suggest(const char *name)
{
    struct str names[16];
    size_t count = 0;

    while (count < PHX_COUNT(names) && cli_verbs[count]) {
        names[count] = str_of(cli_verbs[count]->name);
        count++;
    }
    struct str near = str_nearest(str_of(name), names, count);
    fprintf(stderr, "phx: there is no verb `%s`", name);
    if (near.len)
        fprintf(stderr, "; did you mean `%" STR_FMT "`?", STR_ARG(near));
    fprintf(stderr, "\nTry `phx help`.\n");
}

/* What was printed has to arrive: `phx build --json >/dev/full` fails. */
static int check_output(int exit_code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return exit_code;
    fprintf(stderr, "phx: cannot write to standard output\n");
    return exit_code == 0 ? EXIT_SITE_WRONG : exit_code;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "help";

    if (is_option(name, "--help", "-h"))
        name = "help";
    else if (is_option(name, "--version", "-V"))
        name = "version";
    for (size_t i = 0; cli_verbs[i]; i++)
        if (str_is(str_of(name), cli_verbs[i]->name)) {
            int skip = argc > 1 ? 1 : 0;
            return check_output(
                cli_verbs[i]->run(cli_verbs[i], argc - skip, argv + skip));
        }
    suggest(name);
    return EXIT_COMMAND_WRONG;
}
