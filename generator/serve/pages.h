/* SPDX-License-Identifier: MIT */
/*
 * From a path to a file of the output, by the rules of GitHub Pages: "/foo" is
 * foo, foo.html, or leads to "/foo/"; "/foo/" is foo/index.html; everything
 * else is 404.html. Thread class: any.
 */
#ifndef PHX_SERVE_PAGES_H
#define PHX_SERVE_PAGES_H

#include "base/base.h"

struct found {
    int status;      /* 200, 301, 404 */
    int fd;          /* of 200, and of 404 when there is a 404.html; else -1 */
    struct str path; /* of that file in the output */
    uint64_t size;
    int64_t mtime_ns;
    uint64_t inode;
};

/*
 * `output` is the folder, `path` what target_decode made. Every part is opened
 * without following links, from the folder down: neither a symbolic link nor a
 * rename on the way leads out. Only regular files count. The caller closes
 * found->fd.
 */
void pages_find(struct arena *arena, const char *output, struct str path,
                struct found *out);

#endif
