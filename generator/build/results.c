/* SPDX-License-Identifier: MIT */
/*
 * Result files on their way in and out. What a tool wrote is published byte for
 * byte, and only when a page shows something of it and nothing in it looks
 * private.
 */
#include "results.h"

#include "output.h"
#include "source.h"

#include <pthread.h>

struct result_file {
    struct str path;
    struct str bytes;
    bool shown; /* under the lock */
};

struct result_files {
    pthread_mutex_t lock;
    struct map by_path; /* path → struct result_file */
    struct arena arena; /* of what is kept; under the lock */
    struct map kept;    /* path → struct str */
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
    for (size_t i = 0; i < files->list.len; i++)
        if (path_is_under(files->list.items[i].path, dir))
            add(build, dir, files->list.items[i].path);
}

void results_note(struct build *build, const struct trace *trace)
{
    struct result_files *files = build->result_files;

    for (size_t i = 0; i < trace->inputs.len; i++) {
        const struct trace_input *input = &trace->inputs.items[i];
        struct result_file *file = input->kind == INPUT_RESULT
                                       ? map_get(&files->by_path, input->key)
                                       : NULL;
        if (!file)
            continue;
        pthread_mutex_lock(&files->lock);
        file->shown = true;
        pthread_mutex_unlock(&files->lock);
    }
}

void results_keep(struct build *build, struct str path, struct str bytes)
{
    struct result_files *files = build->result_files;
    struct str copy;

    pthread_mutex_lock(&files->lock);
    if (!map_get(&files->kept, path)) {
        copy = str_dup(&files->arena, bytes);
        map_set(&files->kept, str_dup(&files->arena, path),
                arena_copy(&files->arena, &copy, sizeof(copy)));
    }
    pthread_mutex_unlock(&files->lock);
}

static int publish_kept(struct build *build, struct error *err)
{
    const struct map *kept = &build->result_files->kept;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < kept->len; i++)
        rc = output_put(build->output, kept->entries[i].key,
                        *(const struct str *)kept->entries[i].value,
                        OUTPUT_ASSET, err);
    return rc;
}

int results_publish(struct build *build, struct error *err)
{
    const struct map *files = &build->result_files->by_path;

    for (size_t i = 0; i < files->len; i++) {
        const struct result_file *file = files->entries[i].value;
        if (!file->shown || bench_withholds(build->results, file->path))
            continue;
        int rc = output_put(build->output, file->path, file->bytes,
                            OUTPUT_ASSET, err);
        if (rc < 0)
            return rc;
    }
    return publish_kept(build, err);
}
