/* SPDX-License-Identifier: MIT */
/* TOML 1.0: values, tables, and what is refused with its place. */
#include "value_test.h"

static bool try_toml(struct fixture *f, const char *text, struct value *out)
{
    struct source_ref source = source_of(str_of(text));

    return toml_read(&f->arena, &source, NULL, &f->diags, out);
}

static const char *toml(struct fixture *f, const char *text)
{
    struct value v;

    assert_true(try_toml(f, text, &v));
    return repr_of(f, v);
}

/* LINE:COLUMN of the one error. */
static void refuses(struct fixture *f, const char *text, unsigned line,
                    unsigned col)
{
    struct value v;
    size_t before = f->diags.list.len;

    assert_false(try_toml(f, text, &v));
    assert_int_equal(f->diags.list.len, before + 1);
    const struct diag *diag = &f->diags.list.items[before];
    if (diag->span.line != line || diag->span.col != col)
        fail_msg("%u:%u: %s: %s", diag->span.line, diag->span.col,
                 diag->message.ptr, text);
}

static void scalars(void **state)
{
    assert_string_equal(
        toml(*state, "a = 1\nb=-1_000\nc = 0xff\nd = 1.5e3\ne = true # no\n"
                     "f = 0o17\ng = 0b101\n"),
        "{'a': 1, 'b': -1000, 'c': 255, 'd': 1500.0, 'e': True, 'f': 15, "
        "'g': 5}");
}

static void special_numbers(void **state)
{
    assert_string_equal(toml(*state, "a = inf\nb = -inf\nc = nan\n"),
                        "{'a': inf, 'b': -inf, 'c': nan}");
}

static void dates_stay_text(void **state)
{
    assert_string_equal(toml(*state,
                             "a = 2026-03-01\nb = 2026-03-01T10:20:30+08:00\n"
                             "c = 2026-03-01 10:20:30\nd = 10:20:30\n"),
                        "{'a': '2026-03-01', 'b': '2026-03-01T10:20:30+08:00', "
                        "'c': '2026-03-01 10:20:30', 'd': '10:20:30'}");
}

static void strings(void **state)
{
    assert_string_equal(
        toml(*state, "a = \"x\\t\\\"y\\u4e2d\"\nb = 'C:\\dir'\n"
                     "c = \"\"\"\none \\\n   two\n\"\"\"\nd = '''\n'q'\n'''\n"
                     "e = \"\"\"a\"\"\"\"\"\n"),
        "{'a': 'x\\t\"y中', 'b': 'C:\\\\dir', 'c': 'one two\\n', "
        "'d': \"'q'\\n\", 'e': 'a\"\"'}");
}

static void tables_and_dotted_keys(void **state)
{
    assert_string_equal(
        toml(*state, "x.y = 1\n[a.b]\nc = 1\n[a]\nd = 2\n['q r'.\"s\"]\n"),
        "{'x': {'y': 1}, 'a': {'b': {'c': 1}, 'd': 2}, 'q r': {'s': {}}}");
}

static void arrays_of_tables(void **state)
{
    assert_string_equal(
        toml(*state, "[[m]]\nn = 1\n[[m]]\nn = 2\n[m.k]\nl = 3\n"),
        "{'m': [{'n': 1}, {'n': 2, 'k': {'l': 3}}]}");
}

static void arrays_and_inline_tables(void **state)
{
    assert_string_equal(
        toml(*state,
             "a = [\n 1, # one\n [2, 'x'],\n]\nb = {c = 1, d.e = []}\n"),
        "{'a': [1, [2, 'x']], 'b': {'c': 1, 'd': {'e': []}}}");
}

static void windows_line_ends(void **state)
{
    assert_string_equal(toml(*state, "a = 1\r\n[b]\r\nc = '''x\r\ny'''\r\n"),
                        "{'a': 1, 'b': {'c': 'x\\ny'}}");
}

static void nothing_is_an_empty_map(void **state)
{
    assert_string_equal(toml(*state, "# only this\n"), "{}");
}

static void what_is_wrong_has_its_place(void **state)
{
    struct fixture *f = *state;

    refuses(f, "a = 1\na = 2\n", 2, 1);
    refuses(f, "a = \n", 1, 5);
    refuses(f, "a = word\n", 1, 5);
    refuses(f, "a = 'open\n", 1, 6);
    refuses(f, "a = \"\\x\"\n", 1, 7);
    refuses(f, "a = [1 2]\n", 1, 8);
    refuses(f, "a = 1 b = 2\n", 1, 7);
    refuses(f, "[a]\n[a]\n", 2, 1);
    refuses(f, "a = 1\n[a.b]\n", 2, 2);
    refuses(f, "[[a]]\n[a]\n", 2, 1);
    refuses(f, "a = 1__0\n", 1, 5);
    refuses(f, "= 1\n", 1, 1);
}

static void depth_is_bounded(void **state)
{
    struct fixture *f = *state;
    struct buf text = BUF_INIT;

    buf_add_cstr(&text, "a = ");
    for (int i = 0; i < 100000; i++)
        buf_add_char(&text, '[');
    refuses(f, text.ptr, 1, 205);
    buf_reset(&text);
    for (int i = 0; i < 100000; i++)
        buf_add_cstr(&text, "a.");
    buf_add_cstr(&text, "a = 1");
    refuses(f, text.ptr, 1, 401);
    buf_deinit(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scalars),
        TEST(special_numbers),
        TEST(dates_stay_text),
        TEST(strings),
        TEST(tables_and_dotted_keys),
        TEST(arrays_of_tables),
        TEST(arrays_and_inline_tables),
        TEST(windows_line_ends),
        TEST(nothing_is_an_empty_map),
        TEST(what_is_wrong_has_its_place),
        TEST(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
