/* SPDX-License-Identifier: MIT */
/*
 * content: from files to the site model: configuration, front matter, pages,
 * bundles, sections, languages, taxonomies, series, permalinks, and the list of
 * everything that will be rendered (routes). Serial and cheap; parsing of pages
 * (content_parse_page) runs on any worker.
 *
 * Life: config_read → content_scan → content_parse_page for each source (in
 * parallel) → site_assemble (serial, frozen afterwards).
 *
 * (Contract sketch: the owner of this room completes it; build/ stands on what
 * is here.)
 */
#ifndef PHX_CONTENT_CONTENT_H
#define PHX_CONTENT_CONTENT_H

#include "markdown/markdown.h"
#include "repo/repo.h"

/* ---- Configuration ------------------------------------------------------ */

struct language {
    struct str code;   /* "zh": in URLs and file suffixes */
    struct str tag;    /* "zh-Hans": in lang="" and feeds */
    struct str name;   /* in the language itself: 中文 */
    struct str folder; /* where its content lives, or empty: by suffix */
    struct str title;  /* of the site in this language */
    struct str description;
    bool is_default;
    unsigned index;
};

struct taxonomy_config {
    struct str name;   /* "tags": the front matter key and URL part */
    bool feeds;
    size_t paginate; /* 0: one page */
};

struct build_settings { /* from the command line and the environment */
    struct str base_url; /* empty: as configured */
    struct str environment; /* "production" … ; empty: none */
    bool drafts, future, expired;
    struct date now;
};

struct config {
    struct str title, description;
    struct str base_url;  /* "https://x.y/base" without final '/', or empty */
    struct str base_path; /* "/base" or "" : before every site path */
    struct str theme;     /* "phoenix" */
    const struct date_zone *zone;
    const struct language *languages; /* the default first */
    size_t language_count;
    const struct taxonomy_config *taxonomies;
    size_t taxonomy_count;
    struct diag_policy policy;
    struct value root; /* the whole merged file: site.config in templates */
    struct value_places places;
    struct source_ref source; /* phx.yaml */
    struct build_settings build;
    /* … the owner adds what its table of keys needs (author, menus,
     * permalinks, feeds, budgets …). */
};

/*
 * Reads phx.yaml (and phx.ENVIRONMENT.yaml over it) below `root`, checks every
 * key by one table. A missing phx.yaml is a site with defaults. False: errors
 * are in diags.
 */
bool config_read(struct arena *arena, const char *root,
                 const struct build_settings *settings, struct diags *diags,
                 struct config *out);

/* ---- Pages --------------------------------------------------------------- */

struct page;
struct section;
struct term;
struct site;

/* One Markdown file, not yet read, or read and parsed. */
struct content_source {
    const struct repo_file *file;
    struct str path;      /* "content/posts/fsdp.zh.md" */
    struct str bytes;     /* whole file; set by build before parsing */
    struct page *page;    /* made by content_parse_page */
    struct diags diags;   /* of its parsing, merged in order */
};

struct page {
    struct str id;   /* path without language and extension: "posts/fsdp" */
    struct str path; /* of the source, "content/posts/fsdp.zh.md" */
    struct str dir;  /* folder of the source */
    const struct language *language;
    struct source_ref source;
    struct hash fingerprint_meta, fingerprint_summary, fingerprint_facts,
        fingerprint_headings, fingerprint_body;
    struct value meta;  /* the front matter as read */
    struct value extra; /* its keys that phx does not know */
    struct value_places places;
    struct document document;

    struct str title;
    struct str slug;
    struct str url;  /* site path with base path: "/base/posts/fsdp/" */
    struct str permalink; /* absolute; same as url when there is no base_url */
    struct str output;    /* "posts/fsdp/index.html" */
    struct date date, updated; /* unix_seconds 0 and known false: none */
    bool has_date, has_updated;
    struct date expires;
    bool has_expires;
    bool draft;
    bool is_index; /* _index.md: the page of its section */
    bool is_bundle; /* index.md: other files of its folder belong to it */
    int64_t weight;
    struct str template_name; /* of front matter, or empty */
    struct section *section;
    struct page *previous, *next; /* in its section, by date */
    const struct page *const *translations; /* others, by language order */
    size_t translation_count;
    /* … the owner adds terms, series, authors, related, words, aliases. */
};

