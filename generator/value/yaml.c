/* SPDX-License-Identifier: MIT */
/*
 * YAML by libyaml's events (one parser a call, no shared state: any thread).
 * Open containers wait on a stack; aliases share the value of their anchor, and
 * the nodes they repeat count against the limit as if they had been written
 * out. Types are yaml_scalar.c's, error texts yaml_report.c's.
 */
#include "value/limits.h"
#include "value/yaml_room.h"

/* Warnings of keys that stand twice; more would only cost time. */
#define DUPLICATES_MAX 100

struct node {
    struct value value;
    struct span span;
    bool merge; /* a plain << */
};

struct anchor {
    struct value value;
    size_t nodes;
    size_t height; /* containers on the longest way down */
    bool complete;
};

struct frame {
    size_t start; /* in the stack */
    size_t nodes_before;
    size_t height; /* of the highest element */
    struct span span;
    struct anchor *anchor; /* or NULL */
};

struct tree {
    struct arena *arena;
    struct arena scratch;
    const struct source_ref *source;
    const struct yaml_options *options;
    struct value_limits limits;
    struct diags *diags;
    struct value_places *places;
    struct yaml_cursor cursor;
    struct map anchors; /* of this document: struct anchor */
    PHX_VEC(struct node) stack;
    PHX_VEC(struct frame) frames;
    struct value root;
    size_t nodes;
    size_t duplicates;
};

static bool refuse(struct tree *t, enum diag_id id, struct span span,
                   const char *message)
{
    diag_add(t->diags, id, t->source, span, "%s", message);
    return false;
}

static struct span event_span(struct tree *t, const yaml_event_t *event)
{
    return yaml_span(&t->cursor, event->start_mark.index,
                     event->end_mark.index);
}

static bool count_nodes(struct tree *t, size_t count, struct span span)
{
    t->nodes += count;
    if (t->nodes <= t->limits.nodes)
        return true;
    return refuse(t, DIAG_YAML_LIMIT, span,
                  "there are too many values, counting what aliases repeat");
}

static void add_node(struct tree *t, struct node node, size_t height)
{
    struct frame *parent;

    if (t->frames.len == 0) {
        t->root = node.value;
        return;
    }
    parent = &t->frames.items[t->frames.len - 1];
    if (parent->height < height)
        parent->height = height;
    vec_push(&t->scratch, &t->stack, node);
}

static struct anchor *add_anchor(struct tree *t, const yaml_char_t *name)
{
    struct anchor *anchor;

    if (!name)
        return NULL;
    anchor = arena_new(&t->scratch, struct anchor);
    map_set(&t->anchors, str_dup(&t->scratch, str_of((const char *)name)),
            anchor);
    return anchor;
}

/* ---- Scalars ---- */

/* The rest of a tag of YAML's own types, or an empty text. */
static struct str core_tag(const yaml_char_t *tag)
{
    static const struct str prefix = STR_INIT("tag:yaml.org,2002:");
    struct str text = str_of((const char *)tag);

    return str_starts(text, prefix) ? str_from(text, prefix.len) : STR("");
}

static bool type_tagged(struct tree *t, struct str tag, struct str text,
                        struct span span, struct value *out)
{
    struct value plain = yaml_type_plain(text, t->options);
    struct date date;

    if (str_is(tag, "null")) {
        *out = value_null();
    } else if (str_is(tag, "bool") && plain.kind == VALUE_BOOL) {
        *out = plain;
    } else if (str_is(tag, "int") && plain.kind == VALUE_INT) {
        *out = plain;
    } else if (str_is(tag, "float") && value_is_number(plain)) {
        *out = value_float(value_as_double(plain));
    } else if (str_is(tag, "timestamp") &&
               date_parse(text, t->options->zone, &date)) {
        *out = value_date(date);
    } else if (str_is(tag, "bool") || str_is(tag, "int") ||
               str_is(tag, "float") || str_is(tag, "timestamp")) {
        diag_add(t->diags, DIAG_YAML_SYNTAX, t->source, span,
                 "expected a value of type %" STR_FMT ", as its tag says",
                 STR_ARG(tag));
        return false;
    } else {
        *out = value_str(text);
    }
    return true;
}

static bool read_scalar(struct tree *t, const yaml_event_t *event)
{
    struct str raw = str_bytes((const char *)event->data.scalar.value,
                               event->data.scalar.length);
    struct node node = {.span = event_span(t, event)};
    struct anchor *anchor = add_anchor(t, event->data.scalar.anchor);
    bool plain = event->data.scalar.plain_implicit != 0;

    if (event->data.scalar.tag) {
        if (!type_tagged(t, core_tag(event->data.scalar.tag), raw, node.span,
                         &node.value))
            return false;
    } else {
        node.value = plain ? yaml_type_plain(raw, t->options) : value_str(raw);
    }
    node.merge = plain && str_is(raw, "<<");
    if (node.value.kind == VALUE_STRING)
        node.value = value_str(str_dup(t->arena, raw));
    if (anchor)
        *anchor = (struct anchor){node.value, 1, 0, true};
    add_node(t, node, 0);
    return count_nodes(t, 1, node.span);
}

