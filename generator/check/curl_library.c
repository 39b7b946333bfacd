/* SPDX-License-Identifier: MIT */
/*
 * Opens libcurl once for the process. The table is static because a library is
 * loaded once, whoever asks; it never changes after pthread_once.
 */
#include "curl_library.h"

#include <pthread.h>

#ifdef __APPLE__
#define CURL_SONAME "libcurl.4.dylib"
#else
#define CURL_SONAME "libcurl.so.4"
#endif

static const struct library_symbol symbols[] = {
#define CURL_SYMBOL(name) LIBRARY_SYMBOL(struct curl_library, name)
    CURL_FUNCTIONS(CURL_SYMBOL)
#undef CURL_SYMBOL
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct curl_library table;
static struct library library = {CURL_SONAME, symbols, PHX_COUNT(symbols),
                                 &table, ""};
static bool opened;

static void open_library(void)
{
    opened = library_open(&library) &&
             table.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct curl_library *curl_library(const char **reason)
{
    int rc = pthread_once(&once, open_library);

    PHX_BUG_ON(rc != 0);
    *reason = library.why_not;
    return opened ? &table : NULL;
}
