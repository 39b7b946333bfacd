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

#ifdef __SANITIZE_THREAD__
#define IS_THREAD_SANITIZED true
#elif defined(__has_feature)
#define IS_THREAD_SANITIZED __has_feature(thread_sanitizer)
#else
#define IS_THREAD_SANITIZED false
#endif

static void set_option(void *handle, const char *option, bool value)
{
    int (*set_boolean)(const char *name, int value);
    void *symbol = dlsym(handle, "jsc_options_set_boolean");

    if (!symbol)
        return;
    memcpy(&set_boolean, &symbol, sizeof(symbol));
    set_boolean(option, value);
}

/*
 * The library's third compiler (FTL) does not pay here: on two cores, a site's
 * worth of formulas or code costs 20 to 28 % less processor time without it,
 * and never more wall time. JSC_useFTLJIT in the environment still wins. Only
 * the GTK port can be told, and only before the first context.
 *
 * Its concurrent collector and its time limit stop threads with signals, which
 * ThreadSanitizer holds back: some tests would then wait for ever.
 */
static void choose_options(void *handle)
{
    if (!getenv("JSC_useFTLJIT"))
        set_option(handle, "useFTLJIT", false);
    if (IS_THREAD_SANITIZED) {
        set_option(handle, "useConcurrentGC", false);
        set_option(handle, "usePollingTraps", true);
    }
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
    void *limit = dlsym(handle, "JSContextGroupSetExecutionTimeLimit");

    memcpy(&library.functions.set_time_limit, &limit, sizeof(limit));
    choose_options(handle);
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
