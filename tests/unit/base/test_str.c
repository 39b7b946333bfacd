/* SPDX-License-Identifier: MIT */
/* Slices: comparing, searching, splitting, numbers, near names. */
#include "unit.h"

static void comparing_is_by_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR("ab"), STR("ab")));
    assert_false(str_eq(STR("ab"), STR("a")));
    assert_true(str_eq(STR(""), str_of(NULL)));
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR(""), STR("")), 0);
    assert_true(str_eq_nocase(STR("aBc"), STR("AbC")));
    assert_false(str_eq_nocase(STR("a["), STR("a{")));
}

static void natural_order_compares_numbers(void **state)
{
    (void)state;
    assert_true(str_cmp_natural(STR("file2"), STR("file10")) < 0);
    assert_true(str_cmp_natural(STR("file10"), STR("file2")) > 0);
    assert_true(str_cmp_natural(STR("a2b"), STR("a2c")) < 0);
    assert_true(str_cmp_natural(STR("v1.9"), STR("v1.10")) < 0);
    assert_true(str_cmp_natural(STR("01"), STR("1")) < 0);
    assert_true(str_cmp_natural(STR("a"), STR("a1")) < 0);
    assert_int_equal(str_cmp_natural(STR("x7"), STR("x7")), 0);
    assert_true(str_cmp_natural(STR("99999999999999999999998"),
                                STR("99999999999999999999999")) < 0);
}

static void searching_finds_the_first_place(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_int_equal(str_find_from(STR("abcabc"), STR("a"), 1), 3);
    assert_int_equal(str_find(STR("abc"), STR("x")), STR_NONE);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_int_equal(str_find_from(STR("abc"), STR("a"), 9), STR_NONE);
    assert_int_equal(str_chr(STR("a/b/c"), '/'), 1);
    assert_int_equal(str_rchr(STR("a/b/c"), '/'), 3);
    assert_int_equal(str_rchr(STR(""), '/'), STR_NONE);
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_false(str_ends(STR("c"), STR("bc")));
}

static void slices_are_clamped(void **state)
{
    (void)state;
    assert_text(str_slice(STR("hello"), 1, 3), "el");
    assert_text(str_slice(STR("hello"), 3, 99), "lo");
    assert_text(str_slice(STR("hello"), 4, 2), "");
    assert_text(str_from(STR("hello"), 99), "");
    assert_text(str_trim(STR(" \t a b \r\n")), "a b");
    assert_text(str_trim(STR("  ")), "");
}

static void splitting_gives_every_part(void **state)
{
    struct arena *arena = *state;
    struct buf out = BUF_INIT;
    struct str rest = str_dup(arena, STR("a,,b,"));
    struct str part;
    while (str_split(&rest, ',', &part))
        buf_add_fmt(&out, "[%" STR_FMT "]", STR_ARG(part));
    assert_text(buf_str(&out), "[a][][b][]");
    assert_null(rest.ptr);
    buf_deinit(&out);
}

static void an_empty_text_splits_into_one_part(void **state)
{
    (void)state;
    struct str rest = STR("");
    struct str part = STR("x");
    assert_true(str_split(&rest, ',', &part));
    assert_text(part, "");
    assert_false(str_split(&rest, ',', &part));
}

static void lines_lose_their_ends(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct str rest = STR("a\r\n\nb\r\nc\r");
    struct str line;
    while (str_line(&rest, &line))
        buf_add_fmt(&out, "[%" STR_FMT "]", STR_ARG(line));
    assert_text(buf_str(&out), "[a][][b][c\r]");
    buf_deinit(&out);
}

static void a_last_line_break_begins_no_line(void **state)
{
    (void)state;
    struct str rest = STR("a\n");
    struct str line;
    assert_true(str_line(&rest, &line));
    assert_text(line, "a");
    assert_false(str_line(&rest, &line));
    rest = STR("");
    assert_false(str_line(&rest, &line));
}

static void copies_are_terminated(void **state)
{
    struct arena *arena = *state;
    assert_string_equal(str_dup(arena, str_slice(STR("abc"), 0, 2)).ptr, "ab");
    assert_string_equal(str_cat(arena, STR("a"), STR("b")).ptr, "ab");
    assert_string_equal(str_cstr(arena, STR("")), "");
    assert_text(str_fmt(arena, "%d-%s", 7, "x"), "7-x");
    assert_text(str_lower_ascii(arena, STR("ÀB[Z")), "Àb[z");
    assert_true(str_has_nul(STR("a\0b")));
    assert_false(str_has_nul(STR("ab")));
}

static void replacing_handles_every_place(void **state)
{
    struct arena *arena = *state;
    assert_text(str_replace(arena, STR("aXbX"), STR("X"), STR("--")), "a--b--");
    assert_text(str_replace(arena, STR("aaa"), STR("aa"), STR("b")), "ba");
    assert_text(str_replace(arena, STR("XX"), STR("X"), STR("")), "");
    assert_text(str_replace(arena, STR("abc"), STR(""), STR("-")), "abc");
    assert_text(str_replace(arena, STR(""), STR("a"), STR("b")), "");
}

