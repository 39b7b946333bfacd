/* SPDX-License-Identifier: MIT */
/* Unicode: strict decoding, classes, case, slugs, words. */
#include "unit.h"

static void decoding_is_strict(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xed\xa0\x80",
                                      "\xf0\x80\x80\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf5",
                                      "\xe4\xb8",
                                      "\xf0\x9f\x98",
                                      "\xff",
                                      "\xe4x\x80"};
    for (size_t i = 0; i < PHX_COUNT(bad); i++) {
        size_t pos = 0;
        assert_true(utf8_next(str_of(bad[i]), &pos) == UTF8_INVALID);
        assert_int_equal(pos, 1);
        assert_false(utf8_valid(str_of(bad[i]), NULL));
    }
    size_t pos = 0;
    assert_int_equal(utf8_next(STR("\xf4\x8f\xbf\xbf"), &pos), 0x10FFFF);
    assert_int_equal(pos, 4);
}

static void the_first_bad_byte_is_found(void **state)
{
    (void)state;
    size_t bad = 99;
    assert_false(utf8_valid(STR("0123456789真\xffz"), &bad));
    assert_int_equal(bad, 13);
    assert_true(utf8_valid(STR("plain and 真 and \0 too"), &bad));
    assert_true(utf8_valid(STR(""), NULL));
}

static void looking_back_sees_whole_characters(void **state)
{
    (void)state;
    struct str s = STR("a真😀\x80");
    assert_int_equal(utf8_before(s, 0), 0);
    assert_int_equal(utf8_before(s, 1), 'a');
    assert_int_equal(utf8_before(s, 4), 0x771F);
    assert_int_equal(utf8_before(s, 8), 0x1F600);
    assert_true(utf8_before(s, 9) == UTF8_INVALID);
    assert_true(utf8_before(s, 3) == UTF8_INVALID);
}

static void counting_and_offsets(void **state)
{
    (void)state;
    struct str s = STR("0123456789真é😀");
    assert_int_equal(utf8_count(s), 13);
    assert_int_equal(utf8_count(STR("")), 0);
    assert_int_equal(utf8_offset(s, 11), 13);
    assert_int_equal(utf8_offset(s, 99), s.len);
}

static void repair_replaces_bad_bytes_only(void **state)
{
    struct arena *arena = *state;
    assert_text(utf8_repair(arena, STR("a\xff真\xe4\xb8")), "a�真��");
    struct str good = STR("真");
    assert_ptr_equal(utf8_repair(arena, good).ptr, good.ptr);
}

static void cjk_is_letters_and_their_punctuation(void **state)
{
    (void)state;
    static const uint32_t both[] = {0x4E2D, 0x3042, 0x30A2,  0x3105,  0xAC00,
                                    0x3400, 0xF900, 0x20000, 0x2CEB0, 0x323AF};
    static const uint32_t marks[] = {0x3002, 0xFF0C, 0x300C, 0xFE10, 0x3000};
    static const uint32_t none[] = {'a', 0xE9, 0x416, 0x2014, 0x201C, 0x1F600};
    for (size_t i = 0; i < PHX_COUNT(both); i++)
        assert_true(text_is_cjk(both[i]) && text_is_cjk_letter(both[i]));
    for (size_t i = 0; i < PHX_COUNT(marks); i++)
        assert_true(text_is_cjk(marks[i]) && !text_is_cjk_letter(marks[i]));
    for (size_t i = 0; i < PHX_COUNT(none); i++)
        assert_false(text_is_cjk(none[i]) || text_is_cjk_letter(none[i]));
}

static void wide_and_emoji_and_space(void **state)
{
    (void)state;
    assert_true(text_is_wide(0x4E2D) && text_is_wide(0xFF01));
    assert_false(text_is_wide('a') || text_is_wide(0x201C));
    assert_true(text_is_emoji(0x1F600) && text_is_emoji(0x2705) &&
                text_is_emoji(0x1F1E8) && text_is_emoji(0x1F3FB));
    assert_false(text_is_emoji(0xA9) || text_is_emoji('1') ||
                 text_is_emoji(0x3030) || text_is_emoji(0x4E2D));
    assert_true(text_is_space(' ') && text_is_space(0xA0) &&
                text_is_space(0x3000) && text_is_space('\n'));
    assert_false(text_is_space('a') || text_is_space(0x200B));
    assert_true(text_is_letter_or_digit(0xE9) &&
                text_is_letter_or_digit(0x4E2D) &&
                text_is_letter_or_digit(0x661));
    assert_false(text_is_letter_or_digit('_') ||
                 text_is_letter_or_digit(0x3002) ||
                 text_is_letter_or_digit(UTF8_INVALID));
}

