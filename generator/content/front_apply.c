/* SPDX-License-Identifier: MIT */
/*
 * The known keys of front matter: their types, forgivingly, and where they go
 * in struct page. Other keys reach templates as page.extra; one typo away from
 * a known key is a warning. Authors are front_authors.c's.
 */
#include "front.h"

/* ---- Places and messages ---- */

static struct span value_span(const struct front *a)
{
    const struct value_place *place =
        value_place_of(&a->places, a->written, a->index);

    return place ? place->value : (struct span){0};
}

static struct diag *wrong(const struct front *a, enum diag_id id,
                          const char *what)
{
    const struct value_entry *e = &a->written.as.map->entries[a->index];

    return diag_add(a->diags, id, &a->page->meta_source, value_span(a),
                    "`%" STR_FMT "` must be %s, not %s",
                    STR_ARG(value_text(e->key)), what,
                    value_kind_name(e->value));
}

/* A scalar as text, numbers and dates as they were written; false: no scalar.
 * `index` is its place in `container`. */
static bool text_of(struct front *a, struct value container, size_t index,
                    struct value v, struct str *out)
{
    const struct value_place *place;
    struct buf text = BUF_INIT;

    if (v.kind == VALUE_STRING) {
        *out = str_dup(a->arena, str_trim(value_text(v)));
        return true;
    }
    if (!value_is_number(v) && v.kind != VALUE_DATE && v.kind != VALUE_BOOL)
        return false;
    /* 2024.10 is not 2024.1: take it from the source where that is known. */
    place = value_place_of(&a->places, container, index);
    if (place && place->value.line && place->value.len) {
        struct str rest = a->page->meta_source.text;
        struct str line = STR("");

        for (uint32_t i = 0; i < place->value.line; i++)
            if (!str_line(&rest, &line))
                break;
        *out = str_trim(str_slice(line, place->value.col - 1,
                                  place->value.col - 1 + place->value.len));
        if (out->len)
            return true;
    }
    value_print(&text, v, NULL);
    *out = buf_dup(a->arena, &text);
    buf_deinit(&text);
    return true;
}

static void set_text(struct front *a, struct value v, struct str *out)
{
    if (v.kind == VALUE_NULL)
        return;
    if (!text_of(a, a->written, a->index, v, out))
        wrong(a, DIAG_FRONT_MATTER_TYPE, "text");
}

static void set_bool(struct front *a, struct value v, bool *out)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},   {"yes", true}, {"on", true},
                 {"false", false}, {"no", false}, {"off", false}};

    if (v.kind == VALUE_NULL)
        return;
    if (v.kind == VALUE_BOOL) {
        *out = v.as.boolean;
        return;
    }
    if (v.kind == VALUE_STRING)
        for (size_t i = 0; i < PHX_COUNT(words); i++)
            if (str_eq_nocase(str_trim(value_text(v)), str_of(words[i].word))) {
                *out = words[i].value;
                return;
            }
    wrong(a, DIAG_FRONT_MATTER_TYPE, "true or false");
}

static bool set_int(struct front *a, struct value v, int64_t *out)
{
    if (v.kind == VALUE_NULL)
        return false;
    if (v.kind == VALUE_INT) {
        *out = v.as.integer;
        return true;
    }
    if (v.kind == VALUE_STRING && str_to_int(str_trim(value_text(v)), out))
        return true;
    wrong(a, DIAG_FRONT_MATTER_TYPE, "a whole number");
    return false;
}

