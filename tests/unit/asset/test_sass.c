/* SPDX-License-Identifier: MIT */
/* One style sheet: output, imports, places of errors, what is refused. */
#include "asset/asset.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct sass_file others[8];
    size_t other_count;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static void other(struct fixture *f, const char *name, const char *text)
{
    f->others[f->other_count++] =
        (struct sass_file){.name = str_of(name), .text = str_of(text)};
}

static bool compile_as(struct fixture *f, const char *text, bool compressed,
                       struct str *out)
{
    struct sass_file entry = {.name = STR("main.scss"),
                              .text = str_of(text),
                              .origin = STR("theme/sass/main.scss")};
    return sass_compile(&f->arena, &entry, f->others, f->other_count,
                        compressed, &f->diags, out);
}

static void expect_css(struct fixture *f, const char *text, const char *css)
{
    struct str out = STR("");
    bool ok = compile_as(f, text, true, &out);
    if (!ok && f->diags.list.len > 0)
        print_error("%" STR_FMT "\n", STR_ARG(f->diags.list.items[0].message));
    assert_true(ok);
    assert_string_equal(str_cstr(&f->arena, out), css);
    assert_int_equal(f->diags.errors, 0);
}

static const struct diag *expect_error(struct fixture *f, const char *text)
{
    struct str out = STR("untouched");
    assert_false(compile_as(f, text, true, &out));
    assert_true(str_is(out, "untouched"));
    assert_true(f->diags.list.len >= 1);
    const struct diag *diag = &f->diags.list.items[0];
    assert_string_equal(diag_code(diag->id), "A001");
    return diag;
}

static void expect_at(const struct diag *diag, const char *path, unsigned line,
                      unsigned col)
{
    assert_true(str_is(diag->path, path));
    assert_int_equal(diag->span.line, line);
    assert_int_equal(diag->span.col, col);
}

static bool contains(struct str s, const char *part)
{
    return str_find(s, str_of(part)) != STR_NONE;
}

static void test_compressed(void **state)
{
    expect_css(*state, "a {\n  b { color: red; }\n}\n", "a b{color:red}\n");
}

static void test_expanded(void **state)
{
    struct fixture *f = *state;
    struct str out = STR("");
    assert_true(compile_as(f, "a{b:c}", false, &out));
    assert_true(str_is(out, "a {\n  b: c;\n}\n"));
}

static void test_empty_source_is_empty_css(void **state)
{
    expect_css(*state, "", "");
}

static void test_non_ascii_has_no_byte_order_mark(void **state)
{
    expect_css(*state, "a{b:'中'}", "a{b:'中'}\n");
}

static void test_import_finds_partials(void **state)
{
    struct fixture *f = *state;
    other(f, "parts/_a.scss", "@import 'b';.a{x:y}");
    other(f, "parts/_b.scss", ".b{x:y}");
    other(f, "kit/_index.scss", ".kit{x:y}");
    expect_css(f, "@import 'parts/a', 'kit';", ".b{x:y}.a{x:y}.kit{x:y}\n");
}

static void test_import_falls_back_to_the_root(void **state)
{
    struct fixture *f = *state;
    other(f, "parts/_a.scss", "@import 'colors';");
    other(f, "_colors.scss", ".c{x:y}");
    expect_css(f, "@import 'parts/a';", ".c{x:y}\n");
}

static void test_import_of_css_stays(void **state)
{
    expect_css(*state, "@import 'x.css';@import url(q);a{b:c}",
               "@import url(x.css);@import url(q);a{b:c}\n");
}

static void test_import_never_reads_the_file_system(void **state)
{
    struct fixture *f = *state;
    char dir[] = "/tmp/phx-sass-XXXXXX";
    struct error err;
    char before[4096];
    assert_non_null(mkdtemp(dir));
    assert_non_null(getcwd(before, sizeof(before)));
    const char *file = str_fmt(&f->arena, "%s/_secret.scss", dir).ptr;
    assert_int_equal(fs_write(file, STR(".secret{a:b}"), &err), 0);
    assert_int_equal(chdir(dir), 0);
    struct str out = STR("");
    bool relative = compile_as(f, "@import 'secret';", true, &out);
    const char *absolute = str_fmt(&f->arena, "@import '%s/secret';", dir).ptr;
    bool by_path = compile_as(f, absolute, true, &out);
    const char *url =
        str_fmt(&f->arena, "@import 'file://%s/secret';", dir).ptr;
    bool by_url = compile_as(f, url, true, &out);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(fs_remove_tree(dir, &err), 0);
    assert_false(relative);
    assert_false(by_path);
    assert_false(by_url);
    assert_int_equal(out.len, 0);
}

