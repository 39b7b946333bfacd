/* SPDX-License-Identifier: MIT */
/* Embedded files: the table is sorted, each file is found, ranges hold. */
#include "unit.h"

static void the_table_is_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < embed_count; i++)
        assert_true(str_cmp(str_of(embed_files[i - 1].path),
                            str_of(embed_files[i].path)) < 0);
}

static void every_file_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < embed_count; i++) {
        struct str bytes;
        assert_true(embed_find(str_of(embed_files[i].path), &bytes));
        assert_ptr_equal(bytes.ptr, embed_files[i].start);
        assert_ptr_equal(bytes.ptr + bytes.len, embed_files[i].end);
    }
}

static void other_names_are_not(void **state)
{
    (void)state;
    struct str bytes = STR("untouched");
    assert_false(embed_find(STR(""), &bytes));
    assert_false(embed_find(STR("npm/"), &bytes));
    assert_false(embed_find(STR("zzz"), &bytes));
    assert_text(bytes, "untouched");
}

static void a_range_holds_its_folder(void **state)
{
    (void)state;
    size_t count;
    assert_int_equal(embed_range(STR(""), &count), 0);
    assert_int_equal(count, embed_count);
    size_t from = embed_range(STR("npm/"), &count);
    for (size_t i = 0; i < embed_count; i++) {
        bool inside = str_starts(str_of(embed_files[i].path), STR("npm/"));
        assert_int_equal(inside, i >= from && i < from + count);
    }
    embed_range(STR("zzz"), &count);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_table_is_sorted),
        TEST(every_file_is_found),
        TEST(other_names_are_not),
        TEST(a_range_holds_its_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
