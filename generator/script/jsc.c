/* SPDX-License-Identifier: MIT */
/* Opens JavaScriptCore once a process; engine.c is the one that calls it. */
#include "jsc.h"

#include <dlfcn.h>
#include <pthread.h>

#ifdef __APPLE__
#define LIBRARY                                                                \
    "/System/Library/Frameworks/JavaScriptCore.framework/JavaScriptCore"
#define ADVICE "it is part of macOS"
#else
#define LIBRARY "libjavascriptcoregtk-4.1.so.0"
#define ADVICE "install the package libjavascriptcoregtk-4.1-0"
#endif

/* The one global of this room: a library is opened once a process. Written
 * under `once`, read-only afterwards. It is never closed: its own threads
 * outlive every context. */
static struct {
    pthread_once_t once;
    bool open;
    struct jsc functions;
    char why[256];
} library = {.once = PTHREAD_ONCE_INIT};

static bool resolve(void *handle, const char *name, void *function)
{
    void *symbol = dlsym(handle, name);

    if (!symbol) {
        snprintf(library.why, sizeof(library.why), "it has no %s", name);
        return false;
    }
    memcpy(function, &symbol, sizeof(symbol));
    return true;
}

static void open_library(void)
{
    void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

    if (!handle) {
        const char *why = dlerror();

        snprintf(library.why, sizeof(library.why), "%s", why ? why : "");
        return;
    }
#define JSC_RESOLVE(name)                                                      \
    if (!resolve(handle, #name, &library.functions.name))                      \
        return;
    JSC_FUNCTIONS(JSC_RESOLVE)
#undef JSC_RESOLVE
    library.open = true;
}

const struct jsc *jsc_open(struct error *err)
{
    pthread_once(&library.once, open_library);
    if (library.open)
        return &library.functions;
    phx_fail(err, PHX_ELIBRARY,
             "JavaScriptCore (%s), which renders maths and highlights code, "
             "cannot be opened: %s; %s",
             LIBRARY, library.why, ADVICE);
    return NULL;
}
