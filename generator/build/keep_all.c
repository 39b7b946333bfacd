/* SPDX-License-Identifier: MIT */
/*
 * Is there anything to do? Everything a build depends on is compared with the
 * ledger, the cheap things first; the first difference ends it.
 */
#include "keep_private.h"

#include "cache.h"
#include "output_private.h"

#include <stdatomic.h>

/* Reading more files than this to prove that nothing changed is no shortcut. */
#define READS_MAX 2000u
/* From so many outputs on the workers look at them together. */
#define PARALLEL_FROM 500u

/* By configuration and scan, which both have just spoken. */
static struct hash said(const struct diags *diags)
{
    struct hash h = hash_mix_int((struct hash){0}, diags->list.len);

    for (size_t i = 0; i < diags->list.len; i++) {
        const struct diag *d = &diags->list.items[i];
        h = hash_mix_int(h, (uint64_t)d->id);
        h = hash_mix_str(h, d->path);
        h = hash_mix_int(h, d->span.line);
        h = hash_mix_str(h, d->message);
    }
    return h;
}

/* ---- Files ---- */

/* Its stat proves nothing: its bytes do. */
static bool same_bytes(struct build *build, struct arena *scratch,
                       struct repo_file *file, const struct record_file *old)
{
    struct str bytes;
    struct error ignored;

    if (!old->known || file->size != old->stat.size)
        return false;
    if (!file->id_known) {
        const char *path = path_join(scratch, build->root, file->path).ptr;
        if (fs_read(scratch, path, 0, &bytes, &ignored) < 0)
            return false;
        file->id = repo_blob_id(bytes);
        file->id_known = true;
    }
    return hash_eq(file->id, old->id);
}

static bool files_same(struct build *build, struct arena *scratch,
                       size_t *reads)
{
    const struct ledger *ledger = &build->keep->ledger;
    struct repo_files *files = &build->inputs.files;

    if (files->list.len != ledger->files.len)
        return false;
    for (size_t i = 0; i < files->list.len; i++) {
        struct repo_file *file = &files->list.items[i];
        const struct record_file *old = &ledger->files.items[i];
        const struct record_stat now = {true, file->size, file->mtime_ns,
                                        file->ctime_ns, file->inode};
        if (!str_eq(file->path, old->path))
            return false;
        if (record_stat_eq(now, old->stat) &&
            !record_racy(old->stat, ledger->scanned_ns))
            continue;
        if (++*reads > READS_MAX || !same_bytes(build, scratch, file, old))
            return false;
    }
    return true;
}

static bool extras_same(const struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->extras.len; i++) {
        const struct record_extra *extra = &ledger->extras.items[i];
        struct fs_stat st = {0};
        struct error ignored;
        phx_ignore(fs_stat(extra->path.ptr, true, &st, &ignored),
                   "as if not there");
        if (!record_stat_eq(record_stat_of(&st), extra->stat) ||
            record_racy(extra->stat, ledger->scanned_ns))
            return false;
    }
    return true;
}

/* ---- Outputs ---- */

struct look {
    struct build *build;
    struct record_output *outputs;
    _Atomic bool changed;
    _Atomic size_t reads;
};

static void look_at(void *ctx, size_t index, struct worker *worker)
{
    struct look *look = ctx;
    struct record_output *output = &look->outputs[index];
    struct fs_stat stat;
    size_t reads = 0;

    if (atomic_load_explicit(&look->changed, memory_order_relaxed))
        return;
    if (!keep_output_holds(look->build, &worker->scratch, output, &stat,
                           &reads))
        atomic_store(&look->changed, true);
    if (reads == 0)
        return;
    output->stat = record_stat_of(&stat);
    atomic_fetch_add(&look->reads, reads);
}

/* A killed build left a journal: there is something to finish. */
static bool is_interrupted(struct build *build, struct arena *scratch)
{
    struct str stage = path_join(scratch, build->output_path,
                                 STR(OUTPUT_STAGE "/" OUTPUT_JOURNAL));
    struct fs_stat st = {0};
    struct error ignored;

    return fs_stat(stage.ptr, false, &st, &ignored) < 0 || st.kind != FS_NONE;
}

static bool outputs_same(struct build *build, struct arena *scratch,
                         size_t *reads)
{
    struct ledger *ledger = &build->keep->ledger;
    struct look look = {.build = build, .outputs = ledger->outputs.items};
    struct worker alone = {0};

    if (is_interrupted(build, scratch))
        return false;
    if (ledger->outputs.len >= PARALLEL_FROM) {
        pool_run(build->pool, ledger->outputs.len, look_at, &look);
    } else {
        arena_init(&alone.scratch);
        for (size_t i = 0; i < ledger->outputs.len; i++)
            look_at(&look, i, &alone);
        arena_deinit(&alone.scratch);
    }
    *reads += look.reads;
    return !look.changed;
}

/* ---- Everything ---- */

/* Only an output that says so makes it worth asking. */
static bool dirty_same(struct build *build)
{
    const struct ledger *ledger = &build->keep->ledger;
    struct repo_head head;
    struct error ignored;

    if (!ledger->uses_dirty)
        return true;
    return repo_head(build->inputs.repo, build->arena, &head, &ignored) == 0 &&
           head.dirty == ledger->dirty;
}

/* What was racy is so no longer: the next build need not read it. */
static void refresh(struct build *build, int64_t looked_ns)
{
    struct keep *keep = build->keep;
    struct ledger *ledger = &keep->ledger;
    const struct repo_files *files = &build->inputs.files;
    struct buf bytes = BUF_INIT;

    for (size_t i = 0; i < files->list.len; i++) {
        const struct repo_file *file = &files->list.items[i];
        ledger->files.items[i].stat = (struct record_stat){
            true, file->size, file->mtime_ns, file->ctime_ns, file->inode};
    }
    ledger->scanned_ns = keep->scanned_ns;
    ledger->written_ns = looked_ns;
    ledger_encode(ledger, &bytes);
    cache_put(keep->cache, 0, CACHE_RECORD, keep_key(build, false),
              buf_str(&bytes));
    buf_deinit(&bytes);
}

static void report_kept(const struct ledger *ledger,
                        struct build_report *report)
{
    report->pages = ledger->pages;
    report->outputs = ledger->outputs.len;
    report->written = true;
    diags_merge(&report->diags, &ledger->diags);
    report->diags.errors = ledger->diags.errors;
    report->diags.warnings = ledger->diags.warnings;
}

bool keep_all(struct build *build, struct build_report *report)
{
    struct keep *keep = build->keep;
    const struct ledger *ledger = &keep->ledger;
    const int64_t now = build->config.build.now.unix_seconds;
    size_t reads = 0;
    struct arena scratch;

    keep->said = said(build->diags);
    keep->history = repo_history_id(build->inputs.repo, build->arena);
    if (!keep->has_ledger || !hash_eq(ledger->settings, keep->settings) ||
        !hash_eq(ledger->history, keep->history) ||
        !hash_eq(ledger->said, keep->said) || now < ledger->valid_from ||
        now >= ledger->valid_to)
        return false;
    arena_init(&scratch);
    bool same = files_same(build, &scratch, &reads) && extras_same(ledger);
    int64_t looked_ns = keep_clock_ns();
    same = same && outputs_same(build, &scratch, &reads) && dirty_same(build);
    arena_deinit(&scratch);
    if (same && reads)
        refresh(build, looked_ns);
    if (same)
        report_kept(ledger, report);
    return same;
}
