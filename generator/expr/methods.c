/* SPDX-License-Identifier: MIT */
/*
 * The methods that templates call on values: those of Python's str, list, dict
 * and date that themes use. Nothing here changes a value.
 */
#include "builtins.h"

static const struct builtin *find_in(const struct builtin *table,
                                     struct str name)
{
    for (; table->name; table++)
        if (str_is(name, table->name))
            return table;
    return NULL;
}

static const struct builtin *table_of(struct value self)
{
    switch ((enum value_kind)self.kind) {
    case VALUE_STRING:
        return methods_text;
    case VALUE_LIST:
        return methods_list;
    case VALUE_MAP:
        return methods_map;
    case VALUE_DATE:
        return methods_date;
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_OBJECT:
        break;
    }
    return NULL;
}

const struct builtin *method_find(struct value self, struct str name)
{
    const struct builtin *table = table_of(self);

    return table ? find_in(table, name) : NULL;
}

/* ---- Lists ---- */

static bool list_index(struct eval *e, const struct value *a, struct value *out)
{
    const struct value_list *list = a[0].as.list;

    for (size_t i = 0; i < list->len; i++) {
        if (value_equal(list->items[i], a[1])) {
            *out = value_int((int64_t)i);
            return true;
        }
    }
    return eval_fail(e, "the list has no such element");
}

static bool list_count(struct eval *e, const struct value *a, struct value *out)
{
    const struct value_list *list = a[0].as.list;
    int64_t count = 0;

    (void)e;
    for (size_t i = 0; i < list->len; i++)
        count += value_equal(list->items[i], a[1]);
    *out = value_int(count);
    return true;
}

static bool list_change(struct eval *e, const struct value_args *args,
                        struct value *out)
{
    (void)args;
    (void)out;
    eval_fail(e, "lists do not change in templates");
    reader_hint(e->reader,
                "make a new one: {%% set list = list + [item] %%}; inside a "
                "loop keep it in a namespace()");
    return false;
}

const struct builtin methods_list[] = {
    {"index", "value", list_index, NULL}, {"count", "value", list_count, NULL},
    {"append", "", NULL, list_change},    {"extend", "", NULL, list_change},
    {"insert", "", NULL, list_change},    {"pop", "", NULL, list_change},
    {"remove", "", NULL, list_change},    {NULL, NULL, NULL, NULL},
};

/* ---- Maps ---- */

static bool map_items(struct eval *e, const struct value *a, struct value *out)
{
    const struct value_map *map = a[0].as.map;
    struct value *pairs = arena_array(e->arena, struct value, map->len);

    for (size_t i = 0; i < map->len; i++) {
        struct value *pair = arena_array(e->arena, struct value, 2);
        pair[0] = map->entries[i].key;
        pair[1] = map->entries[i].value;
        pairs[i] = value_tuple_of(e->arena, pair, 2);
    }
    *out = value_list_of(e->arena, pairs, map->len);
    return true;
}

static bool map_keys(struct eval *e, const struct value *a, struct value *out)
{
    const struct value_map *map = a[0].as.map;
    struct value *keys = arena_array(e->arena, struct value, map->len);

    for (size_t i = 0; i < map->len; i++)
        keys[i] = map->entries[i].key;
    *out = value_list_of(e->arena, keys, map->len);
    return true;
}

static bool map_values(struct eval *e, const struct value *a, struct value *out)
{
    const struct value_map *map = a[0].as.map;
    struct value *values = arena_array(e->arena, struct value, map->len);

    for (size_t i = 0; i < map->len; i++)
        values[i] = map->entries[i].value;
    *out = value_list_of(e->arena, values, map->len);
    return true;
}

static bool map_lookup(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *found = value_map_find(a[0], a[1]);

    (void)e;
    *out = found ? *found : is_missing(a[2]) ? value_null() : a[2];
    return true;
}

static bool map_copy(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    *out = a[0];
    return true;
}

static bool map_change(struct eval *e, const struct value_args *args,
                       struct value *out)
{
    (void)args;
    (void)out;
    eval_fail(e, "maps do not change in templates");
    reader_hint(e->reader, "make a new one with dict(map, key=value)");
    return false;
}

const struct builtin methods_map[] = {
    {"items", "", map_items, NULL},   {"keys", "", map_keys, NULL},
    {"values", "", map_values, NULL}, {"get", "key default?", map_lookup, NULL},
    {"copy", "", map_copy, NULL},     {"update", "", NULL, map_change},
    {"pop", "", NULL, map_change},    {"setdefault", "", NULL, map_change},
    {"clear", "", NULL, map_change},  {NULL, NULL, NULL, NULL},
};

/* ---- Dates ---- */

static bool date_strftime(struct eval *e, const struct value *a,
                          struct value *out)
{
    struct str format;

    if (!eval_text(e, a[1], &format))
        return false;
    *out = value_str(date_format(e->arena, value_as_date(a[0]), format));
    return true;
}

static bool date_isoformat(struct eval *e, const struct value *a,
                           struct value *out)
{
    *out = value_str(date_iso(e->arena, value_as_date(a[0])));
    return true;
}

static bool date_weekday(struct eval *e, const struct value *a,
                         struct value *out)
{
    (void)e;
    *out = value_int((date_fields(value_as_date(a[0])).weekday + 6) % 7);
    return true;
}

static bool date_timestamp(struct eval *e, const struct value *a,
                           struct value *out)
{
    (void)e;
    *out = value_int(value_as_date(a[0]).unix_seconds);
    return true;
}

const struct builtin methods_date[] = {
    {"strftime", "format", date_strftime, NULL},
    {"isoformat", "", date_isoformat, NULL},
    {"weekday", "", date_weekday, NULL},
    {"timestamp", "", date_timestamp, NULL},
    {NULL, NULL, NULL, NULL},
};