static bool read_alias(struct tree *t, const yaml_event_t *event)
{
    struct str name = str_of((const char *)event->data.alias.anchor);
    const struct anchor *anchor = map_get(&t->anchors, name);
    struct node node = {.span = event_span(t, event)};
    struct diag *diag;

    if (!anchor) {
        diag = diag_add(t->diags, DIAG_YAML_SYNTAX, t->source, node.span,
                        "no anchor &%" STR_FMT " stands before its alias",
                        STR_ARG(name));
        diag_hint(t->diags, diag,
                  "text that starts with '*' has to stand in quotes");
        return false;
    }
    if (!anchor->complete)
        return refuse(t, DIAG_YAML_LIMIT, node.span,
                      "an alias refers to a value that contains it");
    if (t->frames.len + anchor->height > t->limits.depth)
        return refuse(t, DIAG_YAML_LIMIT, node.span,
                      "values are nested too deeply");
    node.value = anchor->value;
    add_node(t, node, anchor->height);
    return count_nodes(t, anchor->nodes, node.span);
}

/* ---- Containers ---- */

static bool open_container(struct tree *t, const yaml_event_t *event,
                           const yaml_char_t *anchor)
{
    struct frame frame = {.start = t->stack.len,
                          .nodes_before = t->nodes,
                          .span = yaml_span(&t->cursor, event->start_mark.index,
                                            event->start_mark.index),
                          .anchor = add_anchor(t, anchor)};

    if (t->frames.len == t->limits.depth)
        return refuse(t, DIAG_YAML_LIMIT, frame.span,
                      "values are nested too deeply");
    vec_push(&t->scratch, &t->frames, frame);
    return true;
}

static bool close_container(struct tree *t, struct value v)
{
    struct frame frame = t->frames.items[--t->frames.len];
    struct node node = {.value = v, .span = frame.span};
    size_t height = frame.height + 1;

    t->stack.len = frame.start;
    if (!count_nodes(t, 1, frame.span))
        return false;
    if (frame.anchor)
        *frame.anchor =
            (struct anchor){v, t->nodes - frame.nodes_before, height, true};
    add_node(t, node, height);
    return true;
}

static void add_place(struct tree *t, const void *container, size_t index,
                      struct span key, struct span value)
{
    struct value_place place = {container, index, key, value};

    vec_push(t->arena, &t->places->list, place);
}

static bool close_list(struct tree *t)
{
    size_t start = t->frames.items[t->frames.len - 1].start;
    size_t len = t->stack.len - start;
    struct value *items = arena_array(t->arena, struct value, len);

    for (size_t i = 0; i < len; i++) {
        struct span span = t->stack.items[start + i].span;

        items[i] = t->stack.items[start + i].value;
        if (t->places)
            add_place(t, items, i, span, span);
    }
    return close_container(t, value_list_of(t->arena, items, len));
}

static void warn_duplicate(struct tree *t, const struct node *key)
{
    struct buf text = BUF_INIT;

    if (t->duplicates++ >= DUPLICATES_MAX)
        return;
    value_print(&text, key->value, NULL);
    diag_add(t->diags, DIAG_YAML_DUPLICATE_KEY, t->source, key->span,
             "the key \"%" STR_FMT "\" stands twice; the last one counts",
             STR_ARG(buf_str(&text)));
    buf_deinit(&text);
}

/* The maps that << names, the last one first: an earlier one overrides it. */
static bool merge_into(struct tree *t, struct map_builder *map,
                       const struct node *from)
{
    const struct value *sources = &from->value;
    size_t count = 1;

    if (from->value.kind == VALUE_LIST) {
        sources = from->value.as.list->items;
        count = from->value.as.list->len;
    }
    for (size_t i = count; i > 0; i--) {
        const struct value_map *source = sources[i - 1].as.map;

        if (sources[i - 1].kind != VALUE_MAP)
            return refuse(t, DIAG_YAML_SYNTAX, from->span,
                          "expected a mapping, or a list of them, behind <<");
        for (size_t k = 0; k < source->len; k++)
            map_builder_set(map, source->entries[k].key,
                            source->entries[k].value);
        if (!count_nodes(t, source->len, from->span))
            return false;
    }
    return true;
}

static size_t index_in(const struct value_map *map, const struct value *value)
{
    const char *first = (const char *)&map->entries[0].value;

    return (size_t)((const char *)value - first) / sizeof(map->entries[0]);
}

/* Merged entries are shown at their <<; of a key that stands twice, the last
 * place is kept. A key that equals nothing (.nan) may stay at its mapping. */
static void add_map_places(struct tree *t, struct value map,
                           const struct node *pairs, size_t count,
                           struct span merge)
{
    const struct value_map *m = map.as.map;
    size_t base = t->places->list.len;
    bool in_order = merge.line == 0 && m->len == count;

