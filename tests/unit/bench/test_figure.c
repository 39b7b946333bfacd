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
    assert_has(html, "…一个非常长的标签</text>");
}

/* ---- Kinds of charts ---- */

static const char serving[] =
    "engine,p50_ttft_ms,p90_ttft_ms,p99_ttft_ms\na,10,20,90\nb,12,30,40\n";

static void percentiles_are_a_line_a_row(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "speed.json", hyperfine);
    html = draw(f, "speed", ":chart: percentile");
    assert_has(html, "phx build, p50: 0.240 s");
    assert_has(html, "hugo, p83.33: 2.700 s");
    assert_has(html, "share of measurements that are no larger");
    add_file(f, "t.csv", "engine,speed\na,1\nb,2\n");
    assert_null(draw(f, "t", ":chart: percentile"));
    assert_diag(f, "B006", "needs percentiles or samples");
}

static void percentiles_of_a_tool_are_put_in_order(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "serve.csv", serving);
    html = draw(f, "serve", ":chart: percentile");
    assert_has(html, "a, p99: 90");
    assert_has(html, ">p90</text>");
}

static void smoothing_says_so_and_keeps_the_values(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv", "step,loss\n1,4\n2,2\n3,3\n4,1\n");
    html = draw(f, "t", ":smooth: 0.5");
    assert_has(html, "class=\"raw\"");
    assert_has(html, "exponential moving average of weight 0.5. ");
    assert_has(html, "2: 2"); /* the tip is the file's value */
    assert_null(draw(f, "t", ":smooth: 1"));
    assert_diag(f, "M031", "above 0 and below 1");
    assert_null(draw(f, "t", ":smooth: 0.5\n:chart: bar"));
    assert_diag(f, "B006", "only lines are smoothed");
}

static void what_is_no_number_is_a_gap_of_the_line(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv",
             "step,loss\n1,4\n2,3\n3,NaN\n4,inf\n5,2\n6,1\n7,1.5\n");
    html = draw(f, "t", ":chart: line");
    assert_has(html, "Values that are no number, left open: 2. ");
    /* The pen is lifted: the second stroke starts with M. */
    assert_has(strstr(html, "class=\"line\""), "M");
    assert_has(strchr(strstr(html, "class=\"line\"") + 60, 'L'), "M");
    assert_lacks(html, "nan");
}

static void a_log_axis_leaves_out_zero_or_refuses(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", "step,loss\n1,10\n2,0\n3,-1\n4,1\n");
    assert_has(draw(f, "t", ":log: y"),
               "Not drawn on a log axis (zero or negative): 2. ");
    add_file(f, "n.csv", "step,loss\n1,0\n2,-1\n3,-2\n");
    assert_null(draw(f, "n", ":log: y"));
    assert_diag(f, "B005", "no place for the 3 values of \"loss\"");
    assert_null(draw(f, "t", ":chart: bar\n:log: y"));
    assert_diag(f, "B006", "bars begin at zero");
}

static void one_point_is_a_chart(void **state)
{
    static const char *const kinds[] = {":chart: line", ":chart: scatter",
                                        ":chart: bar", ":chart: sparkline",
                                        ":chart: line\n:log: xy"};
    struct fixture *f = *state;

    add_file(f, "t.csv", "step,loss\n3,4\n");
    for (size_t i = 0; i < PHX_COUNT(kinds); i++) {
        const char *html = draw(
            f, "t",
            str_cstr(&f->arena,
                     str_fmt(&f->arena, ":x: step\n:y: loss\n%s", kinds[i])));

        assert_has(html, "<svg");
        assert_lacks(html, "nan");
        assert_lacks(html, "inf");
    }
}

static struct str long_series(struct fixture *f, double spike)
{
    struct buf out = BUF_INIT;
    struct str text;

    buf_add_cstr(&out, "step,loss\n");
    for (int i = 0; i < 10000; i++)
        buf_add_fmt(&out, "%d,%g\n", i, i == 7001 ? spike : 1 + i % 7 * 0.01);
    text = buf_dup(&f->arena, &out);
    buf_deinit(&out);
    return text;
}

