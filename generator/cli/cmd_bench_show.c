/* SPDX-License-Identifier: MIT */
/* phx bench show FILE|NAME */
#include "bench_site.h"
#include "cmd_bench.h"

#include <unistd.h>

struct request {
    struct bench_ask ask;
    struct bench_terminal terminal;
    const char *what;
    const char *root;
    const char *chart;
    bool json;
};

static bool print(const struct request *r, const struct bench_site *site,
                  struct reader *reader, struct error *err)
{
    struct buf out = BUF_INIT;
    bool ok;

    if (r->chart)
        ok = bench_show_chart(site->store, &r->ask, reader, &out) &&
             fs_write(r->chart, buf_str(&out), err) == 0;
    else if (r->json)
        ok = bench_show_json(site->store, &r->ask, reader, &out);
    else
        ok = bench_show_text(site->store, &r->ask, &r->terminal, reader, &out);
    if ((ok || r->json) && !r->chart)
        fwrite(out.ptr, 1, out.len, stdout);
    buf_deinit(&out);
    return ok;
}

static int show(struct request *r)
{
    struct bench_site site = {0};
    struct arena arena;
    struct diags diags;
    struct error err = {0};
    bool ok;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct reader reader = {
        .arena = &arena, .diags = &diags, .language = STR("en")};
    ok = bench_open(&site, &arena, r->what, r->root, &r->ask.name, &diags,
                    &err) &&
         print(r, &site, &reader, &err);
    bench_report(&diags, &reader, &err, ok);
    bench_site_close(&site);
    arena_deinit(&arena);
    return ok ? 0 : EXIT_SITE_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct request r = {.root = "."};
    const char *where = NULL, *columns = NULL, *sort = NULL;
    const struct cli_option options[] = {
        {"columns", 'c', "A,B", "only these columns, in this order",
         .text = &columns},
        {"where", 'w', "CONDITION", "only rows for which it holds",
         .text = &where},
        {"sort", 's', "COLUMN", "by this column; -COLUMN: largest first",
         .text = &sort},
        {"all", 'a', NULL, "long series row by row", .flag = &r.terminal.all},
        {"json", 'j', NULL, "for programs", .flag = &r.json},
        {"chart", 0, "FILE.svg", "draw it into a file instead",
         .text = &r.chart},
        {"root", 'C', "DIR", "the site's folder, where NAME is looked up",
         .text = &r.root},
    };
    const char *args[1] = {NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (count == 0) {
        fprintf(stderr, "phx bench show: which file or result? Try `phx bench "
                        "show --help`.\n");
        return EXIT_COMMAND_WRONG;
    }
    r.what = args[0];
    r.ask.where = str_of(where);
    r.ask.columns = str_of(columns);
    r.ask.sort = str_of(sort);
    r.terminal.width = cli_terminal_width();
    r.terminal.color = cli_has_color(STDOUT_FILENO);
    return show(&r);
}

const struct cli_verb cli_bench_show = {
    .name = "bench show",
    .arguments = "[OPTION...] FILE|NAME",
    .summary = "Print a result: a file of any tool, or one of the site",
    .example = "phx bench show --where 'concurrency > 8' results/serve.json",
    .run = run,
};
