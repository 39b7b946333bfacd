/* SPDX-License-Identifier: MIT */
/*
 * Graphviz's libraries, opened when first needed. Their few functions are
 * declared here and not by their headers, so that building phx does not need
 * them.
 */
#ifndef PHX_ASSET_GRAPHVIZ_LIBRARY_H
#define PHX_ASSET_GRAPHVIZ_LIBRARY_H

#include "base/base.h"

struct Agraph_s;
struct Agsym_s;
struct GVC_s;

/* lt_symlist_t of Graphviz: a plugin that is handed over by its address. */
struct graphviz_plugin {
    const char *name;
    void *address;
};

enum { GRAPHVIZ_GRAPH = 0, GRAPHVIZ_NODE = 1, GRAPHVIZ_EDGE = 2 };

struct graphviz_library {
    struct Agraph_s *(*agmemread)(const char *text);
    int (*agclose)(struct Agraph_s *graph);
    struct Agsym_s *(*agattr)(struct Agraph_s *graph, int kind, char *name,
                              const char *value);
    int (*agnnodes)(struct Agraph_s *graph);
    int (*agnedges)(struct Agraph_s *graph);
    void (*agsetfile)(const char *name);
    int (*agseterrf)(int (*print)(char *text));
    struct GVC_s *(*gvContextPlugins)(const struct graphviz_plugin *plugins,
                                      int demand_loading);
    int (*gvFreeContext)(struct GVC_s *context);
    int (*gvLayout)(struct GVC_s *context, struct Agraph_s *graph,
                    const char *engine);
    int (*gvFreeLayout)(struct GVC_s *context, struct Agraph_s *graph);
    int (*gvRenderData)(struct GVC_s *context, struct Agraph_s *graph,
                        const char *format, char **result, unsigned *length);
    void (*gvFreeRenderData)(char *data);
    const struct graphviz_plugin *plugins; /* ends with a NULL name */
};

/* NULL when they are not there; *reason then says why. Any thread. */
const struct graphviz_library *graphviz_library(const char **reason);

#endif
