/* SPDX-License-Identifier: MIT */
/*
 * A value copied without the room that its builders left: front matter is read
 * into memory that goes at once, and what stays of 100,000 pages is counted in
 * bytes.
 */
#include "front.h"

/* Longer maps get an index. */
#define PLAIN_MAP_MAX 16

static struct value copy_map(struct arena *arena, const struct value_map *from)
{
    struct value_map *map = arena_new(arena, struct value_map);
    struct value_entry *entries =
        arena_array(arena, struct value_entry, from->len);

    for (size_t i = 0; i < from->len; i++) {
        entries[i].key = front_copy(arena, from->entries[i].key);
        entries[i].value = front_copy(arena, from->entries[i].value);
    }
    *map = (struct value_map){.entries = entries, .len = from->len};
    return (struct value){.kind = VALUE_MAP, .as.map = map};
}

static struct value copy_long_map(struct arena *arena,
                                  const struct value_map *from)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    for (size_t i = 0; i < from->len; i++)
        map_builder_set(&map, front_copy(arena, from->entries[i].key),
                        front_copy(arena, from->entries[i].value));
    return map_builder_finish(&map);
}

static struct value copy_list(struct arena *arena,
                              const struct value_list *from)
{
    struct value *items = arena_array(arena, struct value, from->len);

    for (size_t i = 0; i < from->len; i++)
        items[i] = front_copy(arena, from->items[i]);
    return value_list_of(arena, items, from->len);
}

struct value front_copy(struct arena *arena, struct value v)
{
    struct value out = v;

    switch ((enum value_kind)v.kind) {
    case VALUE_STRING:
    case VALUE_UNDEFINED:
        out.as.text = str_dup(arena, (struct str){v.as.text, v.len}).ptr;
        break;
    case VALUE_LIST:
        return copy_list(arena, v.as.list);
    case VALUE_MAP:
        return v.as.map->len > PLAIN_MAP_MAX ? copy_long_map(arena, v.as.map)
                                             : copy_map(arena, v.as.map);
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_DATE:
    case VALUE_OBJECT:
        break;
    }
    return out;
}
