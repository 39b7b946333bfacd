/* SPDX-License-Identifier: MIT */
/* Formulas: markup, errors with their places, trust, options. */
#include "host_fixture.h"

struct rendered {
    int rc;
    struct str markup;
    struct script_math_error error;
    struct error err;
};

static struct rendered render_with(struct fixture *f, struct str tex,
                                   struct script_math_options options)
{
    struct rendered r = {0};
    struct html html;

    r.rc = script_math(f->host, 0, &f->arena, tex, &options, &html, &r.error,
                       &r.err);
    r.markup = html.markup;
    return r;
}

static struct rendered render(struct fixture *f, struct str tex)
{
    return render_with(f, tex, (struct script_math_options){0});
}

static void formula_becomes_html_and_mathml(void **state)
{
    struct rendered r = render(*state, STR("x^2"));

    assert_int_equal(r.rc, PHX_OK);
    assert_true(str_starts(r.markup, STR("<span class=\"katex\"><span "
                                         "class=\"katex-mathml\"><math ")));
    assert_contains(r.markup, "<msup><mi>x</mi><mn>2</mn></msup>");
    assert_contains(r.markup,
                    "<span class=\"katex-html\" aria-hidden=\"true\">");
}

static void display_formula_has_the_display_wrapper(void **state)
{
    struct rendered r = render_with(*state, STR("x"),
                                    (struct script_math_options){.display = 1});

    assert_int_equal(r.rc, PHX_OK);
    assert_true(str_starts(r.markup, STR("<span class=\"katex-display\">")));
}

static void empty_formula_renders(void **state)
{
    assert_int_equal(render(*state, STR("")).rc, PHX_OK);
}

static void chinese_text_survives(void **state)
{
    struct rendered r = render(*state, STR("\\text{中文，𝔸}"));

    assert_int_equal(r.rc, PHX_OK);
    assert_contains(r.markup, "<mtext>中文，𝔸</mtext>");
}

static void error_has_message_and_byte_position(void **state)
{
    struct rendered r = render(*state, STR("a + \\nope b"));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_contains(r.error.message, "Undefined control sequence: \\nope");
    assert_int_equal(r.error.position, 4);
    assert_contains(str_of(r.err.message), "\\nope");
}

static void position_counts_bytes_after_chinese_and_emoji(void **state)
{
    struct rendered r = render(*state, STR("\\text{中文😀}\\nope"));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_int_equal(r.error.position, sizeof("\\text{中文😀}") - 1);
}

static void error_without_place_has_no_position(void **state)
{
    struct rendered r = render(*state, STR("x^2^3"));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_int_equal(r.error.position, 3);
    r = render(*state, STR("\\def\\a{\\a\\a}\\a"));
    assert_int_equal(r.rc, PHX_EINPUT);
    assert_contains(r.error.message, "Too many expansions");
    assert_true(r.error.position == STR_NONE);
}

static void error_gives_the_soft_markup(void **state)
{
    struct rendered r = render(*state, STR("\\frac{<1>}"));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_true(
        str_starts(r.markup, STR("<span class=\"katex-error\" title=\"")));
    assert_true(str_ends(r.markup, STR(">\\frac{&lt;1&gt;}</span>")));
}

static void links_need_trust(void **state)
{
    struct str tex = STR("\\href{https://a.example}{x}");
    struct rendered r = render(*state, tex);

    assert_true(str_find(r.markup, STR("<a href")) == STR_NONE);
    r = render_with(*state, tex, (struct script_math_options){.trust = true});
    assert_int_equal(r.rc, PHX_OK);
    assert_contains(r.markup, "<a href=\"https://a.example\"");
}

static void macros_come_in_as_json(void **state)
{
    struct rendered r =
        render_with(*state, STR("\\mine"),
                    (struct script_math_options){
                        .extra_json = STR(
                            "{\"macros\":{\"\\\\mine\":\"\\\\mathbb{R}\"}}")});

    assert_int_equal(r.rc, PHX_OK);
    assert_contains(r.markup, "mathbb");
}

static void definitions_do_not_leak_into_the_next_formula(void **state)
{
    assert_int_equal(render(*state, STR("\\gdef\\mine{1}\\mine")).rc, PHX_OK);
    assert_int_equal(render(*state, STR("\\mine")).rc, PHX_EINPUT);
}

static void invalid_utf8_is_repaired(void **state)
{
    struct rendered r = render(*state, STR("\\text{a\xff\xc3z}"));

    assert_int_equal(r.rc, PHX_OK);
    assert_contains(r.markup, "<mtext>a\xef\xbf\xbd\xef\xbf\xbdz</mtext>");
}

static void nul_does_not_end_the_formula(void **state)
{
    struct rendered r = render(*state, STR("a\0\\nope"));

    assert_int_equal(r.rc, PHX_EINPUT);
}

static struct str repeated(struct arena *arena, struct str part, size_t count)
{
    char *text = arena_bytes(arena, part.len * count);

    for (size_t i = 0; i < count; i++)
        memcpy(text + i * part.len, part.ptr, part.len);
    return str_bytes(text, part.len * count);
}

static void deep_nesting_is_an_error(void **state)
{
    struct fixture *f = *state;
    struct rendered r = render(f, repeated(&f->arena, STR("{"), 100000));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_text(r.error.message, "the formula is nested too deeply");
    assert_int_equal(r.error.position, 200);
}

static void deep_nesting_without_braces_is_an_error(void **state)
{
    struct fixture *f = *state;
    struct rendered r = render(f, repeated(&f->arena, STR("\\left("), 30000));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_contains(r.markup, "katex-error");
}

static void nesting_within_the_limit_renders(void **state)
{
    struct fixture *f = *state;
    struct str open = repeated(&f->arena, STR("\\frac{1}{"), 200);
    struct str close = repeated(&f->arena, STR("}"), 200);

    assert_int_equal(render(f, str_cat(&f->arena, open, close)).rc, PHX_OK);
}

static void huge_formula_is_refused(void **state)
{
    struct fixture *f = *state;
    struct rendered r = render(f, repeated(&f->arena, STR("x"), 300000));

    assert_int_equal(r.rc, PHX_EINPUT);
    assert_contains(r.error.message, "longer than");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(formula_becomes_html_and_mathml),
        fixture_test(display_formula_has_the_display_wrapper),
        fixture_test(empty_formula_renders),
        fixture_test(chinese_text_survives),
        fixture_test(error_has_message_and_byte_position),
        fixture_test(position_counts_bytes_after_chinese_and_emoji),
        fixture_test(error_without_place_has_no_position),
        fixture_test(error_gives_the_soft_markup),
        fixture_test(links_need_trust),
        fixture_test(macros_come_in_as_json),
        fixture_test(definitions_do_not_leak_into_the_next_formula),
        fixture_test(invalid_utf8_is_repaired),
        fixture_test(nul_does_not_end_the_formula),
        fixture_test(deep_nesting_is_an_error),
        fixture_test(deep_nesting_without_braces_is_an_error),
        fixture_test(nesting_within_the_limit_renders),
        fixture_test(huge_formula_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
