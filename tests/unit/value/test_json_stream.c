/* SPDX-License-Identifier: MIT */
/* The streaming JSON reader: its events, skipping, several documents. */
#include "value_test.h"

/* One letter for each event, with the text of keys and scalars. */
static const char *events_of(struct fixture *f, const char *text)
{
    static const char letters[] = ".!{}[]:\"#tfn";
    struct buf buf = BUF_INIT;
    struct json_stream s;
    enum json_event event;
    const char *out;

    json_stream_init(&s, str_of(text), &f->arena);
    do {
        event = json_next(&s);
        if (event == JSON_KEY || event == JSON_STRING || event == JSON_NUMBER)
            buf_add(&buf, s.text);
        buf_add_char(&buf, letters[event]);
    } while (event != JSON_END && event != JSON_ERROR);
    out = str_cstr(&f->arena, buf_str(&buf));
    buf_deinit(&buf);
    return out;
}

static void events_follow_the_text(void **state)
{
    assert_string_equal(
        events_of(*state, "{\"a\":[1,-2.50e1,\"x\"],\"b\":{},\"c\":true,"
                          "\"d\":false,\"e\":null}"),
        "{a:[1#-2.50e1#x\"]b:{}c:td:fe:n}.");
    assert_string_equal(events_of(*state, ""), ".");
    assert_string_equal(events_of(*state, " \n"), ".");
}

static void several_documents_follow_each_other(void **state)
{
    assert_string_equal(events_of(*state, "{\"a\":1}\n{\"a\":2}\r\n\n3 [] "),
                        "{a:1#}{a:2#}3#[].");
    assert_string_equal(events_of(*state, "{}{}[][]\"a\"\"b\""),
                        "{}{}[][]a\"b\".");
}

static void the_text_of_numbers_is_kept(void **state)
{
    assert_string_equal(
        events_of(*state, "[1.10, NaN, -NaN, Infinity, -Infinity]"),
        "[1.10#NaN#-NaN#Infinity#-Infinity#].");
}

static void wrong_structure_is_an_error(void **state)
{
    static const char *const wrong[] = {
        "[",      "{",      "]",       "}",     "[}",   "{]",      "[,]",
        "[1,]",   ",",      "{\"a\"}", "{1:2}", "[1}",  "{,}",     "[tru]",
        "[-]",    "[+1]",   ":",       "[.5]",  "[\"",  "{\"a\":", "{\"a\"",
        "[NaNa]", "[1a]",   "[--1]",   "-",     "[1]]", "[00]",    "[nul",
        "[0x1]",  "[1..2]", "[Inf]",   "\x01"};

    for (size_t i = 0; i < PHX_COUNT(wrong); i++) {
        const char *events = events_of(*state, wrong[i]);

        if (events[strlen(events) - 1] != '!')
            fail_msg("%s gave %s", wrong[i], events);
    }
}

static void an_error_stays(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;

    json_stream_init(&s, STR("[x, 1]"), &f->arena);
    assert_int_equal(json_next(&s), JSON_ARRAY_BEGIN);
    assert_int_equal(json_next(&s), JSON_ERROR);
    assert_int_equal(json_next(&s), JSON_ERROR);
    assert_int_equal(s.at, 1);
    assert_non_null(s.error);
}

static void places_are_where_events_start(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;
    static const size_t places[] = {1, 2, 7, 9, 12, 13};

    json_stream_init(&s, STR(" {\"a\" :[ 10 ]}"), &f->arena);
    for (size_t i = 0; i < PHX_COUNT(places); i++) {
        json_next(&s);
        assert_int_equal(s.at, places[i]);
    }
}

static void depth_is_bounded(void **state)
{
    struct fixture *f = *state;
    char *text = malloc(100000);
    struct json_stream s;
    size_t open = 0;

    assert_non_null(text);
    memset(text, '[', 100000);
    json_stream_init(&s, str_bytes(text, 100000), &f->arena);
    while (json_next(&s) == JSON_ARRAY_BEGIN)
        open++;
    assert_int_equal(open, JSON_DEPTH_MAX);
    assert_true(s.limit);
    free(text);
}

