/* SPDX-License-Identifier: MIT */
/* Where formulas begin and end, and what may stand in and around them. */
#include "fixture.h"

static void inline_formula_is_taken_as_written(void **state)
{
    assert_page(*state, "a $x_1 \\{ y_2 \\\\ <b> *c*$ d\n",
                "<p>a (math x_1 \\{ y_2 \\\\ <b> *c*) d</p>\n");
}

static void prices_stay_text(void **state)
{
    assert_page(*state, "$5 and $6\n", "<p>$5 and $6</p>\n");
    assert_page(*state, "US$5-$10 and 20 $ or $ 30\n",
                "<p>US$5-$10 and 20 $ or $ 30</p>\n");
}

static void a_price_before_a_formula_stays_text(void **state)
{
    assert_page(*state, "for $5 and $6, $x$\n",
                "<p>for $5 and $6, (math x)</p>\n");
}

static void chinese_text_may_touch(void **state)
{
    assert_page(*state, "设$x$为，则$y$。\n",
                "<p>设(math x)为，则(math y)。</p>\n");
}

static void escaped_dollars_are_no_delimiters(void **state)
{
    assert_page(*state, "\\$x$ and $a\\$b$\n", "<p>$x$ and (math a\\$b)</p>\n");
}

static void code_spans_are_stronger(void **state)
{
    assert_page(*state, "$a `b$ c` d\n", "<p>$a <code>b$ c</code> d</p>\n");
    assert_page(*state, "$5 `x$`\n", "<p>$5 <code>x$</code></p>\n");
}

static void double_dollars_in_a_sentence_are_display(void **state)
{
    assert_page(*state, "so $$ x $$ holds\n", "<p>so (display x) holds</p>\n");
}

static void display_formula_alone_has_no_paragraph(void **state)
{
    assert_page(*state, "$$ x $$\n", "(block x)\n");
}

static void block_formula_may_look_like_markdown(void **state)
{
    assert_page(*state, "text\n$$\na\n- b\n# c\n=\n> d\n$$\nmore\n",
                "<p>text</p>\n(block a\n- b\n# c\n=\n> d)\n<p>more</p>\n");
}

static void block_formula_may_start_on_the_first_line(void **state)
{
    assert_page(*state, "$$ \\begin{a}\n- b\n\\end{a} $$\n",
                "(block \\begin{a}\n- b\n\\end{a})\n");
}

static void blank_line_makes_a_block_text_again(void **state)
{
    assert_page(*state, "$$\na\n\nb\n$$\n", "<p>$$\na</p>\n<p>b\n$$</p>\n");
}

static void money_in_prose_stays_text(void **state)
{
    assert_page(*state, "it costs $$ here\n\nand $$ there\n",
                "<p>it costs $$ here</p>\n<p>and $$ there</p>\n");
}

static void block_formula_in_a_quote(void **state)
{
    assert_page(*state, "> $$\n> x\n> $$\n> y\n",
                "<blockquote>\n(block x)\n<p>y</p>\n</blockquote>\n");
}

static void block_formula_keeps_a_list_tight(void **state)
{
    assert_page(*state, "- a\n  $$\n  x\n  $$\n- b\n",
                "<ul>\n<li>a\n(block x)\n</li>\n<li>b</li>\n</ul>\n");
}

static void block_whose_quote_ends_first_is_text(void **state)
{
    assert_page(*state, "> $$\n> a & b\n$$\n",
                "<blockquote>\n<p>$$\na &amp; b</p>\n</blockquote>\n"
                "<p>$$</p>\n");
}

static void math_fence_is_a_formula(void **state)
{
    assert_page(*state, "```math\na_b\n```\n", "(block a_b)\n");
}

static void longer_runs_are_text(void **state)
{
    assert_page(*state, "rated $$$ to $$$$\n", "<p>rated $$$ to $$$$</p>\n");
}

static void formula_goes_over_a_line_end(void **state)
{
    assert_page(*state, "a $x +\ny$ b\n", "<p>a (math x +\ny) b</p>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(inline_formula_is_taken_as_written),
        TEST(prices_stay_text),
        TEST(a_price_before_a_formula_stays_text),
        TEST(chinese_text_may_touch),
        TEST(escaped_dollars_are_no_delimiters),
        TEST(code_spans_are_stronger),
        TEST(double_dollars_in_a_sentence_are_display),
        TEST(display_formula_alone_has_no_paragraph),
        TEST(block_formula_may_look_like_markdown),
        TEST(block_formula_may_start_on_the_first_line),
        TEST(blank_line_makes_a_block_text_again),
        TEST(money_in_prose_stays_text),
        TEST(block_formula_in_a_quote),
        TEST(block_formula_keeps_a_list_tight),
        TEST(block_whose_quote_ends_first_is_text),
        TEST(math_fence_is_a_formula),
        TEST(longer_runs_are_text),
        TEST(formula_goes_over_a_line_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
