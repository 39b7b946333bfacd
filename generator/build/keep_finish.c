/* SPDX-License-Identifier: MIT */
/* The record that a build leaves. */
#include "keep_private.h"

#include "cache.h"

void keep_written(struct build *build, const struct output_changes *changes)
{
    build->keep->written = *changes;
}

static void list_files(struct build *build, struct ledger *ledger)
{
    const struct repo_files *files = &build->inputs.files;
    struct arena *arena = build->arena;

    ledger->files.items =
        arena_array(arena, struct record_file, files->list.len);
    for (size_t i = 0; i < files->list.len; i++) {
        const struct repo_file *file = &files->list.items[i];
        ledger->files.items[ledger->files.len++] = (struct record_file){
            .path = file->path,
            .stat = {true, file->size, file->mtime_ns, file->ctime_ns,
                     file->inode},
            .known = file->id_known,
            .id = file->id,
        };
    }
    for (size_t i = 0; i < build->keep->extras.len; i++) {
        const struct record_extra *extra = build->keep->extras.entries[i].value;
        vec_push(arena, &ledger->extras, *extra);
    }
}

static void list_outputs(struct build *build, struct ledger *ledger)
{
    const struct output_changes *written = &build->keep->written;

    ledger->outputs.items =
        arena_array(build->arena, struct record_output, written->files.len);
    for (size_t i = 0; i < written->files.len; i++) {
        const struct output_file *file = &written->files.items[i];
        ledger->outputs.items[ledger->outputs.len++] = (struct record_output){
            .path = file->path,
            .stat = record_stat_of(&file->stat),
            .hash = file->hash,
            .asset = file->class == OUTPUT_ASSET,
        };
    }
}

static void encode_traces(struct build *build, struct ledger *ledger,
                          struct trace_facts *facts)
{
    struct keep *keep = build->keep;
    struct buf bytes = BUF_INIT;

    traces_encode(keep->units, keep->unit_count,
                  keep->has_traces ? &keep->traces : NULL, &bytes, facts);
    ledger->traces = hash_bytes(buf_str(&bytes));
    cache_put(keep->cache, 0, CACHE_RECORD, keep_key(build, true),
              buf_str(&bytes));
    buf_deinit(&bytes);
}

/* The instants for which the output would be the same. */
static void set_validity(const struct build *build, struct ledger *ledger,
                         const struct trace_facts *facts)
{
    const int64_t now = build->config.build.now.unix_seconds;
    int64_t change;

    ledger->valid_from = now;
    ledger->valid_to = INT64_MAX;
    if (site_next_change(build->site, &change))
        ledger->valid_to = change;
    if (facts->uses_clock)
        ledger->valid_to = now + 1;
    ledger->uses_dirty = facts->uses_dirty;
    ledger->dirty = build->inputs.head.dirty;
}

void keep_finish(struct build *build, struct build_report *report)
{
    struct keep *keep = build->keep;
    struct ledger ledger = {
        .settings = keep->settings,
        .history = keep->history,
        .said = keep->said,
        .addresses = keep->addresses,
        .scanned_ns = keep->scanned_ns,
        .written_ns = keep->written.looked_ns,
        .pages = report->pages,
        .diags = report->diags,
    };
    struct trace_facts facts = {0};
    struct buf bytes = BUF_INIT;

    if (!keep->cache)
        return;
    list_files(build, &ledger);
    list_outputs(build, &ledger);
    encode_traces(build, &ledger, &facts);
    set_validity(build, &ledger, &facts);
    ledger_encode(&ledger, &bytes);
    cache_put(keep->cache, 0, CACHE_RECORD, keep_key(build, false),
              buf_str(&bytes));
    buf_deinit(&bytes);
    cache_flush(keep->cache);
    if (cache_failure(keep->cache)->code)
        diag_add(&report->diags, DIAG_CACHE, NULL, (struct span){0},
                 "nothing is kept for the next build: %s",
                 cache_failure(keep->cache)->message);
}
