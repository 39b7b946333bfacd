/* SPDX-License-Identifier: MIT */
/*
 * Field by field, in the order of the structs. A field that is added to one of
 * them and is set while parsing must be added here, twice; the fingerprints of
 * the decoded page are those of the parsed one.
 */
#include "page_codec.h"

#include "codec.h"

/* ---- Values ---- */

static bool encode_value(struct buf *out, struct value v)
{
    bool ok = true;

    buf_add_char(out, (char)v.kind);
    switch ((enum value_kind)v.kind) {
    case VALUE_NULL:
        return true;
    case VALUE_BOOL:
        encode_int(out, v.as.boolean);
        return true;
    case VALUE_INT:
        encode_signed(out, v.as.integer);
        return true;
    case VALUE_FLOAT:
        buf_add_bytes(out, &v.as.number, sizeof(v.as.number));
        return true;
    case VALUE_STRING:
        encode_int(out, v.safe);
        encode_str(out, value_text(v));
        return true;
    case VALUE_DATE:
        encode_signed(out, v.as.unix_seconds);
        encode_signed(out, v.date_offset);
        encode_int(out, v.len);
        return true;
    case VALUE_LIST:
        encode_int(out, v.as.list->len);
        encode_int(out, v.as.list->tuple);
        for (size_t i = 0; ok && i < v.as.list->len; i++)
            ok = encode_value(out, v.as.list->items[i]);
        return ok;
    case VALUE_MAP:
        encode_int(out, v.as.map->len);
        for (size_t i = 0; ok && i < v.as.map->len; i++)
            ok = encode_value(out, v.as.map->entries[i].key) &&
                 encode_value(out, v.as.map->entries[i].value);
        return ok;
    case VALUE_UNDEFINED:
    case VALUE_OBJECT:
        break;
    }
    return false;
}

static struct value decode_value(struct arena *arena, struct decoder *d,
                                 unsigned depth);

static struct value decode_list(struct arena *arena, struct decoder *d,
                                unsigned depth)
{
    size_t len = decode_count(d);
    bool tuple = decode_int(d) != 0;
    struct value *items = arena_array(arena, struct value, len);

    for (size_t i = 0; i < len && !d->failed; i++)
        items[i] = decode_value(arena, d, depth + 1);
    return tuple ? value_tuple_of(arena, items, len)
                 : value_list_of(arena, items, len);
}

static struct value decode_map(struct arena *arena, struct decoder *d,
                               unsigned depth)
{
    size_t len = decode_count(d);
    struct map_builder map;

    map_builder_init(&map, arena);
    if (len)
        map_builder_reserve(&map, len);
    for (size_t i = 0; i < len && !d->failed; i++) {
        struct value key = decode_value(arena, d, depth + 1);
        map_builder_set(&map, key, decode_value(arena, d, depth + 1));
    }
    return map_builder_finish(&map);
}

static struct value decode_value(struct arena *arena, struct decoder *d,
                                 unsigned depth)
{
    struct value v = {.kind = (uint8_t)decode_int(d)};
    struct str text;

    d->failed |= depth > 1000;
    if (d->failed)
        return value_null();
    switch ((enum value_kind)v.kind) {
    case VALUE_NULL:
        return v;
    case VALUE_BOOL:
        return value_bool(decode_int(d) != 0);
    case VALUE_INT:
        return value_int(decode_signed(d));
    case VALUE_FLOAT:
        decode_bytes(d, &v.as.number, sizeof(v.as.number));
        return v;
    case VALUE_STRING:
        v.safe = decode_int(d) != 0;
        text = decode_str(d);
        v.as.text = text.ptr;
        v.len = (uint32_t)text.len;
        return v;
    case VALUE_DATE:
        v.as.unix_seconds = decode_signed(d);
        v.date_offset = (int16_t)decode_signed(d);
        v.len = (uint32_t)decode_int(d);
        return v;
    case VALUE_LIST:
        return decode_list(arena, d, depth);
    case VALUE_MAP:
        return decode_map(arena, d, depth);
    case VALUE_UNDEFINED:
    case VALUE_OBJECT:
        break;
    }
    d->failed = true;
    return value_null();
}

/* ---- Small things ---- */

