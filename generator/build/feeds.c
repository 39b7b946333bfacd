/* SPDX-License-Identifier: MIT */
/*
 * Feeds and the sitemap: from routes and pages to the plain structs of feed/.
 */
#include "render.h"

#include "bodies.h"
#include "inputs.h"
#include "keep.h"

/* ---- Authors, tags ---- */

static const struct feed_author *authors_of(struct arena *arena,
                                            struct value list, size_t *count)
{
    struct feed_author *authors;

    *count = value_is(list, VALUE_LIST) ? list.as.list->len : 0;
    authors = arena_array(arena, struct feed_author, *count);
    for (size_t i = 0; i < *count; i++) {
        struct value v = list.as.list->items[i];
        authors[i] = (struct feed_author){
            .name = value_map_str(v, STR("name"), STR("")),
            .url = value_map_str(v, STR("url"), STR("")),
        };
    }
    return authors;
}

static const struct feed_author *
site_author(struct arena *arena, const struct config *config, size_t *count)
{
    struct feed_author *author = arena_new(arena, struct feed_author);

    author->name = value_map_str(config->author, STR("name"), STR(""));
    author->url = value_map_str(config->author, STR("url"), STR(""));
    if (author->name.len == 0)
        author->name = config->title;
    *count = author->name.len > 0;
    return author;
}

/* ---- Items ---- */

static struct str body_text(struct reader *reader, const struct page *page,
                            enum fill_part part)
{
    struct value v;

    return body_value(reader, page, part, &v) ? value_text(v) : STR("");
}

static const struct str *tags_of(struct arena *arena, const struct page *page,
                                 size_t *count)
{
    struct value tags = {0};
    const struct value *found = value_map_get(page->meta, STR("tags"));
    struct str *names;

    if (found)
        tags = *found;
    *count = value_is(tags, VALUE_LIST)     ? tags.as.list->len
             : value_is(tags, VALUE_STRING) ? 1
                                            : 0;
    names = arena_array(arena, struct str, *count);
    for (size_t i = 0; i < *count; i++) {
        struct value v =
            value_is(tags, VALUE_LIST) ? tags.as.list->items[i] : tags;
        names[i] = value_is(v, VALUE_STRING) ? value_text(v) : STR("");
    }
    return names;
}

static struct str description_of(struct reader *reader, const struct page *page)
{
    struct value v;

    if (body_description(reader, page, &v))
        return value_text(v);
    return page->description.len ? page->description
                                 : page->document.summary_text;
}

static struct feed_item item_of(struct reader *reader, const struct page *page,
                                bool full)
{
    struct feed_item item = {
        .title = page->title,
        .url = page->permalink,
        .summary = description_of(reader, page),
        .content_html =
            body_text(reader, page, full ? FILL_BODY : FILL_SUMMARY),
        .published = page->has_date ? page->date : page->updated,
        .updated = page->has_updated ? page->updated : page->date,
        .language = page->language->tag,
    };

    reader_note(reader, INPUT_PAGE_META, page->path, page->fingerprint_meta);
    item.authors = authors_of(reader->arena, page->authors, &item.author_count);
    item.tags = tags_of(reader->arena, page, &item.tag_count);
    return item;
}

/* ---- A feed ---- */

/* A feed's place in its title: "phx · tags: C" comes from the route. */
static struct str title_of(struct arena *arena, const struct route *route)
{
    struct str site = route->language->title;

    if (route->title.len == 0 || str_eq(route->title, site))
        return site;
    return str_fmt(arena, "%" STR_FMT " \xc2\xb7 %" STR_FMT,
                   STR_ARG(route->title), STR_ARG(site));
}

bool render_feed(struct build *build, const struct route *route,
                 struct reader *reader, struct buf *out, struct error *err)
{
    struct arena *arena = reader->arena;
    const struct config *config = &build->config;
    size_t limit = config->feed_limit;
    size_t count = limit && route->list_len > limit ? limit : route->list_len;
    struct feed_item *items = arena_array(arena, struct feed_item, count);
    struct feed feed = {
        .title = title_of(arena, route),
        .subtitle = route->language->description,
        .home_url = site_absolute(build->site, arena, route->target),
        .self_url = site_absolute(build->site, arena, route->url),
        .language = route->language->tag,
        .rights = config->copyright,
        .items = items,
        .item_count = count,
    };

