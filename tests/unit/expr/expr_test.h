/* SPDX-License-Identifier: MIT */
/* What the tests of expr/ share: an environment, a scope, evaluation. */
#ifndef PHX_TESTS_EXPR_TEST_H
#define PHX_TESTS_EXPR_TEST_H

#include "expr/expr.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct reader reader;
    struct expr_env *env;
    struct value scope;
};

static inline int setup(void **state)
{
    static const char scope[] =
        "{\"n\": 7, \"s\": \"hello\", \"l\": [3, 1, 2], \"d\": {\"a\": 1}, "
        "\"users\": [{\"name\": \"Zoe\", \"age\": 31}, "
        "{\"name\": \"adam\", \"age\": 22}]}";
    struct fixture *f = calloc(1, sizeof(*f));
    struct source_ref source = {.path = STR("scope.json"),
                                .text = str_of(scope)};

    assert_non_null(f);
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->reader = (struct reader){.arena = &f->arena, .diags = &f->diags};
    f->env = expr_env_new(&f->arena);
    assert_true(json_read(&f->arena, &source, NULL, &f->diags, &f->scope));
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

static inline struct expr *compile(struct fixture *f, const char *text)
{
    static const struct source_ref source = {.path = STR_INIT("page.md"),
                                             .text = STR_INIT("a\nb\nc\n")};

    return expr_compile(f->env, &f->arena, str_of(text), &source,
                        (struct span){.line = 2, .col = 5}, &f->diags);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* What printing the result gives; "error: …" when it failed. */
static inline const char *eval(struct fixture *f, const char *text)
{
    struct expr *expr = compile(f, text);
    struct buf out = BUF_INIT;
    struct value v;
    const char *result;

    if (!expr || !expr_eval(expr, f->scope, &f->reader, &v)) {
        assert_true(f->diags.list.len > 0);
        return str_cstr(
            &f->arena,
            str_fmt(
                &f->arena, "error: %" STR_FMT,
                STR_ARG(f->diags.list.items[f->diags.list.len - 1].message)));
    }
    value_print(&out, v, &f->reader);
    result = str_cstr(&f->arena, buf_str(&out));
    buf_deinit(&out);
    return result;
}

static inline const struct diag *last_diag(const struct fixture *f)
{
    return &f->diags.list.items[f->diags.list.len - 1];
}

#endif
