/* SPDX-License-Identifier: MIT */
/* What the tests of template/ share: a set, its rendering, its diagnostics. */
#ifndef PHX_TESTS_TEMPLATE_TEST_H
#define PHX_TESTS_TEMPLATE_TEST_H

#include "template/template.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct reader reader;
    struct expr_env *env;
    struct template_options options;
    struct template_set *set;
    struct value context;
};

static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->reader = (struct reader){.arena = &f->arena, .diags = &f->diags};
    f->env = expr_env_new(&f->arena);
    f->options.autoescape = true;
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

static inline void add(struct fixture *f, const char *name, const char *text)
{
    if (!f->set)
        f->set = template_set_new(&f->arena, f->env, &f->options);
    template_set_add(f->set, str_of(name),
                     str_fmt(&f->arena, "templates/%s", name), str_of(text));
}

static inline void set_context(struct fixture *f, const char *json)
{
    struct source_ref source = {.path = STR("context.json"),
                                .text = str_of(json)};

    assert_true(json_read(&f->arena, &source, NULL, &f->diags, &f->context));
}

/* Compiles and renders "main"; NULL when that failed. */
static inline const char *render(struct fixture *f)
{
    struct buf out = BUF_INIT;
    const char *result = NULL;

    if (f->context.kind == VALUE_UNDEFINED)
        set_context(f, "{}");
    if (template_set_compile(f->set, &f->diags) &&
        template_render(f->set, template_find(f->set, STR("main")), f->context,
                        &f->reader, &out))
        result = str_cstr(&f->arena, buf_str(&out));
    buf_deinit(&out);
    return result;
}

static inline const char *render_one(struct fixture *f, const char *text)
{
    add(f, "main", text);
    return render(f);
}

static inline const struct diag *first_diag(const struct fixture *f)
{
    assert_true(f->diags.list.len > 0);
    return &f->diags.list.items[0];
}

static inline const char *text_of(struct fixture *f, struct str s)
{
    return str_cstr(&f->arena, s);
}

#endif
