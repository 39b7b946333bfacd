/* SPDX-License-Identifier: MIT */
/*
 * The walk over the working tree: which files the site has, and of which the
 * index knows the content. One folder at a time, by descriptor, so that no
 * symbolic link is followed by accident. Reading the files is the caller's.
 */
#include "config.h"
#include "ignore.h"
#include "listing.h"
#include "sha1.h"
#include "tracked.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define RULES_LIMIT ((uint64_t)1 << 20)
#define DEPTH_LIMIT 200 /* folders; each holds a descriptor open */

struct scan {
    struct repo *repo;
    struct arena *arena;  /* of the result */
    struct arena scratch; /* of the scan */
    struct buf path;      /* from the repository's top (without git: root) */
    size_t prefix;        /* bytes of it that lead to root */
    const char *const *skip;
    struct tracked tracked;
    bool rules; /* git's rules count */
    struct repo_files *out;
    struct diags *diags;
};

/* A folder of the walk. */
struct folder {
    struct listing listing;
    int depth;
    bool ignored;   /* a rule said so: only tracked files count */
    bool submodule; /* in one: another repository's files */
    const struct ignore_rules *ignore;
    const struct ignore_rules *filters;
};

static struct str relative(const struct scan *scan)
{
    return str_from(buf_str(&scan->path), scan->prefix);
}

/* The path as it is shown: what is not printable UTF-8 escaped. */
static struct str shown(struct scan *scan, struct str path)
{
    struct buf buf = BUF_INIT;
    struct str out;

    for (size_t i = 0; i < path.len;) {
        size_t start = i;
        uint32_t c = utf8_next(path, &i);
        if (c == UTF8_INVALID || c < 0x20 || c == 0x7f)
            buf_add_fmt(&buf, "\\x%02x", (unsigned char)path.ptr[start]);
        else
            buf_add(&buf, str_slice(path, start, i));
    }
    out = buf_dup(&scan->scratch, &buf);
    buf_deinit(&buf);
    return out;
}

static struct diag *complain(struct scan *scan, enum diag_id id,
                             const char *what)
{
    struct source_ref where = {.path = shown(scan, relative(scan)),
                               .text = STR("")};

    return diag_add(scan->diags, id, &where, (struct span){0}, "%s", what);
}

/* ---- Rules ---- */

typedef void parse_rules(struct arena *arena, struct str text,
                         struct ignore_rules *out);

/* `weaker` with the rules of one more text in front. */
static const struct ignore_rules *stack_rules(struct scan *scan,
                                              const struct ignore_rules *weaker,
                                              parse_rules *parse,
                                              struct str text)
{
    struct ignore_rules *rules = arena_new(&scan->scratch, struct ignore_rules);

    rules->weaker = weaker;
    rules->base = scan->path.len;
    parse(&scan->scratch, text, rules);
    return rules->list.len > 0 ? rules : weaker;
}

static void load_rules(struct scan *scan, struct folder *folder)
{
    const struct listing *listing = &folder->listing;
    struct str text;

    if (!scan->rules)
        return;
    if (!folder->ignored && listing->has_ignore &&
        listing_read(&scan->scratch, listing, ".gitignore", &text))
        folder->ignore = stack_rules(scan, folder->ignore, ignore_parse, text);
    if (listing->has_attributes &&
        listing_read(&scan->scratch, listing, ".gitattributes", &text))
        folder->filters =
            stack_rules(scan, folder->filters, ignore_parse_filters, text);
}

/* The rules that hold everywhere, weakest first; scan->path is empty. */
static void load_global_rules(struct scan *scan, struct folder *folder)
{
    struct arena *arena = &scan->scratch;
    struct config config;
    struct str path, text;
    struct error err;

    config_load(scan->repo, arena, &config);
    if (config_get(&config, "core.excludesfile", &path))
        path = config_expand_home(arena, path);
    else if (!config_user_file(arena, "ignore", &path))
        path = STR("");
    if (path.len > 0 && fs_read(arena, path.ptr, RULES_LIMIT, &text, &err) == 0)
        folder->ignore = stack_rules(scan, folder->ignore, ignore_parse, text);
    if (repo_read_small(arena, scan->repo->common_dir, "info/exclude", &text))
        folder->ignore = stack_rules(scan, folder->ignore, ignore_parse, text);
    if (repo_read_small(arena, scan->repo->common_dir, "info/attributes",
                        &text))
        folder->filters =
            stack_rules(scan, folder->filters, ignore_parse_filters, text);
}

