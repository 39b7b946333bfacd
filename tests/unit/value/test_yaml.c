/* SPDX-License-Identifier: MIT */
/* YAML as values: types, aliases, merging, places, limits. */
#include "value_test.h"

static void reads(void **state, const char *text, const char *expected)
{
    struct fixture *f = *state;

    assert_string_equal(repr_of(f, yaml(f, text)), expected);
}

static void front_matter_is_read(void **state)
{
    reads(state,
          "title: \"a: b\"\ntags: [x, 'y']\ndraft: true\nn: 1\nf: 0.5\n"
          "list:\n  - a\n  - k: v\nempty:\ntext: |\n  one\n  two\n",
          "{'title': 'a: b', 'tags': ['x', 'y'], 'draft': True, 'n': 1, "
          "'f': 0.5, 'list': ['a', {'k': 'v'}], 'empty': None, "
          "'text': 'one\\ntwo\\n'}");
}

static void empty_input_is_null(void **state)
{
    reads(state, "", "None");
    reads(state, "# only a comment\n", "None");
    reads(state, "---\n", "None");
}

static void types_are_those_of_the_core_schema(void **state)
{
    reads(state, "[~, null, Null, NULL, nUll]",
          "[None, None, None, None, 'nUll']");
    reads(state, "[true, True, TRUE, false, tRue, yes, no, on, off, y]",
          "[True, True, True, False, 'tRue', 'yes', 'no', 'on', 'off', 'y']");
    reads(state, "[12, -3, +4, 007, 0o17, 0xFf, 0b1, 1_000, 0x, 0o8]",
          "[12, -3, 4, 7, 15, 255, '0b1', '1_000', '0x', '0o8']");
    reads(state,
          "[1., .5, -1e3, 1e+2, .inf, -.INF, +.Inf, .nan, 1e, '.', 1.2.3]",
          "[1.0, 0.5, -1000.0, 100.0, inf, -inf, inf, nan, '1e', '.', "
          "'1.2.3']");
    reads(state, "[9223372036854775808, 0xffffffffffffffff]",
          "[9.223372036854776e+18, 1.8446744073709552e+19]");
    reads(state, "['12', \"true\", '~', ! 12]", "['12', 'true', '~', '12']");
}

static void tags_choose_the_type(void **state)
{
    struct fixture *f = *state;
    struct value v;

    reads(state, "[!!str 12, !!int '12', !!float 1, !!null x, !!bool 'true']",
          "['12', 12, 1.0, None, True]");
    reads(state, "!other [!mine a]", "['a']");
    assert_false(try_yaml(f, STR("a: !!int x"), &v));
    assert_text(f, only_diag(f)->message,
                "expected a value of type int, as its tag says");
}

static void iso_dates_become_dates_when_wanted(void **state)
{
    struct fixture *f = *state;
    const struct yaml_options options = {.dates = false};
    struct source_ref source = source_of(STR("2026-03-01"));
    struct value v;

    reads(state, "2026-03-01", "datetime.date(2026, 3, 1)");
    reads(state, "2026-3-1 10:20",
          "datetime.datetime(2026, 3, 1, 10, 20, "
          "tzinfo=datetime.timezone.utc)");
    reads(state, "['2026-03-01', 2026-13-01, 2026.03.01, 2026/03/01, 12-34-56]",
          "['2026-03-01', '2026-13-01', '2026.03.01', '2026/03/01', "
          "'12-34-56']");
    assert_true(yaml_read(&f->arena, &source, &options, &f->diags, &v, NULL));
    assert_string_equal(repr_of(f, v), "'2026-03-01'");
}

static void dates_without_a_zone_are_in_the_site_s(void **state)
{
    struct fixture *f = *state;
    struct yaml_options options = {.dates = true};
    struct source_ref source = source_of(STR("2026-03-01 08:00"));
    struct value v;

    assert_true(date_zone_find(&f->arena, STR("+08:00"), &options.zone));
    assert_true(yaml_read(&f->arena, &source, &options, &f->diags, &v, NULL));
    assert_int_equal(value_as_date(v).offset, 480);
    assert_int_equal(value_as_date(v).unix_seconds % 86400, 0);
}

static void aliases_repeat_their_anchor(void **state)
{
    reads(state, "a: &x [1, &y 2]\nb: *x\nc: *y",
          "{'a': [1, 2], 'b': [1, 2], 'c': 2}");
    reads(state, "[&a 1, *a, &a 2, *a]", "[1, 1, 2, 2]");
}

static void merge_keys_merge(void **state)
{
    reads(state, "a: &x {k: 1, l: 2}\nb: {m: 0, <<: *x, k: 3}",
          "{'a': {'k': 1, 'l': 2}, 'b': {'k': 3, 'l': 2, 'm': 0}}");
    reads(state,
          "- &x {k: 1}\n- &y {k: 2, l: 2}\n- {<<: [*x, *y], z: 0}\n"
          "- {'<<': 1}",
          "[{'k': 1}, {'k': 2, 'l': 2}, {'k': 1, 'l': 2, 'z': 0}, "
          "{'<<': 1}]");
}

