/* SPDX-License-Identifier: MIT */
/*
 * Every inline addition in every place where the library can lose a node: a
 * cell, strikethrough, a link, a heading, emphasis, an alternative text.
 */
#include "fixture.h"

static void in_a_cell(void **state)
{
    assert_page(*state, "|a|b|c|\n|-|-|-|\n|$x$|{eval}`1`|https://a.b，中|\n",
                "<div class=\"table\" "
                "tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th>a</th>\n"
                "<th>b</th>\n<th>c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
                "<td>(math x)</td>\n<td>(role eval|1)</td>\n"
                "<td><a href=\"https://a.b\">https://a.b</a>，中</td>\n"
                "</tr>\n</tbody>\n</table>\n</div>\n");
}

static void in_strikethrough(void **state)
{
    assert_page(*state, "~~$x$ {eval}`1`~~\n",
                "<p><del>(math x) (role eval|1)</del></p>\n");
}

static void in_a_link(void **state)
{
    assert_page(*state, "[$x$ {eval}`1`](a.md)\n",
                "<p><a href=\"a.md\">(math x) (role eval|1)</a></p>\n");
}

static void in_emphasis(void **state)
{
    assert_page(*state, "**$x_1$** *{eval}`a*b`*\n",
                "<p><strong>(math x_1)</strong> "
                "<em>(role eval|a*b)</em></p>\n");
}

static void in_a_heading(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "## On $x_1$ {eval}`1+1`\n",
                "<h2 id=\"on-x-1\">On (math x_1) (role eval|1+1)(#on-x-1)"
                "</h2>\n");
    assert_text(f->document.headings[0].text, "On x_1");
}

static void formula_in_an_alternative_text_is_its_tex(void **state)
{
    assert_page(*state, "a ![b $x_1$](c.png)\n",
                "<p>a (image c.png|b x_1)</p>\n");
}

static void role_in_an_alternative_text_is_reported(void **state)
{
    struct fixture *f = *state;

    parse(f, "a ![b {eval}`1`](c.png)\n");
    assert_text(diag_text(f, 0),
                "M035 1:3 a role in an alternative text cannot be computed");
}

static void role_in_an_address_is_reported(void **state)
{
    struct fixture *f = *state;

    parse(f, "[a]({eval}`1`)\n");
    assert_text(diag_text(f, 0),
                "M035 1:5 a role in a link's address cannot be computed");
}

static void role_text_ends_at_as_many_backticks(void **state)
{
    assert_page(*state, "{eval}``a `b` c`` d\n",
                "<p>(role eval|a `b` c) d</p>\n");
}

static void role_in_a_cell_takes_an_escaped_bar(void **state)
{
    struct fixture *f = *state;
    const struct document *d = parse(f, "|a|\n|-|\n|{eval}`x \\| round`|\n");

    assert_int_equal(d->hole_count, 1);
    assert_text(d->holes[0].text, "x | round");
    assert_int_equal(f->diags.list.len, 0);
}

static void bare_bar_in_a_role_is_reported(void **state)
{
    struct fixture *f = *state;

    parse(f, "|a|b|\n|-|-|\n|{eval}`x | round`| y|\n");
    assert_text(diag_text(f, 0),
                "M034 3:2 a bar inside a role ends the table cell");
    assert_text(f->diags.list.items[0].hint, "write \\| instead of |");
}

static void unknown_role_is_shown_as_code(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "a {evil}`<x>` b\n",
                "<p>a {evil}<code>&lt;x&gt;</code> b</p>\n");
    assert_text(diag_text(f, 0), "M033 1:3 there is no role {evil}");
    assert_text(f->diags.list.items[0].hint, "did you mean {eval}?");
}

static void braces_without_backticks_are_text(void **state)
{
    assert_page(*state, "{eval} {{ x }} {Eval}`a`\n",
                "<p>{eval} {{ x }} {Eval}<code>a</code></p>\n");
}

