/* SPDX-License-Identifier: MIT */
/* Results by name; reading them once, when first asked for. */
#include "store.h"

#include "plain.h"

static void store_free(void *ptr)
{
    struct bench_store *store = ptr;

    repo_close(store->repo);
    arena_deinit(&store->past_arena);
    pthread_mutex_destroy(&store->lock);
}

struct bench_store *bench_store_new(struct arena *arena)
{
    struct bench_store *store = arena_new(arena, struct bench_store);

    store->arena = arena;
    map_init(&store->by_name, arena);
    map_init(&store->by_path, arena);
    store->env = expr_env_new(arena);
    arena_init(&store->past_arena);
    map_init(&store->pasts, &store->past_arena);
    map_init(&store->by_blob, &store->past_arena);
    store->root = store->commit_url = STR("");
    PHX_BUG_ON(pthread_mutex_init(&store->lock, NULL) != 0);
    arena_defer(arena, store_free, store);
    return store;
}

static void result_free(void *ptr)
{
    struct result *result = ptr;

    pthread_mutex_destroy(&result->lock);
    arena_deinit(&result->arena);
}

struct result *result_new(struct arena *arena, struct str name, struct str path)
{
    struct result *result = arena_new(arena, struct result);

    result->name = str_dup(arena, name);
    result->path = str_dup(arena, path);
    result->bytes = result->schema = result->facts = STR("");
    PHX_BUG_ON(pthread_mutex_init(&result->lock, NULL) != 0);
    arena_init(&result->arena);
    arena_defer(arena, result_free, result);
    return result;
}

/* ---- Filling ---- */

/* "a/b/c" is a member of the folders "a/b" and "a". */
static void add_to_folders(struct bench_store *store, struct result *result)
{
    struct str dir = path_dir(result->name), path = path_dir(result->path);

    while (dir.len > 0) {
        struct result *folder = map_get(&store->by_name, dir);

        if (!folder) {
            folder = result_new(store->arena, dir, path);
            folder->is_folder = true;
            map_set(&store->by_name, folder->name, folder);
        }
        if (folder->is_folder)
            vec_push(store->arena, &folder->members, result);
        dir = path_dir(dir);
        path = path_dir(path);
    }
}

static struct result *result_named(struct bench_store *store, struct str name,
                                   struct str path)
{
    struct result *result = map_get(&store->by_name, name);
    struct result *added = result_new(store->arena, name, path);

    if (!result) {
        map_set(&store->by_name, added->name, added);
    } else if (result->is_folder) {
        /* The file is meant; the folder keeps its name with a slash. */
        map_set(&store->by_name, str_cat(store->arena, result->name, STR("/")),
                result);
        map_set(&store->by_name, added->name, added);
    } else {
        added->twin = result->twin;
        result->twin = added;
    }
    map_set(&store->by_path, added->path, added);
    return added;
}

static bool side_of(struct str name, const char *suffix, struct str *of)
{
    if (!str_ends(name, str_of(suffix)))
        return false;
    *of = str_slice(name, 0, name.len - strlen(suffix));
    return of->len > 0;
}

bool result_is_side_file(const struct result *result)
{
    struct str of;

    return str_is(path_ext(result->path), "json") &&
           (side_of(result->name, ".schema", &of) ||
            side_of(result->name, ".facts", &of));
}

/* Side files come before or after what they speak of; both meet here. */
static bool take_side_file(struct bench_store *store, struct str name,
                           struct str path, struct str bytes)
{
    const bool json = str_is(path_ext(path), "json");
    struct str of = STR("");
    bool schema = json && side_of(name, ".schema", &of);

    if (!schema && !(json && side_of(name, ".facts", &of)))
        return false;
    map_set(&store->by_path, str_dup(store->arena, path),
            result_new(store->arena, name, path));
    for (size_t i = 0; i < store->by_path.len; i++) {
        struct result *r = store->by_path.entries[i].value;

        if (str_eq(r->name, of) && schema)
            r->schema = bytes;
        else if (str_eq(r->name, of))
            r->facts = bytes;
    }
    ((struct result *)map_get(&store->by_path, path))->bytes = bytes;
    return true;
}

static void find_side_files(struct bench_store *store, struct result *result)
{
    struct str base = path_dir(result->path);
    const struct result *side;

    base = str_fmt(store->arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(base),
                   base.len ? "/" : "", STR_ARG(path_name(result->name)));
    side = map_get(&store->by_path,
                   str_cat(store->arena, base, STR(".schema.json")));
    if (side)
        result->schema = side->bytes;
    side = map_get(&store->by_path,
                   str_cat(store->arena, base, STR(".facts.json")));
    if (side)
        result->facts = side->bytes;
}

void bench_store_add(struct bench_store *store, struct str name,
                     struct str path, struct str bytes,
                     const struct repo_file_history *history)
{
    struct result *result;

    if (take_side_file(store, name, path, bytes))
        return;
    result = result_named(store, name, path);
    result->bytes = bytes;
    result->publish = store->publish;
    result->history = history;
    find_side_files(store, result);
    add_to_folders(store, result);
}

