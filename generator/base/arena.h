/* SPDX-License-Identifier: MIT */
/*
 * struct arena: memory that is released at once.
 *
 * One arena belongs to one thread at a time. Blocks grow geometrically; a
 * request over half a block gets a block of its own. Unused bytes are poisoned
 * under AddressSanitizer. With PHX_DEBUG_ARENA=1 in the environment each
 * allocation is a malloc of its own, so that valgrind and LeakSanitizer see
 * every object.
 */
#ifndef PHX_BASE_ARENA_H
#define PHX_BASE_ARENA_H

#include "macros.h"

struct arena_block;
struct arena_cleanup;

struct arena {
    struct arena_block *blocks;     /* newest first */
    struct arena_cleanup *cleanups; /* newest first */
    unsigned char *next;
    unsigned char *end;
    size_t allocated; /* bytes handed out since init or reset */
    bool separate;    /* PHX_DEBUG_ARENA=1 when it was initialised */
};

/* An empty arena holds no memory; the first allocation takes a block. */
void arena_init(struct arena *arena);

/* Runs the cleanups, newest first, and frees everything. */
void arena_deinit(struct arena *arena);

/* Like deinit, but keeps the newest shared block for the next use. */
void arena_reset(struct arena *arena);

/*
 * `count * size` zeroed bytes, aligned for any type; the product is checked.
 * Never NULL: zero bytes give a valid, unique pointer.
 */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* As arena_alloc, but not zeroed and aligned to 1: for bytes of strings. */
char *arena_bytes(struct arena *arena, size_t size);

#define arena_new(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define arena_array(arena, type, count)                                        \
    ((type *)arena_alloc((arena), (count), sizeof(type)))

/* A copy of `size` bytes, aligned for any type. */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);

/* Calls `fn(ptr)` when the arena is reset or deinitialised, newest first. `fn`
 * may read the arena's memory but not allocate in it. */
void arena_defer(struct arena *arena, void (*fn)(void *), void *ptr);

/* Moves all memory and cleanups of `from` into `into`; `from` is then empty. */
void arena_take(struct arena *into, struct arena *from);

#endif
