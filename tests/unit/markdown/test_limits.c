/* SPDX-License-Identifier: MIT */
/*
 * Pages that are larger, deeper or stranger than any author writes: they are
 * refused with a message, or take time in proportion to their length.
 */
#include "fixture.h"

#include <malloc.h>

static struct str repeated(struct fixture *f, const char *part, size_t count,
                           const char *end)
{
    struct buf text = BUF_INIT;
    struct str result;

    while (count--)
        buf_add_cstr(&text, part);
    buf_add_cstr(&text, end);
    result = buf_dup(&f->arena, &text);
    buf_deinit(&text);
    return result;
}

static void ten_thousand_quotes_are_refused(void **state)
{
    struct fixture *f = *state;
    const struct document *d =
        parse_str(f, repeated(f, ">", 10000, " a <b>\n"));

    assert_text(diag_text(f, 0), "M020 1:1 more than 200 quotes or lists in "
                                 "each other: the page is shown as text");
    assert_true(str_starts(d->html, STR("<pre>&gt;&gt;")));
    assert_true(str_ends(d->html, STR(" a &lt;b&gt;\n</pre>\n")));
}

static void two_hundred_quotes_are_parsed(void **state)
{
    struct fixture *f = *state;
    const struct document *d = parse_str(f, repeated(f, ">", 200, " a\n"));

    assert_int_equal(f->diags.list.len, 0);
    assert_true(str_starts(d->html, STR("<blockquote>\n<blockquote>")));
}

static void too_many_cells_are_refused(void **state)
{
    struct fixture *f = *state;
    struct str head = repeated(f, "|a", 300, "|\n");
    struct str line = repeated(f, "|-", 300, "|\n");
    struct str page = str_cat(&f->arena, str_cat(&f->arena, head, line),
                              repeated(f, "|a|\n", 20000, ""));
    const struct document *d = parse_str(f, page);

    assert_int_equal(f->diags.list.items[0].id, DIAG_MARKDOWN_LIMIT);
    assert_true(str_find(d->html, STR("<table")) == STR_NONE);
    assert_true(str_starts(d->html, STR("<p>|a|a|")));
}

static void too_many_columns_are_refused(void **state)
{
    struct fixture *f = *state;
    struct str head = repeated(f, "|a", 1001, "|\n");
    struct str line = repeated(f, "|-", 1001, "|\n");

    parse_str(f, str_cat(&f->arena, head, line));
    assert_text(diag_text(f, 0),
                "M020 2:1 a table has over 1,000 columns, or all have over "
                "500,000 cells: shown as text");
}

static void many_small_tables_are_fine(void **state)
{
    struct fixture *f = *state;

    parse_str(f, repeated(f, "|a|b|\n|-|-|\n|c|d|\n\n", 5000, ""));
    assert_int_equal(f->diags.list.len, 0);
}

static void megabyte_on_one_line(void **state)
{
    struct fixture *f = *state;
    const struct document *d = parse_str(
        f, repeated(f, "text $c$ [d](e.md) {eval}`f` abc", 32768, "\n"));
    const struct hole *last = &d->holes[d->hole_count - 2];

    assert_int_equal(d->hole_count, 3 * 32768);
    assert_text(last->text, "e.md");
    assert_int_equal(last->text_span.col, 32767 * 32 + 14);
}

static void megabyte_of_emphasis_and_links_is_refused(void **state)
{
    struct fixture *f = *state;

    parse_str(f, repeated(f, "**b** [d](e.md) ", 65536, "\n"));
    assert_text(diag_text(f, 0),
                "M020 1:1 a paragraph has too much emphasis and too many "
                "links: the page is shown as text");
}

static void long_list_of_links_is_fine(void **state)
{
    struct fixture *f = *state;
    const struct document *d =
        parse_str(f, repeated(f, "- **b** [d](e.md)\n", 65536, ""));

    assert_int_equal(f->diags.list.len, 0);
    assert_int_equal(d->hole_count, 65536);
}

static double seconds(struct fixture *f, const char *part, size_t count)
{
    double best = 1e9;

    for (int i = 0; i < 2; i++) {
        struct str text = repeated(f, part, count, "\n");
        clock_t from = clock();
        double took;

        parse_str(f, text);
        took = (double)(clock() - from) / CLOCKS_PER_SEC;
        best = took < best ? took : best;
    }
    return best;
}

/* Four times the text, less than nine times the time: quadratic work takes
 * sixteen. */
static void time_is_linear(void **state)
{
    static const char *const parts[] = {
        "$a ",         "$$a ",          "$`",          "$a`b ",
        "{a}`",        "{a}``b` ",      "www._",       "http://_",
        "http://a_b:", "(http://a.b/)", "[a](",        "![a]",
        "**a",         "~~a ",          "**真，",      "[^a]",
        "[^a]: b\n",   "a\n$$\n",       "> $$\n",      "|-|\n|-|-|\n",
        "`a``b```",    "[a]: b\n",      "# a\n",       "<!--",
        "a@b.c ",      "$$\na\n\n",     "```{note}\n", "[a](b\\_c) ",
        "- a\n",       "{#a} ",         ")",           "\\$$",
        "$$$$$$$$$$"};
    struct fixture *f = *state;

    for (size_t i = 0; i < PHX_COUNT(parts); i++) {
        double one = seconds(f, parts[i], 4000);
        double four = seconds(f, parts[i], 16000);

        arena_reset(&f->arena);
        diags_init(&f->diags, &f->arena, NULL);
        if (four > 0.02 && four > 9 * one) {
            print_error("%s: %.4f s, four times it: %.4f s\n", parts[i], one,
                        four);
            fail();
        }
    }
}

int main(void)
{
    /* Memory that was freed stays with the process: pages that are taken anew
     * from the system cost more time than what is measured here. */
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    const struct CMUnitTest tests[] = {
        TEST(ten_thousand_quotes_are_refused),
        TEST(two_hundred_quotes_are_parsed),
        TEST(too_many_cells_are_refused),
        TEST(too_many_columns_are_refused),
        TEST(many_small_tables_are_fine),
        TEST(megabyte_on_one_line),
        TEST(megabyte_of_emphasis_and_links_is_refused),
        TEST(long_list_of_links_is_fine),
        TEST(time_is_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
