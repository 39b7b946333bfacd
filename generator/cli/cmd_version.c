/* SPDX-License-Identifier: MIT */
/* phx version [--licences] */
#include "cli/cli.h"

#include "asset/asset.h"
#include "feed/feed.h"
#include "markdown/markdown.h"
#include "repo/repo.h"
#include "script/script.h"

/* A library that is opened when needed may not be there. */
static void print_library(const char *name, const char *version)
{
    printf("%-16s %s\n", name, version ? version : "not installed");
}

static void print_versions(void)
{
    struct arena arena;

    arena_init(&arena);
    printf("phx %s\n\n", PHX_VERSION);
    print_library("cmark-gfm", markdown_library_version());
    print_library("libgit2", repo_library_version());
    print_library("libsass", sass_library_version());
    print_library("libxml2", feed_library_version());
    struct str rest = script_library_versions(&arena), one;
    while (str_split(&rest, ',', &one)) {
        one = str_trim(one);
        size_t space = str_chr(one, ' ');
        print_library(str_cstr(&arena, str_slice(one, 0, space)),
                      space == STR_NONE
                          ? NULL
                          : str_cstr(&arena, str_from(one, space + 1)));
    }
    arena_deinit(&arena);
}

static int print_licences(void)
{
    size_t found = 0;

    for (size_t i = 0; i < embed_count; i++) {
        struct str path = str_of(embed_files[i].path);
        struct str text;
        bool licence = str_eq(path_name(path), STR("LICENSE")) ||
                       str_starts(path, STR("licences/"));
        if (!licence || !embed_find(path, &text))
            continue;
        printf("%s%" STR_FMT "\n\n%" STR_FMT, found++ ? "\n\n" : "",
               STR_ARG(path), STR_ARG(text));
    }
    return 0;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    bool licences = false;
    const struct cli_option options[] = {
        {"licences", 0, NULL, "print the licences of what the binary carries",
         .flag = &licences},
    };
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, NULL, 0,
                       &count);

    if (rc >= 0)
        return rc;
    if (licences)
        return print_licences();
    print_versions();
    return 0;
}

const struct cli_verb cli_verb_version = {
    .name = "version",
    .arguments = "[--licences]",
    .summary = "Print phx's version and its libraries'",
    .run = run,
};
