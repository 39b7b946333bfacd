/* SPDX-License-Identifier: MIT */
/* phx.yaml: defaults, merging, checks, and what the site makes of it. */
#include "fixture.h"

static void no_file_is_a_site_with_defaults(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    assert_clean(f);
    assert_str(f->config.theme, "phoenix");
    assert_int_equal(f->config.paginate, 10);
    assert_int_equal(f->config.language_count, 1);
    assert_str(f->config.languages[0].code, "en");
    assert_int_equal(f->config.taxonomy_count, 2);
    assert_str(f->config.taxonomies[1].name, "categories");
    assert_int_equal(f->config.feed_formats,
                     FEED_BIT_ATOM | FEED_BIT_RSS | FEED_BIT_JSON);
    assert_true(config_value(&f->config, "feeds.full").as.boolean);
    fixture_free(f);
}

static void base_url_gives_the_base_path(void **state)
{
    struct {
        const char *written, *url, *path;
    } cases[] = {
        {"https://x.y/base/", "https://x.y/base", "/base"},
        {"https://x.y/base", "https://x.y/base", "/base"},
        {"https://x.y/", "https://x.y", ""},
        {"http://x.y:80", "http://x.y:80", ""},
        {"/preview/", "", "/preview"},
    };

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct fixture *f = fixture_empty();

        fixture_config(
            f, str_fmt(&f->arena, "base_url: %s\n", cases[i].written).ptr,
            NULL);
        assert_clean(f);
        assert_str(f->config.base_url, cases[i].url);
        assert_str(f->config.base_path, cases[i].path);
        fixture_free(f);
    }
}

static void a_base_url_without_scheme_is_an_error_at_its_place(void **state)
{
    struct fixture *f = fixture_new("title: T\nbase_url: x.y/base\n");
    const struct diag *d = only_diag(f, DIAG_CONFIG_VALUE);

    (void)state;
    assert_str(d->path, "phx.yaml");
    assert_int_equal(d->span.line, 2);
    assert_int_equal(d->span.col, 11);
    assert_str(f->config.base_url, "");
    fixture_free(f);
}

static void the_command_line_s_base_url_wins(void **state)
{
    struct fixture *f = fixture_empty();

    (void)state;
    f->settings.base_url = STR("http://127.0.0.1:1313/");
    fixture_config(f, "base_url: https://x.y/base\n", NULL);
    assert_str(f->config.base_url, "http://127.0.0.1:1313");
    assert_str(f->config.base_path, "");
    fixture_free(f);
}

static void an_unknown_key_is_named_with_the_nearest(void **state)
{
    struct fixture *f = fixture_new("title: T\nbaseurl: https://x.y\n");
    const struct diag *d = only_diag(f, DIAG_CONFIG_KEY);

    (void)state;
    assert_int_equal(d->span.line, 2);
    assert_int_equal(d->span.col, 1);
    assert_int_equal(d->severity, SEVERITY_WARNING);
    assert_has(d->hint, "base_url");
    fixture_free(f);
}

static void an_unknown_nested_key_is_named_with_its_map(void **state)
{
    struct fixture *f = fixture_new("content:\n  pagniate: 5\n");
    const struct diag *d = only_diag(f, DIAG_CONFIG_KEY);

    (void)state;
    assert_int_equal(d->span.line, 2);
    assert_has(d->message, "`content`");
    assert_has(d->hint, "paginate");
    fixture_free(f);
}

static void params_take_anything(void **state)
{
    struct fixture *f =
        fixture_new("params:\n  a: {b: [1, {c: d}]}\nbench:\n  commands:\n"
                    "    matmul: {run: make bench}\n");

    (void)state;
    assert_clean(f);
    assert_int_equal(config_value(&f->config, "params.a.b").kind, VALUE_LIST);
    fixture_free(f);
}

