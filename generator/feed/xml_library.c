/* SPDX-License-Identifier: MIT */
/*
 * Opens libxml2 once for the process. The table is static because a library is
 * loaded once, whoever asks; it never changes after pthread_once.
 */
#include "xml_library.h"

#include "feed/feed.h"

#include <dlfcn.h>
#include <pthread.h>

#ifdef __APPLE__
#define XML_SONAME "libxml2.2.dylib"
#else
#define XML_SONAME "libxml2.so.2"
#endif

static const struct library_symbol symbols[] = {
#define XML_SYMBOL(name) LIBRARY_SYMBOL(struct xml_library, name)
    XML_FUNCTIONS(XML_SYMBOL)
#undef XML_SYMBOL
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct xml_library table;
static struct library library = {XML_SONAME, symbols, PHX_COUNT(symbols),
                                 &table, ""};
static bool opened;
static char version[16] = "missing";

/* libxml2 says "20914", with a suffix in some distributions. */
static void read_version(void *handle)
{
    const char *const *text = dlsym(handle, "xmlParserVersion");
    int64_t number = 0;
    if (text && str_to_int(str_slice(str_of(*text), 0, 5), &number))
        snprintf(version, sizeof(version), "%d.%d.%d", (int)(number / 10000),
                 (int)(number / 100 % 100), (int)(number % 100));
}

static void open_library(void)
{
    void *handle = library_open(&library);
    if (!handle)
        return;
    read_version(handle);
    table.xmlInitParser();
    opened = true;
}

const struct xml_library *xml_library(const char **reason)
{
    int rc = pthread_once(&once, open_library);
    PHX_BUG_ON(rc != 0);
    *reason = library.why_not;
    return opened ? &table : NULL;
}

int feed_init(struct error *err)
{
    const char *reason;
    if (xml_library(&reason))
        return 0;
    return phx_fail(err, PHX_ELIBRARY,
                    "no libxml2 for feeds and sitemaps: %s; install it "
                    "(Debian: libxml2)",
                    reason);
}

const char *feed_library_version(void)
{
    const char *reason;
    phx_ignore(xml_library(&reason) == NULL, "then the version says so");
    return version;
}