static void integers_are_read_whole_or_not(void **state)
{
    (void)state;
    int64_t n = 5;
    assert_true(str_to_int(STR("-9223372036854775808"), &n));
    assert_true(n == INT64_MIN);
    assert_true(str_to_int(STR("9223372036854775807"), &n));
    assert_true(n == INT64_MAX);
    assert_true(str_to_int(STR("+12"), &n));
    n = 5;
    assert_false(str_to_int(STR("9223372036854775808"), &n));
    assert_false(str_to_int(STR("-9223372036854775809"), &n));
    assert_false(str_to_int(STR("99999999999999999999"), &n));
    assert_false(str_to_int(STR(""), &n));
    assert_false(str_to_int(STR("-"), &n));
    assert_false(str_to_int(STR("1 "), &n));
    assert_false(str_to_int(STR("0x1"), &n));
    assert_true(n == 5);
}

static void reads(const char *text, double expected)
{
    double x = -77;
    assert_true(str_to_double(str_of(text), &x));
    if (memcmp(&x, &expected, sizeof(x)) != 0)
        fail_msg("%s is read as %.17g, not %.17g", text, x, expected);
}

static void doubles_are_read_exactly(void **state)
{
    (void)state;
    reads("0.1", 0.1);
    reads("-0", -0.0);
    reads("1e22", 1e22);
    reads("123456789012345678", 123456789012345678.0);
    reads("9007199254740993", 9007199254740992.0);
    reads("0.30000000000000004", 0.30000000000000004);
    reads("5e-324", 5e-324);
    reads("1.7976931348623157e308", 1.7976931348623157e308);
    reads("2.2250738585072011e-308", 2.2250738585072011e-308);
    reads(".5", 0.5);
    reads("5.", 5.0);
    reads("00012.500e+01", 125.0);
    reads("1e-400", 0.0);
    reads("0e999999999999", 0.0);
}

static void what_is_no_plain_number_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    ".",   "e5",   "1e",    "1e+",
                                      "inf", "nan", "0x1",  "1 ",    " 1",
                                      "--1", "1,5", "1e5x", "1e400", "-1e309"};
    for (size_t i = 0; i < PHX_COUNT(bad); i++) {
        double x = 5;
        assert_false(str_to_double(str_of(bad[i]), &x));
        assert_true(x > 4.9 && x < 5.1);
    }
}

static void a_very_long_number_is_read(void **state)
{
    struct arena *arena = *state;
    struct buf digits = BUF_INIT;
    buf_add_cstr(&digits, "0.");
    for (int i = 0; i < 5000; i++)
        buf_add_char(&digits, '3');
    double x;
    assert_true(str_to_double(buf_dup(arena, &digits), &x));
    assert_memory_equal(&x, &(double){1.0 / 3.0}, sizeof(x));
    buf_deinit(&digits);
}

static void distance_counts_edits_and_transpositions(void **state)
{
    (void)state;
    assert_int_equal(str_distance(STR("title"), STR("title"), 3), 0);
    assert_int_equal(str_distance(STR("title"), STR("titel"), 3), 1);
    assert_int_equal(str_distance(STR("title"), STR("tile"), 3), 1);
    assert_int_equal(str_distance(STR("kitten"), STR("sitting"), 9), 3);
    assert_int_equal(str_distance(STR("kitten"), STR("sitting"), 1), 2);
    assert_int_equal(str_distance(STR(""), STR("abc"), 9), 3);
}

static void the_nearest_name_is_found_or_none(void **state)
{
    (void)state;
    const struct str names[] = {STR("date"), STR("title"), STR("tags")};
    assert_text(str_nearest(STR("titel"), names, 3), "title");
    assert_text(str_nearest(STR("dat"), names, 3), "date");
    assert_text(str_nearest(STR("weather"), names, 3), "");
    assert_text(str_nearest(STR("x"), names, 3), "");
}

static void escaping_makes_text_safe(void **state)
{
    struct arena *arena = *state;
    assert_text(html_escape(arena, STR("<a href=\"x\">'&'")).markup,
                "&lt;a href=&#34;x&#34;&gt;&#39;&amp;&#39;");
    assert_text(html_escape(arena, STR("真 plain")).markup, "真 plain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(comparing_is_by_bytes),
        TEST(natural_order_compares_numbers),
        TEST(searching_finds_the_first_place),
        TEST(slices_are_clamped),
        TEST(splitting_gives_every_part),
        TEST(an_empty_text_splits_into_one_part),
        TEST(lines_lose_their_ends),
        TEST(a_last_line_break_begins_no_line),
        TEST(copies_are_terminated),
        TEST(replacing_handles_every_place),
        TEST(integers_are_read_whole_or_not),
        TEST(doubles_are_read_exactly),
        TEST(what_is_no_plain_number_is_refused),
        TEST(a_very_long_number_is_read),
        TEST(distance_counts_edits_and_transpositions),
        TEST(the_nearest_name_is_found_or_none),
        TEST(escaping_makes_text_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
