/* SPDX-License-Identifier: MIT */
/* Diagnostics: policy, places, order, and the printed form. */
#include "unit.h"

static const struct source_ref page = {
    STR_INIT("a.md"), STR_INIT("one\nsee [b](b.md) for more\nthree"), 0};

static void printed(const struct diag *diag, const char *expected)
{
    struct buf out = BUF_INIT;
    diag_print(&out, diag, false);
    assert_text(buf_str(&out), expected);
    buf_deinit(&out);
}

static void an_error_prints_like_a_compilers(void **state)
{
    struct diags diags;
    diags_init(&diags, *state, NULL);
    struct diag *d =
        diag_add(&diags, DIAG_LINK_BROKEN, &page, (struct span){2, 9, 4},
                 "\"%s\" is not there", "b.md");
    diag_hint(&diags, d, "did you mean \"%s\"?", "c.md");
    d->chain = STR("included from x.md:3");
    printed(d, "a.md:2:9: error[M001]: \"b.md\" is not there\n"
               "    2 | see [b](b.md) for more\n"
               "      |         ^~~~\n"
               "   = hint: did you mean \"c.md\"?\n"
               "   = included from x.md:3\n");
}

static void the_offset_of_lines_is_added_once(void **state)
{
    struct diags diags;
    struct source_ref body = page;
    body.line_offset = 10;
    diags_init(&diags, *state, NULL);
    struct diag *d =
        diag_add(&diags, DIAG_LINK_BROKEN, &body, (struct span){3, 1, 0}, "m");
    assert_int_equal(d->span.line, 13);
    assert_text(d->source, "three");
    printed(d, "a.md:13:1: error[M001]: m\n   13 | three\n      | ^\n");
}

static void a_place_can_be_unknown(void **state)
{
    struct diags diags;
    diags_init(&diags, *state, NULL);
    printed(diag_add(&diags, DIAG_GIT_NONE, NULL, (struct span){0}, "none"),
            "note[G003]: none\n");
    printed(diag_add(&diags, DIAG_LINK_BROKEN, &page, (struct span){0}, "m"),
            "a.md: error[M001]: m\n");
    printed(
        diag_add(&diags, DIAG_LINK_BROKEN, &page, (struct span){99, 5, 2}, "m"),
        "a.md:99:5: error[M001]: m\n");
    printed(
        diag_add(&diags, DIAG_LINK_BROKEN, &page, (struct span){1, 99, 9}, "m"),
        "a.md:1:99: error[M001]: m\n    1 | one\n      |    ^\n");
}

static void wide_letters_and_tabs_keep_the_mark_in_place(void **state)
{
    struct diags diags;
    struct source_ref wide = {STR("a.md"), STR("真\té見x"), 0};
    diags_init(&diags, *state, NULL);
    printed(
        diag_add(&diags, DIAG_LINK_BROKEN, &wide, (struct span){1, 7, 3}, "m"),
        "a.md:1:7: error[M001]: m\n"
        "    1 | 真    é見x\n"
        "      |        ^~\n");
}

static void a_long_line_is_cut_around_the_place(void **state)
{
    struct arena *arena = *state;
    struct diags diags;
    struct buf line = BUF_INIT;
    for (int i = 0; i < 50; i++)
        buf_add_cstr(&line, "0123456789");
    line.ptr[250] = 'X';
    struct source_ref where = {STR("a.md"), buf_str(&line), 0};
    diags_init(&diags, arena, NULL);
    struct diag *d = diag_add(&diags, DIAG_LINK_BROKEN, &where,
                              (struct span){1, 251, 1}, "m");
    buf_reset(&line);
    diag_print(&line, d, false);
    struct str rest = buf_str(&line);
    struct str first = STR("");
    struct str source = STR("");
    struct str mark = STR("");
    assert_true(str_line(&rest, &first));
    assert_true(str_line(&rest, &source));
    assert_true(str_line(&rest, &mark));
    assert_true(str_starts(source, STR("    1 | …0123")));
    assert_true(str_ends(source, STR("…")));
    assert_true(text_columns(source) <= 110);
    size_t x = str_chr(source, 'X');
    assert_int_equal(text_columns(str_slice(source, 0, x)), str_chr(mark, '^'));
    buf_deinit(&line);
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    struct diags diags;
    struct source_ref evil = {STR("a\033.md"), STR("x\033[2Jy\xff"), 0};
    struct buf out = BUF_INIT;
    diags_init(&diags, *state, NULL);
    struct diag *d = diag_add(&diags, DIAG_LINK_BROKEN, &evil,
                              (struct span){1, 1, 1}, "m\033[31m");
    diag_hint(&diags, d, "\xe2\x80\xae");
    diag_print(&out, d, false);
    assert_int_equal(str_chr(buf_str(&out), '\033'), STR_NONE);
    assert_int_equal(str_find(buf_str(&out), STR("\xe2\x80\xae")), STR_NONE);
    assert_true(utf8_valid(buf_str(&out), NULL));
    buf_deinit(&out);
}

static void colours_are_switched_off_again(void **state)
{
    struct diags diags;
    struct buf out = BUF_INIT;
    diags_init(&diags, *state, NULL);
    diag_print(
        &out,
        diag_add(&diags, DIAG_LINK_BROKEN, &page, (struct span){2, 1, 3}, "m"),
        true);
    assert_true(str_find(buf_str(&out), STR("\033[1;31merror[M001]:\033[0m")) !=
                STR_NONE);
    assert_true(str_find(buf_str(&out), STR("\033[1;31m^~~\033[0m\n")) !=
                STR_NONE);
    buf_deinit(&out);
}