/* ---- Reading ---- */

static struct hash content_of(const struct result *result)
{
    struct hash h = hash_bytes(result->bytes);

    h = hash_mix(h, hash_bytes(result->schema));
    h = hash_mix(h, hash_bytes(result->facts));
    return result->history ? hash_mix_str(h, result->history->commit) : h;
}

static void file_load(struct result *result)
{
    struct arena scratch;
    struct input input = {.arena = &scratch,
                          .path = result->path,
                          .bytes = result->bytes,
                          .schema = result->schema,
                          .facts = result->facts};
    int rc;

    arena_init(&scratch);
    table_init(&result->table, &result->arena);
    rc = tools_read(&input, &result->table, &result->error);
    if (rc == 0)
        rc = sidecar_apply(&input, &result->table, &result->error);
    result->error.code = (enum phx_code)rc;
    result->withheld = result->publish && result_withholds(result);
    arena_deinit(&scratch);
}

void result_load(struct result *result)
{
    pthread_mutex_lock(&result->lock);
    if (!result->loaded) {
        result->fingerprint = content_of(result);
        if (result->is_folder)
            folder_load(result);
        else
            file_load(result);
        result->loaded = true;
    }
    pthread_mutex_unlock(&result->lock);
}

/* ---- Asking ---- */

/* "serve.json": the path below the results with its extension. */
static struct result *by_file_name(const struct bench_store *store,
                                   struct str name)
{
    for (size_t i = 0; i < store->by_path.len; i++) {
        struct result *r = store->by_path.entries[i].value;
        struct str ext = path_ext(r->path);

        if (name.len == r->name.len + 1 + ext.len &&
            str_starts(name, r->name) && str_ends(name, ext) &&
            name.ptr[r->name.len] == '.')
            return r;
    }
    return NULL;
}

bool bench_store_has(struct bench_store *store, struct str name)
{
    return map_get(&store->by_name, name) || by_file_name(store, name);
}

static void fail_missing(struct bench_store *store, struct str name,
                         struct reader *reader)
{
    const size_t count = store->by_name.len;
    struct str *names = arena_array(reader->arena, struct str, count);
    struct str near;

    for (size_t i = 0; i < count; i++)
        names[i] = store->by_name.entries[i].key;
    near = str_nearest(name, names, count);
    reader_fail(reader, DIAG_RESULT_MISSING,
                "there is no result \"%" STR_FMT "\"", STR_ARG(name));
    if (near.len > 0)
        reader_hint(reader, "did you mean \"%" STR_FMT "\"?", STR_ARG(near));
    else if (count == 0)
        reader_hint(reader, "benchmarks/results/ has no files");
}

static enum diag_id id_of(const struct error *err)
{
    if (err->code == PHX_EKIND)
        return DIAG_RESULT_FORMAT;
    return err->code == PHX_ELIMIT ? DIAG_RESULT_LIMIT : DIAG_RESULT_CONTENT;
}

struct result *store_find(const struct bench_store *store, struct str name)
{
    struct result *result = map_get(&store->by_name, name);

    return result ? result : by_file_name(store, name);
}

struct result *store_open(struct bench_store *store, struct str name,
                          struct reader *reader)
{
    struct result *result = store_find(store, name);

    if (!result) {
        reader_note(reader, INPUT_RESULT, str_dup(reader->arena, name),
                    (struct hash){0, 0});
        fail_missing(store, name, reader);
        return NULL;
    }
    result_load(result);
    reader_note(reader, INPUT_RESULT, result->path, result->fingerprint);
    if (result->twin && str_eq(name, result->name)) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "\"%" STR_FMT "\" is two files: %" STR_FMT " and %" STR_FMT,
                    STR_ARG(name), STR_ARG(result->path),
                    STR_ARG(result->twin->path));
        reader_hint(reader, "name the file with its extension");
        return NULL;
    }
    if (result->error.code != 0) {
        reader_fail(reader, id_of(&result->error), "%" STR_FMT ": %s",
                    STR_ARG(result->path), result->error.message);
        return NULL;
    }
    return result;
}

bool bench_fingerprint(struct bench_store *store, struct str key,
                       struct hash *out)
{
    struct result *result = map_get(&store->by_path, key);

    for (size_t i = 0; !result && i < store->by_name.len; i++) {
        struct result *r = store->by_name.entries[i].value;

        if (r->is_folder && str_eq(r->path, key))
            result = r;
    }
    if (!result)
        result = map_get(&store->by_name, key);
    if (!result)
        result = by_file_name(store, key);
    *out = (struct hash){0, 0};
    if (!result)
        return false;
    result_load(result);
    *out = result->fingerprint;
    return true;
}

bool bench_withholds(struct bench_store *store, struct str path)
{
    struct result *result = map_get(&store->by_path, path);

    if (!result || result->is_folder)
        return false;
    result_load(result);
    return result->withheld;
}

void bench_store_publish(struct bench_store *store)
{
    store->publish = true;
}
