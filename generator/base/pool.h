/* SPDX-License-Identifier: MIT */
/*
 * The worker pool: a parallel loop over indices. Each worker thread has an id
 * and two arenas of its own. Results of a loop must not depend on which worker
 * ran what, nor in which order.
 */
#ifndef PHX_BASE_POOL_H
#define PHX_BASE_POOL_H

#include "arena.h"
#include "buf.h"

struct pool;

struct worker {
    unsigned id;          /* [0, jobs) */
    struct arena scratch; /* reset before each job */
    struct arena keep;    /* lives until pool_free; for results handed on */
    struct buf buf;       /* reset before each job; scratch output */
};

/* `jobs` 0: as many as the machine has processors. The calling thread is
 * worker 0, so one job starts no thread. Starts lazily. */
struct pool *pool_new(unsigned jobs);
void pool_free(struct pool *pool); /* joins; NULL is fine */
unsigned pool_jobs(const struct pool *pool);

/* Calls fn(ctx, index, worker) once for every index in [0, count), on all
 * workers, and returns when all are done. Owner: the thread that made it. */
void pool_run(struct pool *pool, size_t count,
              void (*fn)(void *ctx, size_t index, struct worker *worker),
              void *ctx);

#endif
