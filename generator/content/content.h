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
 * URLs here (page->url, route->url, link->url …) are ready for an attribute but
 * for HTML escaping: percent-encoded, with the base path. Output paths keep the
 * real names and have neither.
 */
#ifndef PHX_CONTENT_CONTENT_H
#define PHX_CONTENT_CONTENT_H

#include "markdown/markdown.h"
#include "repo/repo.h"

/* ---- Configuration ---- */

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
    struct str name;  /* "tags": the front matter key and URL part */
    struct str title; /* empty: the name */
    bool feeds;
    size_t paginate; /* 0: one page */
};

struct permalink {
    struct str section; /* "posts", "docs/guide"; empty: pages at the root */
    struct str pattern; /* "/:year/:slug/" */
};

/* What the values of one configuration key may be. */
enum {
    CONFIG_TEXT = 1,
    CONFIG_BOOL = 2,
    CONFIG_INT = 4,
    CONFIG_NUMBER = 8,
    CONFIG_LIST = 16,
    CONFIG_MAP = 32,
    CONFIG_ANY = 63
};

/*
 * One row of the table that checks phx.yaml, documents it and makes its JSON
 * Schema. "*" in a path stands for any name. A map without rows below it takes
 * any keys.
 */
struct config_key {
    const char *path;     /* "content.paginate" */
    unsigned types;       /* CONFIG_… */
    const char *fallback; /* its default as it would be written; NULL: none */
    const char *choices;  /* "off|note|warning|error", or NULL */
    int64_t min, max;     /* of numbers; both 0: no bounds */
    const char *text;     /* what it means, one sentence */
};
const struct config_key *config_keys(size_t *count);
/* The table as a JSON Schema (draft 2020-12). */
struct value config_schema(struct arena *arena);

struct build_settings {     /* from the command line and the environment */
    struct str base_url;    /* empty: as configured */
    struct str environment; /* "production" … ; empty: none */
    bool drafts, future, expired;
    struct date now;
};

/* One file that made the configuration, with its own places. */
struct config_file {
    struct source_ref source;
    struct value root;
    struct value_places places;
};

enum { FEED_BIT_ATOM = 1, FEED_BIT_RSS = 2, FEED_BIT_JSON = 4 };

/* Many members, for the one reason that a configuration has many keys; what
 * only one later room reads (search, publish, bench, budgets) stays in root. */
struct config {
    struct str title, description, copyright;
    struct str base_url;  /* "https://x.y/base" without final '/', or empty */
    struct str base_path; /* "/base" or "" : before every site path */
    struct str theme;     /* "phoenix" */
    const struct date_zone *zone;
    const struct language *languages; /* the default first */
    size_t language_count;
    const struct taxonomy_config *taxonomies;
    size_t taxonomy_count;
    struct diag_policy policy;
    struct value root; /* defaults, phx.yaml and phx.ENV.yaml: site.config */
    struct config_file files[2]; /* phx.ENV.yaml first when there is one */
    size_t file_count;           /* 0: there is no phx.yaml */
    struct source_ref source;    /* phx.yaml; empty text when not there */
    struct build_settings build;

    struct value author;  /* a map {name, url, email …}; empty map: none */
    struct value authors; /* id → such a map */
    struct value menus;
    const struct permalink *permalinks;
    size_t permalink_count;
    const struct str *main_sections; /* content.main; 0: chosen */
    size_t main_section_count;
    size_t paginate;       /* content.paginate; 0: one page */
    size_t summary_length; /* content.summary_length: letters; 0: no limit */
    size_t related;        /* content.related: how many */
    unsigned feed_formats; /* FEED_BIT_…; 0: no feeds */
    size_t feed_limit;
    bool feed_sections, feed_full;
};

/*
 * Reads phx.yaml (and phx.ENVIRONMENT.yaml over it) below `root`, checks every
 * key by one table. A missing phx.yaml is a site with defaults. False: errors
 * are in diags.
 */
