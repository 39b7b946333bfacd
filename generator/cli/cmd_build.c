/* SPDX-License-Identifier: MIT */
/* phx build */
#include "cli/cli.h"

#include "build/build.h"

static double milliseconds(uint64_t ns)
{
    return (double)ns / 1e6;
}

/* ---- Printing ---- */

static void print_profile(const struct build_report *report)
{
    printf("\nStage          ms\n");
    for (int i = 0; i < BUILD_STAGES; i++)
        printf("%-10s %6.1f\n", build_stage_name((enum build_stage)i),
               milliseconds(report->stage_ns[i]));
    if (report->templates.len)
        printf("\nTemplate (own time)                      calls        ms\n");
    for (size_t i = 0; i < report->templates.len; i++) {
        const struct build_template_time *t = &report->templates.items[i];
        printf("%-36.*s %9llu %9.1f\n", STR_ARG(t->name),
               (unsigned long long)t->calls, milliseconds(t->nanoseconds));
    }
    if (report->slowest.len)
        printf("\nSlowest pages                                        ms\n");
    for (size_t i = 0; i < report->slowest.len; i++)
        printf("%-46.*s %9.1f\n", STR_ARG(report->slowest.items[i].url),
               milliseconds(report->slowest.items[i].nanoseconds));
}

static void print_summary(const struct build_report *report)
{
    if (!report->written)
        printf("Nothing was written: %zu error%s, %zu warning%s.\n",
               report->diags.errors, report->diags.errors == 1 ? "" : "s",
               report->diags.warnings, report->diags.warnings == 1 ? "" : "s");
    else
        printf("%zu page%s, %zu file%s (%zu new or changed, %zu deleted) in "
               "%.0f ms: %" STR_FMT "\n",
               report->pages, report->pages == 1 ? "" : "s", report->outputs,
               report->outputs == 1 ? "" : "s", report->changed,
               report->deleted, milliseconds(report->total_ns),
               STR_ARG(report->output));
}

static struct value stages_value(struct arena *arena,
                                 const struct build_report *report)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    for (int i = 0; i < BUILD_STAGES; i++)
        map_builder_put(&map, build_stage_name((enum build_stage)i),
                        value_float(milliseconds(report->stage_ns[i])));
    return map_builder_finish(&map);
}

static void print_json(const struct build_report *report)
{
    struct arena *arena = report->arena;
    struct map_builder map;
    struct buf text = BUF_INIT;

    map_builder_init(&map, arena);
    map_builder_put(&map, "written", value_bool(report->written));
    map_builder_put(&map, "output", value_str(report->output));
    map_builder_put(&map, "pages", value_int((int64_t)report->pages));
    map_builder_put(&map, "files", value_int((int64_t)report->outputs));
    map_builder_put(&map, "changed", value_int((int64_t)report->changed));
    map_builder_put(&map, "deleted", value_int((int64_t)report->deleted));
    map_builder_put(&map, "changed_paths",
                    value_strings(arena, report->changed_paths.items,
                                  report->changed_paths.len));
    map_builder_put(&map, "deleted_paths",
                    value_strings(arena, report->deleted_paths.items,
                                  report->deleted_paths.len));
    map_builder_put(&map, "errors", value_int((int64_t)report->diags.errors));
    map_builder_put(&map, "warnings",
                    value_int((int64_t)report->diags.warnings));
    map_builder_put(&map, "milliseconds",
                    value_float(milliseconds(report->total_ns)));
    map_builder_put(&map, "stages", stages_value(arena, report));
    map_builder_put(&map, "diagnostics",
                    cli_diags_value(arena, &report->diags));
    json_write(&text, map_builder_finish(&map), 2, false, NULL);
    puts(text.ptr);
    buf_deinit(&text);
}

/* ---- The verb ---- */

static int build(const struct build_options *options, bool json)
{
    struct arena arena;
    struct error err = {0};

    arena_init(&arena);
    struct build_report report = {.arena = &arena};
    int rc = build_site(options, &report, &err);
    cli_progress_clear(options->progress_ctx);
    if (json) {
        print_json(&report);
    } else {
        cli_print_diags(&report.diags);
        if (rc == 0)
            print_summary(&report);
        printf("%" STR_FMT, STR_ARG(report.explained));
        if (rc == 0 && options->profile)
            print_profile(&report);
    }
    if (rc < 0)
        fprintf(stderr, "phx build: %s\n", err.message);
    bool right = rc == 0 && report.written;
    arena_deinit(&arena);
    return right ? 0 : EXIT_SITE_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct build_options o = {0};
    struct cli_progress progress;
    bool json = false;
    const struct cli_option options[] = {
        {"output", 'o', "DIR", "where to write (default: DIR/public)",
         .text = &o.output},
        {"base-url", 'b', "URL", "instead of base_url in phx.yaml",
         .text = &o.base_url},
        {"environment", 'e', "NAME",
         "read phx.NAME.yaml too (default: production)",
         .text = &o.environment},
        {"drafts", 'D', NULL, "build pages marked as drafts",
         .flag = &o.drafts},
        {"future", 'F', NULL, "build pages with a date to come",
         .flag = &o.future},
        {"jobs", 'j', "N", "worker threads (default: one a processor)",
         .number = &o.jobs},
        {"strict", 0, NULL, "warnings fail the build", .flag = &o.strict},
        {"no-cache", 0, NULL, "make everything anew; leave no cache",
         .flag = &o.no_cache},
        {"explain", 0, "URL", "say why that page was or was not rendered",
         .text = &o.explain},
        {"profile", 0, NULL, "print where the time went", .flag = &o.profile},
        {"json", 0, NULL, "print the report as JSON", .flag = &json},
    };
    const char *args[1] = {"."};
    size_t arg_count;

    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &arg_count);
    if (rc >= 0)
        return rc;
    cli_progress_init(&progress);
    o.root = args[0];
    o.progress = cli_progress_show;
    o.progress_ctx = &progress;
    return build(&o, json);
}

const struct cli_verb cli_verb_build = {
    .name = "build",
    .arguments = "[OPTION...] [DIR]",
    .summary = "Build the site in DIR (default: here)",
    .example = "phx build --drafts --output /tmp/preview",
    .run = run,
};