static void set_date(struct front *a, struct value v, struct date *out,
                     bool *known)
{
    struct str text = STR("");

    if (v.kind == VALUE_NULL)
        return;
    if (v.kind == VALUE_DATE) {
        *out = value_as_date(v);
        *known = true;
        return;
    }
    if (v.kind == VALUE_STRING) {
        text = str_trim(value_text(v));
        if (text.len == 0)
            return;
        if (date_parse(text, a->config->zone, out)) {
            *known = true;
            return;
        }
    } else if (!text_of(a, a->written, a->index, v, &text)) {
        wrong(a, DIAG_FRONT_MATTER_DATE, "a date");
        return;
    }
    diag_hint(a->diags,
              diag_add(a->diags, DIAG_FRONT_MATTER_DATE, &a->page->meta_source,
                       value_span(a), "`%" STR_FMT "` is no date",
                       STR_ARG(text)),
              "write 2026-03-01, or with a time: 2026-03-01 10:20 +08:00");
}

/* ---- Lists ---- */

typedef PHX_VEC(struct str) str_vec;

/* One string where a list is expected; commas part names. */
static void push_names(struct front *a, struct str text, bool commas,
                       str_vec *out)
{
    struct str part;

    while (str_split(&text, commas ? ',' : '\n', &part))
        if (str_trim(part).len)
            vec_push(a->arena, out, str_trim(part));
}

static struct page_names names(struct front *a, struct value v, bool commas)
{
    str_vec list = {0};
    struct str text;

    if (v.kind == VALUE_LIST) {
        for (size_t i = 0; i < v.as.list->len; i++) {
            struct value item = v.as.list->items[i];

            if (text_of(a, v, i, item, &text)) {
                if (text.len)
                    vec_push(a->arena, &list, text);
            } else if (item.kind != VALUE_NULL) {
                wrong(a, DIAG_FRONT_MATTER_TYPE, "a list of texts");
                break;
            }
        }
    } else if (v.kind != VALUE_NULL) {
        if (text_of(a, a->written, a->index, v, &text))
            push_names(a, text, commas, &list);
        else
            wrong(a, DIAG_FRONT_MATTER_TYPE, "text or a list of texts");
    }
    return (struct page_names){list.items, list.len};
}

/* ---- Keys ---- */

static void key_title(struct front *a, struct value v)
{
    set_text(a, v, &a->page->title);
}
static void key_date(struct front *a, struct value v)
{
    set_date(a, v, &a->page->date, &a->page->has_date);
    a->page->date_written = a->page->has_date;
}
static void key_updated(struct front *a, struct value v)
{
    set_date(a, v, &a->page->updated, &a->page->has_updated);
}
static void key_expires(struct front *a, struct value v)
{
    set_date(a, v, &a->page->expires, &a->page->has_expires);
}
static void key_slug(struct front *a, struct value v)
{
    set_text(a, v, &a->page->slug_written);
    a->page->slug_span = value_span(a);
}
static void key_url(struct front *a, struct value v)
{
    set_text(a, v, &a->page->url_written);
    a->page->url_span = value_span(a);
}
static void key_aliases(struct front *a, struct value v)
{
    struct page_names list = names(a, v, false);

    a->page->aliases_span = value_span(a);
    a->page->aliases = list.items;
    a->page->alias_count = list.len;
}
static void key_draft(struct front *a, struct value v)
{
    set_bool(a, v, &a->page->draft);
}
static void key_summary(struct front *a, struct value v)
{
    set_text(a, v, &a->page->summary);
}
static void key_description(struct front *a, struct value v)
{
    set_text(a, v, &a->page->description);
}
static void key_series(struct front *a, struct value v)
{
    if (v.kind == VALUE_LIST && v.as.list->len > 1) {
        wrong(a, DIAG_FRONT_MATTER_TYPE, "the name of one series");
        return;
    }
    a->page->term_names[a->config->taxonomy_count] = names(a, v, false);
}
static void key_part(struct front *a, struct value v)
{
    set_int(a, v, &a->page->part);
}
static void key_authors(struct front *a, struct value v)
{
    if (v.kind == VALUE_BOOL || value_is_number(v))
        wrong(a, DIAG_FRONT_MATTER_TYPE, "a name or a list of names");
    else
        a->page->authors = front_authors(
            a->arena, a->config, a->kept.as.map->entries[a->index].value);
}
static void key_translation(struct front *a, struct value v)
{
    set_text(a, v, &a->page->translation);
}
static void key_template(struct front *a, struct value v)
{
    struct str name = STR("");

    set_text(a, v, &name);
    if (name.len && path_ext(name).len == 0)
        name = str_cat(a->arena, name, STR(".html"));
    a->page->template_name = name;
}
static void key_weight(struct front *a, struct value v)
{
    set_int(a, v, &a->page->weight);
}
static void key_toc(struct front *a, struct value v)
{
    set_bool(a, v, &a->page->toc);
}
static void key_image(struct front *a, struct value v)
{
    set_text(a, v, &a->page->image);
}
static void key_paginate(struct front *a, struct value v)
{
    int64_t n = 0;

    if (!set_int(a, v, &n))
        return;
    if (n < 0) {
        wrong(a, DIAG_FRONT_MATTER_TYPE, "a number from 0");
        return;
    }
    a->page->paginate = (size_t)n;
    a->page->has_paginate = true;
}
static void key_sort(struct front *a, struct value v)
{
    static const char *const orders[] = {"date", "weight", "title", "path"};

    set_text(a, v, &a->page->sort);
    for (size_t i = 0; i < PHX_COUNT(orders); i++)
        if (str_is(a->page->sort, orders[i]))
            return;
    a->page->sort = STR("");
    wrong(a, DIAG_FRONT_MATTER_TYPE, "date, weight, title or path");
}