    reader_note(reader, INPUT_COLLECTION,
                str_cat(arena, STR("route:"), route->url), route->fingerprint);
    for (size_t i = 0; i < count; i++) {
        items[i] = item_of(reader, route->list[i], config->feed_full);
        if (items[i].updated.unix_seconds > feed.updated.unix_seconds)
            feed.updated = items[i].updated;
    }
    feed.authors = site_author(arena, config, &feed.author_count);
    switch (route->feed) {
    case FEED_ATOM:
        return feed_atom(&feed, out, err) == 0;
    case FEED_RSS:
        return feed_rss(&feed, out, err) == 0;
    case FEED_JSON:
        feed_json(&feed, out);
        return true;
    }
    return false;
}

/* ---- The sitemap ---- */

static bool in_sitemap(const struct route *route)
{
    switch (route->kind) {
    case ROUTE_PAGE:
    case ROUTE_SECTION:
    case ROUTE_TAXONOMY:
    case ROUTE_TERM:
    case ROUTE_SERIES:
    case ROUTE_ARCHIVE:
    case ROUTE_HOME:
        return route->pager.number <= 1;
    case ROUTE_ALIAS:
    case ROUTE_NOT_FOUND:
    case ROUTE_FEED:
    case ROUTE_SITEMAP:
    case ROUTE_ROBOTS:
    case ROUTE_TEXT:
    case ROUTE_MARKDOWN:
        return false;
    }
    return false;
}

static struct sitemap_entry sitemap_entry(struct build *build,
                                          struct arena *arena,
                                          const struct route *route)
{
    struct sitemap_entry entry = {
        .url = site_absolute(build->site, arena, route->url)};
    size_t count;
    const struct alternate *alternates =
        route_alternates(build->site, arena, route, &count);
    struct sitemap_alternate *to =
        arena_array(arena, struct sitemap_alternate, count);

    if (route->page && route->page->has_updated)
        entry.lastmod = route->page->updated;
    else if (route->page && route->page->has_date)
        entry.lastmod = route->page->date;
    for (size_t i = 0; i < count; i++)
        to[i] = (struct sitemap_alternate){alternates[i].language->tag,
                                           alternates[i].permalink};
    entry.alternates = to;
    entry.alternate_count = count;
    return entry;
}

static struct sitemap_entry *sitemap_entries(struct build *build,
                                             struct arena *arena, size_t *count)
{
    size_t route_count;
    const struct route *routes = site_routes(build->site, &route_count);
    struct sitemap_entry *entries =
        arena_array(arena, struct sitemap_entry, route_count);

    *count = 0;
    for (size_t i = 0; i < route_count; i++)
        if (in_sitemap(&routes[i]))
            entries[(*count)++] = sitemap_entry(build, arena, &routes[i]);
    return entries;
}

static struct hash hash_entries(const struct sitemap_entry *entries,
                                size_t count)
{
    struct hash h = hash_mix_int((struct hash){0}, count);

    for (size_t i = 0; i < count; i++) {
        const struct sitemap_entry *e = &entries[i];
        h = hash_mix_str(h, e->url);
        h = hash_mix_int(h, (uint64_t)e->lastmod.unix_seconds);
        h = hash_mix_int(h, (uint64_t)e->lastmod.offset);
        for (size_t k = 0; k < e->alternate_count; k++) {
            h = hash_mix_str(h, e->alternates[k].language);
            h = hash_mix_str(h, e->alternates[k].url);
        }
    }
    return h;
}

struct hash sitemap_fingerprint(struct build *build, struct arena *scratch)
{
    size_t count;
    const struct sitemap_entry *entries =
        sitemap_entries(build, scratch, &count);

    return hash_entries(entries, count);
}

int render_sitemap(struct build *build, struct worker *worker,
                   struct reader *reader, const struct str **outputs,
                   size_t *output_count, struct error *err)
{
    struct arena *arena = &worker->scratch;
    struct feed_files files = {0};
    size_t count;
    const struct sitemap_entry *entries = sitemap_entries(build, arena, &count);

    reader_note(reader, INPUT_COLLECTION, STR(INPUT_SITEMAP),
                hash_entries(entries, count));
    int rc = feed_sitemap(arena, build->config.base_url, entries, count, &files,
                          err);
    struct str *names = arena_array(&worker->keep, struct str, files.list.len);
    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        names[i] = str_dup(&worker->keep, files.list.items[i].name);
        rc = keep_put(build, names[i], files.list.items[i].bytes, OUTPUT_PAGE,
                      err);
    }
    *outputs = names;
    *output_count = files.list.len;
    return rc;
}
