/* SPDX-License-Identifier: MIT */
/*
 * Seeing that files of a site change. libuv watches folders one by one: all
 * that hold a file that phx sees (repo_scan: tracked, or not ignored), and the
 * repository's HEAD and index. Where that is not possible (the system's limit
 * of watches, file systems that do not tell), the files are looked at every
 * half a second.
 *
 * A burst of changes is one change: of an editor that writes, renames and
 * removes, or of git, whose index.lock shows that it is still at work.
 *
 * Thread class: the thread of the loop.
 */
#ifndef PHX_SERVE_WATCH_H
#define PHX_SERVE_WATCH_H

#include "library.h"

struct watch;

struct watch_options {
    const struct uv_library *uv;
    uv_loop_t *loop;
    const char *root;        /* absolute */
    const char *const *skip; /* folders that are not inputs, relative; NULL */
    bool poll;               /* look, do not watch */
    /* These files (absolute, ended by NULL) changed, came or went; NULL: any
     * may have. On the loop's thread. */
    void (*changed)(void *ctx, const char *const *paths);
    void (*note)(void *ctx, const char *text);
    void *ctx;
};

/* Borrows *options until watch_free. */
struct watch *watch_new(const struct watch_options *options);
/* Closes its handles; the loop has to run once more before watch_free. */
void watch_close(struct watch *watch);
void watch_free(struct watch *watch);

/* ---- For tests and the files of the room ---- */

/* Whether a part of the relative path is a name that editors and other programs
 * use for a moment, hidden, or node_modules. */
bool watch_ignores(struct str path);
/* The folder of git's own files of the repository that holds `root`. */
bool watch_git_folder(struct arena *arena, struct str root, struct str *out);

/* The files of the site, sorted by path. False when they cannot be listed. */
struct repo_files;
bool watch_scan(struct arena *arena, const struct watch_options *options,
                struct repo_files *out);
/* The paths that differ between two lists are pushed as absolute paths. */
struct watch_paths {
    PHX_VEC(const char *) list;
};
void watch_compare(struct arena *arena, struct str root,
                   const struct repo_files *before,
                   const struct repo_files *after, struct watch_paths *out);

#endif
