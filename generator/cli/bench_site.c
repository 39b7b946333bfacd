/* SPDX-License-Identifier: MIT */
/* Results for the command line: of the site, or of files anywhere. */
#include "bench_site.h"

#include "cli/cli.h"

#define FILE_LIMIT ((uint64_t)256 << 20)

/* ---- The site's ---- */

static struct str results_folder(const struct config *config)
{
    struct value dir = config_value(config, "bench.results");

    return value_is(dir, VALUE_STRING) ? str_trim(value_text(dir))
                                       : STR("benchmarks/results");
}

static struct str name_of(struct str file)
{
    struct str ext = path_ext(file);

    return ext.len ? str_slice(file, 0, file.len - ext.len - 1) : file;
}

static bool add_results(struct bench_site *site, struct error *err)
{
    for (size_t i = 0; i < site->files.list.len; i++) {
        struct str path = site->files.list.items[i].path, bytes;

        if (!path_is_under(path, site->folder))
            continue;
        if (fs_read(site->arena, path_join(site->arena, site->root, path).ptr,
                    FILE_LIMIT, &bytes, err) < 0)
            return false;
        bench_store_add(
            site->store, name_of(str_from(path, site->folder.len + 1)), path,
            bytes, site->history ? repo_history_of(site->history, path) : NULL);
    }
    return true;
}

static struct str commit_url(struct bench_site *site)
{
    struct str url =
        value_map_str(site->config.root, STR("repository"), STR(""));

    while (str_ends(url, STR("/")))
        url = str_slice(url, 0, url.len - 1);
    return url.len ? str_cat(site->arena, url, STR("/commit/")) : STR("");
}

bool bench_site_open(struct bench_site *site, struct arena *arena,
                     const char *root, struct diags *diags, struct error *err)
{
    const struct build_settings settings = {
        .base_url = STR(""), .environment = STR(""), .now = date_now()};
    const char *under[2] = {NULL, NULL};

    *site = (struct bench_site){.arena = arena, .diags = diags};
    if (fs_realpath(arena, root, &site->root, err) < 0 ||
        !config_read(arena, site->root.ptr, &settings, diags, &site->config))
        return false;
    site->folder = results_folder(&site->config);
    under[0] = str_cstr(arena, site->folder);
    site->store = bench_store_new(arena);
    bench_store_history(site->store, site->root, commit_url(site));
    if (repo_open(arena, site->root.ptr, diags, &site->repo, err) < 0 ||
        repo_scan(site->repo, arena, under, NULL, &site->files, diags, err) < 0)
        return false;
    if (repo_has_git(site->repo) &&
        repo_history_read(site->repo, arena, &site->history, diags, err) < 0)
        return false;
    return add_results(site, err);
}

void bench_site_close(struct bench_site *site)
{
    repo_close(site->repo);
    site->repo = NULL;
}

/* ---- A file ---- */

/* NAME.schema.json and NAME.facts.json beside it. */
static bool add_side_file(struct bench_store *store, struct arena *arena,
                          struct str base, const char *ending,
                          struct error *err)
{
    struct str path =
        str_fmt(arena, "%" STR_FMT ".%s.json", STR_ARG(base), ending);
    struct fs_stat st;
    struct str bytes;

    if (fs_stat(path.ptr, true, &st, err) < 0)
        return false;
    if (st.kind != FS_FILE)
        return true;
    if (fs_read(arena, path.ptr, FILE_LIMIT, &bytes, err) < 0)
        return false;
    bench_store_add(store, name_of(path), path, bytes, NULL);
    return true;
}

static bool add_one(struct bench_store *store, struct arena *arena,
                    struct str path, struct error *err)
{
    struct str bytes;

    if (fs_read(arena, path.ptr, FILE_LIMIT, &bytes, err) < 0)
        return false;
    bench_store_add(store, name_of(path), path, bytes, NULL);
    return true;
}

static bool add_folder(struct bench_store *store, struct arena *arena,
                       struct str folder, unsigned depth, struct error *err)
{
    struct fs_listing listing;

    if (fs_list(arena, folder.ptr, &listing, err) < 0)
        return false;
    for (size_t i = 0; i < listing.list.len; i++) {
        const struct fs_entry *e = &listing.list.items[i];
        struct str path = path_join(arena, folder, e->name);

        if (e->name.ptr[0] == '.')
            continue;
        if (e->kind == FS_FILE
                ? !add_one(store, arena, path, err)
                : e->kind == FS_DIR && depth < 8 &&
                      !add_folder(store, arena, path, depth + 1, err))
            return false;
    }
    return true;
}

bool bench_file_add(struct bench_store *store, struct arena *arena,
                    const char *path, struct str *name, struct error *err)
{
    struct str file = str_of(path);
    struct fs_stat st;

    while (file.len > 1 && str_ends(file, STR("/")))
        file = str_slice(file, 0, file.len - 1);
    file = str_dup(arena, file);
    if (fs_stat(str_cstr(arena, file), true, &st, err) < 0)
        return false;
    *name = file;
    if (st.kind == FS_DIR)
        return add_folder(store, arena, file, 0, err);
    *name = name_of(file);
    return add_one(store, arena, file, err) &&
           add_side_file(store, arena, *name, "schema", err) &&
           add_side_file(store, arena, *name, "facts", err);
}

bool bench_open(struct bench_site *site, struct arena *arena, const char *what,
                const char *root, struct str *name, struct diags *diags,
                struct error *err)
{
    struct fs_stat st;

    if (fs_stat(what, true, &st, err) == 0 && st.kind != FS_NONE) {
        *site = (struct bench_site){.arena = arena,
                                    .store = bench_store_new(arena)};
        return bench_file_add(site->store, arena, what, name, err);
    }
    *err = (struct error){0};
    *name = str_of(what);
    return bench_site_open(site, arena, root, diags, err);
}

void bench_report(const struct diags *diags, const struct reader *reader,
                  const struct error *err, bool ok)
{
    cli_print_diags(diags);
    if (ok)
        return;
    if (reader->fail_message.len > 0)
        fprintf(stderr, "phx bench: %" STR_FMT "\n",
                STR_ARG(reader->fail_message));
    if (reader->fail_hint.len > 0)
        fprintf(stderr, "  hint: %" STR_FMT "\n", STR_ARG(reader->fail_hint));
    if (err->code)
        fprintf(stderr, "phx bench: %s\n", err->message);
}