static void a_wrong_type_says_what_is_there(void **state)
{
    struct fixture *f = fixture_new("content:\n  paginate: many\n");
    const struct diag *d = only_diag(f, DIAG_CONFIG_TYPE);

    (void)state;
    assert_has(d->message, "`content.paginate` must be a whole number");
    assert_int_equal(d->span.line, 2);
    assert_int_equal(d->span.col, 13);
    fixture_free(f);
}

static void a_number_out_of_bounds_is_refused(void **state)
{
    struct fixture *f = fixture_new("content:\n  related: 1000\n");

    (void)state;
    assert_has(only_diag(f, DIAG_CONFIG_VALUE)->message, "between 0 and 100");
    fixture_free(f);
}

static void the_environment_s_file_is_merged_deeply(void **state)
{
    struct fixture *f = fixture_empty();

    (void)state;
    f->settings.environment = STR("production");
    fixture_config(f,
                   "title: T\ncontent: {paginate: 5, related: 7}\n"
                   "params: {a: 1, b: 2}\n",
                   "content:\n  paginate: 20\nparams: {b: 3}\n");
    assert_clean(f);
    assert_str(f->config.title, "T");
    assert_int_equal(f->config.paginate, 20);
    assert_int_equal(f->config.related, 7);
    assert_int_equal(config_value(&f->config, "params.a").as.integer, 1);
    assert_int_equal(config_value(&f->config, "params.b").as.integer, 3);
    fixture_free(f);
}

static void a_mistake_in_the_environment_s_file_names_that_file(void **state)
{
    struct fixture *f = fixture_empty();

    (void)state;
    f->settings.environment = STR("production");
    fixture_config(f, "title: T\n", "tittle: U\n");
    assert_str(only_diag(f, DIAG_CONFIG_KEY)->path, "phx.production.yaml");
    fixture_free(f);
}

static void an_environment_is_no_path(void **state)
{
    struct fixture *f = fixture_empty();

    (void)state;
    f->settings.environment = STR("../x");
    fixture_config(f, "title: T\n", NULL);
    assert_has(only_diag(f, DIAG_CONFIG_VALUE)->message, "no environment");
    fixture_free(f);
}

static void a_severity_changes_its_class(void **state)
{
    struct fixture *f = fixture_new("severity: {links: warn, math: off}\n");

    (void)state;
    assert_clean(f);
    assert_int_equal(f->config.policy.severity[DIAG_CLASS_LINKS],
                     SEVERITY_WARNING);
    assert_true(f->config.policy.changed[DIAG_CLASS_MATH]);
    assert_int_equal(f->config.policy.severity[DIAG_CLASS_MATH], SEVERITY_OFF);
    assert_false(f->config.policy.changed[DIAG_CLASS_URLS]);
    fixture_free(f);
}

static void an_unknown_class_or_severity_is_reported(void **state)
{
    struct fixture *f = fixture_new("severity: {link: warn, math: loud}\n");

    (void)state;
    assert_has(only_diag(f, DIAG_CONFIG_KEY)->hint, "links");
    assert_has(only_diag(f, DIAG_CONFIG_VALUE)->hint, "off, note, warn");
    fixture_free(f);
}

static void an_unknown_time_zone_is_an_error(void **state)
{
    struct fixture *f = fixture_new("timezone: Asia/Shanghia\n");

    (void)state;
    assert_has(only_diag(f, DIAG_CONFIG_VALUE)->message, "Asia/Shanghia");
    fixture_free(f);
}

static void the_first_language_is_the_default(void **state)
{
    struct fixture *f =
        fixture_new("title: T\nlanguages:\n  zh: {title: 标题, folder: zh}\n"
                    "  en: {}\n");

    (void)state;
    assert_clean(f);
    assert_int_equal(f->config.language_count, 2);
    assert_str(f->config.languages[0].code, "zh");
    assert_str(f->config.languages[0].tag, "zh-Hans");
    assert_str(f->config.languages[0].name, "中文");
    assert_str(f->config.languages[0].folder, "zh");
    assert_true(f->config.languages[0].is_default);
    assert_str(f->config.languages[1].title, "T");
    assert_int_equal(f->config.languages[1].index, 1);
    fixture_free(f);
}

