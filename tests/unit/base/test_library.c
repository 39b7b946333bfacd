/* SPDX-License-Identifier: MIT */
/* Opening libraries: the C library's own mathematics, and what is not there. */
#include "unit.h"

struct table {
    double (*cos)(double);
    double (*floor)(double);
};

static const struct library_symbol symbols[] = {
    LIBRARY_SYMBOL(struct table, cos) LIBRARY_SYMBOL(struct table, floor)};

static void the_table_has_the_functions(void **state)
{
    (void)state;
    struct table table = {0};
    struct library library = {"libm.so.6", symbols, 2, &table, ""};
    if (library_open(&library) == NULL)
        skip(); /* another C library */
    assert_string_equal(library.why_not, "");
    assert_true(table.cos(0.0) > 0.999);
    assert_int_equal((int)table.floor(2.5), 2);
}

static void a_missing_library_is_named(void **state)
{
    (void)state;
    struct library library = {.file = "libnowhere.so.7"};
    assert_null(library_open(&library));
    assert_non_null(strstr(library.why_not, "libnowhere.so.7"));
}

static void a_missing_function_is_named(void **state)
{
    (void)state;
    static const struct library_symbol wrong = {"cos_of_nothing", 0};
    struct table table = {0};
    struct library library = {"libm.so.6", &wrong, 1, &table, ""};
    assert_null(library_open(&library));
    if (strstr(library.why_not, "cos_of_nothing") == NULL)
        assert_non_null(strstr(library.why_not, "libm.so.6"));
    assert_null(table.cos);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_table_has_the_functions),
        TEST(a_missing_library_is_named),
        TEST(a_missing_function_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
