/* SPDX-License-Identifier: MIT */
/* Eight workers give the bytes that one gives, with and without the memo. */
#include "host_fixture.h"

#include <pthread.h>

#define THREADS 8
#define TASKS 48

static const char *const languages[] = {"c",    "python", "html",     "bash",
                                        "json", "rust",   "markdown", "tsx"};

struct worker_job {
    struct script_host *host;
    unsigned id;
    struct arena arena;
    struct str results[TASKS];
};

static struct str run_task(struct worker_job *job, size_t task)
{
    struct script_math_error bad;
    struct error err;
    struct html html = {STR("")};
    bool known;
    int rc;

    if (task % 2) {
        struct str tex =
            str_fmt(&job->arena, "\\sum_{i=0}^{%zu} \\text{中} x_i^{%zu} %s",
                    task, task, task % 3 ? "" : "\\nope");
        rc = script_math(job->host, job->id, &job->arena, tex,
                         &(struct script_math_options){.display = task % 4 < 2},
                         &html, &bad, &err);
    } else {
        struct str code =
            str_fmt(&job->arena,
                    "/* %zu */ int a[%zu]; # <b a=\"c\">\n```c\nint b;\n```\n",
                    task, task);
        rc = script_highlight(job->host, job->id, &job->arena,
                              str_of(languages[task / 2 % 8]), code, &html,
                              &known, &err);
    }
    return rc == PHX_OK || rc == PHX_EINPUT ? html.markup : str_of(err.message);
}

/* Each worker starts elsewhere, so that they load and compute in different
 * orders. */
static void *run_worker(void *arg)
{
    struct worker_job *job = arg;

    for (size_t i = 0; i < TASKS; i++) {
        size_t task = (i * 5 + job->id * 7) % TASKS;

        job->results[task] = run_task(job, task);
    }
    return NULL;
}

static void run_all(struct worker_job *jobs, struct script_host *const *hosts)
{
    pthread_t threads[THREADS];

    for (unsigned i = 0; i < THREADS; i++) {
        jobs[i] = (struct worker_job){.host = hosts[i], .id = i};
        arena_init(&jobs[i].arena);
        assert_int_equal(
            pthread_create(&threads[i], NULL, run_worker, &jobs[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void compare(struct worker_job *jobs)
{
    struct script_host *host = script_host_new(1);
    struct worker_job alone = {.host = host};

    arena_init(&alone.arena);
    run_worker(&alone);
    for (size_t t = 0; t < TASKS; t++) {
        assert_contains(alone.results[t], "<span");
        for (unsigned i = 0; i < THREADS; i++)
            if (!str_eq(jobs[i].results[t], alone.results[t]))
                fail_msg("worker %u, task %zu\nalone: %" STR_FMT
                         "\ngot: %" STR_FMT,
                         i, t, STR_ARG(alone.results[t]),
                         STR_ARG(jobs[i].results[t]));
    }
    arena_deinit(&alone.arena);
    for (unsigned i = 0; i < THREADS; i++)
        arena_deinit(&jobs[i].arena);
    script_host_free(host);
}

static void eight_workers_of_a_host_give_the_same_bytes(void **state)
{
    struct script_host *host = script_host_new(THREADS);
    struct script_host *hosts[THREADS];
    struct worker_job jobs[THREADS];

    (void)state;
    for (unsigned i = 0; i < THREADS; i++)
        hosts[i] = host;
    run_all(jobs, hosts);
    compare(jobs);
    script_host_free(host);
}

/* A host each: nothing is shared, so every worker computes everything. */
static void
eight_workers_without_a_common_memo_give_the_same_bytes(void **state)
{
    struct script_host *hosts[THREADS];
    struct worker_job jobs[THREADS];

    (void)state;
    for (unsigned i = 0; i < THREADS; i++)
        hosts[i] = script_host_new(THREADS);
    run_all(jobs, hosts);
    compare(jobs);
    for (unsigned i = 0; i < THREADS; i++)
        script_host_free(hosts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_workers_of_a_host_give_the_same_bytes),
        cmocka_unit_test(
            eight_workers_without_a_common_memo_give_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