/* ---- Files ---- */

static int64_t nanoseconds(const struct timespec *t)
{
    return (int64_t)t->tv_sec * 1000000000 + (int64_t)t->tv_nsec;
}

static void add_file(struct scan *scan, const struct stat *st, bool tracked,
                     const struct hash *id)
{
    struct repo_file file = {.path = str_dup(scan->arena, relative(scan)),
                             .tracked = tracked,
                             .size = (uint64_t)st->st_size,
                             .mtime_ns = nanoseconds(&st->st_mtim),
                             .ctime_ns = nanoseconds(&st->st_ctim),
                             .inode = (uint64_t)st->st_ino};

    if (id) {
        file.id = *id;
        file.id_known = true;
    }
    vec_push(scan->arena, &scan->out->list, file);
}

/* A symbolic link at the walk's path: to a file inside root it is a file. */
static void add_link(struct scan *scan, bool tracked)
{
    struct str root = scan->repo->root, target;
    struct str path = str_fmt(&scan->scratch, "%" STR_FMT "/%" STR_FMT,
                              STR_ARG(root), STR_ARG(relative(scan)));
    struct diag *diag;
    struct stat st;
    struct error err;

    if (fs_realpath(&scan->scratch, path.ptr, &target, &err) < 0 ||
        stat(target.ptr, &st) < 0) {
        complain(scan, DIAG_FILE_UNREADABLE,
                 "the symbolic link leads to nothing, or to itself");
        return;
    }
    if (root.len > 1 && !path_is_under(target, root)) {
        diag = complain(scan, DIAG_FILE_OUTSIDE,
                        "the symbolic link leaves the site's folder");
        diag_hint(scan->diags, diag,
                  "it leads to %" STR_FMT "; copy the file into the site",
                  STR_ARG(shown(scan, target)));
        return;
    }
    if (S_ISREG(st.st_mode))
        add_file(scan, &st, tracked, NULL);
}

static bool name_is_utf8(struct scan *scan, struct str name)
{
    struct diag *diag;

    if (utf8_valid(name, NULL))
        return true;
    diag = complain(scan, DIAG_FILE_ENCODING, "the file's name is not UTF-8");
    diag_hint(scan->diags, diag, "rename it; it is left out");
    return false;
}

static void visit_file(struct scan *scan, const struct folder *folder,
                       struct str name)
{
    struct str path = buf_str(&scan->path);
    const struct tracked_file *file = scan->rules && !folder->submodule
                                          ? tracked_find(&scan->tracked, path)
                                          : NULL;
    bool tracked = file || folder->submodule;
    struct hash id;
    struct stat st;

