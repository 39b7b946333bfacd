/* SPDX-License-Identifier: MIT */
/* The memo of results. */
#include "host_fixture.h"

#include "script/memo.h"

static struct memo_result result_of(const char *markup)
{
    return (struct memo_result){
        .ok = true, .message = STR("m"), .markup = str_of(markup)};
}

static void what_was_put_is_found(void **state)
{
    struct fixture *f = *state;
    struct memo_result got, put = result_of("<b>1</b>");
    struct memo memo;

    put.position = 7;
    memo_init(&memo, MEMO_BYTES);
    memo_put(&memo, hash_bytes(STR("k")), &put);
    assert_true(memo_get(&memo, hash_bytes(STR("k")), &f->arena, &got));
    memo_deinit(&memo);
    assert_text(got.markup, "<b>1</b>");
    assert_text(got.message, "m");
    assert_int_equal(got.position, 7);
    assert_true(got.ok);
}

static void what_was_not_put_is_not_found(void **state)
{
    struct fixture *f = *state;
    struct memo_result got, put = result_of("a");
    struct memo memo;

    memo_init(&memo, MEMO_BYTES);
    assert_false(memo_get(&memo, hash_bytes(STR("k")), &f->arena, &got));
    memo_put(&memo, hash_bytes(STR("k")), &put);
    assert_false(memo_get(&memo, hash_bytes(STR("l")), &f->arena, &got));
    memo_deinit(&memo);
}

static struct hash key_of(struct fixture *f, size_t i)
{
    return hash_bytes(str_fmt(&f->arena, "key %zu", i));
}

static void ten_thousand_results_are_told_apart(void **state)
{
    struct fixture *f = *state;
    struct memo_result got;
    struct memo memo;

    memo_init(&memo, MEMO_BYTES);
    for (size_t i = 0; i < 10000; i++) {
        struct memo_result put =
            result_of(str_fmt(&f->arena, "value %zu", i).ptr);

        memo_put(&memo, key_of(f, i), &put);
    }
    for (size_t i = 0; i < 10000; i++) {
        assert_true(memo_get(&memo, key_of(f, i), &f->arena, &got));
        assert_text(got.markup, str_fmt(&f->arena, "value %zu", i).ptr);
    }
    memo_deinit(&memo);
}

static void memory_stays_bounded(void **state)
{
    struct fixture *f = *state;
    struct memo_result put = result_of("");
    struct memo memo;

    put.markup = str_bytes(arena_bytes(&f->arena, 1000), 1000);
    memset((char *)(uintptr_t)put.markup.ptr, 'x', 1000);
    memo_init(&memo, 1 << 20);
    for (size_t i = 0; i < 20000; i++)
        memo_put(&memo, key_of(f, i), &put);
    for (size_t i = 0; i < MEMO_SHARDS; i++)
        assert_in_range(memo.shards[i].arena.allocated, 1, 2 * memo.limit);
    memo_deinit(&memo);
}

static void what_is_too_large_is_not_kept(void **state)
{
    struct fixture *f = *state;
    struct memo_result got, put = result_of("");
    struct memo memo;

    memo_init(&memo, 16 * 1024);
    put.markup = str_bytes(arena_bytes(&f->arena, 300), 300);
    memo_put(&memo, key_of(f, 1), &put);
    assert_false(memo_get(&memo, key_of(f, 1), &f->arena, &got));
    memo_deinit(&memo);
}

static void display_and_inline_are_remembered_apart(void **state)
{
    struct fixture *f = *state;
    struct script_math_error bad;
    struct error err;
    struct html a, b, again;

    assert_int_equal(script_math(f->host, 0, &f->arena, STR("x"),
                                 &(struct script_math_options){0}, &a, &bad,
                                 &err),
                     PHX_OK);
    assert_int_equal(script_math(f->host, 0, &f->arena, STR("x"),
                                 &(struct script_math_options){.display = true},
                                 &b, &bad, &err),
                     PHX_OK);
    assert_int_equal(script_math(f->host, 0, &f->arena, STR("x"),
                                 &(struct script_math_options){0}, &again, &bad,
                                 &err),
                     PHX_OK);
    assert_false(str_eq(a.markup, b.markup));
    assert_true(str_eq(a.markup, again.markup));
}

static void a_remembered_error_is_still_an_error(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        struct script_math_error bad = {0};
        struct error err;
        struct html html;

        assert_int_equal(script_math(f->host, 0, &f->arena, STR("a\\nope"),
                                     &(struct script_math_options){0}, &html,
                                     &bad, &err),
                         PHX_EINPUT);
        assert_int_equal(bad.position, 1);
        assert_contains(bad.message, "\\nope");
        assert_contains(html.markup, "color:#cc0000");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(what_was_put_is_found),
        fixture_test(what_was_not_put_is_not_found),
        fixture_test(ten_thousand_results_are_told_apart),
        fixture_test(memory_stays_bounded),
        fixture_test(what_is_too_large_is_not_kept),
        fixture_test(display_and_inline_are_remembered_apart),
        fixture_test(a_remembered_error_is_still_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
