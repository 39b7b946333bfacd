/* SPDX-License-Identifier: MIT */
/*
 * How many bytes a page takes as servers send it: zlib by dlopen, opened when a
 * budget asks. The table is static because a library is loaded once; it never
 * changes after pthread_once.
 */
#include "state.h"

#include <pthread.h>
#include <zlib.h>

#ifdef __APPLE__
#define ZLIB_SONAME "libz.1.dylib"
#else
#define ZLIB_SONAME "libz.so.1"
#endif

#define GZIP_HEADER 12u /* what gzip's frame takes more than zlib's */

struct zlib {
    __typeof__(compress2) *compress2;
    __typeof__(compressBound) *compressBound;
};

static const struct library_symbol symbols[] = {LIBRARY_SYMBOL(
    struct zlib, compress2) LIBRARY_SYMBOL(struct zlib, compressBound)};
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct zlib table;
static struct library library = {ZLIB_SONAME, symbols, PHX_COUNT(symbols),
                                 &table, ""};
static bool opened;

static void open_library(void)
{
    opened = library_open(&library) != NULL;
}

uint64_t gzip_size(struct arena *scratch, struct str text)
{
    int rc = pthread_once(&once, open_library);

    PHX_BUG_ON(rc != 0);
    if (!opened)
        return 0;
    uLongf len = table.compressBound(text.len);
    Bytef *out = (Bytef *)arena_bytes(scratch, len);
    rc = table.compress2(out, &len, (const Bytef *)text.ptr, text.len,
                         Z_DEFAULT_COMPRESSION);
    return rc == Z_OK ? len + GZIP_HEADER : 0;
}
