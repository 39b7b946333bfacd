/* SPDX-License-Identifier: MIT */
/*
 * Values themselves: making them, asking their kind, and Python's truth.
 * Containers are made in builders.c, compared in compare.c, printed in print.c.
 */
#include "value/value.h"

struct value value_str(struct str s)
{
    PHX_BUG_ON(s.len > UINT32_MAX);
    return (struct value){
        .kind = VALUE_STRING, .len = (uint32_t)s.len, .as.text = s.ptr};
}

struct value value_html(struct html markup)
{
    struct value v = value_str(markup.markup);

    v.safe = true;
    return v;
}

struct value value_undefined(struct str name)
{
    struct value v = value_str(name);

    v.kind = VALUE_UNDEFINED;
    return v;
}

struct value value_date(struct date d)
{
    return (struct value){.kind = VALUE_DATE,
                          .date_offset = d.offset,
                          .len = d.day_only,
                          .as.unix_seconds = d.unix_seconds};
}

struct date value_as_date(struct value v)
{
    PHX_BUG_ON(v.kind != VALUE_DATE);
    return (struct date){.unix_seconds = v.as.unix_seconds,
                         .offset = v.date_offset,
                         .day_only = v.len != 0};
}

double value_as_double(struct value v)
{
    if (v.kind == VALUE_FLOAT)
        return v.as.number;
    if (v.kind == VALUE_BOOL)
        return v.as.boolean ? 1.0 : 0.0;
    PHX_BUG_ON(v.kind != VALUE_INT);
    return (double)v.as.integer;
}

static struct value sequence(struct arena *arena, const struct value *items,
                             size_t len, bool tuple)
{
    struct value_list *list = arena_new(arena, struct value_list);

    *list = (struct value_list){items, len, tuple};
    return (struct value){.kind = VALUE_LIST, .as.list = list};
}

struct value value_list_of(struct arena *arena, const struct value *items,
                           size_t len)
{
    return sequence(arena, items, len, false);
}

struct value value_tuple_of(struct arena *arena, const struct value *items,
                            size_t len)
{
    return sequence(arena, items, len, true);
}

struct value value_object(struct arena *arena,
                          const struct value_object_type *type,
                          const void *data)
{
    struct value_object *object = arena_new(arena, struct value_object);

    *object = (struct value_object){type, data};
    return (struct value){.kind = VALUE_OBJECT, .as.object = object};
}

struct value value_strings(struct arena *arena, const struct str *items,
                           size_t len)
{
    struct value *values = arena_array(arena, struct value, len);

    for (size_t i = 0; i < len; i++)
        values[i] = value_str(items[i]);
    return value_list_of(arena, values, len);
}

const char *value_kind_name(struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_UNDEFINED:
        return "undefined";
    case VALUE_NULL:
        return "null";
    case VALUE_BOOL:
        return "boolean";
    case VALUE_INT:
        return "integer";
    case VALUE_FLOAT:
        return "number";
    case VALUE_STRING:
        return "text";
    case VALUE_DATE:
        return "date";
    case VALUE_LIST:
        return v.as.list->tuple ? "tuple" : "list";
    case VALUE_MAP:
        return "map";
    case VALUE_OBJECT:
        return v.as.object->type->name;
    }
    return "value";
}

bool value_truthy(struct value v, struct reader *reader)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
        return false;
    case VALUE_BOOL:
        return v.as.boolean;
    case VALUE_INT:
        return v.as.integer != 0;
    case VALUE_FLOAT:
        return v.as.number != 0.0;
    case VALUE_STRING:
        return v.len != 0;
    case VALUE_DATE:
        return true;
    case VALUE_LIST:
        return v.as.list->len != 0;
    case VALUE_MAP:
        return v.as.map->len != 0;
    case VALUE_OBJECT:
        if (!v.as.object->type->truthy)
            return true;
        return v.as.object->type->truthy(v.as.object, reader);
    }
    return false;
}

const struct value *value_args_named(const struct value_args *args,
                                     struct str name)
{
    for (size_t i = 0; i < args->named_len; i++)
        if (str_eq(value_text(args->named[i].key), name))
            return &args->named[i].value;
    return NULL;
}

struct str value_map_str(struct value map, struct str key, struct str fallback)
{
    const struct value *v = value_map_get(map, key);

    return v && v->kind == VALUE_STRING ? value_text(*v) : fallback;
}

bool value_map_bool(struct value map, struct str key, bool fallback)
{
    const struct value *v = value_map_get(map, key);

    return v && v->kind == VALUE_BOOL ? v->as.boolean : fallback;
}

int64_t value_map_int(struct value map, struct str key, int64_t fallback)
{
    const struct value *v = value_map_get(map, key);

    return v && v->kind == VALUE_INT ? v->as.integer : fallback;
}

/* The places of one container stand together, in order of index. */
const struct value_place *value_place_of(const struct value_places *places,
                                         struct value container, size_t index)
{
    const void *at = NULL;

    if (container.kind == VALUE_MAP)
        at = container.as.map->entries;
    else if (container.kind == VALUE_LIST)
        at = container.as.list->items;
    for (size_t i = 0; at && i < places->list.len; i++)
        if (places->list.items[i].container == at &&
            places->list.items[i].index == index)
            return &places->list.items[i];
    return NULL;
}
