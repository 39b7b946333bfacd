/* SPDX-License-Identifier: MIT */
/* The library through our parser set-up, and its start-up check. */
#include "fixture.h"

static struct str html(struct fixture *f, const char *text,
                       const char *extension, const char *option)
{
    struct str extensions[] = {str_of(extension)};
    struct str options[] = {STR("unsafe"), str_of(option)};

    return markdown_gfm_html(&f->arena, str_of(text), extensions, 1, options,
                             2);
}

static void init_may_be_called_again(void **state)
{
    struct error err;

    (void)state;
    assert_int_equal(markdown_init(&err), 0);
}

static void version_is_the_one_that_was_measured(void **state)
{
    (void)state;
    assert_string_equal(markdown_library_version(), "0.29.0.gfm.6");
}

static void extensions_are_on_by_name(void **state)
{
    assert_text(html(*state, "~~a~~ www.b.cc", "strikethrough", ""),
                "<p><del>a</del> www.b.cc</p>\n");
    assert_text(html(*state, "~~a~~ www.b.cc", "autolink", ""),
                "<p>~~a~~ <a href=\"http://www.b.cc\">www.b.cc</a></p>\n");
    assert_text(html(*state, "<xmp>", "tagfilter", ""), "&lt;xmp>\n");
}

static void options_are_on_by_name(void **state)
{
    assert_text(html(*state, "a -- \"b\"", "", "smart"),
                "<p>a \xE2\x80\x93 \xE2\x80\x9C"
                "b\xE2\x80\x9D</p>\n");
    assert_text(html(*state, "a\nb", "", "hardbreaks"), "<p>a<br />\nb</p>\n");
}

static void additions_are_off(void **state)
{
    assert_text(html(*state, "$a$ {eval}`b`\n$$\nc\n$$", "table", ""),
                "<p>$a$ {eval}<code>b</code>\n$$\nc\n$$</p>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(init_may_be_called_again),
        TEST(version_is_the_one_that_was_measured),
        TEST(extensions_are_on_by_name),
        TEST(options_are_on_by_name),
        TEST(additions_are_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
