/* SPDX-License-Identifier: MIT */
/*
 * Watches of folders, and the bursts they are gathered in.
 *
 * A folder is *sure* when repo_scan has found a file in it. One that has just
 * appeared is watched before anybody knows whether git ignores it; what happens
 * in it counts only if the scan at the end of the burst makes it sure.
 */
#include "watch.h"

#include "repo/repo.h"

#include <errno.h>

/* Milliseconds. */
#define QUIET_ONE 8     /* after the writes of one editor */
#define QUIET_MANY 60   /* after a burst */
#define MANY 16         /* changes that make a burst */
#define BURST_MOST 1000 /* then it is reported, quiet or not */
#define GIT_MOST 5000   /* an index.lock that stays is a crash's */
#define GIT_AGAIN 25
#define POLL 500
#define POLL_SHARE 10 /* of the time goes into looking, at most a tenth */

#define PATHS_MOST 512 /* more changes than that are "any" */

struct folder {
    uv_fs_event_t handle;
    struct watch *watch;
    const char *path; /* relative; "" is the root; of git's: absolute */
    bool sure;
    bool git;
    bool stale; /* gone, or another folder of that name is there */
};

struct watch {
    const struct watch_options *options;
    struct arena arena;
    struct str root;
    struct str git;     /* empty: no repository */
    struct map folders; /* relative path → struct folder, or NULL */
    uv_timer_t timer;   /* the end of a burst, or the next look */
    bool polling, closed;

    /* The burst. */
    struct arena burst;
    struct map paths; /* relative → itself */
    uint64_t since;   /* the loop's milliseconds; 0: no burst */
    bool any;         /* more changed than `paths` says */
    bool rescan;      /* folders came or went */

    /* Polling: the last look. */
    struct arena seen_arena;
    struct repo_files seen;
    int64_t git_seen;
};

static void on_timer(uv_timer_t *timer);
static void start_polling(struct watch *watch);

/* ---- Bursts ---- */

static void burst_reset(struct watch *watch)
{
    arena_reset(&watch->burst);
    map_init(&watch->paths, &watch->burst);
    watch->since = 0;
    watch->any = watch->rescan = false;
}

static void arm(struct watch *watch, uint64_t milliseconds)
{
    watch->options->uv->uv_timer_start(&watch->timer, on_timer, milliseconds,
                                       0);
}

/* A change has been noted: the burst ends when no other follows. */
static void extend_burst(struct watch *watch)
{
    const struct uv_library *uv = watch->options->uv;
    uint64_t quiet =
        watch->any || watch->paths.len >= MANY ? QUIET_MANY : QUIET_ONE;

    uv->uv_update_time(watch->options->loop);
    uint64_t now = uv->uv_now(watch->options->loop);
    if (watch->since == 0)
        watch->since = now ? now : 1;
    if (now - watch->since < BURST_MOST)
        arm(watch, quiet);
}

/* ---- Folders ---- */

static void free_folder(uv_handle_t *handle)
{
    free(handle->data);
}

static void forget_folder(struct watch *watch, struct folder *folder)
{
    map_set(&watch->folders, str_of(folder->path), NULL);
    watch->options->uv->uv_close((uv_handle_t *)&folder->handle, free_folder);
}

static struct folder *find_folder(const struct watch *watch, struct str path)
{
    return map_get(&watch->folders, path);
}

static void on_event(uv_fs_event_t *handle, const char *name, int events,
                     int status);

/* NULL when it cannot be watched: it is gone, or the limit is reached (then
 * polling has begun). */
static struct folder *add_folder(struct watch *watch, struct str path, bool git)
{
    const struct uv_library *uv = watch->options->uv;
    struct folder *folder = calloc(1, sizeof(*folder));
    int rc;

    if (!folder)
        base_out_of_memory(sizeof(*folder));
    folder->watch = watch;
    folder->git = git;
    folder->sure = git;
    folder->path = str_dup(&watch->arena, path).ptr;
    folder->handle.data = folder;
    const char *full =
        git ? folder->path : path_join(&watch->burst, watch->root, path).ptr;
    rc = uv->uv_fs_event_init(watch->options->loop, &folder->handle);
    if (rc < 0) {
        free(folder);
        start_polling(watch);
        return NULL;
    }
    rc = uv->uv_fs_event_start(&folder->handle, on_event, full, 0);
    if (rc < 0) {
        uv->uv_close((uv_handle_t *)&folder->handle, free_folder);
        if (rc != UV_ENOENT && rc != UV_ENOTDIR && rc != UV_EACCES)
            start_polling(watch);
        return NULL;
    }
    map_set(&watch->folders, str_of(folder->path), folder);
    return folder;
}

/* Whether the folder, or one above it, has gone stale. */
static bool is_stale(const struct watch *watch, const struct folder *folder)
{
    struct str at = str_of(folder->path);

    while (true) {
        const struct folder *f = find_folder(watch, at);
        if (f && f->stale)
            return true;
        if (at.len == 0)
            return false;
        at = path_dir(at);
    }
}

