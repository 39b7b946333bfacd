/* SPDX-License-Identifier: MIT */
/* Buffers: growth, insertion, escaping, numbers as Python prints them. */
#include "unit.h"

#include <math.h>

static void an_empty_buffer_is_a_text(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    assert_string_equal(buf.ptr, "");
    buf_reset(&buf);
    buf_truncate(&buf, 0);
    assert_int_equal(buf.cap, 0);
    buf_deinit(&buf);
}

static void appends_keep_it_terminated(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    for (size_t i = 0; i < 500; i++) {
        buf_add_char(&buf, 'x');
        assert_int_equal(strlen(buf.ptr), i + 1);
    }
    buf_truncate(&buf, 3);
    buf_add_fmt(&buf, "-%d-%s", 12, "ab");
    buf_add(&buf, STR("c"));
    assert_string_equal(buf.ptr, "xxx-12-abc");
    buf_deinit(&buf);
}

static void formats_longer_than_the_room_fit(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    buf_add_cstr(&buf, "a");
    buf_add_fmt(&buf, "%0300d", 7);
    assert_int_equal(buf.len, 301);
    assert_int_equal(buf.ptr[300], '7');
    buf_deinit(&buf);
}

static void insertion_moves_the_rest(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    buf_insert(&buf, 0, STR("ad"));
    buf_insert(&buf, 1, STR("bc"));
    buf_insert(&buf, 4, STR("e"));
    buf_insert(&buf, 2, STR(""));
    assert_string_equal(buf.ptr, "abcde");
    buf_deinit(&buf);
}

static void text_is_escaped_and_markup_is_not(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    buf_add_html(&buf, html_trust(STR("<b>")));
    buf_add_escaped(&buf, STR("a<b>&\"'c"));
    assert_string_equal(buf.ptr, "<b>a&lt;b&gt;&amp;&#34;&#39;c");
    buf_deinit(&buf);
}

static void url(const char *in, const char *expected)
{
    struct buf buf = BUF_INIT;
    buf_add_url(&buf, str_of(in));
    assert_string_equal(buf.ptr, expected);
    buf_deinit(&buf);
}

static void urls_are_percent_encoded_once(void **state)
{
    (void)state;
    url("/a/b?c=d&e=f#g", "/a/b?c=d&e=f#g");
    url("/真 b", "/%E7%9C%9F%20b");
    url("/%E7%9C%9F", "/%E7%9C%9F");
    url("100%", "100%25");
    url("%zz%4", "%25zz%254");
    url("a\"<>[]\\b", "a%22%3C%3E%5B%5D%5Cb");
}

static void code_points_become_utf8(void **state)
{
    (void)state;
    struct buf buf = BUF_INIT;
    buf_add_utf8(&buf, 'a');
    buf_add_utf8(&buf, 0xE9);
    buf_add_utf8(&buf, 0x4E2D);
    buf_add_utf8(&buf, 0x1F600);
    assert_string_equal(buf.ptr, "a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80");
    buf_reset(&buf);
    buf_add_utf8(&buf, 0xD800);
    buf_add_utf8(&buf, 0x110000);
    assert_string_equal(buf.ptr, "\xef\xbf\xbd\xef\xbf\xbd");
    buf_deinit(&buf);
}

static void prints(double x, const char *expected)
{
    struct buf buf = BUF_INIT;
    buf_add_double(&buf, x);
    assert_string_equal(buf.ptr, expected);
    buf_deinit(&buf);
}

/* The expectations are what Python 3.11 prints. */
static void doubles_print_as_in_python(void **state)
{
    (void)state;
    prints(0.1, "0.1");
    prints(0.1 + 0.2, "0.30000000000000004");
    prints(3, "3.0");
    prints(-3, "-3.0");
    prints(-0.0, "-0.0");
    prints(100, "100.0");
    prints(1e15, "1000000000000000.0");
    prints(1e16, "1e+16");
    prints(9999999999999998.0, "9999999999999998.0");
    prints(1.5e300, "1.5e+300");
    prints(0.0001, "0.0001");
    prints(0.00012345, "0.00012345");
    prints(0.00001, "1e-05");
    prints(1.0 / 3.0, "0.3333333333333333");
    prints(2.0 / 3.0, "0.6666666666666666");
    prints(5e-324, "5e-324");
    prints(2.2250738585072014e-308, "2.2250738585072014e-308");
    prints(1.7976931348623157e308, "1.7976931348623157e+308");
    prints(123456.789, "123456.789");
    prints((double)INFINITY, "inf");
    prints(-(double)INFINITY, "-inf");
    prints((double)NAN, "nan");
}

/* Where a shorter text than the nearest one reads back. */
static void powers_of_two_print_as_in_python(void **state)
{
    (void)state;
    prints(ldexp(1, -1017), "7.120236347223045e-307");
    prints(ldexp(1, -957), "8.209073602596753e-289");
    prints(ldexp(1, -44), "5.684341886080802e-14");
    prints(ldexp(1, 70), "1.1805916207174113e+21");
}

static void every_double_reads_back(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    struct buf buf = BUF_INIT;
    for (int i = 0; i < 20000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double x;
        memcpy(&x, &bits, sizeof(x));
        if (isnan(x) || isinf(x))
            continue;
        buf_reset(&buf);
        buf_add_double(&buf, x);
        double back;
        assert_true(str_to_double(buf_str(&buf), &back));
        assert_memory_equal(&x, &back, sizeof(x));
    }
    buf_deinit(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_buffer_is_a_text),
        TEST(appends_keep_it_terminated),
        TEST(formats_longer_than_the_room_fit),
        TEST(insertion_moves_the_rest),
        TEST(text_is_escaped_and_markup_is_not),
        TEST(urls_are_percent_encoded_once),
        TEST(code_points_become_utf8),
        TEST(doubles_print_as_in_python),
        TEST(powers_of_two_print_as_in_python),
        TEST(every_double_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
