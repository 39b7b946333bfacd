/* SPDX-License-Identifier: MIT */
/* Lists and maps as they are built, and looking up in them. */
#include "value_test.h"

static void lists_keep_their_order(void **state)
{
    struct fixture *f = *state;
    struct list_builder b;

    list_builder_init(&b, &f->arena);
    for (int64_t i = 0; i < 100; i++)
        list_builder_push(&b, value_int(i * i));
    struct value list = list_builder_finish(&b);

    assert_int_equal(list.as.list->len, 100);
    assert_int_equal(list.as.list->items[99].as.integer, 99 * 99);
}

static struct value map_of(struct fixture *f, int64_t count)
{
    struct map_builder b;

    map_builder_init(&b, &f->arena);
    for (int64_t i = 0; i < count; i++)
        map_builder_set(&b, value_str(str_fmt(&f->arena, "k%d", (int)i)),
                        value_int(i));
    return map_builder_finish(&b);
}

static void every_key_is_found_at_any_size(void **state)
{
    struct fixture *f = *state;

    for (int64_t size = 0; size < 40; size++) {
        struct value map = map_of(f, size);

        for (int64_t i = 0; i < size; i++) {
            struct str key = str_fmt(&f->arena, "k%d", (int)i);

            assert_int_equal(value_map_get(map, key)->as.integer, i);
        }
        assert_null(value_map_get(map, str_fmt(&f->arena, "k%d", (int)size)));
        assert_null(value_map_get(map, STR("")));
    }
}

static void a_large_map_is_found_in_whole(void **state)
{
    struct fixture *f = *state;
    struct value map = map_of(f, 100000);

    assert_int_equal(map.as.map->len, 100000);
    for (int64_t i = 0; i < 100000; i += 7) {
        struct str key = str_fmt(&f->arena, "k%d", (int)i);

        assert_int_equal(value_map_get(map, key)->as.integer, i);
    }
}

static void a_key_set_twice_keeps_its_place(void **state)
{
    struct fixture *f = *state;
    struct map_builder b;

    map_builder_init(&b, &f->arena);
    assert_false(map_builder_put(&b, "a", value_int(1)));
    assert_false(map_builder_put(&b, "b", value_int(2)));
    assert_true(map_builder_put(&b, "a", value_int(3)));
    assert_string_equal(repr_of(f, map_builder_finish(&b)), "{'a': 3, 'b': 2}");
}

static void keys_of_other_kinds_are_found_by_equality(void **state)
{
    struct fixture *f = *state;
    struct value pair[] = {value_int(1), value_str(STR("x"))};
    struct map_builder b;

    for (int64_t fill = 0; fill < 20; fill += 19) {
        map_builder_init(&b, &f->arena);
        for (int64_t i = 0; i < fill; i++)
            map_builder_set(&b, value_int(100 + i), value_null());
        map_builder_set(&b, value_int(1), value_str(STR("one")));
        map_builder_set(&b, value_null(), value_str(STR("null")));
        map_builder_set(&b, value_tuple_of(&f->arena, pair, 2),
                        value_str(STR("pair")));
        struct value map = map_builder_finish(&b);
        struct value tuple = value_tuple_of(&f->arena, pair, 2);

        assert_text(f, value_text(*value_map_find(map, value_float(1.0))),
                    "one");
        assert_text(f, value_text(*value_map_find(map, value_bool(true))),
                    "one");
        assert_text(f, value_text(*value_map_find(map, value_null())), "null");
        assert_text(f, value_text(*value_map_find(map, tuple)), "pair");
        assert_null(value_map_find(map, value_str(STR("1"))));
        assert_null(value_map_find(map, value_float(1.5)));
    }
}

static void readers_of_settings_fall_back_on_other_kinds(void **state)
{
    struct fixture *f = *state;
    struct value map = json(f, "{\"s\":\"x\",\"b\":true,\"n\":7}");

    assert_text(f, value_map_str(map, STR("s"), STR("no")), "x");
    assert_text(f, value_map_str(map, STR("n"), STR("no")), "no");
    assert_true(value_map_bool(map, STR("b"), false));
    assert_true(value_map_bool(map, STR("s"), true));
    assert_int_equal(value_map_int(map, STR("n"), 1), 7);
    assert_int_equal(value_map_int(map, STR("b"), 1), 1);
    assert_int_equal(value_map_int(value_null(), STR("n"), 3), 3);
}

static void lists_of_strings_are_made_at_once(void **state)
{
    struct fixture *f = *state;
    const struct str words[] = {STR("a"), STR("b c")};

    assert_string_equal(repr_of(f, value_strings(&f->arena, words, 2)),
                        "['a', 'b c']");
    assert_string_equal(repr_of(f, value_strings(&f->arena, NULL, 0)), "[]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_keep_their_order),
        TEST(every_key_is_found_at_any_size),
        TEST(a_large_map_is_found_in_whole),
        TEST(a_key_set_twice_keeps_its_place),
        TEST(keys_of_other_kinds_are_found_by_equality),
        TEST(readers_of_settings_fall_back_on_other_kinds),
        TEST(lists_of_strings_are_made_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
