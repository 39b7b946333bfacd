/* SPDX-License-Identifier: MIT */
/* Dates: what is read and what is not, zones, formats. */
#include "unit.h"

static void parses(struct arena *arena, const char *text, const char *iso)
{
    struct date d;
    assert_true(date_parse(str_of(text), NULL, &d));
    assert_text(date_iso(arena, d), iso);
}

static void every_written_form_is_read(void **state)
{
    struct arena *arena = *state;
    parses(arena, "2026-03-01", "2026-03-01T00:00:00Z");
    parses(arena, " 2026-3-1 ", "2026-03-01T00:00:00Z");
    parses(arena, "2026/03/01", "2026-03-01T00:00:00Z");
    parses(arena, "2026.3.1", "2026-03-01T00:00:00Z");
    parses(arena, "2026-03-01 10:20", "2026-03-01T10:20:00Z");
    parses(arena, "2026-03-01 9:20:30.5", "2026-03-01T09:20:30Z");
    parses(arena, "2026-03-01T10:20:30Z", "2026-03-01T10:20:30Z");
    parses(arena, "2026-03-01 10:20:30 +08:00", "2026-03-01T10:20:30+08:00");
    parses(arena, "2026-03-01T10:20:30.123+0800", "2026-03-01T10:20:30+08:00");
    parses(arena, "2001-12-14 21:59:43.10 -5", "2001-12-14T21:59:43-05:00");
    parses(arena, "2026-03-01 10:20 UTC", "2026-03-01T10:20:00Z");
    parses(arena, "2024-02-29", "2024-02-29T00:00:00Z");
    parses(arena, "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z");
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-03",
                                      "26-03-01",
                                      "2026-02-29",
                                      "1900-02-29",
                                      "2026-04-31",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-01-00",
                                      "2026-03/01",
                                      "2026-03-01x",
                                      "20260301",
                                      "2026-03-01 ten",
                                      "2026-03-01 24:00",
                                      "2026-03-01 10",
                                      "2026-03-01 10:60",
                                      "2026-03-01 10:20:61",
                                      "2026-03-01 10:20:30.",
                                      "2026-03-01 10:20 +25:00",
                                      "2026-03-01 10:20 +08:0",
                                      "2026-03-01T10:20Zx",
                                      "2026-03-01 +08:00"};
    for (size_t i = 0; i < PHX_COUNT(bad); i++) {
        struct date d;
        if (date_parse(str_of(bad[i]), NULL, &d))
            fail_msg("\"%s\" is read as a date", bad[i]);
    }
}

static void a_day_is_marked_as_one(void **state)
{
    (void)state;
    struct date d;
    assert_true(date_parse(STR("2026-03-01"), NULL, &d));
    assert_true(d.day_only);
    assert_true(date_parse(STR("2026-03-01 00:00"), NULL, &d));
    assert_false(d.day_only);
}

static const struct date_zone *zone(struct arena *arena, const char *name)
{
    const struct date_zone *found;
    if (!date_zone_find(arena, str_of(name), &found))
        skip(); /* a machine without zone files */
    return found;
}

static void a_fixed_zone_shifts(void **state)
{
    struct arena *arena = *state;
    struct date d;
    assert_true(date_parse(STR("2026-03-01"), zone(arena, "+08:00"), &d));
    assert_int_equal(d.offset, 480);
    assert_true(d.unix_seconds == 1772294400);
    assert_int_equal(date_zone_offset_at(zone(arena, "-0330"), 0), -210);
    assert_int_equal(date_zone_offset_at(zone(arena, "+8"), 0), 480);
    assert_null(zone(arena, "UTC"));
}

static void unknown_and_hostile_zones_are_refused(void **state)
{
    struct arena *arena = *state;
    static const char *const bad[] = {"",
                                      "Mars/Base",
                                      "../../../etc/passwd",
                                      "/etc/passwd",
                                      "Asia",
                                      "Asia/",
                                      "Asia//Tokyo",
                                      "zone.tab",
                                      "+24:00",
                                      "+08:60",
                                      "+08:000",
                                      "+",
                                      "-:30",
                                      "+1x",
                                      "Europe/../Asia/Tokyo",
                                      "+08:"};
    for (size_t i = 0; i < PHX_COUNT(bad); i++) {
        static const struct date_zone *out;
        if (date_zone_find(arena, str_of(bad[i]), &out))
            fail_msg("\"%s\" is found as a zone", bad[i]);
        assert_null(out);
    }
}

static int offset_on(const struct date_zone *z, const char *text)
{
    struct date d;
    assert_true(date_parse(str_of(text), z, &d));
    return d.offset;
}

static void summer_time_follows_the_zone_file(void **state)
{
    struct arena *arena = *state;
    const struct date_zone *berlin = zone(arena, "Europe/Berlin");
    assert_int_equal(offset_on(berlin, "2026-01-15"), 60);
    assert_int_equal(offset_on(berlin, "2026-07-15"), 120);
    assert_int_equal(offset_on(berlin, "2026-03-29 01:59"), 60);
    assert_int_equal(offset_on(berlin, "2026-03-29 03:00"), 120);
    const struct date_zone *shanghai = zone(arena, "Asia/Shanghai");
    assert_int_equal(offset_on(shanghai, "2026-07-15"), 480);
    assert_int_equal(offset_on(shanghai, "1988-07-15"), 540);
}

