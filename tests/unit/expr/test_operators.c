/* SPDX-License-Identifier: MIT */
/* Operators; expectations are Jinja2 3.1's. */
#include "expr_test.h"

static void arithmetic_is_pythons(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "7 / 2"), "3.5");
    assert_string_equal(eval(f, "-7 // 2"), "-4");
    assert_string_equal(eval(f, "-7 % 3"), "2");
    assert_string_equal(eval(f, "-7.5 % 2"), "0.5");
    assert_string_equal(eval(f, "2 ** 10"), "1024");
    assert_string_equal(eval(f, "2 ** -1"), "0.5");
    assert_string_equal(eval(f, "-2 ** 2"), "4");
    assert_string_equal(eval(f, "true + 1"), "2");
}

static void overflow_is_an_error_not_a_wrong_number(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "9223372036854775807 + 1"),
                        "error: an integer does not fit into 64 bits");
    assert_string_equal(eval(f, "10 ** 30"),
                        "error: an integer does not fit into 64 bits");
    assert_string_equal(eval(f, "1 / 0"), "error: division by zero");
}

static void comparisons_chain(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "1 < n <= 7"), "True");
    assert_string_equal(eval(f, "1 < n < 7"), "False");
    assert_string_equal(eval(f, "1 in l and 9 not in l"), "True");
    assert_string_equal(eval(f, "'ell' in s"), "True");
}

static void concatenation_joins_text_and_plus_does_not(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "n ~ '/' ~ 2.0"), "7/2.0");
    assert_string_equal(eval(f, "'a' + 1"),
                        "error: + does not work on text and integer");
    assert_string_equal(str_cstr(&f->arena, last_diag(f)->hint),
                        "~ joins values as text");
}

static void markup_escapes_what_is_added_to_it(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "'<b>'|safe + '<i>'"), "<b>&lt;i&gt;");
    assert_string_equal(eval(f, "'<b>'|safe ~ '<i>'"), "<b>&lt;i&gt;");
    assert_string_equal(eval(f, "('<b>%s'|safe) % '<'"), "<b>&lt;");
    assert_string_equal(eval(f, "('{}'|safe).format('<')"), "&lt;");
}

static void slices_are_pythons(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "l[::-1]"), "[2, 1, 3]");
    assert_string_equal(eval(f, "'abcdef'[-2:]"), "ef");
    assert_string_equal(eval(f, "'中文字'[1:]"), "文字");
    assert_string_equal(eval(f, "l[-9223372036854775807:]"), "[3, 1, 2]");
    assert_string_equal(eval(f, "l[::0]"), "error: a slice's step is not zero");
}

static void huge_repeats_are_refused(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(eval(f, "'abc' * 99999999999"),
                        "error: a repeated text is too long");
    assert_string_equal(eval(f, "range(99999999999)|list"),
                        "error: too many loop rounds in one rendering");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arithmetic_is_pythons),
        TEST(overflow_is_an_error_not_a_wrong_number),
        TEST(comparisons_chain),
        TEST(concatenation_joins_text_and_plus_does_not),
        TEST(markup_escapes_what_is_added_to_it),
        TEST(slices_are_pythons),
        TEST(huge_repeats_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
