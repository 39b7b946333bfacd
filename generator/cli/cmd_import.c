/* SPDX-License-Identifier: MIT */
/* phx import jekyll|hugo|hexo DIR */
#include "cli/cli.h"

#include "import/import.h"
#include "value/value.h"

static void print_json(const struct import_report *report)
{
    struct arena *arena = report->arena;
    struct list_builder pages;
    struct map_builder map;
    struct buf text = BUF_INIT;

    list_builder_init(&pages, arena);
    for (size_t i = 0; i < report->pages.len; i++) {
        const struct import_page *page = &report->pages.items[i];
        map_builder_init(&map, arena);
        map_builder_put(&map, "source", value_str(page->source));
        map_builder_put(&map, "path", value_str(page->path));
        map_builder_put(&map, "url", value_str(page->url));
        map_builder_put(&map, "left", value_int((int64_t)page->left));
        list_builder_push(&pages, map_builder_finish(&map));
    }
    map_builder_init(&map, arena);
    map_builder_put(&map, "pages", list_builder_finish(&pages));
    map_builder_put(&map, "whole", value_int((int64_t)report->whole));
    map_builder_put(&map, "converted", value_int((int64_t)report->converted));
    map_builder_put(&map, "files", value_int((int64_t)report->files));
    json_write(&text, map_builder_finish(&map), 2, false, NULL);
    puts(text.ptr);
    buf_deinit(&text);
}

static int import(const struct import_options *options, bool json)
{
    struct arena arena;
    struct error err = {0};

    arena_init(&arena);
    struct import_report report = {.arena = &arena};
    int rc = import_site(options, &report, &err);
    cli_print_diags(&report.diags);
    if (rc < 0)
        fprintf(stderr, "phx import: %s\n", err.message);
    else if (json)
        print_json(&report);
    else
        printf("%zu pages, %zu of them whole; %zu tags converted; %zu other "
               "files\nNext: cd %s && phx build\n",
               report.pages.len, report.whole, report.converted, report.files,
               options->output);
    bool right = rc == 0 && report.diags.errors == 0;
    arena_deinit(&arena);
    return right ? 0 : EXIT_SITE_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct import_options o = {0};
    bool json = false;
    const struct cli_option options[] = {
        {"output", 'o', "DIR", "the new site's folder, empty or not there yet",
         .text = &o.output},
        {"json", 0, NULL, "print every page with its URL as JSON",
         .flag = &json},
    };
    const char *args[2] = {NULL, NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (count < 2 || !o.output || !import_from_name(str_of(args[0]), &o.from)) {
        fprintf(stderr, "phx import: say from what, its folder and the new "
                        "one: phx import hugo old --output new\n");
        return EXIT_COMMAND_WRONG;
    }
    o.folder = args[1];
    return import(&o, json);
}

const struct cli_verb cli_verb_import = {
    .name = "import",
    .arguments = "jekyll|hugo|hexo DIR --output NEW",
    .summary = "Bring a site of another generator over",
    .example = "phx import hugo ../old --output site",
    .run = run,
};