static void test_missing_import_names_the_nearest(void **state)
{
    struct fixture *f = *state;
    other(f, "parts/_colors.scss", "");
    const struct diag *diag =
        expect_error(f, "a{b:c}\n@import 'parts/colrs';\n");
    expect_at(diag, "theme/sass/main.scss", 2, 9);
    assert_true(str_is(diag->message,
                       "there is no Sass file \"parts/colrs\"; did you mean "
                       "\"parts/colors\"?"));
    assert_true(str_is(diag->source, "@import 'parts/colrs';"));
}

static void test_syntax_error_has_its_place(void **state)
{
    const struct diag *diag =
        expect_error(*state, "a{\n  color: red\n  b: c\n}");
    expect_at(diag, "theme/sass/main.scss", 3, 3);
    assert_true(
        str_is(diag->message,
               "Invalid CSS after \"  b\": expected \"}\", was \": c\""));
}

static void test_columns_count_bytes(void **state)
{
    const struct diag *diag = expect_error(*state, "é{a:$v}");
    expect_at(diag, "theme/sass/main.scss", 1, 6);
}

static void test_error_in_an_import_has_its_place_and_chain(void **state)
{
    struct fixture *f = *state;
    other(f, "parts/_bad.scss", "a{b:c}\nx{y:$nope}\n");
    const struct diag *diag = expect_error(f, "\n@import 'parts/bad';");
    expect_at(diag, "parts/_bad.scss", 2, 5);
    assert_true(str_is(diag->message, "Undefined variable: \"$nope\"."));
    assert_true(str_is(diag->chain, "from line 2:9 of main.scss"));
}

static void test_import_loop_is_an_error(void **state)
{
    struct fixture *f = *state;
    other(f, "_a.scss", "@import 'b';");
    other(f, "_b.scss", "@import 'a';");
    const struct diag *diag = expect_error(f, "@import 'a';");
    assert_true(contains(diag->message, "@import loop"));
    assert_true(str_chr(diag->message, '\n') == STR_NONE);
}

static void test_error_rule_is_a_diagnostic(void **state)
{
    const struct diag *diag = expect_error(*state, "@error 'stop here';");
    assert_true(str_is(diag->message, "stop here"));
}

static void test_warn_rule_is_a_warning(void **state)
{
    struct fixture *f = *state;
    expect_css(f, "a{b:c}\n@warn 'old name';\n@warn 1px + 2px;", "a{b:c}\n");
    assert_int_equal(f->diags.warnings, 2);
    const struct diag *diag = &f->diags.list.items[0];
    assert_string_equal(diag_code(diag->id), "A004");
    assert_true(str_is(diag->message, "old name"));
    assert_int_equal(diag->span.line, 2);
    assert_true(str_is(f->diags.list.items[1].message, "3px"));
}

static void test_use_and_forward_are_refused(void **state)
{
    struct fixture *f = *state;
    const struct diag *diag = expect_error(f, "a{b:c}\n@use 'x';");
    expect_at(diag, "theme/sass/main.scss", 2, 1);
    assert_true(contains(diag->hint, "@import"));
    f->diags.list.len = 0;
    diag = expect_error(f, "@forward 'x';");
    assert_true(contains(diag->message, "no modules"));
}

static void test_use_in_an_imported_file_is_refused(void **state)
{
    struct fixture *f = *state;
    other(f, "_a.scss", "\n  @use 'y';");
    expect_at(expect_error(f, "@import 'a';"), "_a.scss", 2, 3);
}

static void test_use_in_comments_and_strings_is_text(void **state)
{
    expect_css(*state, "// @use 'x'\n/* @use 'x' */a{b:'@use';c:url(//x@use)}",
               "a{b:'@use';c:url(//x@use)}\n");
}

static void test_nth_child_of_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct diag *diag = expect_error(f, "a:nth-child(2n+1 of .x){b:c}");
    expect_at(diag, "theme/sass/main.scss", 1, 2);
    f->diags.list.len = 0;
    expect_error(f, "#{':nth-last-child(3n of .x)'}{b:c}");
}

static void test_nth_child_even_of_is_kept(void **state)
{
    expect_css(*state, "a:nth-child(even of .x){b:c}",
               "a:nth-child(even of .x){b:c}\n");
}

static void test_import_with_a_media_query_is_refused(void **state)
{
    struct fixture *f = *state;
    other(f, "_a.scss", ".a{b:c}");
    const struct diag *diag = expect_error(f, "@import 'a' screen;");
    expect_at(diag, "theme/sass/main.scss", 1, 1);
    assert_true(contains(diag->hint, "@media"));
}

