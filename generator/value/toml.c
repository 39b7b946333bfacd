/* SPDX-License-Identifier: MIT */
/*
 * TOML 1.0 (https://toml.io/en/v1.0.0): keys, tables and arrays. Tables are
 * kept as small trees until the end, because any line may add to any of them.
 */
#include "toml.h"

#include <stdarg.h>

enum node_kind { NODE_VALUE, NODE_TABLE, NODE_TABLES };

struct node;
struct table {
    PHX_VEC(struct node *) nodes;
    struct map by_key;
    bool
        stated; /* by its own header, inline, or as a value: closed to others */
};
struct node {
    struct str key;
    enum node_kind kind;
    struct value value;             /* NODE_VALUE */
    PHX_VEC(struct table *) tables; /* one for NODE_TABLE */
};

bool toml_fail(struct toml *t, size_t at, const char *fmt, ...)
{
    struct buf message = BUF_INIT;
    va_list args;

    if (!t->failed) {
        va_start(args, fmt);
        buf_add_vfmt(&message, fmt, args);
        va_end(args);
        diag_add(t->diags, DIAG_TOML_SYNTAX, t->source, span_at(t->text, at),
                 "%s", message.ptr);
        buf_deinit(&message);
    }
    t->failed = true;
    return false;
}

/* ---- White space ---- */

static void skip_blanks(struct toml *t)
{
    while (toml_peek(t, 0) == ' ' || toml_peek(t, 0) == '\t')
        t->at++;
}

static void skip_comment(struct toml *t)
{
    if (toml_peek(t, 0) == '#')
        while (t->at < t->text.len && t->text.ptr[t->at] != '\n')
            t->at++;
}

static void skip_lines(struct toml *t)
{
    size_t before;

    do {
        before = t->at;
        while (ascii_is_space(toml_peek(t, 0)))
            t->at++;
        skip_comment(t);
    } while (t->at != before);
}

static bool end_line(struct toml *t)
{
    skip_blanks(t);
    skip_comment(t);
    if (t->at >= t->text.len || toml_peek(t, 0) == '\n' ||
        (toml_peek(t, 0) == '\r' && toml_peek(t, 1) == '\n'))
        return true;
    return toml_fail(t, t->at, "expected the end of the line");
}

static bool expect(struct toml *t, char c)
{
    if (toml_peek(t, 0) != c)
        return toml_fail(t, t->at, "expected `%c`", c);
    t->at++;
    return true;
}

/* ---- Tables ---- */

static struct table *table_new(struct toml *t)
{
    struct table *table = arena_new(t->arena, struct table);

    *table = (struct table){0};
    map_init(&table->by_key, t->arena);
    return table;
}

static bool add_node(struct toml *t, struct table *table, struct str key,
                     enum node_kind kind, struct node **out)
{
    struct node *node = arena_new(t->arena, struct node);

    if (++t->nodes > t->node_limit)
        return toml_fail(t, t->at, "more than %zu values", t->node_limit);
    *node = (struct node){.key = key, .kind = kind, .value = value_null()};
    vec_push(t->arena, &table->nodes, node);
    map_set(&table->by_key, key, node);
    *out = node;
    return true;
}

/* The table below `table` that `key` names, made when it is not there; of an
 * array of tables its last. */
static struct table *step(struct toml *t, struct table *table, struct str key,
                          size_t at)
{
    struct node *node = map_get(&table->by_key, key);

    if (!node) {
        if (!add_node(t, table, key, NODE_TABLE, &node))
            return NULL;
        vec_push(t->arena, &node->tables, table_new(t));
    }
    if (node->kind == NODE_VALUE) {
        toml_fail(t, at, "`%" STR_FMT "` is a value already, no table",
                  STR_ARG(key));
        return NULL;
    }
    return node->tables.items[node->tables.len - 1];
}

static bool key_part(struct toml *t, struct str *out)
{
    char c = toml_peek(t, 0);
    size_t start = t->at;

    if (c == '"' || c == '\'')
        return toml_string(t, false, out);
    while (ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || c == '-') {
        t->at++;
        c = toml_peek(t, 0);
    }
    *out = str_slice(t->text, start, t->at);
    return out->len ? true : toml_fail(t, start, "expected a key");
}

/* All but the last part of a dotted key is walked; the last is given back. */
static bool dotted_key(struct toml *t, struct table **table, struct str *last)
{
    size_t at = t->at;
    size_t parts = t->depth;

    if (!key_part(t, last))
        return false;
    for (skip_blanks(t); toml_peek(t, 0) == '.'; skip_blanks(t)) {
        if (++parts > t->depth_limit)
            return toml_fail(t, at, "nested deeper than %zu", t->depth_limit);
        t->at++;
        skip_blanks(t);
        *table = step(t, *table, *last, at);
        at = t->at;
        if (!*table || !key_part(t, last))
            return false;
    }
    return true;
}

/* ---- Values ---- */

static bool read_value(struct toml *t, struct value *out);
static struct value to_value(struct toml *t, const struct table *table);

static bool pair(struct toml *t, struct table *table)
{
    struct node *node;
    struct str key;
    size_t at = t->at;

    if (!dotted_key(t, &table, &key))
        return false;
    if (map_has(&table->by_key, key))
        return toml_fail(t, at, "`%" STR_FMT "` stands twice", STR_ARG(key));
    if (!expect(t, '=') || !add_node(t, table, key, NODE_VALUE, &node))
        return false;
    skip_blanks(t);
    return read_value(t, &node->value);
}