static void the_policy_changes_a_class(void **state)
{
    struct diags diags;
    struct diag_policy policy = {0};
    policy.changed[DIAG_CLASS_LINKS] = true;
    policy.severity[DIAG_CLASS_LINKS] = SEVERITY_WARNING;
    policy.changed[DIAG_CLASS_MATH] = true;
    policy.severity[DIAG_CLASS_MATH] = SEVERITY_OFF;
    diags_init(&diags, *state, &policy);
    struct diag *d =
        diag_add(&diags, DIAG_LINK_BROKEN, NULL, (struct span){0}, "m");
    assert_int_equal(d->severity, SEVERITY_WARNING);
    d = diag_add(&diags, DIAG_MATH_ERROR, NULL, (struct span){0}, "m");
    assert_null(d);
    diag_hint(&diags, d, "ignored");
    assert_int_equal(diags.errors, 0);
    assert_int_equal(diags.warnings, 1);
    assert_int_equal(diags.list.len, 1);
}

static void without_a_list_nothing_is_reported(void **state)
{
    struct diags some;
    diags_init(&some, *state, NULL);
    diag_add(&some, DIAG_LINK_BROKEN, &page, (struct span){0}, "m");
    diags_merge(NULL, &some);
    struct diag *d =
        diag_add(NULL, DIAG_LINK_BROKEN, &page, (struct span){0}, "m");
    diag_hint(NULL, d, "none");
    assert_null(d);
}

static void strict_counts_warnings_as_errors(void **state)
{
    struct diags diags;
    struct diag_policy policy = {.strict = true};
    diags_init(&diags, *state, &policy);
    diag_add(&diags, DIAG_LINK_ANCHOR, NULL, (struct span){0}, "m");
    diag_add(&diags, DIAG_GIT_NONE, NULL, (struct span){0}, "m");
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.warnings, 0);
}

static void merging_copies_everything(void **state)
{
    struct arena job;
    struct diags from;
    struct diags into;
    arena_init(&job);
    diags_init(&from, &job, NULL);
    diags_init(&into, *state, NULL);
    struct diag *d = diag_add(&from, DIAG_LINK_BROKEN, &page,
                              (struct span){1, 1, 3}, "message");
    diag_hint(&from, d, "hint");
    d->chain = str_dup(&job, STR("chain"));
    diags_merge(&into, &from);
    arena_deinit(&job);
    assert_int_equal(into.errors, 1);
    printed(&into.list.items[0], "a.md:1:1: error[M001]: message\n"
                                 "    1 | one\n"
                                 "      | ^~~\n"
                                 "   = hint: hint\n"
                                 "   = chain\n");
}

static void sorting_is_by_place_and_stable(void **state)
{
    struct diags diags;
    struct source_ref b = {STR("b.md"), STR(""), 0};
    struct source_ref a = {STR("a.md"), STR(""), 0};
    struct buf order = BUF_INIT;
    diags_init(&diags, *state, NULL);
    diag_add(&diags, DIAG_LINK_BROKEN, &b, (struct span){1, 1, 0}, "5");
    diag_add(&diags, DIAG_LINK_BROKEN, &a, (struct span){2, 1, 0}, "4");
    diag_add(&diags, DIAG_LINK_BROKEN, &a, (struct span){1, 9, 0}, "2");
    diag_add(&diags, DIAG_LINK_BROKEN, &a, (struct span){1, 9, 0}, "3");
    diag_add(&diags, DIAG_LINK_BROKEN, &a, (struct span){1, 2, 0}, "1");
    diags_sort(&diags);
    for (size_t i = 0; i < diags.list.len; i++)
        buf_add(&order, diags.list.items[i].message);
    assert_text(buf_str(&order), "12345");
    buf_deinit(&order);
}

static void spans_count_lines_and_bytes(void **state)
{
    (void)state;
    struct str text = STR("ab\n真x\n");
    struct span at = span_at(text, 0);
    assert_int_equal(at.line, 1);
    assert_int_equal(at.col, 1);
    at = span_at(text, 6);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.col, 4);
    at = span_at(text, 99);
    assert_int_equal(at.line, 3);
    assert_int_equal(at.col, 1);
}

static void codes_and_class_names_are_unique(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(diag_code((enum diag_id)i),
                                    diag_code((enum diag_id)j));
        assert_int_not_equal(strlen(diag_title((enum diag_id)i)), 0);
    }
    for (unsigned i = 0; i < DIAG_CLASS_COUNT; i++) {
        enum diag_class found;
        struct str name = str_of(diag_class_name((enum diag_class)i));
        assert_true(diag_class_find(name, &found));
        assert_int_equal(found, i);
    }
    enum diag_class none;
    assert_false(diag_class_find(STR("nonsense"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_error_prints_like_a_compilers),
        TEST(the_offset_of_lines_is_added_once),
        TEST(a_place_can_be_unknown),
        TEST(wide_letters_and_tabs_keep_the_mark_in_place),
        TEST(a_long_line_is_cut_around_the_place),
        TEST(control_characters_do_not_reach_the_terminal),
        TEST(colours_are_switched_off_again),
        TEST(the_policy_changes_a_class),
        TEST(without_a_list_nothing_is_reported),
        TEST(strict_counts_warnings_as_errors),
        TEST(merging_copies_everything),
        TEST(sorting_is_by_place_and_stable),
        TEST(spans_count_lines_and_bytes),
        TEST(codes_and_class_names_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