static void test_css_import_with_a_media_query_stays(void **state)
{
    expect_css(*state, "@import 'x.css' screen;a{b:c}",
               "@import 'x.css' screen;a{b:c}\n");
}

static void test_mixed_units_get_a_place_and_a_way_out(void **state)
{
    struct fixture *f = *state;
    const struct diag *diag = expect_error(
        f, "a{b:min(1px, 2px)}\n\nc{\n  w: min(100%, 40rem);\n}\n");
    expect_at(diag, "theme/sass/main.scss", 4, 6);
    assert_true(contains(diag->hint, "#{\"min(100%, 40rem)\"}"));
    f->diags.list.len = 0;
    f->diags.errors = 0;
    expect_css(f, "c{w:#{\"min(100%, 40rem)\"};--v: min(100%, 40rem)}",
               "c{w:min(100%, 40rem);--v: min(100%, 40rem)}\n");
}

static void test_media_range_gets_a_way_out(void **state)
{
    const struct diag *diag =
        expect_error(*state, "@media (width >= 600px) {a{b:c}}");
    assert_true(contains(diag->hint, "min-width"));
}

static void test_nul_byte_is_refused(void **state)
{
    struct fixture *f = *state;
    struct sass_file entry = {.name = STR("main.scss"),
                              .text = STR("a{b:c}\n\0d{e:f}")};
    struct str out = STR("");
    assert_false(
        sass_compile(&f->arena, &entry, NULL, 0, true, &f->diags, &out));
    expect_at(&f->diags.list.items[0], "main.scss", 2, 1);
}

static void test_unclosed_constructs_end(void **state)
{
    static const char *const texts[] = {
        "a{",        "\"", "#{",           "/*",  "url(", "@import",
        "@import '", "\\", "a:nth-child(", "'\\", "@use"};
    struct fixture *f = *state;
    for (size_t i = 0; i < PHX_COUNT(texts); i++) {
        struct str out = STR("");
        f->diags.list.len = 0;
        if (!compile_as(f, texts[i], true, &out))
            assert_true(f->diags.list.len > 0);
    }
}

static void *compile_often(void *ctx)
{
    bool *ok = ctx;
    struct arena arena;
    struct diags diags;
    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct sass_file entry = {.name = STR("a.scss"),
                              .text = STR("$x: 1px;a{b:$x + 2px}")};
    *ok = true;
    for (int i = 0; i < 50; i++) {
        struct str out = STR("");
        *ok = sass_compile(&arena, &entry, NULL, 0, true, &diags, &out) &&
              str_is(out, "a{b:3px}\n") && *ok;
    }
    arena_deinit(&arena);
    return NULL;
}

static void test_threads_wait_for_each_other(void **state)
{
    pthread_t threads[4];
    bool ok[4];
    (void)state;
    for (size_t i = 0; i < PHX_COUNT(threads); i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, compile_often, &ok[i]), 0);
    for (size_t i = 0; i < PHX_COUNT(threads); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(ok[i]);
    }
}

static void test_version(void **state)
{
    (void)state;
    assert_true(str_starts(str_of(sass_library_version()), STR("3.")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_compressed),
        TEST(test_expanded),
        TEST(test_empty_source_is_empty_css),
        TEST(test_non_ascii_has_no_byte_order_mark),
        TEST(test_import_finds_partials),
        TEST(test_import_falls_back_to_the_root),
        TEST(test_import_of_css_stays),
        TEST(test_import_never_reads_the_file_system),
        TEST(test_missing_import_names_the_nearest),
        TEST(test_syntax_error_has_its_place),
        TEST(test_columns_count_bytes),
        TEST(test_error_in_an_import_has_its_place_and_chain),
        TEST(test_import_loop_is_an_error),
        TEST(test_error_rule_is_a_diagnostic),
        TEST(test_warn_rule_is_a_warning),
        TEST(test_use_and_forward_are_refused),
        TEST(test_use_in_an_imported_file_is_refused),
        TEST(test_use_in_comments_and_strings_is_text),
        TEST(test_nth_child_of_is_refused),
        TEST(test_nth_child_even_of_is_kept),
        TEST(test_import_with_a_media_query_is_refused),
        TEST(test_css_import_with_a_media_query_stays),
        TEST(test_mixed_units_get_a_place_and_a_way_out),
        TEST(test_media_range_gets_a_way_out),
        TEST(test_nul_byte_is_refused),
        TEST(test_unclosed_constructs_end),
        TEST(test_threads_wait_for_each_other),
        TEST(test_version),
    };
    return cmocka_run_group_tests_name("sass", tests, NULL, NULL);
}