static void columns_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(text_columns(STR("abc")), 3);
    assert_int_equal(text_columns(STR("真，a")), 5);
    assert_int_equal(text_columns(STR("e\xcc\x81")), 1);
    assert_int_equal(text_columns(STR("\xff\xff")), 2);
}

static void normal_form_and_case(void **state)
{
    struct arena *arena = *state;
    assert_text(text_nfc(arena, STR("e\xcc\x81")), "é");
    assert_text(text_nfc(arena, STR("か\xe3\x82\x99")), "が");
    assert_text(text_nfc(arena, STR("\xef\xa4\x80")), "豈");
    assert_text(text_nfc(arena, STR("α\xff")), "α�");
    assert_text(text_lower(arena, STR("ÀÉ AB 真")), "àé ab 真");
    assert_text(text_upper(arena, STR("straße é")), "STRASSE É");
    assert_text(text_casefold(arena, STR("Straße")), "strasse");
    assert_text(text_casefold(arena, STR("ABC")), "abc");
    assert_text(text_lower(arena, STR("A\xff")), "a�");
}

static void slug(struct arena *arena, const char *in, const char *expected)
{
    assert_text(text_slug(arena, str_of(in)), expected);
}

static void slugs_keep_letters_of_every_script(void **state)
{
    struct arena *arena = *state;
    slug(arena, "Hello, World!", "hello-world");
    slug(arena, "  --a--b--  ", "a-b");
    slug(arena, "真，她：「你好」", "真-她-你好");
    slug(arena, "CUDA 优化 v1.2", "cuda-优化-v1-2");
    slug(arena, "Caf\x65\xcc\x81", "café");
    slug(arena, "हिन्दी", "हिन्दी");
    slug(arena, "../../etc", "etc");
    slug(arena, "😀", "");
    slug(arena, "", "");
}

static void slugs_spell_the_signs_of_names(void **state)
{
    struct arena *arena = *state;
    slug(arena, "C++", "c-plus-plus");
    slug(arena, "C#", "c-sharp");
    slug(arena, "Modern C++20 tips", "modern-c-plus-plus-20-tips");
    slug(arena, "F# and g++.", "f-sharp-and-g-plus-plus");
    slug(arena, "1+1", "1-1");
    slug(arena, "a + b", "a-b");
    slug(arena, "issue#12", "issue-12");
    slug(arena, "# heading", "heading");
}

static void counts(const char *text, size_t cjk, size_t words)
{
    struct text_count count = text_count_words(str_of(text));
    if (count.cjk != cjk || count.words != words)
        fail_msg("%s: %zu CJK letters and %zu words", text, count.cjk,
                 count.words);
}

static void words_are_counted_as_people_count(void **state)
{
    (void)state;
    counts("", 0, 0);
    counts("one two  three", 0, 3);
    counts("don't state-of-the-art it’s", 0, 3);
    counts("a - b -- c", 0, 3);
    counts("1,234.5 and 3.14.", 0, 3);
    counts("end.Next", 0, 2);
    counts("真的，是这样。", 5, 0);
    counts("用 GPU 跑 3.5 倍", 3, 2);
    counts("中文abc中文", 4, 1);
    counts("naïve cafe\xcc\x81s", 0, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(decoding_is_strict),
        TEST(the_first_bad_byte_is_found),
        TEST(looking_back_sees_whole_characters),
        TEST(counting_and_offsets),
        TEST(repair_replaces_bad_bytes_only),
        TEST(cjk_is_letters_and_their_punctuation),
        TEST(wide_and_emoji_and_space),
        TEST(columns_of_a_terminal),
        TEST(normal_form_and_case),
        TEST(slugs_keep_letters_of_every_script),
        TEST(slugs_spell_the_signs_of_names),
        TEST(words_are_counted_as_people_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
