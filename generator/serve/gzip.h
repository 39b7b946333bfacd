/* SPDX-License-Identifier: MIT */
/* gzip of a whole body at once, by zlib. Thread class: any. */
#ifndef PHX_SERVE_GZIP_H
#define PHX_SERVE_GZIP_H

#include "library.h"

struct gzip_source {
    const char *bytes; /* NULL: read from `fd`, whose position does not move */
    int fd;
    size_t size;
};

/* malloc'd bytes, *size of them; NULL when they would be no fewer, or the file
 * could not be read. */
char *gzip_bytes(const struct zlib_library *z, const struct gzip_source *source,
                 size_t *size);

#endif