bool config_read(struct arena *arena, const char *root,
                 const struct build_settings *settings, struct diags *diags,
                 struct config *out);

/* The value at a dotted path of config->root (defaults are filled in), or null.
 */
struct value config_value(const struct config *config, const char *path);
/* Where that key stands; the file as a whole when it is not written. */
struct span config_place(const struct config *config, const char *path,
                         const struct source_ref **source);

/* ---- Pages ---- */

struct page;
struct taxonomy;
struct section;
struct term;
struct site;

/* ---- Front matter as text, for import/ too ---- */

enum front_form {
    FRONT_NONE,
    FRONT_YAML,
    FRONT_TOML,    /* +++ */
    FRONT_JULIA,   /* @def name = value */
    FRONT_UNCLOSED /* --- without an end, though keys follow */
};

struct front_parts {
    enum front_form form;
    struct str text;    /* between the marks */
    uint32_t text_line; /* lines of the file before it */
    uint32_t open_line; /* where the first mark is, from 1 */
    struct str body;
    uint32_t body_line; /* lines of the file before the body */
};

/* `bytes` without a byte order mark. */
void front_split(struct str bytes, struct front_parts *out);

/* One Markdown file, not yet read, or read and parsed. */
struct content_source {
    const struct repo_file *file;
    struct str path;   /* "content/posts/fsdp.zh.md" */
    struct str id;     /* "posts/fsdp" */
    struct str name;   /* "fsdp": of the file, or of a bundle's folder */
    struct str folder; /* of its section: "posts"; a bundle's parent */
    const struct language *language;
    bool is_index;      /* _index.md, or README.md in its place */
    bool is_bundle;     /* index.md */
    struct str bytes;   /* whole file; set by build before parsing */
    struct page *page;  /* made by content_parse_page */
    struct diags diags; /* of its parsing, merged in order */
};

/* Why a page of the repository is not in the site. */
enum page_hidden {
    PAGE_SHOWN,
    PAGE_DRAFT,
    PAGE_FUTURE,
    PAGE_EXPIRED,
    PAGE_FAILED /* its front matter does not parse */
};

struct page_names {
    const struct str *items;
    size_t len;
};

struct page_term {
    struct term *term;
    size_t position; /* of the page in the term's list */
};

/* Pages in order, made once; the same pages as values for templates. `key` and
 * `fingerprint` are its INPUT_COLLECTION: which pages, in which order. */
struct page_list {
    struct page **items;
    size_t len;
    size_t cap;
    struct value_list values;
    struct str key;
    struct hash fingerprint;
};

/* More than twenty members: a page is what templates ask about most. The first
 * group is set by content_parse_page, the second by site_assemble. */
struct page {
    struct str id;   /* path without language and extension: "posts/fsdp" */
    struct str path; /* of the source, "content/posts/fsdp.zh.md" */
    struct str dir;  /* folder of the source */
    const struct language *language;
    struct source_ref source;      /* the whole file */
    struct source_ref meta_source; /* its front matter: spans count there */
    struct hash fingerprint_meta, fingerprint_summary, fingerprint_facts,
        fingerprint_headings, fingerprint_body;
    struct value meta;  /* the front matter as read */
    struct value extra; /* its keys that phx does not know */
    struct span url_span, slug_span, aliases_span; /* in meta_source */
    struct document document;
    struct str name, folder; /* see struct content_source; without a date */
    struct str url_written, slug_written; /* of front matter, or empty */
    struct page_names *term_names;        /* by taxonomy, then its series */
    int64_t part;                         /* of its series; 0: by date */
    struct str sort;                      /* of an _index.md */
    struct str title;
    enum page_hidden hidden;
    struct str summary; /* of front matter, or empty */
    struct str description, image;
    struct str translation; /* of front matter, or empty */
    const struct str *aliases;
    size_t alias_count;
    bool toc;          /* false: `toc: false` */
    bool date_written; /* in front matter or file name, not from git */
    bool has_paginate;
    size_t paginate; /* of an _index.md */
    size_t words, reading_time;

