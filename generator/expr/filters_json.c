/* SPDX-License-Identifier: MIT */
/*
 * tojson as Jinja2 writes it: Python's json.dumps with sorted keys and ASCII
 * only, and < > & ' as escapes, so that it may stand in a <script> element and
 * in an attribute. NaN and infinities become null. And pprint.
 */
#include "builtins.h"

#include <math.h>

#define JSON_DEPTH 200

struct json {
    struct eval *e;
    struct buf *out;
    int64_t indent; /* < 0: none */
    size_t depth;
};

static bool json_put(struct json *j, struct value v);

static void json_string(struct buf *out, struct str s)
{
    static const char from[] = "\"\\\n\r\t\b\f";
    static const char to[] = "\"\\nrtbf";

    buf_add_char(out, '"');
    for (size_t pos = 0; pos < s.len;) {
        uint32_t c = utf8_next(s, &pos);
        const char *known = c && c < 0x80 ? strchr(from, (int)c) : NULL;
        if (c == UTF8_INVALID)
            c = 0xfffd;
        if (known)
            buf_add_fmt(out, "\\%c", to[known - from]);
        else if (c > 0xffff)
            buf_add_fmt(out, "\\u%04x\\u%04x",
                        (unsigned)(0xd800 + ((c - 0x10000) >> 10)),
                        (unsigned)(0xdc00 + ((c - 0x10000) & 0x3ff)));
        else if (c < 0x20 || c > 0x7e || c == '<' || c == '>' || c == '&' ||
                 c == '\'')
            buf_add_fmt(out, c == 0x7f ? "\x7f" : "\\u%04x", (unsigned)c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '"');
}

/* Behind a bracket or comma: a new line where there is an indent. */
static void json_break(struct json *j)
{
    if (j->indent < 0)
        return;
    buf_add_char(j->out, '\n');
    for (int64_t i = 0; i < j->indent * (int64_t)j->depth; i++)
        buf_add_char(j->out, ' ');
}

static void json_comma(struct json *j, size_t i)
{
    if (i > 0)
        buf_add_cstr(j->out, j->indent < 0 ? ", " : ",");
    json_break(j);
}

static bool json_enter(struct json *j, char bracket)
{
    if (++j->depth > JSON_DEPTH)
        return eval_fail(j->e, "a value is nested too deeply for JSON");
    buf_add_char(j->out, bracket);
    return true;
}

static void json_leave(struct json *j, char bracket)
{
    j->depth--;
    json_break(j);
    buf_add_char(j->out, bracket);
}

static bool json_list(struct json *j, const struct value *items, size_t len)
{
    if (len == 0) {
        buf_add_cstr(j->out, "[]");
        return true;
    }
    if (!json_enter(j, '['))
        return false;
    for (size_t i = 0; i < len; i++) {
        json_comma(j, i);
        if (!json_put(j, items[i]))
            return false;
    }
    json_leave(j, ']');
    return true;
}

static bool json_key(struct json *j, struct value key, struct value *out)
{
    struct buf text = BUF_INIT;
    bool ok = true;

    if (key.kind == VALUE_STRING) {
        *out = key;
        return true;
    }
    if (key.kind == VALUE_BOOL)
        *out = value_str(key.as.boolean ? STR("true") : STR("false"));
    else if (key.kind == VALUE_NULL)
        *out = value_str(STR("null"));
    else if (key.kind == VALUE_INT || key.kind == VALUE_FLOAT)
        ok = eval_string(j->e, key, out);
    else
        ok = eval_fail(j->e, "%s is no key in JSON", value_kind_name(key));
    buf_deinit(&text);
    return ok;
}

static bool json_map(struct json *j, struct sort_item *entries, size_t len)
{
    if (len == 0) {
        buf_add_cstr(j->out, "{}");
        return true;
    }
    if (!sort_items(j->e, entries, len, false) || !json_enter(j, '{'))
        return false;
    for (size_t i = 0; i < len; i++) {
        struct value key;
        json_comma(j, i);
        if (!json_key(j, entries[i].key, &key))
            return false;
        json_string(j->out, value_text(key));
        buf_add_cstr(j->out, ": ");
        if (!json_put(j, entries[i].item))
            return false;
    }
    json_leave(j, '}');
    return true;
}

static bool json_object(struct json *j, struct value v)
{
    const struct value_object *object = v.as.object;
    const struct value *items;
    struct value text;
    size_t len;

    if (object->type->keys) {
        if (!object->type->keys(object, j->e->reader, &text) ||
            !eval_items(j->e, text, &items, &len))
            return false;
        struct sort_item *entries =
            arena_array(j->e->arena, struct sort_item, len);
        for (size_t i = 0; i < len; i++) {
            entries[i].key = items[i];
            if (!eval_getitem(j->e, v, items[i], &entries[i].item))
                return false;
        }
        return json_map(j, entries, len);
    }
    if (value_is_iterable(v))
        return eval_items(j->e, v, &items, &len) && json_list(j, items, len);
    if (object->type->text && object->type->text(object, j->e->reader, &text))
        return json_put(j, text);
    return !j->e->reader->failed &&
           eval_fail(j->e, "%s does not go into JSON", value_kind_name(v));
}

static bool json_put(struct json *j, struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_NULL:
        buf_add_cstr(j->out, "null");
        return true;
    case VALUE_BOOL:
        buf_add_cstr(j->out, v.as.boolean ? "true" : "false");
        return true;
    case VALUE_INT:
        return eval_write(j->e, v, false, j->out);
    case VALUE_FLOAT:
        if (isfinite(v.as.number))
            buf_add_double(j->out, v.as.number);
        else
            buf_add_cstr(j->out, "null");
        return true;
    case VALUE_STRING:
        json_string(j->out, value_text(v));
        return true;
    case VALUE_DATE:
        json_string(j->out, date_iso(j->e->arena, value_as_date(v)));
        return true;
    case VALUE_LIST:
        return json_list(j, v.as.list->items, v.as.list->len);
    case VALUE_MAP: {
        const struct value_map *map = v.as.map;
        struct sort_item *entries =
            arena_array(j->e->arena, struct sort_item, map->len);
        for (size_t i = 0; i < map->len; i++)
            entries[i] =
                (struct sort_item){map->entries[i].key, map->entries[i].value};
        return json_map(j, entries, map->len);
    }
    case VALUE_OBJECT:
        return json_object(j, v);
    case VALUE_UNDEFINED:
        break;
    }
    return eval_fail(j->e, "an undefined value does not go into JSON");
}

