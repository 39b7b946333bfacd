/* SPDX-License-Identifier: MIT */
/* Where holes say they stand, in the forms in which the library is wrong. */
#include "fixture.h"

/* Every link, image, formula and role of `page` stands where its span says. */
static void check_places(struct fixture *f, const char *page, size_t count)
{
    const struct document *d = parse(f, page);
    size_t found = 0;

    for (size_t i = 0; i < d->hole_count; i++) {
        const struct hole *hole = &d->holes[i];

        if (hole->kind == HOLE_ANCHOR)
            continue;
        assert_text(text_at(str_of(page), hole->text_span),
                    str_cstr(&f->arena, hole->text));
        found++;
    }
    assert_int_equal(found, count);
}

static void in_a_paragraph(void **state)
{
    check_places(*state,
                 "a [b](c.md) ![d](e.png) $f$\n{eval}`g` <http://h.i>\n", 5);
}

static void behind_a_link_definition(void **state)
{
    check_places(*state, "[x]: y.md\n[z]: y.md\na [b](c.md)\n", 1);
}

static void behind_constructs_of_two_lines(void **state)
{
    check_places(*state,
                 "a `b\nc` [d](e.md) [f\ng](h.md) <u\nv> ![i](j.png) $k$\n", 4);
}

static void in_quotes_and_lists(void **state)
{
    check_places(*state,
                 "> - a [b](c.md)\n>   d\nlazy ![e](f.png)\n\n"
                 "1.   $g$ {eval}`h`\n\n      [i](j.md)\n",
                 5);
}

static void in_table_cells(void **state)
{
    check_places(*state,
                 "x\n\n|a $b$|[c](d.md)|\n|-|-|\n|![e](f.png)|{eval}`g`|\n", 4);
}

static void behind_chinese_emphasis(void **state)
{
    check_places(*state, "**真，**她 [b](c.md) **真，**她 $d$\n", 2);
}

static void of_equal_texts(void **state)
{
    struct fixture *f = *state;
    const struct document *d = parse(f, "u.md [a](u.md) `](u.md)` [b](u.md)\n");

    assert_int_equal(d->holes[0].text_span.col, 10);
    assert_true(d->holes[1].text_span.col > d->holes[0].text_span.col);
    assert_int_equal(d->holes[0].span.col, 6);
}

static void image_in_a_link(void **state)
{
    check_places(*state, "[![a](b.png)](c.md) [d](e.md)\n", 3);
}

static void reference_link_stands_at_its_words(void **state)
{
    struct fixture *f = *state;
    const char *page = "Go is [Go][] and [`Code`][c].\n\n[go]: a\n[c]: b\n";
    const struct document *d = parse(f, page);

    assert_int_equal(d->holes[0].span.col, 8);
    assert_text(text_at(str_of(page), d->holes[1].span), "Code");
}

static void in_nested_directives(void **state)
{
    struct fixture *f = *state;
    const char *page = "- a\n\n  ````{note}\n  :x: 1\n\n  > ```{tip}\n"
                       "  > [b](c.md)\n  > ```\n  ````\n";
    const struct document *d = parse(f, page);
    const struct hole *link = &d->holes[0].body->holes[0].body->holes[0];

    assert_text(text_at(str_of(page), link->text_span), "c.md");
    assert_int_equal(link->span.line, 7);
}

static void lines_count_in_the_whole_file(void **state)
{
    struct fixture *f = *state;
    struct str file = STR("---\ntitle: x\n---\na [b](c.md) {no}`x`\n");
    struct source_ref source = {STR("p.md"), file, 3};

    markdown_parse(&f->arena, &f->dialect, &source, str_from(file, 17),
                   &f->diags, &f->document);
    assert_int_equal(f->document.holes[0].span.line, 4);
    assert_text(text_at(file, f->document.holes[0].text_span), "c.md");
    assert_int_equal(f->diags.list.items[0].span.line, 4);
    assert_text(f->diags.list.items[0].source, "a [b](c.md) {no}`x`");
}

static void diagnostics_of_a_part_are_shifted_once(void **state)
{
    struct fixture *f = *state;
    struct str body = STR("{no}`x`\n");
    struct source_ref source = {STR("p.md"), body, 3};

    markdown_parse(&f->arena, &f->dialect, &source, body, &f->diags,
                   &f->document);
    assert_int_equal(f->diags.list.items[0].span.line, 4);
    assert_text(f->diags.list.items[0].source, "{no}`x`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(in_a_paragraph),
        TEST(behind_a_link_definition),
        TEST(behind_constructs_of_two_lines),
        TEST(in_quotes_and_lists),
        TEST(in_table_cells),
        TEST(behind_chinese_emphasis),
        TEST(of_equal_texts),
        TEST(image_in_a_link),
        TEST(reference_link_stands_at_its_words),
        TEST(in_nested_directives),
        TEST(lines_count_in_the_whole_file),
        TEST(diagnostics_of_a_part_are_shifted_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
