/* SPDX-License-Identifier: MIT */
/* An arena for each test of this room, and texts compared as texts. */
#ifndef PHX_TESTS_SERVE_UNIT_H
#define PHX_TESTS_SERVE_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

static inline int arena_setup(void **state)
{
    struct arena *arena = malloc(sizeof(*arena));
    if (arena == NULL)
        return -1;
    arena_init(arena);
    *state = arena;
    return 0;
}

static inline int arena_teardown(void **state)
{
    arena_deinit(*state);
    free(*state);
    return 0;
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

static inline void check_text(struct str got, const char *expected,
                              const char *file, int line)
{
    if (str_is(got, expected))
        return;
    print_error("expected: %s\ngot:      %" STR_FMT "\n", expected,
                STR_ARG(got));
    _fail(file, line);
}
#define assert_text(got, expected)                                             \
    check_text((got), (expected), __FILE__, __LINE__)

#endif
