/* SPDX-License-Identifier: MIT */
/*
 * What connects pages: translations, previous and next, related; and the
 * fingerprints of all that, for traces.
 */
#include "model.h"

/* ---- Translations ---- */

struct group {
    const struct page **by_language; /* index: language->index */
    size_t count;
};

/* The id of the page that `translation:` names: an id, a path, or a path from
 * the page's own folder; else the text itself, a key that two pages share. */
static struct str named_id(struct assembly *a, const struct page *page)
{
    const struct map *ids = &a->site->by_id;
    struct str text = page->translation;
    const struct page *target;
    struct str tries[3];
    struct str rel;
    size_t count = 0;

    while (str_starts(text, STR("/")))
        text = str_from(text, 1);
    tries[count++] = text;
    if (!str_starts(text, STR("content/")))
        tries[count++] = path_join(a->arena, STR("content"), text);
    if (path_resolve(a->arena, page->dir, text, &rel))
        tries[count++] = rel;
    for (size_t i = 0; i < count; i++) {
        target = map_get(&a->site->by_path, tries[i]);
        if (target)
            return target->id;
    }
    if (map_has(ids, text))
        return text;
    rel = page->folder.len ? path_join(a->arena, page->folder, text) : text;
    return map_has(ids, rel) ? rel : text;
}

/* An index page and a plain page of one id are two things. */
static struct str group_key(struct assembly *a, const struct page *page)
{
    struct str id = page->translation.len ? named_id(a, page) : page->id;

    return page->is_index ? str_cat(a->arena, id, STR("/")) : id;
}

static void join_group(struct assembly *a, struct map *groups, struct str key,
                       const struct page *page)
{
    struct group *group = map_get(groups, key);
    const struct page **place;

    if (!group) {
        group = arena_new(a->arena, struct group);
        group->by_language = arena_array(a->arena, const struct page *,
                                         a->config->language_count);
        map_set(groups, key, group);
    }
    place = &group->by_language[page->language->index];
    if (*place) /* the second of one language stands alone */
        return;
    *place = page;
    group->count++;
}

static void set_translations(struct assembly *a, const struct group *group,
                             struct page *page)
{
    const struct page **others;
    struct hash h = {0};

    if (group->by_language[page->language->index] != page || group->count < 2)
        return;
    others = arena_array(a->arena, const struct page *, group->count - 1);
    for (size_t i = 0; i < a->config->language_count; i++) {
        const struct page *other = group->by_language[i];

        if (!other || other == page)
            continue;
        others[page->translation_count++] = other;
        h = hash_mix(h, other->id_hash);
        h = hash_mix_str(h, other->permalink);
    }
    page->translations = others;
    page->fingerprint_translations = h;
}

/* The original is in the default language; who changed after it was changed
 * matters only in that direction. */
static void check_stale(struct assembly *a, const struct page *page)
{
    const struct page *original = NULL;

    if (page->language->is_default || !page->history)
        return;
    for (size_t i = 0; i < page->translation_count; i++)
        if (page->translations[i]->language->is_default)
            original = page->translations[i];
    if (!original || !original->history ||
        date_cmp(original->history->updated, page->history->updated) <= 0)
        return;
    diag_hint(a->diags,
              diag_add(a->diags, DIAG_TRANSLATION_STALE, &page->source,
                       (struct span){0},
                       "%" STR_FMT " was changed on %" STR_FMT
                       ", after this translation (%" STR_FMT ")",
                       STR_ARG(original->path),
                       STR_ARG(date_format(a->arena, original->history->updated,
                                           STR("%Y-%m-%d"))),
                       STR_ARG(date_format(a->arena, page->history->updated,
                                           STR("%Y-%m-%d")))),
              "bring it up to date, or commit it unchanged in meaning");
}

void model_translations(struct assembly *a)
{
    struct site *site = a->site;
    struct map groups;

    if (a->config->language_count < 2)
        return;
    map_init(&groups, a->arena);
    for (size_t i = 0; i < site->pages.len; i++) {
        const struct page *page = site->pages.items[i];

        join_group(a, &groups, group_key(a, page), page);
    }
    for (size_t i = 0; i < site->pages.len; i++) {
        struct page *page = site->pages.items[i];

        set_translations(a, map_get(&groups, group_key(a, page)), page);
        check_stale(a, page);
    }
}

/* ---- Neighbours ---- */

/* Newest first: the previous page is the older one. In another order the lists
 * are read from the top. */
static bool reads_downwards(const struct section *section)
{
    struct str sort = section->page ? section->page->sort : STR("");

    if (str_is(sort, "date"))
        return false;
    if (sort.len)
        return true;
    for (size_t i = 0; i < section->pages.len; i++)
        if (section->pages.items[i]->weight)
            return true;
    return false;
}

static void link_section(struct section *section)
{
    const struct page_list *list = &section->pages;
    bool downwards = reads_downwards(section);

    for (size_t i = 0; i < list->len; i++) {
        struct page *page = list->items[i];
        struct page *above = i ? list->items[i - 1] : NULL;
        struct page *below = i + 1 < list->len ? list->items[i + 1] : NULL;

        page->previous = downwards ? above : below;
        page->next = downwards ? below : above;
    }
}

/* Plain folders list pages of the section above, and pages at the root are no
 * sequence. */
