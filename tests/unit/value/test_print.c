/* SPDX-License-Identifier: MIT */
/* Printing as Python's str() and repr(); expectations are Python 3.11's. */
#include "value_test.h"

static const char *print_of(struct fixture *f, struct value v)
{
    struct buf buf = BUF_INIT;
    const char *text;

    value_print(&buf, v, NULL);
    text = str_cstr(&f->arena, buf_str(&buf));
    buf_deinit(&buf);
    return text;
}

static void scalars_print_as_in_python(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(print_of(f, value_bool(true)), "True");
    assert_string_equal(print_of(f, value_bool(false)), "False");
    assert_string_equal(print_of(f, value_null()), "None");
    assert_string_equal(print_of(f, value_int(INT64_MIN)),
                        "-9223372036854775808");
    assert_string_equal(print_of(f, value_str(STR("it's"))), "it's");
    assert_string_equal(print_of(f, value_undefined(STR("x"))), "");
}

static void floats_print_their_shortest_text(void **state)
{
    struct fixture *f = *state;
    static const struct {
        double x;
        const char *text;
    } cases[] = {{1.0, "1.0"},    {0.1, "0.1"},
                 {1e16, "1e+16"}, {1e15, "1000000000000000.0"},
                 {1e-5, "1e-05"}, {0.0001, "0.0001"},
                 {-0.0, "-0.0"},  {1.5e300, "1.5e+300"}};

    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_string_equal(print_of(f, value_float(cases[i].x)),
                            cases[i].text);
    assert_string_equal(print_of(f, json(f, "[NaN, Infinity, -Infinity]")),
                        "[nan, inf, -inf]");
}

static void containers_print_the_repr_of_their_elements(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(print_of(f, json(f, "[\"a\", 1, 1.0, null, true]")),
                        "['a', 1, 1.0, None, True]");
    assert_string_equal(print_of(f, json(f, "{\"k\": 2, \"l\": {}}")),
                        "{'k': 2, 'l': {}}");
    assert_string_equal(print_of(f, json(f, "[]")), "[]");
}

static void a_tuple_of_one_has_a_comma(void **state)
{
    struct fixture *f = *state;
    struct value items[] = {value_int(1), value_int(2)};

    assert_string_equal(print_of(f, value_tuple_of(&f->arena, items, 0)), "()");
    assert_string_equal(print_of(f, value_tuple_of(&f->arena, items, 1)),
                        "(1,)");
    assert_string_equal(print_of(f, value_tuple_of(&f->arena, items, 2)),
                        "(1, 2)");
}

static void markup_in_a_list_is_shown_as_markup(void **state)
{
    struct fixture *f = *state;
    struct value v = value_html(html_trust(STR("<b>")));

    assert_string_equal(print_of(f, v), "<b>");
    assert_string_equal(print_of(f, value_list_of(&f->arena, &v, 1)),
                        "[Markup('<b>')]");
}

static void quotes_are_chosen_as_python_does(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, value_str(STR("a"))), "'a'");
    assert_string_equal(repr_of(f, value_str(STR("it's"))), "\"it's\"");
    assert_string_equal(repr_of(f, value_str(STR("\"q\""))), "'\"q\"'");
    assert_string_equal(repr_of(f, value_str(STR("'\""))), "'\\'\"'");
    assert_string_equal(repr_of(f, value_str(STR("a\\b"))), "'a\\\\b'");
}

static void unprintable_characters_are_escaped(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, value_str(STR("\n\r\t\x01\x7f"))),
                        "'\\n\\r\\t\\x01\\x7f'");
    assert_string_equal(repr_of(f, value_str(STR("中文 é 🔥"))), "'中文 é 🔥'");
    assert_string_equal(repr_of(f, value_str(STR("\u00a0\u200b\u2028\ufeff"))),
                        "'\\xa0\\u200b\\u2028\\ufeff'");
    assert_string_equal(repr_of(f, value_str(STR("\U000e0001"))),
                        "'\\U000e0001'");
    assert_string_equal(repr_of(f, value_str(STR("a\xff"))), "'a\\xff'");
}

static struct value date(const char *text)
{
    struct date d;

    assert_true(date_parse(str_of(text), NULL, &d));
    return value_date(d);
}

static void dates_print_in_their_own_offset(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(print_of(f, date("2026-03-01")), "2026-03-01");
    assert_string_equal(print_of(f, date("2026-03-01 10:20:30Z")),
                        "2026-03-01 10:20:30+00:00");
    assert_string_equal(print_of(f, date("2026-03-01 10:20 -03:30")),
                        "2026-03-01 10:20:00-03:30");
}

static void dates_in_lists_print_as_python_datetimes(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, date("2026-03-01")),
                        "datetime.date(2026, 3, 1)");
    assert_string_equal(repr_of(f, date("2026-03-01 10:20Z")),
                        "datetime.datetime(2026, 3, 1, 10, 20, "
                        "tzinfo=datetime.timezone.utc)");
    assert_string_equal(
        repr_of(f, date("2026-03-01 10:20:30 +08:00")),
        "datetime.datetime(2026, 3, 1, 10, 20, 30, "
        "tzinfo=datetime.timezone(datetime.timedelta(seconds=28800)))");
    assert_string_equal(repr_of(f, date("2026-03-01 00:00 -03:30")),
                        "datetime.datetime(2026, 3, 1, 0, 0, "
                        "tzinfo=datetime.timezone(datetime.timedelta(days=-1, "
                        "seconds=73800)))");
}

static bool text_of_page(const struct value_object *self, struct reader *reader,
                         struct value *out)
{
    (void)reader;
    *out = value_str(str_of(self->data));
    return true;
}

static void objects_print_their_text_or_their_name(void **state)
{
    struct fixture *f = *state;
    static const struct value_object_type mute = {.name = "site"};
    static const struct value_object_type page = {.name = "page",
                                                  .text = text_of_page};

    assert_string_equal(print_of(f, value_object(&f->arena, &page, "Home")),
                        "Home");
    assert_string_equal(print_of(f, value_object(&f->arena, &mute, "")),
                        "<site>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scalars_print_as_in_python),
        TEST(floats_print_their_shortest_text),
        TEST(containers_print_the_repr_of_their_elements),
        TEST(a_tuple_of_one_has_a_comma),
        TEST(markup_in_a_list_is_shown_as_markup),
        TEST(quotes_are_chosen_as_python_does),
        TEST(unprintable_characters_are_escaped),
        TEST(dates_print_in_their_own_offset),
        TEST(dates_in_lists_print_as_python_datetimes),
        TEST(objects_print_their_text_or_their_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
