/* SPDX-License-Identifier: MIT */
/* Whole JSON documents as values, their diagnostics, and the writer. */
#include "value_test.h"

#include <math.h>

static void values_of_every_kind_are_read(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(
        repr_of(f, json(f, " {\"a\": [1, -2.5, true, false, null, \"x\"],"
                           "\r\n\t\"b\": {}} ")),
        "{'a': [1, -2.5, True, False, None, 'x'], 'b': {}}");
}

static void integers_over_64_bits_become_floats(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(json(f, "9223372036854775807").as.integer, INT64_MAX);
    assert_int_equal(json(f, "-9223372036854775808").as.integer, INT64_MIN);
    assert_string_equal(repr_of(f, json(f, "[9223372036854775808, 1e2, -0]")),
                        "[9.223372036854776e+18, 100.0, 0]");
}

static void python_s_nan_and_infinities_are_read(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, json(f, "[NaN, -NaN, Infinity, -Infinity]")),
                        "[nan, nan, inf, -inf]");
}

static void numbers_are_rounded_as_strtod_rounds(void **state)
{
    struct fixture *f = *state;
    static const char *const hard[] = {
        "0.1",
        "123456789012345678e-3",
        "9007199254740993.0",
        "9007199254740992.999",
        "9007199254740993",
        "0.30000000000000004",
        "1.7976931348623157e308",
        "5e-324",
        "2.2250738585072011e-308",
        "1e22",
        "1e23",
        "8.41e21",
        "9223372036854775809.5",
        "18446744073709551615e0",
        "9999999999999999999e-19",
        "1234567890123456789012345678901234567890",
        "0.000000000000000000000000000000000000000000000001234567890123456789",
        "179769313486231580793e289",
        "6929495644600919.5",
        "3.2378839133029012895883e-319",
        "1e-400",
        "0e500",
        "-0.0",
        "4.35",
        "0.5e-3",
        "1E+5"};

    for (size_t i = 0; i < PHX_COUNT(hard); i++) {
        struct json_stream s;

        json_stream_init(&s, str_of(hard[i]), &f->arena);
        assert_int_equal(json_next(&s), JSON_NUMBER);
        if (json_number(&s) != strtod(hard[i], NULL))
            fail_msg("%s gave %.17g", hard[i], json_number(&s));
    }
}

static void random_doubles_survive_their_text(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 42;

    for (int i = 0; i < 100000; i++) {
        double x = 0.0;
        char text[64];
        struct json_stream s;

        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        if (i % 2)
            memcpy(&x, &seed, sizeof(x));
        else
            x = (double)(seed >> 11) / 9007199254740992.0 * 1000.0;
        if (!isfinite(x))
            continue;
        snprintf(text, sizeof(text), "%.*g", 15 + i % 5, x);
        json_stream_init(&s, str_of(text), &f->arena);
        assert_int_equal(json_next(&s), JSON_NUMBER);
        if (json_number(&s) != strtod(text, NULL))
            fail_msg("%s gave %.17g", text, json_number(&s));
    }
}

static void numbers_out_of_range_are_infinite(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, json(f, "[1e999, -1e999, 1e99999999999]")),
                        "[inf, -inf, inf]");
}

static void escapes_are_read(void **state)
{
    struct fixture *f = *state;
    struct value v = json(f, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u4E2d\"");

    assert_text(f, value_text(v), "\"\\/\b\f\n\r\té中");
    assert_int_equal(json(f, "\"a\\u0000b\"").len, 3);
}

static void surrogate_pairs_are_one_character(void **state)
{
    struct fixture *f = *state;

    assert_text(f, value_text(json(f, "\"\\ud83d\\uDD25!\"")), "🔥!");
}

static void lone_surrogates_become_u_fffd(void **state)
{
    struct fixture *f = *state;

    assert_text(f, value_text(json(f, "\"\\ud83dx\"")), "\uFFFDx");
    assert_text(f, value_text(json(f, "\"\\udd25\"")), "\uFFFD");
    assert_text(f, value_text(json(f, "\"\\ud83d\\u0041\"")), "\uFFFDA");
    assert_text(f, value_text(json(f, "\"\\ud83d\\ud83d\\udd25\"")), "\uFFFD🔥");
}

static void of_a_key_that_stands_twice_the_last_wins(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, json(f, "{\"a\":1,\"b\":2,\"a\":3}")),
                        "{'a': 3, 'b': 2}");
}

static void a_bom_is_skipped(void **state)
{
    assert_int_equal(json(*state, "\xef\xbb\xbf[1]").kind, VALUE_LIST);
}

