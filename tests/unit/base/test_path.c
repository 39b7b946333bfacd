/* SPDX-License-Identifier: MIT */
/* Paths as text: what is refused, and the parts. */
#include "unit.h"

static void resolves(struct arena *arena, const char *base, const char *rel,
                     const char *expected)
{
    struct str out;
    assert_true(path_resolve(arena, str_of(base), str_of(rel), &out));
    assert_text(out, expected);
    assert_int_equal(out.ptr[out.len], '\0');
}

static void relative_parts_are_resolved(void **state)
{
    struct arena *arena = *state;
    resolves(arena, "a/b", "c.md", "a/b/c.md");
    resolves(arena, "a/b", "../c", "a/c");
    resolves(arena, "a/b", "../../c", "c");
    resolves(arena, "", "a//b/./c/", "a/b/c");
    resolves(arena, "a", "..", "");
    resolves(arena, "", "", "");
    resolves(arena, "a/", "b/../..", "");
    resolves(arena, "a", "...", "a/...");
    resolves(arena, "", "..a/b..", "..a/b..");
}

static void what_leaves_the_root_is_refused(void **state)
{
    struct arena *arena = *state;
    struct str out = STR("untouched");
    assert_false(path_resolve(arena, STR(""), STR(".."), &out));
    assert_false(path_resolve(arena, STR("a"), STR("../../a/b"), &out));
    assert_false(path_resolve(arena, STR("a"), STR("b/../../../a"), &out));
    assert_false(path_resolve(arena, STR("a"), STR("/etc/passwd"), &out));
    assert_false(path_resolve(arena, STR("a"), STR("..\\..\\b"), &out));
    assert_false(path_resolve(arena, STR("a"), STR("b\0c"), &out));
    assert_text(out, "untouched");
}

static void parts_of_names(void **state)
{
    (void)state;
    assert_text(path_dir(STR("a/b/c")), "a/b");
    assert_text(path_dir(STR("c")), "");
    assert_text(path_name(STR("a/c.md")), "c.md");
    assert_text(path_ext(STR("a.b/c.tar.gz")), "gz");
    assert_text(path_ext(STR("a.b/c")), "");
    assert_text(path_ext(STR(".hidden")), "");
    assert_text(path_ext(STR("c.")), "");
    assert_text(path_stem(STR("a/c.tar.gz")), "c.tar");
    assert_text(path_stem(STR("a/.hidden")), ".hidden");
}

static void joining_puts_one_slash(void **state)
{
    struct arena *arena = *state;
    assert_text(path_join(arena, STR("a"), STR("b")), "a/b");
    assert_text(path_join(arena, STR("a/"), STR("b")), "a/b");
    assert_text(path_join(arena, STR(""), STR("b")), "b");
    assert_text(path_join(arena, STR("a"), STR("")), "a");
}

static void being_under_a_folder_is_by_whole_parts(void **state)
{
    (void)state;
    assert_true(path_is_under(STR("a/b"), STR("a")));
    assert_true(path_is_under(STR("a"), STR("a")));
    assert_true(path_is_under(STR("a"), STR("")));
    assert_false(path_is_under(STR("ab"), STR("a")));
    assert_false(path_is_under(STR("a"), STR("a/b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(relative_parts_are_resolved),
        TEST(what_leaves_the_root_is_refused),
        TEST(parts_of_names),
        TEST(joining_puts_one_slash),
        TEST(being_under_a_folder_is_by_whole_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
