/* SPDX-License-Identifier: MIT */
/*
 * The order of a check: the list of files, each file by itself, files compared
 * with each other, the folder as a whole, outside links, the report.
 */
#include "check/check.h"

#include "state.h"

#include <stdatomic.h>

#define POINTER_MAX 1024u /* a Git LFS pointer is shorter */

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- Setting up ---- */

/* "https://x.y/base": "https://x.y", and "/base" without escapes. */
static void set_base(struct check *check)
{
    const struct config *config = check->options->config;
    struct str base = config->base_path;

    check->base_path = address_decoded(check->arena, base);
    check->origin = STR("");
    if (config->base_url.len >= base.len)
        check->origin =
            str_slice(config->base_url, 0, config->base_url.len - base.len);
}

/* `check.ignore` names files and folders of the output. */
static bool is_ignored(const struct check *check, struct str path)
{
    struct value v = config_value(check->options->config, "check.ignore");

    if (value_is(v, VALUE_STRING))
        return path_is_under(path, value_text(v));
    for (size_t i = 0; value_is(v, VALUE_LIST) && i < v.as.list->len; i++)
        if (value_is(v.as.list->items[i], VALUE_STRING) &&
            path_is_under(path, value_text(v.as.list->items[i])))
            return true;
    return false;
}

/* ---- Jobs ---- */

struct jobs {
    struct check *check;
    const char *stage;
    atomic_size_t done;
};

static void progress(struct jobs *jobs, const struct worker *worker)
{
    const struct check_options *o = jobs->check->options;
    size_t done = atomic_fetch_add(&jobs->done, 1) + 1;

    if (worker->id == 0 && o->progress)
        o->progress(o->progress_ctx, jobs->stage, done,
                    jobs->check->file_count);
}

static void find_pointer(struct site_file *file, struct worker *worker,
                         struct str text)
{
    const struct str start = STR("version https://git-lfs.github.com/spec/");

    if (!str_starts(text, start))
        return;
    finding_add(&file->findings, &worker->keep, DIAG_PAGES_LFS,
                (struct span){0},
                "`%" STR_FMT "` is a pointer of Git LFS, not the file",
                STR_ARG(file->path))
        ->hint = STR("GitHub Pages serves no LFS files: run `git lfs pull`, or "
                     "keep the file in git itself");
}

static void read_job(void *ctx, size_t index, struct worker *worker)
{
    struct jobs *jobs = ctx;
    struct site_file *file = &jobs->check->files[index];
    bool looked_into = file->kind == FILE_HTML || file->kind == FILE_CSS;
    struct str text;

    progress(jobs, worker);
    if (file->link || (!looked_into && file->size > POINTER_MAX) ||
        is_ignored(jobs->check, file->path) ||
        !file_read(jobs->check, file, worker, &text))
        return;
    if (file->size <= POINTER_MAX)
        find_pointer(file, worker, text);
    if (file->kind == FILE_HTML && jobs->check->measure_gzip)
        file->gzip = gzip_size(&worker->scratch, text);
    if (file->kind == FILE_HTML)
        page_read(jobs->check, file, worker, text);
    else if (file->kind == FILE_CSS)
        css_read(jobs->check, file, worker, text);
}

static void compare_job(void *ctx, size_t index, struct worker *worker)
{
    struct jobs *jobs = ctx;
    struct site_file *file = &jobs->check->files[index];
    bool feed = file->kind == FILE_XML || file->kind == FILE_JSON;
    struct str text;

    progress(jobs, worker);
    if (file->page)
        web_compare(file, worker);
    if (!feed || file->link || is_ignored(jobs->check, file->path) ||
        !file_read(jobs->check, file, worker, &text))
        return;
    if (file->kind == FILE_XML)
        feed_check(jobs->check, file, worker, text);
    else
        feed_json_check(jobs->check, file, worker, text);
}

static void run_jobs(struct check *check, const char *stage,
                     void (*job)(void *, size_t, struct worker *))
{
    struct jobs jobs = {.check = check, .stage = stage};

    pool_run(check->pool, check->file_count, job, &jobs);
}

/* ---- The sequence ---- */

static void count(const struct check *check, struct check_report *report)
{
    report->files = check->file_count;
    for (size_t i = 0; i < check->file_count; i++) {
        report->bytes += check->files[i].size;
        report->links += check->files[i].links;
        report->pages += check->files[i].page != NULL;
    }
    report->asked = check->asked;
}

static void run(struct check *check, struct check_report *report)
{
    feeds_open(check, &report->diags);
    run_jobs(check, "read", read_job);
    run_jobs(check, "compare", compare_job);
    feeds_close(check);
    preflight(check, &report->diags);
    budgets(check, &report->diags);
    if (check->options->external)
        external_check(check, &report->diags);
    report_findings(check, &report->diags);
    count(check, report);
}

int check_site(const struct check_options *options, struct check_report *report,
               struct error *err)
{
    struct arena arena;
    struct arena *keep = report->arena;
    uint64_t start = now_ns();

    arena_init(&arena);
    *report = (struct check_report){.arena = keep};
    diags_init(&report->diags, keep, &options->config->policy);
    struct check check = {.options = options, .arena = &arena};
    set_base(&check);
    check.measure_gzip =
        value_is_number(config_value(options->config, "budgets.page_gzip"));
    int rc = files_list(&check, err);
    if (rc == 0) {
        check.pool = pool_new(options->jobs);
        run(&check, report);
        pool_free(check.pool);
        diags_sort(&report->diags);
    }
    report->diags.policy = NULL; /* the configuration may go before it */
    report->total_ns = now_ns() - start;
    arena_deinit(&arena);
    return rc;
}
