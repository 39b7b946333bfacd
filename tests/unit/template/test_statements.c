/* SPDX-License-Identifier: MIT */
/* Statements; expectations are Jinja2 3.1's. */
#include "template_test.h"

static void a_loop_knows_its_place(void **state)
{
    assert_string_equal(
        render_one(*state, "{% for x in 'abc' if x != 'b' %}{{ loop.index }}"
                           "{{ loop.last }}{{ loop.length }}{{ x }} "
                           "{% endfor %}"),
        "1False2a 2True2c ");
}

static void a_recursive_loop_calls_itself(void **state)
{
    set_context(*state,
                "{\"t\": [{\"n\": 1, \"c\": [{\"n\": 2, \"c\": []}]}]}");
    assert_string_equal(
        render_one(*state,
                   "{% for x in t recursive %}<{{ x.n }}{{ loop.depth }}"
                   "{{ loop(x.c) }}>{% endfor %}"),
        "<11<22>>");
}

static void a_condition_sees_what_the_body_changes(void **state)
{
    assert_string_equal(render_one(*state,
                                   "{% set ns = namespace(go=true) %}"
                                   "{% for x in range(9) if ns.go %}{{ x }}"
                                   "{% set ns.go = x < 2 %}{% endfor %}"),
                        "012");
}

static void an_assignment_in_a_loop_stays_there(void **state)
{
    assert_string_equal(render_one(*state,
                                   "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}"
                                   "{% set x = 5 %}{{ x }}{% endfor %}{{ x }}"),
                        "15151");
}

static void a_name_assigned_later_is_local_from_the_start(void **state)
{
    set_context(*state, "{\"x\": 5}");
    assert_string_equal(
        render_one(*state, "{% for i in [1] %}{{ x is defined }}{% endfor %}"
                           "{% set x = 1 %}{{ x }}"),
        "False1");
}

static void a_branch_not_taken_leaves_the_name(void **state)
{
    set_context(*state, "{\"x\": 5}");
    assert_string_equal(
        render_one(*state, "{% if false %}{% set x = 1 %}{% endif %}{{ x }}"),
        "5");
}

static void macros_take_arguments_like_functions(void **state)
{
    assert_string_equal(
        render_one(*state,
                   "{% macro m(a, b=a ~ '!') %}{{ a }}{{ b }}{{ varargs }}"
                   "{{ kwargs }}{% endmacro %}{{ m(1) }}|{{ m(1, 2, 3, z=4) "
                   "}}|{{ m(b='<', a='>') }}"),
        "11!(){}|12(3,){&#39;z&#39;: 4}|&gt;&lt;(){}");
}

static void a_call_block_is_the_caller(void **state)
{
    assert_string_equal(
        render_one(*state,
                   "{% macro box(t) %}<b>{{ t }}{{ caller(1, '&') }}</b>"
                   "{% endmacro %}{% call(n, s) box('x') %}{{ n }}{{ s }}"
                   "{% endcall %}"),
        "<b>x1&amp;</b>");
}

static void blocks_are_overridden_and_call_super(void **state)
{
    add(*state, "main",
        "{% extends 'base' %}{% set t = 'T' %}nothing"
        "{% block a %}[{{ super() }}{{ t }}]{% endblock %}");
    add(*state, "base",
        "<{% block a %}A{% endblock %}{% block b %}B{% endblock %}>"
        "{{ self.b() }}");
    assert_string_equal(render(*state), "<[AT]B>B");
}

static void an_include_sees_the_names_around_it(void **state)
{
    add(*state, "main",
        "{% for i in [1, 2] %}{% include 'part' %}{% endfor %}"
        "{% include 'part' ignore missing without context %}"
        "{% include 'nowhere' ignore missing %}");
    add(*state, "part", "{{ i|default('-') }};");
    assert_string_equal(render(*state), "1;2;-;");
}

static void an_import_gives_what_the_template_defines(void **state)
{
    set_context(*state, "{\"y\": \"Y\"}");
    add(*state, "main",
        "{% import 'm' as m %}{% from 'm' import f as g with context %}"
        "{{ m.v }}{{ g(1) }}{{ m._p is defined }}");
    add(*state, "m",
        "text{% set v = 'V' %}{% set _p = 1 %}"
        "{% macro f(x) %}<{{ x }}{{ y }}>{% endmacro %}");
    assert_string_equal(render(*state), "V<1Y>False");
}

static void autoescape_can_be_switched(void **state)
{
    set_context(*state, "{\"h\": \"<\", \"off\": false}");
    assert_string_equal(
        render_one(*state,
                   "{{ h }}{% autoescape false %}{{ h }}{% endautoescape %}"
                   "{% autoescape off %}{{ h ~ h }}{% endautoescape %}"
                   "{{ h|safe }}{% set b %}<i>{{ h }}{% endset %}{{ b }}"
                   "{% filter upper %}a{{ h }}{% endfilter %}"),
        "&lt;<<<<<i>&lt;A&LT;");
}

static void white_space_control(void **state)
{
    struct fixture *f = *state;

    f->options.trim_blocks = true;
    f->options.lstrip_blocks = true;
    assert_string_equal(
        render_one(f, "  {% if true %}\n  a {{- ' b ' -}} c\n  {%+ endif %}\n"
                      "{# gone #}\n{% raw %}{{ x }}{% endraw %}\n"),
        "  a b c\n  {{ x }}");
}

static void a_later_source_of_a_name_replaces_the_earlier(void **state)
{
    add(*state, "main", "{% broken %}");
    add(*state, "main", "site");
    assert_string_equal(render(*state), "site");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_loop_knows_its_place),
        TEST(a_recursive_loop_calls_itself),
        TEST(a_condition_sees_what_the_body_changes),
        TEST(an_assignment_in_a_loop_stays_there),
        TEST(a_name_assigned_later_is_local_from_the_start),
        TEST(a_branch_not_taken_leaves_the_name),
        TEST(macros_take_arguments_like_functions),
        TEST(a_call_block_is_the_caller),
        TEST(blocks_are_overridden_and_call_super),
        TEST(an_include_sees_the_names_around_it),
        TEST(an_import_gives_what_the_template_defines),
        TEST(autoescape_can_be_switched),
        TEST(white_space_control),
        TEST(a_later_source_of_a_name_replaces_the_earlier),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
