/* SPDX-License-Identifier: MIT */
/*
 * Opens libxml2 once for the process. The table is static because a library is
 * loaded once, whoever asks; it never changes after pthread_once.
 */
#include "xml_reading.h"

#include <pthread.h>

#ifdef __APPLE__
#define XML_SONAME "libxml2.2.dylib"
#else
#define XML_SONAME "libxml2.so.2"
#endif

static const struct library_symbol symbols[] = {
#define XML_SYMBOL(name) LIBRARY_SYMBOL(struct xml_reading, name)
    XML_FUNCTIONS(XML_SYMBOL)
#undef XML_SYMBOL
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct xml_reading table;
static struct library library = {XML_SONAME, symbols, PHX_COUNT(symbols),
                                 &table, ""};
static bool opened;

static void open_library(void)
{
    if (!library_open(&library))
        return;
    table.xmlInitParser();
    /* Else the first schemas that workers parse make these tables, unlocked. */
    table.xmlSchemaInitTypes();
    table.xmlRelaxNGInitTypes();
    opened = true;
}

const struct xml_reading *xml_reading(const char **reason)
{
    int rc = pthread_once(&once, open_library);

    PHX_BUG_ON(rc != 0);
    *reason = library.why_not;
    return opened ? &table : NULL;
}
