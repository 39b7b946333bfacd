/* SPDX-License-Identifier: MIT */
/* Arenas and vectors: alignment, zeroing, order of cleanups, taking over. */
#include "unit.h"

static void memory_is_zeroed_and_aligned(void **state)
{
    struct arena *arena = *state;
    for (size_t size = 1; size < 3000; size = size * 2 + 1) {
        arena_bytes(arena, 3);
        unsigned char *p = arena_alloc(arena, 1, size);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
}

static void a_reset_block_is_zeroed_again(void **state)
{
    struct arena *arena = *state;
    memset(arena_alloc(arena, 1, 100), 0xAA, 100);
    arena_reset(arena);
    const unsigned char *p = arena_alloc(arena, 1, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
}

static void zero_bytes_give_unique_pointers(void **state)
{
    struct arena *arena = *state;
    const char *a = arena_alloc(arena, 0, 8);
    const char *b = arena_alloc(arena, 8, 0);
    const char *c = arena_bytes(arena, 0);
    assert_non_null(a);
    assert_ptr_not_equal(a, b);
    assert_ptr_not_equal(b, c);
}

static void objects_do_not_overlap(void **state)
{
    struct arena *arena = *state;
    unsigned char *objects[2000];
    for (size_t i = 0; i < 2000; i++) {
        size_t size = i % 97 == 0 ? 300000 : i % 50;
        objects[i] = (unsigned char *)arena_bytes(arena, size + 1);
        memset(objects[i], (int)(i % 251), size + 1);
    }
    for (size_t i = 0; i < 2000; i++) {
        size_t size = i % 97 == 0 ? 300000 : i % 50;
        for (size_t j = 0; j <= size; j++)
            assert_int_equal(objects[i][j], i % 251);
    }
}

static void allocated_counts_bytes_handed_out(void **state)
{
    struct arena *arena = *state;
    arena_alloc(arena, 10, 10);
    arena_bytes(arena, 5000000);
    assert_int_equal(arena->allocated, 5000100);
    arena_reset(arena);
    assert_int_equal(arena->allocated, 0);
}

static void reset_keeps_a_block(void **state)
{
    struct arena *arena = *state;
    arena_alloc(arena, 1, 64);
    const struct arena_block *first = arena->blocks;
    arena_bytes(arena, 100000); /* a block of its own, freed by the reset */
    arena_reset(arena);
    arena_alloc(arena, 1, 64);
    assert_ptr_equal(arena->blocks, first);
}

static void note_first(void *ptr)
{
    buf_add_cstr(ptr, "first,");
}

static void note_second(void *ptr)
{
    buf_add_cstr(ptr, "second,");
}

static void cleanups_run_newest_first_and_once(void **state)
{
    struct arena *arena = *state;
    struct buf notes = BUF_INIT;
    arena_defer(arena, note_first, &notes);
    arena_defer(arena, note_second, &notes);
    arena_reset(arena);
    assert_text(buf_str(&notes), "second,first,");
    arena_reset(arena);
    assert_text(buf_str(&notes), "second,first,");
    buf_deinit(&notes);
}

static void taking_moves_memory_and_cleanups(void **state)
{
    struct arena *arena = *state;
    struct buf notes = BUF_INIT;
    struct arena from;
    arena_init(&from);
    struct str kept = str_dup(&from, STR("kept"));
    arena_bytes(&from, 100000);
    arena_defer(arena, note_first, &notes);
    arena_defer(&from, note_second, &notes);
    arena_take(arena, &from);
    assert_int_equal(from.allocated, 0);
    arena_deinit(&from);
    assert_text(buf_str(&notes), "");
    assert_text(kept, "kept");
    arena_reset(arena);
    assert_text(buf_str(&notes), "second,first,");
    buf_deinit(&notes);
}

static void an_empty_arena_takes_over_a_full_one(void **state)
{
    struct arena *from = *state;
    struct arena into;
    arena_init(&into);
    struct str kept = str_dup(from, STR("kept"));
    arena_take(&into, from);
    assert_text(str_cat(&into, kept, STR("!")), "kept!");
    assert_text(str_dup(from, STR("again")), "again");
    arena_deinit(&into);
}

static void debug_mode_gives_each_allocation_a_block(void **state)
{
    (void)state;
    assert_int_equal(setenv("PHX_DEBUG_ARENA", "1", 1), 0);
    struct arena arena;
    arena_init(&arena);
    unsetenv("PHX_DEBUG_ARENA");
    for (size_t i = 0; i < 100; i++)
        memset(arena_alloc(&arena, 1, i), 1, i);
    const unsigned char *next = arena.next;
    arena_alloc(&arena, 1, 1);
    assert_ptr_equal(arena.next, next); /* nothing was cut from a block */
    arena_deinit(&arena);
}

static void a_vector_grows_and_keeps_its_items(void **state)
{
    struct arena *arena = *state;
    PHX_VEC(size_t) numbers = {0};
    for (size_t i = 0; i < 1000; i++)
        vec_push(arena, &numbers, i * i);
    assert_int_equal(numbers.len, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(numbers.items[i], i * i);
}

static void an_added_item_is_zeroed(void **state)
{
    struct arena *arena = *state;
    PHX_VEC(struct str) texts = {0};
    for (int i = 0; i < 9; i++) {
        struct str *text = vec_add(arena, &texts);
        assert_null(text->ptr);
        *text = STR("x");
        texts.len -= i == 4 ? 1 : 0; /* its place is zeroed when used again */
    }
    assert_int_equal(texts.len, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zeroed_and_aligned),
        TEST(a_reset_block_is_zeroed_again),
        TEST(zero_bytes_give_unique_pointers),
        TEST(objects_do_not_overlap),
        TEST(allocated_counts_bytes_handed_out),
        TEST(reset_keeps_a_block),
        TEST(cleanups_run_newest_first_and_once),
        TEST(taking_moves_memory_and_cleanups),
        TEST(an_empty_arena_takes_over_a_full_one),
        TEST(debug_mode_gives_each_allocation_a_block),
        TEST(a_vector_grows_and_keeps_its_items),
        TEST(an_added_item_is_zeroed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
