/* SPDX-License-Identifier: MIT */
/*
 * The store behind incremental builds: .phx/cache below the site's folder, an
 * LMDB file. It maps (kind, 128-bit key) to bytes and promises no more than
 * that what it gives was put there under that key by this very phx with these
 * libraries: each value carries a hash of itself, a damaged one is a miss, and
 * the store of another phx is emptied. Losing it at any instant costs time,
 * never a wrong output, so every failure ends in "no cache".
 *
 * One build at a time writes (a lock file says which); others read. Old values
 * go by generations: reads look in the younger and the older one, a hit in the
 * older is written again, and when the younger is full the older is emptied.
 *
 * Thread class: cache_get and cache_put by any worker, each with its own id;
 * the rest by the main thread. Private to build/.
 */
#ifndef PHX_BUILD_CACHE_H
#define PHX_BUILD_CACHE_H

#include "base/base.h"

#define CACHE_FOLDER "/.phx" /* below the site's folder */
#define CACHE_FILE CACHE_FOLDER "/cache"

/* What is kept; part of every key. Their order is the file format. */
enum cache_kind {
    CACHE_RECORD, /* what a build read and wrote; record.h */
    CACHE_PAGE,   /* a parsed page */
    CACHE_FORMULA,
    CACHE_GRAPH,
    CACHE_STYLES,
    CACHE_KINDS
};
const char *cache_kind_name(enum cache_kind kind);

struct cache;

struct cache_options {
    const char *root; /* the site's folder, absolute */
    unsigned workers; /* ids are in [0, workers) */
    uint64_t limit;   /* bytes of a generation; 0: 4 GiB */
};

/* NULL when there is none to be had; `why` then has the reason, or is empty
 * when that is nothing to speak of. */
struct cache *cache_open(const struct cache_options *options,
                         struct error *why);
/* Writes what is still to be written; NULL is fine. */
void cache_close(struct cache *cache);

/* False: not there. *out is borrowed from the file until cache_close. */
bool cache_get(struct cache *cache, unsigned worker, enum cache_kind kind,
               struct hash key, struct str *out);
/* Copies `value`; it reaches the file some time before cache_close returns. */
void cache_put(struct cache *cache, unsigned worker, enum cache_kind kind,
               struct hash key, struct str value);
/* Writes what all workers have put, when no worker runs. */
void cache_flush(struct cache *cache);
/* The first failure to write, or an empty message. */
const struct error *cache_failure(const struct cache *cache);

struct cache_stat {
    uint64_t file_bytes;
    uint64_t entries[CACHE_KINDS];
    uint64_t bytes[CACHE_KINDS];
};
void cache_stat(struct cache *cache, struct cache_stat *out);

#endif
