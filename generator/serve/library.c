/* SPDX-License-Identifier: MIT */
/*
 * Opens the libraries once for the process. The tables are static because a
 * library is loaded once, whoever asks; they never change after pthread_once.
 */
#include "library.h"

#include <pthread.h>

#ifdef __APPLE__
#define MHD_SONAME "libmicrohttpd.12.dylib"
#define UV_SONAME "libuv.1.dylib"
#define ZLIB_SONAME "libz.1.dylib"
#else
#define MHD_SONAME "libmicrohttpd.so.12"
#define UV_SONAME "libuv.so.1"
#define ZLIB_SONAME "libz.so.1"
#endif

#define SYMBOL(name) LIBRARY_SYMBOL(TABLE, name)

static const struct library_symbol mhd_symbols[] = {
#define TABLE struct mhd_library
    MHD_FUNCTIONS(SYMBOL)
#undef TABLE
};
static const struct library_symbol uv_symbols[] = {
#define TABLE struct uv_library
    UV_FUNCTIONS(SYMBOL)
#undef TABLE
};
static const struct library_symbol zlib_symbols[] = {
#define TABLE struct zlib_library
    ZLIB_FUNCTIONS(SYMBOL)
#undef TABLE
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct serve_libraries tables;
static struct library mhd = {MHD_SONAME, mhd_symbols, PHX_COUNT(mhd_symbols),
                             &tables.mhd, ""};
static struct library uv = {UV_SONAME, uv_symbols, PHX_COUNT(uv_symbols),
                            &tables.uv, ""};
static struct library zlib = {ZLIB_SONAME, zlib_symbols,
                              PHX_COUNT(zlib_symbols), &tables.z, ""};

static void open_libraries(void)
{
    phx_ignore(library_open(&mhd) == NULL, "why_not says so");
    phx_ignore(library_open(&uv) == NULL, "why_not says so");
    tables.has_zlib = library_open(&zlib) != NULL;
}

const struct serve_libraries *serve_libraries(struct error *err)
{
    int rc = pthread_once(&once, open_libraries);

    PHX_BUG_ON(rc != 0);
    if (mhd.why_not[0]) {
        phx_fail(err, PHX_ELIBRARY,
                 "no libmicrohttpd for the preview: %s; install it (Debian: "
                 "libmicrohttpd12)",
                 mhd.why_not);
        return NULL;
    }
    if (uv.why_not[0]) {
        phx_fail(err, PHX_ELIBRARY,
                 "no libuv to watch files with: %s; install it (Debian: "
                 "libuv1)",
                 uv.why_not);
        return NULL;
    }
    return &tables;
}
