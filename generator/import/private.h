/* SPDX-License-Identifier: MIT */
/* Between this room's files. */
#ifndef PHX_IMPORT_PRIVATE_H
#define PHX_IMPORT_PRIVATE_H

#include "content/content.h"
#include "import/import.h"
#include "value/value.h"

struct old_page {
    struct str source; /* path in the old site */
    struct str target; /* "content/posts/a.md" */
    struct str bytes;
    struct front_parts parts;
    struct source_ref where; /* of the body, for diagnostics */
    struct value front;      /* a map */
    struct str date;         /* of the file's name, or empty */
    struct str name;         /* without date and ending: "hello-world" */
    struct str section;      /* "posts"; Jekyll: the collection */
    struct str folder;       /* between section and name */
    bool draft;
    bool ugly; /* its URL ends in .html where the pattern says nothing */
    struct str url;
    size_t left;
};

struct importer {
    struct arena *arena;
    const struct import_options *options;
    struct import_report *report;
    struct value config;
    PHX_VEC(struct old_page *) pages;
    struct map by_name;  /* how tags name a page → struct old_page * */
    struct map targets;  /* target → struct old_page * */
    struct str language; /* of the whole site */
    size_t seen;         /* files, against the limit */
};

/* ---- The old site ---- */

/* A file of the old site: pages go to page_add, the rest to file_copy. `path`
 * is relative to the folder. */
struct layout {
    /* Reads the configuration and what follows of it. */
    int (*open)(struct importer *im, struct error *err);
    /* True: `page` is to come over; its source is set, the rest is set here. */
    bool (*page)(struct importer *im, struct old_page *page);
    /* The old URL, once front matter is read. */
    void (*address)(struct importer *im, struct old_page *page);
    /* Where another file goes in the new site; empty: it is left behind. */
    struct str (*file)(struct importer *im, struct str path);
    bool (*skip)(struct str path, bool folder);
    /* The body in phx's dialect. */
    void (*body)(struct importer *im, struct old_page *page, struct buf *out);
};
extern const struct layout jekyll_layout, hugo_layout, hexo_layout;

/* The first of `names` (NULL-terminated) that is there and parses, as a map. */
int old_config_load(struct importer *im, const char *const *names,
                    struct error *err);
struct str old_path(struct importer *im, struct str path);
bool is_markdown(struct str path);
/* "2020-01-02-name" in its two parts; without a date all is name. */
void split_date(struct str stem, struct str *date, struct str *name);

/* ---- permalink.c ---- */

/* A pattern such as "/:year/:title/" filled; false when it asks for what the
 * page has not. */
bool permalink_fill(struct importer *im, const struct old_page *page,
                    struct str pattern, struct str *out);
/* The page's date as its pattern needs it; false: it has none. */
bool old_date(const struct old_page *page, struct date *out);
/* Text of a front matter key, or empty. */
struct str front_text(const struct old_page *page, const char *key);

/* ---- front.c ---- */

/* Splits and reads the front matter; false: reported, the page stays behind. */
bool front_load(struct importer *im, struct old_page *page);
void front_write(struct importer *im, const struct old_page *page,
                 struct buf *out);

/* ---- tags.c ---- */

struct tag_argument {
    struct str key; /* empty: by position */
    struct str value;
};
struct tag {
    struct str name;
    struct str text; /* all of its arguments as written */
    PHX_VEC(struct tag_argument) arguments;
    bool closes, closed; /* {{< /x >}}, {{< x />}} */
    bool code;           /* in a code block or span */
    size_t start, end;   /* in the body */
};

struct body {
    struct importer *im;
    struct old_page *page;
    struct str text;
    size_t at;
    struct buf *out;
    bool liquid;     /* {% %} and {{ }}; else Hugo's */
    unsigned notes;  /* footnotes made so far */
    struct buf tail; /* their texts */
    /* Writes what the tag becomes; false: it has no counterpart. */
    bool (*convert)(struct body *body, const struct tag *tag);
};

void tags_convert(struct body *body);
/* An argument by name, or by position (from 0), or empty. */
struct str tag_argument(const struct tag *tag, const char *key);
struct str tag_position(const struct tag *tag, size_t index);
/* The text up to the tag that ends this one (`end`: "endraw", "/figure"); the
 * body goes on behind it. False: it is not closed. */
bool tag_inner(struct body *body, const struct tag *tag, const char *end,
               struct str *inner);
/* `inner` converted as a body of its own. */
struct str tag_nested(struct body *body, struct str inner);
/* A directive with its fence, on lines of its own. `options` may be empty, or
 * lines of ":name: value\n". */
void put_directive(struct body *body, const char *name, struct str argument,
                   struct str options, struct str inner);
/* ":name: value\n", or nothing without a value. */
struct str directive_option(struct body *body, const char *name,
                            struct str value);
void put_code(struct body *body, struct str info, struct str code);
/* Where a page that a tag names now is, as a link from this page; empty. */
struct str link_to(struct body *body, struct str name);

void liquid_body(struct importer *im, struct old_page *page, struct buf *out);
void shortcode_body(struct importer *im, struct old_page *page,
                    struct buf *out);
/* kramdown's and distill's own marks, outside of code. */
struct str kramdown_text(struct body *body, struct str text);

#endif
