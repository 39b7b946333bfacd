/* SPDX-License-Identifier: MIT */
/* Where expressions fail, what is said, and what is near. */
#include "expr_test.h"

static void a_syntax_error_has_its_place_in_the_source(void **state)
{
    struct fixture *f = *state;

    assert_null(compile(f, "n + "));
    assert_int_equal(last_diag(f)->id, DIAG_EXPRESSION);
    assert_string_equal(str_cstr(&f->arena, last_diag(f)->path), "page.md");
    assert_int_equal(last_diag(f)->span.line, 2);
    assert_int_equal(last_diag(f)->span.col, 9);
}

static void a_second_line_of_an_expression_counts_from_one(void **state)
{
    struct fixture *f = *state;

    assert_null(compile(f, "n +\n ?"));
    assert_int_equal(last_diag(f)->span.line, 3);
    assert_int_equal(last_diag(f)->span.col, 2);
}

static void a_misspelt_name_is_told_the_nearest(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "usrs|length"), "error: 'usrs' is undefined");
    assert_int_equal(last_diag(f)->id, DIAG_TEMPLATE_UNDEFINED);
    assert_string_equal(str_cstr(&f->arena, last_diag(f)->hint),
                        "did you mean 'users'?");
}

static void a_missing_attribute_lists_what_there_is(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "users[0].zzz + 1"),
                        "error: map has no attribute 'zzz'");
    assert_string_equal(str_cstr(&f->arena, last_diag(f)->hint),
                        "it has: name, age");
    assert_int_equal(last_diag(f)->span.col, 14);
}

static void undefined_passes_only_where_it_is_tested(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "d.x is defined"), "False");
    assert_string_equal(eval(f, "d.x|default('-')"), "-");
    assert_string_equal(eval(f, "nope or 1"), "error: 'nope' is undefined");
    assert_string_equal(eval(f, "nope"), "error: 'nope' is undefined");
    assert_string_equal(eval(f, "nope.x is defined"),
                        "error: 'nope' is undefined");
    assert_string_equal(eval(f, "'a' if false"), "");
}

static void an_unknown_filter_is_found_when_compiled(void **state)
{
    struct fixture *f = *state;

    assert_null(compile(f, "s|uper"));
    assert_int_equal(last_diag(f)->id, DIAG_TEMPLATE_FILTER);
    assert_string_equal(str_cstr(&f->arena, last_diag(f)->hint),
                        "did you mean 'upper'?");
    assert_null(compile(f, "n is evn"));
    assert_int_equal(last_diag(f)->id, DIAG_TEMPLATE_TEST);
}

static void changing_a_list_names_the_way_that_works(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "l.append(1)"),
                        "error: lists do not change in templates");
    assert_true(last_diag(f)->hint.len > 0);
}

static void deep_nesting_is_refused(void **state)
{
    struct fixture *f = *state;
    char text[20001];

    memset(text, '(', 20000);
    text[20000] = '\0';
    assert_null(compile(f, text));
    for (size_t i = 0; i < 20000; i += 2)
        memcpy(text + i, "1+", 2);
    text[19999] = '\0';
    assert_null(compile(f, text));
    memset(text, '-', 20000);
    assert_null(compile(f, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_syntax_error_has_its_place_in_the_source),
        TEST(a_second_line_of_an_expression_counts_from_one),
        TEST(a_misspelt_name_is_told_the_nearest),
        TEST(a_missing_attribute_lists_what_there_is),
        TEST(undefined_passes_only_where_it_is_tested),
        TEST(an_unknown_filter_is_found_when_compiled),
        TEST(changing_a_list_names_the_way_that_works),
        TEST(deep_nesting_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
