/* SPDX-License-Identifier: MIT */
/*
 * Arenas: bump allocation in blocks that grow from 4 KB to 1 MB. The head of
 * the list is the block that is being filled; blocks made for one request
 * stand behind it, so that the room left in the head is not lost.
 */
#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "banned.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#endif
#ifndef ARENA_ASAN
#define ARENA_ASAN 0
#endif

#if ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(ptr, size) ASAN_POISON_MEMORY_REGION((ptr), (size))
#define UNPOISON(ptr, size) ASAN_UNPOISON_MEMORY_REGION((ptr), (size))
/* The sanitizer marks memory by eights: objects start on one and are followed
 * by one that stays poisoned. */
#define MIN_ALIGN 8u
#define GAP 8u
#else
#define POISON(ptr, size) ((void)0)
#define UNPOISON(ptr, size) ((void)0)
#define MIN_ALIGN 1u
#define GAP 0u
#endif

#define BLOCK_MIN ((size_t)4 * 1024)
#define BLOCK_MAX ((size_t)1024 * 1024)
#define MAX_ALIGN alignof(max_align_t)

struct arena_block {
    struct arena_block *prev; /* older */
    size_t size;              /* bytes of `data` */
    bool own;                 /* made for one request */
    alignas(MAX_ALIGN) unsigned char data[];
};

struct arena_cleanup {
    struct arena_cleanup *older;
    void (*fn)(void *);
    void *ptr;
};

void arena_init(struct arena *arena)
{
    const char *debug = getenv("PHX_DEBUG_ARENA");
    *arena = (struct arena){0};
    arena->separate = debug != NULL && strcmp(debug, "1") == 0;
}

static struct arena_block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        base_out_of_memory(size);
    struct arena_block *block = malloc(sizeof(*block) + size);
    if (block == NULL)
        base_out_of_memory(size);
    block->prev = NULL;
    block->size = size;
    block->own = false;
    POISON(block->data, size);
    return block;
}

static void block_free(struct arena_block *block)
{
    UNPOISON(block->data, block->size);
    free(block);
}

/* A block for one request, placed so that the head stays the head. */
static void *own_block(struct arena *arena, size_t size)
{
    struct arena_block *block = block_new(size);
    block->own = true;
    if (arena->blocks == NULL) {
        arena->blocks = block;
        arena->next = arena->end = block->data + size;
    } else {
        block->prev = arena->blocks->prev;
        arena->blocks->prev = block;
    }
    UNPOISON(block->data, size);
    return block->data;
}

static void *take_slow(struct arena *arena, size_t size)
{
    size_t block_size = BLOCK_MIN;
    if (arena->blocks != NULL && !arena->blocks->own)
        block_size = arena->blocks->size < BLOCK_MAX / 2
                         ? arena->blocks->size * 2
                         : BLOCK_MAX;
    if (arena->separate || size > block_size / 2)
        return own_block(arena, size);

    struct arena_block *block = block_new(block_size);
    block->prev = arena->blocks;
    arena->blocks = block;
    arena->next = block->data + size;
    arena->end = block->data + block_size;
    UNPOISON(block->data, size);
    return block->data;
}

/* `size` bytes, not zeroed. `align` is a power of two up to MAX_ALIGN. */
static void *take(struct arena *arena, size_t size, size_t align)
{
    if (size == 0)
        size = 1; /* each pointer is unique */
    arena->allocated += size;
    if (align < MIN_ALIGN)
        align = MIN_ALIGN;
    uintptr_t after_gap = (uintptr_t)arena->next + GAP;
    size_t pad = GAP + (size_t)(-after_gap & (align - 1));
    size_t room = (size_t)(arena->end - arena->next);
    if (arena->separate || room < pad || room - pad < size)
        return take_slow(arena, size);
    unsigned char *ptr = arena->next + pad;
    arena->next = ptr + size;
    UNPOISON(ptr, size);
    return ptr;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        base_out_of_memory(SIZE_MAX);
    void *ptr = take(arena, total, MAX_ALIGN);
    return memset(ptr, 0, total);
}

char *arena_bytes(struct arena *arena, size_t size)
{
    return take(arena, size, 1);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    void *ptr = take(arena, size, MAX_ALIGN);
    return size == 0 ? ptr : memcpy(ptr, bytes, size);
}

void arena_defer(struct arena *arena, void (*fn)(void *), void *ptr)
{
    struct arena_cleanup *cleanup = arena_new(arena, struct arena_cleanup);
    cleanup->older = arena->cleanups;
    cleanup->fn = fn;
    cleanup->ptr = ptr;
    arena->cleanups = cleanup;
}

static void run_cleanups(struct arena *arena)
{
    while (arena->cleanups != NULL) {
        struct arena_cleanup *cleanup = arena->cleanups;
        arena->cleanups = cleanup->older;
        cleanup->fn(cleanup->ptr);
    }
}

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *prev = block->prev;
        block_free(block);
        block = prev;
    }
}

void arena_deinit(struct arena *arena)
{
    run_cleanups(arena);
    free_blocks(arena->blocks);
    bool separate = arena->separate;
    *arena = (struct arena){0};
    arena->separate = separate;
}

void arena_reset(struct arena *arena)
{
    if (arena->blocks == NULL || arena->blocks->own) {
        arena_deinit(arena);
        return;
    }
    run_cleanups(arena);
    struct arena_block *kept = arena->blocks;
    free_blocks(kept->prev);
    kept->prev = NULL;
    POISON(kept->data, kept->size);
    arena->next = kept->data;
    arena->end = kept->data + kept->size;
    arena->allocated = 0;
}

void arena_take(struct arena *into, struct arena *from)
{
    if (from->cleanups != NULL) {
        struct arena_cleanup *oldest = from->cleanups;
        while (oldest->older != NULL)
            oldest = oldest->older;
        oldest->older = into->cleanups;
        into->cleanups = from->cleanups;
    }
    if (from->blocks != NULL && into->blocks == NULL) {
        into->blocks = from->blocks;
        into->next = from->next;
        into->end = from->end;
    } else if (from->blocks != NULL) {
        struct arena_block *oldest = from->blocks;
        while (oldest->prev != NULL)
            oldest = oldest->prev;
        oldest->prev = into->blocks->prev;
        into->blocks->prev = from->blocks;
    }
    into->allocated += from->allocated;
    bool separate = from->separate;
    *from = (struct arena){0};
    from->separate = separate;
}