    struct value_object object; /* the page as a value */
    const struct site *site;
    size_t index; /* in site_pages; SIZE_MAX: hidden */
    struct page_term *terms;
    size_t term_count;
    struct value authors;                    /* a list of maps */
    const struct repo_file_history *history; /* or NULL */
    struct hash id_hash;                     /* of path */
    struct hash fingerprint_neighbours, fingerprint_translations;
    struct str slug;
    struct str url;       /* site path with base path: "/base/posts/fsdp/" */
    struct str permalink; /* absolute; same as url when there is no base_url */
    struct str output;    /* "posts/fsdp/index.html" */
    struct date date, updated; /* unix_seconds 0 and known false: none */
    bool has_date, has_updated;
    struct date expires;
    bool has_expires;
    bool draft;
    bool is_index;  /* _index.md: the page of its section */
    bool is_bundle; /* index.md: other files of its folder belong to it */
    int64_t weight;
    struct str template_name; /* of front matter, or empty */
    struct section *section;
    struct page *previous, *next;           /* in its section, by date */
    const struct page *const *translations; /* others, by language order */
    size_t translation_count;
};

/* ---- Routes: everything that will be rendered or written ---- */

enum route_kind {
    ROUTE_PAGE,     /* page */
    ROUTE_SECTION,  /* section (page: its _index, or NULL), pager */
    ROUTE_TAXONOMY, /* taxonomy: list of terms */
    ROUTE_TERM,     /* term, pager */
    ROUTE_SERIES,   /* term: one series, in reading order */
    ROUTE_ARCHIVE,  /* all posts by year */
    ROUTE_HOME,
    ROUTE_ALIAS, /* redirect to `target` */
    ROUTE_NOT_FOUND,
    ROUTE_FEED, /* atom, rss or json of `list`; `target` is what it is of */
    ROUTE_SITEMAP,
    ROUTE_ROBOTS,
    ROUTE_TEXT,    /* llms.txt and site.webmanifest, by template */
    ROUTE_MARKDOWN /* page as Markdown, beside it */
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
    const struct taxonomy *taxonomy;
    const struct term *term;
    struct pager pager;
    enum feed_format feed;
    const struct page *const *list; /* the pages it lists, whole */
    size_t list_len;
    const struct value *values; /* the same as values */
    struct str target;          /* ROUTE_ALIAS, ROUTE_FEED: URL */
    struct str title;
    /* Template names to try, in order, NULL-terminated; NULL for what no
     * template makes (feeds, sitemap, robots, aliases). SECTION is a top-level
     * folder; a page's own `template` goes before all of them.
     *   page      SECTION/page.html, page.html
     *   section   SECTION/section.html, section.html
     *   home      home.html, section.html
     *   taxonomy  tags/taxonomy.html, taxonomy.html
     *   term      tags/term.html, term.html
     *   series    series.html, term.html
     *   archive   archive.html, section.html
     *   404       404.html (, page.html when content/404.md is there)
     *   text      its own name */
    const char *const *templates;
    struct hash fingerprint; /* INPUT_COLLECTION "route:URL" */
};

struct content_files { /* what content_scan found */
    PHX_VEC(struct content_source) pages;
    PHX_VEC(const struct repo_file *) files; /* published as they are */
};

/* Where a file below content/ is published in the output: its path there. */
struct str content_file_output(struct str path);

/* Sorts the repository's files below content/ into pages and files. */
void content_scan(struct arena *arena, const struct config *config,
                  const struct repo_files *files, struct content_files *out,
                  struct diags *diags);

/* A page of that source with nothing read yet: what content_parse_page fills,
 * or whoever remembers what it made of the same bytes. */
struct page *content_page_new(struct arena *arena, const struct config *config,
                              const struct content_source *source);
/* Front matter and body of one source into source->page; source->diags gets
 * what is wrong. Any worker, in that worker's arena. */
