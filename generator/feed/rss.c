/* SPDX-License-Identifier: MIT */
/*
 * RSS 2.0, with the usual three modules: atom:link to itself, dc:creator (an
 * RSS author must be an e-mail address), content:encoded.
 */
#include "common.h"
#include "xml.h"

static void write_date(struct xml *xml, struct arena *arena, const char *name,
                       struct date d)
{
    xml_element(xml, name, date_rfc822(arena, d));
}

static void write_item(struct xml *xml, struct arena *arena,
                       const struct feed *feed, const struct feed_item *item)
{
    bool own = item->author_count > 0;
    const struct feed_author *authors = own ? item->authors : feed->authors;
    size_t author_count = own ? item->author_count : feed->author_count;

    xml_start(xml, "item");
    xml_start(xml, "title");
    xml_text(xml, item->title);
    xml_end(xml);
    xml_url_element(xml, "link", item->url);
    xml_start(xml, "guid");
    xml_attr(xml, "isPermaLink", STR("true"));
    xml_text(xml, xml_url(arena, item->url));
    xml_end(xml);
    if (feed_has_date(item->published))
        write_date(xml, arena, "pubDate", item->published);
    for (size_t i = 0; i < author_count; i++)
        xml_element(xml, "dc:creator", feed_author_name(feed, &authors[i]));
    for (size_t i = 0; i < item->tag_count; i++)
        xml_element(xml, "category", item->tags[i]);
    xml_element(xml, "description", item->summary);
    if (item->content_html.len > 0) {
        xml_start(xml, "content:encoded");
        xml_cdata(xml, item->content_html);
        xml_end(xml);
    }
    xml_end(xml);
}

static void write_channel(struct xml *xml, struct arena *arena,
                          const struct feed *feed)
{
    struct str about = feed->subtitle.len > 0 ? feed->subtitle : feed->title;
    xml_start(xml, "channel");
    xml_start(xml, "title");
    xml_text(xml, feed->title);
    xml_end(xml);
    xml_url_element(xml, "link", feed->home_url);
    xml_start(xml, "description");
    xml_text(xml, about);
    xml_end(xml);
    xml_element(xml, "language", feed->language);
    xml_element(xml, "copyright", feed->rights);
    write_date(xml, arena, "lastBuildDate", feed_updated(feed));
    xml_start(xml, "atom:link");
    xml_attr(xml, "rel", STR("self"));
    xml_attr(xml, "type", STR("application/rss+xml"));
    xml_url_attr(xml, "href", feed->self_url);
    xml_end(xml);
    for (size_t i = 0; i < feed->item_count; i++)
        write_item(xml, arena, feed, &feed->items[i]);
    xml_end(xml);
}

int feed_rss(const struct feed *feed, struct buf *out, struct error *err)
{
    struct xml xml;
    struct arena arena;
    int rc = xml_open(&xml, "rss", err);
    if (rc < 0) {
        phx_ignore(xml_close(&xml, NULL, err), "err says why already");
        return rc;
    }
    arena_init(&arena);
    xml_attr(&xml, "version", STR("2.0"));
    xml_attr(&xml, "xmlns:atom", STR("http://www.w3.org/2005/Atom"));
    xml_attr(&xml, "xmlns:content",
             STR("http://purl.org/rss/1.0/modules/content/"));
    xml_attr(&xml, "xmlns:dc", STR("http://purl.org/dc/elements/1.1/"));
    write_channel(&xml, &arena, feed);
    rc = xml_close(&xml, out, err);
    arena_deinit(&arena);
    return rc;
}