static void a_value_can_be_skipped(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;

    json_stream_init(&s,
                     STR("{\"a\": [1, {\"x\": \"]\\\"}\"}], \"b\": 2, "
                         "\"c\": \"\\u0041\", \"d\": 3}"),
                     &f->arena);
    assert_int_equal(json_next(&s), JSON_OBJECT_BEGIN);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(json_next(&s), JSON_KEY);
        assert_true(json_skip(&s));
    }
    assert_int_equal(json_next(&s), JSON_KEY);
    assert_text(f, s.text, "d");
    assert_int_equal(json_next(&s), JSON_NUMBER);
    assert_int_equal(json_next(&s), JSON_OBJECT_END);
    assert_int_equal(json_next(&s), JSON_END);
}

static void elements_are_skipped_until_the_array_ends(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;

    json_stream_init(&s, STR("[[1,2], 3, {}]"), &f->arena);
    assert_int_equal(json_next(&s), JSON_ARRAY_BEGIN);
    assert_true(json_skip(&s));
    assert_true(json_skip(&s));
    assert_true(json_skip(&s));
    assert_false(json_skip(&s));
    assert_null(s.error);
    assert_int_equal(json_next(&s), JSON_END);
}

static void skipping_meets_errors(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;

    json_stream_init(&s, STR("[[1, x]]"), &f->arena);
    assert_int_equal(json_next(&s), JSON_ARRAY_BEGIN);
    assert_false(json_skip(&s));
    assert_non_null(s.error);
}

static void integers_are_told_from_floats(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;
    int64_t n = 0;

    json_stream_init(&s, STR("-42 4.0 9223372036854775808 1e3"), &f->arena);
    assert_int_equal(json_next(&s), JSON_NUMBER);
    assert_true(json_integer(&s, &n));
    assert_int_equal(n, -42);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(json_next(&s), JSON_NUMBER);
        assert_false(json_integer(&s, &n));
    }
    assert_true(json_number(&s) == 1000.0);
}

static void documents_become_values_one_by_one(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;
    struct value v;

    json_stream_init(&s, STR("{\"n\":1}\n[2]\n\"x\\n\"\n"), &f->arena);
    assert_true(json_value(&s, &f->arena, NULL, &v));
    assert_string_equal(repr_of(f, v), "{'n': 1}");
    assert_true(json_value(&s, &f->arena, NULL, &v));
    assert_string_equal(repr_of(f, v), "[2]");
    assert_true(json_value(&s, &f->arena, NULL, &v));
    assert_string_equal(repr_of(f, v), "'x\\n'");
    assert_false(json_value(&s, &f->arena, NULL, &v));
    assert_null(s.error);
}

static void values_are_built_inside_a_stream(void **state)
{
    struct fixture *f = *state;
    struct json_stream s;
    struct value v;

    json_stream_init(&s, STR("{\"rows\": [{\"a\": 1}, 2], \"z\": 0}"),
                     &f->arena);
    assert_int_equal(json_next(&s), JSON_OBJECT_BEGIN);
    assert_int_equal(json_next(&s), JSON_KEY);
    assert_true(json_value(&s, &f->arena, NULL, &v));
    assert_string_equal(repr_of(f, v), "[{'a': 1}, 2]");
    assert_int_equal(json_next(&s), JSON_KEY);
    assert_text(f, s.text, "z");
}

static void no_truncation_crashes(void **state)
{
    struct fixture *f = *state;
    static const char sample[] =
        "{\"k\\u0041\":[1.25e+2,-0,\"\\ud83d\\udd25é\\\\\",{}]}\ntrue\n";
    size_t errors = 0;

    for (size_t i = 0; i < sizeof(sample); i++) {
        char *copy = malloc(i + 1);
        struct json_stream s;
        enum json_event event;

        assert_non_null(copy);
        memcpy(copy, sample, i);
        json_stream_init(&s, str_bytes(copy, i), &f->arena);
        do {
            event = json_next(&s);
            if (event == JSON_NUMBER)
                assert_true(json_number(&s) <= 125.0);
        } while (event != JSON_END && event != JSON_ERROR);
        errors += event == JSON_ERROR;
        free(copy);
    }
    assert_true(errors > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(events_follow_the_text),
        TEST(several_documents_follow_each_other),
        TEST(the_text_of_numbers_is_kept),
        TEST(wrong_structure_is_an_error),
        TEST(an_error_stays),
        TEST(places_are_where_events_start),
        TEST(depth_is_bounded),
        TEST(a_value_can_be_skipped),
        TEST(elements_are_skipped_until_the_array_ends),
        TEST(skipping_meets_errors),
        TEST(integers_are_told_from_floats),
        TEST(documents_become_values_one_by_one),
        TEST(values_are_built_inside_a_stream),
        TEST(no_truncation_crashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
