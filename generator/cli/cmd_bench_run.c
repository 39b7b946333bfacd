/* SPDX-License-Identifier: MIT */
/* phx bench run NAME */
#include "bench_site.h"
#include "cmd_bench.h"

#include <unistd.h> /* STDOUT_FILENO */

static struct str text_of(struct value command, const char *key)
{
    return str_trim(value_map_str(command, str_of(key), STR("")));
}

static void list_commands(struct value commands)
{
    for (size_t i = 0; commands.kind == VALUE_MAP && i < commands.as.map->len;
         i++)
        fprintf(stderr, "%s%" STR_FMT, i ? ", " : "  there are: ",
                STR_ARG(value_text(commands.as.map->entries[i].key)));
    fprintf(stderr, commands.kind == VALUE_MAP && commands.as.map->len
                        ? "\n"
                        : "  phx.yaml: bench: {commands: {NAME: {run: "
                          "COMMAND}}}\n");
}

/* "serve" and what its output ends in. */
static struct str result_file(struct arena *arena, struct str name,
                              struct value command)
{
    struct str result = text_of(command, "result");
    struct str ext = path_ext(text_of(command, "output"));

    if (result.len > 0)
        return result;
    return str_fmt(arena, "%" STR_FMT ".%" STR_FMT, STR_ARG(name),
                   STR_ARG(ext.len ? ext : STR("txt")));
}

/* Reads back what was kept: a result that pages could not read is said now. */
static bool show_result(struct bench_site *site, struct str file)
{
    struct reader reader = {
        .arena = site->arena, .diags = site->diags, .language = STR("en")};
    struct bench_terminal terminal = {.color = cli_has_color(STDOUT_FILENO)};
    struct bench_ask ask = {0};
    struct buf out = BUF_INIT;
    struct error err = {0};
    bool ok;

    site->store = bench_store_new(site->arena);
    ok = bench_file_add(site->store, site->arena,
                        path_join(site->arena, site->root, file).ptr, &ask.name,
                        &err) &&
         bench_show_text(site->store, &ask, &terminal, &reader, &out);
    if (ok)
        fwrite(out.ptr, 1, out.len, stdout);
    else
        bench_report(site->diags, &reader, &err, ok);
    buf_deinit(&out);
    return ok;
}

static bool measure(struct bench_site *site, struct str name,
                    struct value command, struct error *err)
{
    struct str file, safe;
    struct repo_head head = {0};
    struct bench_run run = {.root = site->root,
                            .command =
                                str_dup(site->arena, text_of(command, "run")),
                            .output = text_of(command, "output"),
                            .head = &head};
    int status = 0;

    file = path_join(site->arena, site->folder,
                     result_file(site->arena, name, command));
    if (!path_resolve(site->arena, STR(""), file, &safe) ||
        !path_is_under(safe, site->folder)) {
        phx_fail(err, PHX_EINPUT, "%" STR_FMT " is not below %" STR_FMT,
                 STR_ARG(file), STR_ARG(site->folder));
        return false;
    }
    run.file = safe;
    if (repo_head(site->repo, site->arena, &head, err) < 0 ||
        bench_run(site->arena, &run, &status, err) < 0)
        return false;
    if (status != 0) {
        phx_fail(err, PHX_EINPUT,
                 "`%" STR_FMT "` ended with %d; nothing was kept",
                 STR_ARG(run.command), status);
        return false;
    }
    fprintf(stderr, "kept %" STR_FMT "\n", STR_ARG(run.file));
    return show_result(site, run.file);
}

static int run_named(const char *name, const char *root)
{
    struct bench_site site = {0};
    struct arena arena;
    struct diags diags;
    struct error err = {0};
    struct value commands;
    const struct value *command = NULL;
    int exit_code = EXIT_SITE_WRONG;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    if (bench_site_open(&site, &arena, root, &diags, &err)) {
        commands = config_value(&site.config, "bench.commands");
        command = value_map_get(commands, str_of(name));
        if (!command || text_of(*command, "run").len == 0) {
            fprintf(stderr, "phx bench run: no command is called `%s`\n", name);
            list_commands(commands);
            exit_code = EXIT_COMMAND_WRONG;
        } else if (measure(&site, str_of(name), *command, &err)) {
            exit_code = 0;
        }
    } else {
        cli_print_diags(&diags);
    }
    if (err.code)
        fprintf(stderr, "phx bench run: %s\n", err.message);
    bench_site_close(&site);
    arena_deinit(&arena);
    return exit_code;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    const char *root = ".";
    const struct cli_option options[] = {
        {"root", 'C', "DIR", "the site's folder", .text = &root},
    };
    const char *args[1] = {NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (count == 0) {
        fprintf(stderr, "phx bench run: which command of phx.yaml? Try `phx "
                        "bench run --help`.\n");
        return EXIT_COMMAND_WRONG;
    }
    return run_named(args[0], root);
}

const struct cli_verb cli_bench_run = {
    .name = "bench run",
    .arguments = "[OPTION...] NAME",
    .summary = "Run a command of phx.yaml and keep what it measured",
    .example = "phx bench run serve",
    .run = run,
};
