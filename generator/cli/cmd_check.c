/* SPDX-License-Identifier: MIT */
/* phx check: builds the site beside the published one and reads the result. */
#include "check_claims.h"
#include "cli/cli.h"

#include "build/build.h"
#include "check/check.h"

#define CHECK_FOLDER ".phx/check"       /* the output, below the site */
#define CACHE_FILE ".phx/external.json" /* what other hosts said */

struct request {
    struct build_options build;
    const char *sarif;
    bool no_build;
    bool external;
    bool json;
};

/* One run; everything is the arena's. */
struct check_run {
    struct arena *arena;
    const struct request *request;
    struct cli_progress *progress;
    struct config config;
    struct build_report build;
    struct check_report check;
    struct diags diags; /* of both */
    bool read;          /* the output was there to be read */
};

static struct str below(struct check_run *run, const char *path)
{
    return path_join(run->arena, str_of(run->request->build.root),
                     str_of(path));
}

/* ---- The steps ---- */

/* False: diagnostics say why. */
static bool read_config(struct check_run *run)
{
    const struct build_options *o = &run->request->build;
    const struct build_settings settings = {
        .base_url = str_of(o->base_url),
        .environment =
            o->environment ? str_of(o->environment) : STR("production"),
        .now = date_now(),
    };
    struct diags diags;

    diags_init(&diags, run->arena, NULL);
    bool ok = config_read(run->arena, o->root, &settings, &diags, &run->config);
    run->config.policy.strict |= o->strict;
    if (!ok || run->request->no_build) /* else the build says the same */
        diags_merge(&run->diags, &diags);
    return ok;
}

static int build(struct check_run *run, struct error *err)
{
    struct build_options o = run->request->build;

    o.origins = true;
    if (!o.output)
        o.output = below(run, CHECK_FOLDER).ptr;
    run->build.arena = run->arena;
    int rc = build_site(&o, &run->build, err);
    diags_merge(&run->diags, &run->build.diags);
    return rc;
}

/* Where the output is: built by us, given, or where `phx build` puts it. */
static struct str folder(struct check_run *run)
{
    const struct request *r = run->request;
    struct value v = config_value(&run->config, "output");

    if (!r->no_build)
        return run->build.output;
    if (r->build.output)
        return str_of(r->build.output);
    struct str path = value_is(v, VALUE_STRING) ? value_text(v) : STR("public");
    return str_starts(path, STR("/")) ? path
                                      : below(run, str_cstr(run->arena, path));
}

/* What the build said of a link in its source need not be said of the page. */
static bool is_said(const struct check_run *run, const struct diag *d)
{
    const struct diags *said = &run->build.diags;

    if (d->span.line == 0)
        return false;
    for (size_t i = 0; i < said->list.len; i++) {
        const struct diag *b = &said->list.items[i];
        if ((b->id == DIAG_LINK_BROKEN || b->id == DIAG_LINK_ANCHOR) &&
            b->span.line == d->span.line && str_eq(b->path, d->path))
            return true;
    }
    return false;
}

static void drop_said(const struct check_run *run, struct diags *found)
{
    size_t kept = 0;

    for (size_t i = 0; i < found->list.len; i++) {
        const struct diag *d = &found->list.items[i];
        bool link = d->id == DIAG_PAGE_LINK || d->id == DIAG_PAGE_MEDIA ||
                    d->id == DIAG_PAGE_ANCHOR;
        if (!link || !is_said(run, d))
            found->list.items[kept++] = *d;
        else if (d->severity == SEVERITY_ERROR)
            found->errors--;
        else if (d->severity == SEVERITY_WARNING && !run->config.policy.strict)
            found->warnings--;
    }
    found->list.len = kept;
}

static int check(struct check_run *run, struct error *err)
{
    const struct request *r = run->request;
    const struct check_options options = {
        .config = &run->config,
        .root = r->build.root,
        .folder = str_cstr(run->arena, folder(run)),
        .origins = cli_origins(run->arena, &run->build),
        .origin_count = run->build.origins.len,
        .external = r->external,
        .cache = below(run, CACHE_FILE).ptr,
        .build_ns = run->build.total_ns,
        .jobs = r->build.jobs,
        .progress = cli_progress_show,
        .progress_ctx = run->progress,
    };

    run->check.arena = run->arena;
    int rc = check_site(&options, &run->check, err);
    drop_said(run, &run->check.diags);
    diags_merge(&run->diags, &run->check.diags);
    run->read = rc == 0;
    return rc;
}

static int run_steps(struct check_run *run, struct error *err)
{
    int rc = 0;

    if (!read_config(run))
        return 0;
    if (!run->request->no_build)
        rc = build(run, err);
    if (rc < 0 || (!run->request->no_build && !run->build.written))
        return rc;
    return check(run, err);
}

/* ---- Printing ---- */

