/* SPDX-License-Identifier: MIT */
/*
 * Atom (RFC 4287). What it demands and a site may lack is filled in: an author
 * (4.1.1) and an updated date of each entry (4.1.2).
 */
#include "common.h"
#include "xml.h"

static void write_link(struct xml *xml, const char *rel, const char *type,
                       struct str url)
{
    if (url.len == 0)
        return;
    xml_start(xml, "link");
    xml_attr(xml, "rel", str_of(rel));
    xml_attr(xml, "type", str_of(type));
    xml_url_attr(xml, "href", url);
    xml_end(xml);
}

static void write_authors(struct xml *xml, const struct feed *feed,
                          const struct feed_author *authors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        xml_start(xml, "author");
        xml_element(xml, "name", feed_author_name(feed, &authors[i]));
        xml_url_element(xml, "uri", authors[i].url);
        xml_element(xml, "email", authors[i].email);
        xml_end(xml);
    }
}

static void write_date(struct xml *xml, struct arena *arena, const char *name,
                       struct date d)
{
    xml_element(xml, name, feed_instant(arena, d));
}

static void write_entry(struct xml *xml, struct arena *arena,
                        const struct feed *feed, const struct feed_item *item)
{
    xml_start(xml, "entry");
    if (item->language.len > 0 && !str_eq(item->language, feed->language))
        xml_attr(xml, "xml:lang", item->language);
    xml_start(xml, "title");
    xml_text(xml, item->title);
    xml_end(xml);
    xml_url_element(xml, "id", item->url);
    write_link(xml, "alternate", "text/html", item->url);
    if (feed_has_date(item->published))
        write_date(xml, arena, "published", item->published);
    write_date(xml, arena, "updated", feed_item_updated(feed, item));
    write_authors(xml, feed, item->authors, item->author_count);
    for (size_t i = 0; i < item->tag_count; i++) {
        xml_start(xml, "category");
        xml_attr(xml, "term", item->tags[i]);
        xml_end(xml);
    }
    xml_element(xml, "summary", item->summary);
    if (item->content_html.len > 0) {
        xml_start(xml, "content");
        xml_attr(xml, "type", STR("html"));
        xml_text(xml, item->content_html);
        xml_end(xml);
    }
    xml_end(xml);
}

static void write_feed(struct xml *xml, struct arena *arena,
                       const struct feed *feed)
{
    static const struct feed_author nobody;
    xml_attr(xml, "xmlns", STR("http://www.w3.org/2005/Atom"));
    if (feed->language.len > 0)
        xml_attr(xml, "xml:lang", feed->language);
    xml_start(xml, "title");
    xml_text(xml, feed->title);
    xml_end(xml);
    xml_element(xml, "subtitle", feed->subtitle);
    xml_url_element(xml, "id", feed->self_url);
    write_date(xml, arena, "updated", feed_updated(feed));
    write_link(xml, "self", "application/atom+xml", feed->self_url);
    write_link(xml, "alternate", "text/html", feed->home_url);
    if (feed->author_count > 0)
        write_authors(xml, feed, feed->authors, feed->author_count);
    else
        write_authors(xml, feed, &nobody, 1);
    xml_url_element(xml, "icon", feed->icon);
    xml_element(xml, "rights", feed->rights);
    for (size_t i = 0; i < feed->item_count; i++)
        write_entry(xml, arena, feed, &feed->items[i]);
}

int feed_atom(const struct feed *feed, struct buf *out, struct error *err)
{
    struct xml xml;
    struct arena arena;
    int rc = xml_open(&xml, "feed", err);
    if (rc < 0) {
        phx_ignore(xml_close(&xml, NULL, err), "err says why already");
        return rc;
    }
    arena_init(&arena);
    write_feed(&xml, &arena, feed);
    rc = xml_close(&xml, out, err);
    arena_deinit(&arena);
    return rc;
}
