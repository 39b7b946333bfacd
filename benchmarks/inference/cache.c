/* SPDX-License-Identifier: MIT */
/* Tables: growing, sharing, copying. */
#include "cache.h"

#include <stdlib.h>

#include "model/base.h"

static void table_add(struct table *t, uint32_t block)
{
    if (t->count == t->room) {
        t->room = t->room > 0 ? 2 * t->room : 8;
        t->items = base_realloc(t->items, t->room, sizeof(*t->items));
    }
    t->items[t->count++] = block;
}

void table_clear(struct cache *c, struct table *t)
{
    /* The end goes first, so that the beginning, which more prompts share, is
       remembered longest. */
    while (t->count > 0)
        blocks_drop(c->blocks, t->items[--t->count]);
    free(t->items);
    *t = (struct table){.count = 0};
}

bool table_cover(struct cache *c, struct table *t, size_t tokens)
{
    while (t->count * blocks_tokens(c->blocks) < tokens) {
        uint32_t block;
        if (!blocks_take(c->blocks, &block))
            return false;
        table_add(t, block);
    }
    return true;
}

bool table_own(struct cache *c, struct table *t, size_t first, size_t end)
{
    size_t size = blocks_tokens(c->blocks);
    for (size_t i = first / size; i * size < end; i++) {
        uint32_t old = t->items[i];
        uint32_t copy;
        if (!blocks_shared(c->blocks, old))
            continue;
        if (!blocks_take(c->blocks, &copy))
            return false;
        kv_copy_block(c->target, copy, old);
        if (c->draft != NULL)
            kv_copy_block(c->draft, copy, old);
        blocks_drop(c->blocks, old);
        t->items[i] = copy;
        c->copied++;
    }
    return true;
}

void table_fork(struct cache *c, struct table *to, const struct table *from,
                size_t tokens)
{
    size_t size = blocks_tokens(c->blocks);
    for (size_t i = 0; i * size < tokens; i++) {
        blocks_hold(c->blocks, from->items[i]);
        table_add(to, from->items[i]);
    }
    to->known = from->known;
    to->chain = from->chain;
}

size_t table_recall(struct cache *c, struct table *t, const int32_t *tokens,
                    size_t count)
{
    size_t size = blocks_tokens(c->blocks);
    uint32_t block;
    while ((t->count + 1) * size <= count &&
           blocks_find(c->blocks, &t->chain, tokens + t->count * size, &block))
        table_add(t, block);
    t->known = t->count;
    return t->count * size;
}

void table_know(struct cache *c, struct table *t, const int32_t *tokens,
                size_t count)
{
    size_t size = blocks_tokens(c->blocks);
    for (; (t->known + 1) * size <= count; t->known++)
        t->chain = blocks_know(c->blocks, t->items[t->known], t->chain,
                               tokens + t->known * size);
}
