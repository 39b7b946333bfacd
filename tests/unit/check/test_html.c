/* SPDX-License-Identifier: MIT */
/* The reader of HTML: each state of the tokenizer, by what comes out. */
#include "../../../generator/check/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* "<a href=x>|text|</a>|[raw]": the tokens of a text, in brief. */
static char *brief(const char *html)
{
    static char out[1024];
    struct html_reader reader;
    struct html_token t;
    size_t len = 0;

    out[0] = '\0';
    html_reader_init(&reader, str_of(html));
    while (html_next(&reader, &t)) {
        struct str what =
            t.kind == HTML_TEXT || t.kind == HTML_RAW ? t.text : t.name;
        const char *bar = len ? "|" : "";
        switch (t.kind) {
        case HTML_TEXT:
            len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%" STR_FMT,
                                    bar, STR_ARG(what));
            break;
        case HTML_RAW:
            len += (size_t)snprintf(out + len, sizeof(out) - len,
                                    "%s[%" STR_FMT "]", bar, STR_ARG(what));
            break;
        case HTML_CLOSE:
            len += (size_t)snprintf(out + len, sizeof(out) - len,
                                    "%s</%" STR_FMT ">", bar, STR_ARG(what));
            break;
        case HTML_OPEN:
            len += (size_t)snprintf(out + len, sizeof(out) - len,
                                    "%s<%" STR_FMT, bar, STR_ARG(what));
            for (size_t i = 0; i < t.attr_count; i++)
                len += (size_t)snprintf(
                    out + len, sizeof(out) - len, " %" STR_FMT "=%" STR_FMT,
                    STR_ARG(t.attrs[i].name), STR_ARG(t.attrs[i].value));
            len += (size_t)snprintf(out + len, sizeof(out) - len, "%s",
                                    t.self_closing ? "/>" : ">");
            break;
        }
    }
    return out;
}

static void tags_and_text_come_in_order(void **state)
{
    (void)state;
    assert_string_equal(brief("<p>a <b>c</b></p>"), "<p>|a |<b>|c|</b>|</p>");
}

static void attributes_have_every_form(void **state)
{
    (void)state;
    assert_string_equal(brief("<a href='x y' b=\"1>2\" c=3 d e = f />"),
                        "<a href=x y b=1>2 c=3 d= e=f/>");
    assert_string_equal(brief("<a =b=c>"), "<a =b=c>");
    assert_string_equal(brief("<a b=c/>"), "<a b=c/>");
}

static void an_open_quote_takes_the_rest(void **state)
{
    (void)state;
    assert_string_equal(brief("x<a b=\"c> y"), "x");
}

static void a_bare_sign_is_text(void **state)
{
    (void)state;
    assert_string_equal(brief("a < b <3 c"), "a < b <3 c");
    assert_string_equal(brief("a<"), "a<");
}

static void comments_are_passed_over(void **state)
{
    (void)state;
    assert_string_equal(brief("a<!-- <b> > -->c"), "a|c");
    assert_string_equal(brief("a<!-->b<!--->c<!doctype html>d<?x?>e</ >f"),
                        "a|b|c|d|e|f");
    assert_string_equal(brief("a<!-- b"), "a");
}

static void scripts_and_titles_are_raw(void **state)
{
    (void)state;
    assert_string_equal(brief("<script>a<b></a></SCRIPT >c"),
                        "<script>|[a<b></a>]|</SCRIPT>|c");
    assert_string_equal(brief("<title>a<b></titles></title>"),
                        "<title>|[a<b></titles>]|</title>");
    assert_string_equal(brief("<style></style><style>a"),
                        "<style>|</style>|<style>|[a]");
}

static void svg_has_no_raw_text(void **state)
{
    (void)state;
    assert_string_equal(brief("<svg><style>a<b/></style></svg><style>c<b>"),
                        "<svg>|<style>|a|<b/>|</style>|</svg>|<style>|[c<b>]");
    assert_string_equal(brief("<svg><![CDATA[<a>]]>x</svg>"), "<svg>|x|</svg>");
}

static void elements_are_known_in_any_case(void **state)
{
    struct html_reader reader;
    struct html_token t;

    (void)state;
    html_reader_init(&reader, STR("<IMG><h3><xmp>"));
    assert_true(html_next(&reader, &t));
    assert_int_equal(t.element, ELEMENT_IMG);
    assert_true(html_next(&reader, &t));
    assert_int_equal(t.element, ELEMENT_H3);
    assert_true(html_next(&reader, &t));
    assert_int_equal(t.element, ELEMENT_XMP);
}

static void references_are_decoded(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_string_equal(
        html_decode(&arena, STR("?a=1&amp;b=&#x4e2d;&#20013;&lt;&copy;&#;&"))
            .ptr,
        "?a=1&b=\xe4\xb8\xad\xe4\xb8\xad<&copy;&#;&");
    arena_deinit(&arena);
}

static void many_attributes_are_bounded(void **state)
{
    struct buf text = BUF_INIT;
    struct html_reader reader;
    struct html_token t;

    (void)state;
    buf_add_cstr(&text, "<a");
    for (unsigned i = 0; i < 1000; i++)
        buf_add_fmt(&text, " a%u", i);
    buf_add_cstr(&text, ">x");
    html_reader_init(&reader, buf_str(&text));
    assert_true(html_next(&reader, &t));
    assert_int_equal(t.attr_count, HTML_ATTRS_MAX);
    assert_true(html_next(&reader, &t));
    assert_int_equal(t.kind, HTML_TEXT);
    buf_deinit(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_and_text_come_in_order),
        cmocka_unit_test(attributes_have_every_form),
        cmocka_unit_test(an_open_quote_takes_the_rest),
        cmocka_unit_test(a_bare_sign_is_text),
        cmocka_unit_test(comments_are_passed_over),
        cmocka_unit_test(scripts_and_titles_are_raw),
        cmocka_unit_test(svg_has_no_raw_text),
        cmocka_unit_test(elements_are_known_in_any_case),
        cmocka_unit_test(references_are_decoded),
        cmocka_unit_test(many_attributes_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