static bool f_tojson(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;
    struct json j = {.e = e, .out = &buf};
    bool ok = arg_int(e, "the indent", a[1], -1, &j.indent);

    if (ok && j.indent > 100)
        j.indent = 100;
    ok = ok && json_put(&j, a[0]);
    if (ok)
        *out = text_value(e, &buf, true);
    buf_deinit(&buf);
    return ok;
}

/* Maps by key, as Python's pformat; long ones stay on one line. */
static struct value sorted_maps(struct eval *e, struct value v, size_t depth)
{
    if (v.kind == VALUE_LIST && depth < JSON_DEPTH) {
        struct list_builder list;
        list_builder_init(&list, e->arena);
        for (size_t i = 0; i < v.as.list->len; i++)
            list_builder_push(&list,
                              sorted_maps(e, v.as.list->items[i], depth + 1));
        struct value made = list_builder_finish(&list);
        return v.as.list->tuple ? value_tuple_of(e->arena, made.as.list->items,
                                                 made.as.list->len)
                                : made;
    }
    if (v.kind != VALUE_MAP || depth >= JSON_DEPTH)
        return v;
    const struct value_map *map = v.as.map;
    struct sort_item *entries =
        arena_array(e->arena, struct sort_item, map->len);
    struct map_builder builder;
    map_builder_init(&builder, e->arena);
    for (size_t i = 0; i < map->len; i++)
        entries[i] =
            (struct sort_item){map->entries[i].key, map->entries[i].value};
    if (!sort_items(e, entries, map->len, false))
        return v;
    for (size_t i = 0; i < map->len; i++)
        map_builder_set(&builder, entries[i].key,
                        sorted_maps(e, entries[i].item, depth + 1));
    return map_builder_finish(&builder);
}

static bool f_pprint(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;

    if (is_undefined(a[0]) && undefined_is_strict(e, a[0]))
        return fail_undefined(e, a[0]);
    value_repr(&buf, sorted_maps(e, a[0], 0), e->reader);
    *out = text_value(e, &buf, false);
    buf_deinit(&buf);
    return !e->reader->failed;
}

const struct builtin filters_json[] = {
    {"tojson", "indent?", f_tojson, NULL},
    {"pprint", "", f_pprint, NULL},
    {NULL, NULL, NULL, NULL},
};
