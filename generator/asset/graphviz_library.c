/* SPDX-License-Identifier: MIT */
/*
 * Opens Graphviz once for the process. Its plugins are named to it one by one:
 * the two that lay out and write SVG. Without the plugin that asks the machine
 * for its fonts, text is measured by tables of its own, so that a graph is the
 * same on every machine. The tables are static because a library is loaded
 * once, whoever asks; they never change after pthread_once.
 */
#include "graphviz_library.h"

#include <dlfcn.h>
#include <pthread.h>

#ifdef __APPLE__
#define LIBRARY(name) "lib" name ".dylib"
#else
#define LIBRARY(name) "lib" name ".so.6"
#endif

#define SYMBOL(name)                                                           \
    {                                                                          \
#name, offsetof(struct graphviz_library, name)                         \
    }

struct symbol {
    const char *name;
    size_t offset;
};

static const struct symbol graph_symbols[] = {
    SYMBOL(agmemread), SYMBOL(agclose),   SYMBOL(agattr),    SYMBOL(agnnodes),
    SYMBOL(agnedges),  SYMBOL(agsetfile), SYMBOL(agseterrf),
};
static const struct symbol layout_symbols[] = {
    SYMBOL(gvContextPlugins), SYMBOL(gvFreeContext), SYMBOL(gvLayout),
    SYMBOL(gvFreeLayout),     SYMBOL(gvRenderData),  SYMBOL(gvFreeRenderData),
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct graphviz_library table;
static struct graphviz_plugin plugins[3]; /* the last one ends the list */
static bool opened;
static char why_not[256];

static bool failed(const char *what)
{
    snprintf(why_not, sizeof(why_not), "%s", what ? what : "unknown");
    return false;
}

static bool resolve(void *handle, const struct symbol *symbols, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        void *symbol = dlsym(handle, symbols[i].name);
        if (!symbol)
            return failed(dlerror());
        memcpy((char *)&table + symbols[i].offset, &symbol, sizeof(symbol));
    }
    return true;
}

/* Plugins lie in the folder graphviz/ beside the library. */
static bool open_plugin(const char *folder, size_t index, const char *file,
                        const char *symbol)
{
    char path[4096];
    void *handle;

    snprintf(path, sizeof(path), "%s/graphviz/%s", folder, file);
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return failed(dlerror());
    plugins[index].name = symbol;
    plugins[index].address = dlsym(handle, symbol);
    return plugins[index].address ? true : failed(dlerror());
}

static bool open_plugins(void *layout)
{
    Dl_info info;
    char folder[4000];
    char *slash;

    if (!dladdr(dlsym(layout, "gvLayout"), &info) || !info.dli_fname)
        return failed("the folder of its plugins is not known");
    snprintf(folder, sizeof(folder), "%s", info.dli_fname);
    slash = strrchr(folder, '/');
    if (!slash)
        return failed("the folder of its plugins is not known");
    *slash = '\0';
    return open_plugin(folder, 0, LIBRARY("gvplugin_dot_layout"),
                       "gvplugin_dot_layout_LTX_library") &&
           open_plugin(folder, 1, LIBRARY("gvplugin_core"),
                       "gvplugin_core_LTX_library");
}

/* What is open stays open: Graphviz keeps pointers into its plugins. */
static void open_libraries(void)
{
    void *graph = dlopen(LIBRARY("cgraph"), RTLD_NOW | RTLD_LOCAL);
    void *layout = graph ? dlopen(LIBRARY("gvc"), RTLD_NOW | RTLD_LOCAL) : NULL;

    if (!layout) {
        failed(dlerror());
        return;
    }
    opened = resolve(graph, graph_symbols, PHX_COUNT(graph_symbols)) &&
             resolve(layout, layout_symbols, PHX_COUNT(layout_symbols)) &&
             open_plugins(layout);
    table.plugins = plugins;
}

const struct graphviz_library *graphviz_library(const char **reason)
{
    int rc = pthread_once(&once, open_libraries);

    PHX_BUG_ON(rc != 0);
    *reason = why_not;
    return opened ? &table : NULL;
}