    if (!file &&
        (folder->ignored || ignore_matches(folder->ignore, path, false)))
        return;
    if (!name_is_utf8(scan, name))
        return;
    /* A file that vanished since the folder was listed is not there. */
    if (fstatat(folder->listing.fd, name.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return;
    if (S_ISLNK(st.st_mode)) {
        add_link(scan, tracked);
    } else if (S_ISREG(st.st_mode)) {
        bool known = file && tracked_is_clean(&scan->tracked, file, &st) &&
                     !ignore_matches(folder->filters, path, false);
        if (known)
            id = sha1_content_id(file->blob, (uint64_t)st.st_size);
        add_file(scan, &st, tracked, known ? &id : NULL);
    }
}

/* ---- Folders ---- */

static bool is_skipped(const struct scan *scan)
{
    struct str path = relative(scan);

    for (size_t i = 0; scan->skip && scan->skip[i]; i++) {
        struct str skip = str_of(scan->skip[i]);
        while (str_ends(skip, STR("/")))
            skip = str_slice(skip, 0, skip.len - 1);
        if (str_eq(path, skip))
            return true;
    }
    return false;
}

/* A folder that is a repository of its own. True when it is to be walked. */
static bool enter_repository(struct scan *scan, struct folder *folder,
                             bool is_submodule)
{
    bool has_git = folder->listing.has_git;
    struct diag *diag;

    if (is_submodule && !has_git) {
        diag =
            complain(scan, DIAG_GIT_NESTED, "the submodule is not checked out");
        diag_hint(scan->diags, diag, "git submodule update --init");
        return false;
    }
    if (is_submodule) {
        folder->submodule = true;
        folder->ignored = false;
        folder->ignore = NULL;
        return true;
    }
    if (!has_git || tracked_below(&scan->tracked, buf_str(&scan->path)))
        return true;
    diag = complain(scan, DIAG_GIT_NESTED,
                    "the folder is a git repository of its own");
    diag_hint(scan->diags, diag,
              "it is left out; add it with `git submodule add`, or ignore it");
    return false;
}

static bool open_folder(struct scan *scan, int dir, const char *name,
                        struct folder *out)
{
    int failure;
    struct stat st;

    if (listing_open(&scan->scratch, dir, name, false, &out->listing))
        return true;
    failure = errno;
    if (failure == ENOENT)
        return false;
    if (failure != ENOTDIR && failure != ELOOP)
        complain(scan, DIAG_FILE_UNREADABLE, strerror(failure));
    else if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
             S_ISLNK(st.st_mode))
        complain(scan, DIAG_FILE_UNREADABLE,
                 "the folder is a symbolic link, which is not followed");
    return false;
}

/*
 * The folder `name` in `up`; scan->path already leads to it, without a '/' at
 * its end, and has one afterwards. False, and nothing to close, when it does
 * not belong to the site.
 */
static bool enter(struct scan *scan, const struct folder *up, struct str name,
                  struct folder *out)
{
    struct str path = buf_str(&scan->path);
    const struct tracked_file *file;
    bool is_submodule = false;

    *out = *up;
    out->depth++;
    if (scan->rules && !up->submodule) {
        file = tracked_find(&scan->tracked, path);
        is_submodule = file && file->kind == TRACKED_REPO;
        out->ignored = up->ignored || ignore_matches(up->ignore, path, true);
        if (out->ignored && !is_submodule &&
            !tracked_below(&scan->tracked, path))
            return false;
    } else if (ignore_matches(up->ignore, path, true)) {
        return false;
    }
    if (!name_is_utf8(scan, name))
        return false;
    if (out->depth > DEPTH_LIMIT) {
        complain(scan, DIAG_FILE_LIMIT, "folders are nested too deep");
        return false;
    }
    if (!open_folder(scan, up->listing.fd, name.ptr, out))
        return false;
    if (scan->rules && !up->submodule &&
        !enter_repository(scan, out, is_submodule)) {
        listing_close(&out->listing);
        return false;
    }
    buf_add_char(&scan->path, '/');
    load_rules(scan, out);
    return true;
}

static void walk(struct scan *scan, const struct folder *folder);

/* The entry at the walk's path. */
static void visit(struct scan *scan, const struct folder *folder,
                  const struct entry *entry)
{
    struct folder below;

    if (is_skipped(scan))
        return;
    if (entry->type != DT_DIR) {
        visit_file(scan, folder, entry->name);
    } else if (enter(scan, folder, entry->name, &below)) {
        walk(scan, &below);
        listing_close(&below.listing);
    }
}

static void walk(struct scan *scan, const struct folder *folder)
{
    size_t len = scan->path.len;

    for (size_t i = 0; i < folder->listing.list.len; i++) {
        const struct entry *entry = &folder->listing.list.items[i];
        buf_add(&scan->path, entry->name);
        visit(scan, folder, entry);
        buf_truncate(&scan->path, len);
    }
}

/* Enters the folders of `path` one after the other, then walks the last. */
static void walk_path(struct scan *scan, const struct folder *folder,
                      struct str path)
{
    size_t len = scan->path.len, slash = str_chr(path, '/');
    struct str name = str_slice(path, 0, slash == STR_NONE ? path.len : slash);
    struct folder below;