static bool array(struct toml *t, struct value *out)
{
    struct list_builder list;

    list_builder_init(&list, t->arena);
    t->at++;
    for (skip_lines(t); toml_peek(t, 0) != ']'; skip_lines(t)) {
        struct value item;
        if (t->at >= t->text.len)
            return toml_fail(t, t->at, "this array is not closed");
        if (!read_value(t, &item))
            return false;
        list_builder_push(&list, item);
        skip_lines(t);
        if (toml_peek(t, 0) == ',')
            t->at++;
        else if (toml_peek(t, 0) != ']')
            return toml_fail(t, t->at, "expected `,` or `]`");
    }
    t->at++;
    *out = list_builder_finish(&list);
    return true;
}

static bool inline_table(struct toml *t, struct value *out)
{
    struct table *table = table_new(t);

    t->at++;
    skip_lines(t);
    while (toml_peek(t, 0) != '}') {
        if (!pair(t, table))
            return false;
        skip_lines(t);
        if (toml_peek(t, 0) == ',')
            t->at++;
        else if (toml_peek(t, 0) != '}')
            return toml_fail(t, t->at, "expected `,` or `}`");
        skip_lines(t);
    }
    t->at++;
    *out = to_value(t, table);
    return true;
}

static bool read_value(struct toml *t, struct value *out)
{
    struct str text;
    bool ok;

    if (++t->nodes > t->node_limit)
        return toml_fail(t, t->at, "more than %zu values", t->node_limit);
    if (t->depth >= t->depth_limit)
        return toml_fail(t, t->at, "nested deeper than %zu", t->depth_limit);
    t->depth++;
    switch (toml_peek(t, 0)) {
    case '"':
    case '\'':
        ok = toml_string(t, true, &text);
        *out = value_str(text);
        break;
    case '[':
        ok = array(t, out);
        break;
    case '{':
        ok = inline_table(t, out);
        break;
    default:
        ok = toml_word(t, out);
        break;
    }
    t->depth--;
    return ok;
}

/* ---- Headers ---- */

static bool open_table(struct toml *t, struct table **current, struct str key,
                       size_t at)
{
    struct node *node = map_get(&(*current)->by_key, key);

    if (node && node->kind == NODE_TABLES)
        return toml_fail(t, at, "`%" STR_FMT "` is an array of tables already",
                         STR_ARG(key));
    *current = step(t, *current, key, at);
    if (!*current)
        return false;
    if ((*current)->stated)
        return toml_fail(t, at, "the table `%" STR_FMT "` stands twice",
                         STR_ARG(key));
    (*current)->stated = true;
    return true;
}

static bool append_table(struct toml *t, struct table **current, struct str key,
                         size_t at)
{
    struct node *node = map_get(&(*current)->by_key, key);

    if (node && node->kind != NODE_TABLES)
        return toml_fail(t, at, "`%" STR_FMT "` is no array of tables",
                         STR_ARG(key));
    if (!node && !add_node(t, *current, key, NODE_TABLES, &node))
        return false;
    *current = table_new(t);
    vec_push(t->arena, &node->tables, *current);
    return true;
}

static bool header(struct toml *t, struct table *root, struct table **current)
{
    size_t at = t->at;
    bool many = toml_peek(t, 1) == '[';
    struct table *table = root;
    struct str key;

    t->at += many ? 2 : 1;
    skip_blanks(t);
    if (!dotted_key(t, &table, &key) || !expect(t, ']') ||
        (many && !expect(t, ']')))
        return false;
    bool ok = many ? append_table(t, &table, key, at)
                   : open_table(t, &table, key, at);
    *current = table;
    return ok && end_line(t);
}

static struct value node_value(struct toml *t, const struct node *node)
{
    struct list_builder list;

    if (node->kind == NODE_VALUE)
        return node->value;
    if (node->kind == NODE_TABLE)
        return to_value(t, node->tables.items[0]);
    list_builder_init(&list, t->arena);
    for (size_t i = 0; i < node->tables.len; i++)
        list_builder_push(&list, to_value(t, node->tables.items[i]));
    return list_builder_finish(&list);
}

static struct value to_value(struct toml *t, const struct table *table)
{
    struct map_builder map;

    map_builder_init(&map, t->arena);
    for (size_t i = 0; i < table->nodes.len; i++) {
        const struct node *node = table->nodes.items[i];
        map_builder_set(&map, value_str(node->key), node_value(t, node));
    }
    return map_builder_finish(&map);
}

bool toml_read(struct arena *arena, const struct source_ref *source,
               const struct value_limits *limits, struct diags *diags,
               struct value *out)
{
    struct toml t = {
        .arena = arena,
        .source = source,
        .text = source->text,
        .diags = diags,
        .depth_limit = limits && limits->depth ? limits->depth : 200,
        .node_limit = limits && limits->nodes ? limits->nodes : 10000000};
    struct table *root = table_new(&t), *current = root;

    for (skip_lines(&t); t.at < t.text.len && !t.failed; skip_lines(&t)) {
        if (toml_peek(&t, 0) == '[')
            phx_ignore(header(&t, root, &current), "t.failed says so");
        else if (pair(&t, current))
            phx_ignore(end_line(&t), "t.failed says so");
    }
    if (!t.failed)
        *out = to_value(&t, root);
    return !t.failed;
}
