/* SPDX-License-Identifier: MIT */
/*
 * What the branch shall hold: the built site, what Pages needs beside it, the
 * assets that old pages still ask for, and what others have put there.
 */
#include "private.h"

#define MODE_FILE 0100644u

static void add_entry(struct publication *pub, struct files *files,
                      struct map *seen, struct repo_entry entry)
{
    struct repo_entry *copy = arena_new(pub->arena, struct repo_entry);

    *copy = entry;
    if (!map_set(seen, entry.path, copy))
        vec_push(pub->arena, &files->entries.list, entry);
}

/* ---- The built site ---- */

struct walk {
    struct publication *pub;
    struct files *files;
    struct map seen;
    struct arena scratch; /* one file's bytes */
};

static int add_file(struct walk *walk, struct str path, const char *source,
                    struct error *err)
{
    struct publication *pub = walk->pub;
    struct str bytes;
    int rc = fs_read(&walk->scratch, source, 0, &bytes, err);

    if (rc < 0)
        return rc;
    map_set(&walk->files->sources, path,
            arena_copy(pub->arena, source, strlen(source) + 1));
    add_entry(pub, walk->files, &walk->seen,
              (struct repo_entry){path, repo_blob_name(pub->arena, bytes),
                                  MODE_FILE});
    arena_reset(&walk->scratch);
    return 0;
}

/* `path` is the folder below the site's, with its final '/'. */
static int add_folder(struct walk *walk, struct str path, struct error *err)
{
    struct publication *pub = walk->pub;
    struct fs_listing listing = {0};
    const char *folder =
        str_fmt(pub->arena, "%s/%" STR_FMT, pub->options->folder, STR_ARG(path))
            .ptr;
    int rc = fs_list(pub->arena, folder, &listing, err);

    for (size_t i = 0; rc == 0 && i < listing.list.len; i++) {
        const struct fs_entry *entry = &listing.list.items[i];
        struct str below = str_cat(pub->arena, path, entry->name);
        const char *full =
            str_fmt(pub->arena, "%s%" STR_FMT, folder, STR_ARG(entry->name))
                .ptr;
        if (entry->kind == FS_DIR)
            rc = add_folder(walk, str_cat(pub->arena, below, STR("/")), err);
        else if (entry->kind == FS_FILE)
            rc = add_file(walk, below, full, err);
    }
    return rc;
}

/* ---- Beside it ---- */

/* NAME.8 hexadecimal digits.EXT: its bytes never change under that name. */
static bool is_fingerprinted(struct str path)
{
    struct str stem = path_stem(path);
    size_t dot = str_rchr(stem, '.');

    if (dot == STR_NONE || stem.len - dot != 9)
        return false;
    for (size_t i = dot + 1; i < stem.len; i++)
        if (ascii_hex_digit(stem.ptr[i]) < 0)
            return false;
    return true;
}

static int add_text(struct walk *walk, const char *path, struct str text,
                    struct error *err)
{
    struct publication *pub = walk->pub;
    struct str blob = repo_blob_name(pub->arena, text);

    add_entry(pub, walk->files, &walk->seen,
              (struct repo_entry){str_of(path), blob, MODE_FILE});
    return pub->options->dry ? 0 : repo_blob_write(pub->repo, text, err);
}

static void keep(struct walk *walk, const struct branch_file *file)
{
    add_entry(walk->pub, walk->files, &walk->seen, file->entry);
}

/* Assets of the last publication that this one lacks, for one time more, and
 * what others have put on the branch. */
static int add_earlier(struct walk *walk, const struct branch *branch,
                       struct error *err)
{
    struct publication *pub = walk->pub;
    struct publish_report *report = pub->report;
    struct buf list = BUF_INIT;
    int rc = 0;

    for (size_t i = 0; branch->ours && i < branch->by_path.len; i++) {
        const struct branch_file *file = branch->by_path.entries[i].value;
        struct str path = file->entry.path;
        if (map_has(&walk->seen, path))
            continue;
        if (file->owner == OWNER_OTHERS) {
            keep(walk, file);
            report->foreign++;
        } else if (file->owner == OWNER_SITE && is_fingerprinted(path)) {
            keep(walk, file);
            report->kept++;
            buf_add(&list, path);
            buf_add_char(&list, '\n');
        }
    }
    if (list.len)
        rc = add_text(walk, KEPT, buf_dup(pub->arena, &list), err);
    buf_deinit(&list);
    return rc;
}