static void encode_span(struct buf *out, struct span s)
{
    encode_int(out, s.line);
    encode_int(out, s.col);
    encode_int(out, s.len);
}

static struct span decode_span(struct decoder *d)
{
    struct span s = {0};

    s.line = (uint32_t)decode_int(d);
    s.col = (uint32_t)decode_int(d);
    s.len = (uint32_t)decode_int(d);
    return s;
}

static void encode_date(struct buf *out, struct date date)
{
    encode_signed(out, date.unix_seconds);
    encode_signed(out, date.offset);
    encode_int(out, date.day_only);
}

static struct date decode_date(struct decoder *d)
{
    struct date date = {.unix_seconds = decode_signed(d)};

    date.offset = (int16_t)decode_signed(d);
    date.day_only = decode_int(d) != 0;
    return date;
}

static const struct str *decode_texts(struct arena *arena, struct decoder *d,
                                      size_t *count)
{
    *count = decode_count(d);
    struct str *items = arena_array(arena, struct str, *count);
    for (size_t i = 0; i < *count; i++)
        items[i] = decode_str(d);
    return items;
}

static void encode_texts(struct buf *out, const struct str *items, size_t count)
{
    encode_int(out, count);
    for (size_t i = 0; i < count; i++)
        encode_str(out, items[i]);
}

/* ---- Documents ---- */

static bool encode_document(struct buf *out, const struct document *d);
static void decode_document(struct arena *arena, struct decoder *d,
                            struct document *out, unsigned depth);

static bool encode_hole(struct buf *out, const struct hole *h)
{
    encode_int(out, h->offset);
    encode_int(out, (uint64_t)h->kind);
    encode_int(out, h->display + 2u * h->alone);
    encode_span(out, h->span);
    encode_span(out, h->text_span);
    encode_str(out, h->text);
    encode_str(out, h->name);
    encode_str(out, h->title);
    encode_str(out, h->alt);
    encode_str(out, h->argument);
    encode_int(out, h->attr_count);
    for (size_t i = 0; i < h->attr_count; i++) {
        encode_str(out, h->attrs[i].name);
        encode_str(out, h->attrs[i].value);
        encode_span(out, h->attrs[i].name_span);
        encode_span(out, h->attrs[i].value_span);
    }
    encode_int(out, h->body != NULL);
    return !h->source && encode_value(out, h->yaml) &&
           (!h->body || encode_document(out, h->body));
}

static void decode_hole(struct arena *arena, struct decoder *d, struct hole *h,
                        unsigned depth)
{
    h->offset = (size_t)decode_int(d);
    uint64_t kind = decode_int(d);
    d->failed |= kind > HOLE_DIRECTIVE;
    h->kind = (enum hole_kind)kind;
    uint64_t flags = decode_int(d);
    h->display = flags & 1;
    h->alone = flags & 2;
    h->span = decode_span(d);
    h->text_span = decode_span(d);
    h->text = decode_str(d);
    h->name = decode_str(d);
    h->title = decode_str(d);
    h->alt = decode_str(d);
    h->argument = decode_str(d);
    h->attr_count = decode_count(d);
    struct hole_attr *attrs =
        arena_array(arena, struct hole_attr, h->attr_count);
    for (size_t i = 0; i < h->attr_count; i++) {
        attrs[i].name = decode_str(d);
        attrs[i].value = decode_str(d);
        attrs[i].name_span = decode_span(d);
        attrs[i].value_span = decode_span(d);
    }
    h->attrs = attrs;
    bool has_body = decode_int(d) != 0;
    h->yaml = decode_value(arena, d, 0);
    if (!has_body || d->failed)
        return;
    struct document *body = arena_new(arena, struct document);
    decode_document(arena, d, body, depth + 1);
    h->body = body;
}

static void encode_heading(struct buf *out, const struct heading *h)
{
    encode_int(out, h->level);
    encode_str(out, h->id);
    encode_str(out, h->text);
    encode_str(out, h->classes);
    encode_int(out, h->begin);
    encode_int(out, h->end);
    encode_int(out, h->first_hole);
    encode_int(out, h->last_hole);
    encode_span(out, h->span);
}

