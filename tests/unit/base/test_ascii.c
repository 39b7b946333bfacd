/* SPDX-License-Identifier: MIT */
/* The classes of bytes, each over all 256 of them. */
#include "unit.h"

static unsigned count(bool (*is)(char c))
{
    unsigned found = 0;
    for (int byte = 0; byte < 256; byte++)
        found += is((char)byte);
    return found;
}

static void only_ascii_bytes_have_a_class(void **state)
{
    (void)state;
    assert_int_equal(count(ascii_is_digit), 10);
    assert_int_equal(count(ascii_is_letter), 52);
    assert_int_equal(count(ascii_is_space), 6);
    assert_true(ascii_is_digit('0') && ascii_is_digit('9'));
    assert_true(ascii_is_letter('a') && ascii_is_letter('Z'));
    assert_true(ascii_is_space('\v') && ascii_is_space('\r'));
}

static void lower_case_changes_26_bytes(void **state)
{
    (void)state;
    unsigned changed = 0;
    for (int byte = 0; byte < 256; byte++) {
        char c = (char)byte;
        changed += ascii_lower(c) != c;
        assert_int_equal(ascii_lower(c) != c, c >= 'A' && c <= 'Z');
    }
    assert_int_equal(changed, 26);
    assert_int_equal(ascii_lower('Q'), 'q');
}

static void hexadecimal_digits_have_their_value(void **state)
{
    (void)state;
    struct str digits = STR("0123456789abcdef");
    struct str upper = STR("0123456789ABCDEF");
    unsigned none = 0;
    for (size_t i = 0; i < digits.len; i++) {
        assert_int_equal(ascii_hex_digit(digits.ptr[i]), i);
        assert_int_equal(ascii_hex_digit(upper.ptr[i]), i);
    }
    for (int byte = 0; byte < 256; byte++)
        none += ascii_hex_digit((char)byte) == -1;
    assert_int_equal(none, 256 - 22);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_ascii_bytes_have_a_class),
        TEST(lower_case_changes_26_bytes),
        TEST(hexadecimal_digits_have_their_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
