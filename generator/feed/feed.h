/* SPDX-License-Identifier: MIT */
/*
 * feed: Atom, RSS, sitemap (written with libxml2), JSON Feed, robots.txt.
 * Takes plain structs with absolute URLs; knows nothing of pages.
 *
 * All text may be any bytes: invalid UTF-8 becomes U+FFFD, and the control
 * characters that XML 1.0 has no form for are dropped. URLs may hold non-ASCII
 * letters and spaces; they are percent-encoded on the way out. Equal input
 * gives equal bytes: no clock is read.
 *
 * Thread class: any; feed_init first, on the main thread.
 */
#ifndef PHX_FEED_FEED_H
#define PHX_FEED_FEED_H

#include "value/value.h"

struct feed_author {
    struct str name; /* empty: the feed's title stands in */
    struct str url;
    struct str email;
};

struct feed_item {
    struct str title;
    struct str url;          /* absolute; also the id */
    struct str summary;      /* plain text */
    struct str content_html; /* absolute URLs inside */
    struct date published;   /* unix_seconds 0: left out */
    struct date updated;     /* unix_seconds 0: published */
    struct str language;
    const struct feed_author *authors; /* none: the feed's */
    size_t author_count;
    const struct str *tags;
    size_t tag_count;
    struct str image; /* absolute, or empty */
};

struct feed {
    struct str title;
    struct str subtitle;
    struct str home_url; /* absolute page the feed belongs to */
    struct str self_url; /* absolute URL of the feed itself; its id in Atom */
    struct str language;
    struct str rights;
    struct str icon;
    struct date updated; /* unix_seconds 0: the latest of the items */
    const struct feed_author *authors;
    size_t author_count;
    const struct feed_item *items;
    size_t item_count;
};

/*
 * Opens libxml2 (dlopen) and initialises its parser; PHX_ELIBRARY when it is
 * missing. Later calls do nothing. The other functions call it, too; what
 * matters is that the first call is made on the main thread.
 */
int feed_init(struct error *err) PHX_MUST_USE;

/* Append a whole document. *out is untouched on failure (PHX_ELIBRARY). */
int feed_atom(const struct feed *feed, struct buf *out,
              struct error *err) PHX_MUST_USE;
int feed_rss(const struct feed *feed, struct buf *out,
             struct error *err) PHX_MUST_USE;
void feed_json(const struct feed *feed, struct buf *out);

struct sitemap_alternate {
    struct str language; /* "en", "x-default" */
    struct str url;
};
struct sitemap_entry {
    struct str url;
    struct date lastmod; /* unix_seconds 0: left out */
    const struct sitemap_alternate *alternates;
    size_t alternate_count;
};
struct feed_file {
    struct str name;
    struct str bytes;
};
struct feed_files {
    PHX_VEC(struct feed_file) list;
};
/*
 * Appends "sitemap.xml" to *files; above 50,000 entries or 50 MiB that is an
 * index of "sitemap-1.xml" … below `base_url`, and they follow it. Names and
 * bytes are in `arena`.
 */
int feed_sitemap(struct arena *arena, struct str base_url,
                 const struct sitemap_entry *entries, size_t count,
                 struct feed_files *files, struct error *err) PHX_MUST_USE;

/* `sitemap_url` may be empty. */
void feed_robots(struct buf *out, struct str sitemap_url, bool allow);

/* "2.9.14", or "missing". */
const char *feed_library_version(void);

#endif
