/* SPDX-License-Identifier: MIT */
/* The worker pool: every index once, arenas a worker's own. The data races it
 * could have are for ThreadSanitizer to find in these. */
#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>

#define COUNT 5000

struct loop {
    unsigned char seen[COUNT];
    size_t results[COUNT];
    atomic_uint workers; /* bits of the ids that worked */
    atomic_bool other_thread;
    pthread_t owner;
};

static void visit(void *ctx, size_t index, struct worker *worker)
{
    struct loop *loop = ctx;
    assert_int_equal(worker->buf.len, 0);
    assert_int_equal(worker->scratch.allocated, 0);
    loop->seen[index]++;
    buf_add_fmt(&worker->buf, "%zu", index);
    struct str text = buf_dup(&worker->scratch, &worker->buf);
    int64_t n = -1;
    if (str_to_int(text, &n))
        loop->results[index] = (size_t)n;
    atomic_fetch_or(&loop->workers, 1u << worker->id);
    if (!pthread_equal(pthread_self(), loop->owner))
        atomic_store(&loop->other_thread, true);
}

/* True when a thread besides the caller worked. */
static bool run_and_check(struct pool *pool, size_t count)
{
    static struct loop loop;
    memset(&loop, 0, sizeof(loop));
    loop.owner = pthread_self();
    pool_run(pool, count, visit, &loop);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(loop.seen[i], i < count ? 1 : 0);
        assert_int_equal(loop.results[i], i < count ? i : 0);
    }
    if (pool_jobs(pool) == 1 || count < 2)
        assert_false(atomic_load(&loop.other_thread));
    unsigned possible = (1u << pool_jobs(pool)) - 1;
    assert_int_equal(atomic_load(&loop.workers) & ~possible, 0);
    return atomic_load(&loop.other_thread);
}

static void every_index_runs_once(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
        struct pool *pool = pool_new(jobs);
        assert_int_equal(pool_jobs(pool), jobs);
        run_and_check(pool, COUNT);
        pool_free(pool);
    }
}

static void a_pool_runs_many_loops(void **state)
{
    (void)state;
    struct pool *pool = pool_new(4);
    for (size_t i = 0; i < 200; i++)
        run_and_check(pool, i % 7);
    pool_free(pool);
}

static void an_unused_pool_is_freed(void **state)
{
    (void)state;
    struct pool *pool = pool_new(0);
    assert_true(pool_jobs(pool) >= 1);
    pool_free(pool);
    pool_free(NULL);
}

/* Two indices that wait for each other end only where two threads work. */
struct meeting {
    pthread_mutex_t lock;
    pthread_cond_t came;
    int here;
};

static void meet(void *ctx, size_t index, struct worker *worker)
{
    struct meeting *m = ctx;
    (void)index;
    (void)worker;
    pthread_mutex_lock(&m->lock);
    m->here++;
    pthread_cond_broadcast(&m->came);
    while (m->here < 2)
        pthread_cond_wait(&m->came, &m->lock);
    pthread_mutex_unlock(&m->lock);
}

static void two_jobs_work_at_once(void **state)
{
    (void)state;
    struct meeting m = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
    struct pool *pool = pool_new(2);
    pool_run(pool, 2, meet, &m);
    assert_int_equal(m.here, 2);
    pool_free(pool);
}

/* The system refuses threads for the first loops only; those that start later
 * take part in the next one. */
static void loops_get_by_where_threads_are_refused(void **state)
{
    (void)state;
#ifdef __GLIBC__
    pthread_attr_t usual;
    pthread_attr_t huge;
    assert_int_equal(pthread_getattr_default_np(&usual), 0);
    assert_int_equal(pthread_getattr_default_np(&huge), 0);
    assert_int_equal(pthread_attr_setstacksize(&huge, (size_t)1 << 60), 0);
    for (int i = 0; i < 20; i++) {
        struct pool *pool = pool_new(24);
        assert_int_equal(pthread_setattr_default_np(&huge), 0);
        assert_false(run_and_check(pool, COUNT));
        assert_false(run_and_check(pool, COUNT));
        assert_int_equal(pthread_setattr_default_np(&usual), 0);
        run_and_check(pool, COUNT);
        run_and_check(pool, COUNT);
        pool_free(pool);
    }
    pthread_attr_destroy(&huge);
    pthread_attr_destroy(&usual);
#else
    skip();
#endif
}

static void keep_text(void *ctx, size_t index, struct worker *worker)
{
    struct str *texts = ctx;
    texts[index] = str_fmt(&worker->keep, "text %zu", index);
}

static void kept_results_outlive_the_loop(void **state)
{
    struct arena *arena = *state;
    static struct str texts[300];
    struct pool *pool = pool_new(3);
    pool_run(pool, 300, keep_text, texts);
    pool_run(pool, 0, keep_text, texts);
    for (size_t i = 0; i < 300; i++)
        assert_text(texts[i], str_fmt(arena, "text %zu", i).ptr);
    pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_index_runs_once),
        TEST(a_pool_runs_many_loops),
        TEST(an_unused_pool_is_freed),
        TEST(two_jobs_work_at_once),
        TEST(loops_get_by_where_threads_are_refused),
        TEST(kept_results_outlive_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