static void ten_thousand_points_keep_their_spike(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_bytes(f, "t.csv", long_series(f, 99));
    html = draw(f, "t", ":chart: line");
    assert_has(html, "Long series are reduced");
    assert_has(html, "aria-label=\"7,001: 99.00\"");
    /* Its top stands in the path of the line, at the top of the plane. */
    assert_true(strlen(html) < 200 * 1000);
    assert_has(draw(f, "t", ":chart: scatter\n:x: step"), "class=\"dots\"");
}

static void scatter_names_its_points_and_their_front(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv",
             "batch,throughput [tok/s],latency [ms]\n1,100,10\n2,180,12\n"
             "4,300,20\n8,310,60\n16,200,90\n");
    html = draw(f, "t", ":chart: scatter\n:x: throughput\n:y: latency");
    assert_has(html, "class=\"front\"");
    assert_has(html, "no other is better than");
    assert_has(html, ">16</text>");
    assert_has(html, "8, 310 tok/s: 60 ms");
}

static void titles_are_in_the_page_s_language(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", "engine,speed\na,1\nb,2\n");
    add_file(f, "t.schema.json",
             "{\"fields\": [{\"name\": \"speed\", \"title\": "
             "{\"en\": \"Speed\", \"zh-Hans\": \"速度\"}}]}");
    assert_has(draw_as(f, "t", "", "zh", false), "速度");
    assert_lacks(draw_as(f, "t", "", "en", false), "速度");
    assert_has(draw_as(f, "t", "", "en", false), "Speed by engine");
    assert_has(draw_as(f, "t", "", "de", false), "Speed by engine");
}

/* ---- Parameters in names ---- */

static void google_benchmark_s_arguments_are_parameters(void **state)
{
    struct fixture *f = *state;

    add_file(f, "g.json",
             "{\"context\": {\"num_cpus\": 2}, \"benchmarks\": ["
             "{\"name\": \"sort/quick/64/threads:2\", \"real_time\": 5,"
             "\"time_unit\": \"ns\", \"threads\": 2},"
             "{\"name\": \"copy/bytes:4096/real_time\", \"real_time\": 7,"
             "\"time_unit\": \"ns\", \"threads\": 1}]}");
    assert_string_equal(
        eval(f, "bench('g').value('real_time', family='sort/quick', arg=64)"),
        "5");
    assert_string_equal(
        eval(f, "bench('g').value('real_time', family='copy', bytes=4096)"),
        "7");
    assert_string_equal(
        eval(f, "bench('g').value('real_time', name='copy/bytes:4096/"
                "real_time')"),
        "7");
}

static void criterion_s_name_and_estimates_are_one_row(void **state)
{
    static const char estimates[] =
        "{\"mean\": {\"point_estimate\": 5, \"standard_error\": 1,"
        "\"confidence_interval\": {\"confidence_level\": 0.95,"
        "\"lower_bound\": 4, \"upper_bound\": 6}},"
        "\"median\": {\"point_estimate\": 5, \"standard_error\": 1,"
        "\"confidence_interval\": {\"confidence_level\": 0.95,"
        "\"lower_bound\": 4, \"upper_bound\": 6}}}";
    struct fixture *f = *state;

    add_file(f, "h/a/benchmark.json",
             "{\"group_id\": \"hash\", \"function_id\": \"fnv\","
             "\"value_str\": \"16\", \"throughput\": null,"
             "\"full_id\": \"hash/fnv/16\", \"directory_name\": \"hash\","
             "\"title\": \"hash\"}");
    add_file(f, "h/a/estimates.json", estimates);
    add_file(f, "h/b/estimates.json", estimates);
    assert_string_equal(eval(f, "bench('h').rows | length"), "2");
    assert_string_equal(
        eval(f, "bench('h').value('mean', function='fnv', value=16)"), "5");
}

static void a_folder_of_unnamed_files_is_told_apart_by_their_names(void **state)
{
    struct fixture *f = *state;

    add_file(f, "runs/calm.csv", "speed [tok/s],latency [ms]\n1,5\n");
    add_file(f, "runs/bold.csv", "speed [tok/s],latency [ms]\n2,6\n");
    assert_has(draw(f, "runs", ":y: speed"), "bold: 2 tok/s");
}

