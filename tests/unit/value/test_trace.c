/* SPDX-License-Identifier: MIT */
/* What one job read, and its first failure. */
#include "value_test.h"

static void an_input_is_noted_once(void **state)
{
    struct fixture *f = *state;
    struct trace trace;
    struct hash h = hash_bytes(STR("x"));

    trace_init(&trace, &f->arena);
    trace_note(&trace, INPUT_SOURCE, STR("a.md"), h);
    trace_note(&trace, INPUT_SOURCE, STR("a.md"), h);
    assert_int_equal(trace.inputs.len, 1);
    assert_text(f, trace.inputs.items[0].key, "a.md");
    assert_true(hash_eq(trace.inputs.items[0].fingerprint, h));
}

static void kinds_with_one_key_are_separate_inputs(void **state)
{
    struct fixture *f = *state;
    struct trace trace;
    struct hash h = {0, 0};

    trace_init(&trace, &f->arena);
    trace_note(&trace, INPUT_PAGE_META, STR("p"), h);
    trace_note(&trace, INPUT_PAGE_BODY, STR("p"), h);
    trace_note(&trace, INPUT_PAGE_META, STR(""), h);
    assert_int_equal(trace.inputs.len, 3);
    assert_int_equal(trace.inputs.items[0].kind, INPUT_PAGE_META);
    assert_int_equal(trace.inputs.items[1].kind, INPUT_PAGE_BODY);
    assert_int_equal(trace.inputs.items[2].key.len, 0);
}

static void the_trace_owns_its_keys(void **state)
{
    struct fixture *f = *state;
    struct trace trace;
    char key[] = "a.md";
    char *large = malloc(1000);

    assert_non_null(large);
    memset(large, 'x', 1000);
    trace_init(&trace, &f->arena);
    trace_note(&trace, INPUT_DATA, str_of(key), (struct hash){0, 0});
    trace_note(&trace, INPUT_DATA, str_bytes(large, 1000), (struct hash){0, 0});
    trace_note(&trace, INPUT_DATA, str_bytes(large, 1000), (struct hash){0, 0});
    key[0] = 'b';
    free(large);
    assert_int_equal(trace.inputs.len, 2);
    assert_text(f, trace.inputs.items[0].key, "a.md");
    assert_int_equal(trace.inputs.items[1].key.len, 1000);
    assert_int_equal(trace.inputs.items[1].key.ptr[999], 'x');
}

static void inputs_stay_in_the_order_of_first_reading(void **state)
{
    struct fixture *f = *state;
    struct trace trace;

    trace_init(&trace, &f->arena);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 300; i++)
            trace_note(&trace, INPUT_SETTING,
                       str_fmt(&f->arena, "s%d", 300 - i), (struct hash){0, 0});
    assert_int_equal(trace.inputs.len, 300);
    assert_text(f, trace.inputs.items[0].key, "s300");
    assert_text(f, trace.inputs.items[299].key, "s1");
}

static void a_reader_without_a_trace_notes_nothing(void **state)
{
    struct fixture *f = *state;
    struct reader reader = {.arena = &f->arena};
    struct trace trace;

    reader_note(&reader, INPUT_SOURCE, STR("a"), (struct hash){0, 0});
    trace_init(&trace, &f->arena);
    reader.trace = &trace;
    reader_note(&reader, INPUT_SOURCE, STR("b"), (struct hash){0, 0});
    assert_int_equal(trace.inputs.len, 1);
}

static void the_first_failure_is_kept_with_its_hint(void **state)
{
    struct fixture *f = *state;
    struct reader reader = {.arena = &f->arena};

    assert_false(reader_fail(&reader, DIAG_EXPRESSION, "no %s", "field"));
    reader_hint(&reader, "try %d", 1);
    assert_false(reader_fail(&reader, DIAG_TEMPLATE_RUNTIME, "later"));
    reader_hint(&reader, "try %d", 2);
    assert_true(reader.failed);
    assert_int_equal(reader.fail_id, DIAG_EXPRESSION);
    assert_text(f, reader.fail_message, "no field");
    assert_text(f, reader.fail_hint, "try 1");
}

static void every_input_kind_has_its_own_name(void **state)
{
    (void)state;
    for (int a = INPUT_SOURCE; a <= INPUT_CLOCK; a++)
        for (int b = a + 1; b <= INPUT_CLOCK; b++)
            assert_string_not_equal(input_kind_name((enum input_kind)a),
                                    input_kind_name((enum input_kind)b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_input_is_noted_once),
        TEST(kinds_with_one_key_are_separate_inputs),
        TEST(the_trace_owns_its_keys),
        TEST(inputs_stay_in_the_order_of_first_reading),
        TEST(a_reader_without_a_trace_notes_nothing),
        TEST(the_first_failure_is_kept_with_its_hint),
        TEST(every_input_kind_has_its_own_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
