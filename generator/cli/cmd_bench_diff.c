/* SPDX-License-Identifier: MIT */
/* phx bench diff A B, NAME REVISION…, NAME */
#include "bench_site.h"
#include "cmd_bench.h"

#include <unistd.h>

#define THRESHOLD_PERCENT 5

struct request {
    struct bench_diff diff;
    const char *args[3];
    size_t count;
    const char *root;
    bool fail_on_worse;
};

static bool is_path(const char *text)
{
    struct fs_stat st;
    struct error err;

    return fs_stat(text, true, &st, &err) == 0 && st.kind != FS_NONE;
}

/* A file becomes a result of the store; *name is what the store calls it. */
static bool open_side(struct bench_site *site, const char *text,
                      struct str *name, struct error *err)
{
    *name = str_of(text);
    return !is_path(text) ||
           bench_file_add(site->store, site->arena, text, name, err);
}

static struct str at_revision(struct arena *arena, struct str name,
                              const char *revision)
{
    return str_fmt(arena, "%" STR_FMT "@%s", STR_ARG(name), revision);
}

/* Two files; two results; or versions of one result. */
static bool open_sides(struct request *r, struct bench_site *site,
                       struct arena *arena, struct diags *diags,
                       struct error *err)
{
    struct str name;
    const bool files =
        r->count == 2 && is_path(r->args[0]) && is_path(r->args[1]);

    if (files)
        *site = (struct bench_site){.arena = arena,
                                    .store = bench_store_new(arena)};
    else if (!bench_site_open(site, arena, r->root, diags, err))
        return false;
    if (!open_side(site, r->args[0], &name, err))
        return false;
    r->diff.old = r->diff.now = name;
    if (r->count == 1) {
        r->diff.old = at_revision(arena, name, "");
    } else if (r->count == 3) {
        r->diff.old = at_revision(arena, name, r->args[1]);
        r->diff.now = at_revision(arena, name, r->args[2]);
    } else if (files || is_path(r->args[1]) ||
               bench_store_has(site->store, str_of(r->args[1]))) {
        return open_side(site, r->args[1], &r->diff.now, err);
    } else {
        r->diff.old = at_revision(arena, name, r->args[1]);
    }
    return true;
}

static int compare(struct request *r)
{
    struct bench_site site = {0};
    struct arena arena;
    struct diags diags;
    struct error err = {0};
    struct buf out = BUF_INIT;
    size_t worse = 0;
    bool ok;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct reader reader = {
        .arena = &arena, .diags = &diags, .language = STR("en")};
    ok = open_sides(r, &site, &arena, &diags, &err) &&
         bench_diff(site.store, &r->diff, &reader, &out, &worse);
    if (ok)
        fwrite(out.ptr, 1, out.len, stdout);
    bench_report(&diags, &reader, &err, ok);
    buf_deinit(&out);
    bench_site_close(&site);
    arena_deinit(&arena);
    return !ok || (worse > 0 && r->fail_on_worse) ? EXIT_SITE_WRONG : 0;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct request r = {.root = "."};
    unsigned percent = THRESHOLD_PERCENT;
    const struct cli_option options[] = {
        {"threshold", 't', "PERCENT",
         "noise of what has no dispersion (default: 5)", .number = &percent},
        {"fail-on-worse", 0, NULL, "exit with 1 when something got worse",
         .flag = &r.fail_on_worse},
        {"json", 'j', NULL, "for programs", .flag = &r.diff.json},
        {"root", 'C', "DIR", "the site's folder, where NAME is looked up",
         .text = &r.root},
    };
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, r.args,
                       PHX_COUNT(r.args), &r.count);

    if (rc >= 0)
        return rc;
    if (r.count == 0) {
        fprintf(stderr, "phx bench diff: which results? Try `phx bench diff "
                        "--help`.\n");
        return EXIT_COMMAND_WRONG;
    }
    r.diff.threshold = percent / 100.0;
    r.diff.terminal.color = cli_has_color(STDOUT_FILENO);
    return compare(&r);
}

const struct cli_verb cli_bench_diff = {
    .name = "bench diff",
    .arguments = "[OPTION...] FILE FILE | NAME [REVISION [REVISION]]",
    .summary = "Say what moved beyond its dispersion between two results",
    .example = "phx bench diff --fail-on-worse serve v1.2 HEAD",
    .run = run,
};
