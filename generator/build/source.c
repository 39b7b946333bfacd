/* SPDX-License-Identifier: MIT */
/*
 * From files to values and pages.
 */
#include "source.h"

#include "cache.h"
#include "keep.h"
#include "page_codec.h"

/* Larger Markdown or data files are a mistake, not content. */
#define PAGE_LIMIT (64u << 20)
#define DATA_LIMIT (256u << 20)

static const char *full_path(struct arena *arena, const struct build *build,
                             struct str path)
{
    return path_join(arena, build->root, path).ptr;
}

void source_unreadable(struct diags *diags, struct str path,
                       const struct error *err)
{
    struct source_ref where = {.path = path};

    diag_add(diags,
             err->code == PHX_ELIMIT ? DIAG_FILE_LIMIT : DIAG_FILE_UNREADABLE,
             &where, (struct span){0}, "%s", err->message);
}

/* What the scan lists under that path, or NULL. */
static struct repo_file *file_of(struct build *build, struct str path)
{
    struct repo_files *files = &build->inputs.files;
    size_t low = 0, high = files->list.len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(files->list.items[middle].path, path);
        if (order == 0)
            return &files->list.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Its bytes are at hand: the next build need not read them to know them. */
static void set_id(struct repo_file *file, struct str bytes)
{
    if (!file || file->id_known)
        return;
    file->id = repo_blob_id(bytes);
    file->id_known = true;
}

int source_read(struct build *build, struct str path, struct str *out,
                struct error *err)
{
    int rc = fs_read(build->arena, full_path(build->arena, build, path),
                     DATA_LIMIT, out, err);

    if (rc == 0)
        set_id(file_of(build, path), *out);
    return rc;
}

/* ---- data/ ---- */

static bool read_data_file(struct build *build, const struct source_ref *source,
                           struct value *out)
{
    struct str ext = path_ext(source->path);
    const struct yaml_options yaml = {.dates = true,
                                      .zone = build->config.zone};

    if (str_is(ext, "yaml") || str_is(ext, "yml"))
        return yaml_read(build->arena, source, &yaml, build->diags, out, NULL);
    if (str_is(ext, "json"))
        return json_read(build->arena, source, NULL, build->diags, out);
    if (str_is(ext, "csv") || str_is(ext, "tsv"))
        return csv_read(build->arena, source, 0, build->diags, out);
    return false;
}

/* One folder of data: its files are the sorted range [*at, …) below `dir`. */
static struct value data_folder(struct build *build, struct str dir, size_t *at)
{
    const struct repo_files *files = &build->inputs.files;
    struct map_builder map;

    map_builder_init(&map, build->arena);
    while (*at < files->list.len &&
           path_is_under(files->list.items[*at].path, dir)) {
        struct source_ref source = {.path = files->list.items[*at].path};
        struct str rest = str_from(source.path, dir.len + 1);
        size_t slash = str_chr(rest, '/');
        struct value v;
        struct error err;
        if (slash != STR_NONE) {
            struct str name = str_slice(rest, 0, slash);
            v = data_folder(build, path_join(build->arena, dir, name), at);
            map_builder_set(&map, value_str(name), v);
            continue;
        }
        ++*at;
        if (source_read(build, source.path, &source.text, &err) < 0)
            source_unreadable(build->diags, source.path, &err);
        else if (read_data_file(build, &source, &v))
            map_builder_set(&map, value_str(path_stem(rest)), v);
    }
    return map_builder_finish(&map);
}

/* The index of the first file below `dir`. */
static size_t first_below(const struct repo_files *files, struct str dir)
{
    for (size_t i = 0; i < files->list.len; i++)
        if (path_is_under(files->list.items[i].path, dir))
            return i;
    return files->list.len;
}

void source_data(struct build *build)
{
    size_t at = first_below(&build->inputs.files, STR("data"));

    build->inputs.data = data_folder(build, STR("data"), &at);
}

/* ---- Pages ---- */

/* What a parsed page depends on besides the path and bytes of its file. */
static struct hash parse_settings(const struct build *build)
{
    const struct dialect *dialect = &build->dialect;
    struct hash h = keep_settings(build);

    for (size_t i = 0; i < dialect->component_count; i++) {
        h = hash_mix_str(h, dialect->components[i].name);
        h = hash_mix_int(h, (uint64_t)dialect->components[i].body);
    }
    return h;
}

struct parsing {
    struct build *build;
    struct hash settings;
};

static struct hash page_key(const struct parsing *p,
                            const struct content_source *source,
                            const struct repo_file *file)
{
    return hash_mix(hash_mix_str(p->settings, source->path), file->id);
}

/* As an earlier build parsed the same bytes. */
static bool find_parsed(const struct parsing *p, struct content_source *source,
                        const struct repo_file *file, struct worker *worker)
{
    struct str bytes;

    if (!file->id_known ||
        !cache_get(keep_cache(p->build), worker->id, CACHE_PAGE,
                   page_key(p, source, file), &bytes))
        return false;
    source->page = page_decode(&worker->keep, &p->build->config, source, bytes);
    return source->page != NULL;
}

/* A page with diagnostics is parsed again, so that they are said again. The id
 * may be of bytes that are no longer there. */
static void put_parsed(const struct parsing *p,
                       const struct content_source *source,
                       const struct repo_file *file, struct worker *worker)
{
    struct cache *cache = keep_cache(p->build);
    struct buf bytes = BUF_INIT;

    if (cache && source->diags.list.len == 0 &&
        hash_eq(file->id, repo_blob_id(source->bytes)) &&
        page_encode(&p->build->config, source->page, &bytes))
        cache_put(cache, worker->id, CACHE_PAGE, page_key(p, source, file),
                  buf_str(&bytes));
    buf_deinit(&bytes);
}

static void parse_one(void *ctx, size_t index, struct worker *worker)
{
    const struct parsing *p = ctx;
    struct build *build = p->build;
    struct content_source *source = &build->inputs.content.pages.items[index];
    struct repo_file *file = file_of(build, source->path);
    struct error err;

    PHX_BUG_ON(!file);
    diags_init(&source->diags, &worker->keep, &build->config.policy);
    if (find_parsed(p, source, file, worker))
        return;
    if (fs_read(&worker->keep, full_path(&worker->scratch, build, source->path),
                PAGE_LIMIT, &source->bytes, &err) < 0) {
        source_unreadable(&source->diags, source->path, &err);
        source->bytes = STR("");
        content_parse_page(&worker->keep, &build->config, &build->dialect,
                           source);
        source->page->hidden = PAGE_FAILED;
        return;
    }
    bool known = file->id_known;
    set_id(file, source->bytes);
    if (!known && find_parsed(p, source, file, worker))
        return;
    content_parse_page(&worker->keep, &build->config, &build->dialect, source);
    put_parsed(p, source, file, worker);
}

void source_pages(struct build *build)
{
    struct content_files *content = &build->inputs.content;

    struct parsing parsing = {build, parse_settings(build)};

    pool_run(build->pool, content->pages.len, parse_one, &parsing);
    for (size_t i = 0; i < content->pages.len; i++)
        diags_merge(build->diags, &content->pages.items[i].diags);
}