static int add_pages_files(struct walk *walk, const struct branch *branch,
                           struct error *err)
{
    struct publication *pub = walk->pub;
    struct str cname = pub->options->cname;
    const struct branch_file *old = map_get(&branch->by_path, STR("CNAME"));
    int rc = 0;

    if (!map_has(&walk->seen, STR(".nojekyll")))
        rc = add_text(walk, ".nojekyll", STR(""), err);
    if (rc < 0 || map_has(&walk->seen, STR("CNAME")))
        return rc;
    if (cname.len)
        return add_text(walk, "CNAME", str_cat(pub->arena, cname, STR("\n")),
                        err);
    if (old)
        keep(walk, old);
    return 0;
}

static int by_path(const void *a, const void *b)
{
    const struct repo_entry *x = a, *y = b;

    return str_cmp(x->path, y->path);
}

int files_collect(struct publication *pub, const struct branch *branch,
                  struct files *out, struct error *err)
{
    struct walk walk = {.pub = pub, .files = out};

    *out = (struct files){0};
    map_init(&out->sources, pub->arena);
    map_init(&walk.seen, pub->arena);
    arena_init(&walk.scratch);
    int rc = add_folder(&walk, STR(""), err);
    pub->report->files = out->entries.list.len;
    if (rc == 0)
        rc = add_pages_files(&walk, branch, err);
    if (rc == 0)
        rc = add_earlier(&walk, branch, err);
    if (out->entries.list.len)
        qsort(out->entries.list.items, out->entries.list.len,
              sizeof(out->entries.list.items[0]), by_path);
    arena_deinit(&walk.scratch);
    return rc;
}

/* ---- Against the branch ---- */

static void note(struct publication *pub, enum publish_kind kind,
                 struct str path)
{
    struct publish_change change = {kind, path};

    vec_push(pub->arena, &pub->report->changes, change);
}

static int change_cmp(const void *a, const void *b)
{
    const struct publish_change *x = a, *y = b;

    return str_cmp(x->path, y->path);
}

void files_compare(struct publication *pub, const struct branch *branch,
                   const struct files *files)
{
    struct publish_report *report = pub->report;
    struct map now;

    map_init(&now, pub->arena);
    for (size_t i = 0; i < files->entries.list.len; i++) {
        struct repo_entry *entry = &files->entries.list.items[i];
        const struct branch_file *old = map_get(&branch->by_path, entry->path);
        map_set(&now, entry->path, entry);
        if (str_is(entry->path, KEPT))
            continue;
        if (!old)
            note(pub, PUBLISH_ADDED, entry->path);
        else if (!str_eq(old->entry.blob, entry->blob))
            note(pub, PUBLISH_CHANGED, entry->path);
    }
    for (size_t i = 0; i < branch->by_path.len; i++) {
        const struct branch_file *old = branch->by_path.entries[i].value;
        if (old->owner != OWNER_KEPT && !str_is(old->entry.path, KEPT) &&
            !map_has(&now, old->entry.path))
            note(pub, PUBLISH_DELETED, old->entry.path);
    }
    if (report->changes.len)
        qsort(report->changes.items, report->changes.len,
              sizeof(report->changes.items[0]), change_cmp);
}

int files_write(struct publication *pub, const struct branch *branch,
                const struct files *files, struct error *err)
{
    struct arena scratch;
    int rc = 0;

    arena_init(&scratch);
    for (size_t i = 0; rc == 0 && i < files->entries.list.len; i++) {
        const struct repo_entry *entry = &files->entries.list.items[i];
        const struct branch_file *old = map_get(&branch->by_path, entry->path);
        const char *source = map_get(&files->sources, entry->path);
        struct str bytes;
        if (!source || (old && str_eq(old->entry.blob, entry->blob)))
            continue;
        rc = fs_read(&scratch, source, 0, &bytes, err);
        if (rc == 0)
            rc = repo_blob_write(pub->repo, bytes, err);
        arena_reset(&scratch);
    }
    arena_deinit(&scratch);
    return rc;
}
