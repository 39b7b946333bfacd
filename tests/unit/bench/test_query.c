/* SPDX-License-Identifier: MIT */
/* bench(name) in expressions. */
#include "bench_test.h"

static const char table[] = "engine,concurrency,throughput [tok/s]\n"
                            "hf,1,100\nhf,8,400\nvllm,1,150.5\nvllm,8,1400\n";

static void values_are_the_file_s(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_string_equal(
        eval(f, "bench('t').value('throughput', engine='vllm', concurrency=1)"),
        "150.5");
    assert_string_equal(eval(f, "bench('t').unit('throughput')"), "tok/s");
    assert_string_equal(eval(f, "bench('t').max('throughput')"), "1400.0");
    assert_string_equal(eval(f, "bench('t').min('throughput', engine='hf')"),
                        "100");
    assert_string_equal(eval(f, "bench('t').mean('throughput', engine='hf')"),
                        "250.0");
    assert_string_equal(eval(f, "bench('t').median('throughput')"), "275.25");
    assert_string_equal(eval(f, "bench('t').last('throughput')"), "1400.0");
}

static void ratios_compare_two_rows(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_string_equal(
        eval(f, "bench('t').ratio('throughput', engine='vllm', concurrency=8, "
                "over={'engine': 'hf'})"),
        "3.5");
}

static void best_follows_the_direction(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_string_equal(eval(f, "bench('t').best('throughput').engine"),
                        "vllm");
    add_file(f, "u.csv", "a,foo\nx,1\ny,2\n");
    assert_has(eval(f, "bench('u').best('foo')"), "B006");
}

static void rows_and_columns_are_lists(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_string_equal(eval(f, "bench('t').rows | length"), "4");
    assert_string_equal(eval(f, "bench('t').columns[2].better"), "higher");
    assert_string_equal(eval(f, "bench('t').columns[2].role"), "metric");
    assert_string_equal(eval(f, "bench('t').columns[1].role"), "param");
    assert_string_equal(eval(f, "bench('t').meta.path"),
                        "benchmarks/results/t.csv");
}

static void where_takes_an_expression(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_string_equal(
        eval(f, "bench('t').where('concurrency > 1 and engine != \"hf\"')"
                ".value('throughput')"),
        "1400");
    assert_has(eval(f, "bench('t').where('nonsense > 1')"), "B004");
    assert_has(eval(f, "bench('t').where('concurrency >')"), "T010");
}

static void dates_compare(void **state)
{
    struct fixture *f = *state;

    add_file(f, "d.csv", "day,loss\n2026-01-05,3\n2026-02-05,2\n");
    assert_string_equal(eval(f, "bench('d').rows[0].day < "
                                "bench('d').rows[1].day"),
                        "True");
}

static void several_rows_are_an_error_that_says_how_they_differ(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_has(eval(f, "bench('t').value('throughput')"),
               "B006: 4 rows of \"t\" are selected, not one");
    assert_has(str_cstr(&f->arena, f->diags.list.items[0].hint),
               "engine ('hf', 'vllm'); concurrency (1, 8)");
}

static void an_empty_selection_is_an_error(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_has(eval(f, "bench('t').value('throughput', engine='sglang')"),
               "B005");
    assert_has(eval(f, "bench('t').value('nothing')"),
               "B004: \"t\" has no column \"nothing\"; it has: engine, "
               "concurrency, throughput");
}

static void a_folder_is_the_rows_of_its_files(void **state)
{
    struct fixture *f = *state;

    add_file(f, "runs/a.csv", "engine,speed\na,1\n");
    add_file(f, "runs/b.csv", "engine,speed\nb,2\n");
    assert_string_equal(eval(f, "bench('runs').rows | length"), "2");
    assert_string_equal(eval(f, "bench('runs').value('speed', file='b')"), "2");
}

static void two_files_of_one_name_need_the_extension(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    add_file(f, "t.tsv", "a\tb\n1\t2\n");
    assert_has(eval(f, "bench('t').rows"), "B006");
    assert_string_equal(eval(f, "bench('t.tsv').rows | length"), "1");
}

static void reads_are_noted_with_a_fingerprint(void **state)
{
    struct fixture *f = *state;
    struct trace trace;
    struct hash now;

    add_file(f, "t.csv", table);
    trace_init(&trace, &f->arena);
    f->reader.trace = &trace;
    assert_string_equal(eval(f, "bench('t').max('throughput')"), "1400.0");
    assert_int_equal(trace.inputs.len, 1);
    assert_int_equal(trace.inputs.items[0].kind, INPUT_RESULT);
    assert_true(bench_fingerprint(f->store, trace.inputs.items[0].key, &now));
    assert_true(hash_eq(now, trace.inputs.items[0].fingerprint));
    assert_has(eval(f, "bench('later')"), "B001");
    assert_false(bench_fingerprint(f->store, STR("later"), &now));
    add_file(f, "later.csv", table);
    assert_true(bench_fingerprint(f->store, STR("later"), &now));
}