static void keys_of_any_kind_are_kept(void **state)
{
    reads(state, "{1: a, true: b, [x]: c, ~: d}",
          "{1: 'b', ['x']: 'c', None: 'd'}");
}

static void a_duplicate_key_is_a_warning_and_the_last_wins(void **state)
{
    struct fixture *f = *state;

    reads(state, "a: 1\nb: 2\na: 3\n", "{'a': 3, 'b': 2}");
    assert_int_equal(only_diag(f)->id, DIAG_YAML_DUPLICATE_KEY);
    assert_int_equal(only_diag(f)->severity, SEVERITY_WARNING);
    assert_int_equal(only_diag(f)->span.line, 3);
}

static void warnings_of_duplicates_are_bounded(void **state)
{
    struct fixture *f = *state;
    struct buf text = BUF_INIT;

    for (int i = 0; i < 1000; i++)
        buf_add_cstr(&text, "a: 1\n");
    assert_string_equal(repr_of(f, yaml(f, text.ptr)), "{'a': 1}");
    assert_int_equal(f->diags.list.len, 100);
    buf_deinit(&text);
}

static void a_bom_and_crlf_are_fine(void **state)
{
    reads(state,
          "\xef\xbb\xbf"
          "a: 1\r\nb:\r\n  - x\r\n",
          "{'a': 1, 'b': ['x']}");
}

static void several_documents_are_a_list(void **state)
{
    struct fixture *f = *state;
    const struct yaml_options options = {.dates = false};
    struct source_ref source = source_of(STR("a: 1\n---\n- 2\n---\n...\n"));
    struct value v;

    assert_true(yaml_read_all(&f->arena, &source, &options, &f->diags, &v));
    assert_string_equal(repr_of(f, v), "[{'a': 1}, [2], None]");
    assert_false(try_yaml(f, source.text, &v));
    assert_int_equal(only_diag(f)->span.line, 2);
}

static void anchors_end_with_their_document(void **state)
{
    struct fixture *f = *state;
    const struct yaml_options options = {.dates = false};
    struct source_ref source = source_of(STR("&a 1\n---\n*a\n"));
    struct value v;

    assert_false(yaml_read_all(&f->arena, &source, &options, &f->diags, &v));
    assert_int_equal(only_diag(f)->span.line, 3);
}

static bool with_places(struct fixture *f, struct str text, struct value *out,
                        struct value_places *places)
{
    const struct yaml_options options = {.dates = true};
    struct source_ref source = source_of(text);

    return yaml_read(&f->arena, &source, &options, &f->diags, out, places);
}

static void check_place(struct span span, uint32_t line, uint32_t col,
                        uint32_t len)
{
    assert_int_equal(span.line, line);
    assert_int_equal(span.col, col);
    assert_int_equal(span.len, len);
}

static void places_of_keys_and_values_are_known(void **state)
{
    struct fixture *f = *state;
    struct value_places places = {0};
    struct value v;

    assert_true(
        with_places(f, STR("标题: '中文' # x\r\nlist:\n  - one\n  - {k: v}\n"),
                    &v, &places));
    check_place(value_place_of(&places, v, 0)->key, 1, 1, 6);
    check_place(value_place_of(&places, v, 0)->value, 1, 9, 8);
    check_place(value_place_of(&places, v, 1)->key, 2, 1, 4);
    struct value list = v.as.map->entries[1].value;
    check_place(value_place_of(&places, list, 0)->value, 3, 5, 3);
    struct value inner = list.as.list->items[1];
    check_place(value_place_of(&places, inner, 0)->key, 4, 6, 1);
    check_place(value_place_of(&places, inner, 0)->value, 4, 9, 1);
    assert_null(value_place_of(&places, inner, 1));
    assert_null(value_place_of(&places, value_int(1), 0));
}

static void places_survive_merging_and_duplicates(void **state)
{
    struct fixture *f = *state;
    struct value_places places = {0};
    struct value v, b;

    assert_true(with_places(
        f, STR("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  m: 3\n  m: 4\n  k: 5\n"),
        &v, &places));
    b = v.as.map->entries[1].value;
    assert_string_equal(repr_of(f, b), "{'k': 5, 'l': 2, 'm': 4}");
    check_place(value_place_of(&places, b, 0)->value, 6, 6, 1);
    check_place(value_place_of(&places, b, 1)->key, 3, 3, 2);
    check_place(value_place_of(&places, b, 2)->value, 5, 6, 1);
}

static void places_count_from_the_merged_keys_on(void **state)
{
    struct fixture *f = *state;
    struct value_places places = {0};
    struct value v, b;

    assert_true(with_places(f, STR("a: &x {k: 1}\nb:\n  m: 3\n  <<: *x\n"), &v,
                            &places));
    b = v.as.map->entries[1].value;
    assert_string_equal(repr_of(f, b), "{'k': 1, 'm': 3}");
    check_place(value_place_of(&places, b, 0)->key, 4, 3, 2);
    check_place(value_place_of(&places, b, 1)->key, 3, 3, 1);
}

