/* SPDX-License-Identifier: MIT */
/* The {bench} directive: figures, options, what is refused and where. */
#include "bench_test.h"

static const char hyperfine[] =
    "{\"results\": [{\"command\": \"phx build\", \"mean\": 0.25,"
    "\"stddev\": 0.01, \"median\": 0.24, \"user\": 0.2, \"system\": 0.05,"
    "\"min\": 0.23, \"max\": 0.28, \"times\": [0.23, 0.24, 0.28],"
    "\"exit_codes\": [0, 0, 0]},"
    "{\"command\": \"hugo\", \"mean\": 2.5, \"stddev\": 0.1,"
    "\"median\": 2.4, \"user\": 2.0, \"system\": 0.5, \"min\": 2.3,"
    "\"max\": 2.7, \"times\": [2.3, 2.4, 2.7], \"exit_codes\": [0, 0, 0]}]}";

static void a_name_alone_gives_chart_table_and_provenance(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "speed.json", hyperfine);
    html = draw(f, "speed", "");
    assert_has(html, "<figure class=\"result\" id=\"result-1\">");
    assert_has(html, "class=\"chart chart-wide\"");
    assert_has(html, "class=\"chart chart-narrow\"");
    assert_has(html, "role=\"graphics-document document\"");
    assert_has(html, "phx build: 0.250 s ± 0.010, n = 3");
    assert_has(html, "lower is better");
    assert_has(html, "<strong>0.250</strong>");
    assert_has(html, "Measured with hyperfine, version not recorded by the "
                     "tool, machine not recorded by the tool.");
    assert_has(html, "standard deviation of the sample");
    assert_has(html, "href=\"/base/benchmarks/results/speed.json\"");
}

static void the_same_input_is_the_same_bytes(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_string_equal(draw(f, "speed", ""), draw(f, "speed", ""));
}

static void feeds_get_the_table_without_svg(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "speed.json", hyperfine);
    html = draw_as(f, "speed", "", "en", true);
    assert_lacks(html, "<svg");
    assert_lacks(html, "<details");
    assert_has(html, "<table>");
}

static void words_are_in_the_page_s_language(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_has(draw_as(f, "speed", "", "zh", false), "工具未记录版本");
    assert_has(draw_as(f, "speed", "", "zh", false), "越低越好");
}

static void an_unknown_option_is_reported_at_its_name(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_null(draw(f, "speed", ":x: command\n:sorte: mean"));
    assert_diag(f, "M031", "no option \"sorte\"");
    assert_int_equal(f->diags.list.items[0].span.line, 2);
    assert_int_equal(f->diags.list.items[0].span.col, 2);
    assert_has(str_cstr(&f->arena, f->diags.list.items[0].hint), "\"sort\"");
}

static void a_missing_column_lists_what_there_is(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_null(draw(f, "speed", ":y: meen"));
    assert_diag(f, "B004", "it has: command, mean, stddev");
    assert_int_equal(f->diags.list.items[0].span.col, 5);
}

static void a_missing_result_names_the_nearest(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_null(draw(f, "sped", ""));
    assert_diag(f, "B001", "no result \"sped\"");
    assert_has(str_cstr(&f->arena, f->diags.list.items[0].hint), "speed");
}

static void where_selects_rows(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_lacks(draw(f, "speed", ":where: mean < 1"), "hugo");
    assert_null(draw(f, "speed", ":where: mean < 0"));
    assert_diag(f, "B005", "no row");
    assert_null(draw(f, "speed", ":where: meen < 0"));
    assert_diag(f, "B004", "no column \"meen\"");
}

static void an_assertion_that_fails_says_file_and_value(void **state)
{
    struct fixture *f = *state;

    add_file(f, "speed.json", hyperfine);
    assert_non_null(
        draw(f, "speed",
             ":assert: ratio(\"mean\", command=\"hugo\", over={\"command\": "
             "\"phx build\"}) > 9"));
    assert_null(
        draw(f, "speed", ":assert: value(\"mean\", command=\"hugo\") < 2"));
    assert_diag(f, "B010", "speed.json: it is 2.5");
}

static void a_baseline_adds_ratios(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "speed.json", hyperfine);
    html = draw(f, "speed", ":baseline: command == \"phx build\"");
    assert_has(html, "ratio to the baseline");
    assert_has(html, "10.00×");
    assert_has(html, "class=\"series baseline\"");
}

static void one_point_for_rows_that_differ_is_refused(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv",
             "engine,dtype,speed [tok/s]\na,fp8,1.5\na,bf16,2\n"
             "b,fp8,3\nb,bf16,4\n");
    assert_null(draw(f, "t", ":x: engine"));
    assert_diag(f, "B006", "they differ in dtype");
    assert_non_null(draw(f, "t", ":x: engine\n:by: dtype"));
}

static void repeats_become_median_and_range(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv", "engine,speed [tok/s]\na,1\na,3\na,2\nb,4\n");
    html = draw(f, "t", "");
    assert_has(html, "a: 2 tok/s ± 1, n = 3");
    assert_has(html, "range of the repeats");
}

static void markup_in_results_is_escaped(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv", "engine,speed\n<script>alert(1)</script>,1\nb,2\n");
    html = draw(f, "t", "");
    assert_lacks(html, "<script>");
    assert_has(html, "&lt;script&gt;");
}

static void bars_keep_long_chinese_labels_inside(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(
        f, "t.csv",
        "engine,speed\n"
        "这是一个非常长的标签这是一个非常长的标签这是一个非常长的标签这是一"
        "个非常长的标签这是一个非常长的标签,1\nb,2\n");
    html = draw(f, "t", "");
    assert_has(html, "…</text>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_alone_gives_chart_table_and_provenance),
        TEST(the_same_input_is_the_same_bytes),
        TEST(feeds_get_the_table_without_svg),
        TEST(words_are_in_the_page_s_language),
        TEST(an_unknown_option_is_reported_at_its_name),
        TEST(a_missing_column_lists_what_there_is),
        TEST(a_missing_result_names_the_nearest),
        TEST(where_selects_rows),
        TEST(an_assertion_that_fails_says_file_and_value),
        TEST(a_baseline_adds_ratios),
        TEST(one_point_for_rows_that_differ_is_refused),
        TEST(repeats_become_median_and_range),
        TEST(markup_in_results_is_escaped),
        TEST(bars_keep_long_chinese_labels_inside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
