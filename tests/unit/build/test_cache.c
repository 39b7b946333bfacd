/* SPDX-License-Identifier: MIT */
/*
 * The store: what was put is found again, and whatever happens to its file, no
 * get ever gives anything else.
 */
#include "build/cache.h"

#include "build/build.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define VALUES 100u

struct fixture {
    struct arena arena;
    char root[64];
    char path[96]; /* of the file */
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    arena_init(&f->arena);
    snprintf(f->root, sizeof(f->root), "/tmp/phx-cache-XXXXXX");
    assert_non_null(mkdtemp(f->root));
    snprintf(f->path, sizeof(f->path), "%s/.phx/cache", f->root);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    struct error err;

    phx_ignore(fs_remove_tree(f->root, &err), "left behind in /tmp");
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static struct cache *open_limited(struct fixture *f, uint64_t limit)
{
    const struct cache_options options = {
        .root = f->root, .workers = 2, .limit = limit};
    struct error why;

    return cache_open(&options, &why);
}

static struct cache *open_cache(struct fixture *f)
{
    return open_limited(f, 0);
}

static struct hash key_of(unsigned n)
{
    return hash_mix_int((struct hash){0}, n);
}

/* Of many lengths, some over a page. */
static struct str value_of(struct arena *arena, unsigned n)
{
    size_t len = (size_t)(n * 37u % 9000u);
    char *bytes = arena_bytes(arena, len + 1);

    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(n + i * 7u);
    return str_bytes(bytes, len);
}

static void fill(struct fixture *f, struct cache *cache)
{
    for (unsigned n = 0; n < VALUES; n++)
        cache_put(cache, n % 2, CACHE_FORMULA, key_of(n),
                  value_of(&f->arena, n));
}

/* How many are there; each of them must be right. */
static unsigned count_right(struct fixture *f, struct cache *cache)
{
    unsigned found = 0;
    struct str value;

    for (unsigned n = 0; n < VALUES; n++) {
        if (!cache_get(cache, 1, CACHE_FORMULA, key_of(n), &value))
            continue;
        if (!str_eq(value, value_of(&f->arena, n)))
            return UINT_MAX;
        found++;
    }
    return found;
}

static void make_full(struct fixture *f)
{
    struct cache *cache = open_cache(f);

    assert_non_null(cache);
    fill(f, cache);
    cache_close(cache);
}

static unsigned reopen_and_count(struct fixture *f)
{
    struct cache *cache = open_cache(f);
    unsigned found = cache ? count_right(f, cache) : 0;

    cache_close(cache);
    return found;
}

static void values_are_found_by_the_next_build(void **state)
{
    struct fixture *f = *state;

    make_full(f);
    assert_int_equal(reopen_and_count(f), VALUES);
}

static void kinds_are_apart(void **state)
{
    struct fixture *f = *state;
    struct cache *cache;
    struct str value;

    make_full(f);
    cache = open_cache(f);
    assert_false(cache_get(cache, 0, CACHE_PAGE, key_of(5), &value));
    cache_close(cache);
}

static void another_phx_starts_anew(void **state)
{
    struct fixture *f = *state;

    make_full(f);
    setenv("GVBINDIR", "/elsewhere", 1);
    unsigned found = reopen_and_count(f);
    unsetenv("GVBINDIR");
    assert_int_equal(found, 0);
    assert_int_equal(reopen_and_count(f), 0);
}

static void a_second_build_reads_and_does_not_write(void **state)
{
    struct fixture *f = *state;
    struct str value;

    make_full(f);
    struct cache *first = open_cache(f);
    struct cache *second = open_cache(f);
    assert_non_null(second);
    assert_int_equal(count_right(f, second), VALUES);
    cache_put(second, 0, CACHE_FORMULA, key_of(9999), STR("x"));
    cache_close(second);
    cache_close(first);
    first = open_cache(f);
    assert_false(cache_get(first, 0, CACHE_FORMULA, key_of(9999), &value));
    cache_close(first);
}

static void a_second_build_on_a_fresh_store_has_none(void **state)
{
    struct fixture *f = *state;
    struct cache *first = open_cache(f);

    fill(f, first);
    struct cache *second = open_cache(f);
    assert_int_equal(second ? count_right(f, second) : 0, 0);
    cache_close(second);
    cache_close(first);
    assert_int_equal(reopen_and_count(f), VALUES);
}

/* In a child, so that a crash is a failed test with a name. */
static int in_child(struct fixture *f, int (*fn)(struct fixture *f))
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0)
        _exit(fn(f));
    waitpid(pid, &status, 0);
    return status;
}

static int count_in_child(struct fixture *f)
{
    return reopen_and_count(f) == UINT_MAX;
}

static void copy_file(struct fixture *f, struct str bytes)
{
    struct error err;

    if (fs_write(f->path, bytes, &err) < 0)
        fail_msg("%s", err.message);
}

static struct str read_file(struct fixture *f)
{
    struct str bytes = STR("");
    struct error err;

    if (fs_read(&f->arena, f->path, 0, &bytes, &err) < 0)
        fail_msg("%s", err.message);
    return bytes;
}

