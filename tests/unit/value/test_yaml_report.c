/* SPDX-License-Identifier: MIT */
/* What an author is told about YAML that does not parse. */
#include "value_test.h"

static void refused(void **state, const char *text, const char *place,
                    const char *message, const char *hint)
{
    struct fixture *f = *state;
    const struct diag *d;
    struct value v;

    f->diags.list.len = 0;
    assert_false(try_yaml(f, str_of(text), &v));
    d = only_diag(f);
    assert_int_equal(d->id, DIAG_YAML_SYNTAX);
    assert_text(f, str_fmt(&f->arena, "%u:%u", d->span.line, d->span.col),
                place);
    assert_text(f, d->message, message);
    assert_text(f, d->hint, hint);
}

static void an_unquoted_colon_suggests_quotes(void **state)
{
    static const char message[] = "a colon in a value that is not in quotes";

    refused(state, "x: 1\ntitle: a: b\n", "2:9", message,
            "put the value in quotes: title: \"a: b\"");
    refused(state, "title: 中文: 标题", "1:14", message,
            "put the value in quotes: title: \"中文: 标题\"");
    refused(state, "title: He said: \"it's\"\r\n", "1:15", message,
            "put the value in quotes: title: 'He said: \"it''s\"'");
    refused(state, "title: \"x\": y", "1:11", message,
            "put the value in quotes: title: '\"x\": y'");
}

static void a_tab_in_the_indentation_is_named(void **state)
{
    static const char hint[] = "indent with spaces; YAML allows no tabs there";

    refused(state, "a:\n\tb: c\n", "2:1", "a tab where YAML wants spaces",
            hint);
    refused(state, "a:\n  - x\n\t- y\n", "3:1", "a tab where YAML wants spaces",
            hint);
}

static void text_behind_a_value_suggests_quotes(void **state)
{
    static const char message[] = "text behind the end of a value";

    refused(state, "title: \"a\" b", "1:12", message,
            "put the value in quotes: title: '\"a\" b'");
    refused(state, "title: 'It's'", "1:12", message,
            "put the value in quotes: title: \"It's\"");
    refused(state, "title: [draft] b", "1:16", message,
            "put the value in quotes: title: \"[draft] b\"");
}

static void special_first_characters_suggest_quotes(void **state)
{
    refused(state, "by: @me", "1:5", "a value cannot start with '@'",
            "put the value in quotes: by: \"@me\"");
    refused(state, "by: `x`", "1:5", "a value cannot start with '`'",
            "put the value in quotes: by: \"`x`\"");
    refused(state, "by: *bold* x", "1:5",
            "a value that starts with '*' or '&' names an anchor",
            "put the value in quotes: by: \"*bold* x\"");
    refused(state, "by: *bold", "1:5",
            "no anchor &bold stands before its alias",
            "text that starts with '*' has to stand in quotes");
}

static void wrong_structure_is_explained(void **state)
{
    static const char column[] =
        "keys of one mapping start in the same column, each as key: value";

    refused(state, "title: x\ndraft\ndate: y", "2:1",
            "expected ':' behind a key",
            "each line of a mapping is written as key: value");
    refused(state, "a:\n  b: 1\n c: 2\n", "3:2",
            "expected a key in the column of the keys above", column);
    refused(state, "title: x\n  sub: y", "2:6", "a key is not expected here",
            "keys of one mapping start in the same column, and a key that has "
            "a value of its own holds no further keys");
    refused(state, "- a\nb: c", "2:1",
            "expected '-' in the column of the items above",
            "the items of one list start in the same column");
    refused(state, "tags: - a", "1:7", "a list item is not expected here",
            "start the list on its own line, or write it as [a, b]");
}

static void open_quotes_and_brackets_are_named(void **state)
{
    refused(state, "a: 1\nb: \"abc\n", "2:4", "a quote is not closed",
            "inside single quotes a quote is written twice: 'it''s'");
    refused(state, "a: \"\\d\"", "1:5", "an unknown escape in double quotes",
            "single quotes keep a backslash as it is");
    refused(state, "a: [1\nb: c", "2:2", "expected ',' or ']'",
            "a value that starts with '[' is a list and one that starts with "
            "'{' a mapping; for text, put the whole value in quotes");
}

static void bytes_that_are_no_text_are_refused_at_their_place(void **state)
{
    refused(state, "é: 1\nb: \xff", "2:4", "invalid leading UTF-8 octet", "");
    refused(state,
            "\xef\xbb\xbf"
            "a: \x01",
            "1:7", "control characters are not allowed", "");
}

static void merging_what_is_no_mapping_is_refused(void **state)
{
    refused(state, "<<: 1", "1:5",
            "expected a mapping, or a list of them, behind <<", "");
    refused(state, "<<: [{a: 1}, 2]", "1:5",
            "expected a mapping, or a list of them, behind <<", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unquoted_colon_suggests_quotes),
        TEST(a_tab_in_the_indentation_is_named),
        TEST(text_behind_a_value_suggests_quotes),
        TEST(special_first_characters_suggest_quotes),
        TEST(wrong_structure_is_explained),
        TEST(open_quotes_and_brackets_are_named),
        TEST(bytes_that_are_no_text_are_refused_at_their_place),
        TEST(merging_what_is_no_mapping_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