static void drop_stale(struct watch *watch)
{
    PHX_VEC(struct folder *) gone = {0};

    for (size_t i = 0; i < watch->folders.len; i++) {
        struct folder *f = watch->folders.entries[i].value;
        if (f && !f->git && is_stale(watch, f))
            vec_push(&watch->burst, &gone, f);
    }
    for (size_t i = 0; i < gone.len; i++) {
        watch->any |= gone.items[i]->sure;
        forget_folder(watch, gone.items[i]);
    }
}

/* Watches every folder that holds a file, and those above it. True when a new
 * one was among them: files in it may be older than its watch. */
static bool watch_folders(struct watch *watch, const struct repo_files *files)
{
    bool found = false;
    struct str last = {"", 0};

    for (size_t i = 0; i < files->list.len && !watch->polling; i++) {
        struct str at = path_dir(files->list.items[i].path);
        if (i > 0 && str_eq(at, last))
            continue;
        last = at;
        if (at.len && watch_ignores(at))
            continue;
        while (!watch->polling) {
            struct folder *folder = find_folder(watch, at);
            if (folder && folder->sure)
                break;
            if (!folder)
                folder = add_folder(watch, at, false);
            if (folder)
                folder->sure = true;
            found = true;
            if (at.len == 0)
                break;
            at = path_dir(at);
        }
    }
    return found;
}

static void rescan(struct watch *watch)
{
    struct repo_files files = {0};

    drop_stale(watch);
    if (!watch_scan(&watch->burst, watch->options, &files) ||
        watch_folders(watch, &files))
        watch->any = true;
}

/* ---- Events ---- */

static bool is_skipped(const struct watch *watch, struct str path)
{
    const char *const *skip = watch->options->skip;

    for (size_t i = 0; skip && skip[i]; i++)
        if (path_is_under(path, str_of(skip[i])))
            return true;
    return false;
}

static void note_path(struct watch *watch, struct str path)
{
    if (watch->paths.len >= PATHS_MOST) {
        watch->any = true;
    } else if (!map_has(&watch->paths, path)) {
        path = str_dup(&watch->burst, path);
        map_set(&watch->paths, path, watch);
    }
    extend_burst(watch);
}

static void note_git(struct watch *watch, struct str name)
{
    if (!str_is(name, "HEAD") && !str_is(name, "index"))
        return;
    watch->any = true;
    extend_burst(watch);
}

/* Folders that come, go or are replaced change what is watched. */
static void note_folder(struct watch *watch, struct str path)
{
    struct folder *known = find_folder(watch, path);
    struct fs_stat stat;
    struct error err;
    bool there = fs_stat(path_join(&watch->burst, watch->root, path).ptr, false,
                         &stat, &err) == 0 &&
                 stat.kind == FS_DIR;

    if (known)
        known->stale = true;
    if (known || there)
        watch->rescan = true;
    if (!known && there)
        add_folder(watch, path, false);
}

static void on_event(uv_fs_event_t *handle, const char *name, int events,
                     int status)
{
    struct folder *folder = handle->data;
    struct watch *watch = folder->watch;

    if (watch->polling || watch->closed)
        return;
    if (status < 0 || !name) {
        watch->any = watch->rescan = true;
        extend_burst(watch);
        return;
    }
    if (folder->git) {
        note_git(watch, str_of(name));
        return;
    }
    struct str parent = str_of(folder->path);
    struct str path = parent.len
                          ? path_join(&watch->burst, parent, str_of(name))
                          : str_of(name);
    if (watch_ignores(path) || is_skipped(watch, path))
        return;
    if (events & UV_RENAME)
        note_folder(watch, path);
    if (!folder->sure)
        watch->rescan = true;
    if (!watch->polling)
        note_path(watch, path);
}

/* ---- The end of a burst ---- */

static bool git_is_busy(struct watch *watch)
{
    struct fs_stat stat;
    struct error err;

    if (watch->git.len == 0)
        return false;
    const char *lock =
        path_join(&watch->burst, watch->git, STR("index.lock")).ptr;
    return fs_stat(lock, false, &stat, &err) == 0 && stat.kind != FS_NONE;
}

/* The noted paths that lie in a folder phx sees, as absolute ones. */
static void collect(struct watch *watch, struct watch_paths *out)
{
    for (size_t i = 0; i < watch->paths.len; i++) {
        struct str path = watch->paths.entries[i].key;
        const struct folder *folder = find_folder(watch, path_dir(path));
        const struct folder *itself = find_folder(watch, path);
        if (!folder || !folder->sure || (itself && !itself->sure))
            continue;
        vec_push(&watch->burst, &out->list,
                 path_join(&watch->burst, watch->root, path).ptr);
    }
}

