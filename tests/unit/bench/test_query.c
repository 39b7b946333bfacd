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

static void a_file_is_shown_outside_of_a_site(void **state)
{
    struct fixture *f = *state;
    struct buf json = BUF_INIT;
    struct value v;

    assert_true(
        bench_show(&f->arena, STR("t.csv"), str_of(table), &f->reader, &v));
    json_write(&json, v, 0, false, NULL);
    assert_has(str_cstr(&f->arena, buf_str(&json)),
               "{\"tool\":\"table\",\"label\":\"CSV\",\"columns\":[{\"key\":"
               "\"engine\"");
    assert_has(str_cstr(&f->arena, buf_str(&json)),
               "\"unit\":\"tok/s\",\"better\":\"higher\"");
    buf_deinit(&json);
    assert_false(bench_show(&f->arena, STR("x"), STR("words"), &f->reader, &v));
    assert_int_equal(f->reader.fail_id, DIAG_RESULT_FORMAT);
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
        TEST(a_file_is_shown_outside_of_a_site),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