static void decode_heading(struct decoder *d, struct heading *h)
{
    h->level = (unsigned)decode_int(d);
    h->id = decode_str(d);
    h->text = decode_str(d);
    h->classes = decode_str(d);
    h->begin = (size_t)decode_int(d);
    h->end = (size_t)decode_int(d);
    h->first_hole = (size_t)decode_int(d);
    h->last_hole = (size_t)decode_int(d);
    h->span = decode_span(d);
}

static bool encode_document(struct buf *out, const struct document *d)
{
    bool ok = d->include_count == 0;

    encode_str(out, d->html);
    encode_int(out, d->hole_count);
    for (size_t i = 0; ok && i < d->hole_count; i++)
        ok = encode_hole(out, &d->holes[i]);
    encode_int(out, d->heading_count);
    for (size_t i = 0; i < d->heading_count; i++)
        encode_heading(out, &d->headings[i]);
    encode_str(out, d->title);
    encode_int(out, d->title_begin);
    encode_int(out, d->title_end);
    encode_int(out, d->summary_begin);
    encode_int(out, d->summary_end);
    encode_int(out, d->has_more + 2u * d->has_math + 4u * d->has_code);
    encode_str(out, d->summary_text);
    encode_int(out, d->words.cjk);
    encode_int(out, d->words.words);
    encode_int(out, d->code_lines);
    encode_str(out, d->first_image);
    return ok;
}

static void decode_document(struct arena *arena, struct decoder *d,
                            struct document *out, unsigned depth)
{
    d->failed |= depth > 100;
    out->html = decode_str(d);
    out->hole_count = decode_count(d);
    struct hole *holes = arena_array(arena, struct hole, out->hole_count);
    for (size_t i = 0; i < out->hole_count && !d->failed; i++)
        decode_hole(arena, d, &holes[i], depth);
    out->holes = holes;
    out->heading_count = decode_count(d);
    struct heading *headings =
        arena_array(arena, struct heading, out->heading_count);
    for (size_t i = 0; i < out->heading_count; i++)
        decode_heading(d, &headings[i]);
    out->headings = headings;
    out->title = decode_str(d);
    out->title_begin = (size_t)decode_int(d);
    out->title_end = (size_t)decode_int(d);
    out->summary_begin = (size_t)decode_int(d);
    out->summary_end = (size_t)decode_int(d);
    uint64_t flags = decode_int(d);
    out->has_more = flags & 1;
    out->has_math = flags & 2;
    out->has_code = flags & 4;
    out->summary_text = decode_str(d);
    out->words.cjk = (size_t)decode_int(d);
    out->words.words = (size_t)decode_int(d);
    out->code_lines = (size_t)decode_int(d);
    out->first_image = decode_str(d);
}

/* ---- Pages ---- */

static const size_t texts[] = {
    offsetof(struct page, url_written), offsetof(struct page, slug_written),
    offsetof(struct page, sort),        offsetof(struct page, title),
    offsetof(struct page, summary),     offsetof(struct page, description),
    offsetof(struct page, image),       offsetof(struct page, translation),
    offsetof(struct page, name),        offsetof(struct page, template_name),
};

static const size_t hashes[] = {
    offsetof(struct page, fingerprint_meta),
    offsetof(struct page, fingerprint_summary),
    offsetof(struct page, fingerprint_facts),
    offsetof(struct page, fingerprint_headings),
    offsetof(struct page, fingerprint_body),
    offsetof(struct page, id_hash),
};

static const size_t flags[] = {
    offsetof(struct page, toc),          offsetof(struct page, date_written),
    offsetof(struct page, has_paginate), offsetof(struct page, has_date),
    offsetof(struct page, has_updated),  offsetof(struct page, has_expires),
    offsetof(struct page, draft),
};

static void encode_fields(struct buf *out, const struct page *page)
{
    const char *base = (const char *)page;

    for (size_t i = 0; i < PHX_COUNT(texts); i++)
        encode_str(out, *(const struct str *)(const void *)(base + texts[i]));
    for (size_t i = 0; i < PHX_COUNT(hashes); i++)
        encode_hash(out,
                    *(const struct hash *)(const void *)(base + hashes[i]));
    for (size_t i = 0; i < PHX_COUNT(flags); i++)
        encode_int(out, *(const bool *)(base + flags[i]));
    encode_signed(out, page->part);
    encode_signed(out, page->weight);
    encode_int(out, page->paginate);
    encode_int(out, page->words);
    encode_int(out, page->reading_time);
    encode_date(out, page->date);
    encode_date(out, page->updated);
    encode_date(out, page->expires);
    encode_span(out, page->url_span);
    encode_span(out, page->slug_span);
    encode_span(out, page->aliases_span);
    encode_texts(out, page->aliases, page->alias_count);
}

