/* SPDX-License-Identifier: MIT */
/* What the tests of value/ share: an arena with diagnostics for each test. */
#ifndef PHX_TESTS_VALUE_TEST_H
#define PHX_TESTS_VALUE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "value/json_stream.h"
#include "value/value.h"

struct fixture {
    struct arena arena;
    struct diags diags;
};

static inline int setup(void **state)
{
    struct fixture *f = malloc(sizeof(*f));

    assert_non_null(f);
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;

    arena_deinit(&f->arena);
    free(f);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline struct source_ref source_of(struct str text)
{
    return (struct source_ref){.path = STR("a.txt"), .text = text};
}

static inline const char *repr_of(struct fixture *f, struct value v)
{
    struct buf buf = BUF_INIT;
    const char *text;

    value_repr(&buf, v, NULL);
    text = str_cstr(&f->arena, buf_str(&buf));
    buf_deinit(&buf);
    return text;
}

static inline bool try_json(struct fixture *f, struct str text,
                            struct value *out)
{
    struct source_ref source = source_of(text);

    return json_read(&f->arena, &source, NULL, &f->diags, out);
}

static inline struct value json(struct fixture *f, const char *text)
{
    struct value v = value_null();

    assert_true(try_json(f, str_of(text), &v));
    return v;
}

static inline bool try_yaml(struct fixture *f, struct str text,
                            struct value *out)
{
    const struct yaml_options options = {.dates = true};
    struct source_ref source = source_of(text);

    return yaml_read(&f->arena, &source, &options, &f->diags, out, NULL);
}

static inline struct value yaml(struct fixture *f, const char *text)
{
    struct value v = value_null();

    if (!try_yaml(f, str_of(text), &v))
        fail_msg("%s", str_cstr(&f->arena, f->diags.list.items[0].message));
    return v;
}

/* The one diagnostic of a text that is refused. */
static inline const struct diag *only_diag(struct fixture *f)
{
    assert_int_equal(f->diags.list.len, 1);
    return &f->diags.list.items[0];
}

#define assert_text(f, actual, expected)                                       \
    assert_string_equal(str_cstr(&(f)->arena, (actual)), expected)

#endif