static void the_value_outlives_its_input(void **state)
{
    struct fixture *f = *state;
    char *text = malloc(64);
    struct value v;

    assert_non_null(text);
    snprintf(text, 64, "{\"key\":\"plain\",\"k\\u0065y2\":\"esc\\u0061ped\"}");
    assert_true(try_json(f, str_of(text), &v));
    memset(text, 'x', 64);
    free(text);
    assert_string_equal(repr_of(f, v), "{'key': 'plain', 'key2': 'escaped'}");
}

static void refused(void **state, const char *text, const char *message,
                    uint32_t line, uint32_t col)
{
    struct fixture *f = *state;
    struct value v;

    f->diags.list.len = 0;
    assert_false(try_json(f, str_of(text), &v));
    assert_text(f, only_diag(f)->message, message);
    assert_int_equal(only_diag(f)->span.line, line);
    assert_int_equal(only_diag(f)->span.col, col);
}

static void errors_say_what_was_expected_and_where(void **state)
{
    refused(state, "", "expected a value, found the end of the input", 1, 1);
    refused(state, "[1,\n 2", "the input ends too early", 2, 3);
    refused(state, "[1 2]", "expected ',' or ']', found '2'", 1, 4);
    refused(state, "{\"a\" 1}", "expected ':', found '1'", 1, 6);
    refused(state, "{a: 1}", "expected a key in double quotes, found 'a'", 1,
            2);
    refused(state, "{\"a\":1 \"b\":2}", "expected ',' or '}', found '\"'", 1,
            8);
    refused(state, "[01]", "expected a number as JSON writes it, found '0'", 1,
            2);
    refused(state, "[1.]", "expected a digit behind the point, found ']'", 1,
            4);
    refused(state, "[1e]", "expected a digit in the exponent, found ']'", 1, 4);
    refused(state, "[truely]", "expected a value, found 't'", 1, 2);
    refused(state, "[é]", "expected a value, found 'é'", 1, 2);
    refused(state, "[1] x", "expected the end of the document, found 'x'", 1,
            5);
    refused(state, "{}\n{}", "expected the end of the document, found '{'", 2,
            1);
}

static void strings_must_be_clean(void **state)
{
    refused(state, "[\"a\nb\"]", "a control character inside a string", 1, 4);
    refused(state, "[\"abc]", "a string is not closed", 1, 2);
    refused(state, "[\"abc\\", "a string is not closed", 1, 2);
    refused(state, "[\"123456789\xff\"]", "bytes that are not UTF-8", 1, 12);
    refused(state, "[\"\xed\xa0\x80\"]", "bytes that are not UTF-8", 1, 3);
    refused(state, "[\"\\x\"]",
            "expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
            "\\uXXXX, found '\\'",
            1, 3);
    refused(state, "[\"\\u12G4\"]",
            "expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
            "\\uXXXX, found '\\'",
            1, 3);
}

static void common_mistakes_have_hints(void **state)
{
    struct fixture *f = *state;
    static const char *const cases[][2] = {
        {"[1,]", "remove the comma before it"},
        {"{\"a\":1,}", "remove the comma before it"},
        {"['a']", "JSON writes strings in double quotes"},
        {"[True]", "JSON writes true, false and null"},
        {"[1] // x", "JSON has no comments"},
        {"[nan]", "write NaN, Infinity or -Infinity"},
    };
    struct value v;

    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        f->diags.list.len = 0;
        assert_false(try_json(f, str_of(cases[i][0]), &v));
        assert_text(f, only_diag(f)->hint, cases[i][1]);
    }
}

static void many_open_brackets_are_refused(void **state)
{
    struct fixture *f = *state;
    char *text = malloc(100000);
    struct value v;

    assert_non_null(text);
    memset(text, '[', 100000);
    assert_false(try_json(f, str_bytes(text, 100000), &v));
    assert_int_equal(only_diag(f)->id, DIAG_JSON_LIMIT);
    assert_int_equal(only_diag(f)->span.col, 201);
    free(text);
}

