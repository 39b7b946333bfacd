/* SPDX-License-Identifier: MIT */
/* Headings and ids, title, summary, text facts, footnotes, Chinese text. */
#include "fixture.h"

static void ids_are_slugs_and_unique(void **state)
{
    assert_page(*state, "## A b\n## A b\n## A b-1\n### 中文，标题\n## !\n",
                "<h2 id=\"a-b\">A b(#a-b)</h2>\n"
                "<h2 id=\"a-b-1\">A b(#a-b-1)</h2>\n"
                "<h2 id=\"a-b-1-1\">A b-1(#a-b-1-1)</h2>\n"
                "<h3 id=\"中文-标题\">中文，标题(#中文-标题)</h3>\n"
                "<h2 id=\"section\">!(#section)</h2>\n");
}

static void heading_attributes_are_taken_off(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "## A *b* {#x_1 .wide .red}\n",
                "<h2 id=\"x_1\" class=\"wide red\">A <em>b</em>(#x_1)</h2>\n");
    assert_text(f->document.headings[0].text, "A b");
}

static void braces_that_are_no_attributes_stay(void **state)
{
    assert_page(*state, "## A {b}\n", "<h2 id=\"a-b\">A {b}(#a-b)</h2>\n");
}

static void heading_range_holds_its_inner_html(void **state)
{
    struct fixture *f = *state;
    const struct document *d = parse(f, "a\n\n## x [l](u) $y$ z\n");
    const struct heading *h = &d->headings[0];

    assert_text(str_slice(d->html, h->begin, h->end),
                "x <a href=\"\">l</a>  z");
    assert_int_equal(h->first_hole, 0);
    assert_int_equal(h->last_hole, 2);
    assert_int_equal(d->holes[2].kind, HOLE_ANCHOR);
    assert_int_equal(h->span.line, 3);
}

static void first_heading_is_the_title(void **state)
{
    const struct document *d =
        parse(*state, "<!-- c -->\n\n# The *T*\n\na\n\n# Second\n");

    assert_text(d->title, "The T");
    assert_text(str_slice(d->html, d->title_begin, d->title_end),
                "<h1 id=\"the-t\">The <em>T</em></h1>\n");
    assert_int_equal(d->heading_count, 2);
}

static void heading_behind_text_is_no_title(void **state)
{
    const struct document *d = parse(*state, "a\n\n# T\n");

    assert_text(d->title, "");
    assert_int_equal(d->title_end, 0);
}

static void summary_is_the_first_paragraph(void **state)
{
    const struct document *d =
        parse(*state, "# T\n\n![i](i.png)\n\na *b*\nc\n\nd\n");

    assert_text(str_slice(d->html, d->summary_begin, d->summary_end),
                "<p>a <em>b</em>\nc</p>\n");
    assert_text(d->summary_text, "a b c");
    assert_false(d->has_more);
}

static void summary_ends_at_more(void **state)
{
    const struct document *d =
        parse(*state, "# T\n\na\n\n- b\n\n<!-- more -->\n\nc\n");

    assert_true(d->has_more);
    assert_text(str_slice(d->html, d->summary_begin, d->summary_end),
                "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n");
    assert_text(d->summary_text, "a b");
}

static void more_in_a_paragraph_ends_behind_it(void **state)
{
    const struct document *d = parse(*state, "a\n\nb <!--more-->\n\nc\n");

    assert_true(d->has_more);
    assert_text(str_slice(d->html, d->summary_begin, d->summary_end),
                "<p>a</p>\n<p>b <!--more--></p>\n");
}

static void page_without_a_paragraph_has_no_summary(void **state)
{
    const struct document *d = parse(*state, "# T\n\n- a\n");

    assert_int_equal(d->summary_begin, d->summary_end);
    assert_text(d->summary_text, "");
}

static void words_are_those_of_prose(void **state)
{
    const struct document *d =
        parse(*state, "# 标题 one\n\ndon't `code x` $y z$ 中文，1.5\n\n"
                      "```c\nint a;\nint b;\n```\n");

    assert_int_equal(d->words.cjk, 4);
    assert_int_equal(d->words.words, 3);
    assert_int_equal(d->code_lines, 2);
    assert_true(d->has_code);
    assert_true(d->has_math);
}

/* The quick count must be base's. */
static void words_count_as_base_counts(void **state)
{
    static const char *const texts[] = {"state-of-the-art, 1,000.5 a.b 3.",
                                        "中a文b",
                                        "日本語の漢字 한국어",
                                        "e\xCC\x81t\xC3\xA9 caf\xC3\xA9-x",
                                        "a-中 a'中 a\xE2\x80\x99s",
                                        "《中文》、。〇 ２０",
                                        "x--y 'q' -1",
                                        "\xE4\xB7\x80 \xE3\x90\x80"};
    struct fixture *f = *state;

    for (size_t i = 0; i < PHX_COUNT(texts); i++) {
        struct text_count want = text_count_words(str_of(texts[i]));
        struct text_count got = parse(f, texts[i])->words;

        assert_int_equal(got.cjk, want.cjk);
        assert_int_equal(got.words, want.words);
    }
}

