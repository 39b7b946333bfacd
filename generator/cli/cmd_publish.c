/* SPDX-License-Identifier: MIT */
/* phx publish: the production site, built apart from public/, on its branch. */
#include "cli/cli.h"

#include "build/build.h"
#include "check/check.h"
#include "content/content.h"
#include "publish/publish.h"

#include <unistd.h>

/* Below the site and git-ignored: the next publication builds on it. */
#define FOLDER ".phx/publish"

struct arguments {
    const char *root;
    const char *branch, *remote, *message;
    const char *base_url, *environment;
    bool single, dirty, overwrite, adopt, local, dry, unchecked;
};

/* ---- Settings ---- */

static struct str text_or(const char *given, const struct config *config,
                          const char *key)
{
    struct value v = config_value(config, key);

    if (given)
        return str_of(given);
    return value_is(v, VALUE_STRING) ? value_text(v) : STR("");
}

/* The domain of the site's own address must be the one that Pages is told. */
static bool check_cname(const struct config *config, struct str cname,
                        struct diags *diags)
{
    const struct source_ref *source = NULL;
    struct str host = config->base_url;
    size_t at = str_find(host, STR("://"));

    host = at == STR_NONE ? host : str_from(host, at + 3);
    if (str_chr(host, '/') != STR_NONE)
        host = str_slice(host, 0, str_chr(host, '/'));
    if (!cname.len || str_eq_nocase(host, cname))
        return true;
    struct span place = config_place(config, "publish.cname", &source);
    diag_hint(
        diags,
        diag_add(diags, DIAG_CONFIG_VALUE, source, place,
                 "publish.cname is %" STR_FMT
                 ", but base_url leads to %" STR_FMT,
                 STR_ARG(cname), STR_ARG(host)),
        "the site's addresses begin with base_url: both must be the same");
    return false;
}

static bool read_settings(struct arena *arena, const struct arguments *args,
                          struct config *config,
                          struct publish_options *options, struct diags *diags)
{
    const struct build_settings settings = {
        .base_url = str_of(args->base_url),
        .environment =
            args->environment ? str_of(args->environment) : STR("production"),
        .now = date_now(),
    };
    struct value single;

    if (!config_read(arena, args->root, &settings, diags, config))
        return false;
    single = config_value(config, "publish.single");
    options->branch = text_or(args->branch, config, "publish.branch");
    options->remote = text_or(args->remote, config, "publish.remote");
    options->cname = text_or(NULL, config, "publish.cname");
    options->message = text_or(args->message, config, "publish.message");
    options->single =
        args->single || (value_is(single, VALUE_BOOL) && single.as.boolean);
    return check_cname(config, options->cname, diags);
}

/* ---- Building ---- */

/* What `phx check` would say is wrong is not published. */
static bool check(struct arena *arena, const struct config *config,
                  const struct arguments *args,
                  const struct build_report *built, struct error *err)
{
    const struct check_options options = {.config = config,
                                          .root = args->root,
                                          .folder =
                                              str_cstr(arena, built->output),
                                          .origins = cli_origins(arena, built),
                                          .origin_count = built->origins.len};
    struct check_report report = {.arena = arena};

    int rc = check_site(&options, &report, err);
    if (rc < 0) {
        fprintf(stderr, "phx publish: %s\n", err->message);
        return false;
    }
    cli_print_diags(&report.diags);
    if (report.diags.errors)
        fprintf(stderr, "Nothing was published: the built pages have errors "
                        "(--no-check publishes them all the same).\n");
    return report.diags.errors == 0;
}

static bool build(struct arena *arena, const struct config *config,
                  const struct arguments *args, const char *folder,
                  struct error *err)
{
    const struct build_options options = {.root = args->root,
                                          .output = folder,
                                          .base_url = args->base_url,
                                          .environment = args->environment,
                                          .origins = !args->unchecked};
    struct build_report report = {.arena = arena};
    int rc = build_site(&options, &report, err);

    cli_print_diags(&report.diags);
    if (rc < 0)
        fprintf(stderr, "phx publish: %s\n", err->message);
    else if (!report.written)
        fprintf(stderr, "Nothing was published: the site has errors.\n");
    if (rc < 0 || !report.written)
        return false;
    return args->unchecked || check(arena, config, args, &report, err);
}

/* ---- Saying what was done ---- */

static void print_changes(const struct publish_report *report)
{
    static const char letters[] = {'A', 'M', 'D'};

    for (size_t i = 0; i < report->changes.len; i++) {
        const struct publish_change *change = &report->changes.items[i];
        printf("%c %" STR_FMT "\n", letters[change->kind],
               STR_ARG(change->path));
    }
}

