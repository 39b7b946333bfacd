/* SPDX-License-Identifier: MIT */
/*
 * Opens libsass once for the process. The table is static because a library is
 * loaded once, whoever asks; it never changes after pthread_once.
 */
#include "sass_library.h"

#include "asset/asset.h"

#include <dlfcn.h>
#include <pthread.h>

#ifdef __APPLE__
#define SASS_SONAME "libsass.1.dylib"
#else
#define SASS_SONAME "libsass.so.1"
#endif

static const struct {
    const char *name;
    size_t offset;
} symbols[] = {
#define SASS_SYMBOL(name) {#name, offsetof(struct sass_library, name)},
    SASS_FUNCTIONS(SASS_SYMBOL)
#undef SASS_SYMBOL
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sass_library table;
static bool opened;
static char why_not[256];

static void open_library(void)
{
    void *handle = dlopen(SASS_SONAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        snprintf(why_not, sizeof(why_not), "%s", dlerror());
        return;
    }
    for (size_t i = 0; i < PHX_COUNT(symbols); i++) {
        void *symbol = dlsym(handle, symbols[i].name);
        if (!symbol) {
            snprintf(why_not, sizeof(why_not), "%s has no function %s",
                     SASS_SONAME, symbols[i].name);
            return; /* stays loaded: C++ libraries do not like to be closed */
        }
        memcpy((char *)&table + symbols[i].offset, &symbol, sizeof(symbol));
    }
    opened = true;
}

const struct sass_library *sass_library(const char **reason)
{
    int rc = pthread_once(&once, open_library);
    PHX_BUG_ON(rc != 0);
    *reason = why_not;
    return opened ? &table : NULL;
}

const char *sass_library_version(void)
{
    const char *reason;
    const struct sass_library *lib = sass_library(&reason);
    return lib ? lib->libsass_version() : "missing";
}
