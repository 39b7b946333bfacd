/* SPDX-License-Identifier: MIT */
/*
 * The output folder as a table of files, and their bytes. What phx itself keeps
 * in an output (.phx-…) is no part of the site.
 */
#include "state.h"

#define FILE_LIMIT (256u << 20)
#define DEPTH_LIMIT 64u

struct walk {
    struct check *check;
    PHX_VEC(struct site_file) files;
};

static enum file_kind kind_of(struct str path)
{
    struct str ext = path_ext(path);

    if (str_eq_nocase(ext, STR("html")) || str_eq_nocase(ext, STR("htm")))
        return FILE_HTML;
    if (str_eq_nocase(ext, STR("css")))
        return FILE_CSS;
    if (str_eq_nocase(ext, STR("xml")))
        return FILE_XML;
    return str_eq_nocase(ext, STR("json")) ? FILE_JSON : FILE_OTHER;
}

static struct str full_path(const struct check *check, struct arena *arena,
                            struct str path)
{
    return path.len ? path_join(arena, str_of(check->options->folder), path)
                    : str_dup(arena, str_of(check->options->folder));
}

static int add_file(struct walk *w, struct str path, bool link,
                    struct error *err)
{
    struct arena *arena = w->check->arena;
    struct fs_stat info;
    int rc = fs_stat(full_path(w->check, arena, path).ptr, true, &info, err);

    if (rc < 0)
        return rc;
    const struct site_file file = {
        .path = path,
        .kind = info.kind == FS_FILE ? kind_of(path) : FILE_OTHER,
        .link = link,
        .size = info.kind == FS_FILE ? info.size : 0,
        .source = STR(""),
    };
    vec_push(arena, &w->files, file);
    return 0;
}

static int walk(struct walk *w, struct str dir, unsigned depth,
                struct error *err)
{
    struct arena *arena = w->check->arena;
    struct fs_listing listing;
    int rc;

    if (depth > DEPTH_LIMIT)
        return phx_fail(err, PHX_ELIMIT,
                        "%" STR_FMT ": more than %u folders deep", STR_ARG(dir),
                        DEPTH_LIMIT);
    rc = fs_list(arena, full_path(w->check, arena, dir).ptr, &listing, err);
    for (size_t i = 0; rc == 0 && i < listing.list.len; i++) {
        const struct fs_entry *e = &listing.list.items[i];
        struct str path = dir.len ? path_join(arena, dir, e->name) : e->name;
        if (dir.len == 0 && str_starts(e->name, STR(".phx-")))
            continue;
        if (e->kind == FS_DIR)
            rc = walk(w, path, depth + 1, err);
        else if (e->kind == FS_FILE || e->kind == FS_LINK)
            rc = add_file(w, path, e->kind == FS_LINK, err);
    }
    return rc;
}

static int by_path(const void *a, const void *b)
{
    const struct site_file *x = a;
    const struct site_file *y = b;

    return str_cmp(x->path, y->path);
}

static void set_sources(struct check *check)
{
    for (size_t i = 0; i < check->options->origin_count; i++) {
        const struct check_origin *origin = &check->options->origins[i];
        struct site_file *file = map_get(&check->by_path, origin->output);
        if (file)
            file->source = origin->source;
    }
}

int files_list(struct check *check, struct error *err)
{
    struct walk w = {.check = check};
    int rc = walk(&w, STR(""), 0, err);

    if (rc < 0)
        return rc;
    check->files = w.files.items;
    check->file_count = w.files.len;
    if (w.files.len)
        qsort(check->files, check->file_count, sizeof(*check->files), by_path);
    map_init(&check->by_path, check->arena);
    map_init(&check->by_fold, check->arena);
    for (size_t i = 0; i < check->file_count; i++) {
        struct site_file *file = &check->files[i];
        struct str folded = text_casefold(check->arena, file->path);
        map_set(&check->by_path, file->path, file);
        if (!map_has(&check->by_fold, folded))
            map_set(&check->by_fold, folded, file);
    }
    set_sources(check);
    return 0;
}

bool file_read(const struct check *check, struct site_file *file,
               struct worker *worker, struct str *out)
{
    struct arena *arena = &worker->scratch;
    struct error err;
    int rc = fs_read(arena, full_path(check, arena, file->path).ptr, FILE_LIMIT,
                     out, &err);

    if (rc == 0)
        return true;
    finding_add(&file->findings, &worker->keep,
                rc == PHX_ELIMIT ? DIAG_FILE_LIMIT : DIAG_FILE_UNREADABLE,
                (struct span){0}, "%s", err.message);
    return false;
}

struct finding *finding_add(struct findings *findings, struct arena *arena,
                            enum diag_id id, struct span at, const char *fmt,
                            ...)
{
    struct buf message = BUF_INIT;
    va_list args;

    va_start(args, fmt);
    buf_add_vfmt(&message, fmt, args);
    va_end(args);
    struct finding *f = vec_add(arena, &findings->list);
    f->id = id;
    f->at = at;
    f->message = buf_dup(arena, &message);
    f->hint = f->needle = STR("");
    buf_deinit(&message);
    return f;
}

struct str file_name(const struct site_file *file)
{
    return file->source.len ? file->source : file->path;
}
