/* SPDX-License-Identifier: MIT */
/* Which routes and files are kept while others are made. */
#include "keep_private.h"

#include "cache.h"
#include "images.h"
#include "inputs.h"
#include "results.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int64_t keep_clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + (int64_t)now.tv_nsec;
}

struct hash keep_key(const struct build *build, bool traces)
{
    return hash_mix_int(hash_bytes(build->output_path), traces);
}

/* ---- Opening ---- */

/* All that configuration and command line say. */
static struct hash settings_of(const struct build *build)
{
    const struct config *config = &build->config;
    const struct build_options *o = build->options;
    struct hash h = value_fingerprint(config->root);

    for (size_t i = 0; i < config->file_count; i++)
        h = hash_mix_str(h, config->files[i].source.text);
    h = hash_mix_int(h, config->file_count);
    h = hash_mix_str(h, build->output_path);
    h = hash_mix_str(h, str_of(o->base_url));
    h = hash_mix_str(h, str_of(o->environment));
    h = hash_mix_int(h, o->drafts * 4u + o->future * 2u + o->strict);
    return h;
}

static void read_ledger(struct build *build)
{
    struct keep *keep = build->keep;
    struct str bytes;

    keep->has_ledger = cache_get(keep->cache, 0, CACHE_RECORD,
                                 keep_key(build, false), &bytes) &&
                       ledger_decode(&keep->arena, bytes, &keep->ledger);
    if (!keep->has_ledger)
        keep->ledger = (struct ledger){0};
}

