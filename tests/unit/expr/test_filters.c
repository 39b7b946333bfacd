/* SPDX-License-Identifier: MIT */
/* Filters, methods and tests; expectations are Jinja2 3.1's. */
#include "expr_test.h"

struct pair {
    const char *text;
    const char *expected;
};

static void check(struct fixture *f, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = eval(f, pairs[i].text);
        if (strcmp(got, pairs[i].expected) != 0)
            print_message("%s\n", pairs[i].text);
        assert_string_equal(got, pairs[i].expected);
    }
}

static void text_filters(void **state)
{
    static const struct pair pairs[] = {
        {"'hello wORLD'|title", "Hello World"},
        {"'ΑΣ Σ'|lower", "ας σ"},
        {"'a,b'.split(',')", "['a', 'b']"},
        {"' a  b '.split()", "['a', 'b']"},
        {"'a.b.c'.rsplit('.', 1)", "['a.b', 'c']"},
        {"'foo bar baz qux'|truncate(9, leeway=0)", "foo..."},
        {"'the quick brown fox'|wordwrap(9)", "the quick\nbrown fox"},
        {"'a\nb'|indent(2, true)", "  a\n  b"},
        {"'x'|center(5)|replace(' ', '.')", "..x.."},
        {"'中文 words'|wordcount", "2"},
        {"'%05.1f|%-4s|%x'|format(2.55, 'a', 255)", "002.5|a   |ff"},
        {"'{0}{k:>4}{1!r}'.format(1, 'b', k=2)", "1   2'b'"},
        {"'{:,}'.format(1234567)", "1,234,567"},
        {"'{:.1%}'.format(0.256)", "25.6%"},
        {"'abc'.startswith(('x', 'a'))", "True"},
    };

    check(*state, pairs, PHX_COUNT(pairs));
}

static void html_filters(void **state)
{
    static const struct pair pairs[] = {
        {"'<p>a  b</p><!-- c -->'|striptags", "a b"},
        {"'a&amp;b'|striptags", "a&b"},
        {"{'class': 'a', 'id': none}|xmlattr", " class=\"a\""},
        {"'a b/é'|urlencode", "a%20b/%C3%A9"},
        {"{'a': 'x y'}|urlencode", "a=x+y"},
        {"{'b': [1, none], 'a': '<'}|tojson",
         "{\"a\": \"\\u003c\", \"b\": [1, null]}"},
        {"'see https://a.org/x.'|urlize",
         "see <a href=\"https://a.org/x\" "
         "rel=\"noopener\">https://a.org/x</a>."},
    };

    check(*state, pairs, PHX_COUNT(pairs));
}

static void list_filters(void **state)
{
    static const struct pair pairs[] = {
        {"users|map(attribute='name')|sort|join(',')", "adam,Zoe"},
        {"users|sort(attribute='age')|map(attribute='age')|list", "[22, 31]"},
        {"users|selectattr('age', 'gt', 30)|map(attribute='name')|first",
         "Zoe"},
        {"[1,2,3,4,5]|batch(2, 0)|list", "[[1, 2], [3, 4], [5, 0]]"},
        {"[1,2,3,4,5]|slice(2)|list", "[[1, 2, 3], [4, 5]]"},
        {"users|groupby('age')|map(attribute='grouper')|list", "[22, 31]"},
        {"['b','A','a']|unique|list", "['b', 'A']"},
        {"{'b': 1, 'a': 2}|dictsort", "[('a', 2), ('b', 1)]"},
        {"[1, 2]|sum(start=10)", "13"},
        {"[]|max|default('none')", "none"},
        {"['a', '<'|safe]|join('<')", "a&lt;<"},
    };

    check(*state, pairs, PHX_COUNT(pairs));
}

static void number_filters(void **state)
{
    static const struct pair pairs[] = {
        {"2.675|round(2)", "2.67"},
        {"2.5|round", "2.0"},
        {"25|round(-1)", "20"},
        {"42.55|round(1, 'floor')", "42.5"},
        {"'0x1f'|int(base=16)", "31"},
        {"'42.9'|int", "42"},
        {"'x'|int(7)", "7"},
        {"'1e3'|float", "1000.0"},
        {"1500000|filesizeformat", "1.5 MB"},
        {"1024|filesizeformat(true)", "1.0 KiB"},
        {"-5|abs", "5"},
    };

    check(*state, pairs, PHX_COUNT(pairs));
}

static void tests_and_their_arguments(void **state)
{
    static const struct pair pairs[] = {
        {"n is odd and n is divisibleby 7", "True"},
        {"n is not string", "True"},
        {"l is iterable and l is sequence and d is mapping", "True"},
        {"'upper' is filter and 'odd' is test", "True"},
        {"1 is sameas true", "False"},
        {"'A' is upper and 'a' is lower", "True"},
        {"n is in [7]", "True"},
        {"range is callable", "True"},
    };

    check(*state, pairs, PHX_COUNT(pairs));
}

static void wrong_arguments_name_the_filter(void **state)
{
    static const struct pair pairs[] = {
        {"s|replace", "error: filter 'replace' needs the argument old"},
        {"s|upper(1)", "error: filter 'upper' takes at most 0 arguments"},
        {"s|trim(x=1)", "error: filter 'trim' has no argument x"},
        {"[1, 'a']|sort", "error: < does not work on text and integer"},
    };

    check(*state, pairs, PHX_COUNT(pairs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_filters),
        TEST(html_filters),
        TEST(list_filters),
        TEST(number_filters),
        TEST(tests_and_their_arguments),
        TEST(wrong_arguments_name_the_filter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