static void report(struct watch *watch, struct watch_paths *paths)
{
    const struct watch_options *o = watch->options;

    if (watch->any) {
        o->changed(o->ctx, NULL);
    } else if (paths->list.len) {
        vec_push(&watch->burst, &paths->list, NULL);
        o->changed(o->ctx, paths->list.items);
    }
}

static void end_burst(struct watch *watch)
{
    struct watch_paths paths = {0};
    uint64_t now = watch->options->uv->uv_now(watch->options->loop);

    if (git_is_busy(watch) && now - watch->since < GIT_MOST) {
        arm(watch, GIT_AGAIN);
        return;
    }
    if (watch->rescan)
        rescan(watch);
    collect(watch, &paths);
    report(watch, &paths);
    burst_reset(watch);
}

/* ---- Polling ---- */

/* Changes when HEAD or the index does. */
static int64_t git_state(struct watch *watch)
{
    static const char *const names[] = {"HEAD", "index"};
    int64_t sum = 0;

    for (size_t i = 0; watch->git.len && i < PHX_COUNT(names); i++) {
        struct fs_stat stat;
        struct error err;
        if (fs_stat(path_join(&watch->burst, watch->git, str_of(names[i])).ptr,
                    true, &stat, &err) == 0)
            sum = sum * 31 + stat.mtime_ns % INT64_C(1000000000000000);
    }
    return sum;
}

static void look(struct watch *watch)
{
    const struct uv_library *uv = watch->options->uv;
    struct watch_paths paths = {0};
    struct arena arena;
    struct repo_files files = {0};

    uv->uv_update_time(watch->options->loop);
    uint64_t start = uv->uv_now(watch->options->loop);
    arena_init(&arena);
    if (!git_is_busy(watch) && watch_scan(&arena, watch->options, &files)) {
        int64_t git = git_state(watch);
        watch->any = git != watch->git_seen;
        watch->git_seen = git;
        watch_compare(&watch->burst, watch->root, &watch->seen, &files, &paths);
        report(watch, &paths);
        arena_deinit(&watch->seen_arena);
        watch->seen_arena = arena;
        watch->seen = files;
    } else {
        arena_deinit(&arena);
    }
    burst_reset(watch);
    uv->uv_update_time(watch->options->loop);
    uint64_t took = uv->uv_now(watch->options->loop) - start;
    arm(watch, took * POLL_SHARE > POLL ? took * POLL_SHARE : POLL);
}

static void close_folders(struct watch *watch)
{
    for (size_t i = 0; i < watch->folders.len; i++) {
        struct folder *f = watch->folders.entries[i].value;
        if (f)
            forget_folder(watch, f);
    }
}

static void start_polling(struct watch *watch)
{
    const struct watch_options *o = watch->options;

    if (watch->polling)
        return;
    watch->polling = true;
    close_folders(watch);
    if (!o->poll)
        o->note(o->ctx, "these folders cannot be watched (the system's limit "
                        "is fs.inotify.max_user_watches): looking for changes "
                        "twice a second");
    arm(watch, POLL);
}

static void on_timer(uv_timer_t *timer)
{
    struct watch *watch = timer->data;

    if (watch->closed)
        return;
    if (watch->polling)
        look(watch);
    else
        end_burst(watch);
}

/* ---- The door ---- */

static void watch_git(struct watch *watch)
{
    if (watch->git.len && !watch->polling)
        phx_ignore(add_folder(watch, watch->git, true) == NULL,
                   "then commits are not seen");
}

struct watch *watch_new(const struct watch_options *options)
{
    struct watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        base_out_of_memory(sizeof(*watch));
    watch->options = options;
    watch->root = str_of(options->root);
    arena_init(&watch->arena);
    arena_init(&watch->burst);
    arena_init(&watch->seen_arena);
    map_init(&watch->folders, &watch->arena);
    burst_reset(watch);
    options->uv->uv_timer_init(options->loop, &watch->timer);
    watch->timer.data = watch;
    if (!watch_git_folder(&watch->arena, watch->root, &watch->git))
        watch->git = STR("");
    if (!watch_scan(&watch->seen_arena, options, &watch->seen))
        watch->seen = (struct repo_files){0};
    watch->git_seen = git_state(watch);
    if (options->poll) {
        start_polling(watch);
        return watch;
    }
    add_folder(watch, STR(""), false);
    struct folder *root = find_folder(watch, STR(""));
    if (root)
        root->sure = true;
    watch_folders(watch, &watch->seen);
    watch_git(watch);
    return watch;
}

void watch_close(struct watch *watch)
{
    watch->closed = true;
    if (!watch->polling)
        close_folders(watch);
    watch->options->uv->uv_close((uv_handle_t *)&watch->timer, NULL);
}

void watch_free(struct watch *watch)
{
    arena_deinit(&watch->seen_arena);
    arena_deinit(&watch->burst);
    arena_deinit(&watch->arena);
    free(watch);
}