static void side_files_are_the_author_s_word(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.schema.json",
             "{\"fields\": [{\"name\": \"foo\", \"unit\": \"J\", "
             "\"better\": \"lower\"}]}");
    add_file(f, "t.csv", "a,foo\nx,1\ny,2\n");
    add_file(f, "t.facts.json", "{\"machine\": \"2x H200\"}");
    assert_string_equal(eval(f, "bench('t').best('foo').a"), "x");
    assert_string_equal(eval(f, "bench('t').unit('foo')"), "J");
    assert_string_equal(eval(f, "bench('t').meta.machine"), "2x H200");
    assert_string_equal(eval(f, "bench('t').meta.said_by.machine"), "author");
    assert_has(draw(f, "t", ""), "2x H200 (says the author)");
}

/* The JSON or, with a terminal, the text of a part of "t". */
static const char *shown(struct fixture *f, struct bench_ask ask,
                         const struct bench_terminal *terminal)
{
    struct buf out = BUF_INIT;
    const char *text = NULL;
    bool ok;

    if (ask.name.len == 0)
        ask.name = STR("t");
    ok = terminal ? bench_show_text(f->store, &ask, terminal, &f->reader, &out)
                  : bench_show_json(f->store, &ask, &f->reader, &out);
    if (ok)
        text = str_cstr(&f->arena, buf_str(&out));
    buf_deinit(&out);
    return text;
}

static void a_result_is_shown_to_programs(void **state)
{
    struct fixture *f = *state;
    const char *json;

    add_file(f, "t.csv", table);
    json = shown(f, (struct bench_ask){.columns = STR("throughput, engine")},
                 NULL);
    assert_has(json, "{\"file\":\"benchmarks/results/t.csv\",\"tool\":"
                     "\"table\",\"label\":\"CSV\"");
    assert_has(json, "\"columns\":[{\"name\":\"throughput\"");
    assert_has(json, "\"role\":\"metric\",\"type\":\"float\",\"unit\":"
                     "\"tok/s\",\"better\":\"higher\"");
    add_file(f, "words.txt", "words");
    assert_null(shown(f, (struct bench_ask){.name = STR("words")}, NULL));
    assert_int_equal(f->reader.fail_id, DIAG_RESULT_FORMAT);
}

static void numbers_that_are_none_are_words_in_json(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", "name,speed\na,inf\nb,nan\nc,-inf\nd,\n");
    assert_has(shown(f, (struct bench_ask){.columns = STR("speed")}, NULL),
               "\"rows\":[{\"speed\":\"Infinity\"},{\"speed\":\"NaN\"},"
               "{\"speed\":\"-Infinity\"},{\"speed\":null}]");
}

static void a_series_has_its_points(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", "step,epoch,loss\n1,0.1,2.5\n2,0.2,\n3,0.3,1.5\n");
    assert_has(shown(f, (struct bench_ask){.name = STR("t")}, NULL),
               "\"series\":[{\"name\":\"loss\",\"x\":\"step\",\"unit\":null,"
               "\"points\":[[1,2.5],[3,1.5]]}]");
}

static void terminals_get_aligned_columns(void **state)
{
    struct fixture *f = *state;
    const struct bench_terminal terminal = {.width = 80};

    add_file(f, "t.csv", "引擎,speed [tok/s]\n甲,5\nbb,12345\n\x1b[31m,7\n");
    assert_has(shown(f, (struct bench_ask){.sort = STR("-speed")}, &terminal),
               "引擎     speed\n"
               "       tok/s ↑\n"
               "bb      12,345\n"
               " [31m        7\n"
               "甲           5\n");
}

static void long_series_are_drawn_small(void **state)
{
    struct fixture *f = *state;
    const struct bench_terminal terminal = {.width = 0};
    struct buf csv = BUF_INIT;

    buf_add_cstr(&csv, "step,epoch,loss\n");
    for (int i = 0; i < 32; i++)
        buf_add_fmt(&csv, "%d,1,%d\n", i, 31 - i);
    add_bytes(f, "t.csv", buf_str(&csv));
    buf_deinit(&csv);
    assert_has(
        shown(f, (struct bench_ask){.columns = STR("loss")}, &terminal),
        "loss  ↓  ████▇▇▇▇▆▆▆▆▅▅▅▅▄▄▄▄▃▃▃▃▂▂▂▂▁▁▁▁      32     31     0  "
        "    0    31\n");
}

