/* SPDX-License-Identifier: MIT */
/* What the tests of bench/ share: a store, a reader, files given as text. */
#ifndef PHX_TESTS_BENCH_TEST_H
#define PHX_TESTS_BENCH_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bench/bench.h"

struct fixture {
    struct arena arena;
    struct diags diags;
    struct reader reader;
    struct bench_store *store;
    struct expr_env *env;
};

static inline int setup(void **state)
{
    struct fixture *f = malloc(sizeof(*f));

    assert_non_null(f);
    memset(f, 0, sizeof(*f));
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->reader.arena = &f->arena;
    f->reader.diags = &f->diags;
    f->store = bench_store_new(&f->arena);
    bench_store_publish(f->store);
    f->env = expr_env_new(&f->arena);
    expr_env_global(f->env, "bench", bench_function(f->store, &f->arena));
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

/* A result file "NAME.EXT". */
static inline void add_bytes(struct fixture *f, const char *file,
                             struct str bytes)
{
    struct str path = str_fmt(&f->arena, "benchmarks/results/%s", file);
    struct str name = str_dup(&f->arena, str_of(file));
    const struct str ext = path_ext(name);

    if (ext.len > 0)
        name = str_slice(name, 0, name.len - ext.len - 1);
    bench_store_add(f->store, name, path, str_dup(&f->arena, bytes), NULL);
}

static inline void add_file(struct fixture *f, const char *file,
                            const char *text)
{
    add_bytes(f, file, str_of(text));
}

/* The printed value of an expression that may name bench(). */
static inline const char *eval(struct fixture *f, const char *text)
{
    struct source_ref source = {.path = STR("post.md"), .text = str_of(text)};
    struct span span = {1, 1, 0};
    struct buf out = BUF_INIT;
    const char *printed;
    struct value v;
    struct expr *expr =
        expr_compile(f->env, &f->arena, str_of(text), &source, span, &f->diags);

    if (!expr || !expr_eval(expr, value_null(), &f->reader, &v)) {
        const struct diag *d = &f->diags.list.items[f->diags.list.len - 1];

        f->reader.failed = false;
        return str_cstr(&f->arena,
                        str_fmt(&f->arena, "%s: %" STR_FMT, diag_code(d->id),
                                STR_ARG(d->message)));
    }
    value_print(&out, v, &f->reader);
    printed = str_cstr(&f->arena, buf_str(&out));
    buf_deinit(&out);
    return printed;
}

/* {bench} NAME with lines ":name: value"; NULL when it was refused. */
static inline const char *draw_as(struct fixture *f, const char *name,
                                  const char *lines, const char *language,
                                  bool plain)
{
    struct source_ref source = {.path = STR("post.md"), .text = str_of(lines)};
    PHX_VEC(struct bench_option) options = {0};
    struct str rest = str_of(lines), line;
    struct buf out = BUF_INIT;
    const char *html = NULL;
    uint32_t at = 0;

    while (str_line(&rest, &line)) {
        const size_t colon = str_find_from(line, STR(":"), 1);
        struct bench_option option = {.name = str_slice(line, 1, colon)};

        at++;
        option.value = str_trim(str_from(line, colon + 1));
        option.name_span = (struct span){at, 2, (uint32_t)option.name.len};
        option.value_span =
            (struct span){at, (uint32_t)(option.value.ptr - line.ptr) + 1,
                          (uint32_t)option.value.len};
        vec_push(&f->arena, &options, option);
    }
    struct bench_directive d = {.argument = str_of(name),
                                .options = options.items,
                                .option_count = options.len,
                                .caption = STR(""),
                                .span = {1, 1, 0},
                                .source = &source,
                                .id = STR("result-1"),
                                .number = STR(""),
                                .language = str_of(language),
                                .raw_url = STR("/base"),
                                .plain = plain};
    if (bench_render(f->store, &d, &f->reader, &out))
        html = str_cstr(&f->arena, buf_str(&out));
    buf_deinit(&out);
    return html;
}

static inline const char *draw(struct fixture *f, const char *name,
                               const char *lines)
{
    return draw_as(f, name, lines, "en", false);
}

#define assert_has(html, part)                                                 \
    do {                                                                       \
        const char *html_ = (html);                                            \
        if (!html_ || !strstr(html_, part))                                    \
            fail_msg("expected %s in:\n%s", part, html_ ? html_ : "nothing");  \
    } while (0)
#define assert_lacks(html, part)                                               \
    do {                                                                       \
        const char *html_ = (html);                                            \
        if (!html_ || strstr(html_, part))                                     \
            fail_msg("did not expect %s in:\n%s", part,                        \
                     html_ ? html_ : "nothing");                               \
    } while (0)

/* The last diagnostic has this code and says this. */
#define assert_diag(f, code, part)                                             \
    do {                                                                       \
        assert_true((f)->diags.list.len > 0);                                  \
        const struct diag *diag_ =                                             \
            &(f)->diags.list.items[(f)->diags.list.len - 1];                   \
        assert_string_equal(diag_code(diag_->id), code);                       \
        assert_has(str_cstr(&(f)->arena, diag_->message), part);               \
    } while (0)

#endif
