/* SPDX-License-Identifier: MIT */
/* Plural forms: CLDR's own examples of its rules. */
#include "build/plural.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Numbers and the form they want, "0:other 1:one". */
static void assert_forms(const char *language, const char *examples)
{
    struct str rest = str_of(examples), example;

    while (str_split(&rest, ' ', &example)) {
        size_t colon = str_chr(example, ':');
        const char *form =
            plural_category(str_of(language), str_slice(example, 0, colon));
        if (!str_is(str_from(example, colon + 1), form))
            fail_msg("%s: %" STR_FMT " gives %s", language, STR_ARG(example),
                     form);
    }
}

static void germanic_and_unknown_languages_count_one(void **state)
{
    (void)state;
    assert_forms("en", "0:other 1:one 2:other 1.0:other 1000000:other");
    assert_forms("de-AT", "1:one 21:other 0.5:other");
    assert_forms("tlh", "1:one 2:other");
    assert_forms("da", "0.1:one 1:one 1.5:one 2:other 0:other");
    assert_forms("is", "1:one 21:one 11:other 0.1:one 2:other");
    assert_forms("tr", "1:one 1.0:one 2:other");
}

static void east_asian_languages_have_one_form(void **state)
{
    (void)state;
    assert_forms("zh", "0:other 1:other 1.5:other");
    assert_forms("zh-Hans", "1:other");
    assert_forms("ja", "1:other 2:other");
}

static void romance_languages_know_millions(void **state)
{
    (void)state;
    assert_forms("fr", "0:one 1:one 1.5:one 2:other 1000000:many");
    assert_forms("pt", "0:one 1:one 2:other 2000000:many");
    assert_forms("pt-PT", "0:other 1:one 1.5:other");
    assert_forms("it", "0:other 1:one 1.0:other 1000000:many");
    assert_forms("es", "0:other 1:one 1.0:one 1000000:many 1.1:other");
    assert_forms("ro", "0:few 1:one 16:few 20:other 101:few 1.0:few");
}

static void slavic_languages_look_at_the_last_digits(void **state)
{
    (void)state;
    assert_forms("ru", "1:one 21:one 2:few 22:few 5:many 11:many 12:many "
                       "0:many 100:many 1.5:other");
    assert_forms("pl", "1:one 2:few 22:few 5:many 12:many 21:many 1.5:other");
    assert_forms("cs", "1:one 2:few 4:few 5:other 0:other 1.5:many");
    assert_forms("hr", "1:one 21:one 0.1:one 2:few 0.2:few 5:other 11:other");
    assert_forms("sl", "1:one 101:one 2:two 102:two 3:few 0.5:few 5:other");
    assert_forms("mk", "1:one 11:other 21:one 0.1:one 2:other");
}

static void baltic_languages(void **state)
{
    (void)state;
    assert_forms("lt", "1:one 21:one 2:few 9:few 0.1:many 0:other 10:other "
                       "11:other 20:other");
    assert_forms("lv", "0:zero 10:zero 11:zero 1:one 21:one 0.1:one 2:other "
                       "0.2:other 0.11:zero");
}

static void semitic_and_celtic_languages(void **state)
{
    (void)state;
    assert_forms("ar", "0:zero 1:one 2:two 3:few 103:few 11:many 111:many "
                       "100:other 102:other 0.1:other");
    assert_forms("he", "1:one 0.5:one 2:two 3:other 1.5:other");
    assert_forms("ga", "1:one 2:two 3:few 6:few 7:many 10:many 11:other "
                       "0:other");
    assert_forms("cy", "0:zero 1:one 2:two 3:few 6:many 4:other 7:other");
}

static void indian_and_african_languages_count_zero_as_one(void **state)
{
    (void)state;
    assert_forms("hi", "0:one 0.5:one 1:one 2:other 1.1:other");
    assert_forms("zu", "0:one 1:one 2:other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(germanic_and_unknown_languages_count_one),
        cmocka_unit_test(east_asian_languages_have_one_form),
        cmocka_unit_test(romance_languages_know_millions),
        cmocka_unit_test(slavic_languages_look_at_the_last_digits),
        cmocka_unit_test(baltic_languages),
        cmocka_unit_test(semitic_and_celtic_languages),
        cmocka_unit_test(indian_and_african_languages_count_zero_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
