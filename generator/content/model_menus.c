/* SPDX-License-Identifier: MIT */
/*
 * Menus of each language: lists of {name, title, url, children …} with URLs
 * that are right in that language. An entry names a `page` (its source) or a
 * `url` (of this site: "/posts/", or anything with a scheme).
 */
#include "model.h"

#define MENU_DEPTH_MAX 8

/* A text, or texts by language: {en: Posts, zh: 文章}. */
static struct value in_language(struct value v, const struct language *language)
{
    const struct value *own;

    if (v.kind != VALUE_MAP)
        return v;
    own = value_map_get(v, language->code);
    if (own)
        return *own;
    return v.as.map->len ? v.as.map->entries[0].value : value_null();
}

/* The route of a path of this site, in `language` when it is there too. */
static const struct route *route_of(struct assembly *a, struct str path,
                                    const struct language *language)
{
    struct str clean;
    bool file;
    struct address address;
    const struct route *route;

    if (!address_path(a->arena, path, &clean, &file))
        return NULL;
    file = file || (str_chr(path_name(clean), '.') != STR_NONE);
    address = address_make(a->site, a->arena, language, clean, file);
    route = site_route_find(a->site, address.url);
    if (route)
        return route;
    address = address_make(a->site, a->arena, NULL, clean, file);
    return site_route_find(a->site, address.url);
}

static const struct page *page_of(struct assembly *a, struct str path,
                                  const struct language *language)
{
    const struct page *page;

    while (str_starts(path, STR("/")))
        path = str_from(path, 1);
    page = map_get(&a->site->by_path, path);
    if (!page)
        page = map_get(&a->site->by_path,
                       path_join(a->arena, STR("content"), path));
    if (!page || page->hidden != PAGE_SHOWN)
        return NULL;
    for (size_t i = 0; i < page->translation_count; i++)
        if (page->translations[i]->language == language)
            return page->translations[i];
    return page;
}

struct entry {
    struct str url;
    struct str title; /* of what it leads to */
};

static void report_missing(struct assembly *a, const char *path,
                           struct str page_path)
{
    const struct source_ref *source;
    struct span span = config_place(a->config, path, &source);

    diag_add(a->diags, DIAG_LINK_BROKEN, source, span,
             "a menu names the page `%" STR_FMT "`, which is not there",
             STR_ARG(page_path));
}

static struct entry entry_of(struct assembly *a, struct value item,
                             const struct language *language, const char *path)
{
    struct str page_path = value_map_str(item, STR("page"), STR(""));
    struct str url = value_map_str(item, STR("url"), STR(""));
    const struct page *page = NULL;
    const struct route *route = NULL;

    if (page_path.len) {
        page = page_of(a, page_path, language);
        if (!page)
            report_missing(a, path, page_path);
        return page ? (struct entry){page->url, page->title}
                    : (struct entry){STR("#"), page_path};
    }
    if (!str_starts(url, STR("/")) || str_starts(url, STR("//")))
        return (struct entry){url, url};
    route = route_of(a, url, language);
    if (route)
        return (struct entry){route->url, route->title};
    return (struct entry){str_cat(a->arena, a->config->base_path, url), url};
}

static struct value menu_items(struct assembly *a, struct value items,
                               const struct language *language,
                               const char *path, unsigned depth)
{
    struct list_builder list;

    list_builder_init(&list, a->arena);
    for (size_t i = 0; items.kind == VALUE_LIST && depth < MENU_DEPTH_MAX &&
                       i < items.as.list->len;
         i++) {
        struct value item = items.as.list->items[i];
        const struct value *name = value_map_get(item, STR("name"));
        const struct value *children = value_map_get(item, STR("children"));
        struct map_builder map;
        struct entry entry;
        struct value title;

        if (item.kind != VALUE_MAP)
            continue;
        entry = entry_of(a, item, language, path);
        if (!name)
            name = value_map_get(item, STR("title"));
        title = name ? in_language(*name, language) : value_str(entry.title);
        map_builder_init(&map, a->arena);
        for (size_t k = 0; k < item.as.map->len; k++)
            map_builder_set(&map, item.as.map->entries[k].key,
                            item.as.map->entries[k].value);
        map_builder_put(&map, "name", title);
        map_builder_put(&map, "title", title);
        map_builder_put(&map, "url", value_str(entry.url));
        map_builder_put(&map, "children",
                        menu_items(a, children ? *children : value_null(),
                                   language, path, depth + 1));
        list_builder_push(&list, map_builder_finish(&map));
    }
    return list_builder_finish(&list);
}

static struct value menus_of(struct assembly *a,
                             const struct language *language)
{
    struct value own = config_value(
        a->config, str_fmt(a->arena, "languages.%" STR_FMT ".menus",
                           STR_ARG(language->code))
                       .ptr);
    struct value sources[] = {a->config->menus, own};
    struct map_builder map;

    map_builder_init(&map, a->arena);
    for (size_t s = 0; s < PHX_COUNT(sources); s++)
        for (size_t i = 0;
             sources[s].kind == VALUE_MAP && i < sources[s].as.map->len; i++) {
            const struct value_entry *e = &sources[s].as.map->entries[i];

            map_builder_set(&map, e->key,
                            menu_items(a, e->value, language,
                                       s ? "languages" : "menus", 0));
        }
    return map_builder_finish(&map);
}

void model_menus(struct assembly *a)
{
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        lang->menus = menus_of(a, lang->language);
        lang->menus_fingerprint = value_fingerprint(lang->menus);
        site_collection(
            a->site,
            str_fmt(a->arena, "menus@%" STR_FMT, STR_ARG(lang->language->code)),
            &lang->menus_fingerprint);
    }
}
