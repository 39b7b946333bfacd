/* SPDX-License-Identifier: MIT */
/* Other programs: what they printed, and how they ended. */
#include "unit.h"

static struct process_result shell(struct arena *arena, const char *script,
                                   size_t limit)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    struct process_result result;
    struct error err;

    assert_int_equal(process_run(arena, argv, false, limit, &result, &err), 0);
    return result;
}

static void both_streams_are_captured(void **state)
{
    struct process_result r =
        shell(*state, "echo out; echo err >&2; exit 3", 100);

    assert_text(r.out, "out\n");
    assert_text(r.err, "err\n");
    assert_int_equal(r.status, 3);
}

static void a_signal_is_told_from_an_exit(void **state)
{
    assert_int_equal(shell(*state, "kill -9 $$", 100).status, 128 + 9);
}

/* More than a pipe holds, on both: neither may wait for the other. */
static void what_passes_the_limit_is_dropped(void **state)
{
    struct process_result r = shell(
        *state, "yes | head -c 300000 >&2; yes | head -c 300000; echo end", 9);

    assert_text(r.out, "y\ny\ny\ny\ny");
    assert_int_equal(r.err.len, 9);
    assert_int_equal(r.status, 0);
}

static void there_is_nothing_to_read(void **state)
{
    assert_text(shell(*state, "cat", 100).out, "");
}

static void a_missing_program_is_an_error(void **state)
{
    const char *const argv[] = {"phx-no-such-program", NULL};
    struct process_result result;
    struct error err;

    assert_int_equal(process_run(*state, argv, false, 10, &result, &err),
                     PHX_ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_streams_are_captured),
        TEST(a_signal_is_told_from_an_exit),
        TEST(what_passes_the_limit_is_dropped),
        TEST(there_is_nothing_to_read),
        TEST(a_missing_program_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
