/* SPDX-License-Identifier: MIT */
/* phx new site DIR, phx new post TITLE, phx new project TITLE. */
#include "cli/cli.h"

#include "scaffold/scaffold.h"

struct arguments {
    const char *title, *language, *base_url; /* of a site */
    const char *section, *slug, *site;       /* of a page */
    bool no_git, bundle, ready;
};

static int site(struct arena *arena, const struct arguments *a,
                const char *folder, struct diags *diags, struct error *err)
{
    const struct scaffold_site site = {
        .folder = folder,
        .title = str_of(a->title),
        .language = a->language ? str_of(a->language) : STR("en"),
        .base_url = str_of(a->base_url),
        .no_git = a->no_git};
    struct scaffold_paths paths;
    int rc = scaffold_site_new(arena, &site, diags, &paths, err);

    for (size_t i = 0; rc == 0 && i < paths.list.len; i++)
        printf("%s/%" STR_FMT "\n", folder, STR_ARG(paths.list.items[i]));
    if (rc == 0)
        printf("\nNext: cd %s && phx build\n", folder);
    return rc;
}

static int page(struct arena *arena, const struct arguments *a,
                const char *kind, const char *title, struct diags *diags,
                struct error *err)
{
    const struct scaffold_page page = {.root = a->site ? a->site : ".",
                                       .kind = str_of(kind),
                                       .title = str_of(title),
                                       .section = str_of(a->section),
                                       .language = str_of(a->language),
                                       .slug = str_of(a->slug),
                                       .bundle = a->bundle,
                                       .ready = a->ready};
    struct str path;
    int rc = scaffold_page_new(arena, &page, diags, &path, err);

    if (rc == 0)
        printf("%" STR_FMT "\n", STR_ARG(path));
    return rc;
}

static int make(const struct arguments *a, const char *const *args)
{
    struct arena arena;
    struct diags diags;
    struct error err = {0};

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    int rc = str_is(str_of(args[0]), "site")
                 ? site(&arena, a, args[1], &diags, &err)
                 : page(&arena, a, args[0], args[1], &diags, &err);
    cli_print_diags(&diags);
    if (rc < 0)
        fprintf(stderr, "phx new: %s\n", err.message);
    arena_deinit(&arena);
    return rc < 0 ? EXIT_SITE_WRONG : 0;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct arguments a = {0};
    const struct cli_option options[] = {
        {"lang", 'l', "CODE", "language of the site or page (en, zh …)",
         .text = &a.language},
        {"title", 't', "TEXT", "site: its name (default: the folder's)",
         .text = &a.title},
        {"base-url", 'b', "URL", "site: where it will be published",
         .text = &a.base_url},
        {"no-git", 0, NULL, "site: do not make a git repository",
         .flag = &a.no_git},
        {"bundle", 0, NULL, "page: a folder, for its pictures and data",
         .flag = &a.bundle},
        {"ready", 0, NULL, "page: not a draft", .flag = &a.ready},
        {"section", 's', "NAME",
         "page: below content/ (default: posts, projects)", .text = &a.section},
        {"slug", 0, "NAME", "page: its file's name (default: of the title)",
         .text = &a.slug},
        {"site", 0, "DIR", "page: the site (default: here)", .text = &a.site},
    };
    const char *args[2] = {NULL, NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (count < 2) {
        fprintf(stderr, "phx new: say what, and its folder or title: "
                        "phx new site notes\n");
        return EXIT_COMMAND_WRONG;
    }
    return make(&a, args);
}

const struct cli_verb cli_verb_new = {
    .name = "new",
    .arguments = "site DIR | post TITLE | project TITLE",
    .summary = "Begin a site, a post or a project",
    .example = "phx new post 'What batching buys' --bundle",
    .run = run,
};
