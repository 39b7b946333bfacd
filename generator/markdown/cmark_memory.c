/* SPDX-License-Identifier: MIT */
/*
 * cmark's allocator: one pool a thread, dropped as a whole after each parse.
 * Freed pieces are used again by size, because the library makes and frees a
 * table row for every line that could be one; memory would else grow with time
 * instead of with the document.
 */
#include "cmark.h"

#include <pthread.h>

#define BLOCK_SIZE ((size_t)256 * 1024)
#define ALIGN 16
#define SMALL_MAX 1024
#define SMALL_CLASSES (SMALL_MAX / ALIGN + 1)
#define CLASSES (SMALL_CLASSES + 64)

/* Before each piece; as large as the alignment. */
struct head {
    size_t size; /* of the piece, rounded to its class */
    size_t unused;
};

struct block {
    struct block *next;
    size_t size; /* of the bytes behind */
};

struct memory {
    struct block *blocks; /* newest first; the last one is kept */
    unsigned char *next, *end;
    void *free[CLASSES]; /* linked through their first bytes */
    bool busy;
};

/* cmark_mem's functions get no user pointer. */
static PHX_THREAD_LOCAL struct memory pool;
static pthread_key_t pool_key;

static void memory_free(void *at)
{
    struct memory *p = at;
    struct block *next;

    for (struct block *b = p->blocks; b; b = next) {
        next = b->next;
        free(b);
    }
    *p = (struct memory){0};
}

void cmark_memory_init(void)
{
    if (pthread_key_create(&pool_key, memory_free) != 0)
        base_out_of_memory(sizeof(struct memory));
}

static void use_block(struct block *b)
{
    pool.next = (unsigned char *)(b + 1);
    pool.end = pool.next + b->size;
}

static void block_add(size_t need)
{
    size_t size = need > BLOCK_SIZE ? need : BLOCK_SIZE;
    struct block *b = malloc(sizeof(*b) + size);

    if (!b)
        base_out_of_memory(size);
    if (!pool.blocks)
        pthread_setspecific(pool_key, &pool);
    b->size = size;
    b->next = pool.blocks;
    pool.blocks = b;
    use_block(b);
}

/* Rounds *size up to its class and gives the class. */
static size_t class_of(size_t *size)
{
    size_t class = SMALL_CLASSES;

    if (*size <= SMALL_MAX) {
        *size = (*size + ALIGN - 1) / ALIGN * ALIGN;
        return *size / ALIGN;
    }
    for (size_t large = (size_t)SMALL_MAX * 2;; large *= 2, class ++) {
        if (large >= *size) {
            *size = large;
            return class;
        }
    }
}

static void *piece_new(size_t size)
{
    size_t class;
    struct head *head;
    void *piece;

    if (size > SIZE_MAX / 4)
        base_out_of_memory(size);
    size = size ? size : 1;
    class = class_of(&size);
    piece = pool.free[class];
    if (piece) {
        memcpy(&pool.free[class], piece, sizeof(void *));
        return piece;
    }
    if ((size_t)(pool.end - pool.next) < size + sizeof(*head))
        block_add(size + sizeof(*head));
    head = (struct head *)(void *)pool.next;
    pool.next += size + sizeof(*head);
    head->size = size;
    return head + 1;
}

static void *pool_calloc(size_t count, size_t size)
{
    void *piece;

    if (size && count > SIZE_MAX / size)
        base_out_of_memory(SIZE_MAX);
    piece = piece_new(count * size);
    return memset(piece, 0, count * size);
}

static void pool_release(void *piece)
{
    size_t size, class;

    if (!piece)
        return;
    size = ((struct head *)piece - 1)->size;
    class = class_of(&size);
    memcpy(piece, &pool.free[class], sizeof(void *));
    pool.free[class] = piece;
}

static void *pool_realloc(void *piece, size_t size)
{
    void *larger;
    size_t had;

    if (!piece)
        return piece_new(size);
    had = ((struct head *)piece - 1)->size;
    if (size <= had)
        return piece;
    larger = piece_new(size);
    memcpy(larger, piece, had);
    pool_release(piece);
    return larger;
}

cmark_mem *cmark_memory(void)
{
    static cmark_mem functions = {pool_calloc, pool_realloc, pool_release};

    return &functions;
}

void cmark_memory_begin(void)
{
    PHX_BUG_ON(pool.busy);
    pool.busy = true;
}

void cmark_memory_end(void)
{
    struct block *b = pool.blocks;

    while (b && (b->next || b->size > BLOCK_SIZE)) {
        struct block *next = b->next;

        free(b);
        b = next;
    }
    pool.blocks = b;
    memset(pool.free, 0, sizeof(pool.free));
    pool.next = pool.end = NULL;
    if (b)
        use_block(b);
    pool.busy = false;
}
