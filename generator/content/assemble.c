/* SPDX-License-Identifier: MIT */
/*
 * From parsed pages to the site: the order of the steps, dates and authors from
 * history, and which pages are shown. Everything here is serial and near-linear
 * in the number of pages.
 */
#include "view.h"

struct site_language *site_language_of(const struct site *site,
                                       const struct language *language)
{
    return &site->languages[language->index];
}

void site_collection(struct site *site, struct str key,
                     const struct hash *fingerprint)
{
    struct hash *copy = arena_copy(site->arena, fingerprint, sizeof(*copy));

    map_set(&site->collections, key, copy);
}

/* ---- Lists ---- */

void page_list_push(struct arena *arena, struct page_list *list,
                    struct page *page)
{
    vec_push(arena, list, page);
}

void page_list_finish(struct site *site, struct page_list *list, struct str key)
{
    struct value *values = arena_array(site->arena, struct value, list->len);
    struct hash h = {0};

    for (size_t i = 0; i < list->len; i++) {
        values[i] = (struct value){.kind = VALUE_OBJECT,
                                   .as.object = &list->items[i]->object};
        h = hash_mix(h, list->items[i]->id_hash);
    }
    list->values = (struct value_list){.items = values, .len = list->len};
    list->fingerprint = hash_mix_int(h, list->len);
    list->key = key;
    site_collection(site, key, &list->fingerprint);
}

struct value page_list_value(const struct page_list *list)
{
    return (struct value){.kind = VALUE_LIST, .as.list = &list->values};
}

int page_order(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;

    if (a->has_date != b->has_date)
        return a->has_date ? -1 : 1;
    if (a->has_date && a->date.unix_seconds != b->date.unix_seconds)
        return a->date.unix_seconds > b->date.unix_seconds ? -1 : 1;
    return str_cmp(a->path, b->path);
}

/* ---- Dates from history ---- */

static struct date in_zone(const struct config *config, struct date date)
{
    date.offset = (int16_t)date_zone_offset_at(config->zone, date.unix_seconds);
    return date;
}

/* A commit on the day of a date without a time is no later change. */
static bool is_later(struct date date, struct date than)
{
    return date.unix_seconds >
           than.unix_seconds + (than.day_only ? 24 * 60 * 60 - 1 : 0);
}

static void apply_history(struct assembly *a, struct page *page)
{
    const struct repo_file_history *history =
        a->history ? repo_history_of(a->history, page->path) : NULL;

    page->history = history;
    if (history && !page->has_date) {
        page->date = in_zone(a->config, history->created);
        page->has_date = true;
    }
    if (history && !page->has_updated &&
        is_later(history->updated, page->date)) {
        page->updated = in_zone(a->config, history->updated);
        page->has_updated = true;
    }
    model_authors(a, page);
}

/* ---- What is shown ---- */

static void note_change(struct site *site, int64_t at)
{
    if (site->has_next_change && site->next_change <= at)
        return;
    site->has_next_change = true;
    site->next_change = at;
}

/* A date from git never hides a page: clocks differ, and SOURCE_DATE_EPOCH may
 * lie before the last commit. */
static enum page_hidden hidden(struct assembly *a, const struct page *page)
{
    const struct build_settings *build = &a->config->build;
    int64_t now = build->now.unix_seconds;

    if (page->hidden == PAGE_FAILED)
        return PAGE_FAILED;
    if (page->draft && !build->drafts)
        return PAGE_DRAFT;
    if (page->date_written && page->date.unix_seconds > now && !build->future) {
        note_change(a->site, page->date.unix_seconds);
        return PAGE_FUTURE;
    }
    if (page->has_expires && !build->expired) {
        if (page->expires.unix_seconds <= now)
            return PAGE_EXPIRED;
        note_change(a->site, page->expires.unix_seconds);
    }
    return PAGE_SHOWN;
}

bool site_next_change(const struct site *site, int64_t *unix_seconds)
{
    *unix_seconds = site->next_change;
    return site->has_next_change;
}

static void collect_pages(struct assembly *a)
{
    struct site *site = a->site;

    for (size_t i = 0; i < a->files->pages.len; i++) {
        struct page *page = a->files->pages.items[i].page;
        void **place;

        page->site = site;
        page->object = (struct value_object){&page_type, page};
        map_set(&site->by_path, page->path, page);
        apply_history(a, page);
        page->hidden = hidden(a, page);
        if (page->hidden != PAGE_SHOWN)
            continue;
        page->index = site->pages.len;
        vec_push(a->arena, &site->pages, page);
        vec_push(a->arena, &site->dated, page);
        place = map_place(&site->by_id,
                          page->is_index ? str_cat(a->arena, page->id, STR("/"))
                                         : page->id);
        if (!*place || page->language->is_default)
            *place = page;
        if (page->is_index)
            map_set(&site->sectioned, page->folder, page);
        else if (page->is_bundle)
            map_set(&site->bundles, page->id, page);
    }
    for (size_t i = 0; i < a->files->files.len; i++) {
        const struct repo_file *file = a->files->files.items[i];

        map_set(&site->files, file->path,
                arena_copy(a->arena, &file, sizeof(const void *)));
    }
}

static void init_site(struct site *site, struct arena *arena,
                      const struct config *config)
{
    struct map *maps[] = {
        &site->by_path, &site->files,     &site->by_id,       &site->sectioned,
        &site->bundles, &site->by_output, &site->collections,
    };

    site->arena = arena;
    site->config = config;
    for (size_t i = 0; i < PHX_COUNT(maps); i++)
        map_init(maps[i], arena);
    site->object = (struct value_object){&site_type, site};
    site->config_object = (struct value_object){&config_type, site};
    site->params_object = (struct value_object){&params_type, site};
    site->build_object = (struct value_object){&build_type, site};
    site->languages =
        arena_array(arena, struct site_language, config->language_count);
    for (size_t i = 0; i < config->language_count; i++) {
        struct site_language *lang = &site->languages[i];

        lang->site = site;
        lang->language = &config->languages[i];
        lang->object = (struct value_object){&language_type, lang};
        map_init(&lang->sections, arena);
    }
}

struct site *site_assemble(struct arena *arena, const struct config *config,
                           struct content_files *files,
                           const struct repo_history *history,
                           const struct repo_head *head, struct value data,
                           struct diags *diags)
{
    struct site *site = arena_new(arena, struct site);
    struct assembly a = {
        .site = site,
        .arena = arena,
        .config = config,
        .files = files,
        .history = history,
        .diags = diags,
    };

    init_site(site, arena, config);
    if (head)
        site->head = *head;
    site->data = data;
    site->data_fingerprint = value_fingerprint(data);
    map_init(&a.people, arena);

    collect_pages(&a);
    if (site->dated.len)
        qsort(site->dated.items, site->dated.len, sizeof(struct page *),
              page_order);
    model_sections(&a);
    model_page_urls(&a);
    model_section_urls(&a);
    model_section_lists(&a);
    model_terms(&a);
    model_translations(&a);
    model_neighbours(&a);
    model_fingerprints(&a);
    routes_make(&a);
    view_settings(site);
    model_menus(&a); /* entries are looked up among the routes */
    return site;
}

const struct page *const *site_pages(const struct site *site, size_t *count)
{
    *count = site->pages.len;
    return (const struct page *const *)site->pages.items;
}

const struct page *site_page_find(const struct site *site, struct str path)
{
    return map_get(&site->by_path, path);
}
