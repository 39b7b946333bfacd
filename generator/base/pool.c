/* SPDX-License-Identifier: MIT */
/*
 * The worker pool: threads that wait on a condition until a loop begins, take
 * indices from an atomic counter, and say when none are left. The calling
 * thread works with them as worker 0.
 */
#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "banned.h"

#define JOBS_MAX 256

struct pool {
    unsigned jobs;
    unsigned threads; /* started: workers 1 to `threads` */
    struct worker *workers;
    struct thread *list;
    bool running; /* a loop is on; only the owner reads and writes it */

    /* The loop: written under the lock before its threads wake. */
    void (*fn)(void *ctx, size_t index, struct worker *worker);
    void *ctx;
    size_t count;
    atomic_size_t next;

    pthread_mutex_t lock;
    pthread_cond_t begin;
    pthread_cond_t done;
    uint64_t round; /* counts the loops */
    unsigned busy;  /* threads that have not finished this round */
    bool stop;
};

struct thread {
    struct pool *pool;
    struct worker *worker;
    uint64_t seen; /* the last round that is none of this thread's */
    pthread_t handle;
};

static unsigned processors(void)
{
#ifdef __linux__
    cpu_set_t set; /* those we may use, which can be fewer than there are */
    if (sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : (unsigned)n;
}

struct pool *pool_new(unsigned jobs)
{
    if (jobs == 0)
        jobs = processors();
    if (jobs > JOBS_MAX)
        jobs = JOBS_MAX;
    struct pool *pool = calloc(1, sizeof(*pool));
    struct worker *workers = calloc(jobs, sizeof(*workers));
    struct thread *list = calloc(jobs, sizeof(*list));
    if (pool == NULL || workers == NULL || list == NULL)
        base_out_of_memory(jobs * (sizeof(*workers) + sizeof(*list)));
    pool->jobs = jobs;
    pool->workers = workers;
    pool->list = list;
    atomic_init(&pool->next, 0);
    for (unsigned i = 0; i < jobs; i++) {
        workers[i].id = i;
        arena_init(&workers[i].scratch);
        arena_init(&workers[i].keep);
        buf_init(&workers[i].buf);
    }
    int failed = pthread_mutex_init(&pool->lock, NULL);
    failed |= pthread_cond_init(&pool->begin, NULL);
    failed |= pthread_cond_init(&pool->done, NULL);
    PHX_BUG_ON(failed != 0);
    return pool;
}

unsigned pool_jobs(const struct pool *pool)
{
    return pool->jobs;
}

static void work(struct pool *pool, struct worker *worker)
{
    for (;;) {
        /* The lock orders everything else; the counter only has to count. */
        size_t index =
            atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (index >= pool->count)
            return;
        arena_reset(&worker->scratch);
        buf_reset(&worker->buf);
        pool->fn(pool->ctx, index, worker);
    }
}

static void *thread_main(void *arg)
{
    struct thread *self = arg;
    struct pool *pool = self->pool;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (!pool->stop && pool->round == self->seen)
            pthread_cond_wait(&pool->begin, &pool->lock);
        if (pool->stop)
            break;
        self->seen = pool->round;
        pthread_mutex_unlock(&pool->lock);
        work(pool, self->worker);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* A system that gives fewer threads than asked for gets by with those; a later
 * loop may get more, which must not take part in the loops before it. */
static void start_threads(struct pool *pool)
{
    while (pool->threads < pool->jobs - 1) {
        struct thread *thread = &pool->list[pool->threads];
        thread->pool = pool;
        thread->worker = &pool->workers[pool->threads + 1];
        thread->seen = pool->round;
        if (pthread_create(&thread->handle, NULL, thread_main, thread) != 0)
            return;
        pool->threads++;
    }
}

void pool_run(struct pool *pool, size_t count,
              void (*fn)(void *ctx, size_t index, struct worker *worker),
              void *ctx)
{
    PHX_BUG_ON(pool->running); /* a loop inside a loop */
    PHX_BUG_ON(count > SIZE_MAX / 2);
    pool->running = true;
    bool alone = count < 2 || pool->jobs == 1;
    if (!alone)
        start_threads(pool);

    pthread_mutex_lock(&pool->lock);
    pool->fn = fn;
    pool->ctx = ctx;
    pool->count = count;
    atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
    if (!alone) {
        pool->busy = pool->threads;
        pool->round++;
        pthread_cond_broadcast(&pool->begin);
    }
    pthread_mutex_unlock(&pool->lock);

    work(pool, &pool->workers[0]);

    pthread_mutex_lock(&pool->lock);
    while (pool->busy != 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    pool->running = false;
}

void pool_free(struct pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->threads; i++)
        pthread_join(pool->list[i].handle, NULL);
    for (unsigned i = 0; i < pool->jobs; i++) {
        arena_deinit(&pool->workers[i].scratch);
        arena_deinit(&pool->workers[i].keep);
        buf_deinit(&pool->workers[i].buf);
    }
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->begin);
    pthread_mutex_destroy(&pool->lock);
    free(pool->list);
    free(pool->workers);
    free(pool);
}
