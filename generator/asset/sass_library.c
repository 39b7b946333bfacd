/* SPDX-License-Identifier: MIT */
/*
 * Opens libsass once for the process. The table is static because a library is
 * loaded once, whoever asks; it never changes after pthread_once.
 */
#include "sass_library.h"

#include "asset/asset.h"

#include <pthread.h>

#ifdef __APPLE__
#define SASS_SONAME "libsass.1.dylib"
#else
#define SASS_SONAME "libsass.so.1"
#endif

static const struct library_symbol symbols[] = {
#define SASS_SYMBOL(name) LIBRARY_SYMBOL(struct sass_library, name)
    SASS_FUNCTIONS(SASS_SYMBOL)
#undef SASS_SYMBOL
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sass_library table;
static struct library library = {SASS_SONAME, symbols, PHX_COUNT(symbols),
                                 &table, ""};
static bool opened;

static void open_library(void)
{
    opened = library_open(&library) != NULL;
}

const struct sass_library *sass_library(const char **reason)
{
    int rc = pthread_once(&once, open_library);
    PHX_BUG_ON(rc != 0);
    *reason = library.why_not;
    return opened ? &table : NULL;
}

const char *sass_library_version(void)
{
    const char *reason;
    const struct sass_library *lib = sass_library(&reason);
    return lib ? lib->libsass_version() : "missing";
}
