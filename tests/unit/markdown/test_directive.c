/* SPDX-License-Identifier: MIT */
/* Directives, alerts, includes, and code blocks that are none of them. */
#include "fixture.h"

static void body_is_markdown_with_the_pages_links(void **state)
{
    assert_page(*state,
                "```{note} Look *here*\nBody **b** [r].\n```\n\n[r]: x.md\n",
                "(note Look *here*|<p>Body <strong>b</strong> "
                "<a href=\"x.md\">r</a>.</p>\n)\n");
}

static void options_stand_before_the_body(void **state)
{
    assert_page(
        *state,
        "```{figure} a.png\n:alt: words: more\n:wide:\n\nCaption\n```\n",
        "(figure a.png|alt=words: more|wide=|<p>Caption</p>\n)\n");
}

static void options_know_their_places(void **state)
{
    struct fixture *f = *state;
    const char *page = "text\n\n- ```{figure} a.png\n  :alt: words\n  ```\n";
    const struct hole *hole = &parse(f, page)->holes[0];

    assert_text(text_at(str_of(page), hole->attrs[0].name_span), "alt");
    assert_text(text_at(str_of(page), hole->attrs[0].value_span), "words");
    assert_text(text_at(str_of(page), hole->span), "```{figure} a.png");
}

static void option_that_stands_twice_is_reported(void **state)
{
    struct fixture *f = *state;

    parse(f, "```{note}\n:a: 1\n:a: 2\n```\n");
    assert_text(diag_text(f, 0), "M031 3:2 the option a stands twice");
}

static void options_as_yaml(void **state)
{
    struct fixture *f = *state;
    const struct hole *hole =
        &parse(f, "```{bench} r\n---\nx: a\ny: [b, c]\n---\nC\n```\n")
             ->holes[0];

    assert_text(value_map_str(hole->yaml, STR("x"), STR("")), "a");
    assert_int_equal(hole->attr_count, 0);
    assert_text(hole->body->html, "<p>C</p>\n");
}

static void yaml_errors_have_the_pages_lines(void **state)
{
    struct fixture *f = *state;

    parse(f, "a\n\n```{bench} r\n---\nx: [\n---\n```\n");
    assert_true(f->diags.list.len > 0);
    assert_int_equal(f->diags.list.items[0].id, DIAG_YAML_SYNTAX);
    assert_in_range(f->diags.list.items[0].span.line, 5, 6);
}

static void raw_body_is_not_parsed(void **state)
{
    assert_page(*state, "```{mermaid}\na --> *b*\n```\n",
                "(mermaid |a --> *b*)\n");
}

static void body_where_none_belongs_is_reported(void **state)
{
    struct fixture *f = *state;

    parse(f, "```{video} a.mp4\nwords\n```\n");
    assert_text(diag_text(f, 0), "M032 2:1 {video} has no body");
}

static void longer_fences_nest(void **state)
{
    assert_page(*state, "````{note}\na\n\n```{tip} T\n$x$\n```\n````\n",
                "(note |<p>a</p>\n(tip T|<p>(math x)</p>\n)\n)\n");
}

static void unknown_directive_is_shown_as_code(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "```{nots}\n*a*\n```\n", "(code nots|*a*)\n");
    assert_text(diag_text(f, 0), "M030 1:1 there is no directive {nots}");
    assert_text(f->diags.list.items[0].hint, "did you mean {note}?");
}

static void braces_that_are_no_name_are_code(void **state)
{
    assert_page(*state, "```{.python .wide n=1}\na\n```\n",
                "(code python|a)\n");
    assert_page(*state, "```{=html}\na\n```\n", "(code html|a)\n");
    assert_page(*state, "```{python, echo=F}\na\n```\n", "(code python|a)\n");
    assert_page(*state, "```go {linenos=true}\na\n```\n", "(code go|a)\n");
}

static void code_attributes_are_read(void **state)
{
    struct fixture *f = *state;
    const char *page =
        "```python {title=\"a b.py\" lines=\"3-5\" numbers .wide #x}\na\n```\n";
    const struct hole *hole = &parse(f, page)->holes[0];

    assert_int_equal(hole->attr_count, 5);
    assert_text(hole->attrs[0].name, "title");
    assert_text(hole->attrs[0].value, "a b.py");
    assert_text(text_at(str_of(page), hole->attrs[1].value_span), "3-5");
    assert_text(hole->attrs[2].name, "numbers");
    assert_text(hole->attrs[2].value, "");
    assert_text(hole->attrs[3].value, "wide");
    assert_text(hole->attrs[4].name, "id");
}

static void unclosed_directive_is_reported(void **state)
{
    struct fixture *f = *state;

    assert_page(f, "```{note}\na\n", "(note |<p>a</p>\n)\n");
    assert_text(diag_text(f, 0), "M032 1:1 the directive is never closed");
}

static void unclosed_directive_in_a_quote_is_reported(void **state)
{
    struct fixture *f = *state;

    parse(f, "> ```{note}\n> a\n\nb\n");
    assert_text(diag_text(f, 0), "M032 1:3 the directive is never closed");
}

static void headings_in_directives_share_the_pages_ids(void **state)
{
    assert_page(*state, "## A\n\n```{note}\n## A\n```\n\n## A\n",
                "<h2 id=\"a\">A(#a)</h2>\n"
                "(note |<h2 id=\"a-1\">A(#a-1)</h2>\n)\n"
                "<h2 id=\"a-2\">A(#a-2)</h2>\n");
}

static void alert_is_a_directive(void **state)
{
    assert_page(*state, "> [!WARNING]\n> a\n>\n> - b\n",
                "(warning |<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n)\n");
}

