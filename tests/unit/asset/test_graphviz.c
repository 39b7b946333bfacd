/* SPDX-License-Identifier: MIT */
/* Graphs: what becomes of Graphviz's SVG, and of its complaints. */
#include "asset/graphviz.h"

#include "asset/graphviz_library.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct graph_store *store;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->store = graph_store_new(&f->arena);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static void need_graphviz(void)
{
    const char *reason;

    if (!graphviz_library(&reason))
        skip();
}

/* The graph's text begins in line 11. */
static bool draw(struct fixture *f, const char *dot, struct str *svg)
{
    const struct source_ref source = {.path = STR("a.md")};

    return graphviz_svg(f->store, str_of(dot), &source,
                        (struct span){.line = 11, .col = 1}, &f->diags, svg);
}

static void assert_has(struct str svg, const char *part)
{
    if (str_find(svg, str_of(part)) == STR_NONE)
        fail_msg("no `%s` in %" STR_FMT, part, STR_ARG(svg));
}

static void assert_has_not(struct str svg, const char *part)
{
    if (str_find(svg, str_of(part)) != STR_NONE)
        fail_msg("`%s` in %" STR_FMT, part, STR_ARG(svg));
}

static void what_a_page_has_itself_is_cleaned_away(void **state)
{
    struct fixture *f = *state;
    struct str svg = graphviz_clean(
        &f->arena,
        STR("<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<!-- x -->\n"
            "<svg width=\"62pt\" height=\"116pt\"\n viewBox=\"0 0 62 116\" "
            "xmlns=\"http://www.w3.org/2000/svg\">\n"
            "<g id=\"graph0\" class=\"graph\">\n<title>%1</title>\n"
            "<polygon fill=\"white\" stroke=\"transparent\" points=\"0,0\"/>\n"
            "<polygon fill=\"white\" stroke=\"black\" points=\"1,1\"/>\n"
            "<a xlink:href=\"/x\" xlink:title=\"t\">\n"
            "<text x=\"1\" font-family=\"Times,serif\">a &lt; b</text>\n</a>\n"
            "<text fill=\"#ff0000\">c</text>\n</g>\n</svg>\n"));

    assert_true(str_is(
        svg,
        "<svg width=\"62\" height=\"116\" viewBox=\"0 0 62 116\">"
        "<g class=\"graph\">"
        "<polygon fill=\"white\" stroke=\"currentColor\" points=\"1,1\"/>"
        "<a href=\"/x\"><text x=\"1\" fill=\"currentColor\">a &lt; b</text>"
        "</a><text fill=\"#ff0000\">c</text></g></svg>"));
}

static void cut_svg_is_no_accident(void **state)
{
    struct fixture *f = *state;
    struct str whole =
        STR("<svg width=\"1pt\"><!-- c --><title>t</title><g id=\"x\"/></svg>");

    for (size_t len = 0; len <= whole.len; len++)
        graphviz_clean(&f->arena, str_slice(whole, 0, len));
    assert_true(str_is(graphviz_clean(&f->arena, whole),
                       "<svg width=\"1\"><g/></svg>"));
}

static void a_graph_is_drawn(void **state)
{
    struct fixture *f = *state;
    struct str svg;

    need_graphviz();
    assert_true(draw(f, "digraph { a -> b; b [label=\"路由 <1>\"] }", &svg));
    assert_int_equal(f->diags.list.len, 0);
    assert_has(svg, ">a</text>");
    assert_has(svg, ">路由 &lt;1&gt;</text>");
    assert_has(svg, "stroke=\"currentColor\"");
    assert_has_not(svg, "black");
    assert_has_not(svg, "font-family");
    assert_has_not(svg, "<?xml");
}

static void one_text_is_drawn_once(void **state)
{
    struct fixture *f = *state;
    struct str first, second;

    need_graphviz();
    assert_true(draw(f, "graph { a -- b }", &first));
    assert_true(draw(f, "graph { a -- b }", &second));
    assert_ptr_equal(first.ptr, second.ptr);
}

static void a_mistake_is_reported_in_its_line(void **state)
{
    struct fixture *f = *state;
    struct str svg;

    need_graphviz();
    for (int i = 0; i < 2; i++) {
        assert_false(draw(f, "digraph {\n a -> \n -> b\n}", &svg));
        assert_int_equal(f->diags.list.len, i + 1);
        assert_int_equal(f->diags.list.items[i].id, DIAG_GRAPH);
        assert_int_equal(f->diags.list.items[i].span.line, 13);
    }
}

/* The library's parser would read on there. */
static void what_stands_behind_a_graph_is_not_in_the_next(void **state)
{
    struct fixture *f = *state;
    struct str svg;

    need_graphviz();
    assert_true(draw(f, "graph { a }\n\n\n graph { b } }", &svg));
    assert_has(svg, ">a</text>");
    assert_true(draw(f, "graph { c }", &svg));
    assert_has(svg, ">c</text>");
    assert_true(draw(f, "graph { d }\n\n", &svg));
    assert_int_equal(f->diags.list.len, 0);
    assert_false(draw(f, "digraph {\n -> b }", &svg));
    assert_int_equal(f->diags.list.items[0].span.line, 12);
}

static void a_warning_is_no_error(void **state)
{
    struct fixture *f = *state;
    struct str svg;

    need_graphviz();
    assert_true(draw(f, "graph { a [shape=nosuch] }", &svg));
    assert_int_equal(f->diags.list.len, 1);
    assert_int_equal(f->diags.list.items[0].id, DIAG_GRAPH_WARNING);
    assert_has(svg, "<svg");
}

static void an_empty_text_is_no_graph(void **state)
{
    struct fixture *f = *state;
    struct str svg;

    need_graphviz();
    assert_false(draw(f, " \n", &svg));
    assert_int_equal(f->diags.list.len, 1);
}

static void a_huge_graph_is_refused(void **state)
{
    struct fixture *f = *state;
    struct buf dot = BUF_INIT;
    struct str svg;

    need_graphviz();
    buf_add_cstr(&dot, "graph {");
    for (int i = 0; i < 1001; i++)
        buf_add_fmt(&dot, "n%d;", i);
    buf_add_cstr(&dot, "}");
    assert_false(draw(f, dot.ptr, &svg));
    assert_has(f->diags.list.items[0].message, "more than 1,000");
    buf_deinit(&dot);
}

static void *draw_many(void *data)
{
    struct fixture *f = data;
    const struct source_ref source = {0};
    char dot[64];
    struct str svg;

    for (int i = 0; i < 20; i++) {
        snprintf(dot, sizeof(dot), "digraph { a -> b%d }", i % 7);
        if (!graphviz_svg(f->store, str_of(dot), &source, (struct span){0},
                          NULL, &svg))
            return f;
    }
    return NULL;
}

static void threads_wait_for_each_other(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[4];
    void *failed;

    need_graphviz();
    for (size_t i = 0; i < PHX_COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, draw_many, f), 0);
    for (size_t i = 0; i < PHX_COUNT(threads); i++) {
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_page_has_itself_is_cleaned_away),
        TEST(cut_svg_is_no_accident),
        TEST(a_graph_is_drawn),
        TEST(one_text_is_drawn_once),
        TEST(a_mistake_is_reported_in_its_line),
        TEST(what_stands_behind_a_graph_is_not_in_the_next),
        TEST(a_warning_is_no_error),
        TEST(an_empty_text_is_no_graph),
        TEST(a_huge_graph_is_refused),
        TEST(threads_wait_for_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