void keep_open(struct build *build)
{
    struct keep *keep = calloc(1, sizeof(*keep));
    const struct cache_options options = {
        .root = build->root.ptr,
        .workers = pool_jobs(build->pool),
    };
    struct error why = {0};

    if (!keep)
        base_out_of_memory(sizeof(*keep));
    build->keep = keep;
    arena_init(&keep->arena);
    pthread_mutex_init(&keep->lock, NULL);
    map_init(&keep->extras, &keep->arena);
    buf_init(&keep->explained);
    keep->workers = options.workers;
    keep->scanned_ns = keep_clock_ns();
    keep->output = open(str_cstr(&keep->arena, build->output_path),
                        O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    keep->settings = settings_of(build);
    if (!build->options->no_cache)
        keep->cache = cache_open(&options, &why);
    if (why.message[0])
        diag_add(build->diags, DIAG_CACHE, NULL, (struct span){0},
                 "the build runs without a cache: %s", why.message);
    read_ledger(build);
}

void keep_close(struct keep *keep)
{
    if (!keep)
        return;
    cache_close(keep->cache);
    if (keep->output >= 0)
        close(keep->output);
    buf_deinit(&keep->explained);
    pthread_mutex_destroy(&keep->lock);
    arena_deinit(&keep->arena);
    free(keep);
}

struct cache *keep_cache(const struct build *build)
{
    return build->keep->cache;
}

struct hash keep_settings(const struct build *build)
{
    return build->keep->settings;
}

/* ---- Files ---- */

static struct record_stat stat_of_file(const struct repo_file *file)
{
    return (struct record_stat){true, file->size, file->mtime_ns,
                                file->ctime_ns, file->inode};
}

void keep_file_ids(struct build *build)
{
    const struct ledger *ledger = &build->keep->ledger;
    struct repo_files *files = &build->inputs.files;

    for (size_t i = 0; i < files->list.len; i++) {
        struct repo_file *file = &files->list.items[i];
        if (file->id_known)
            continue;
        const struct record_file *old = ledger_file(ledger, file->path);
        if (!old || !old->known ||
            !record_stat_eq(old->stat, stat_of_file(file)) ||
            record_racy(old->stat, ledger->scanned_ns))
            continue;
        file->id = old->id;
        file->id_known = true;
    }
}

void keep_extra(struct build *build, struct str path)
{
    struct keep *keep = build->keep;
    struct fs_stat st = {0};
    struct error ignored;

    if (!keep)
        return;
    pthread_mutex_lock(&keep->lock);
    if (!map_has(&keep->extras, path)) {
        struct record_extra *extra =
            arena_new(&keep->arena, struct record_extra);
        extra->path = str_dup(&keep->arena, path);
        phx_ignore(fs_stat(extra->path.ptr, true, &st, &ignored),
                   "as if not there");
        extra->stat = record_stat_of(&st);
        map_set(&keep->extras, extra->path, extra);
    }
    pthread_mutex_unlock(&keep->lock);
}

/* ---- Outputs ---- */

bool keep_output_holds(const struct build *build, struct arena *scratch,
                       const struct record_output *output, struct fs_stat *stat,
                       size_t *reads)
{
    const int folder = build->keep->output;
    struct str bytes;
    struct error ignored;

    if (folder < 0 ||
        fs_stat_in(folder, output->path.ptr, false, stat, &ignored) < 0 ||
        stat->kind != FS_FILE)
        return false;
    struct record_stat now = record_stat_of(stat);
    if (record_stat_eq(now, output->stat) &&
        !record_racy(output->stat, build->keep->ledger.written_ns))
        return true;
    if (reads)
        ++*reads;
    const char *path = path_join(scratch, build->output_path, output->path).ptr;
    return fs_read(scratch, path, 0, &bytes, &ignored) == 0 &&
           hash_eq(hash_bytes(bytes), output->hash);
}

int keep_put(struct build *build, struct str path, struct str bytes,
             enum output_class class, struct error *err)
{
    const struct record_output *old = ledger_output(&build->keep->ledger, path);
    struct arena scratch;
    struct fs_stat stat;
    int rc;

    arena_init(&scratch);
    if (old && hash_eq(old->hash, hash_bytes(bytes)) &&
        keep_output_holds(build, &scratch, old, &stat, NULL))
        rc = output_keep(build->output, path, old->hash, class, &stat, err);
    else
        rc = output_put(build->output, path, bytes, class, err);
    arena_deinit(&scratch);
    return rc;
}

/* ---- Routes ---- */

void keep_start(struct build *build, size_t routes)
{
    struct keep *keep = build->keep;
    struct str bytes;

    keep->units = arena_alloc(&keep->arena, routes, sizeof(*keep->units));
    keep->unit_count = routes;
    keep->addresses = site_addresses(build->site);
    keep->same_addresses =
        keep->has_ledger && hash_eq(keep->ledger.addresses, keep->addresses);
    keep->sets = arena_array(&keep->arena, struct input_set, keep->workers);
    keep->has_traces = keep->has_ledger &&
                       hash_eq(keep->ledger.settings, keep->settings) &&
                       cache_get(keep->cache, 0, CACHE_RECORD,
                                 keep_key(build, true), &bytes) &&
                       hash_eq(hash_bytes(bytes), keep->ledger.traces) &&
                       traces_decode(&keep->arena, bytes, &keep->traces);
}

/* Found out once for each input; two workers that ask at once find the same. */
bool keep_input_holds(struct build *build, struct arena *scratch, uint32_t at)
{
    struct traces *traces = &build->keep->traces;
    const struct trace_input *input = &traces->inputs[at];
    unsigned char state =
        atomic_load_explicit(&traces->states[at], memory_order_relaxed);
    struct hash now;

    if (state == INPUT_UNKNOWN) {
        bool holds =
            (build->keep->same_addresses &&
             site_is_link(input->kind, input->key)) ||
            (input_now(build, scratch, input->kind, input->key, &now) &&
             hash_eq(now, input->fingerprint));
        state = holds ? INPUT_HOLDS : INPUT_CHANGED;
        atomic_store_explicit(&traces->states[at], state, memory_order_relaxed);
    }
    return state == INPUT_HOLDS;
}

static bool trace_holds(struct build *build, struct arena *scratch,
                        const struct unit *unit)
{
    for (size_t i = 0; i < unit->input_count; i++)
        if (!keep_input_holds(build, scratch, unit->inputs[i]))
            return false;
    return true;
}

/* Where an output of the unit stands in the output folder. */
struct kept_output {
    const struct record_output *record;
    struct fs_stat stat;
};

static bool find_outputs(const struct build *build, struct arena *scratch,
                         const struct str *paths, size_t count,
                         struct kept_output **out)
{
    struct kept_output *found = arena_array(scratch, struct kept_output, count);

    for (size_t i = 0; i < count; i++) {
        found[i].record = ledger_output(&build->keep->ledger, paths[i]);
        if (!found[i].record ||
            (build->output &&
             !keep_output_holds(build, scratch, found[i].record, &found[i].stat,
                                NULL)))
            return false;
    }
    *out = found;
    return true;
}

/* All or nothing: what is put twice is refused. When nothing is written, its
 * diagnostics are known all the same: there are none. */
static bool keep_outputs(struct build *build, struct arena *scratch,
                         const struct unit *unit, struct error *err)
{
    const struct str *paths = unit->output_count ? unit->outputs : &unit->key;
    const size_t count = unit->output_count ? unit->output_count : 1;
    struct kept_output *outputs, *files;
    int rc = 0;

    if (!find_outputs(build, scratch, paths, count, &outputs) ||
        !find_outputs(build, scratch, unit->files, unit->file_count, &files))
        return false;
    for (size_t i = 0; build->output && rc == 0 && i < count; i++)
        rc = output_keep(build->output, paths[i], outputs[i].record->hash,
                         outputs[i].record->asset ? OUTPUT_ASSET : OUTPUT_PAGE,
                         &outputs[i].stat, err);
    for (size_t i = 0; build->output && i < unit->file_count; i++)
        results_keep_old(build, unit->files[i], files[i].record->hash,
                         &files[i].stat);
    return true;
}

/* The results and pictures that it shows are published with it. */
static void show_files(struct build *build, const struct unit *unit)
{
    const struct traces *traces = &build->keep->traces;

    for (size_t i = 0; i < unit->input_count; i++) {
        const struct trace_input *input = &traces->inputs[unit->inputs[i]];
        if (input->kind == INPUT_RESULT)
            results_show(build, input->key);
        else if (input->kind == INPUT_ASSET)
            images_show(build, input->key);
    }
}

bool keep_route(struct build *build, size_t index, const struct route *route,
                struct worker *worker, struct error *err)
{
    struct keep *keep = build->keep;
    const struct unit *unit =
        keep->has_traces ? map_get(&keep->traces.units, route->output) : NULL;

    bool kept = unit && !unit->said &&
                trace_holds(build, &worker->scratch, unit) &&
                keep_outputs(build, &worker->scratch, unit, err);

    keep_explain(build, route, unit, kept, &worker->scratch);
    if (!kept)
        return false;
    show_files(build, unit);
    keep->units[index] = unit;
    return true;
}

void keep_rendered(struct build *build, size_t index, struct worker *worker,
                   const struct rendered *rendered)
{
    struct keep *keep = build->keep;
    const struct trace *trace = rendered->trace;
    struct input_set *set = &keep->sets[worker->id];
    struct unit *unit = arena_new(&worker->keep, struct unit);
    uint32_t *inputs =
        arena_array(&worker->keep, uint32_t, trace->inputs.len + 1);
    bool results = false;

    if (!set->arena)
        input_set_init(set, &worker->keep);
    for (size_t i = 0; i < trace->inputs.len; i++) {
        results |= trace->inputs.items[i].kind == INPUT_RESULT;
        inputs[unit->input_count++] =
            input_set_add(set, &trace->inputs.items[i]);
    }
    /* A new file may take the name of one that was shown. */
    if (results) {
        const struct trace_input names = {
            INPUT_COLLECTION, STR(INPUT_RESULT_NAMES), results_names(build)};
        inputs[unit->input_count++] = input_set_add(set, &names);
    }
    unit->key = rendered->route->output;
    unit->said = rendered->said;
    unit->inputs = inputs;
    unit->of = set;
    unit->outputs = rendered->outputs;
    unit->output_count = rendered->output_count;
    unit->files = rendered->files->list.items;
    unit->file_count = rendered->files->list.len;
    keep->units[index] = unit;
}
