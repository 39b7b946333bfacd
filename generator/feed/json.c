/* SPDX-License-Identifier: MIT */
/*
 * JSON Feed 1.1, as a value written by value/'s JSON writer. Texts are cleaned
 * as in the XML formats, so that one feed says the same in each.
 */
#include "common.h"
#include "xml.h"

static struct value text_value(struct arena *arena, struct str text)
{
    return value_str(xml_clean(arena, text));
}

static void put_text(struct map_builder *map, const char *key, struct str text)
{
    if (text.len > 0)
        map_builder_put(map, key, text_value(map->arena, text));
}

static void put_url(struct map_builder *map, const char *key, struct str url)
{
    if (url.len > 0)
        map_builder_put(map, key, value_str(xml_url(map->arena, url)));
}

static void put_date(struct map_builder *map, const char *key, struct date d)
{
    if (feed_has_date(d))
        map_builder_put(map, key, value_str(feed_instant(map->arena, d)));
}

static void put_authors(struct map_builder *map, const struct feed *feed,
                        const struct feed_author *authors, size_t count)
{
    struct list_builder list;
    if (count == 0)
        return;
    list_builder_init(&list, map->arena);
    for (size_t i = 0; i < count; i++) {
        struct map_builder author;
        map_builder_init(&author, map->arena);
        put_text(&author, "name", feed_author_name(feed, &authors[i]));
        put_url(&author, "url", authors[i].url);
        list_builder_push(&list, map_builder_finish(&author));
    }
    map_builder_put(map, "authors", list_builder_finish(&list));
}

static struct value item_value(struct arena *arena, const struct feed *feed,
                               const struct feed_item *item)
{
    struct map_builder map;
    map_builder_init(&map, arena);
    put_url(&map, "id", item->url);
    put_url(&map, "url", item->url);
    put_text(&map, "title", item->title);
    /* One of content_html and content_text must be there. */
    if (item->content_html.len > 0)
        put_text(&map, "content_html", item->content_html);
    else
        map_builder_put(&map, "content_text", text_value(arena, item->summary));
    put_text(&map, "summary", item->summary);
    put_url(&map, "image", item->image);
    put_date(&map, "date_published", item->published);
    put_date(&map, "date_modified", item->updated);
    put_authors(&map, feed, item->authors, item->author_count);
    if (item->tag_count > 0) {
        struct list_builder tags;
        list_builder_init(&tags, arena);
        for (size_t i = 0; i < item->tag_count; i++)
            list_builder_push(&tags, text_value(arena, item->tags[i]));
        map_builder_put(&map, "tags", list_builder_finish(&tags));
    }
    put_text(&map, "language", item->language);
    return map_builder_finish(&map);
}

void feed_json(const struct feed *feed, struct buf *out)
{
    struct arena arena;
    struct map_builder map;
    struct list_builder items;

    arena_init(&arena);
    map_builder_init(&map, &arena);
    list_builder_init(&items, &arena);
    map_builder_put(&map, "version",
                    value_str(STR("https://jsonfeed.org/version/1.1")));
    map_builder_put(&map, "title", text_value(&arena, feed->title));
    put_url(&map, "home_page_url", feed->home_url);
    put_url(&map, "feed_url", feed->self_url);
    put_text(&map, "description", feed->subtitle);
    put_url(&map, "icon", feed->icon);
    put_text(&map, "language", feed->language);
    put_authors(&map, feed, feed->authors, feed->author_count);
    for (size_t i = 0; i < feed->item_count; i++)
        list_builder_push(&items, item_value(&arena, feed, &feed->items[i]));
    map_builder_put(&map, "items", list_builder_finish(&items));
    json_write(out, map_builder_finish(&map), 2, false, NULL);
    buf_add_char(out, '\n');
    arena_deinit(&arena);
}