static void a_cut_file_is_no_wrong_value(void **state)
{
    struct fixture *f = *state;

    make_full(f);
    struct str whole = read_file(f);
    for (size_t at = 0; at < whole.len; at += 4096) {
        copy_file(f, str_slice(whole, 0, at));
        assert_int_equal(in_child(f, count_in_child), 0);
        copy_file(f, str_slice(whole, 0, at + 1000));
        assert_int_equal(in_child(f, count_in_child), 0);
    }
}

static void overwritten_pages_are_no_wrong_value(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 42;

    make_full(f);
    struct str whole = read_file(f);
    for (int round = 0; round < 100; round++) {
        char *bytes = arena_copy(&f->arena, whole.ptr, whole.len);
        size_t at, len;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        at = (size_t)(seed >> 33) % whole.len;
        len = (size_t)(seed >> 20) % 3000 + 1;
        if (len > whole.len - at)
            len = whole.len - at;
        memset(bytes + at, round % 2 ? 0xff : 0x5a, len);
        copy_file(f, str_bytes(bytes, whole.len));
        int status = in_child(f, count_in_child);
        if (status != 0)
            fail_msg("round %d, %zu bytes at %zu: status %d", round, len, at,
                     status);
    }
}

static int write_until_killed(struct fixture *f)
{
    for (;;) {
        struct cache *cache = open_cache(f);
        if (!cache)
            return 1;
        fill(f, cache);
        cache_close(cache);
    }
}

static void a_kill_at_any_instant_is_no_wrong_value(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < 40; i++) {
        int status;
        pid_t pid = fork();
        if (pid == 0)
            _exit(write_until_killed(f));
        usleep(1000 + i * 700);
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        assert_int_equal(in_child(f, count_in_child), 0);
    }
    make_full(f);
    assert_int_equal(reopen_and_count(f), VALUES);
}

static int fill_a_full_disk(struct fixture *f)
{
    const struct rlimit limit = {200000, 200000};
    struct cache *cache = open_cache(f);

    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    fill(f, cache);
    cache_flush(cache);
    bool said = cache_failure(cache)->code != 0;
    cache_close(cache);
    return !said;
}

static void a_full_disk_is_said_and_harms_nothing(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(in_child(f, fill_a_full_disk), 0);
    assert_int_not_equal(reopen_and_count(f), UINT_MAX);
    make_full(f);
    assert_int_equal(reopen_and_count(f), VALUES);
}

static void a_folder_that_cannot_be_made_is_no_cache(void **state)
{
    const struct cache_options options = {.root = "/proc", .workers = 1};
    struct error why;

    (void)state;
    assert_null(cache_open(&options, &why));
    assert_int_not_equal(why.code, 0);
}

static void what_is_not_asked_for_goes_in_time(void **state)
{
    struct fixture *f = *state;
    struct cache *cache;
    struct str value;

    for (unsigned round = 0; round < 6; round++) {
        cache = open_limited(f, 100000);
        for (unsigned n = 0; n < 100; n++)
            cache_put(cache, 0, CACHE_FORMULA, key_of(1000 + round * 100 + n),
                      value_of(&f->arena, n));
        if (round == 0)
            cache_put(cache, 0, CACHE_GRAPH, key_of(1), STR("kept"));
        else
            assert_true(cache_get(cache, 0, CACHE_GRAPH, key_of(1), &value));
        cache_close(cache);
    }
    cache = open_limited(f, 100000);
    assert_true(cache_get(cache, 0, CACHE_GRAPH, key_of(1), &value));
    assert_string_equal(str_cstr(&f->arena, value), "kept");
    assert_false(cache_get(cache, 0, CACHE_FORMULA, key_of(1000), &value));
    cache_close(cache);
}

static void its_contents_are_counted(void **state)
{
    struct fixture *f = *state;
    struct cache_stat stat;

    make_full(f);
    struct cache *cache = open_cache(f);
    cache_stat(cache, &stat);
    cache_close(cache);
    assert_int_equal(stat.entries[CACHE_FORMULA], VALUES);
    assert_int_equal(stat.entries[CACHE_PAGE], 0);
    assert_true(stat.file_bytes > stat.bytes[CACHE_FORMULA]);
}

static void it_is_removed_whole(void **state)
{
    struct fixture *f = *state;
    struct error err;

    make_full(f);
    assert_int_equal(build_cache_clear(f->root, &err), 0);
    assert_int_equal(access(f->path, F_OK), -1);
    assert_int_equal(build_cache_clear(f->root, &err), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_found_by_the_next_build),
        TEST(kinds_are_apart),
        TEST(another_phx_starts_anew),
        TEST(a_second_build_reads_and_does_not_write),
        TEST(a_second_build_on_a_fresh_store_has_none),
        TEST(a_cut_file_is_no_wrong_value),
        TEST(overwritten_pages_are_no_wrong_value),
        TEST(a_kill_at_any_instant_is_no_wrong_value),
        TEST(a_full_disk_is_said_and_harms_nothing),
        TEST(a_folder_that_cannot_be_made_is_no_cache),
        TEST(what_is_not_asked_for_goes_in_time),
        TEST(its_contents_are_counted),
        TEST(it_is_removed_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