void model_neighbours(struct assembly *a)
{
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        for (size_t k = 0; k < lang->section_list.len; k++) {
            struct section *section = lang->section_list.items[k];

            if (section->parent && !section->plain)
                link_section(section);
        }
    }
}

/* ---- Related ---- */

/* Of a term's list only the pages around the page itself: a tag on half of the
 * site says little, and the work stays bounded. */
#define RELATED_WINDOW 24

struct candidate {
    const struct page *page;
    double score;
};

/* Candidates in the order in which they were met, found again by a table of
 * their positions + 1. */
struct candidates {
    struct candidate *list;
    size_t count;
    uint32_t *slots;
    size_t mask;
};

static void add_score(struct candidates *c, const struct page *page,
                      double score)
{
    size_t slot = (size_t)((uintptr_t)page / sizeof(void *) * 0x9E3779B1u);

    for (slot &= c->mask; c->slots[slot]; slot = (slot + 1) & c->mask)
        if (c->list[c->slots[slot] - 1].page == page) {
            c->list[c->slots[slot] - 1].score += score;
            return;
        }
    c->list[c->count] = (struct candidate){page, score};
    c->slots[slot] = (uint32_t)++c->count;
}

/* Rare terms say more; a series most. */
static double weight_of(const struct term *term)
{
    double weight = term->taxonomy->is_series                     ? 6.0
                    : str_is(term->taxonomy->config.name, "tags") ? 2.0
                                                                  : 1.0;

    return weight / (1.0 + (double)term->pages.len / 16.0);
}

static void gather(const struct page *page, struct candidates *out)
{
    for (size_t t = 0; t < page->term_count; t++) {
        const struct page_list *list = &page->terms[t].term->pages;
        size_t at = page->terms[t].position;
        size_t first = at > RELATED_WINDOW / 2 ? at - RELATED_WINDOW / 2 : 0;
        size_t end = first + RELATED_WINDOW + 1;
        double weight = weight_of(page->terms[t].term);

        for (size_t i = first; i < list->len && i < end; i++)
            if (i != at)
                add_score(out, list->items[i], weight);
    }
}

/* The best is taken out; of equals the first met. */
static const struct page *take_best(struct candidates *c)
{
    struct candidate *best = NULL;
    const struct page *page;

    for (size_t i = 0; i < c->count; i++)
        if (c->list[i].score > 0 && (!best || c->list[i].score > best->score))
            best = &c->list[i];
    if (!best)
        return NULL;
    page = best->page;
    best->score = 0;
    return page;
}

size_t model_related(const struct page *page, struct arena *arena,
                     const struct page ***out)
{
    size_t limit = page->site->config->related;
    size_t most = page->term_count * (RELATED_WINDOW + 1);
    struct candidates c = {.mask = 31};
    size_t count = 0;

    *out = arena_array(arena, const struct page *, limit);
    if (most == 0 || limit == 0)
        return 0;
    while (c.mask < most * 2)
        c.mask = c.mask * 2 + 1;
    c.list = arena_array(arena, struct candidate, most);
    c.slots = arena_array(arena, uint32_t, c.mask + 1);
    gather(page, &c);
    while (count < limit) {
        const struct page *best = take_best(&c);

        if (!best)
            break;
        if (!best->is_index)
            (*out)[count++] = best;
    }
    return count;
}

/* ---- Fingerprints ---- */

/* Front matter, and what other things than the body made of it. */
static void fingerprint_page(struct page *page)
{
    struct hash h = page->fingerprint_meta;

    h = hash_mix_str(h, page->title);
    h = hash_mix_str(h, page->permalink);
    h = hash_mix_str(h, page->language->code);
    h = hash_mix_str(h, page->section->id);
    h = hash_mix_int(h, (uint64_t)page->date.unix_seconds * 2 + page->has_date);
    h = hash_mix_int(h, (uint64_t)page->updated.unix_seconds * 2 +
                            page->has_updated);
    h = hash_mix_int(h, (uint64_t)page->date.offset);
    h = hash_mix(h, value_fingerprint(page->authors));
    h = hash_mix_str(h, page->image);
    page->fingerprint_meta = h;

    h = (struct hash){0};
    h = page->previous ? hash_mix(h, page->previous->id_hash) : h;
    h = hash_mix_int(h, page->previous != NULL);
    h = page->next ? hash_mix(h, page->next->id_hash) : h;
    page->fingerprint_neighbours = hash_mix_int(h, page->next != NULL);
}

static void fingerprint_section(struct assembly *a, struct section *section)
{
    struct hash h = hash_bytes(section->title);

    h = hash_mix_str(h, section->address.permalink);
    if (section->page)
        h = hash_mix(h, section->page->fingerprint_meta);
    for (size_t i = 0; i < section->children.len; i++)
        h = hash_mix_str(h, section->children.items[i]->id);
    section->head_fingerprint = h;
    site_collection(a->site, section->head_key, &section->head_fingerprint);
}

void model_fingerprints(struct assembly *a)
{
    for (size_t i = 0; i < a->site->pages.len; i++)
        fingerprint_page(a->site->pages.items[i]);
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        for (size_t k = 0; k < lang->section_list.len; k++)
            fingerprint_section(a, lang->section_list.items[k]);
    }
}
