/* SPDX-License-Identifier: MIT */
/* Kinds, truth, Python's equality and order, hashes and fingerprints. */
#include "value_test.h"

#include <math.h>

static void numbers_are_equal_across_kinds(void **state)
{
    (void)state;
    assert_true(value_equal(value_int(1), value_float(1.0)));
    assert_true(value_equal(value_int(1), value_bool(true)));
    assert_true(value_equal(value_float(0.0), value_bool(false)));
    assert_false(value_equal(value_int(1), value_str(STR("1"))));
}

static void large_integers_differ_from_the_float_next_to_them(void **state)
{
    bool ok;
    struct value odd = value_int((INT64_C(1) << 53) + 1);

    (void)state;
    assert_false(value_equal(odd, value_float(9007199254740992.0)));
    assert_true(value_compare(odd, value_float(9007199254740992.0), &ok) > 0);
    assert_true(value_compare(value_float(9007199254740992.0), odd, &ok) < 0);
    assert_true(value_compare(value_int(INT64_MAX), value_float(1e300), &ok) <
                0);
    assert_true(value_compare(value_int(INT64_MIN), value_float(-1e300), &ok) >
                0);
}

static void nan_equals_nothing_and_sorts_last(void **state)
{
    struct value nan = value_float((double)NAN);
    bool ok;

    (void)state;
    assert_false(value_equal(nan, nan));
    assert_true(value_compare(nan, value_int(INT64_MAX), &ok) > 0);
    assert_true(value_compare(value_float((double)INFINITY), nan, &ok) < 0);
    assert_int_equal(value_compare(nan, nan, &ok), 0);
}

static void equal_values_have_equal_hashes(void **state)
{
    struct fixture *f = *state;

    assert_true(value_hash(value_int(-3)) == value_hash(value_float(-3.0)));
    assert_true(value_hash(value_bool(true)) == value_hash(value_int(1)));
    assert_true(value_hash(value_float(-0.0)) == value_hash(value_int(0)));
    assert_true(value_hash(json(f, "{\"a\":1,\"b\":[2]}")) ==
                value_hash(json(f, "{\"b\":[2.0],\"a\":1}")));
}

static void lists_compare_by_the_first_difference(void **state)
{
    struct fixture *f = *state;
    bool ok;

    assert_true(value_compare(json(f, "[1, 2]"), json(f, "[1, 3]"), &ok) < 0 &&
                ok);
    assert_true(value_compare(json(f, "[1, 2]"), json(f, "[1]"), &ok) > 0 &&
                ok);
    assert_true(value_compare(json(f, "[null, 1]"), json(f, "[null, 2]"), &ok) <
                    0 &&
                ok);
    value_compare(json(f, "[null]"), json(f, "[1]"), &ok);
    assert_false(ok);
}

static void unlike_kinds_have_no_order(void **state)
{
    bool ok;

    (void)state;
    value_compare(value_int(1), value_str(STR("1")), &ok);
    assert_false(ok);
    value_compare(value_null(), value_null(), &ok);
    assert_false(ok);
}

static void maps_are_equal_in_any_order(void **state)
{
    struct fixture *f = *state;

    assert_true(value_equal(json(f, "{\"a\":1,\"b\":2}"),
                            json(f, "{\"b\":2,\"a\":1}")));
    assert_false(value_equal(json(f, "{\"a\":1,\"b\":2}"),
                             json(f, "{\"b\":2,\"c\":1}")));
    assert_false(value_equal(json(f, "{\"a\":1}"), json(f, "{}")));
}

static void a_tuple_is_no_list(void **state)
{
    struct fixture *f = *state;
    struct value one = value_int(1);
    struct value tuple = value_tuple_of(&f->arena, &one, 1);

    assert_false(value_equal(tuple, value_list_of(&f->arena, &one, 1)));
    assert_string_equal(value_kind_name(tuple), "tuple");
}

static void dates_compare_as_instants(void **state)
{
    struct date utc, east;
    bool ok;

    (void)state;
    assert_true(date_parse(STR("2026-03-01 10:00Z"), NULL, &utc));
    assert_true(date_parse(STR("2026-03-01 18:00 +08:00"), NULL, &east));
    assert_true(value_equal(value_date(utc), value_date(east)));
    assert_true(value_hash(value_date(utc)) == value_hash(value_date(east)));
    east.unix_seconds++;
    assert_true(value_compare(value_date(utc), value_date(east), &ok) < 0 &&
                ok);
    assert_int_equal(value_as_date(value_date(east)).offset, 480);
}

static void empty_things_are_false(void **state)
{
    struct fixture *f = *state;
    static const char *const yes[] = {"1",   "-0.5", "\"0\"",    "[0]",
                                      "NaN", "true", "{\"a\":0}"};
    static const char *const no[] = {"0",  "0.0",  "\"\"",  "[]",
                                     "{}", "null", "false", "-0.0"};

    for (size_t i = 0; i < PHX_COUNT(yes); i++)
        assert_true(value_truthy(json(f, yes[i]), NULL));
    for (size_t i = 0; i < PHX_COUNT(no); i++)
        assert_false(value_truthy(json(f, no[i]), NULL));
    assert_false(value_truthy(value_undefined(STR("x")), NULL));
}

static void fingerprints_see_content_kind_and_order(void **state)
{
    struct fixture *f = *state;
    static const char *const all[] = {"1",
                                      "1.0",
                                      "\"1\"",
                                      "true",
                                      "null",
                                      "[1]",
                                      "[[1]]",
                                      "{}",
                                      "[]",
                                      "\"\"",
                                      "[1,2]",
                                      "[2,1]",
                                      "[[1],2]",
                                      "[[1,2]]",
                                      "{\"a\":1,\"b\":2}",
                                      "{\"b\":2,\"a\":1}"};

    for (size_t i = 0; i < PHX_COUNT(all); i++)
        for (size_t k = 0; k < PHX_COUNT(all); k++)
            assert_int_equal(hash_eq(value_fingerprint(json(f, all[i])),
                                     value_fingerprint(json(f, all[k]))),
                             i == k);
}

static bool same_text(const struct value_object *a,
                      const struct value_object *b)
{
    return strcmp(a->data, b->data) == 0;
}

static void
objects_are_equal_by_identity_unless_they_say_otherwise(void **state)
{
    struct fixture *f = *state;
    static const struct value_object_type plain = {.name = "page"};
    static const struct value_object_type tag = {.name = "tag",
                                                 .equal = same_text};
    char one[] = "x", two[] = "x";
    struct value a = value_object(&f->arena, &tag, one);
    struct value b = value_object(&f->arena, &tag, two);

    assert_true(value_equal(a, b));
    assert_true(value_hash(a) == value_hash(b));
    assert_false(value_equal(value_object(&f->arena, &plain, one),
                             value_object(&f->arena, &plain, two)));
    assert_true(value_equal(value_object(&f->arena, &plain, one),
                            value_object(&f->arena, &plain, one)));
    assert_string_equal(value_kind_name(a), "tag");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_equal_across_kinds),
        TEST(large_integers_differ_from_the_float_next_to_them),
        TEST(nan_equals_nothing_and_sorts_last),
        TEST(equal_values_have_equal_hashes),
        TEST(lists_compare_by_the_first_difference),
        TEST(unlike_kinds_have_no_order),
        TEST(maps_are_equal_in_any_order),
        TEST(a_tuple_is_no_list),
        TEST(dates_compare_as_instants),
        TEST(empty_things_are_false),
        TEST(fingerprints_see_content_kind_and_order),
        TEST(objects_are_equal_by_identity_unless_they_say_otherwise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
