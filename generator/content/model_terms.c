/* SPDX-License-Identifier: MIT */
/*
 * Taxonomies of each language and their terms; series are one more taxonomy,
 * whose pages stand in reading order. Spellings with one slug are one term
 * under the first spelling by path, so that a new post never renames a term.
 */
#include "model.h"

/* ---- Terms ---- */

static struct str term_slug(struct arena *arena, struct str name)
{
    struct str slug = text_slug(arena, name);

    if (slug.len)
        return slug;
    /* "🎉" stands for itself; what would not be a file name does not. */
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '/' || name.ptr[i] == '\\' || name.ptr[i] == '.' ||
            (unsigned char)name.ptr[i] < 0x20)
            return hash_hex(arena, hash_bytes(name));
    return name;
}

static struct term *term_get(struct assembly *a, struct taxonomy *taxonomy,
                             struct str name)
{
    struct term *term = map_get(&taxonomy->by_name, name);
    struct str slug;

    if (term)
        return term;
    slug = term_slug(a->arena, name);
    term = map_get(&taxonomy->by_slug, slug);
    if (!term) {
        term = arena_new(a->arena, struct term);
        term->taxonomy = taxonomy;
        term->name = name;
        term->slug = slug;
        term->object = (struct value_object){
            taxonomy->is_series ? &series_type : &term_type, term};
        map_set(&taxonomy->by_slug, slug, term);
        vec_push(a->arena, &taxonomy->terms, term);
    }
    map_set(&taxonomy->by_name, name, term);
    return term;
}

static bool has_term(const struct page_term *terms, size_t count,
                     const struct term *term)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i].term == term)
            return true;
    return false;
}

/* The terms of one page, each once, in the order of the taxonomies. */
static void page_terms(struct assembly *a, struct page *page)
{
    struct site_language *lang = site_language_of(a->site, page->language);
    size_t total = 0;
    size_t count = 0;
    struct page_term *terms;

    for (size_t t = 0; t <= a->config->taxonomy_count; t++)
        total += page->term_names[t].len;
    terms = arena_array(a->arena, struct page_term, total);
    for (size_t t = 0; t <= a->config->taxonomy_count; t++)
        for (size_t i = 0; i < page->term_names[t].len; i++) {
            struct term *term =
                term_get(a, &lang->taxonomies[t], page->term_names[t].items[i]);

            if (!has_term(terms, count, term))
                terms[count++].term = term;
        }
    page->terms = terms;
    page->term_count = count;
}

/* `part`, then the oldest first. */
static int by_part(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int64_t pa = a->part ? a->part : INT64_MAX;
    int64_t pb = b->part ? b->part : INT64_MAX;

    if (pa != pb)
        return pa < pb ? -1 : 1;
    if (a->has_date && b->has_date &&
        a->date.unix_seconds != b->date.unix_seconds)
        return a->date.unix_seconds < b->date.unix_seconds ? -1 : 1;
    return str_cmp(a->path, b->path);
}

static void fill_lists(struct assembly *a)
{
    for (size_t i = 0; i < a->site->dated.len; i++) {
        struct page *page = a->site->dated.items[i];

        for (size_t t = 0; t < page->term_count; t++)
            page_list_push(a->arena, &page->terms[t].term->pages, page);
    }
}

/* Where each page stands in its terms' lists. */
static void set_positions(struct term *term)
{
    for (size_t i = 0; i < term->pages.len; i++) {
        struct page *page = term->pages.items[i];

        for (size_t t = 0; t < page->term_count; t++)
            if (page->terms[t].term == term)
                page->terms[t].position = i;
    }
}

/* ---- Taxonomies ---- */

static int by_name(const void *left, const void *right)
{
    const struct term *a = *(const struct term *const *)left;
    const struct term *b = *(const struct term *const *)right;
    int order = str_cmp_natural(a->slug, b->slug);

    return order ? order : str_cmp(a->slug, b->slug);
}

static int by_count(const void *left, const void *right)
{
    const struct term *a = *(const struct term *const *)left;
    const struct term *b = *(const struct term *const *)right;

    if (a->pages.len != b->pages.len)
        return a->pages.len > b->pages.len ? -1 : 1;
    return by_name(left, right);
}