static void heat_tables_of_wide_ranges_are_logarithmic(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv", "n,how,time [ms]\n1,a,1\n1,b,10\n2,a,100\n2,b,1000\n");
    html = draw(f, "t", ":chart: heat\n:x: n\n:by: how");
    assert_has(html, "Colours follow the logarithm");
    assert_has(html, "<td class=\"number q3\"");
    assert_has(html, "<td class=\"number q7\"");
}

static void equal_measurements_are_two_points_of_a_scatter_plot(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv",
             "engine,latency [ms],throughput [tok/s]\na,10,100\nb,10,200\n");
    html = draw(f, "t", ":chart: scatter\n:x: latency\n:y: throughput");
    assert_has(html, "a, 10 ms: 100 tok/s");
    assert_has(html, "b, 10 ms: 200 tok/s");
}

static void small_values_of_a_log_axis_keep_their_digits(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", "step,time [us]\n1,0.336\n2,50.5\n3,3170.25\n");
    assert_has(draw(f, "t", ":chart: line\n:log: y"), "1: 0.336 µs");
}

/* ---- What looks private ---- */

static void private_columns_stay_out_until_they_are_named(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv",
             "engine,host,log,speed\na,gpu-7.corp.example,/home/me/a.log,1\n"
             "b,gpu-8.corp.example,/home/me/b.log,2\n");
    html = draw(f, "t", ":table: open");
    assert_lacks(html, "corp.example");
    assert_lacks(html, "/home/me");
    assert_has(html, "raw file not published: it has texts that look private");
    assert_lacks(html, "t.csv</a>");
    assert_true(bench_withholds(f->store, STR("benchmarks/results/t.csv")));
    assert_null(draw(f, "t", ":columns: engine, host"));
    assert_diag(f, "B004", "looks as if it held");
    assert_has(str_cstr(&f->arena, f->diags.list.items[0].hint),
               "t.schema.json");
    add_file(f, "u.csv", "engine,host,speed\na,gpu-7.corp.example,1\nb,x,2\n");
    add_file(f, "u.schema.json", "{\"fields\": [{\"name\": \"host\"}]}");
    assert_has(draw(f, "u", ":table: open"), "corp.example");
    assert_false(bench_withholds(f->store, STR("benchmarks/results/u.csv")));
}

static void what_is_public_is_not_taken_for_private(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv",
             "model,route,version,speed\nmeta-llama/Llama-3,/table,1.2.3,1\n"
             "b,/,0.9,2\n");
    assert_false(bench_withholds(f->store, STR("benchmarks/results/t.csv")));
    add_file(f, "p.csv", "who,at,speed\na@b.example,10.0.0.1,1\nx,y,2\n");
    assert_true(bench_withholds(f->store, STR("benchmarks/results/p.csv")));
}

/* ---- MLflow's folders ---- */

static void an_mlflow_experiment_is_one_result(void **state)
{
    struct fixture *f = *state;

    add_file(f, "mlruns/1/aaa/meta.yaml",
             "lifecycle_stage: active\nrun_id: aaa\nrun_name: calm\n"
             "start_time: 1708208368539\nend_time: 1708208378539\n"
             "artifact_uri: file:///home/me/x\nuser_id: me\n");
    add_file(f, "mlruns/1/aaa/params/lr", "0.1");
    add_file(f, "mlruns/1/aaa/metrics/loss",
             "1708208368539 2.5 0\n1708208369539 1.5 1\n");
    add_file(f, "mlruns/1/aaa/metrics/acc",
             "1708208368539 0.5 0\n1708208369539 0.75 1\n");
    add_file(f, "mlruns/1/aaa/tags/mlflow.source.git.commit", "0123456789ab");
    add_file(f, "mlruns/1/aaa/tags/mlflow.user", "me");
    add_file(f, "mlruns/1/bbb/meta.yaml",
             "lifecycle_stage: active\nrun_id: bbb\nrun_name: bold\n");
    add_file(f, "mlruns/1/bbb/params/lr", "1");
    add_file(f, "mlruns/1/bbb/metrics/loss", "1708208368539 9 0\n");
    assert_string_equal(eval(f, "bench('mlruns/1').rows | length"), "3");
    assert_string_equal(
        eval(f, "bench('mlruns/1').value('loss', lr=0.1, step=1)"), "1.5");
    assert_string_equal(
        eval(f, "bench('mlruns/1').value('acc', run_name='calm', step=0)"),
        "0.5");
    assert_string_equal(eval(f, "bench('mlruns/1').value('loss', lr=1)"),
                        "9.0");
    assert_string_equal(eval(f, "bench('mlruns/1/aaa').meta.commit"),
                        "0123456789ab");
    assert_lacks(draw(f, "mlruns/1", ":by: run_name"), "/home/me");
}

