/* SPDX-License-Identifier: MIT */
/*
 * Files. Paths are NUL-terminated, in the system's own form. Thread class: any
 * (the arena is the caller's). The error says which step failed on which path.
 */
#ifndef PHX_BASE_FS_H
#define PHX_BASE_FS_H

#include "error.h"
#include "str.h"
#include "vec.h"

enum fs_kind { FS_NONE, FS_FILE, FS_DIR, FS_LINK, FS_OTHER };

struct fs_stat {
    enum fs_kind kind; /* a symbolic link is FS_LINK unless followed */
    uint64_t size;
    int64_t mtime_ns;
    int64_t ctime_ns;
    uint64_t inode;
    uint32_t mode; /* permission bits */
};

/* FS_NONE and 0 when nothing is there. */
int fs_stat(const char *path, bool follow, struct fs_stat *out,
            struct error *err) PHX_MUST_USE;
/* The same for a path that starts at an open folder: for many files, since the
 * way to the folder is walked once. */
int fs_stat_in(int folder, const char *path, bool follow, struct fs_stat *out,
               struct error *err) PHX_MUST_USE;

/*
 * The whole regular file. `out->ptr` is NUL-terminated behind its length.
 * PHX_ENOENT, PHX_EKIND (no regular file), PHX_ELIMIT (over `limit` bytes;
 * 0 is no limit), PHX_EIO. *out is untouched on failure. A file that changes
 * while it is read gives the bytes that were there, never too many.
 */
int fs_read(struct arena *arena, const char *path, uint64_t limit,
            struct str *out, struct error *err) PHX_MUST_USE;

/* Creates or truncates; checks write and close. */
int fs_write(const char *path, struct str bytes,
             struct error *err) PHX_MUST_USE;
/* Writes a temporary file beside `path`, then renames: readers see the old or
 * the new bytes whole. */
int fs_write_atomic(const char *path, struct str bytes,
                    struct error *err) PHX_MUST_USE;
/* True when `path` is a regular file of exactly these bytes. */
bool fs_same(const char *path, struct str bytes);

/* Makes the folder and its parents; an existing one is fine. */
int fs_mkdirs(const char *path, struct error *err) PHX_MUST_USE;
int fs_rename(const char *from, const char *to, struct error *err) PHX_MUST_USE;
/* A file or an empty folder; nothing there is fine. */
int fs_remove(const char *path, struct error *err) PHX_MUST_USE;
/* A whole tree; symbolic links are removed, never followed. */
int fs_remove_tree(const char *path, struct error *err) PHX_MUST_USE;

struct fs_entry {
    struct str name; /* NUL-terminated */
    enum fs_kind kind;
};
struct fs_listing {
    PHX_VEC(struct fs_entry) list; /* sorted by name, in byte order */
};
/* Without "." and "..". */
int fs_list(struct arena *arena, const char *path, struct fs_listing *out,
            struct error *err) PHX_MUST_USE;

/* The absolute path without links; PHX_ENOENT when it is not there. */
int fs_realpath(struct arena *arena, const char *path, struct str *out,
                struct error *err) PHX_MUST_USE;

#endif
