/* SPDX-License-Identifier: MIT */
/* Bibliographies: what is read, what is said about broken ones, and LaTeX. */
#include "build/bibtex.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct bib_file file;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
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

static bool read(struct fixture *f, const char *text)
{
    const struct source_ref source = {.path = STR("a.bib"),
                                      .text = str_of(text)};

    return bibtex_read(&f->arena, &source, &f->diags, &f->file);
}

static void assert_field(const struct bib_entry *entry, const char *name,
                         const char *wanted)
{
    struct str value = bib_field(entry, name);

    if (!str_is(value, wanted))
        fail_msg("%s: `%" STR_FMT "`, expected `%s`", name, STR_ARG(value),
                 wanted);
}

static void assert_text(struct fixture *f, const char *latex,
                        const char *wanted)
{
    struct str text = bibtex_text(&f->arena, str_of(latex));

    if (!str_is(text, wanted))
        fail_msg("%s: `%" STR_FMT "`, expected `%s`", latex, STR_ARG(text),
                 wanted);
}

static void assert_said(struct fixture *f, size_t index, uint32_t line,
                        const char *wanted)
{
    assert_true(index < f->diags.list.len);
    const struct diag *d = &f->diags.list.items[index];

    assert_int_equal(d->id, DIAG_BIBLIOGRAPHY);
    assert_int_equal(d->span.line, line);
    if (!str_is(d->message, wanted))
        fail_msg("`%" STR_FMT "`, expected `%s`", STR_ARG(d->message), wanted);
}

static void values_are_in_braces_quotes_or_numbers(void **state)
{
    struct fixture *f = *state;

    assert_true(read(f, "@Article{k, Title = {A {b} c}, note = \"x {\"} y\", "
                        "year = 2017}"));
    assert_int_equal(f->file.entries.len, 1);
    const struct bib_entry *e = map_get(&f->file.by_key, STR("k"));
    assert_true(str_is(e->type, "article"));
    assert_field(e, "title", "A {b} c");
    assert_field(e, "note", "x {\"} y");
    assert_field(e, "year", "2017");
    assert_field(e, "pages", "");
}

static void strings_are_joined(void **state)
{
    struct fixture *f = *state;

    assert_true(read(f, "@string{nips = \"NIPS\"}\n@string(v = {30})\n"
                        "@misc{k, journal = NIPS # { } # v, month = mar}"));
    assert_field(f->file.entries.items[0], "journal", "NIPS 30");
    assert_field(f->file.entries.items[0], "month", "March");
}

static void what_is_no_entry_is_left_out(void **state)
{
    struct fixture *f = *state;

    assert_true(read(f, "Some words.\n@comment{@misc{no, a = 1}}\n"
                        "@preamble{\"\\x\"}\n@misc(yes, a = {1},)\n"));
    assert_int_equal(f->file.entries.len, 1);
    assert_true(str_is(f->file.entries.items[0]->key, "yes"));
    assert_int_equal(f->file.entries.items[0]->line, 4);
}

static void reading_goes_on_after_a_mistake(void **state)
{
    struct fixture *f = *state;

    assert_false(read(f, "@misc{a, x 1}\n@misc{b, x = 1}\n@misc{c, y = nope}\n"
                         "@misc{b, x = 2}\n@misc{d, x = {1}"));
    assert_int_equal(f->file.entries.len, 1);
    assert_field(map_get(&f->file.by_key, STR("b")), "x", "1");
    assert_int_equal(f->diags.list.len, 4);
    assert_said(f, 0, 1, "a field is NAME = VALUE");
    assert_said(f, 1, 3, "no @string defines this name");
    assert_said(f, 2, 4, "this key stands twice: the first one counts");
    assert_said(f, 3, 5, "a comma or the end of the entry is expected");
}

static void an_open_brace_is_reported_where_it_opens(void **state)
{
    struct fixture *f = *state;

    assert_false(read(f, "@misc{a,\n  title = {never\n  closed\n"));
    assert_said(f, 0, 2, "this brace is never closed");
}

/* 2^40 bytes, were there no bound. */
static void doubling_strings_are_bounded(void **state)
{
    struct fixture *f = *state;
    struct buf text = BUF_INIT;

    buf_add_cstr(&text, "@string{a0 = {0123456789}}\n");
    for (int i = 1; i <= 40; i++)
        buf_add_fmt(&text, "@string{a%d = a%d # a%d}\n", i, i - 1, i - 1);
    assert_false(read(f, text.ptr));
    assert_said(f, 0, 14, "a value is longer than 64 KiB");
    buf_deinit(&text);
}

static void accents_become_letters(void **state)
{
    struct fixture *f = *state;

    assert_text(f, "G{\\\"o}del", "Gödel");
    assert_text(f, "G\\\"odel", "Gödel");
    assert_text(f, "Erd\\H{o}s, P\\'al", "Erdős, Pál");
    assert_text(f, "{\\'{\\i}}ndice \\c{c}a \\v{S}\\'{e}", "índice ça Šé");
    assert_text(f, "Stra{\\ss}e, \\O re, {\\L}\\'od\\'z", "Straße, Øre, Łódź");
    assert_text(f, "张三", "张三");
}

static void commands_and_braces_go(void **state)
{
    struct fixture *f = *state;

    assert_text(f, "The {BERT} \\emph{model} \\& more",
                "The BERT model & more");
    assert_text(f, "1--2, a---b, x-y~z", "1–2, a—b, x-y z");
    assert_text(f, "\n  two\n  lines ", "two lines");
    assert_text(f, "\\", "");
}

static void names_are_as_they_are_spoken(void **state)
{
    struct fixture *f = *state;
    size_t count;
    const struct str *names = bibtex_names(
        &f->arena,
        STR("Knuth, Donald E. and\n Leslie Lamport and King, Jr, Martin and "
            "{Simon and Schuster} and others"),
        &count);

    assert_int_equal(count, 5);
    assert_true(str_is(names[0], "Donald E. Knuth"));
    assert_true(str_is(names[1], "Leslie Lamport"));
    assert_true(str_is(names[2], "Martin King Jr"));
    assert_true(str_is(names[3], "Simon and Schuster"));
    assert_true(str_is(names[4], "et al"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_in_braces_quotes_or_numbers),
        TEST(strings_are_joined),
        TEST(what_is_no_entry_is_left_out),
        TEST(reading_goes_on_after_a_mistake),
        TEST(an_open_brace_is_reported_where_it_opens),
        TEST(doubling_strings_are_bounded),
        TEST(accents_become_letters),
        TEST(commands_and_braces_go),
        TEST(names_are_as_they_are_spoken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
