/* SPDX-License-Identifier: MIT */
/* Past versions of results. */
#include "past.h"

#include "plain.h"

#define VERSIONS_MAX 5000
#define SHORT_COMMIT 10

void bench_store_history(struct bench_store *store, struct str root,
                         struct str commit_url)
{
    store->root = str_dup(store->arena, root);
    store->commit_url = str_dup(store->arena, commit_url);
}

struct str past_url(const struct bench_store *store, struct str commit,
                    struct arena *arena)
{
    return store->commit_url.len ? str_cat(arena, store->commit_url, commit)
                                 : STR("");
}

/* ---- One version ---- */

/* The table of a blob, with what the side files say today. */
static int version_load(struct bench_store *store, const struct result *now,
                        struct past_version *version, struct error *err)
{
    struct result *result = map_get(&store->by_blob, version->git.blob);
    struct str bytes;
    int rc;

    version->result = result;
    if (result)
        return 0;
    rc = repo_blob_read(store->repo, &store->past_arena, version->git.blob,
                        &bytes, err);
    if (rc < 0)
        return rc;
    result = result_new(&store->past_arena, now->name, now->path);
    result->bytes = bytes;
    result->schema = now->schema;
    result->facts = now->facts;
    result_load(result);
    map_set(&store->by_blob, version->git.blob, result);
    version->result = result;
    return 0;
}

/* ---- All rows ---- */

/* The parameter that tells the rows of one commit apart; NO_COLUMN when none
 * is needed or several are. */
static bool tells_apart(const struct table *table, size_t column)
{
    const struct column *c = table_at(table, column);

    for (size_t i = 1; c->role == ROLE_PARAM && i < c->cells.len; i++)
        if (!value_equal(c->cells.items[0], c->cells.items[i]))
            return true;
    return false;
}

/* "vllm · 64" of a row; empty when the rows differ in one thing or nothing. */
static struct str configuration_of(const struct table *table, size_t row,
                                   struct arena *arena)
{
    struct buf out = BUF_INIT;
    struct str text;
    size_t count = 0;

    for (size_t i = 0; i < table->columns.len; i++) {
        const struct value v = table_cell(table, i, row);

        if (!tells_apart(table, i))
            continue;
        count++;
        if (v.kind == VALUE_UNDEFINED || v.kind == VALUE_NULL)
            continue;
        if (out.len > 0)
            buf_add_cstr(&out, " · ");
        value_print(&out, v, NULL);
    }
    text = count > 1 ? buf_dup(arena, &out) : STR("");
    buf_deinit(&out);
    return text;
}

static void append_version(struct result *all,
                           const struct past_version *version)
{
    const struct table *from = &version->result->table;
    const struct extra_cell extra[] = {
        {STR(PAST_COMMIT),
         value_str(str_slice(version->git.commit, 0, SHORT_COMMIT))},
        {STR(PAST_DATE), value_date(version->git.date)},
        {STR(PAST_SUBJECT), value_str(version->git.subject)}};
    const size_t first = all->table.rows;

    table_append(&all->table, from, extra, PHX_COUNT(extra));
    for (size_t i = 0; i < from->rows; i++) {
        struct str text = configuration_of(from, i, &all->arena);

        if (text.len > 0)
            table_set_at(&all->table,
                         table_column(&all->table, STR(PAST_CONFIGURATION)),
                         first + i, value_str(text));
    }
}

static void name_column(struct table *table, const char *key, const char *label,
                        enum column_role role)
{
    struct column *c = table_at(table, table_column(table, str_of(key)));

    c->label = str_of(label);
    c->role = role;
}

static struct result *all_rows(struct bench_store *store,
                               const struct result *now,
                               const struct past *past)
{
    struct result *all = result_new(&store->past_arena, now->name, now->path);
    struct table *table = &all->table;

    all->loaded = true;
    all->history = now->history;
    table_init(table, &all->arena);
    table->tool = now->table.tool;
    table->tool_label = now->table.tool_label;
    name_column(table, PAST_DATE, "date", ROLE_STEP);
    name_column(table, PAST_COMMIT, "commit", ROLE_DETAIL);
    for (size_t i = past->list.len; i-- > 0;)
        if (past->list.items[i].result->error.code == 0 &&
            !table_too_large(table))
            append_version(all, &past->list.items[i]);
    for (size_t i = 0; i < now->table.facts.len; i++)
        vec_push(&all->arena, &table->facts, now->table.facts.items[i]);
    if (past->shallow)
        table_note(table, STR("shallow"));
    if (past->uncommitted)
        table_note(table, STR("uncommitted"));
    return all;
}

