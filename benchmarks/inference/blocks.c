/* SPDX-License-Identifier: MIT */
/*
 * Blocks are entries of an array, linked by their numbers: a block that nobody
 * holds is in one of two lists, a known block in a bucket of the hash table.
 */
#include "blocks.h"

#include <stdlib.h>
#include <string.h>

#include "model/base.h"

#define NONE UINT32_MAX

struct entry {
    uint32_t holders;
    bool known;
    uint64_t before, chain;  /* of a known block */
    uint32_t next, previous; /* in a list */
    uint32_t bucket_next;
};

struct list {
    uint32_t first, last;
    size_t count;
};

struct blocks {
    size_t count, block_tokens;
    bool remember;
    size_t held_peak;
    struct entry *entries;
    int32_t *tokens; /* [count × block_tokens], of known blocks */
    uint32_t *buckets;
    size_t bucket_count;    /* a power of two */
    struct list idle;       /* nothing in them */
    struct list remembered; /* the one let go first in front */
};

/* ---- Lists ------------------------------------------------------------------
 */

static void list_append(struct blocks *b, struct list *l, uint32_t block)
{
    struct entry *e = &b->entries[block];
    e->next = NONE;
    e->previous = l->last;
    if (l->last != NONE)
        b->entries[l->last].next = block;
    else
        l->first = block;
    l->last = block;
    l->count++;
}

static void list_remove(struct blocks *b, struct list *l, uint32_t block)
{
    const struct entry *e = &b->entries[block];
    if (e->previous != NONE)
        b->entries[e->previous].next = e->next;
    else
        l->first = e->next;
    if (e->next != NONE)
        b->entries[e->next].previous = e->previous;
    else
        l->last = e->previous;
    l->count--;
}

/* ---- Contents ---------------------------------------------------------------
 */

static uint64_t chain_of(const struct blocks *b, uint64_t before,
                         const int32_t *tokens)
{
    struct rng mix = {before ^
                      hash_bytes(tokens, b->block_tokens * sizeof(*tokens))};
    uint64_t chain = rng_next(&mix);
    return chain != BLOCKS_CHAIN_START ? chain : 1;
}

static uint32_t *bucket_of(const struct blocks *b, uint64_t chain)
{
    return &b->buckets[chain & (b->bucket_count - 1)];
}

/* The known block, or NONE. */
static uint32_t look_up(const struct blocks *b, uint64_t before,
                        const int32_t *tokens)
{
    size_t size = b->block_tokens * sizeof(*tokens);
    uint64_t chain = chain_of(b, before, tokens);
    uint32_t at = *bucket_of(b, chain);
    for (; at != NONE; at = b->entries[at].bucket_next) {
        const struct entry *e = &b->entries[at];
        if (e->chain == chain && e->before == before &&
            memcmp(b->tokens + at * b->block_tokens, tokens, size) == 0)
            return at;
    }
    return NONE;
}

static void forget(struct blocks *b, uint32_t block)
{
    struct entry *e = &b->entries[block];
    uint32_t *link = bucket_of(b, e->chain);
    while (*link != block)
        link = &b->entries[*link].bucket_next;
    *link = e->bucket_next;
    e->known = false;
}

uint64_t blocks_know(struct blocks *b, uint32_t block, uint64_t before,
                     const int32_t *tokens)
{
    uint64_t chain = chain_of(b, before, tokens);
    struct entry *e = &b->entries[block];
    if (!b->remember || e->known || look_up(b, before, tokens) != NONE)
        return chain;
    memcpy(b->tokens + block * b->block_tokens, tokens,
           b->block_tokens * sizeof(*tokens));
    e->known = true;
    e->before = before;
    e->chain = chain;
    e->bucket_next = *bucket_of(b, chain);
    *bucket_of(b, chain) = block;
    return chain;
}

bool blocks_find(struct blocks *b, uint64_t *before, const int32_t *tokens,
                 uint32_t *block)
{
    uint32_t found = look_up(b, *before, tokens);
    if (found == NONE)
        return false;
    blocks_hold(b, found);
    *before = b->entries[found].chain;
    *block = found;
    return true;
}

/* ---- Holding ----------------------------------------------------------------
 */

static void note_held(struct blocks *b)
{
    if (blocks_held(b) > b->held_peak)
        b->held_peak = blocks_held(b);
}

bool blocks_take(struct blocks *b, uint32_t *block)
{
    struct list *from = b->idle.count > 0 ? &b->idle : &b->remembered;
    if (from->count == 0)
        return false;
    *block = from->first;
    list_remove(b, from, *block);
    if (b->entries[*block].known)
        forget(b, *block);
    b->entries[*block].holders = 1;
    note_held(b);
    return true;
}

void blocks_hold(struct blocks *b, uint32_t block)
{
    if (b->entries[block].holders++ == 0)
        list_remove(b, &b->remembered, block);
    note_held(b);
}

void blocks_drop(struct blocks *b, uint32_t block)
{
    struct entry *e = &b->entries[block];
    if (e->holders == 0)
        abort(); /* dropped twice */
    if (--e->holders == 0)
        list_append(b, e->known ? &b->remembered : &b->idle, block);
}

bool blocks_shared(const struct blocks *b, uint32_t block)
{
    return b->entries[block].holders > 1 || b->entries[block].known;
}

size_t blocks_count(const struct blocks *b)
{
    return b->count;
}

size_t blocks_tokens(const struct blocks *b)
{
    return b->block_tokens;
}

size_t blocks_available(const struct blocks *b)
{
    return b->idle.count + b->remembered.count;
}

size_t blocks_held(const struct blocks *b)
{
    return b->count - blocks_available(b);
}

size_t blocks_held_peak(const struct blocks *b)
{
    return b->held_peak;
}

size_t blocks_remembered(const struct blocks *b)
{
    return b->remembered.count;
}

/* ---- Life -------------------------------------------------------------------
 */

struct blocks *blocks_new(size_t count, size_t block_tokens, bool remember)
{
    struct blocks *b = base_calloc(1, sizeof(*b));
    *b = (struct blocks){.count = count,
                         .block_tokens = block_tokens,
                         .remember = remember,
                         .bucket_count = 1,
                         .idle = {NONE, NONE, 0},
                         .remembered = {NONE, NONE, 0}};
    while (b->bucket_count < count)
        b->bucket_count *= 2;
    b->entries = base_calloc(count, sizeof(*b->entries));
    b->buckets = base_calloc(b->bucket_count, sizeof(*b->buckets));
    if (remember)
        b->tokens = base_calloc(count * block_tokens, sizeof(*b->tokens));
    for (size_t i = 0; i < b->bucket_count; i++)
        b->buckets[i] = NONE;
    for (uint32_t i = 0; i < count; i++)
        list_append(b, &b->idle, i);
    return b;
}

void blocks_free(struct blocks *b)
{
    if (b == NULL)
        return;
    free(b->entries);
    free(b->buckets);
    free(b->tokens);
    free(b);
}
