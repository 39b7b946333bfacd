/* SPDX-License-Identifier: MIT */
/* phx bench export NAME|FILE */
#include "bench_site.h"
#include "cmd_bench.h"

struct request {
    struct bench_export ask;
    const char *what;
    const char *root;
    const char *output;
};

/* What github-action-benchmark has to be told, for a list of one direction. */
static void print_tool(const char *tool)
{
    if (tool)
        fprintf(stderr, "tool: %s\n", tool);
}

static int export(struct request *r)
{
    struct bench_site site = {0};
    struct arena arena;
    struct diags diags;
    struct error err = {0};
    struct buf out = BUF_INIT;
    const char *tool = NULL;
    bool ok;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct reader reader = {
        .arena = &arena, .diags = &diags, .language = STR("en")};
    ok = bench_open(&site, &arena, r->what, r->root, &r->ask.name, &diags,
                    &err) &&
         bench_export(site.store, &r->ask, &reader, &out, &tool);
    if (ok && r->output)
        ok = fs_write(r->output, buf_str(&out), &err) == 0;
    else if (ok)
        fwrite(out.ptr, 1, out.len, stdout);
    if (ok)
        print_tool(tool);
    bench_report(&diags, &reader, &err, ok);
    buf_deinit(&out);
    bench_site_close(&site);
    arena_deinit(&arena);
    return ok ? 0 : EXIT_SITE_WRONG;
}

static bool read_format(const char *text, struct request *r)
{
    static const char *const names[] = {"github", "data.js", "bencher"};

    for (size_t i = 0; i < PHX_COUNT(names); i++)
        if (str_is(str_of(text), names[i])) {
            r->ask.format = (enum bench_format)i;
            return true;
        }
    return false;
}

static bool read_direction(const char *text, struct request *r)
{
    r->ask.higher = str_is(str_of(text), "higher");
    r->ask.lower = str_is(str_of(text), "lower");
    return !text || r->ask.higher || r->ask.lower;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct request r = {.root = "."};
    const char *format = "github", *better = NULL;
    const struct cli_option options[] = {
        {"format", 'f', "FORMAT", "github (default), data.js or bencher",
         .text = &format},
        {"better", 'b', "WAY",
         "github: the metrics where higher or lower is "
         "better",
         .text = &better},
        {"output", 'o', "FILE", "instead of standard output",
         .text = &r.output},
        {"root", 'C', "DIR", "the site's folder, where NAME is looked up",
         .text = &r.root},
    };
    const char *args[1] = {NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (count == 0 || !read_format(format, &r) || !read_direction(better, &r)) {
        fprintf(stderr, "phx bench export: %s Try `phx bench export --help`.\n",
                count == 0 ? "which result?"
                           : "the format is github, data.js or bencher, the "
                             "way higher or lower.");
        return EXIT_COMMAND_WRONG;
    }
    r.what = args[0];
    return export(&r);
}

const struct cli_verb cli_bench_export = {
    .name = "bench export",
    .arguments = "[OPTION...] NAME|FILE",
    .summary = "Write a result as other services read it",
    .example = "phx bench export --format=bencher serve > serve.bmf.json",
    .run = run,
};
