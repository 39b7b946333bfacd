/* SPDX-License-Identifier: MIT */
/*
 * Graphs by Graphviz: DOT in, SVG out, one at a time. The library is not
 * thread-safe and reports mistakes through a function without a pointer of
 * ours: hence one lock and one static buffer that is only touched under it.
 */
#include "graphviz.h"

#include "graphviz_library.h"

#include <pthread.h>

#define TEXT_MAX (256u << 10)
/* Nodes and edges. Beyond PARTS_QUICK the layout takes fewer rounds: 300 nodes
 * and 600 edges at random take 3 s then, and 70 s otherwise. */
#define PARTS_MAX 1000
#define PARTS_QUICK 200

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct buf said = BUF_INIT; /* by the library, about one graph */

static int listen(char *text)
{
    if (said.len < 4096)
        buf_add_cstr(&said, text);
    return 0;
}

/* ---- One graph, under the lock ---- */

/* A face for which Graphviz has widths of its own, unless the author names one.
 */
static void set_font(const struct graphviz_library *lib, struct Agraph_s *graph)
{
    char name[] = "fontname";

    for (int kind = GRAPHVIZ_GRAPH; kind <= GRAPHVIZ_EDGE; kind++)
        if (!lib->agattr(graph, kind, name, NULL))
            lib->agattr(graph, kind, name, "Helvetica");
}

static void set_rounds(const struct graphviz_library *lib,
                       struct Agraph_s *graph)
{
    static const char *const limits[][2] = {
        {"nslimit", "0.2"}, {"nslimit1", "0.2"}, {"mclimit", "0.1"}};
    char name[16];

    for (size_t i = 0; i < PHX_COUNT(limits); i++) {
        snprintf(name, sizeof(name), "%s", limits[i][0]);
        if (!lib->agattr(graph, GRAPHVIZ_GRAPH, name, NULL))
            lib->agattr(graph, GRAPHVIZ_GRAPH, name, limits[i][1]);
    }
}

static int parts_of(const struct graphviz_library *lib, struct Agraph_s *graph)
{
    return lib->agnnodes(graph) + lib->agnedges(graph);
}

static bool draw(const struct graphviz_library *lib, struct GVC_s *context,
                 struct Agraph_s *graph, struct arena *arena, struct str *out)
{
    char *svg = NULL;
    unsigned length = 0;
    bool ok;

    set_font(lib, graph);
    if (parts_of(lib, graph) > PARTS_QUICK)
        set_rounds(lib, graph);
    if (lib->gvLayout(context, graph, "dot") != 0)
        return false;
    ok = lib->gvRenderData(context, graph, "svg", &svg, &length) == 0;
    if (ok)
        *out = graphviz_clean(arena, str_bytes(svg, length));
    if (svg)
        lib->gvFreeRenderData(svg);
    lib->gvFreeLayout(context, graph);
    return ok;
}

/* The parser keeps what stands behind a graph for the next one, of whatever
 * text that is: it is read, and dropped. */
static void drop_rest(const struct graphviz_library *lib)
{
    struct Agraph_s *graph;

    while ((graph = lib->agmemread("")))
        lib->agclose(graph);
}

/* The context comes first: it tells the parser that a node's label is its name.
 */
static void make(const struct graphviz_library *lib, struct arena *arena,
                 struct str dot, struct graphviz_result *result)
{
    struct GVC_s *context;
    struct Agraph_s *graph;

    buf_reset(&said);
    lib->agseterrf(listen);
    lib->agsetfile(NULL);
    context = lib->gvContextPlugins(lib->plugins, 0);
    graph = lib->agmemread(str_cstr(arena, dot));
    if (!graph && said.len == 0)
        buf_add_cstr(&said, "Error: there is no graph here\n");
    size_t kept = said.len;
    drop_rest(lib);
    buf_truncate(&said, kept);
    if (graph && parts_of(lib, graph) > PARTS_MAX)
        buf_add_cstr(&said, "Error: more than 1,000 nodes and edges\n");
    else if (graph && context)
        result->drawn = draw(lib, context, graph, arena, &result->svg);
    if (graph)
        lib->agclose(graph);
    if (context)
        lib->gvFreeContext(context);
    result->messages = buf_dup(arena, &said);
    buf_deinit(&said);
}

/* ---- Results, kept ---- */

struct graph_store {
    struct arena arena;
    struct map results; /* DOT → struct graphviz_result * */
};

static void store_free(void *ptr)
{
    struct graph_store *store = ptr;

    arena_deinit(&store->arena);
}

struct graph_store *graph_store_new(struct arena *arena)
{
    struct graph_store *store = arena_new(arena, struct graph_store);

    arena_init(&store->arena);
    map_init(&store->results, &store->arena);
    arena_defer(arena, store_free, store);
    return store;
}

static const struct graphviz_result *
result_of(struct graph_store *store, const struct graphviz_library *lib,
          struct str dot)
{
    struct graphviz_result *result;

    pthread_mutex_lock(&lock);
    result = map_get(&store->results, dot);
    if (!result) {
        result = arena_new(&store->arena, struct graphviz_result);
        result->svg = STR("");
        make(lib, &store->arena, dot, result);
        map_set(&store->results, str_dup(&store->arena, dot), result);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* ---- Reporting ---- */

/* "… in line 3 …": the line of the graph's text, else 1. */
static uint32_t line_of(struct str message)
{
    size_t at = str_find(message, STR(" line "));
    uint32_t line = 0;

    if (at == STR_NONE)
        return 1;
    for (at += 6; at < message.len && line < 100000; at++) {
        char c = message.ptr[at];
        if (c < '0' || c > '9')
            break;
        line = line * 10 + (uint32_t)(c - '0');
    }
    return line ? line : 1;
}

static void report(const struct graphviz_result *result,
                   const struct source_ref *source, struct span span,
                   struct diags *diags)
{
    struct str rest = result->messages, message;

    while (str_line(&rest, &message)) {
        struct span place = span;
        if (!str_trim(message).len)
            continue;
        place.line += line_of(message) - 1;
        if (place.line != span.line)
            place.col = place.len = 0;
        if (str_starts(message, STR("Error: ")))
            message = str_from(message, 7);
        else if (str_starts(message, STR("Warning: ")))
            message = str_from(message, 9);
        diag_add(diags, result->drawn ? DIAG_GRAPH_WARNING : DIAG_GRAPH, source,
                 place, "Graphviz: %" STR_FMT, STR_ARG(message));
    }
}

bool graphviz_svg(struct graph_store *store, struct str dot,
                  const struct source_ref *source, struct span span,
                  struct diags *diags, struct str *out)
{
    const char *reason;
    const struct graphviz_library *lib = graphviz_library(&reason);
    const struct graphviz_result *result;

    if (!lib || dot.len > TEXT_MAX || str_has_nul(dot)) {
        if (diags && !lib)
            diag_hint(diags,
                      diag_add(diags, DIAG_GRAPH_LIBRARY, source, span,
                               "Graphviz is missing, so the graph is shown as "
                               "its text (%s)",
                               reason),
                      "install it: apt-get install libgvc6 on Debian 12");
        else if (diags)
            diag_add(diags, DIAG_GRAPH, source, span,
                     "the graph is larger than 256 KiB or holds a NUL");
        return false;
    }
    result = result_of(store, lib, dot);
    if (diags)
        report(result, source, span, diags);
    *out = result->svg;
    return result->drawn;
}
