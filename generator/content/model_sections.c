/* SPDX-License-Identifier: MIT */
/*
 * Sections: which folder's section a page belongs to, in which lists it stands
 * and in which order. Also the language's lists: all pages, main, archive.
 */
#include "model.h"

/* ---- The tree ---- */

static struct section *section_get(struct assembly *a,
                                   struct site_language *lang, struct str id)
{
    struct section *section = map_get(&lang->sections, id);

    if (section)
        return section;
    section = arena_new(a->arena, struct section);
    section->id = id;
    section->language = lang->language;
    section->lang = lang;
    section->object = (struct value_object){&section_type, section};
    section->title = STR("");
    section->plain =
        str_chr(id, '/') != STR_NONE && !map_has(&a->site->sectioned, id);
    map_set(&lang->sections, id, section);
    vec_push(a->arena, &lang->section_list, section);
    if (id.len) {
        section->parent = section_get(a, lang, path_dir(id));
        vec_push(a->arena, &section->parent->children, section);
    }
    return section;
}

/* A Markdown file in a bundle's folder belongs where the bundle does. */
static struct str folder_of(struct assembly *a, const struct page *page)
{
    struct str folder = page->folder;

    if (a->site->bundles.len == 0 || page->is_index)
        return folder;
    for (struct str up = folder; up.len; up = path_dir(up))
        if (map_has(&a->site->bundles, up))
            folder = path_dir(up);
    return folder;
}

/* 404.md is published, but nobody lists it. */
static bool is_listed(const struct page *page)
{
    return !page->is_index && !str_is(page->id, "404");
}

static void place_page(struct assembly *a, struct page *page)
{
    struct site_language *lang = site_language_of(a->site, page->language);
    struct section *section = section_get(a, lang, folder_of(a, page));

    if (page->is_index) {
        if (!section->page) /* a second one is a duplicate URL */
            section->page = page;
        page->section = section;
        return;
    }
    if (!is_listed(page)) {
        page->section = lang->home;
        return;
    }
    page_list_push(a->arena, &lang->pages, page);
    page_list_push(a->arena, &section->pages, page);
    while (section->plain) {
        section = section->parent;
        page_list_push(a->arena, &section->pages, page);
    }
    page->section = section;
}

static void title_section(struct assembly *a, struct section *section)
{
    section->title = section->page ? section->page->title : STR("");
    if (section->title.len)
        return;
    section->title = section->id.len
                         ? title_of_name(a->arena, path_name(section->id))
                         : section->language->title;
    if (section->page)
        section->page->title = section->title;
}

static int by_id(const void *left, const void *right)
{
    const struct section *a = *(const struct section *const *)left;
    const struct section *b = *(const struct section *const *)right;

    return str_cmp(a->id, b->id);
}

static int by_weight_and_title(const void *left, const void *right)
{
    const struct section *a = *(const struct section *const *)left;
    const struct section *b = *(const struct section *const *)right;
    int64_t wa = a->page && a->page->weight ? a->page->weight : INT64_MAX;
    int64_t wb = b->page && b->page->weight ? b->page->weight : INT64_MAX;
    int order;

    if (wa != wb)
        return wa < wb ? -1 : 1;
    order = str_cmp_natural(a->title, b->title);
    return order ? order : str_cmp(a->id, b->id);
}

static void order_children(struct assembly *a, struct section *section)
{
    struct value *values =
        arena_array(a->arena, struct value, section->children.len);

    if (section->children.len)
        qsort(section->children.items, section->children.len,
              sizeof(struct section *), by_weight_and_title);
    for (size_t i = 0; i < section->children.len; i++)
        values[i] =
            (struct value){.kind = VALUE_OBJECT,
                           .as.object = &section->children.items[i]->object};
    section->child_values =
        (struct value_list){.items = values, .len = section->children.len};
}

void model_sections(struct assembly *a)
{
    struct site *site = a->site;

    for (size_t i = 0; i < a->config->language_count; i++)
        site->languages[i].home = section_get(a, &site->languages[i], STR(""));
    for (size_t i = 0; i < site->dated.len; i++)
        place_page(a, site->dated.items[i]);
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &site->languages[i];

        qsort(lang->section_list.items, lang->section_list.len,
              sizeof(struct section *), by_id);
        for (size_t k = 0; k < lang->section_list.len; k++)
            title_section(a, lang->section_list.items[k]);
        for (size_t k = 0; k < lang->section_list.len; k++)
            order_children(a, lang->section_list.items[k]);
    }
}

/* ---- Orders ---- */