    if (name.len == 0) {
        walk(scan, folder);
        return;
    }
    name = str_dup(&scan->scratch, name);
    buf_add(&scan->path, name);
    if (!is_skipped(scan) && enter(scan, folder, name, &below)) {
        walk_path(scan, &below,
                  slash == STR_NONE ? STR("") : str_from(path, slash + 1));
        listing_close(&below.listing);
    }
    buf_truncate(&scan->path, len);
}

/* ---- The whole ---- */

/* As their files sort: a folder as if '/' stood at its end. One comes before
 * those that are in it. */
static int folder_cmp(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    struct entry ex = {*x, DT_DIR}, ey = {*y, DT_DIR};
    int order = entry_cmp(&ex, &ey);

    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

static void walk_under(struct scan *scan, const struct folder *root,
                       const char *const *under)
{
    PHX_VEC(struct str) paths = {0};
    struct str done = STR("");

    for (size_t i = 0; under[i]; i++) {
        struct str path;
        /* A folder outside root is the caller's mistake in a setting that was
         * checked before; it has no files of the site. */
        if (path_resolve(&scan->scratch, STR(""), str_of(under[i]), &path))
            vec_push(&scan->scratch, &paths, path);
    }
    if (paths.len > 1)
        qsort(paths.items, paths.len, sizeof(paths.items[0]), folder_cmp);
    for (size_t i = 0; i < paths.len; i++) {
        if (i > 0 && (done.len == 0 || path_is_under(paths.items[i], done)))
            continue;
        done = paths.items[i];
        walk_path(scan, root, done);
    }
}

/* From the repository's top to root, so that the rules on the way count. */
static int open_root(struct scan *scan, struct folder *out, struct error *err)
{
    struct repo *repo = scan->repo;
    struct arena *arena = &scan->scratch;
    struct str rest = repo->prefix, name;

    if (!listing_open(arena, AT_FDCWD,
                      scan->rules ? repo->worktree.ptr : repo->root.ptr, true,
                      &out->listing))
        return phx_fail_errno(err, "list", repo->root.ptr);
    if (!scan->rules)
        return 0;
    load_global_rules(scan, out);
    load_rules(scan, out);
    while (str_split(&rest, '/', &name) && name.len > 0) {
        struct listing above = out->listing;
        bool opened = listing_open(arena, above.fd, str_cstr(arena, name),
                                   false, &out->listing);
        int failure = errno;
        listing_close(&above);
        errno = failure;
        if (!opened)
            return phx_fail_errno(err, "list", repo->root.ptr);
        buf_add(&scan->path, name);
        out->ignored = out->ignored ||
                       ignore_matches(out->ignore, buf_str(&scan->path), true);
        buf_add_char(&scan->path, '/');
        load_rules(scan, out);
    }
    return 0;
}

static void read_tracked(struct scan *scan)
{
    struct str path = str_fmt(&scan->scratch, "%" STR_FMT "/index",
                              STR_ARG(scan->repo->git_dir));
    struct error err = {0};
    struct diag *diag;

    if (tracked_read(&scan->scratch, path.ptr, &scan->tracked, &err) == 0)
        return;
    scan->tracked = (struct tracked){0};
    diag = diag_add(scan->diags, DIAG_GIT_BROKEN, NULL, (struct span){0},
                    "%s: every file is read to know it", err.message);
    diag_hint(scan->diags, diag,
              err.code == PHX_EKIND
                  ? "git update-index --no-split-index --index-version 2"
                  : "`git status` may say more");
}

int repo_scan(struct repo *repo, struct arena *arena, const char *const *under,
              const char *const *skip, struct repo_files *out,
              struct diags *diags, struct error *err)
{
    struct scan scan = {.repo = repo,
                        .arena = arena,
                        .path = BUF_INIT,
                        .skip = skip,
                        .rules = repo->has_git,
                        .out = out,
                        .diags = diags};
    struct folder root = {.depth = 0};
    int rc;

    *out = (struct repo_files){0};
    arena_init(&scan.scratch);
    if (scan.rules)
        read_tracked(&scan);
    rc = open_root(&scan, &root, err);
    scan.prefix = scan.path.len;
    if (root.ignored &&
        !tracked_below(&scan.tracked,
                       str_slice(repo->prefix, 0, repo->prefix.len - 1))) {
        /* A site that the repository around it ignores is none of its. */
        scan.rules = false;
        root.ignored = false;
        root.ignore = NULL;
    }
    if (rc == 0 && under)
        walk_under(&scan, &root, under);
    else if (rc == 0)
        walk(&scan, &root);
    if (rc == 0)
        listing_close(&root.listing);
    buf_deinit(&scan.path);
    arena_deinit(&scan.scratch);
    return rc;
}