static void strikethrough_needs_two_tildes(void **state)
{
    assert_page(*state, "3~5 天，推理 7~9 天 ~~没了~~\n",
                "<p>3~5 天，推理 7~9 天 <del>没了</del></p>\n");
}

static void bare_link_ends_before_chinese(void **state)
{
    assert_page(*state, "见https://a.b/c_d，**然后**www.x.org/（看）。\n",
                "<p>见<a href=\"https://a.b/c_d\">https://a.b/c_d</a>，"
                "<strong>然后</strong><a href=\"http://www.x.org/\">"
                "www.x.org/</a>（看）。</p>\n");
}

static void bare_link_keeps_the_librarys_rules(void **state)
{
    assert_page(*state, "(see http://a.b/(c)). mail x@y.zz\n",
                "<p>(see <a href=\"http://a.b/(c)\">http://a.b/(c)</a>). mail "
                "<a href=\"mailto:x@y.zz\">x@y.zz</a></p>\n");
}

static void raw_html_passes(void **state)
{
    assert_page(*state, "a <script>x</script> <u>b</u>\n",
                "<p>a <script>x</script> <u>b</u></p>\n");
}

static void table_is_wrapped(void **state)
{
    const struct document *d = parse(*state, "|a|\n|-|\n\nb\n");

    assert_true(str_starts(
        d->html, STR("<div class=\"table\" tabindex=\"0\">\n<table>")));
    assert_true(str_ends(d->html, STR("</table>\n</div>\n<p>b</p>\n")));
}

static void image_alone_has_no_paragraph(void **state)
{
    assert_page(*state, "![a](b.png \"c\")\n\n![d](e.png) f\n",
                "(figure b.png|a)\n<p>(image e.png|d) f</p>\n");
}

static void title_of_an_image_is_kept(void **state)
{
    const struct document *d = parse(*state, "![a *b* `c`](d.png \"T & U\")\n");

    assert_text(d->holes[0].alt, "a b c");
    assert_text(d->holes[0].title, "T & U");
    assert_text(d->first_image, "d.png");
}

static void additions_off_is_gfm_alone(void **state)
{
    struct fixture *f = *state;

    f->dialect.additions = false;
    assert_page(f, "# A\n\n$x$ {eval}`1` ~a~\n",
                "<h1>A</h1>\n<p>$x$ {eval}<code>1</code> <del>a</del></p>\n");
}

static void inline_text_has_no_blocks(void **state)
{
    struct fixture *f = *state;
    struct source_ref source = {.path = STR("page.md")};

    markdown_parse_inline(&f->arena, &f->dialect, &source,
                          STR("2024. A $x$ *year*\nof C #"), &f->diags,
                          &f->document);
    assert_text(shown(f, &f->document),
                "2024. A (math x) <em>year</em> of C #");
    assert_int_equal(f->document.heading_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(in_a_cell),
        TEST(in_strikethrough),
        TEST(in_a_link),
        TEST(in_emphasis),
        TEST(in_a_heading),
        TEST(formula_in_an_alternative_text_is_its_tex),
        TEST(role_in_an_alternative_text_is_reported),
        TEST(role_in_an_address_is_reported),
        TEST(role_text_ends_at_as_many_backticks),
        TEST(role_in_a_cell_takes_an_escaped_bar),
        TEST(bare_bar_in_a_role_is_reported),
        TEST(unknown_role_is_shown_as_code),
        TEST(braces_without_backticks_are_text),
        TEST(strikethrough_needs_two_tildes),
        TEST(bare_link_ends_before_chinese),
        TEST(bare_link_keeps_the_librarys_rules),
        TEST(raw_html_passes),
        TEST(table_is_wrapped),
        TEST(image_alone_has_no_paragraph),
        TEST(title_of_an_image_is_kept),
        TEST(additions_off_is_gfm_alone),
        TEST(inline_text_has_no_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