static void a_repeated_hour_is_the_first_and_a_skipped_one_before(void **state)
{
    struct arena *arena = *state;
    const struct date_zone *berlin = zone(arena, "Europe/Berlin");
    assert_int_equal(offset_on(berlin, "2026-10-25 02:30"), 120);
    assert_int_equal(offset_on(berlin, "2026-10-25 03:00"), 60);
    assert_int_equal(offset_on(berlin, "2026-03-29 02:30"), 60);
}

/* No table goes that far: these come from the rule at the file's end. */
static void years_behind_the_table_follow_the_rule(void **state)
{
    struct arena *arena = *state;
    const struct date_zone *berlin = zone(arena, "Europe/Berlin");
    assert_int_equal(offset_on(berlin, "2150-01-15"), 60);
    assert_int_equal(offset_on(berlin, "2150-07-15"), 120);
    assert_int_equal(offset_on(berlin, "2150-03-29 01:59"), 60);
    assert_int_equal(offset_on(berlin, "2150-03-29 03:00"), 120);
    const struct date_zone *sydney = zone(arena, "Australia/Sydney");
    assert_int_equal(offset_on(sydney, "2150-01-15"), 660);
    assert_int_equal(offset_on(sydney, "2150-07-15"), 600);
    const struct date_zone *dublin = zone(arena, "Europe/Dublin");
    assert_int_equal(offset_on(dublin, "2150-01-15"), 0);
    assert_int_equal(offset_on(dublin, "2150-07-15"), 60);
    assert_int_equal(offset_on(zone(arena, "Asia/Kolkata"), "2150-07-15"), 330);
}

static void fields_and_formats(void **state)
{
    struct arena *arena = *state;
    struct date d;
    assert_true(date_parse(STR("2026-03-01 15:04:05 +08:00"), NULL, &d));
    struct date_fields f = date_fields(d);
    assert_int_equal(f.weekday, 0);
    assert_int_equal(f.yearday, 59);
    assert_int_equal(f.hour, 15);
    assert_text(date_format(arena, d, STR("%Y-%m-%d %H:%M:%S %z %Z")),
                "2026-03-01 15:04:05 +0800 +08:00");
    assert_text(date_format(arena, d, STR("%a %A %b %B %y %j %e %p %I %s")),
                "Sun Sunday Mar March 26 060  1 PM 03 1772348645");
    assert_text(date_format(arena, d, STR("%Y 年 %-m 月 %-d 日 %-I")),
                "2026 年 3 月 1 日 3");
    assert_text(date_format(arena, d, STR("100%% %Q %-z %")), "100% %Q %-z %");
    assert_text(date_rfc822(arena, d), "Sun, 01 Mar 2026 15:04:05 +0800");
}

static void days_before_1970_are_right(void **state)
{
    struct arena *arena = *state;
    assert_true(date_days_from_civil(1970, 1, 1) == 0);
    assert_true(date_days_from_civil(1969, 12, 31) == -1);
    assert_true(date_days_from_civil(2000, 3, 1) == 11017);
    parses(arena, "1600-02-29 23:59:59", "1600-02-29T23:59:59Z");
    struct date d;
    assert_true(date_parse(STR("1815-06-18"), NULL, &d));
    assert_int_equal(date_fields(d).weekday, 0);
}

static void comparing_is_by_instant(void **state)
{
    (void)state;
    struct date a;
    struct date b;
    assert_true(date_parse(STR("2026-03-01 08:00 +08:00"), NULL, &a));
    assert_true(date_parse(STR("2026-03-01"), NULL, &b));
    assert_int_equal(date_cmp(a, b), 0);
    b.unix_seconds++;
    assert_true(date_cmp(a, b) < 0);
    assert_true(date_cmp(b, a) > 0);
}

static void now_obeys_source_date_epoch(void **state)
{
    (void)state;
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", "1234567890", 1), 0);
    assert_true(date_now().unix_seconds == 1234567890);
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", "soon", 1), 0);
    assert_true(date_now().unix_seconds > 1700000000);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_true(date_now().unix_seconds > 1700000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_written_form_is_read),
        TEST(what_is_no_date_is_refused),
        TEST(a_day_is_marked_as_one),
        TEST(a_fixed_zone_shifts),
        TEST(unknown_and_hostile_zones_are_refused),
        TEST(summer_time_follows_the_zone_file),
        TEST(a_repeated_hour_is_the_first_and_a_skipped_one_before),
        TEST(years_behind_the_table_follow_the_rule),
        TEST(fields_and_formats),
        TEST(days_before_1970_are_right),
        TEST(comparing_is_by_instant),
        TEST(now_obeys_source_date_epoch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
