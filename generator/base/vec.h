/* SPDX-License-Identifier: MIT */
/*
 * Growing arrays in an arena: PHX_VEC(struct page *) pages = {0};
 * vec_push(arena, &pages, page). Items move when the array grows; memory of
 * the smaller array stays in the arena (geometric growth bounds the loss).
 */
#ifndef PHX_BASE_VEC_H
#define PHX_BASE_VEC_H

#include "arena.h"

#define PHX_VEC(type)                                                          \
    struct {                                                                   \
        type *items;                                                           \
        size_t len;                                                            \
        size_t cap;                                                            \
    }

/* Room for one more item; used by the macros only. */
void *vec_grow(struct arena *arena, void *items, size_t *cap, size_t len,
               size_t item_size);

#define vec_reserve_one(arena, vec)                                            \
    ((vec)->len < (vec)->cap                                                   \
         ? (void)0                                                             \
         : (void)((vec)->items =                                               \
                      vec_grow((arena), (vec)->items, &(vec)->cap, (vec)->len, \
                               sizeof((vec)->items[0]))))

#define vec_push(arena, vec, item)                                             \
    (vec_reserve_one((arena), (vec)), (vec)->items[(vec)->len++] = (item))

/* A pointer to a new zeroed item at the end. */
#define vec_add(arena, vec)                                                    \
    (vec_reserve_one((arena), (vec)),                                          \
     memset(&(vec)->items[(vec)->len], 0, sizeof((vec)->items[0])),            \
     &(vec)->items[(vec)->len++])

#include <string.h>

#endif
