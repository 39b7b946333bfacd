/* SPDX-License-Identifier: MIT */
/* phx bench list */
#include "bench_site.h"
#include "cmd_bench.h"

#include <unistd.h>

#define PAGE_LIMIT ((uint64_t)64 << 20)

/* Every Markdown file of content/, to be searched for names. */
static bool read_pages(struct bench_site *site, struct bench_pages *out,
                       struct error *err)
{
    static const char *const under[] = {"content", NULL};
    PHX_VEC(struct bench_page) pages = {0};
    struct repo_files files;

    if (repo_scan(site->repo, site->arena, under, NULL, &files, site->diags,
                  err) < 0)
        return false;
    for (size_t i = 0; i < files.list.len; i++) {
        struct bench_page page = {.path = files.list.items[i].path};
        struct error unread;

        if (str_is(path_ext(page.path), "md") &&
            fs_read(site->arena,
                    path_join(site->arena, site->root, page.path).ptr,
                    PAGE_LIMIT, &page.text, &unread) == 0)
            vec_push(site->arena, &pages, page);
    }
    *out = (struct bench_pages){pages.items, pages.len};
    return true;
}

static int list(const char *root, bool json)
{
    const struct bench_terminal terminal = {
        .width = cli_terminal_width(), .color = cli_has_color(STDOUT_FILENO)};
    struct bench_site site = {0};
    struct bench_pages pages = {0};
    struct arena arena;
    struct diags diags;
    struct error err = {0};
    struct buf out = BUF_INIT;
    bool ok;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct reader reader = {.arena = &arena, .language = STR("en")};
    ok = bench_site_open(&site, &arena, root, &diags, &err) &&
         read_pages(&site, &pages, &err);
    if (ok) {
        bench_list(site.store, &pages, &terminal, json, &reader, &out);
        fwrite(out.ptr, 1, out.len, stdout);
    }
    bench_report(&diags, &reader, &err, ok);
    buf_deinit(&out);
    bench_site_close(&site);
    arena_deinit(&arena);
    return ok ? 0 : EXIT_SITE_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    const char *root = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"json", 'j', NULL, "for programs", .flag = &json},
        {"root", 'C', "DIR", "the site's folder", .text = &root},
    };
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, NULL, 0,
                       &count);

    return rc >= 0 ? rc : list(root ? root : ".", json);
}

const struct cli_verb cli_bench_list = {
    .name = "bench list",
    .arguments = "[OPTION...]",
    .summary = "List the site's results and the pages that use them",
    .example = "phx bench list --json",
    .run = run,
};