static struct value_list term_values(struct assembly *a,
                                     struct term *const *terms, size_t count)
{
    struct value *values = arena_array(a->arena, struct value, count);

    for (size_t i = 0; i < count; i++)
        values[i] = (struct value){.kind = VALUE_OBJECT,
                                   .as.object = &terms[i]->object};
    return (struct value_list){.items = values, .len = count};
}

static void finish_term(struct assembly *a, struct taxonomy *taxonomy,
                        struct term *term)
{
    struct str name = taxonomy->config.name;
    struct str code = taxonomy->language->code;

    if (taxonomy->is_series)
        qsort(term->pages.items, term->pages.len, sizeof(struct page *),
              by_part);
    set_positions(term);
    term->address = address_make(a->site, a->arena, taxonomy->language,
                                 str_fmt(a->arena, "%" STR_FMT "/%" STR_FMT,
                                         STR_ARG(name), STR_ARG(term->slug)),
                                 false);
    term->head_key =
        str_fmt(a->arena, "head:term:%" STR_FMT "/%" STR_FMT "@%" STR_FMT,
                STR_ARG(name), STR_ARG(term->slug), STR_ARG(code));
    page_list_finish(a->site, &term->pages, str_from(term->head_key, 5));
    term->head_fingerprint =
        hash_mix_str(hash_bytes(term->name), term->address.permalink);
    site_collection(a->site, term->head_key, &term->head_fingerprint);
}

static void finish_taxonomy(struct assembly *a, struct taxonomy *taxonomy)
{
    size_t count = taxonomy->terms.len;
    struct term **terms;
    struct hash h = hash_mix_int((struct hash){0}, count);

    if (count)
        qsort(taxonomy->terms.items, count, sizeof(struct term *), by_name);
    for (size_t i = 0; i < count; i++) {
        finish_term(a, taxonomy, taxonomy->terms.items[i]);
        h = hash_mix_str(h, taxonomy->terms.items[i]->slug);
        h = hash_mix_int(h, taxonomy->terms.items[i]->pages.len);
    }
    taxonomy->values = term_values(a, taxonomy->terms.items, count);
    terms = arena_array(a->arena, struct term *, count);
    for (size_t i = 0; i < count; i++)
        terms[i] = taxonomy->terms.items[i];
    if (count)
        qsort(terms, count, sizeof(struct term *), by_count);
    taxonomy->by_count = term_values(a, terms, count);
    taxonomy->key = str_fmt(a->arena, "taxonomy:%" STR_FMT "@%" STR_FMT,
                            STR_ARG(taxonomy->config.name),
                            STR_ARG(taxonomy->language->code));
    taxonomy->fingerprint = h;
    site_collection(a->site, taxonomy->key, &h);
}

static void init_taxonomy(struct assembly *a, struct taxonomy *taxonomy,
                          const struct language *language,
                          const struct taxonomy_config *config)
{
    taxonomy->language = language;
    taxonomy->lang = site_language_of(a->site, language);
    taxonomy->is_series = config == NULL;
    taxonomy->config = config ? *config
                              : (struct taxonomy_config){.name = STR("series"),
                                                         .title = STR("")};
    taxonomy->title = taxonomy->config.title.len
                          ? taxonomy->config.title
                          : title_of_name(a->arena, taxonomy->config.name);
    taxonomy->object = (struct value_object){&taxonomy_type, taxonomy};
    taxonomy->address =
        address_make(a->site, a->arena, language, taxonomy->config.name, false);
    map_init(&taxonomy->by_slug, a->arena);
    map_init(&taxonomy->by_name, a->arena);
}

void model_terms(struct assembly *a)
{
    size_t count = a->config->taxonomy_count;

    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        lang->taxonomies = arena_array(a->arena, struct taxonomy, count + 1);
        for (size_t t = 0; t <= count; t++)
            init_taxonomy(a, &lang->taxonomies[t], lang->language,
                          t < count ? &a->config->taxonomies[t] : NULL);
    }
    for (size_t i = 0; i < a->site->pages.len; i++)
        page_terms(a, a->site->pages.items[i]);
    fill_lists(a);
    for (size_t i = 0; i < a->config->language_count; i++)
        for (size_t t = 0; t <= count; t++)
            finish_taxonomy(a, &a->site->languages[i].taxonomies[t]);
}
