/* SPDX-License-Identifier: MIT */
/*
 * feed: Atom, RSS, sitemap (written with libxml2), JSON Feed, robots.txt.
 * Takes plain structs with absolute URLs; knows nothing of pages. libxml2 is
 * opened (dlopen) when first needed; feed_init runs on the main thread.
 *
 * (Contract sketch: the owner of this room completes it.)
 */
#ifndef PHX_FEED_FEED_H
#define PHX_FEED_FEED_H

#include "value/value.h"

struct feed_author {
    struct str name;
    struct str url;
    struct str email;
};

struct feed_item {
    struct str title;
    struct str url; /* absolute; also the id */
    struct str summary;      /* plain text */
    struct str content_html; /* absolute URLs inside */
    struct date published;
    struct date updated;
    struct str language;
    const struct feed_author *authors;
    size_t author_count;
    const struct str *tags;
    size_t tag_count;
    struct str image; /* absolute, or empty */
};

struct feed {
    struct str title;
    struct str subtitle;
    struct str home_url; /* absolute page the feed belongs to */
    struct str self_url; /* absolute URL of the feed itself */
    struct str language;
    struct str rights;
    struct str icon;
    struct date updated;
    const struct feed_author *authors;
    size_t author_count;
    const struct feed_item *items;
    size_t item_count;
};

int feed_init(struct error *err) PHX_MUST_USE;
int feed_atom(const struct feed *feed, struct buf *out,
              struct error *err) PHX_MUST_USE;
int feed_rss(const struct feed *feed, struct buf *out,
             struct error *err) PHX_MUST_USE;
void feed_json(const struct feed *feed, struct buf *out);

struct sitemap_alternate {
    struct str language;
    struct str url;
};
struct sitemap_entry {
    struct str url;
    struct date lastmod; /* unix_seconds 0: left out */
    const struct sitemap_alternate *alternates;
    size_t alternate_count;
};
/* At most 50,000 entries a file: *files gets "sitemap.xml", or an index and
 * parts. */
struct feed_file {
    struct str name;
    struct str bytes;
};
struct feed_files {
    PHX_VEC(struct feed_file) list;
};
int feed_sitemap(struct arena *arena, struct str base_url,
                 const struct sitemap_entry *entries, size_t count,
                 struct feed_files *files, struct error *err) PHX_MUST_USE;

/* `sitemap_url` may be empty. */
void feed_robots(struct buf *out, struct str sitemap_url, bool allow);

const char *feed_library_version(void);

#endif
