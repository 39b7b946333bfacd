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

/* The globals of this room: a library is opened once a process. Written under
 * `once`, read-only afterwards. */
static const struct library_symbol symbols[] = {
#define JSC_SYMBOL(name) LIBRARY_SYMBOL(struct jsc, name)
    JSC_FUNCTIONS(JSC_SYMBOL)
#undef JSC_SYMBOL
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct jsc functions;
static struct library library = {LIBRARY, symbols, PHX_COUNT(symbols),
                                 &functions, ""};
static bool opened;

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
    void *handle = library_open(&library);

    if (!handle)
        return;
    void *limit = dlsym(handle, "JSContextGroupSetExecutionTimeLimit");

    memcpy(&functions.set_time_limit, &limit, sizeof(limit));
    choose_options(handle);
    opened = true;
}

const struct jsc *jsc_open(struct error *err)
{
    int rc = pthread_once(&once, open_library);

    PHX_BUG_ON(rc != 0);
    if (opened)
        return &functions;
    phx_fail(err, PHX_ELIBRARY,
             "JavaScriptCore (%s), which renders maths and highlights code, "
             "cannot be opened: %s; %s",
             LIBRARY, library.why_not, ADVICE);
    return NULL;
}