static void print_json(struct check_run *run)
{
    const struct check_report *c = &run->check;
    struct map_builder map;
    struct buf text = BUF_INIT;

    map_builder_init(&map, run->arena);
    map_builder_put(&map, "checked", value_bool(run->read));
    map_builder_put(&map, "pages", value_int((int64_t)c->pages));
    map_builder_put(&map, "files", value_int((int64_t)c->files));
    map_builder_put(&map, "bytes", value_int((int64_t)c->bytes));
    map_builder_put(&map, "links", value_int((int64_t)c->links));
    map_builder_put(&map, "asked", value_int((int64_t)c->asked));
    map_builder_put(&map, "errors", value_int((int64_t)run->diags.errors));
    map_builder_put(&map, "warnings", value_int((int64_t)run->diags.warnings));
    map_builder_put(&map, "milliseconds",
                    value_float((double)c->total_ns / 1e6));
    map_builder_put(&map, "diagnostics",
                    cli_diags_value(run->arena, &run->diags));
    json_write(&text, map_builder_finish(&map), 2, false, NULL);
    puts(text.ptr);
    buf_deinit(&text);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void print_summary(const struct check_run *run)
{
    const struct check_report *c = &run->check;

    if (!run->read)
        printf("Nothing was checked: %zu error%s, %zu warning%s.\n",
               run->diags.errors, plural(run->diags.errors),
               run->diags.warnings, plural(run->diags.warnings));
    else
        printf("%zu page%s, %zu file%s, %zu link%s checked in %.0f ms: %zu "
               "error%s, %zu warning%s\n",
               c->pages, plural(c->pages), c->files, plural(c->files), c->links,
               plural(c->links), (double)c->total_ns / 1e6, run->diags.errors,
               plural(run->diags.errors), run->diags.warnings,
               plural(run->diags.warnings));
}

static int write_sarif(const struct check_run *run, struct error *err)
{
    struct buf text = BUF_INIT;

    check_sarif(&text, &run->diags);
    int rc = fs_write_atomic(run->request->sarif, buf_str(&text), err);
    buf_deinit(&text);
    return rc;
}

static int run_request(const struct request *request,
                       struct cli_progress *progress)
{
    struct arena arena;
    struct error err = {0};
    struct check_run run = {
        .arena = &arena, .request = request, .progress = progress};

    arena_init(&arena);
    diags_init(&run.diags, &arena, NULL);
    int rc = run_steps(&run, &err);
    cli_progress_clear(progress);
    if (rc == 0 && request->sarif)
        rc = write_sarif(&run, &err);
    if (request->json)
        print_json(&run);
    else
        cli_print_diags(&run.diags);
    if (rc == 0 && !request->json)
        print_summary(&run);
    if (rc < 0)
        fprintf(stderr, "phx check: %s\n", err.message);
    bool right = rc == 0 && run.read && run.diags.errors == 0;
    arena_deinit(&arena);
    return right ? 0 : EXIT_SITE_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct request r = {0};
    struct cli_progress progress;
    bool claims = false;
    const struct cli_option options[] = {
        {"output", 'o', "DIR",
         "where to build, or what to read (default: DIR/.phx/check)",
         .text = &r.build.output},
        {"no-build", 0, NULL, "read the output as it is (default: DIR/public)",
         .flag = &r.no_build},
        {"base-url", 'b', "URL", "instead of base_url in phx.yaml",
         .text = &r.build.base_url},
        {"environment", 'e', "NAME",
         "read phx.NAME.yaml too (default: production)",
         .text = &r.build.environment},
        {"claims", 0, NULL,
         "nothing but assertions and computed numbers; writes nothing",
         .flag = &claims},
        {"external", 0, NULL, "ask other hosts whether their pages are there",
         .flag = &r.external},
        {"jobs", 'j', "N", "worker threads (default: one a processor)",
         .number = &r.build.jobs},
        {"strict", 0, NULL, "warnings fail the check", .flag = &r.build.strict},
        {"json", 0, NULL, "print the report as JSON", .flag = &r.json},
        {"sarif", 0, "FILE", "write the report as SARIF 2.1.0, too",
         .text = &r.sarif},
    };
    const char *args[1] = {"."};
    size_t arg_count;

    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &arg_count);
    if (rc >= 0)
        return rc;
    if (claims)
        return check_claims(args[0]);
    cli_progress_init(&progress);
    r.build.root = args[0];
    r.build.progress = cli_progress_show;
    r.build.progress_ctx = &progress;
    return run_request(&r, &progress);
}

const struct cli_verb cli_verb_check = {
    .name = "check",
    .arguments = "[OPTION...] [DIR]",
    .summary = "Build the site in DIR (default: here) and say what is wrong "
               "with the result",
    .example = "phx check --strict --sarif check.sarif",
    .run = run,
};
