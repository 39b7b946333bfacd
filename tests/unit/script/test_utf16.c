/* SPDX-License-Identifier: MIT */
/* UTF-8 and UTF-16. */
#include "host_fixture.h"

#include "script/utf16.h"

static void text_goes_there_and_back(void **state)
{
    struct fixture *f = *state;
    struct str text = STR("a\0é中😀z");
    uint16_t units[32];
    size_t len = utf16_from_utf8(text, units);

    assert_int_equal(len, 7);
    assert_true(str_eq(utf16_to_utf8(&f->arena, units, len), text));
}

static void half_a_pair_becomes_the_replacement_character(void **state)
{
    struct fixture *f = *state;
    const uint16_t units[] = {0xD83D, 'a', 0xDE00, 0xD83D};

    assert_text(utf16_to_utf8(&f->arena, units, PHX_COUNT(units)),
                "\xef\xbf\xbd"
                "a\xef\xbf\xbd\xef\xbf\xbd");
}

/* Runs of ASCII are copied sixteen units at a time. */
static void letters_between_long_runs_stay(void **state)
{
    struct fixture *f = *state;
    struct str text = STR("sixteen letters,é and sixteen more at the end.😀 a");
    uint16_t units[64];
    size_t len = utf16_from_utf8(text, units);

    for (size_t i = 0; i <= len; i++) {
        struct str head = utf16_to_utf8(&f->arena, units, i);
        if (i == 0 || units[i - 1] < 0xD800 || units[i - 1] >= 0xDC00)
            assert_true(str_starts(text, head));
    }
    assert_true(str_eq(utf16_to_utf8(&f->arena, units, len), text));
}

static void units_are_counted_back_to_bytes(void **state)
{
    struct str text = STR("aé😀z");

    (void)state;
    assert_int_equal(utf16_byte_offset(text, 0), 0);
    assert_int_equal(utf16_byte_offset(text, 2), 3);
    assert_int_equal(utf16_byte_offset(text, 4), 7);
    assert_int_equal(utf16_byte_offset(text, 99), text.len);
}

static void plain_is_ascii_without_nul(void **state)
{
    (void)state;
    assert_true(utf16_is_plain(STR("a\n~")));
    assert_false(utf16_is_plain(STR("a\0b")));
    assert_false(utf16_is_plain(STR("é")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(text_goes_there_and_back),
        fixture_test(half_a_pair_becomes_the_replacement_character),
        fixture_test(letters_between_long_runs_stay),
        fixture_test(units_are_counted_back_to_bytes),
        fixture_test(plain_is_ascii_without_nul),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