    if (merge.line == 0)
        merge = t->frames.items[t->frames.len - 1].span;
    for (size_t i = 0; i < m->len; i++)
        add_place(t, m->entries, i, merge, merge);
    for (size_t i = 0; i < count; i++) {
        const struct node *pair = pairs + 2 * i;
        const struct value *value = NULL;

        if (in_order)
            value = &m->entries[i].value;
        else if (!pair->merge)
            value = value_map_find(map, pair->value);
        if (!value)
            continue;
        t->places->list.items[base + index_in(m, value)].key = pair[0].span;
        t->places->list.items[base + index_in(m, value)].value = pair[1].span;
    }
}

static bool close_map(struct tree *t)
{
    size_t start = t->frames.items[t->frames.len - 1].start;
    size_t count = (t->stack.len - start) / 2;
    const struct node *pairs = count > 0 ? t->stack.items + start : NULL;
    struct span merge = {0, 0, 0};
    struct map_builder own, all;
    struct value map;

    map_builder_init(&own, t->arena);
    map_builder_init(&all, t->arena);
    map_builder_reserve(&own, count);
    for (size_t i = 0; i < count; i++) {
        const struct node *pair = pairs + 2 * i;

        if (pair->merge) {
            merge = pair->span;
            if (!merge_into(t, &all, pair + 1))
                return false;
        } else if (map_builder_set(&own, pair[0].value, pair[1].value)) {
            warn_duplicate(t, pair);
        }
    }
    for (size_t i = 0; merge.line > 0 && i < own.entries.len; i++)
        map_builder_set(&all, own.entries.items[i].key,
                        own.entries.items[i].value);
    map = map_builder_finish(merge.line > 0 ? &all : &own);
    if (t->places)
        add_map_places(t, map, pairs, count, merge);
    return close_container(t, map);
}

/* ---- Documents ---- */

static void start_document(struct tree *t)
{
    map_init(&t->anchors, &t->scratch);
    t->root = value_null();
}

static bool handle(struct tree *t, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(t, event);
    case YAML_ALIAS_EVENT:
        return read_alias(t, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(t, event, event->data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
        return open_container(t, event, event->data.mapping_start.anchor);
    case YAML_SEQUENCE_END_EVENT:
        return close_list(t);
    case YAML_MAPPING_END_EVENT:
        return close_map(t);
    case YAML_DOCUMENT_START_EVENT:
        start_document(t);
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}

/* Every document's root goes into `documents`; `single` refuses a second. */
static bool read_stream(struct tree *t, yaml_parser_t *parser, bool single,
                        struct list_builder *documents)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    bool ok = true;

    while (ok && type != YAML_STREAM_END_EVENT) {
        yaml_event_t event;

        if (!yaml_parser_parse(parser, &event)) {
            yaml_report(parser, &t->cursor, t->source, t->diags);
            return false;
        }
        type = event.type;
        if (type == YAML_DOCUMENT_START_EVENT && single &&
            documents->items.len > 0)
            ok = refuse(t, DIAG_YAML_SYNTAX, event_span(t, &event),
                        "a second document starts here, one is expected");
        else
            ok = handle(t, &event);
        if (ok && type == YAML_DOCUMENT_END_EVENT)
            list_builder_push(documents, t->root);
        yaml_event_delete(&event);
    }
    return ok;
}

static bool read_documents(struct tree *t, bool single,
                           struct list_builder *documents)
{
    struct str text = t->source->text;
    yaml_parser_t parser;
    bool ok;

    if (text.len > t->limits.bytes) {
        diag_add(t->diags, DIAG_YAML_LIMIT, t->source, (struct span){0, 0, 0},
                 "the file has %zu bytes, more than the limit of %zu", text.len,
                 t->limits.bytes);
        return false;
    }
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_from(text, 3);
    yaml_cursor_init(&t->cursor, text);
    arena_init(&t->scratch);
    if (!yaml_parser_initialize(&parser))
        base_out_of_memory(sizeof(parser));
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr,
                                 text.len);
    ok = read_stream(t, &parser, single, documents);
    yaml_parser_delete(&parser);
    arena_deinit(&t->scratch);
    return ok;
}

bool yaml_read(struct arena *arena, const struct source_ref *source,
               const struct yaml_options *options, struct diags *diags,
               struct value *out, struct value_places *places)
{
    struct tree t = {.arena = arena,
                     .source = source,
                     .options = options,
                     .limits = limits_or_defaults(&options->limits),
                     .diags = diags,
                     .places = places};
    struct list_builder documents;

    list_builder_init(&documents, arena);
    if (!read_documents(&t, true, &documents))
        return false;
    *out = documents.items.len > 0 ? documents.items.items[0] : value_null();
    return true;
}

bool yaml_read_all(struct arena *arena, const struct source_ref *source,
                   const struct yaml_options *options, struct diags *diags,
                   struct value *out)
{
    struct tree t = {.arena = arena,
                     .source = source,
                     .options = options,
                     .limits = limits_or_defaults(&options->limits),
                     .diags = diags};
    struct list_builder documents;

    list_builder_init(&documents, arena);
    if (!read_documents(&t, false, &documents))
        return false;
    *out = list_builder_finish(&documents);
    return true;
}
