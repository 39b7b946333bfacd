/* SPDX-License-Identifier: MIT */
/*
 * Containers: the builders of lists and maps, and looking up in maps. Maps of
 * up to SHORT_MAP entries are searched one by one, longer ones by an index of
 * open addressing, which is made as the map grows.
 */
#include "value/value.h"

#define SHORT_MAP 8

void list_builder_init(struct list_builder *b, struct arena *arena)
{
    *b = (struct list_builder){.arena = arena};
}

void list_builder_push(struct list_builder *b, struct value v)
{
    vec_push(b->arena, &b->items, v);
}

struct value list_builder_finish(struct list_builder *b)
{
    return value_list_of(b->arena, b->items.items, b->items.len);
}

static bool key_is_text(const struct value *key, struct str text)
{
    return key->len == text.len && key->kind == VALUE_STRING &&
           memcmp(key->as.text, text.ptr, text.len) == 0;
}

static bool key_equal(const struct value *a, struct value b)
{
    if (b.kind == VALUE_STRING)
        return key_is_text(a, value_text(b));
    return a->kind != VALUE_STRING && value_equal(*a, b);
}

/* The index of the entry with that key, or `len`. */
static size_t find(const struct value_map *map, struct value key, uint64_t hash)
{
    if (!map->slots) {
        for (size_t i = 0; i < map->len; i++)
            if (key_equal(&map->entries[i].key, key))
                return i;
        return map->len;
    }
    for (size_t at = (size_t)hash & map->slot_mask;;
         at = (at + 1) & map->slot_mask) {
        uint32_t slot = map->slots[at];

        if (slot == 0)
            return map->len;
        if (key_equal(&map->entries[slot - 1].key, key))
            return slot - 1;
    }
}

const struct value *value_map_find(struct value map, struct value key)
{
    const struct value_map *m = map.as.map;
    size_t i;

    if (map.kind != VALUE_MAP)
        return NULL;
    i = find(m, key, m->slots ? value_hash(key) : 0);
    return i < m->len ? &m->entries[i].value : NULL;
}

const struct value *value_map_get(struct value map, struct str key)
{
    const struct value_map *m = map.as.map;

    if (map.kind != VALUE_MAP || key.len > UINT32_MAX)
        return NULL;
    if (m->slots)
        return value_map_find(map, value_str(key));
    for (size_t i = 0; i < m->len; i++)
        if (key_is_text(&m->entries[i].key, key))
            return &m->entries[i].value;
    return NULL;
}

void map_builder_init(struct map_builder *b, struct arena *arena)
{
    *b = (struct map_builder){.arena = arena};
}

void map_builder_reserve(struct map_builder *b, size_t count)
{
    PHX_BUG_ON(b->entries.len > 0);
    b->entries.items = arena_array(b->arena, struct value_entry, count);
    b->entries.cap = count;
}

static void slot_fill(struct map_builder *b, uint64_t hash, size_t index)
{
    size_t at = (size_t)hash & b->slot_mask;

    while (b->slots[at] != 0)
        at = (at + 1) & b->slot_mask;
    b->slots[at] = (uint32_t)index + 1;
}

/* Slots stay at most half full; the old ones remain in the arena. */
static void slots_grow(struct map_builder *b)
{
    size_t want =
        b->entries.cap > b->entries.len ? b->entries.cap : b->entries.len + 1;
    size_t count = 4 * (size_t)SHORT_MAP;

    while (count < 2 * want)
        count *= 2;
    b->slots = arena_array(b->arena, uint32_t, count);
    b->slot_mask = count - 1;
    for (size_t i = 0; i < b->entries.len; i++)
        slot_fill(b, value_hash(b->entries.items[i].key), i);
}

bool map_builder_set(struct map_builder *b, struct value key,
                     struct value value)
{
    const struct value_map now = {b->entries.items, b->entries.len, b->slots,
                                  b->slot_mask};
    uint64_t hash = b->slots ? value_hash(key) : 0;
    size_t i = find(&now, key, hash);

    if (i < b->entries.len) {
        b->entries.items[i].value = value;
        return true;
    }
    PHX_BUG_ON(b->entries.len >= UINT32_MAX - 1);
    vec_push(b->arena, &b->entries, ((struct value_entry){key, value}));
    if (b->entries.len <= SHORT_MAP)
        return false;
    if (!b->slots || 2 * b->entries.len > b->slot_mask)
        slots_grow(b);
    else
        slot_fill(b, hash, b->entries.len - 1);
    return false;
}

bool map_builder_put(struct map_builder *b, const char *key, struct value value)
{
    return map_builder_set(b, value_str(str_of(key)), value);
}

struct value map_builder_finish(struct map_builder *b)
{
    struct value_map *map = arena_new(b->arena, struct value_map);

    *map = (struct value_map){b->entries.items, b->entries.len, b->slots,
                              b->slot_mask};
    return (struct value){.kind = VALUE_MAP, .as.map = map};
}
