/* SPDX-License-Identifier: MIT */
/* JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). Other JSON
 * files are left alone. */
#include "feed.h"

#define VERSION_PREFIX "https://jsonfeed.org/version/"

static struct value member(struct value map, const char *key)
{
    const struct value *v = value_map_get(map, str_of(key));

    return v ? *v : value_null();
}

static bool is_text(struct value v)
{
    return value_is(v, VALUE_STRING) && v.len > 0;
}

static bool is_timestamp(struct str text)
{
    struct date date;

    return text.len >= 20 && ascii_lower(text.ptr[10]) == 't' &&
           date_parse(text, NULL, &date) && !date.day_only;
}

static void address(struct feed_reader *r, struct value map, const char *key)
{
    struct value v = member(map, key);

    if (is_text(v))
        feed_address(r, 0, value_text(v));
    else if (!value_is(v, VALUE_NULL))
        feed_find(r, 0, "`%s` is no text", key);
}

static void timestamp(struct feed_reader *r, struct value item, const char *key)
{
    struct value v = member(item, key);

    if (!value_is(v, VALUE_NULL) &&
        !(value_is(v, VALUE_STRING) && is_timestamp(value_text(v))))
        feed_find(r, 0, "`%s` is no date as RFC 3339 has it", key);
}

static void look_at_item(struct feed_reader *r, struct value item)
{
    struct value html = member(item, "content_html");

    if (!value_is(item, VALUE_MAP)) {
        feed_find(r, 0, "an item is no object");
        return;
    }
    if (!is_text(member(item, "id")))
        feed_find(r, 0, "an item has no `id`");
    if (!value_is(html, VALUE_STRING) &&
        !value_is(member(item, "content_text"), VALUE_STRING))
        feed_find(r, 0,
                  "an item has neither `content_html` nor `content_text`");
    timestamp(r, item, "date_published");
    timestamp(r, item, "date_modified");
    address(r, item, "url");
    address(r, item, "image");
    if (value_is(html, VALUE_STRING))
        feed_markup(r, 0, value_text(html));
}

static void look_at_feed(struct feed_reader *r, struct value feed)
{
    struct value items = member(feed, "items");

    if (!is_text(member(feed, "title")))
        feed_find(r, 0, "it has no `title`");
    address(r, feed, "home_page_url");
    address(r, feed, "feed_url");
    address(r, feed, "icon");
    if (!value_is(items, VALUE_LIST)) {
        feed_find(r, 0, "it has no list of `items`");
        return;
    }
    for (size_t i = 0; i < items.as.list->len; i++)
        look_at_item(r, items.as.list->items[i]);
}

void feed_json_check(const struct check *check, struct site_file *file,
                     struct worker *worker, struct str text)
{
    struct feed_reader r = {check, file, worker, "the JSON feed"};
    struct source_ref source = {.path = file->path, .text = text};
    struct diags diags;
    struct value root;

    if (str_find(str_slice(text, 0, 1024), STR(VERSION_PREFIX)) == STR_NONE)
        return;
    diags_init(&diags, &worker->scratch, NULL);
    if (!json_read(&worker->scratch, &source, NULL, &diags, &root)) {
        feed_find(&r, diags.list.len ? diags.list.items[0].span.line : 0,
                  "it does not parse");
        return;
    }
    if (str_starts(value_map_str(root, STR("version"), STR("")),
                   STR(VERSION_PREFIX)))
        look_at_feed(&r, root);
}