static void keys_that_equal_nothing_have_places(void **state)
{
    struct fixture *f = *state;
    struct value_places places = {0};
    struct value v;

    assert_true(with_places(f, STR(".nan: 1\na: 2\na: 3\n"), &v, &places));
    assert_int_equal(v.as.map->len, 2);
    check_place(value_place_of(&places, v, 0)->key, 1, 1, 0);
    check_place(value_place_of(&places, v, 1)->key, 3, 1, 1);
}

static void refused_by_limit(struct fixture *f, struct str text)
{
    struct value v;

    f->diags.list.len = 0;
    assert_false(try_yaml(f, text, &v));
    assert_int_equal(only_diag(f)->id, DIAG_YAML_LIMIT);
}

static void many_open_brackets_are_refused(void **state)
{
    struct fixture *f = *state;
    char *text = malloc(100000);

    assert_non_null(text);
    memset(text, '[', 100000);
    refused_by_limit(f, str_bytes(text, 100000));
    for (size_t i = 0; i < 100000; i += 2) {
        text[i] = '-';
        text[i + 1] = ' ';
    }
    refused_by_limit(f, str_bytes(text, 100000));
    free(text);
}

static void a_billion_laughs_are_refused(void **state)
{
    struct fixture *f = *state;
    struct buf text = BUF_INIT;

    buf_add_cstr(&text, "a0: &a0 [lol, lol]\n");
    for (int i = 1; i < 40; i++)
        buf_add_fmt(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
    refused_by_limit(f, buf_str(&text));
    buf_deinit(&text);
}

static void aliases_count_for_depth(void **state)
{
    struct fixture *f = *state;
    struct buf text = BUF_INIT;

    buf_add_cstr(&text, "- &a0 [x]\n");
    for (int i = 1; i < 300; i++)
        buf_add_fmt(&text, "- &a%d [*a%d]\n", i, i - 1);
    refused_by_limit(f, buf_str(&text));
    buf_deinit(&text);
}

static void an_alias_inside_its_anchor_is_refused(void **state)
{
    refused_by_limit(*state, STR("a: &a [*a]"));
    refused_by_limit(*state, STR("&a {k: {l: *a}}"));
}

static void limits_are_the_caller_s(void **state)
{
    struct fixture *f = *state;
    struct source_ref source = source_of(STR("[[], {a: b}]"));
    struct yaml_options options = {.limits = {.nodes = 4}};
    struct value v;

    assert_false(yaml_read(&f->arena, &source, &options, &f->diags, &v, NULL));
    options.limits = (struct value_limits){.depth = 1};
    assert_false(yaml_read(&f->arena, &source, &options, &f->diags, &v, NULL));
    options.limits = (struct value_limits){.bytes = 11};
    assert_false(yaml_read(&f->arena, &source, &options, &f->diags, &v, NULL));
    assert_int_equal(f->diags.list.len, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(f->diags.list.items[i].id, DIAG_YAML_LIMIT);
    options.limits = (struct value_limits){2, 5, 12};
    assert_true(yaml_read(&f->arena, &source, &options, &f->diags, &v, NULL));
}

static void no_truncation_crashes(void **state)
{
    struct fixture *f = *state;
    struct str sample = STR(
        "\xef\xbb\xbf%YAML 1.1\r\n---\r\na: &x {k: \"\\u00e9\", ? [q] : 'r'}"
        "\nb: !!str 1\n<<: *x\nc: |2-\n  é\n   t\nd:\n- *x\n- 2026-03-01\n"
        "a: x\n...\n");
    struct value v;
    size_t read = 0;

    for (size_t i = 0; i <= sample.len; i++) {
        char *copy = malloc(i + 1);

        assert_non_null(copy);
        memcpy(copy, sample.ptr, i);
        f->diags.list.len = 0;
        f->diags.errors = 0;
        if (try_yaml(f, str_bytes(copy, i), &v))
            read++;
        else
            assert_int_equal(f->diags.errors, 1);
        free(copy);
    }
    assert_true(read > 20 && read < sample.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(front_matter_is_read),
        TEST(empty_input_is_null),
        TEST(types_are_those_of_the_core_schema),
        TEST(tags_choose_the_type),
        TEST(iso_dates_become_dates_when_wanted),
        TEST(dates_without_a_zone_are_in_the_site_s),
        TEST(aliases_repeat_their_anchor),
        TEST(merge_keys_merge),
        TEST(keys_of_any_kind_are_kept),
        TEST(a_duplicate_key_is_a_warning_and_the_last_wins),
        TEST(warnings_of_duplicates_are_bounded),
        TEST(a_bom_and_crlf_are_fine),
        TEST(several_documents_are_a_list),
        TEST(anchors_end_with_their_document),
        TEST(places_of_keys_and_values_are_known),
        TEST(places_survive_merging_and_duplicates),
        TEST(places_count_from_the_merged_keys_on),
        TEST(keys_that_equal_nothing_have_places),
        TEST(many_open_brackets_are_refused),
        TEST(a_billion_laughs_are_refused),
        TEST(aliases_count_for_depth),
        TEST(an_alias_inside_its_anchor_is_refused),
        TEST(limits_are_the_caller_s),
        TEST(no_truncation_crashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
