/* SPDX-License-Identifier: MIT */
/* Filters, tests, functions and objects that other rooms give. */
#include "expr_test.h"

static bool shout(void *data, const struct value_args *args,
                  struct reader *reader, struct value *out)
{
    const char *mark = data;

    if (args->items[0].kind != VALUE_STRING)
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME, "shout takes text");
    *out = value_str(
        str_cat(reader->arena, value_text(args->items[0]), str_of(mark)));
    return true;
}

static bool is_long(void *data, const struct value_args *args,
                    struct reader *reader, struct value *out)
{
    (void)data;
    (void)reader;
    *out = value_bool(args->items[0].len > 3);
    return true;
}

static bool sum_of(void *data, const struct value_args *args,
                   struct reader *reader, struct value *out)
{
    int64_t sum = 0;

    (void)data;
    (void)reader;
    for (size_t i = 0; i < args->len; i++)
        sum += args->items[i].as.integer;
    for (size_t i = 0; i < args->named_len; i++)
        sum += args->named[i].value.as.integer;
    *out = value_int(sum);
    return true;
}

static void natives_are_called_with_their_data(void **state)
{
    struct fixture *f = *state;
    static char mark[] = "!";

    expr_env_filter(f->env, "shout", shout, mark);
    expr_env_test(f->env, "long", is_long, NULL);
    expr_env_function(f->env, "sum_of", sum_of, NULL);
    expr_env_global(f->env, "answer", value_int(42));
    assert_string_equal(eval(f, "s|shout"), "hello!");
    assert_string_equal(eval(f, "s is long"), "True");
    assert_string_equal(eval(f, "sum_of(1, *[2, 3], k=4)"), "10");
    assert_string_equal(eval(f, "answer"), "42");
    assert_string_equal(eval(f, "['a', 'b']|map('shout')|join"), "a!b!");
    assert_string_equal(eval(f, "['abcd', 'x']|select('long')|list"),
                        "['abcd']");
}

static void a_failing_native_is_reported_where_it_was_called(void **state)
{
    struct fixture *f = *state;
    static char mark[] = "!";

    expr_env_filter(f->env, "shout", shout, mark);
    assert_string_equal(eval(f, "n ~ n|shout"), "error: shout takes text");
    assert_int_equal(last_diag(f)->span.col, 11);
    assert_true(f->reader.failed);
    assert_string_equal(eval(f, "n"), "7");
    assert_false(f->reader.failed);
}

static void the_scope_shadows_a_global(void **state)
{
    struct fixture *f = *state;

    expr_env_global(f->env, "n", value_int(1));
    assert_string_equal(eval(f, "n"), "7");
}

/* ---- An object ---- */

static bool page_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    (void)self;
    if (str_is(key, "broken"))
        return reader_fail(reader, DIAG_BODY_CYCLE, "a cycle");
    if (!str_is(key, "title"))
        return false;
    reader_note(reader, INPUT_PAGE_META, STR("page"), (struct hash){1, 2});
    *out = value_str(STR("T & C"));
    return true;
}

static bool page_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    static const struct str keys[] = {STR_INIT("title"), STR_INIT("date")};

    (void)self;
    *out = value_strings(reader->arena, keys, 2);
    return true;
}

static const struct value_object_type page_type = {
    .name = "page", .get = page_get, .keys = page_keys};

static void put_page(struct fixture *f)
{
    expr_env_global(f->env, "page", value_object(&f->arena, &page_type, NULL));
}

static void an_object_is_read_through_the_reader(void **state)
{
    struct fixture *f = *state;
    struct trace trace;

    put_page(f);
    trace_init(&trace, &f->arena);
    f->reader.trace = &trace;
    assert_string_equal(eval(f, "page.title|length"), "5");
    assert_string_equal(eval(f, "page['title']"), "T & C");
    assert_int_equal(trace.inputs.len, 1);
    assert_string_equal(eval(f, "'title' in page"), "True");
    assert_string_equal(eval(f, "page|list"), "['title', 'date']");
    assert_string_equal(eval(f, "page is mapping"), "True");
}

static void a_missing_attribute_of_an_object_has_a_hint(void **state)
{
    struct fixture *f = *state;

    put_page(f);
    assert_string_equal(eval(f, "page.titel"),
                        "error: page has no attribute 'titel'");
    assert_string_equal(str_cstr(&f->arena, last_diag(f)->hint),
                        "did you mean 'title'?");
}

static void an_object_that_fails_keeps_its_own_diagnostic(void **state)
{
    struct fixture *f = *state;

    put_page(f);
    assert_string_equal(eval(f, "page.broken|default('x')"), "error: a cycle");
    assert_int_equal(last_diag(f)->id, DIAG_BODY_CYCLE);
}

static void dates_have_parts_and_strftime(void **state)
{
    struct fixture *f = *state;
    struct date date;

    assert_true(date_parse(STR("2026-03-01 10:20"), NULL, &date));
    expr_env_global(f->env, "date", value_date(date));
    assert_string_equal(eval(f, "date.year ~ '/' ~ date.month"), "2026/3");
    assert_string_equal(eval(f, "date.strftime('%d.%m.%Y')"), "01.03.2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(natives_are_called_with_their_data),
        TEST(a_failing_native_is_reported_where_it_was_called),
        TEST(the_scope_shadows_a_global),
        TEST(an_object_is_read_through_the_reader),
        TEST(a_missing_attribute_of_an_object_has_a_hint),
        TEST(an_object_that_fails_keeps_its_own_diagnostic),
        TEST(dates_have_parts_and_strftime),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
