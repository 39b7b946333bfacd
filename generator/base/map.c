/* SPDX-License-Identifier: MIT */
/*
 * Maps: entries in order of insertion, and an open-addressing table (linear
 * probing, at most half full) of indices into them.
 */
#include "map.h"

#include "arena.h"
#include "hash.h"

#include <string.h>

#include "banned.h"

void map_init(struct map *map, struct arena *arena)
{
    *map = (struct map){.arena = arena};
}

/* The entry of `key`, or NULL. */
static struct map_entry *find(const struct map *map, struct str key,
                              uint64_t hash)
{
    if (map->len == 0)
        return NULL;
    for (size_t at = hash & map->slot_mask; map->slots[at] != 0;
         at = (at + 1) & map->slot_mask) {
        struct map_entry *entry = &map->entries[map->slots[at] - 1];
        if (entry->hash == hash && str_eq(entry->key, key))
            return entry;
    }
    return NULL;
}

static void put_slot(struct map *map, size_t index)
{
    size_t at = map->entries[index].hash & map->slot_mask;
    while (map->slots[at] != 0)
        at = (at + 1) & map->slot_mask;
    map->slots[at] = (uint32_t)index + 1;
}

static void grow(struct map *map)
{
    size_t cap = map->cap == 0 ? 8 : map->cap * 2;
    PHX_BUG_ON(cap > UINT32_MAX / 2);
    struct map_entry *entries = arena_array(map->arena, struct map_entry, cap);
    if (map->len != 0)
        memcpy(entries, map->entries, map->len * sizeof(*entries));
    map->entries = entries;
    map->cap = cap;
    map->slots = arena_array(map->arena, uint32_t, cap * 2);
    map->slot_mask = cap * 2 - 1;
    for (size_t i = 0; i < map->len; i++)
        put_slot(map, i);
}

void *map_get(const struct map *map, struct str key)
{
    if (map->len == 0)
        return NULL;
    const struct map_entry *entry = find(map, key, hash_short(key));
    return entry == NULL ? NULL : entry->value;
}

bool map_has(const struct map *map, struct str key)
{
    return map->len != 0 && find(map, key, hash_short(key)) != NULL;
}

void **map_place(struct map *map, struct str key)
{
    uint64_t hash = hash_short(key);
    struct map_entry *entry = find(map, key, hash);
    if (entry == NULL) {
        if (map->len == map->cap)
            grow(map);
        entry = &map->entries[map->len++];
        *entry = (struct map_entry){key, NULL, hash};
        put_slot(map, map->len - 1);
    }
    return &entry->value;
}

void *map_set(struct map *map, struct str key, void *value)
{
    void **place = map_place(map, key);
    void *old = *place;
    *place = value;
    return old;
}
