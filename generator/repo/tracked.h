/* SPDX-License-Identifier: MIT */
/*
 * Git's index: the tracked files and what their stat said when git last saw
 * them clean. Read here (gitformat-index(5), versions 2 to 4) because opening
 * libgit2 costs more than the whole scan of a small site.
 */
#ifndef PHX_REPO_TRACKED_H
#define PHX_REPO_TRACKED_H

#include "base/base.h"

#include <sys/stat.h>

enum tracked_kind { TRACKED_FILE, TRACKED_LINK, TRACKED_REPO, TRACKED_OTHER };

struct tracked_file {
    struct str path;           /* from the repository's top */
    const unsigned char *blob; /* 20 bytes */
    enum tracked_kind kind;
    bool unsettled;     /* in conflict, or only intended to be added */
    bool skip_worktree; /* not checked out on purpose */
    uint32_t size;
    uint32_t ctime_sec, ctime_nsec;
    uint32_t mtime_sec, mtime_nsec;
    uint32_t inode;
};

struct tracked {
    struct tracked_file *files; /* sorted by path; conflicts stand twice */
    size_t count;
    int64_t written_ns; /* mtime of the index itself */
    size_t cursor;      /* where the last look-up ended */
};

/* An index that is not there is empty. PHX_EINPUT when it is damaged,
 * PHX_EKIND when it is of a form that is not read here (split, SHA-256). */
int tracked_read(struct arena *arena, const char *path, struct tracked *out,
                 struct error *err) PHX_MUST_USE;
/* The same from bytes; everything in *out borrows from them. */
int tracked_parse(struct arena *arena, struct str bytes, struct tracked *out,
                  struct error *err) PHX_MUST_USE;
/* NULL when not tracked. Cheapest when asked in order of path. */
const struct tracked_file *tracked_find(struct tracked *tracked,
                                        struct str path);
/* Is a tracked file below the folder `dir` ("a/b", or "" for the top)? */
bool tracked_below(const struct tracked *tracked, struct str dir);
/* The file is as git saw it when it wrote `blob`, as far as its stat tells. */
bool tracked_is_clean(const struct tracked *tracked,
                      const struct tracked_file *file, const struct stat *st);

#endif
