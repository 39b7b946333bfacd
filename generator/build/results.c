/* SPDX-License-Identifier: MIT */
/*
 * Result files on their way in and out. What a tool wrote is published byte for
 * byte, and only when a page shows something of it and nothing in it looks
 * private.
 */
#include "results.h"

#include "keep.h"
#include "source.h"

#include <pthread.h>

struct result_file {
    struct str path;
    struct str bytes;
    bool shown; /* under the lock */
};

struct kept_file {
    bool old; /* in the output already, with: */
    struct hash hash;
    struct fs_stat stat;
    struct str bytes; /* of a new one */
};

struct result_files {
    pthread_mutex_t lock;
    struct map by_path; /* path → struct result_file */
    struct arena arena; /* of what is kept; under the lock */
    struct map kept;    /* path → struct kept_file */
    struct hash names;  /* of all paths */
};

static void destroy(void *ptr)
{
    struct result_files *files = ptr;

    pthread_mutex_destroy(&files->lock);
    arena_deinit(&files->arena);
}

static void add(struct build *build, struct str dir, struct str path)
{
    struct str name = str_from(path, dir.len + 1);
    struct str ext = path_ext(name);
    struct result_file *file = arena_new(build->arena, struct result_file);
    struct error err;

    if (source_read(build, path, &file->bytes, &err) < 0) {
        source_unreadable(build->diags, path, &err);
        return;
    }
    file->path = path;
    map_set(&build->result_files->by_path, path, file);
    build->result_files->names = hash_mix_str(build->result_files->names, path);
    bench_store_add(build->results,
                    ext.len ? str_slice(name, 0, name.len - ext.len - 1) : name,
                    path, file->bytes,
                    build->inputs.history
                        ? repo_history_of(build->inputs.history, path)
                        : NULL);
}

struct str results_folder(const struct config *config)
{
    struct value dir = config_value(config, "bench.results");

    return value_is(dir, VALUE_STRING) ? str_trim(value_text(dir))
                                       : STR("benchmarks/results");
}

/* "https://github.com/o/r/commit/"; empty when nobody said where. */
static struct str commit_url(struct build *build)
{
    struct str url =
        value_map_str(build->config.root, STR("repository"), STR(""));

    while (str_ends(url, STR("/")))
        url = str_slice(url, 0, url.len - 1);
    return url.len ? str_cat(build->arena, url, STR("/commit/")) : STR("");
}

void results_read(struct build *build)
{
    const struct repo_files *files = &build->inputs.files;
    struct str dir = results_folder(&build->config);

    build->result_files = arena_new(build->arena, struct result_files);
    pthread_mutex_init(&build->result_files->lock, NULL);
    arena_defer(build->arena, destroy, build->result_files);
    arena_init(&build->result_files->arena);
    map_init(&build->result_files->kept, &build->result_files->arena);
    map_init(&build->result_files->by_path, build->arena);
    bench_store_history(build->results, build->root, commit_url(build));
    if (!value_truthy(config_value(&build->config, "bench.raw"), NULL))
        bench_store_publish(build->results);
    for (size_t i = 0; i < files->list.len; i++)
        if (path_is_under(files->list.items[i].path, dir))
            add(build, dir, files->list.items[i].path);
}

void results_show(struct build *build, struct str path)
{
    struct result_files *files = build->result_files;
    struct result_file *file = map_get(&files->by_path, path);

    if (!file)
        return;
    pthread_mutex_lock(&files->lock);
    file->shown = true;
    pthread_mutex_unlock(&files->lock);
}

void results_note(struct build *build, const struct trace *trace)
{
    for (size_t i = 0; i < trace->inputs.len; i++)
        if (trace->inputs.items[i].kind == INPUT_RESULT)
            results_show(build, trace->inputs.items[i].key);
}

bool results_published(const struct build *build, struct str path)
{
    return map_get(&build->result_files->by_path, path) &&
           !bench_withholds(build->results, path);
}

struct hash results_names(const struct build *build)
{
    return build->result_files->names;
}

/* The first that is given under a path counts: all are equal. */
static void keep_file(struct result_files *files, struct str path,
                      const struct kept_file *file)
{
    pthread_mutex_lock(&files->lock);
    if (!map_get(&files->kept, path)) {
        struct kept_file *own = arena_copy(&files->arena, file, sizeof(*file));
        own->bytes = str_dup(&files->arena, file->bytes);
        map_set(&files->kept, str_dup(&files->arena, path), own);
    }
    pthread_mutex_unlock(&files->lock);
}

void results_keep(struct build *build, struct str path, struct str bytes)
{
    const struct kept_file file = {.bytes = bytes};

    keep_file(build->result_files, path, &file);
}

void results_keep_old(struct build *build, struct str path, struct hash hash,
                      const struct fs_stat *stat)
{
    const struct kept_file file = {
        .old = true, .hash = hash, .stat = *stat, .bytes = STR("")};

    keep_file(build->result_files, path, &file);
}

static int publish_kept(struct build *build, struct error *err)
{
    const struct map *kept = &build->result_files->kept;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < kept->len; i++) {
        struct str path = kept->entries[i].key;
        const struct kept_file *file = kept->entries[i].value;
        rc = file->old ? output_keep(build->output, path, file->hash,
                                     OUTPUT_ASSET, &file->stat, err)
                       : keep_put(build, path, file->bytes, OUTPUT_ASSET, err);
    }
    return rc;
}

int results_publish(struct build *build, struct error *err)
{
    const struct map *files = &build->result_files->by_path;

    for (size_t i = 0; i < files->len; i++) {
        const struct result_file *file = files->entries[i].value;
        if (!file->shown || bench_withholds(build->results, file->path))
            continue;
        int rc = keep_put(build, file->path, file->bytes, OUTPUT_ASSET, err);
        if (rc < 0)
            return rc;
    }
    return publish_kept(build, err);
}
