/* SPDX-License-Identifier: MIT */
/* Open addressing in sixteen shards, each with a lock and an arena. */
#include "memo.h"

struct memo_slot {
    bool used;
    struct hash key;
    struct memo_result result;
};

void memo_init(struct memo *memo, size_t bytes)
{
    *memo = (struct memo){.limit = bytes / MEMO_SHARDS};
    for (size_t i = 0; i < MEMO_SHARDS; i++) {
        pthread_mutex_init(&memo->shards[i].lock, NULL);
        arena_init(&memo->shards[i].arena);
    }
}

void memo_deinit(struct memo *memo)
{
    for (size_t i = 0; i < MEMO_SHARDS; i++) {
        arena_deinit(&memo->shards[i].arena);
        pthread_mutex_destroy(&memo->shards[i].lock);
    }
}

static struct memo_shard *shard_of(struct memo *memo, struct hash key)
{
    return &memo->shards[key.hi % MEMO_SHARDS];
}

/* The key's slot, or the free one where it belongs. cap > count. */
static struct memo_slot *find(struct memo_slot *slots, size_t cap,
                              struct hash key)
{
    size_t i = (size_t)key.lo & (cap - 1);

    while (slots[i].used && !hash_eq(slots[i].key, key))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static void grow(struct memo_shard *shard)
{
    size_t cap = shard->cap ? 2 * shard->cap : 64;
    struct memo_slot *slots = arena_array(&shard->arena, struct memo_slot, cap);

    for (size_t i = 0; i < shard->cap; i++)
        if (shard->slots[i].used)
            *find(slots, cap, shard->slots[i].key) = shard->slots[i];
    shard->slots = slots;
    shard->cap = cap;
}

static void forget(struct memo_shard *shard)
{
    arena_reset(&shard->arena);
    shard->slots = NULL;
    shard->count = 0;
    shard->cap = 0;
}

static struct memo_result copy(struct arena *arena,
                               const struct memo_result *from)
{
    struct memo_result to = *from;

    to.message = str_dup(arena, from->message);
    to.markup = str_dup(arena, from->markup);
    return to;
}

bool memo_get(struct memo *memo, struct hash key, struct arena *arena,
              struct memo_result *out)
{
    struct memo_shard *shard = shard_of(memo, key);
    bool found = false;

    pthread_mutex_lock(&shard->lock);
    if (shard->cap) {
        const struct memo_slot *slot = find(shard->slots, shard->cap, key);

        found = slot->used;
        if (found)
            *out = copy(arena, &slot->result);
    }
    pthread_mutex_unlock(&shard->lock);
    return found;
}

void memo_put(struct memo *memo, struct hash key,
              const struct memo_result *result)
{
    struct memo_shard *shard = shard_of(memo, key);
    size_t size = result->markup.len + result->message.len;

    if (size > memo->limit / 4)
        return;
    pthread_mutex_lock(&shard->lock);
    if (shard->arena.allocated + size > memo->limit)
        forget(shard);
    if (4 * (shard->count + 1) > 3 * shard->cap)
        grow(shard);
    struct memo_slot *slot = find(shard->slots, shard->cap, key);

    if (!slot->used) {
        *slot = (struct memo_slot){true, key, copy(&shard->arena, result)};
        shard->count++;
    }
    pthread_mutex_unlock(&shard->lock);
}