static void key_language(struct front *a, struct value v)
{
    struct str code = STR("");

    set_text(a, v, &code);
    for (size_t i = 0; i < a->config->language_count; i++) {
        const struct language *l = &a->config->languages[i];

        if (!str_eq_nocase(code, l->code) && !str_eq_nocase(code, l->tag))
            continue;
        a->page->language = l;
        return;
    }
    if (code.len)
        diag_hint(a->diags,
                  diag_add(a->diags, DIAG_FRONT_MATTER_TYPE,
                           &a->page->meta_source, value_span(a),
                           "the site has no language `%" STR_FMT "`",
                           STR_ARG(code)),
                  "add it to `languages` in phx.yaml");
}

/* What is read from page->meta when a template asks for it. */
static void key_as_written(struct front *a, struct value v)
{
    (void)a;
    (void)v;
}

enum {
    TAKES_SCALARS = 1, /* what is no scalar is another tool's key: extra */
    TAKES_NO_BOOL = 2  /* `template: true` likewise */
};

static const struct front_key {
    const char *name;
    void (*set)(struct front *a, struct value v);
    unsigned takes;
} front_keys[] = {
    {"title", key_title, 0},
    {"date", key_date, 0},
    {"updated", key_updated, 0},
    {"slug", key_slug, 0},
    {"url", key_url, 0},
    {"aliases", key_aliases, 0},
    {"draft", key_draft, 0},
    {"expires", key_expires, 0},
    {"summary", key_summary, 0},
    {"description", key_description, 0},
    {"series", key_series, 0},
    {"part", key_part, TAKES_SCALARS},
    {"authors", key_authors, 0},
    {"author", key_authors, 0},
    {"lang", key_language, 0},
    {"translation", key_translation, TAKES_SCALARS},
    {"template", key_template, TAKES_SCALARS | TAKES_NO_BOOL},
    {"weight", key_weight, 0},
    {"toc", key_toc, TAKES_SCALARS},
    {"image", key_image, TAKES_SCALARS | TAKES_NO_BOOL},
    {"paginate", key_paginate, TAKES_SCALARS | TAKES_NO_BOOL},
    {"sort", key_sort, TAKES_SCALARS | TAKES_NO_BOOL},
    {"links", key_as_written, 0},
    {"role", key_as_written, 0},
    {"stack", key_as_written, 0},
    {"period", key_as_written, 0},
    {"repo", key_as_written, 0},
    {"demo", key_as_written, 0},
    {"results", key_as_written, 0},
};

