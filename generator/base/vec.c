/* SPDX-License-Identifier: MIT */
/* The growth of vectors; everything else about them is a macro. */
#include "vec.h"

#include "banned.h"

void *vec_grow(struct arena *arena, void *items, size_t *cap, size_t len,
               size_t item_size)
{
    size_t more = *cap < 4 ? 4 : *cap;
    if (*cap > SIZE_MAX - more)
        base_out_of_memory(SIZE_MAX);
    size_t new_cap = *cap + more;
    void *grown = arena_alloc(arena, new_cap, item_size);
    if (len != 0)
        memcpy(grown, items, len * item_size);
    *cap = new_cap;
    return grown;
}
