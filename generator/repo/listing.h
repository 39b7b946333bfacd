/* SPDX-License-Identifier: MIT */
/* One folder of the working tree: what is in it, in the order of whole paths,
 * held open so that its files are reached without a path. */
#ifndef PHX_REPO_LISTING_H
#define PHX_REPO_LISTING_H

#include "base/base.h"

#include <dirent.h>

struct entry {
    struct str name;    /* NUL-terminated */
    unsigned char type; /* DT_REG, DT_LNK or DT_DIR */
};

struct listing {
    DIR *dir;
    int fd;                     /* dir's own */
    PHX_VEC(struct entry) list; /* without names that start with '.' */
    bool has_git;               /* `.git` */
    bool has_ignore;            /* `.gitignore` */
    bool has_attributes;        /* `.gitattributes` */
};

/* The folder `name` in the folder `at` (AT_FDCWD: from the working directory);
 * a symbolic link is followed only when asked. False with errno, and nothing
 * to close, when it cannot be opened or read. */
bool listing_open(struct arena *arena, int at, const char *name, bool follow,
                  struct listing *out);
void listing_close(struct listing *listing);

/* A small regular file of the folder; false when it is none. */
bool listing_read(struct arena *arena, const struct listing *listing,
                  const char *name, struct str *out);

/* As whole paths sort: a folder as if '/' ended its name. For qsort. */
int entry_cmp(const void *a, const void *b);

#endif
