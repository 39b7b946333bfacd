/* SPDX-License-Identifier: MIT */
/*
 * What was computed once in this process, by content. A formula or a block that
 * stands twice on a site is computed once. Bounded: a shard that is full
 * forgets everything, which costs time and changes no result. Thread class:
 * any.
 */
#ifndef PHX_SCRIPT_MEMO_H
#define PHX_SCRIPT_MEMO_H

#include "base/base.h"

#include <pthread.h>

#define MEMO_SHARDS 16
#define MEMO_BYTES ((size_t)64 << 20) /* of all shards together */

struct memo_result {
    bool ok;
    size_t position;    /* of an error, or STR_NONE */
    struct str message; /* of an error */
    struct str markup;
};

struct memo_slot;
struct memo_shard {
    pthread_mutex_t lock;
    struct arena arena; /* of the slots and their bytes */
    struct memo_slot *slots;
    size_t count;
    size_t cap; /* power of two, or 0 */
};

struct memo {
    struct memo_shard shards[MEMO_SHARDS];
    size_t limit; /* bytes a shard */
};

void memo_init(struct memo *memo, size_t bytes);
void memo_deinit(struct memo *memo);

/* *out is copied into `arena`. */
bool memo_get(struct memo *memo, struct hash key, struct arena *arena,
              struct memo_result *out) PHX_MUST_USE;
/* Copies *result. What is larger than a quarter of a shard is not kept. */
void memo_put(struct memo *memo, struct hash key,
              const struct memo_result *result);

#endif
