/* SPDX-License-Identifier: MIT */
/* A host and an arena for each test of this room. */
#ifndef PHX_TESTS_HOST_FIXTURE_H
#define PHX_TESTS_HOST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "script/script.h"

struct fixture {
    struct script_host *host;
    struct arena arena;
};

static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    f->host = script_host_new(1);
    arena_init(&f->arena);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;

    script_host_free(f->host);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

#define fixture_test(name)                                                     \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static inline void assert_text(struct str got, const char *expected)
{
    struct str want = str_of(expected);

    if (!str_eq(got, want))
        fail_msg("expected: %s\ngot:      %" STR_FMT, expected, STR_ARG(got));
}

static inline void assert_contains(struct str got, const char *part)
{
    if (str_find(got, str_of(part)) == STR_NONE)
        fail_msg("no %s in %" STR_FMT, part, STR_ARG(got));
}

#endif