/* What a tool writes besides its numbers stays at home; what the figure shows
 * anyway does not count. */
static void a_tool_s_private_texts_are_not_published_with_its_file(void **state)
{
    static const char answers[] =
        "{\"date\":\"20260427-145429\",\"model_id\":\"m\",\"num_prompts\":1,"
        "\"request_rate\":\"inf\",\"mean_ttft_ms\":1.5,"
        "\"generated_texts\":[\"a joke\"]}";
    static const char commands[] =
        "{\"results\":[{\"command\":\"/usr/bin/true\",\"mean\":1.5,"
        "\"min\":1,\"max\":2}]}";
    struct fixture *f = *state;
    const char *html;

    add_file(f, "answers.json", answers);
    html = draw(f, "answers", "");
    assert_has(html, "raw file not published");
    assert_lacks(html, "result-file");
    assert_true(
        bench_withholds(f->store, STR("benchmarks/results/answers.json")));
    add_file(f, "commands.json", commands);
    assert_has(draw(f, "commands", ""), "result-file");
    add_file(f, "allowed.schema.json", "{\"raw\": true}");
    add_file(f, "allowed.json", answers);
    assert_has(draw(f, "allowed", ""), "result-file");
    add_file(f, "deepspeed.log",
             "[Rank 0] step=1, skipped=0, lr=[1e-3], mom=[0]\n"
             "loading /home/someone/data\n");
    assert_has(draw(f, "deepspeed", ""), "raw file not published");
}

/* Decimals fit the largest value; a small one keeps its digits all the same. */
static void small_numbers_keep_their_digits_in_wide_columns(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "wide.csv",
             "n,score\n1,54321.5\n2,0.0625\n3,7.25\n4,4.2e-12\n");
    html = draw(f, "wide", ":table: open");
    assert_has(html, ">54,322<");
    assert_has(html, ">0.0625<");
    assert_has(html, ">7.25<");
    assert_has(html, ">4.2e-12<");
    assert_lacks(html, "&lt;1");
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
        TEST(percentiles_are_a_line_a_row),
        TEST(percentiles_of_a_tool_are_put_in_order),
        TEST(smoothing_says_so_and_keeps_the_values),
        TEST(what_is_no_number_is_a_gap_of_the_line),
        TEST(a_log_axis_leaves_out_zero_or_refuses),
        TEST(one_point_is_a_chart),
        TEST(ten_thousand_points_keep_their_spike),
        TEST(scatter_names_its_points_and_their_front),
        TEST(titles_are_in_the_page_s_language),
        TEST(google_benchmark_s_arguments_are_parameters),
        TEST(criterion_s_name_and_estimates_are_one_row),
        TEST(a_folder_of_unnamed_files_is_told_apart_by_their_names),
        TEST(heat_tables_of_wide_ranges_are_logarithmic),
        TEST(equal_measurements_are_two_points_of_a_scatter_plot),
        TEST(small_values_of_a_log_axis_keep_their_digits),
        TEST(private_columns_stay_out_until_they_are_named),
        TEST(what_is_public_is_not_taken_for_private),
        TEST(an_mlflow_experiment_is_one_result),
        TEST(a_tool_s_private_texts_are_not_published_with_its_file),
        TEST(small_numbers_keep_their_digits_in_wide_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