static void print_counts(const struct publish_report *report)
{
    size_t counts[3] = {0};

    for (size_t i = 0; i < report->changes.len; i++)
        counts[report->changes.items[i].kind]++;
    printf("%zu files: %zu new, %zu changed, %zu deleted", report->files,
           counts[PUBLISH_ADDED], counts[PUBLISH_CHANGED],
           counts[PUBLISH_DELETED]);
    if (report->kept)
        printf("; %zu earlier assets stay for old pages", report->kept);
    if (report->foreign)
        printf("; %zu files of others stay", report->foreign);
    printf("\n");
}

static void print_outcome(const struct publish_options *options,
                          const struct publish_report *report)
{
    switch (report->outcome) {
    case PUBLISH_REFUSED:
        fprintf(stderr, "Nothing was published.\n");
        break;
    case PUBLISH_NOTHING:
        printf("Nothing to publish: %" STR_FMT " holds this site already.\n",
               STR_ARG(options->branch));
        break;
    case PUBLISH_DRY:
        print_changes(report);
        print_counts(report);
        break;
    case PUBLISH_LOCAL:
        print_counts(report);
        printf("Committed %.12s to the local branch %" STR_FMT
               "; nothing was pushed.\n",
               report->commit.ptr, STR_ARG(options->branch));
        break;
    case PUBLISH_PUSHED:
        print_counts(report);
        printf("Published %.12s on %" STR_FMT " of %" STR_FMT ".\n",
               report->commit.ptr, STR_ARG(options->branch),
               STR_ARG(options->remote));
        break;
    }
}

/* ---- The verb ---- */

static int publish(struct arena *arena, const struct arguments *args)
{
    struct publish_options options = {.root = args->root,
                                      .dirty = args->dirty,
                                      .overwrite = args->overwrite,
                                      .adopt = args->adopt,
                                      .local = args->local,
                                      .dry = args->dry,
                                      .talks = isatty(STDIN_FILENO) &&
                                               isatty(STDERR_FILENO)};
    struct publish_report report = {.arena = arena};
    struct error err = {0};
    struct config config;
    struct diags diags;
    struct str root;

    diags_init(&diags, arena, NULL);
    if (fs_realpath(arena, args->root, &root, &err) < 0) {
        fprintf(stderr, "phx publish: %s\n", err.message);
        return EXIT_SITE_WRONG;
    }
    bool ok = read_settings(arena, args, &config, &options, &diags);
    if (!ok) {
        cli_print_diags(&diags);
        return EXIT_SITE_WRONG;
    }
    options.root = root.ptr;
    options.folder = path_join(arena, root, STR(FOLDER)).ptr;
    if (!build(arena, &config, args, options.folder, &err))
        return EXIT_SITE_WRONG;
    if (publish_run(&options, &report, &err) < 0) {
        fprintf(stderr, "phx publish: %s\n", err.message);
        return EXIT_SITE_WRONG;
    }
    cli_print_diags(&report.diags);
    print_outcome(&options, &report);
    return report.outcome == PUBLISH_REFUSED ? EXIT_SITE_WRONG : 0;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct arguments a = {0};
    const struct cli_option options[] = {
        {"dry-run", 'n', NULL, "list what would change, and change nothing",
         .flag = &a.dry},
        {"branch", 0, "NAME", "commit to this branch (default: gh-pages)",
         .text = &a.branch},
        {"remote", 0, "NAME", "push to this remote or URL (default: origin)",
         .text = &a.remote},
        {"local", 0, NULL, "commit to the local branch, push nothing",
         .flag = &a.local},
        {"message", 'm', "TEXT", "the commit's message", .text = &a.message},
        {"single", 0, NULL, "keep one commit on the branch, no history",
         .flag = &a.single},
        {"dirty", 0, NULL, "also with changes that are in no commit",
         .flag = &a.dirty},
        {"adopt", 0, NULL, "also onto a branch that phx did not make",
         .flag = &a.adopt},
        {"overwrite", 0, NULL, "also over what others changed on the branch",
         .flag = &a.overwrite},
        {"no-check", 0, NULL, "also what phx check finds wrong",
         .flag = &a.unchecked},
        {"base-url", 'b', "URL", "instead of base_url in phx.yaml",
         .text = &a.base_url},
        {"environment", 'e', "NAME",
         "read phx.NAME.yaml too (default: production)",
         .text = &a.environment},
    };
    const char *args[1] = {"."};
    struct arena arena;
    size_t arg_count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &arg_count);

    if (rc >= 0)
        return rc;
    a.root = args[0];
    arena_init(&arena);
    rc = publish(&arena, &a);
    arena_deinit(&arena);
    return rc;
}

const struct cli_verb cli_verb_publish = {
    .name = "publish",
    .arguments = "[OPTION...] [DIR]",
    .summary = "Build the site and put it on its branch (GitHub Pages)",
    .example = "phx publish --dry-run",
    .run = run,
};
