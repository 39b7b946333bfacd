/* SPDX-License-Identifier: MIT */
/*
 * What one build holds. Set up by the main thread, frozen before rendering
 * starts, read by every worker. Private to build/.
 */
#ifndef PHX_BUILD_STATE_H
#define PHX_BUILD_STATE_H

#include "build/build.h"

#include "asset/asset.h"
#include "bench/bench.h"
#include "content/content.h"
#include "feed/feed.h"
#include "script/script.h"
#include "template/template.h"

#include "bibliography.h"
#include "components.h"
#include "words.h"

struct body_table;
struct image_table;
struct keep;
struct fill_place;
struct page_index;
struct output;
struct result_files;

/* The site's files, by where they came from. */
struct inputs {
    struct repo *repo;
    struct repo_files files; /* of the whole site */
    struct repo_head head;
    struct repo_history *history; /* NULL: not needed or not there */
    struct content_files content;
    struct value data; /* of data/ */
};

struct build {
    struct arena *arena; /* the site's */
    const struct build_options *options;
    struct str root; /* absolute, NUL-terminated */
    struct str output_path;
    struct config config;
    struct diags *diags;
    struct inputs inputs;
    struct pool *pool;
    struct script_host *scripts;
    struct expr_env *env;
    struct template_set *templates;
    bool templates_ok; /* all of them compiled */
    struct asset_set *assets;
    struct words words;
    struct bench_store *results;
    struct result_files *result_files;
    struct dialect dialect;
    struct components components;
    struct value theme_declared; /* `options` of theme.yaml */
    struct value theme_options;  /* their values, a map */
    struct bibliography bibliography;
    struct graph_store *graphs;
    struct image_table *images;
    struct site *site;
    struct body_table *bodies;
    struct output *output;
    struct keep *keep; /* what need not be done again */
    bool kept;         /* nothing was to be done at all */
};

/* How URLs inside a body are written. */
enum url_mode {
    URL_SITE,    /* "/base/posts/x/": in the site's own pages */
    URL_ABSOLUTE /* "https://…": in feeds; code and maths without styles */
};

/* Paths; the texts live as long as the build. */
struct str_list {
    PHX_VEC(struct str) list;
};

/* What one render job adds to struct reader; reader->host points here. */
struct render_host {
    struct content_host content; /* first: content/ looks at no more */
    struct build *build;
    struct worker *worker;
    enum url_mode mode;
    bool used_math;    /* a formula was set: its style sheet is needed */
    bool used_mermaid; /* likewise its script */
    const struct page *filling; /* its body is being filled, else NULL */
    bool describing;            /* a description is being made of a summary */
    bool titling;               /* a heading is being filled for contents */
    const struct page *titled;  /* whose headings `titles` are */
    struct value *titles;       /* VALUE_UNDEFINED: not filled yet */
    size_t evaluated;           /* bytes that {eval} has printed */
    struct page_index *index;   /* numbering.c's, of `indexed` */
    const struct page *indexed;
    const struct map *labels; /* numbering.c's, of `labelled` */
    const struct page *labelled;
    const struct fill_place *within;  /* what is being filled, or NULL */
    struct template_profile *profile; /* the worker's; NULL: not measured */
    unsigned figures;                 /* results shown so far, for ids */
    struct str_list files;            /* paths that results_keep was given */
};

static inline struct render_host *render_host_of(struct reader *reader)
{
    return reader->host;
}

#endif
