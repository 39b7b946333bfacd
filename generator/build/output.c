/* SPDX-License-Identifier: MIT */
/*
 * Stage, journal and manifest of the output folder (protocol: output.h). What
 * is done to replace files one by one is in output_replace.c.
 */
#include "output_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *output_join(struct arena *arena, const char *dir, struct str path)
{
    return str_fmt(arena, "%s/%" STR_FMT, dir, STR_ARG(path)).ptr;
}

/* The lines of the old manifest: "HASH PATH". Unreadable counts as absent. */
static void read_manifest(struct output *output)
{
    struct error err;
    struct str text, line;
    const char *path =
        output_join(&output->arena, output->path, STR(OUTPUT_MANIFEST));

    output->has_manifest = fs_read(&output->arena, path, 0, &text, &err) == 0;
    while (output->has_manifest && str_line(&text, &line)) {
        if (line.len < 34 || line.ptr[32] != ' ')
            continue;
        struct str *hash = arena_new(&output->arena, struct str);
        *hash = str_slice(line, 0, 32);
        map_set(&output->old, str_from(line, 33), hash);
    }
}

/* One build at a time: the folder that holds the output is locked. */
static int take_lock(struct output *output, const char *parent,
                     struct error *err)
{
    if (fs_mkdirs(parent, err) < 0)
        return err->code;
    output->lock_fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output->lock_fd < 0)
        return phx_fail_errno(err, "open", parent);
    while (flock(output->lock_fd, LOCK_EX) < 0)
        if (errno != EINTR)
            return phx_fail_errno(err, "lock", parent);
    return 0;
}

/* Absent, or empty and on the device of its parent: then one rename does. */
static int look_at_folder(struct output *output, const char *parent,
                          bool *foreign, struct error *err)
{
    struct stat here, above;
    struct fs_listing listing = {0};

    *foreign = false;
    if (lstat(output->path, &here) < 0) {
        output->fresh = errno == ENOENT;
        return output->fresh ? 0 : phx_fail_errno(err, "stat", output->path);
    }
    if (!S_ISDIR(here.st_mode))
        return phx_fail(err, PHX_EKIND,
                        "the output %s exists and is not a folder",
                        output->path);
    if (fs_list(&output->arena, output->path, &listing, err) < 0)
        return err->code;
    if (listing.list.len == 0 && stat(parent, &above) == 0)
        output->fresh = here.st_dev == above.st_dev;
    *foreign = listing.list.len > 0 && !output->has_manifest;
    return 0;
}

static int make_stage(struct output *output, struct str parent,
                      struct error *err)
{
    struct str name = path_name(str_of(output->path));

    if (output->fresh)
        output->stage =
            str_fmt(&output->arena, "%" STR_FMT "/.%" STR_FMT ".phx-stage",
                    STR_ARG(parent), STR_ARG(name))
                .ptr;
    else
        output->stage =
            output_join(&output->arena, output->path, STR(OUTPUT_STAGE));
    if (fs_remove_tree(output->stage, err) < 0)
        return err->code;
    return fs_mkdirs(output->stage, err);
}

static void release(struct output *output)
{
    if (output->lock_fd >= 0)
        close(output->lock_fd);
    pthread_mutex_destroy(&output->lock);
    arena_deinit(&output->arena);
    free(output);
}

int output_open(const char *path, struct output **out, bool *foreign,
                struct error *err)
{
    struct output *output = calloc(1, sizeof(*output));
    int rc;

    if (!output)
        base_out_of_memory(sizeof(*output));
    output->lock_fd = -1;
    arena_init(&output->arena);
    pthread_mutex_init(&output->lock, NULL);
    map_init(&output->old, &output->arena);
    map_init(&output->paths, &output->arena);
    output->path = str_dup(&output->arena, str_of(path)).ptr;
    struct str parent = path_dir(str_of(path));
    const char *parent_path =
        parent.len ? str_cstr(&output->arena, parent) : "/";

    if ((rc = take_lock(output, parent_path, err)) < 0 ||
        (rc = output_resume(output, err)) < 0)
        goto out;
    read_manifest(output);
    if ((rc = look_at_folder(output, parent_path, foreign, err)) < 0 ||
        (rc = make_stage(output, parent, err)) < 0)
        goto out;
    *out = output;
    output = NULL;
    rc = 0;
out:
    if (output) {
        error_prefix(err, "the output %s: ", path);
        release(output);
    }
    return rc;
}

/* Opening first and making folders only when that fails saves a system call a
 * file where many files share a folder. */
static int write_staged(const char *path, struct str bytes, struct error *err)
{
    struct arena arena;
    struct error first;
    int rc = fs_write(path, bytes, &first);

    if (rc == 0)
        return 0;
    if (rc != PHX_ENOENT) {
        *err = first;
        return rc;
    }
    arena_init(&arena);
    rc = fs_mkdirs(str_cstr(&arena, path_dir(str_of(path))), err);
    arena_deinit(&arena);
    return rc < 0 ? rc : fs_write(path, bytes, err);
}

/* Registers the file; the entry is valid until the arena goes. */
static struct output_entry *add_entry(struct output *output, struct str path,
                                      struct hash hash, enum output_class class,
                                      struct error *err)
{
    struct output_entry *entry = NULL;

