/* SPDX-License-Identifier: MIT */
/* Header fields of requests. */
#include "../base/unit.h"

#include "serve/fields.h"

static void check_part(const char *field, uint64_t first, uint64_t count)
{
    struct range r = range_parse(str_of(field), 1000);

    if (r.kind != RANGE_PART || r.first != first || r.count != count)
        print_error("%s: kind %d, %llu + %llu\n", field, (int)r.kind,
                    (unsigned long long)r.first, (unsigned long long)r.count);
    assert_int_equal(r.kind, RANGE_PART);
    assert_int_equal(r.first, first);
    assert_int_equal(r.count, count);
}

static void test_single_ranges(void **state)
{
    (void)state;
    check_part("bytes=0-0", 0, 1);
    check_part("bytes=0-99", 0, 100);
    check_part("bytes=999-", 999, 1);
    check_part("bytes=500-99999", 500, 500);
    check_part("bytes=500-9223372036854775807", 500, 500);
    check_part("Bytes= 1-2 ", 1, 2);
}

static void test_suffix_ranges(void **state)
{
    (void)state;
    check_part("bytes=-1", 999, 1);
    check_part("bytes=-1000", 0, 1000);
    check_part("bytes=-5000", 0, 1000);
}

static void test_ranges_beyond_the_file(void **state)
{
    static const char *const cases[] = {"bytes=1000-", "bytes=1000-1001",
                                        "bytes=-0"};

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_int_equal(range_parse(str_of(cases[i]), 1000).kind,
                         RANGE_IMPOSSIBLE);
    assert_int_equal(range_parse(STR("bytes=0-"), 0).kind, RANGE_IMPOSSIBLE);
    assert_int_equal(range_parse(STR("bytes=-1"), 0).kind, RANGE_IMPOSSIBLE);
}

static void test_what_is_no_single_range_means_everything(void **state)
{
    static const char *const cases[] = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1-0",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=+1-",
        "bytes=1--2",
        "bytes=0x1-2",
        "bytes=1 -2",
        "bytes=--1",
        "bytes=1",
        "bytes=99999999999999999999-",
    };

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct range r = range_parse(str_of(cases[i]), 1000);
        if (r.kind != RANGE_WHOLE)
            print_error("%s: %d\n", cases[i], (int)r.kind);
        assert_int_equal(r.kind, RANGE_WHOLE);
    }
}

static void test_entity_tags_in_lists(void **state)
{
    const struct str tag = STR("\"ab\"");

    (void)state;
    assert_true(etag_listed(STR("\"ab\""), tag));
    assert_true(etag_listed(STR("W/\"ab\""), tag));
    assert_true(etag_listed(STR("*"), tag));
    assert_true(etag_listed(STR("\"x\" , W/\"y,\",\"ab\""), tag));
    assert_false(etag_listed(STR("\"abc\""), tag));
    assert_false(etag_listed(STR("ab"), tag));
    assert_false(etag_listed(STR(""), tag));
    assert_false(etag_listed(STR("\"ab"), tag));
    assert_false(etag_listed(STR("\"x\" \"ab\""), tag));
    assert_false(etag_listed(STR("\"x\", *"), tag));
}

static void test_dates(void **state)
{
    char text[HTTP_DATE_SIZE];
    int64_t seconds = 0;

    (void)state;
    assert_true(
        http_date_parse(STR("Sun, 06 Nov 1994 08:49:37 GMT"), &seconds));
    assert_int_equal(seconds, 784111777);
    http_date_print(text, 784111777);
    assert_string_equal(text, "Sun, 06 Nov 1994 08:49:37 GMT");
    http_date_print(text, 0);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 GMT");
    http_date_print(text, -1);
    assert_string_equal(text, "Wed, 31 Dec 1969 23:59:59 GMT");
}

static void test_what_is_no_date(void **state)
{
    static const char *const cases[] = {
        "",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Abc 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:3x GMT",
    };
    int64_t seconds = 42;

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_false(http_date_parse(str_of(cases[i]), &seconds));
    assert_int_equal(seconds, 42);
}

static void test_gzip_is_asked_for(void **state)
{
    (void)state;
    assert_true(accepts_gzip(STR("gzip, deflate, br")));
    assert_true(accepts_gzip(STR("br;q=1.0, GZIP ; q=0.5")));
    assert_true(accepts_gzip(STR("*")));
    assert_true(accepts_gzip(STR("x-gzip")));
    assert_false(accepts_gzip(STR("")));
    assert_false(accepts_gzip(STR("br")));
    assert_false(accepts_gzip(STR("gzip;q=0")));
    assert_false(accepts_gzip(STR("gzip;q=0.000, *")));
    assert_false(accepts_gzip(STR("*;q=0")));
    assert_false(accepts_gzip(STR("gzipped")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single_ranges),
        cmocka_unit_test(test_suffix_ranges),
        cmocka_unit_test(test_ranges_beyond_the_file),
        cmocka_unit_test(test_what_is_no_single_range_means_everything),
        cmocka_unit_test(test_entity_tags_in_lists),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_what_is_no_date),
        cmocka_unit_test(test_gzip_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