static void language_chooses_the_default(void **state)
{
    struct fixture *f =
        fixture_new("language: en\nlanguages: {zh: {}, en: {}}\n");

    (void)state;
    assert_str(f->config.languages[0].code, "en");
    assert_str(f->config.languages[1].code, "zh");
    fixture_free(f);
}

static void a_permalink_s_names_are_checked(void **state)
{
    struct fixture *f =
        fixture_new("permalinks:\n  posts: /:yaer/:slug/\n  notes: /:slug/\n");

    (void)state;
    assert_has(only_diag(f, DIAG_CONFIG_VALUE)->message, ":yaer");
    assert_int_equal(f->config.permalink_count, 1);
    fixture_free(f);
}

static void taxonomies_may_be_a_list_or_none(void **state)
{
    struct fixture *f = fixture_new("taxonomies: [tags, topics]\n");
    struct fixture *none = fixture_new("taxonomies: []\n");

    (void)state;
    assert_int_equal(f->config.taxonomy_count, 2);
    assert_str(f->config.taxonomies[1].name, "topics");
    assert_true(f->config.taxonomies[1].feeds);
    assert_int_equal(none->config.taxonomy_count, 0);
    fixture_free(f);
    fixture_free(none);
}

static void a_file_that_does_not_parse_is_an_error(void **state)
{
    struct fixture *f = fixture_new("title: [a\n");

    (void)state;
    assert_int_equal(count_diags(f, DIAG_YAML_SYNTAX), 1);
    fixture_free(f);
}

static void a_list_is_no_configuration(void **state)
{
    struct fixture *f = fixture_new("- a\n- b\n");

    (void)state;
    assert_has(only_diag(f, DIAG_CONFIG_TYPE)->message, "not list");
    fixture_free(f);
}

static void every_row_of_the_table_is_reachable_and_explained(void **state)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        struct str path = str_of(keys[i].path);
        size_t dot = str_rchr(path, '.');
        bool parent = dot == STR_NONE;

        assert_true(strlen(keys[i].text) > 8);
        assert_true(keys[i].text[strlen(keys[i].text) - 1] == '.');
        for (size_t k = 0; k < count && !parent; k++)
            parent = str_is(str_slice(path, 0, dot), keys[k].path);
        if (!parent)
            fail_msg("%s has no row above it", keys[i].path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_file_is_a_site_with_defaults),
        cmocka_unit_test(base_url_gives_the_base_path),
        cmocka_unit_test(a_base_url_without_scheme_is_an_error_at_its_place),
        cmocka_unit_test(the_command_line_s_base_url_wins),
        cmocka_unit_test(an_unknown_key_is_named_with_the_nearest),
        cmocka_unit_test(an_unknown_nested_key_is_named_with_its_map),
        cmocka_unit_test(params_take_anything),
        cmocka_unit_test(a_wrong_type_says_what_is_there),
        cmocka_unit_test(a_number_out_of_bounds_is_refused),
        cmocka_unit_test(the_environment_s_file_is_merged_deeply),
        cmocka_unit_test(a_mistake_in_the_environment_s_file_names_that_file),
        cmocka_unit_test(an_environment_is_no_path),
        cmocka_unit_test(a_severity_changes_its_class),
        cmocka_unit_test(an_unknown_class_or_severity_is_reported),
        cmocka_unit_test(an_unknown_time_zone_is_an_error),
        cmocka_unit_test(the_first_language_is_the_default),
        cmocka_unit_test(language_chooses_the_default),
        cmocka_unit_test(a_permalink_s_names_are_checked),
        cmocka_unit_test(taxonomies_may_be_a_list_or_none),
        cmocka_unit_test(a_file_that_does_not_parse_is_an_error),
        cmocka_unit_test(a_list_is_no_configuration),
        cmocka_unit_test(every_row_of_the_table_is_reachable_and_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