static void footnotes_have_back_links(void **state)
{
    const struct document *d = parse(*state, "a[^x] b[^x]\n\n[^x]: *N*\n");

    assert_text(
        d->html,
        "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-x\" id=\"fnref-x\" "
        "data-footnote-ref>1</a></sup> b<sup class=\"footnote-ref\"><a "
        "href=\"#fn-x\" id=\"fnref-x-2\" data-footnote-ref>1</a></sup></p>\n"
        "<section class=\"footnotes\" data-footnotes>\n<ol>\n"
        "<li id=\"fn-x\">\n<p><em>N</em> <a href=\"#fnref-x\" "
        "class=\"footnote-backref\" data-footnote-backref "
        "aria-label=\"Back to content\">\xE2\x86\xA9</a> <a "
        "href=\"#fnref-x-2\" class=\"footnote-backref\" "
        "data-footnote-backref aria-label=\"Back to content\">\xE2\x86\xA9"
        "<sup class=\"footnote-ref\">2</sup></a></p>\n</li>\n</ol>\n"
        "</section>\n");
}

static void directive_uses_the_pages_footnotes(void **state)
{
    struct fixture *f = *state;
    const struct document *d =
        parse(f, "```{note}\na[^N] b[^own]\n\n[^own]: Own\n```\n\nc[^m]\n\n"
                 "[^m]: M\n[^n]: N\n");
    struct str body = d->holes[0].body->html;

    assert_int_equal(f->diags.list.len, 0);
    assert_true(str_find(body, STR("href=\"#fn-n\" id=\"fnref-n\" "
                                   "data-footnote-ref>1<")) != STR_NONE);
    assert_true(str_find(body, STR("<section")) == STR_NONE);
    assert_true(str_find(d->html, STR("id=\"fn-n\"")) <
                str_find(d->html, STR("id=\"fn-own\"")));
    assert_true(str_find(d->html, STR("id=\"fn-own\"")) <
                str_find(d->html, STR("id=\"fn-m\"")));
}

static void undefined_footnote_is_reported_and_shown(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "a\nb[^x] c \\[^y] `[^z]`\n",
                "<p>a\nb[^x] c [^y] <code>[^z]</code></p>\n");
    assert_int_equal(f->diags.list.len, 1);
    assert_text(diag_text(f, 0), "M040 2:2 the footnote [^x] is not defined");
}

static void chinese_line_ends_are_no_spaces(void **state)
{
    assert_page(*state, "中文\n换行，\n**强**\n调 a\nb\n한국\n어\n",
                "<p>中文换行，<strong>强</strong>调 a\nb\n한국\n어</p>\n");
}

static void emphasis_works_beside_chinese_punctuation(void **state)
{
    assert_page(*state, "**真，**她和~~删除。~~后，`**真，**她`\n",
                "<p><strong>真，</strong>她和<del>删除。</del>后，"
                "<code>**真，**她</code></p>\n");
}

static void emphasis_markers_reach_no_hole(void **state)
{
    assert_page(*state,
                "[**真，**她](a*，*.md \"b*，*c\") $x*，*y$ {eval}`a*，*b`\n\n"
                "```py 真，**她\n真，**她\n```\n",
                "<p><a href=\"a*，*.md\" title=\"b*，*c\"><strong>真，</strong>"
                "她</a> (math x*，*y) (role eval|a*，*b)</p>\n"
                "(code py|真，**她)\n");
}

static void pages_of_odd_bytes_are_parsed(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "", "");
    assert_page(f, "\xEF\xBB\xBF# T\r\n\r\na\r\nb\r\n",
                "<h1 id=\"t\">T(#t)</h1>\n<p>a\nb</p>\n");
    assert_text(parse_str(f, STR("a\0b"))->html, "<p>a\xEF\xBF\xBD"
                                                 "b</p>\n");
    parse(f, "\xFF\xFE *\xE4\xB8* ~\x80~ \xE4\xB8");
    assert_true(f->document.html.len > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ids_are_slugs_and_unique),
        TEST(heading_attributes_are_taken_off),
        TEST(braces_that_are_no_attributes_stay),
        TEST(heading_range_holds_its_inner_html),
        TEST(first_heading_is_the_title),
        TEST(heading_behind_text_is_no_title),
        TEST(summary_is_the_first_paragraph),
        TEST(summary_ends_at_more),
        TEST(more_in_a_paragraph_ends_behind_it),
        TEST(page_without_a_paragraph_has_no_summary),
        TEST(words_are_those_of_prose),
        TEST(words_count_as_base_counts),
        TEST(footnotes_have_back_links),
        TEST(directive_uses_the_pages_footnotes),
        TEST(undefined_footnote_is_reported_and_shown),
        TEST(chinese_line_ends_are_no_spaces),
        TEST(emphasis_works_beside_chinese_punctuation),
        TEST(emphasis_markers_reach_no_hole),
        TEST(pages_of_odd_bytes_are_parsed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