static void limits_are_the_caller_s(void **state)
{
    struct fixture *f = *state;
    struct source_ref source = source_of(STR("[[1], 2, 3]"));
    struct value_limits depth = {.depth = 1}, nodes = {.nodes = 4};
    struct value_limits bytes = {.bytes = 10};
    struct value_limits enough = {2, 5, 11};
    struct value v;

    assert_false(json_read(&f->arena, &source, &depth, &f->diags, &v));
    assert_false(json_read(&f->arena, &source, &nodes, &f->diags, &v));
    assert_false(json_read(&f->arena, &source, &bytes, &f->diags, &v));
    assert_int_equal(f->diags.list.len, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(f->diags.list.items[i].id, DIAG_JSON_LIMIT);
    assert_true(json_read(&f->arena, &source, &enough, &f->diags, &v));
}

static void no_truncation_crashes_or_is_accepted(void **state)
{
    struct fixture *f = *state;
    struct str sample = STR("{\"a\\u00e9\": [1.5e-3, NaN, -Infinity, true, "
                            "null, \"é\\ud83d\\udd25\"], \"b\": {\"c\": -0}}");
    struct value v;

    for (size_t i = 0; i < sample.len; i++) {
        char *copy = malloc(i + 1);

        assert_non_null(copy);
        memcpy(copy, sample.ptr, i);
        assert_false(try_json(f, str_bytes(copy, i), &v));
        free(copy);
    }
    assert_true(try_json(f, sample, &v));
}

static const char *written(struct fixture *f, struct value v, unsigned indent,
                           bool for_html)
{
    struct buf buf = BUF_INIT;
    const char *text;

    json_write(&buf, v, indent, for_html, NULL);
    text = str_cstr(&f->arena, buf_str(&buf));
    buf_deinit(&buf);
    return text;
}

static void the_writer_is_compact_or_indented(void **state)
{
    struct fixture *f = *state;
    struct value v = json(f, "{\"a\": [1, 2.0], \"b\": {}, \"c\": []}");

    assert_string_equal(written(f, v, 0, false),
                        "{\"a\":[1,2.0],\"b\":{},\"c\":[]}");
    assert_string_equal(written(f, v, 2, false),
                        "{\n  \"a\": [\n    1,\n    2.0\n  ],\n  \"b\": {},\n"
                        "  \"c\": []\n}");
}

static void nan_is_written_as_null(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(
        written(f, json(f, "[NaN, Infinity, -Infinity, 1.5]"), 0, false),
        "[null,null,null,1.5]");
    assert_string_equal(written(f, value_undefined(STR("x")), 0, false),
                        "null");
}

static void text_is_escaped_for_json_and_for_html(void **state)
{
    struct fixture *f = *state;
    struct value v = value_str(STR("\"\\/\n\x01<&>'é\u2028\xff"));

    assert_string_equal(written(f, v, 0, false),
                        "\"\\\"\\\\/\\n\\u0001<&>'é\u2028\uFFFD\"");
    assert_string_equal(written(f, v, 0, true),
                        "\"\\\"\\\\/\\n\\u0001\\u003c\\u0026\\u003e\\u0027é"
                        "\\u2028\uFFFD\"");
}

static void keys_of_other_kinds_are_written_as_text(void **state)
{
    struct fixture *f = *state;
    struct map_builder b;

    map_builder_init(&b, &f->arena);
    map_builder_set(&b, value_int(1), value_int(1));
    map_builder_set(&b, value_null(), value_int(2));
    map_builder_set(&b, value_bool(false), value_int(3));
    map_builder_set(&b, value_float(0.5), value_int(4));
    assert_string_equal(written(f, map_builder_finish(&b), 0, false),
                        "{\"1\":1,\"null\":2,\"false\":3,\"0.5\":4}");
}

static void dates_are_written_in_iso_form(void **state)
{
    struct date d;

    assert_true(date_parse(STR("2026-03-01 10:20 +08:00"), NULL, &d));
    assert_string_equal(written(*state, value_date(d), 0, false),
                        "\"2026-03-01T10:20:00+08:00\"");
}

static void what_is_written_reads_back_equal(void **state)
{
    struct fixture *f = *state;
    struct value v = json(f, "{\"a\":[1,0.1,-1e-7,\"\\u0001é\",{\"\":null}],"
                             "\"<\":true}");

    assert_true(value_equal(v, json(f, written(f, v, 0, true))));
    assert_true(value_equal(v, json(f, written(f, v, 3, false))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_of_every_kind_are_read),
        TEST(integers_over_64_bits_become_floats),
        TEST(python_s_nan_and_infinities_are_read),
        TEST(numbers_are_rounded_as_strtod_rounds),
        TEST(random_doubles_survive_their_text),
        TEST(numbers_out_of_range_are_infinite),
        TEST(escapes_are_read),
        TEST(surrogate_pairs_are_one_character),
        TEST(lone_surrogates_become_u_fffd),
        TEST(of_a_key_that_stands_twice_the_last_wins),
        TEST(a_bom_is_skipped),
        TEST(the_value_outlives_its_input),
        TEST(errors_say_what_was_expected_and_where),
        TEST(strings_must_be_clean),
        TEST(common_mistakes_have_hints),
        TEST(many_open_brackets_are_refused),
        TEST(limits_are_the_caller_s),
        TEST(no_truncation_crashes_or_is_accepted),
        TEST(the_writer_is_compact_or_indented),
        TEST(nan_is_written_as_null),
        TEST(text_is_escaped_for_json_and_for_html),
        TEST(keys_of_other_kinds_are_written_as_text),
        TEST(dates_are_written_in_iso_form),
        TEST(what_is_written_reads_back_equal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