/* ---- The past ---- */

/* The history of a whole repository may hold a colour of every commit: no more
 * than the newest are read. */
static int past_read(struct bench_store *store, const struct result *result,
                     struct past *past, struct error *err)
{
    struct arena *arena = &store->past_arena;
    struct repo_versions versions;
    struct diags diags;
    int rc = 0;

    diags_init(&diags, arena, NULL);
    if (!store->repo)
        rc = repo_open(arena, store->root.ptr, &diags, &store->repo, err);
    if (rc == 0)
        rc = repo_file_versions(store->repo, arena, result->path, &versions,
                                err);
    for (size_t i = 0; rc == 0 && i < versions.list.len; i++) {
        struct past_version version = {.git = versions.list.items[i]};

        if (version.git.blob.len == 0 || past->list.len == VERSIONS_MAX)
            continue;
        rc = version_load(store, result, &version, err);
        if (rc == 0)
            vec_push(arena, &past->list, version);
    }
    if (rc < 0)
        return rc;
    past->shallow = versions.shallow;
    if (past->list.len == 0)
        return phx_fail(err, PHX_ENOENT, "no commit has it");
    past->uncommitted =
        !str_eq(past->list.items[0].result->bytes, result->bytes);
    past->all = all_rows(store, result, past);
    return 0;
}

const struct past *past_of(struct bench_store *store,
                           const struct result *result, struct reader *reader)
{
    struct error err = {0};
    struct past *past;
    int rc = 0;

    if (result->is_folder || store->root.len == 0) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    result->is_folder
                        ? "a folder of results has no history of its own"
                        : "there is no history outside of a site");
        return NULL;
    }
    pthread_mutex_lock(&store->lock);
    past = map_get(&store->pasts, result->path);
    if (!past) {
        past = arena_new(&store->past_arena, struct past);
        rc = past_read(store, result, past, &err);
        if (rc == 0)
            map_set(&store->pasts, result->path, past);
    }
    pthread_mutex_unlock(&store->lock);
    if (rc == 0)
        return past;
    reader_fail(reader, DIAG_RESULT_EMPTY,
                "the history of %" STR_FMT " cannot be read: %s",
                STR_ARG(result->path), err.message);
    return NULL;
}

/* ---- By revision ---- */

static const struct result *previous(struct bench_store *store,
                                     const struct result *result,
                                     struct reader *reader)
{
    const struct past *past = past_of(store, result, reader);

    for (size_t i = 0; past && i < past->list.len; i++)
        if (!str_eq(past->list.items[i].result->bytes, result->bytes))
            return past->list.items[i].result;
    if (past)
        reader_fail(reader, DIAG_RESULT_EMPTY,
                    "%" STR_FMT " has no other version", STR_ARG(result->path));
    return NULL;
}

static int read_at(struct bench_store *store, const struct result *result,
                   struct str revision, struct past_version *out,
                   struct error *err)
{
    struct arena *arena = &store->past_arena;
    struct diags diags;
    int rc = 0;

    diags_init(&diags, arena, NULL);
    if (!store->repo)
        rc = repo_open(arena, store->root.ptr, &diags, &store->repo, err);
    if (rc == 0)
        rc = repo_version_at(store->repo, arena, result->path,
                             str_cstr(arena, revision), &out->git, err);
    if (rc == 0 && out->git.blob.len == 0)
        rc = phx_fail(err, PHX_ENOENT, "the commit does not have it");
    return rc < 0 ? rc : version_load(store, result, out, err);
}

const struct result *past_at(struct bench_store *store,
                             const struct result *result, struct str revision,
                             struct reader *reader)
{
    struct past_version version;
    struct error err = {0};
    int rc;

    if (revision.len == 0)
        return previous(store, result, reader);
    if (result->is_folder || store->root.len == 0) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "%" STR_FMT " has no versions here", STR_ARG(result->path));
        return NULL;
    }
    pthread_mutex_lock(&store->lock);
    rc = read_at(store, result, revision, &version, &err);
    pthread_mutex_unlock(&store->lock);
    if (rc == 0)
        rc = version.result->error.code;
    if (rc == 0)
        return version.result;
    reader_fail(reader, DIAG_RESULT_CONTENT, "%" STR_FMT " at %" STR_FMT ": %s",
                STR_ARG(result->path), STR_ARG(revision),
                err.code ? err.message : version.result->error.message);
    return NULL;
}
