/* SPDX-License-Identifier: MIT */
/*
 * The site model behind content.h: made by assemble.c, model_*.c and routes_*.c
 * one after the other on one thread, then frozen and read by resolve.c and
 * view_*.c on any.
 */
#ifndef PHX_CONTENT_MODEL_H
#define PHX_CONTENT_MODEL_H

#include "content.h"

/* Where something is published. */
struct address {
    struct str url;       /* "/base/zh/posts/x/", percent-encoded */
    struct str permalink; /* with scheme and host, or the URL */
    struct str output;    /* "zh/posts/x/index.html", real names */
};

/* A folder in one language. Top-level folders and folders with an _index.md are
 * sections of their own; others also list their pages, but the pages belong to
 * the section above (`plain`). */
struct section {
    struct str id; /* "posts", "docs/guide"; empty: home */
    const struct language *language;
    const struct site_language *lang;
    struct page *page;      /* _index.md, or NULL */
    struct section *parent; /* NULL: home */
    PHX_VEC(struct section *) children;
    bool plain;
    struct page_list pages;
    struct str title;
    struct address address;
    struct value_list child_values;
    struct str head_key; /* INPUT_COLLECTION of all but the pages */
    struct hash head_fingerprint;
    struct value_object object;
    const char *const *templates;      /* of the section */
    const char *const *page_templates; /* of its pages */
};

struct term {
    const struct taxonomy *taxonomy;
    struct str name, slug;
    struct address address;
    struct page_list pages; /* a series: in reading order */
    struct str head_key;
    struct hash head_fingerprint;
    struct value_object object;
};

struct taxonomy {
    struct taxonomy_config config;
    bool is_series;
    const struct language *language;
    const struct site_language *lang;
    struct address address;
    struct str title;
    const struct page *page;      /* content/tags/_index.md, or NULL */
    PHX_VEC(struct term *) terms; /* by name */
    struct value_list values;
    struct value_list by_count;
    struct map by_slug; /* slug → struct term */
    struct map by_name; /* each spelling → struct term */
    struct str key;
    struct hash fingerprint;
    struct value_object object;
    const char *const *templates;
    const char *const *term_templates;
};

/* The site in one language. */
struct site_language {
    const struct site *site;
    const struct language *language;
    struct section *home;
    struct map sections;                    /* id → struct section */
    PHX_VEC(struct section *) section_list; /* by id */
    struct page_list pages;                 /* all but index pages */
    struct page_list main;                  /* of the main sections */
    struct page_list archive;               /* the dated ones of main */
    struct taxonomy *taxonomies;            /* as configured, then the series */
    struct value menus;
    struct hash menus_fingerprint;
    struct value_object object;
};

struct site {
    struct arena *arena;
    const struct config *config;
    struct site_language *languages; /* by language->index */
    PHX_VEC(struct page *) pages;    /* shown ones by path */
    PHX_VEC(struct page *) dated;    /* the same, newest first */
    struct map by_path;              /* source path → struct page */
    struct map files; /* source path of a published file → struct repo_file */
    struct map by_id; /* id, "/" behind it for index pages → struct page */
    struct map sectioned;   /* folders with an _index.md in any language */
    struct map bundles;     /* folders with an index.md */
    struct map by_output;   /* output path → what claims it (struct claim) */
    struct map collections; /* key → struct hash */
    PHX_VEC(struct route) routes;
    struct repo_head head;
    struct hash data_fingerprint; /* of `data` */
    struct value data;
    struct value_object object;
    struct value_object config_object, params_object, build_object;
    bool has_next_change;
    int64_t next_change;
};

#define SERIES_OF(lang)                                                        \
    (&(lang)->taxonomies[(lang)->site->config->taxonomy_count])

/* ---- Between the steps ---- */

struct assembly {
    struct site *site;
    struct arena *arena;
    const struct config *config;
    struct content_files *files;
    const struct repo_history *history;
    struct diags *diags;
    struct map people; /* git's "name <email>" → const struct value */
};

struct site_language *site_language_of(const struct site *site,
                                       const struct language *language);

/* model_address.c: `path` has real names and no final '/'; `file` is a whole
 * file name ("404.html"), else a folder with an index.html. `language` NULL: no
 * prefix. */
struct address address_make(const struct site *site, struct arena *arena,
                            const struct language *language, struct str path,
                            bool file);
struct str address_encode(struct arena *arena, struct str path);
/* False: an escape is broken or gives a NUL. */
bool address_decode(struct arena *arena, struct str text, struct str *out);
/* A written URL of this site as a path; false: it is no plain path. */
bool address_path(struct arena *arena, struct str text, struct str *path,
                  bool *file);

/* A page_list grows by push; finish makes its values and fingerprint and names
 * it in site->collections. */
void page_list_push(struct arena *arena, struct page_list *list,
                    struct page *page);
void page_list_finish(struct site *site, struct page_list *list,
                      struct str key);
struct value page_list_value(const struct page_list *list);

/* "hello-world" is "Hello world". */
struct str title_of_name(struct arena *arena, struct str name);
/* qsort's order of struct page *: newest first, undated last, then by path. */
int page_order(const void *left, const void *right);

void model_authors(struct assembly *a, struct page *page);
void model_sections(struct assembly *a);
void model_section_lists(struct assembly *a);
void model_page_urls(struct assembly *a);
void model_section_urls(struct assembly *a);
void model_terms(struct assembly *a);
void model_translations(struct assembly *a);
void model_neighbours(struct assembly *a);
void model_fingerprints(struct assembly *a);
void model_menus(struct assembly *a);
void routes_make(struct assembly *a);

/* What a path below content/ says by itself: language, id, name, folder. */
void content_place(struct arena *arena, const struct config *config,
                   struct content_source *source);

/* Names a hash for site_fingerprint. */
void site_collection(struct site *site, struct str key,
                     const struct hash *fingerprint);

/* ---- Routes ---- */

/* Who holds an output path. */
struct claim {
    struct str origin;
    size_t route; /* index + 1; 0: a file */
};

/* Adds a route, or reports that its URL is taken and gives NULL. The pointer is
 * good until the next one. */
struct route *route_add(struct assembly *a, const struct route *route);
void routes_lists(struct assembly *a);
void routes_aliases(struct assembly *a);
const char *const *templates_of(struct arena *arena, struct str folder,
                                const char *name, const char *fallback);

/* ---- For templates ---- */

extern const struct value_object_type page_type, section_type, term_type,
    taxonomy_type, series_type, site_type, language_type, config_type,
    params_type, build_type;

/* Related pages, best first; at most config->related. Costs a bounded number of
 * look-ups a term. */
/* Where the page's Markdown is published; empty: nowhere. */
struct str page_markdown_url(struct arena *arena, const struct page *page);

size_t model_related(const struct page *page, struct arena *arena,
                     const struct page ***out);

#endif