void content_parse_page(struct arena *arena, const struct config *config,
                        const struct dialect *dialect,
                        struct content_source *source);

/* A file's text behind its front matter, if it has any; *lines: how many lines
 * stand before it. */
struct str content_body(struct str bytes, uint32_t *lines);

/* `text` within content.summary_length, as descriptions are. */
struct str content_description(struct arena *arena, const struct config *config,
                               struct str text);

/* The model: serial. `history` may be NULL. Errors (duplicate URLs …) become
 * diagnostics. The result is frozen. */
struct site *site_assemble(struct arena *arena, const struct config *config,
                           struct content_files *files,
                           const struct repo_history *history,
                           const struct repo_head *head,
                           struct value data /* of data/ */,
                           struct diags *diags);

const struct route *site_routes(const struct site *site, size_t *count);
/* The pages of the site, by path; hidden and failed ones are left out. */
const struct page *const *site_pages(const struct site *site, size_t *count);
/* By source path, hidden ones too; NULL when there is none. */
const struct page *site_page_find(const struct site *site, struct str path);
/* By URL with base path, as written or percent-encoded; NULL when no route has
 * it. Pagers and aliases count. */
const struct route *site_route_find(const struct site *site, struct str url);
/* "https://x.y" before a URL with base path; the URL itself without base_url.
 */
struct str site_absolute(const struct site *site, struct arena *arena,
                         struct str url);
/* The first instant after now at which a page appears or expires; false: none.
 */
bool site_next_change(const struct site *site, int64_t *unix_seconds);

/* The same content in every language that has it, this one included; none when
 * there is only one. For <link rel="alternate" hreflang> and the sitemap. */
struct alternate {
    const struct language *language;
    struct str url;
    struct str permalink;
};
const struct alternate *route_alternates(const struct site *site,
                                         struct arena *arena,
                                         const struct route *route,
                                         size_t *count);

/*
 * The present fingerprint of an input that a trace noted, for INPUT_PAGE_*,
 * INPUT_COLLECTION, INPUT_SETTING, INPUT_DATA ("data", all of it) and
 * INPUT_HISTORY; keys of pages are source
 * paths. False: it is gone, or of another kind.
 */
bool site_fingerprint(const struct site *site, struct arena *scratch,
                      enum input_kind kind, struct str key, struct hash *out);
/* Of everything that answers of site_resolve depend on, but for the
 * configuration: while it is the same, so is every input that site_resolve_note
 * left, for which site_is_link is true. */
struct hash site_addresses(const struct site *site);
bool site_is_link(enum input_kind kind, struct str key);

/* ---- As values for templates ---- */

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
    /* page.description where it comes from a summary that holds roles. False:
     * page->description is what there is. */
    bool (*description)(struct reader *reader, const struct page *page,
                        struct value *out);
};

struct value page_value(struct arena *arena, const struct page *page);
struct value site_value(struct arena *arena, const struct site *site);
/* The names a route's template sees: page, site, section, term, pages, pager,
 * language … as an object; content_fields lists them as "route". */
struct value route_context(struct arena *arena, const struct site *site,
                           const struct route *route);

/* The names that templates can ask for, for the manual: object ("page", "site",
 * "section", "term", "taxonomy", "series", "pager", "language", "route"), name,
 * meaning. */
struct content_field {
    const char *object;
    const char *name;
    const char *text;
};
const struct content_field *content_fields(struct arena *arena, size_t *count);

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
    struct str url; /* to write, with base path, query and fragment */
    struct str fragment;
    struct str
        path; /* LINK_FILE: of the source; LINK_BROKEN: what was sought */
    enum page_hidden hidden; /* LINK_BROKEN: `page` is there, but not shown */
};
void site_resolve(const struct site *site, struct arena *arena,
                  const struct page *from, struct str url, struct link *out);
/* Notes what a resolved link stands on. */
void site_resolve_note(const struct site *site, struct reader *reader,
                       const struct page *from, struct str url,
                       const struct link *link);

#endif