static int by_weight(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int64_t wa = a->weight ? a->weight : INT64_MAX;
    int64_t wb = b->weight ? b->weight : INT64_MAX;

    return wa != wb ? (wa < wb ? -1 : 1) : page_order(left, right);
}

static int by_title(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int order = str_cmp_natural(a->title, b->title);

    return order ? order : str_cmp(a->path, b->path);
}

static int by_path(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int order = str_cmp_natural(a->path, b->path);

    return order ? order : str_cmp(a->path, b->path);
}

static bool has_weights(const struct page_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i]->weight)
            return true;
    return false;
}

/* Lists are filled newest first; `sort` of the _index.md or weights change
 * that. */
static void sort_section(struct section *section)
{
    struct str sort = section->page ? section->page->sort : STR("");
    int (*order)(const void *, const void *) = NULL;

    if (str_is(sort, "title"))
        order = by_title;
    else if (str_is(sort, "path"))
        order = by_path;
    else if (!str_is(sort, "date") && has_weights(&section->pages))
        order = by_weight;
    if (order)
        qsort(section->pages.items, section->pages.len, sizeof(struct page *),
              order);
}

/* ---- The main sections ---- */

static struct section *top_of(const struct page *page)
{
    struct section *section = page->section;

    while (section->parent && section->parent->parent)
        section = section->parent;
    return section;
}

static struct section *largest(struct site_language *lang)
{
    struct section *best = lang->home;
    size_t most = 0;

    for (size_t i = 0; i < lang->section_list.len; i++) {
        struct section *section = lang->section_list.items[i];

        if (!section->parent || section->parent->parent ||
            section->pages.len <= most)
            continue;
        best = section;
        most = section->pages.len;
    }
    return best;
}

/* Configured, else named as people name them, else the largest. */
static void main_sections(struct assembly *a, struct site_language *lang,
                          struct map *chosen)
{
    const char *const usual[] = {"posts",    "post",    "blog",
                                 "articles", "writing", "notes"};
    struct section *section;

    for (size_t i = 0; i < a->config->main_section_count; i++)
        map_set(chosen, a->config->main_sections[i], lang);
    if (chosen->len)
        return;
    for (size_t i = 0; i < PHX_COUNT(usual); i++)
        if (map_has(&lang->sections, str_of(usual[i])))
            map_set(chosen, str_of(usual[i]), lang);
    if (chosen->len)
        return;
    section = largest(lang);
    map_set(chosen, section->id, lang);
}

static bool is_main(const struct map *chosen, const struct page *page)
{
    if (map_has(chosen, top_of(page)->id))
        return true;
    return map_has(chosen, page->section->id);
}

static struct str list_key(struct assembly *a, const char *what,
                           const struct section *section,
                           const struct language *language)
{
    return str_fmt(a->arena, "%s:%" STR_FMT "@%" STR_FMT, what,
                   STR_ARG(section->id), STR_ARG(language->code));
}

/* The archive is grouped by year, so the years are part of it. */
static void mix_years(struct assembly *a, struct page_list *list)
{
    struct hash h = list->fingerprint;

    for (size_t i = 0; i < list->len; i++)
        h = hash_mix_int(h, (uint64_t)date_fields(list->items[i]->date).year);
    list->fingerprint = h;
    site_collection(a->site, list->key, &h);
}

static void finish_language(struct assembly *a, struct site_language *lang)
{
    struct map chosen;

    map_init(&chosen, a->arena);
    main_sections(a, lang, &chosen);
    for (size_t i = 0; i < lang->pages.len; i++) {
        struct page *page = lang->pages.items[i];

        if (!is_main(&chosen, page))
            continue;
        page_list_push(a->arena, &lang->main, page);
        if (page->has_date)
            page_list_push(a->arena, &lang->archive, page);
    }
    page_list_finish(a->site, &lang->pages,
                     list_key(a, "pages", lang->home, lang->language));
    page_list_finish(a->site, &lang->main,
                     list_key(a, "main", lang->home, lang->language));
    page_list_finish(a->site, &lang->archive,
                     list_key(a, "archive", lang->home, lang->language));
    mix_years(a, &lang->archive);
}

void model_section_lists(struct assembly *a)
{
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        finish_language(a, lang);
        for (size_t k = 0; k < lang->section_list.len; k++) {
            struct section *section = lang->section_list.items[k];

            sort_section(section);
            page_list_finish(a->site, &section->pages,
                             list_key(a, "section", section, lang->language));
            section->head_key =
                list_key(a, "head:section", section, lang->language);
        }
    }
}
