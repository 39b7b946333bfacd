/* SPDX-License-Identifier: MIT */
/* What the views share: tables of fields, notes, small values. */
#include "view.h"

/* ---- Fields ---- */

static const struct field *find(const struct fields *fields, struct str key)
{
    size_t low = 0;
    size_t high = fields->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(key, str_of(fields->list[middle].name));

        if (order == 0)
            return &fields->list[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool view_get(const struct fields *fields, const void *self, struct str key,
              struct reader *reader, struct value *out)
{
    const struct field *field = find(fields, key);

    return field && field->get(self, reader, out);
}

bool view_keys(const struct fields *fields, struct reader *reader,
               struct value *out)
{
    struct list_builder list;

    list_builder_init(&list, reader->arena);
    for (size_t i = 0; i < fields->count; i++)
        list_builder_push(&list, value_str(str_of(fields->list[i].name)));
    *out = list_builder_finish(&list);
    return true;
}

const struct content_field *content_fields(struct arena *arena, size_t *count)
{
    const struct fields *const all[] = {
        &route_fields,    &page_fields,   &section_fields, &term_fields,
        &taxonomy_fields, &series_fields, &site_fields,    &language_fields,
        &build_fields,    &pager_fields,
    };
    PHX_VEC(struct content_field) list = {0};

    for (size_t i = 0; i < PHX_COUNT(all); i++)
        for (size_t k = 0; k < all[i]->count; k++) {
            struct content_field field = {all[i]->object, all[i]->list[k].name,
                                          all[i]->list[k].text};

            vec_push(arena, &list, field);
        }
    *count = list.len;
    return list.items;
}

/* ---- Notes ---- */

const struct site_language *view_language(const struct site *site,
                                          const struct reader *reader)
{
    for (size_t i = 0; i < site->config->language_count; i++)
        if (str_eq(site->config->languages[i].code, reader->language))
            return &site->languages[i];
    return &site->languages[0];
}

void note_meta(struct reader *reader, const struct page *page)
{
    reader_note(reader, INPUT_PAGE_META, page->path, page->fingerprint_meta);
}

void note_list(struct reader *reader, const struct page_list *list)
{
    reader_note(reader, INPUT_COLLECTION, list->key, list->fingerprint);
}

void note_setting(struct reader *reader, const struct site *site,
                  const char *key)
{
    const struct hash *kept;

    if (!reader->trace)
        return;
    kept = map_get(&site->collections,
                   str_cat(reader->arena, STR("setting:"), str_of(key)));
    reader_note(reader, INPUT_SETTING, str_of(key),
                kept ? *kept : (struct hash){0});
}

static void keep_setting(struct site *site, const char *prefix, struct str key,
                         struct value v)
{
    struct hash h = value_fingerprint(v);

    site_collection(
        site, str_fmt(site->arena, "setting:%s%" STR_FMT, prefix, STR_ARG(key)),
        &h);
}

static void keep_settings(struct site *site, const char *prefix,
                          struct value map)
{
    for (size_t i = 0; map.kind == VALUE_MAP && i < map.as.map->len; i++)
        if (map.as.map->entries[i].key.kind == VALUE_STRING)
            keep_setting(site, prefix, value_text(map.as.map->entries[i].key),
                         map.as.map->entries[i].value);
}

void view_settings(struct site *site)
{
    const struct config *config = site->config;

    keep_settings(site, "", config->root);
    keep_settings(site, "params.", config_value(config, "params"));
    keep_setting(site, "", STR("base_url"),
                 value_str(str_fmt(site->arena, "%" STR_FMT " %" STR_FMT,
                                   STR_ARG(config->base_url),
                                   STR_ARG(config->base_path))));
    keep_setting(site, "build.", STR("commit"), value_str(site->head.commit));
    keep_setting(site, "build.", STR("short_commit"),
                 value_str(site->head.commit));
    keep_setting(site, "build.", STR("branch"), value_str(site->head.branch));
    keep_setting(site, "build.", STR("dirty"), value_bool(site->head.dirty));
    keep_setting(site, "build.", STR("environment"),
                 value_str(config->build.environment));
    keep_setting(
        site, "build.", STR("time"),
        value_date(site->head.known ? site->head.date : (struct date){0}));
}

/* ---- Values ---- */

struct value view_object(const struct value_object *object)
{
    return (struct value){.kind = VALUE_OBJECT, .as.object = object};
}

struct value view_page(const struct page *page)
{
    return page ? view_object(&page->object) : value_null();
}

struct value view_text(struct str text)
{
    return text.len ? value_str(text) : value_null();
}

struct value view_date(struct date date, bool known)
{
    return known ? value_date(date) : value_null();
}

struct value view_list(const struct value_list *list)
{
    return (struct value){.kind = VALUE_LIST, .as.list = list};
}

void view_feeds(struct list_builder *list, const struct site *site,
                struct arena *arena, struct str url, struct str title)
{
    static const struct {
        const char *file, *format, *type;
    } feeds[] = {
        {"atom.xml", "atom", "application/atom+xml"},
        {"rss.xml", "rss", "application/rss+xml"},
        {"feed.json", "json", "application/feed+json"},
    };

    for (size_t i = 0; i < PHX_COUNT(feeds); i++) {
        struct str own = str_cat(arena, url, str_of(feeds[i].file));
        struct map_builder map;

        if (!site_route_find(site, own))
            continue;
        map_builder_init(&map, arena);
        map_builder_put(&map, "format", value_str(str_of(feeds[i].format)));
        map_builder_put(&map, "type", value_str(str_of(feeds[i].type)));
        map_builder_put(&map, "title", value_str(title));
        map_builder_put(&map, "url", value_str(own));
        map_builder_put(&map, "permalink",
                        value_str(site_absolute(site, arena, own)));
        list_builder_push(list, map_builder_finish(&map));
    }
}

/* Years of one archive stand together: it is sorted by date. */
struct value view_archive(const struct site_language *lang,
                          struct reader *reader)
{
    const struct page_list *pages = &lang->archive;
    struct list_builder years;
    size_t first = 0;

    note_list(reader, pages);
    list_builder_init(&years, reader->arena);
    while (first < pages->len) {
        int year = date_fields(pages->items[first]->date).year;
        size_t end = first;
        struct map_builder map;

        while (end < pages->len &&
               date_fields(pages->items[end]->date).year == year)
            end++;
        map_builder_init(&map, reader->arena);
        map_builder_put(&map, "year", value_int(year));
        map_builder_put(&map, "count", value_int((int64_t)(end - first)));
        map_builder_put(&map, "pages",
                        value_list_of(reader->arena,
                                      pages->values.items + first,
                                      end - first));
        list_builder_push(&years, map_builder_finish(&map));
        first = end;
    }
    return list_builder_finish(&years);
}
