/* SPDX-License-Identifier: MIT */
/* zlib, with gzip's frame. */
#include "gzip.h"

#include <unistd.h>

#define LEVEL 4 /* nobody waits for a network: speed before size */
#define WINDOW_GZIP (15 + 16)
#define MEMORY 8

/* The whole file, malloc'd; NULL when it is not `size` bytes long any more. */
static char *read_all(int fd, size_t size)
{
    char *bytes = malloc(size);
    size_t have = 0;

    if (!bytes)
        base_out_of_memory(size);
    while (have < size) {
        ssize_t n = pread(fd, bytes + have, size - have, (off_t)have);
        if (n <= 0)
            break;
        have += (size_t)n;
    }
    if (have == size)
        return bytes;
    free(bytes);
    return NULL;
}

/* 0 when `out` is too small. */
static size_t pack(const struct zlib_library *z, const char *bytes, size_t size,
                   char *out, size_t room)
{
    z_stream stream = {0};
    size_t packed = 0;

    if (z->deflateInit2_(&stream, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY,
                         Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                         (int)sizeof(stream)) != Z_OK)
        return 0;
    /* zlib's pointer is not const, unless ZLIB_CONST is defined. */
    memcpy(&stream.next_in, &(const void *){bytes}, sizeof(stream.next_in));
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    if (z->deflate(&stream, Z_FINISH) == Z_STREAM_END)
        packed = room - stream.avail_out;
    z->deflateEnd(&stream);
    return packed;
}

char *gzip_bytes(const struct zlib_library *z, const struct gzip_source *source,
                 size_t *size)
{
    char *own = source->bytes ? NULL : read_all(source->fd, source->size);
    const char *bytes = source->bytes ? source->bytes : own;
    char *out;

    if (!bytes || source->size < 64 || source->size > UINT32_MAX / 2) {
        free(own);
        return NULL;
    }
    out = malloc(source->size);
    if (!out)
        base_out_of_memory(source->size);
    /* Room for less than the source: what does not shrink does not fit. */
    *size = pack(z, bytes, source->size, out, source->size - 1);
    free(own);
    if (*size)
        return out;
    free(out);
    return NULL;
}