/* ---- Routes: everything that will be rendered or written ------------------ */

enum route_kind {
    ROUTE_PAGE,     /* page */
    ROUTE_SECTION,  /* section (page: its _index, or NULL), pager */
    ROUTE_TAXONOMY, /* taxonomy: list of terms */
    ROUTE_TERM,     /* term, pager */
    ROUTE_SERIES,
    ROUTE_ARCHIVE,  /* all posts by year */
    ROUTE_HOME,
    ROUTE_ALIAS,    /* redirect to `target` */
    ROUTE_NOT_FOUND,
    ROUTE_FEED,     /* atom, rss or json of `list` */
    ROUTE_SITEMAP,
    ROUTE_ROBOTS
};

enum feed_format { FEED_ATOM, FEED_RSS, FEED_JSON };

struct pager {
    size_t number; /* from 1 */
    size_t total;
    size_t first, count; /* slice of the route's list */
};

struct route {
    enum route_kind kind;
    const struct language *language;
    struct str url;    /* with base path */
    struct str output; /* path in the output folder */
    struct str origin; /* source path for messages, or what made it */
    const struct page *page;
    const struct section *section;
    const struct term *term;
    struct pager pager;
    enum feed_format feed;
    const struct page *const *list; /* the pages it lists, whole */
    size_t list_len;
    struct str target; /* ROUTE_ALIAS: URL */
    struct str title;
    /* Template names to try, in order, NULL-terminated. */
    const char *const *templates;
};

struct content_files { /* what content_scan found */
    PHX_VEC(struct content_source) pages;
    PHX_VEC(const struct repo_file *) files; /* published as they are */
};

/* Sorts the repository's files below content/ into pages and files. */
void content_scan(struct arena *arena, const struct config *config,
                  const struct repo_files *files, struct content_files *out,
                  struct diags *diags);

/* Front matter and body of one source into source->page; source->diags gets
 * what is wrong. Any worker, in that worker's arena. */
void content_parse_page(struct arena *arena, const struct config *config,
                        const struct dialect *dialect,
                        struct content_source *source);

/* The model: serial. `history` may be NULL. Errors (duplicate URLs …) become
 * diagnostics. The result is frozen. */
struct site *site_assemble(struct arena *arena, const struct config *config,
                           struct content_files *files,
                           const struct repo_history *history,
                           const struct repo_head *head,
                           struct value data /* of data/ */,
                           struct diags *diags);

const struct route *site_routes(const struct site *site, size_t *count);

/* ---- As values for templates ---------------------------------------------- */

/*
 * What only build/ can compute for content's objects. reader->host points at
 * a struct whose first member is this table.
 */
struct content_host {
    /* page.content, page.summary: the body with its holes filled. */
    bool (*body)(struct reader *reader, const struct page *page, bool summary,
                 struct value *out);
    /* page.toc titles with roles evaluated. */
    bool (*heading)(struct reader *reader, const struct page *page,
                    size_t index, struct value *out);
};

struct value page_value(struct arena *arena, const struct page *page);
struct value site_value(struct arena *arena, const struct site *site);
/* The names a route's template sees: page, site, section, term, pages, pager,
 * language, config … as a map. */
struct value route_context(struct arena *arena, const struct site *site,
                           const struct route *route);

/* Finds what a relative or rooted link in `from` leads to. */
enum link_kind {
    LINK_EXTERNAL, /* has a scheme or is protocol-relative: as written */
    LINK_FRAGMENT, /* "#x" on the same page */
    LINK_PAGE,     /* page, with fragment */
    LINK_FILE,     /* a published file: url */
    LINK_ROOTED,   /* "/x": base path added, not checked here */
    LINK_BROKEN,
    LINK_OUTSIDE
};
struct link {
    enum link_kind kind;
    const struct page *page;
    struct str url; /* to write, unescaped, with base path and fragment */
    struct str fragment;
};
void site_resolve(const struct site *site, struct arena *arena,
                  const struct page *from, struct str url, struct link *out);

#endif