static void decode_fields(struct arena *arena, struct decoder *d,
                          struct page *page)
{
    char *base = (char *)page;

    for (size_t i = 0; i < PHX_COUNT(texts); i++)
        *(struct str *)(void *)(base + texts[i]) = decode_str(d);
    for (size_t i = 0; i < PHX_COUNT(hashes); i++)
        *(struct hash *)(void *)(base + hashes[i]) = decode_hash(d);
    for (size_t i = 0; i < PHX_COUNT(flags); i++)
        *(bool *)(base + flags[i]) = decode_int(d) != 0;
    page->part = decode_signed(d);
    page->weight = decode_signed(d);
    page->paginate = (size_t)decode_int(d);
    page->words = (size_t)decode_int(d);
    page->reading_time = (size_t)decode_int(d);
    page->date = decode_date(d);
    page->updated = decode_date(d);
    page->expires = decode_date(d);
    page->url_span = decode_span(d);
    page->slug_span = decode_span(d);
    page->aliases_span = decode_span(d);
    page->aliases = decode_texts(arena, d, &page->alias_count);
}

/* The front matter is a part of the file's text, or there is none. */
static bool encode_sources(struct buf *out, const struct page *page)
{
    struct str whole = page->source.text;
    struct str part = page->meta_source.text;
    bool inside = part.len && part.ptr >= whole.ptr &&
                  part.ptr + part.len <= whole.ptr + whole.len;

    encode_str(out, whole);
    encode_int(out, page->source.line_offset);
    encode_int(out, page->meta_source.path.len > 0);
    encode_int(out, inside ? (size_t)(part.ptr - whole.ptr) : 0);
    encode_int(out, part.len);
    encode_int(out, page->meta_source.line_offset);
    return inside || part.len == 0;
}

static void decode_sources(struct decoder *d, struct page *page)
{
    page->source.path = page->path;
    page->source.text = decode_str(d);
    page->source.line_offset = (uint32_t)decode_int(d);
    bool has_meta = decode_int(d) != 0;
    size_t at = (size_t)decode_int(d);
    size_t len = (size_t)decode_int(d);
    uint32_t line = (uint32_t)decode_int(d);
    if (has_meta)
        page->meta_source = (struct source_ref){
            .path = page->path,
            .text = str_slice(page->source.text, at, at + len),
            .line_offset = line,
        };
}

bool page_encode(const struct config *config, const struct page *page,
                 struct buf *out)
{
    if (page->hidden != PAGE_SHOWN || !encode_sources(out, page))
        return false;
    encode_str(out, page->language->code);
    encode_fields(out, page);
    for (size_t i = 0; i <= config->taxonomy_count; i++)
        encode_texts(out, page->term_names[i].items, page->term_names[i].len);
    return encode_value(out, page->meta) && encode_value(out, page->extra) &&
           encode_value(out, page->authors) &&
           encode_document(out, &page->document);
}

struct page *page_decode(struct arena *arena, const struct config *config,
                         const struct content_source *source, struct str bytes)
{
    struct page *page = content_page_new(arena, config, source);
    struct decoder d = decoder_of(bytes);

    decode_sources(&d, page);
    struct str language = decode_str(&d);
    for (size_t i = 0; i < config->language_count; i++)
        if (str_eq(config->languages[i].code, language))
            page->language = &config->languages[i];
    decode_fields(arena, &d, page);
    for (size_t i = 0; i <= config->taxonomy_count; i++)
        page->term_names[i].items =
            decode_texts(arena, &d, &page->term_names[i].len);
    page->meta = decode_value(arena, &d, 0);
    page->extra = decode_value(arena, &d, 0);
    page->authors = decode_value(arena, &d, 0);
    decode_document(arena, &d, &page->document, 0);
    return decoder_done(&d) ? page : NULL;
}