static void quote_with_words_behind_the_mark_is_a_quote(void **state)
{
    assert_page(*state, "> [!NOTE] a\n",
                "<blockquote>\n<p>[!NOTE] a</p>\n</blockquote>\n");
    assert_page(*state, "> [!OTHER]\n> a\n",
                "<blockquote>\n<p>[!OTHER]\na</p>\n</blockquote>\n");
}

static void depth_is_bounded(void **state)
{
    struct fixture *f = *state;
    struct buf page = BUF_INIT;

    for (int i = 40; i > 0; i--) {
        for (int k = 0; k < i + 2; k++)
            buf_add_char(&page, '`');
        buf_add_cstr(&page, "{note}\n");
    }
    for (int i = 1; i <= 40; i++) {
        for (int k = 0; k < i + 2; k++)
            buf_add_char(&page, '`');
        buf_add_char(&page, '\n');
    }
    parse_str(f, buf_dup(&f->arena, &page));
    buf_deinit(&page);
    assert_text(diag_text(f, 0), "M020 17:1 directives stand more than 16 deep "
                                 "in each other");
}

/* ---- {include} ---- */

static bool read_file(void *ctx, struct str path, struct arena *arena,
                      struct source_ref *out)
{
    (void)ctx;
    (void)arena;
    *out = (struct source_ref){0};
    if (str_is(path, "content/part.md"))
        out->text = STR("## Part\n\nsee [l](a.md) and [^n]\n");
    else if (str_is(path, "content/loop.md"))
        out->text = STR("```{include} loop.md\n```\n");
    else if (str_is(path, "src/a.py"))
        out->text = STR("one\ntwo\nthree\n");
    else
        return false;
    return true;
}

static void included_file_joins_the_page(void **state)
{
    struct fixture *f = *state;
    const struct document *d;

    f->dialect.include = read_file;
    d = parse(f, "a\n\n```{include} part.md\n```\n\n[^n]: N\n");
    assert_true(str_find(d->html, STR("<h2 id=\"part\">")) != STR_NONE);
    assert_true(str_find(d->html, STR("href=\"#fn-n\"")) != STR_NONE);
    assert_int_equal(d->holes[1].kind, HOLE_LINK);
    assert_text(d->holes[1].source->path, "content/part.md");
    assert_text(text_at(d->holes[1].source->text, d->holes[1].text_span),
                "a.md");
}

static void file_that_includes_itself_is_reported(void **state)
{
    struct fixture *f = *state;

    f->dialect.include = read_file;
    parse(f, "```{include} loop.md\n```\n");
    assert_text(diag_text(f, 0), "M041 1:1 content/loop.md includes itself");
    assert_text(f->diags.list.items[0].path, "content/loop.md");
}

static void missing_include_is_reported(void **state)
{
    struct fixture *f = *state;

    f->dialect.include = read_file;
    assert_page(f, "```{include} no.md\n```\n", "(code include|)\n");
    assert_text(diag_text(f, 0),
                "M042 1:1 there is no file content/no.md to include");
}

static void include_outside_of_the_site_is_reported(void **state)
{
    struct fixture *f = *state;

    f->dialect.include = read_file;
    parse(f, "```{include} ../../etc/passwd\n```\n");
    assert_text(diag_text(f, 0), "F003 1:1 ../../etc/passwd leaves the site");
}

/* Each file, d1.md to d15.md, includes the next one twice. */
static bool read_doubling(void *ctx, struct str path, struct arena *arena,
                          struct source_ref *out)
{
    int64_t number = 0;

    ++*(size_t *)ctx;
    if (!str_to_int(str_slice(path, 9, path.len - 3), &number))
        return false;
    *out = (struct source_ref){0};
    out->text = str_fmt(arena,
                        "```{include} d%d.md\n```\n\n"
                        "```{include} d%d.md\n```\n",
                        (int)number + 1, (int)number + 1);
    return true;
}

static void includes_of_a_page_are_bounded(void **state)
{
    struct fixture *f = *state;
    size_t reads = 0, limits = 0;

    f->dialect.include = read_doubling;
    f->dialect.include_ctx = &reads;
    parse(f, "```{include} d1.md\n```\n");
    for (size_t i = 0; i < f->diags.list.len; i++)
        limits += f->diags.list.items[i].id == DIAG_MARKDOWN_LIMIT;
    assert_int_equal(reads, 500);
    assert_true(limits > 0);
}

static void included_code_takes_lines(void **state)
{
    struct fixture *f = *state;

    f->dialect.include = read_file;
    assert_page(f, "```{include} /src/a.py\n:code: python\n:lines: 2-3\n```\n",
                "(code python|two\nthree)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(body_is_markdown_with_the_pages_links),
        TEST(options_stand_before_the_body),
        TEST(options_know_their_places),
        TEST(option_that_stands_twice_is_reported),
        TEST(options_as_yaml),
        TEST(yaml_errors_have_the_pages_lines),
        TEST(raw_body_is_not_parsed),
        TEST(body_where_none_belongs_is_reported),
        TEST(longer_fences_nest),
        TEST(unknown_directive_is_shown_as_code),
        TEST(braces_that_are_no_name_are_code),
        TEST(code_attributes_are_read),
        TEST(unclosed_directive_is_reported),
        TEST(unclosed_directive_in_a_quote_is_reported),
        TEST(headings_in_directives_share_the_pages_ids),
        TEST(alert_is_a_directive),
        TEST(quote_with_words_behind_the_mark_is_a_quote),
        TEST(depth_is_bounded),
        TEST(included_file_joins_the_page),
        TEST(file_that_includes_itself_is_reported),
        TEST(missing_include_is_reported),
        TEST(include_outside_of_the_site_is_reported),
        TEST(includes_of_a_page_are_bounded),
        TEST(included_code_takes_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