static const struct front_key *key_find(struct str name)
{
    for (size_t i = 0; i < PHX_COUNT(front_keys); i++)
        if (str_is(name, front_keys[i].name))
            return &front_keys[i];
    return NULL;
}

static bool key_takes(const struct front_key *key, struct value v)
{
    if (key->takes & TAKES_SCALARS &&
        (v.kind == VALUE_LIST || v.kind == VALUE_MAP))
        return false;
    return !(key->takes & TAKES_NO_BOOL && v.kind == VALUE_BOOL);
}

/* ---- Unknown keys ---- */

static bool is_typo(const struct front *a, struct str name, struct str known)
{
    return name.len >= 4 && known.len >= 4 &&
           str_distance(name, known, 1) == 1 &&
           !value_map_get(a->written, known);
}

/* `link: https://…` is a key of its own in many sites, no misspelt list. */
static bool is_link(struct str near, struct value v)
{
    return str_is(near, "links") && v.kind == VALUE_STRING;
}

static void check_typo(struct front *a, struct str name, struct value v)
{
    const struct value_place *place =
        value_place_of(&a->places, a->written, a->index);
    struct str near = STR("");

    for (size_t i = 0; i < PHX_COUNT(front_keys) && !near.len; i++)
        if (is_typo(a, name, str_of(front_keys[i].name)))
            near = str_of(front_keys[i].name);
    for (size_t i = 0; i < a->config->taxonomy_count && !near.len; i++)
        if (is_typo(a, name, a->config->taxonomies[i].name))
            near = a->config->taxonomies[i].name;
    if (near.len && !is_link(near, v))
        diag_hint(a->diags,
                  diag_add(a->diags, DIAG_FRONT_MATTER_KEY,
                           &a->page->meta_source,
                           place ? place->key : (struct span){0},
                           "phx knows no key `%" STR_FMT "`", STR_ARG(name)),
                  "did you mean `%" STR_FMT "`?", STR_ARG(near));
}

/* True when `name` is a taxonomy of the site. */
static bool apply_taxonomy(struct front *a, struct str name, struct value v)
{
    for (size_t i = 0; i < a->config->taxonomy_count; i++) {
        if (!str_eq(name, a->config->taxonomies[i].name))
            continue;
        a->page->term_names[i] = names(a, v, true);
        return true;
    }
    return false;
}

/* The unknown keys in a map of their own, exactly as large as needed. */
static struct value extra_of(struct front *a, const bool *unknown, size_t count)
{
    struct value_map map = {.len = count};
    struct value_entry *entries =
        arena_array(a->arena, struct value_entry, count);
    struct value whole = {.kind = VALUE_MAP, .as.map = &map};

    map.entries = entries;
    for (size_t i = 0, at = 0; i < a->kept.as.map->len; i++)
        if (unknown[i])
            entries[at++] = a->kept.as.map->entries[i];
    if (count == 0)
        return front_copy(a->arena, whole);
    whole.as.map = arena_copy(a->arena, &map, sizeof(map));
    return whole;
}

/* True when the key is not phx's. */
static bool apply_entry(struct front *a, const struct value_entry *e)
{
    const struct front_key *key;

    if (e->key.kind != VALUE_STRING)
        return true;
    key = key_find(value_text(e->key));
    if (key && key_takes(key, e->value)) {
        key->set(a, e->value);
        return false;
    }
    if (!key && apply_taxonomy(a, value_text(e->key), e->value))
        return false;
    if (!key)
        check_typo(a, value_text(e->key), e->value);
    return true;
}

void front_apply(struct front *front)
{
    size_t len = front->written.as.map->len;
    bool *unknown = arena_array(front->arena, bool, len);
    size_t count = 0;

    for (front->index = 0; front->index < len; front->index++) {
        unknown[front->index] =
            apply_entry(front, &front->written.as.map->entries[front->index]);
        count += unknown[front->index];
    }
    front->page->extra = extra_of(front, unknown, count);
}
