/* SPDX-License-Identifier: MIT */
/*
 * struct map: text keys to pointers, in an arena. Keys are borrowed and must
 * live as long as the map. Iteration is in order of insertion, so that output
 * never depends on hash values. One owner while it changes; any thread reads.
 */
#ifndef PHX_BASE_MAP_H
#define PHX_BASE_MAP_H

#include "str.h"

struct map_entry {
    struct str key;
    void *value;
    uint64_t hash;
};

struct map {
    struct arena *arena;
    struct map_entry *entries; /* [0, len): in order of insertion */
    size_t len;
    size_t cap;
    uint32_t *slots; /* index into entries + 1; 0 is empty */
    size_t slot_mask;
};

void map_init(struct map *map, struct arena *arena);
/* NULL when absent. */
void *map_get(const struct map *map, struct str key);
bool map_has(const struct map *map, struct str key);
/* Replaces and returns the old value, or NULL when the key is new. */
void *map_set(struct map *map, struct str key, void *value);
/* The value's place, made (NULL) when the key is new; valid until the next
 * insertion. */
void **map_place(struct map *map, struct str key);

#endif
