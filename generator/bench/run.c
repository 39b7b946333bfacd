/* SPDX-License-Identifier: MIT */
/*
 * A benchmark's command is run by the shell in the site's folder; what it wrote
 * is kept only when it succeeds, with the facts of the run beside it. Facts
 * that an author wrote into that side file stay, unless they are measured here.
 */
#include "machine.h"

#include "bench/bench.h"

#define OUTPUT_LIMIT ((uint64_t)256 << 20)

/* The shell in the folder. What it prints is taken, or goes where its errors
 * go when the command writes a file. */
static int run_shell(struct arena *arena, const struct bench_run *run,
                     struct process_result *result, struct error *err)
{
    const char *const argv[] = {"sh",
                                "-c",
                                run->output.len ? "cd \"$1\" && eval \"$2\" >&2"
                                                : "cd \"$1\" && eval \"$2\"",
                                "sh",
                                run->root.ptr,
                                run->command.ptr,
                                NULL};

    return process_run(arena, argv, true, OUTPUT_LIMIT, result, err);
}

/* ---- The facts ---- */

static void put(struct map_builder *facts, const char *key, struct str text)
{
    if (text.len > 0)
        map_builder_put(facts, key, value_str(text));
}

/* What the author wrote before. */
static void keep_facts(struct arena *arena, const char *path,
                       struct map_builder *facts)
{
    struct source_ref source = {.path = str_of(path)};
    struct diags diags;
    struct error err;
    struct value old;

    diags_init(&diags, arena, NULL);
    if (fs_read(arena, path, OUTPUT_LIMIT, &source.text, &err) < 0 ||
        !json_read(arena, &source, NULL, &diags, &old) || old.kind != VALUE_MAP)
        return;
    for (size_t i = 0; i < old.as.map->len; i++)
        map_builder_set(facts, old.as.map->entries[i].key,
                        old.as.map->entries[i].value);
}

static int write_facts(struct arena *arena, const struct bench_run *run,
                       struct date started, struct error *err)
{
    struct str base = run->file, path;
    struct map_builder facts;
    struct buf json = BUF_INIT;
    int rc;

    if (path_ext(base).len > 0)
        base = str_slice(base, 0, base.len - path_ext(base).len - 1);
    path = str_fmt(arena, "%" STR_FMT "/%" STR_FMT ".facts.json",
                   STR_ARG(run->root), STR_ARG(base));
    map_builder_init(&facts, arena);
    keep_facts(arena, path.ptr, &facts);
    put(&facts, "date", date_iso(arena, started));
    put(&facts, "command", run->command);
    if (run->head->known) {
        put(&facts, "commit", run->head->commit);
        put(&facts, "tree", run->head->dirty ? STR("dirty") : STR("clean"));
    }
    machine_facts(arena, &facts);
    json_write(&json, map_builder_finish(&facts), 2, false, NULL);
    buf_add_char(&json, '\n');
    rc = fs_write_atomic(path.ptr, buf_str(&json), err);
    buf_deinit(&json);
    return rc;
}

/* ---- The whole ---- */

/* An output that was there before and was not touched is of another run. */
static bool is_stale(const char *path, const struct fs_stat *before)
{
    struct fs_stat now;
    struct error err;

    return fs_stat(path, true, &now, &err) < 0 || now.kind != FS_FILE ||
           (before->kind == FS_FILE && now.mtime_ns == before->mtime_ns &&
            now.ctime_ns == before->ctime_ns && now.inode == before->inode);
}

/* What the command wrote or printed. */
static int take_output(struct arena *arena, const struct bench_run *run,
                       const struct fs_stat *before, struct str printed,
                       struct str *out, struct error *err)
{
    struct str path;
    int rc = 0;

    *out = printed;
    if (run->output.len > 0) {
        path = path_join(arena, run->root, run->output);
        if (is_stale(path.ptr, before))
            return phx_fail(err, PHX_ENOENT,
                            "the command did not write %" STR_FMT,
                            STR_ARG(run->output));
        rc = fs_read(arena, path.ptr, OUTPUT_LIMIT, out, err);
    }
    if (rc == 0 && out->len == 0)
        rc = phx_fail(err, PHX_EINPUT, "the command wrote nothing");
    return rc;
}

static int keep(struct arena *arena, const struct bench_run *run,
                struct str bytes, struct error *err)
{
    struct str path = path_join(arena, run->root, run->file);
    int rc = fs_mkdirs(str_cstr(arena, path_dir(path)), err);

    return rc < 0 ? rc : fs_write_atomic(path.ptr, bytes, err);
}

int bench_run(struct arena *arena, const struct bench_run *run, int *status,
              struct error *err)
{
    const struct date started = date_now();
    struct process_result result;
    struct fs_stat before = {0};
    struct str bytes;
    int rc = 0;

    if (run->output.len > 0)
        rc = fs_stat(path_join(arena, run->root, run->output).ptr, true,
                     &before, err);
    if (rc < 0 || (rc = run_shell(arena, run, &result, err)) < 0)
        return rc;
    *status = result.status;
    if (result.status != 0)
        return 0;
    if ((rc = take_output(arena, run, &before, result.out, &bytes, err)) < 0 ||
        (rc = keep(arena, run, bytes, err)) < 0)
        return rc;
    return write_facts(arena, run, started, err);
}
