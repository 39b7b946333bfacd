/* SPDX-License-Identifier: MIT */
/* phx cache stat, phx cache clear */
#include "cli/cli.h"

#include "build/build.h"

static double megabytes(uint64_t bytes)
{
    return (double)bytes / 1e6;
}

static int print_stat(const char *root)
{
    struct build_cache cache;
    struct arena arena;
    struct error err;

    arena_init(&arena);
    int rc = build_cache_look(&arena, root, &cache, &err);
    if (rc < 0)
        fprintf(stderr, "phx cache: %s\n", err.message);
    else if (cache.bytes == 0)
        printf("There is no cache in %" STR_FMT ".\n", STR_ARG(cache.path));
    else
        printf("%-14s %8s %9.1f MB  %" STR_FMT "\n", "file", "",
               megabytes(cache.bytes), STR_ARG(cache.path));
    for (size_t i = 0; rc == 0 && cache.bytes && i < cache.parts.len; i++)
        printf("%-14s %8llu %9.1f MB\n", cache.parts.items[i].name,
               (unsigned long long)cache.parts.items[i].entries,
               megabytes(cache.parts.items[i].bytes));
    arena_deinit(&arena);
    return rc < 0 ? EXIT_SITE_WRONG : 0;
}

static int clear(const char *root)
{
    struct error err;

    if (build_cache_clear(root, &err) == 0)
        return 0;
    fprintf(stderr, "phx cache: %s\n", err.message);
    return EXIT_SITE_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    const char *args[2] = {"", "."};
    size_t count;

    int rc =
        cli_parse(verb, NULL, 0, argc, argv, args, PHX_COUNT(args), &count);
    if (rc >= 0)
        return rc;
    if (str_is(str_of(args[0]), "stat"))
        return print_stat(args[1]);
    if (str_is(str_of(args[0]), "clear"))
        return clear(args[1]);
    fprintf(stderr, "phx cache: stat or clear? Try `phx cache --help`.\n");
    return EXIT_COMMAND_WRONG;
}

const struct cli_verb cli_verb_cache = {
    .name = "cache",
    .arguments = "stat|clear [DIR]",
    .summary = "Look at or remove what builds keep for the next",
    .example = "phx cache stat",
    .run = run,
};