static void what_is_asked_for_has_to_be_there(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", table);
    assert_null(
        shown(f, (struct bench_ask){.columns = STR("thruoghput")}, NULL));
    assert_has(str_cstr(&f->arena, f->reader.fail_hint), "throughput");
    f->reader.failed = false;
    assert_null(
        shown(f, (struct bench_ask){.where = STR("throughput > 99999")}, NULL));
    assert_int_equal(f->reader.fail_id, DIAG_RESULT_EMPTY);
}

/* An object or a list where the tool writes a number. */
static void what_is_no_number_is_nothing(void **state)
{
    struct fixture *f = *state;

    add_file(
        f, "h.json",
        "{\"results\":[{\"command\":\"a\",\"mean\":{},\"min\":1,\"max\":[1,"
        "{}],\"times\":[1,{}]}]}");
    add_file(f, "l.json",
             "{\"avg_latency\":{},\"latencies\":[1,2],\"percentiles\":{\"50\":"
             "{}}}");
    assert_has(shown(f, (struct bench_ask){.name = STR("h")}, NULL),
               "\"tool\":\"hyperfine\"");
    assert_null(shown(f, (struct bench_ask){.name = STR("l")}, NULL));
    assert_has(str_cstr(&f->arena, f->reader.fail_message), "avg_latency");
}

static void lists_that_were_appended_are_one(void **state)
{
    struct fixture *f = *state;

    add_file(f, "b.json",
             "[{\"name\":\"a\",\"unit\":\"ns\",\"value\":1}]\n"
             "[{\"name\":\"b\",\"unit\":\"ns\",\"value\":2}]\n");
    assert_string_equal(eval(f, "bench('b').rows | length"), "2");
}

static void a_chart_is_a_file_of_its_own(void **state)
{
    struct fixture *f = *state;
    struct buf out = BUF_INIT;

    add_file(f, "t.csv", table);
    assert_true(bench_show_chart(
        f->store, &(struct bench_ask){.name = STR("t")}, &f->reader, &out));
    assert_true(str_starts(
        buf_str(&out),
        STR("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart")));
    assert_true(str_ends(buf_str(&out), STR("</svg>\n")));
    buf_deinit(&out);
}

static void a_failure_names_the_file_and_its_commit(void **state)
{
    static const char commit[] = "0123456789abcdef0123456789abcdef01234567";
    struct fixture *f = *state;
    struct repo_file_history history = {.updated = {.unix_seconds = 1772849612},
                                        .commit = str_of(commit)};

    add_file(f, "plain.csv", "engine,speed\na,1\nb,2\n");
    bench_store_add(f->store, STR("dated"), STR("benchmarks/results/dated.csv"),
                    STR("engine,speed\na,1\nb,2\n"), &history);
    assert_has(eval(f, "bench('plain').value('sped', engine='a')"),
               "(benchmarks/results/plain.csv)");
    assert_has(eval(f, "bench('dated').value('sped', engine='a')"),
               "(benchmarks/results/dated.csv, commit 0123456789 of "
               "2026-03-07)");
    assert_has(eval(f, "bench('dated').max('speed', engine='c')"),
               "commit 0123456789");
    assert_has(eval(f, "bench('dated').value('speed')"), "commit 0123456789");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_the_file_s),
        TEST(ratios_compare_two_rows),
        TEST(best_follows_the_direction),
        TEST(rows_and_columns_are_lists),
        TEST(where_takes_an_expression),
        TEST(dates_compare),
        TEST(several_rows_are_an_error_that_says_how_they_differ),
        TEST(an_empty_selection_is_an_error),
        TEST(a_folder_is_the_rows_of_its_files),
        TEST(two_files_of_one_name_need_the_extension),
        TEST(reads_are_noted_with_a_fingerprint),
        TEST(side_files_are_the_author_s_word),
        TEST(a_result_is_shown_to_programs),
        TEST(numbers_that_are_none_are_words_in_json),
        TEST(a_series_has_its_points),
        TEST(terminals_get_aligned_columns),
        TEST(long_series_are_drawn_small),
        TEST(what_is_asked_for_has_to_be_there),
        TEST(what_is_no_number_is_nothing),
        TEST(lists_that_were_appended_are_one),
        TEST(a_chart_is_a_file_of_its_own),
        TEST(a_failure_names_the_file_and_its_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
