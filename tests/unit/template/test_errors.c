/* SPDX-License-Identifier: MIT */
/* Places, hints and chains of what goes wrong; the bounds. */
#include "template_test.h"

static void check(struct fixture *f, enum diag_id id, unsigned line,
                  unsigned col, const char *message)
{
    const struct diag *diag = first_diag(f);

    assert_string_equal(text_of(f, diag->message), message);
    assert_int_equal(diag->id, id);
    assert_int_equal(diag->span.line, line);
    assert_int_equal(diag->span.col, col);
}

static void a_syntax_error_shows_path_line_and_source(void **state)
{
    struct fixture *f = *state;

    assert_null(render_one(f, "a\n  {{ 1 + }}\n"));
    check(f, DIAG_TEMPLATE_SYNTAX, 2, 10,
          "unexpected 'end of print statement'");
    assert_string_equal(text_of(f, first_diag(f)->path), "templates/main");
    assert_string_equal(text_of(f, first_diag(f)->source), "  {{ 1 + }}");
}

static void a_tag_that_does_not_fit_says_what_is_open(void **state)
{
    struct fixture *f = *state;

    assert_null(render_one(f, "{% for x in y %}\n{% endif %}"));
    check(f, DIAG_TEMPLATE_SYNTAX, 2, 4,
          "Encountered unknown tag 'endif'. Jinja was looking for the "
          "following tags: 'endfor' or 'else'. The innermost block that needs "
          "to be closed is 'for'.");
}

static void a_misspelt_name_marks_itself_and_hints(void **state)
{
    struct fixture *f = *state;

    set_context(f, "{\"posts\": []}");
    assert_null(render_one(f, "<p>\n{{ 1 ~ psots.x }}"));
    check(f, DIAG_TEMPLATE_UNDEFINED, 2, 8, "'psots' is undefined");
    assert_int_equal(first_diag(f)->span.len, 5);
    assert_string_equal(text_of(f, first_diag(f)->hint),
                        "did you mean 'posts'?");
}

static void names_of_the_template_are_in_scope_too(void **state)
{
    struct fixture *f = *state;

    assert_null(
        render_one(f, "{% for article in [1] %}{{ artcle }}{% endfor %}"));
    assert_string_equal(text_of(f, first_diag(f)->hint),
                        "did you mean 'article'?");
}

static void an_error_in_an_include_tells_the_way_there(void **state)
{
    struct fixture *f = *state;

    add(f, "main", "\n\n{% include 'a' %}");
    add(f, "a", "\n{% include 'b' %}");
    add(f, "b", "{{ nope.x }}");
    assert_null(render(f));
    assert_string_equal(text_of(f, first_diag(f)->path), "templates/b");
    assert_string_equal(
        text_of(f, first_diag(f)->chain),
        "included from templates/a:2, included from templates/main:3");
}

static void a_missing_template_is_told_with_the_nearest(void **state)
{
    struct fixture *f = *state;

    add(f, "main", "{% include 'footre.html' %}");
    add(f, "footer.html", "");
    assert_null(render(f));
    check(f, DIAG_TEMPLATE_MISSING, 1, 12,
          "there is no template 'footre.html'");
    assert_string_equal(text_of(f, first_diag(f)->hint),
                        "did you mean 'footer.html'?");
}

static void every_broken_template_is_reported(void **state)
{
    struct fixture *f = *state;

    add(f, "main", "{% if %}");
    add(f, "b", "{{ x|nosuch }}");
    add(f, "c", "{{ x is nosuch }}");
    assert_null(render(f));
    assert_int_equal(f->diags.list.len, 3);
    assert_int_equal(f->diags.list.items[1].id, DIAG_TEMPLATE_FILTER);
    assert_int_equal(f->diags.list.items[2].id, DIAG_TEMPLATE_TEST);
}

static void wrong_arguments_of_a_macro_mark_the_call(void **state)
{
    struct fixture *f = *state;

    assert_null(render_one(f, "{% macro m(a) %}{% endmacro %}\n{{ m(1, 2) }}"));
    check(f, DIAG_TEMPLATE_RUNTIME, 2, 4,
          "macro 'm' takes not more than 1 argument(s)");
}

static void an_endless_macro_ends(void **state)
{
    struct fixture *f = *state;

    assert_null(
        render_one(f, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"));
    assert_int_equal(first_diag(f)->id, DIAG_TEMPLATE_LIMIT);
}

static void templates_that_include_or_extend_themselves_end(void **state)
{
    struct fixture *f = *state;

    assert_null(render_one(f, "{% include 'main' %}"));
    assert_int_equal(first_diag(f)->id, DIAG_TEMPLATE_LIMIT);
}

static void a_template_that_extends_itself_ends(void **state)
{
    struct fixture *f = *state;

    assert_null(render_one(f, "{% extends 'main' %}"));
    assert_int_equal(first_diag(f)->id, DIAG_TEMPLATE_LIMIT);
}

static void too_many_rounds_end(void **state)
{
    struct fixture *f = *state;

    f->options.step_limit = 1000;
    assert_null(render_one(f, "{% for i in range(50) %}{% for k in range(50) %}"
                              "{% endfor %}{% endfor %}"));
    check(f, DIAG_TEMPLATE_LIMIT, 1, 28,
          "too many loop rounds in one rendering");
}

static void too_much_output_ends(void **state)
{
    struct fixture *f = *state;

    f->options.output_limit = 1000;
    assert_null(
        render_one(f, "{% for i in range(500) %}{{ 'abcdef' }}{% endfor %}"));
    assert_int_equal(first_diag(f)->id, DIAG_TEMPLATE_LIMIT);
}

static void too_much_memory_ends(void **state)
{
    struct fixture *f = *state;

    f->options.memory_limit = 1 << 20;
    assert_null(render_one(f, "{% for i in range(100000) %}{% set x = "
                              "[i, i, i, i]|list + [1] %}{% endfor %}"));
    assert_int_equal(first_diag(f)->id, DIAG_TEMPLATE_LIMIT);
}

static void the_reader_can_be_used_again_after_a_failure(void **state)
{
    struct fixture *f = *state;
    struct buf out = BUF_INIT;

    add(f, "main", "{{ nope }}");
    add(f, "good", "good");
    assert_null(render(f));
    assert_true(template_render(f->set, template_find(f->set, STR("good")),
                                f->context, &f->reader, &out));
    assert_false(f->reader.failed);
    assert_string_equal(out.ptr, "good");
    buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_syntax_error_shows_path_line_and_source),
        TEST(a_tag_that_does_not_fit_says_what_is_open),
        TEST(a_misspelt_name_marks_itself_and_hints),
        TEST(names_of_the_template_are_in_scope_too),
        TEST(an_error_in_an_include_tells_the_way_there),
        TEST(a_missing_template_is_told_with_the_nearest),
        TEST(every_broken_template_is_reported),
        TEST(wrong_arguments_of_a_macro_mark_the_call),
        TEST(an_endless_macro_ends),
        TEST(templates_that_include_or_extend_themselves_end),
        TEST(a_template_that_extends_itself_ends),
        TEST(too_many_rounds_end),
        TEST(too_much_output_ends),
        TEST(too_much_memory_ends),
        TEST(the_reader_can_be_used_again_after_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
