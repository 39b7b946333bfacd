/* SPDX-License-Identifier: MIT */
/* What a site publishes of KaTeX, and the versions phx carries. */
#include "host_fixture.h"

static struct str css_of(struct fixture *f, struct str prefix)
{
    struct str css;

    assert_true(script_katex_css(&f->arena, prefix, &css));
    return css;
}

static void style_sheet_keeps_woff2_alone(void **state)
{
    struct str css = css_of(*state, STR("/f/"));

    assert_true(str_find(css, STR(".woff)")) == STR_NONE);
    assert_true(str_find(css, STR(".ttf")) == STR_NONE);
    assert_true(str_find(css, STR("url(fonts/")) == STR_NONE);
    assert_contains(css, "src:url(/f/KaTeX_AMS-Regular.woff2) "
                         "format(\"woff2\")}");
    assert_contains(css, ".katex");
}

static void every_font_of_the_style_sheet_is_carried(void **state)
{
    struct fixture *f = *state;
    struct str css = css_of(f, STR("fonts/"));
    struct script_file *files;
    size_t count = script_katex_fonts(&f->arena, &files);
    size_t named = 0;

    for (size_t at = str_find(css, STR("url(")); at != STR_NONE;
         at = str_find_from(css, STR("url("), at + 1))
        named++;
    assert_int_equal(count, named);
    assert_in_range(count, 15, 40);
    for (size_t i = 0; i < count; i++) {
        assert_true(str_starts(files[i].bytes, STR("wOF2")));
        assert_contains(css, str_fmt(&f->arena, "url(fonts/%" STR_FMT ")",
                                     STR_ARG(files[i].name))
                                 .ptr);
    }
}

static void versions_are_those_of_the_packages(void **state)
{
    struct fixture *f = *state;

    assert_contains(script_library_versions(&f->arena),
                    "katex 0.19.1, prismjs 1.30.0, pcre2 10.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(style_sheet_keeps_woff2_alone),
        fixture_test(every_font_of_the_style_sheet_is_carried),
        fixture_test(versions_are_those_of_the_packages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
