/* SPDX-License-Identifier: MIT */
/* Maps: insertion order, replacement, growth. */
#include "unit.h"

static void an_empty_map_has_nothing(void **state)
{
    struct map map;
    map_init(&map, *state);
    assert_null(map_get(&map, STR("a")));
    assert_false(map_has(&map, STR("")));
}

static void setting_replaces_and_returns_the_old(void **state)
{
    struct map map;
    map_init(&map, *state);
    int one = 1;
    int two = 2;
    assert_null(map_set(&map, STR("k"), &one));
    assert_ptr_equal(map_set(&map, STR("k"), &two), &one);
    assert_ptr_equal(map_get(&map, STR("k")), &two);
    assert_int_equal(map.len, 1);
}

static void a_null_value_is_a_member(void **state)
{
    struct map map;
    map_init(&map, *state);
    assert_null(*map_place(&map, STR("")));
    assert_true(map_has(&map, STR("")));
}

static void thousands_of_keys_keep_their_order(void **state)
{
    struct arena *arena = *state;
    struct map map;
    map_init(&map, arena);
    static int values[5000];
    for (int i = 0; i < 5000; i++)
        map_set(&map, str_fmt(arena, "key %d", i), &values[i]);
    assert_int_equal(map.len, 5000);
    for (int i = 0; i < 5000; i++) {
        assert_text(map.entries[i].key, str_fmt(arena, "key %d", i).ptr);
        assert_ptr_equal(map_get(&map, str_fmt(arena, "key %d", i)),
                         &values[i]);
    }
    assert_false(map_has(&map, STR("key 5000")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_map_has_nothing),
        TEST(setting_replaces_and_returns_the_old),
        TEST(a_null_value_is_a_member),
        TEST(thousands_of_keys_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
