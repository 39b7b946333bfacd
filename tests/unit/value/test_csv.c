/* SPDX-License-Identifier: MIT */
/* CSV: RFC 4180 and the delimiters that people export. */
#include "value_test.h"

static bool try_csv(struct fixture *f, struct str text, char delimiter,
                    struct value *out)
{
    struct source_ref source = source_of(text);

    return csv_read(&f->arena, &source, delimiter, &f->diags, out);
}

static const char *csv(struct fixture *f, const char *text, char delimiter)
{
    struct value v;

    assert_true(try_csv(f, str_of(text), delimiter, &v));
    return repr_of(f, v);
}

static void rows_are_lists_of_text(void **state)
{
    assert_string_equal(csv(*state, "a,b\n1,2\n", ','),
                        "[['a', 'b'], ['1', '2']]");
    assert_string_equal(csv(*state, "", ','), "[]");
}

static void the_last_row_needs_no_line_break(void **state)
{
    assert_string_equal(csv(*state, "a,b\r\n1,", ','),
                        "[['a', 'b'], ['1', '']]");
}

static void quoted_fields_hold_anything(void **state)
{
    assert_string_equal(
        csv(*state, "\"a,b\",\"say \"\"hi\"\"\"\n\"x\ny\",z", ','),
        "[['a,b', 'say \"hi\"'], ['x\\ny', 'z']]");
}

static void spaces_belong_to_their_field(void **state)
{
    assert_string_equal(csv(*state, " a , b\n", ','), "[[' a ', ' b']]");
}

static void the_delimiter_can_be_chosen(void **state)
{
    assert_string_equal(csv(*state, "a,b;c\n", ';'), "[['a,b', 'c']]");
}

static void the_delimiter_is_guessed(void **state)
{
    assert_string_equal(csv(*state, "a;b\n1,5;2,5\n", 0),
                        "[['a', 'b'], ['1,5', '2,5']]");
    assert_string_equal(csv(*state, "a\tb, c\n1\t2\n", 0),
                        "[['a', 'b, c'], ['1', '2']]");
    assert_string_equal(csv(*state, "a|b\n\"x;y\"|\"z;t\"\n", 0),
                        "[['a', 'b'], ['x;y', 'z;t']]");
    assert_string_equal(csv(*state, "alone\n", 0), "[['alone']]");
}

static void a_bom_is_no_part_of_the_first_field(void **state)
{
    assert_string_equal(csv(*state,
                            "\xef\xbb\xbf"
                            "a,b\n",
                            0),
                        "[['a', 'b']]");
}

static void an_open_quote_is_refused_at_its_place(void **state)
{
    struct fixture *f = *state;
    struct value v;

    assert_false(try_csv(f, STR("a,b\n1,\"2\n3,4\n"), ',', &v));
    assert_int_equal(only_diag(f)->id, DIAG_CSV_SYNTAX);
    assert_int_equal(only_diag(f)->span.line, 2);
    assert_int_equal(only_diag(f)->span.col, 3);
}

static void bytes_that_are_not_utf8_are_refused(void **state)
{
    struct fixture *f = *state;
    struct value v;

    assert_false(try_csv(f, STR("a\nb\xe9\n"), ',', &v));
    assert_int_equal(only_diag(f)->span.line, 2);
    assert_int_equal(only_diag(f)->span.col, 2);
}

static void no_truncation_crashes(void **state)
{
    struct fixture *f = *state;
    struct str sample = STR("\xef\xbb\xbf"
                            "a;\"b\"\"c\"\r\n\"é\n\";|\t\n");
    struct value v;
    size_t read = 0;

    for (size_t i = 0; i <= sample.len; i++) {
        char *copy = malloc(i + 1);

        assert_non_null(copy);
        memcpy(copy, sample.ptr, i);
        read += try_csv(f, str_bytes(copy, i), 0, &v);
        free(copy);
    }
    assert_true(read > 5 && read < sample.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_are_lists_of_text),
        TEST(the_last_row_needs_no_line_break),
        TEST(quoted_fields_hold_anything),
        TEST(spaces_belong_to_their_field),
        TEST(the_delimiter_can_be_chosen),
        TEST(the_delimiter_is_guessed),
        TEST(a_bom_is_no_part_of_the_first_field),
        TEST(an_open_quote_is_refused_at_its_place),
        TEST(bytes_that_are_not_utf8_are_refused),
        TEST(no_truncation_crashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