    pthread_mutex_lock(&output->lock);
    if (map_has(&output->paths, path)) {
        phx_fail(err, PHX_EINPUT, "two files want the output path %" STR_FMT,
                 STR_ARG(path));
    } else {
        entry = arena_new(&output->arena, struct output_entry);
        entry->path = str_dup(&output->arena, path);
        entry->hash = hash;
        entry->class = class;
        vec_push(&output->arena, &output->entries, entry);
        map_set(&output->paths, entry->path, entry);
    }
    pthread_mutex_unlock(&output->lock);
    return entry;
}

int output_put(struct output *output, struct str path, struct str bytes,
               enum output_class class, struct error *err)
{
    struct arena scratch;
    struct hash hash = hash_bytes(bytes);
    int rc = 0;

    if (str_chr(path, '\n') != STR_NONE || str_has_nul(path))
        return phx_fail(err, PHX_EINPUT, "an output path has a line break");
    struct output_entry *entry = add_entry(output, path, hash, class, err);
    if (!entry)
        return err->code;

    arena_init(&scratch);
    if (!output->fresh) {
        const struct str *old = map_get(&output->old, path);
        bool may_be_same = !old || str_eq(*old, hash_hex(&scratch, hash));
        entry->unchanged =
            may_be_same &&
            fs_same(output_join(&scratch, output->path, path), bytes);
    }
    if (!entry->unchanged)
        rc = write_staged(output_join(&scratch, output->stage, path), bytes,
                          err);
    arena_deinit(&scratch);
    return rc;
}

int output_keep(struct output *output, struct str path, struct hash hash,
                enum output_class class, const struct fs_stat *stat,
                struct error *err)
{
    struct output_entry *entry = add_entry(output, path, hash, class, err);

    if (!entry)
        return err->code;
    entry->unchanged = true;
    entry->stat = *stat;
    return 0;
}

static int by_path(const void *a, const void *b)
{
    const struct output_entry *const *x = a;
    const struct output_entry *const *y = b;

    return str_cmp((*x)->path, (*y)->path);
}

static void sort_entries(struct output *output)
{
    if (output->entries.len)
        qsort(output->entries.items, output->entries.len,
              sizeof(output->entries.items[0]), by_path);
}

static int put_manifest(struct output *output, struct error *err)
{
    struct buf text = BUF_INIT;
    struct arena scratch;

    arena_init(&scratch);
    for (size_t i = 0; i < output->entries.len; i++) {
        const struct output_entry *e = output->entries.items[i];
        buf_add(&text, hash_hex(&scratch, e->hash));
        buf_add_char(&text, ' ');
        buf_add(&text, e->path);
        buf_add_char(&text, '\n');
    }
    int rc = output_put(output, STR(OUTPUT_MANIFEST), buf_str(&text),
                        OUTPUT_PAGE, err);
    arena_deinit(&scratch);
    buf_deinit(&text);
    return rc;
}

/* The manifest itself is none of the site's files. */
static void list_changes(const struct output *output, struct arena *arena,
                         struct output_changes *changes)
{
    *changes = (struct output_changes){0};
    for (size_t i = 0; i < output->entries.len; i++) {
        const struct output_entry *e = output->entries.items[i];
        struct output_file *f = vec_add(arena, &changes->files);
        f->path = str_dup(arena, e->path);
        f->hash = e->hash;
        f->class = e->class;
        f->stat = e->stat;
        if (!e->unchanged)
            vec_push(arena, &changes->changed, f->path);
    }
    for (size_t i = 0; !output->fresh && i < output->old.len; i++) {
        struct str path = output->old.entries[i].key;
        if (!map_has(&output->paths, path))
            vec_push(arena, &changes->deleted, str_dup(arena, path));
    }
}

/* A rename changes a file's ctime: files are looked at when they have come to
 * rest, and before another build may touch them. */
static void look_at_files(struct output *output, struct output_changes *changes)
{
    struct error ignored;
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    changes->looked_ns =
        (int64_t)now.tv_sec * 1000000000 + (int64_t)now.tv_nsec;
    for (size_t i = 0; i < changes->files.len; i++) {
        struct output_file *f = &changes->files.items[i];
        if (f->stat.kind == FS_NONE)
            phx_ignore(
                fs_stat(output_join(&output->arena, output->path, f->path),
                        false, &f->stat, &ignored),
                "stays unknown");
    }
}

int output_commit(struct output *output, struct arena *arena,
                  struct output_changes *changes, struct error *err)
{
    sort_entries(output);
    list_changes(output, arena, changes);
    int rc = put_manifest(output, err);
    if (rc == 0 && output->fresh)
        rc = fs_rename(output->stage, output->path, err);
    else if (rc == 0)
        rc = output_replace(output, err);
    if (rc == 0)
        look_at_files(output, changes);

    if (rc == 0)
        release(output);
    else
        output_abort(output);
    return rc;
}

void output_abort(struct output *output)
{
    struct error ignored;

    if (!output)
        return;
    /* A stage with a journal belongs to the next output_open. */
    if (!output->journal_written)
        phx_ignore(fs_remove_tree(output->stage, &ignored),
                   "a left-over stage is removed by the next build");
    release(output);
}
