/* SPDX-License-Identifier: MIT */
/* Front matter: what is forgiven, what is reported and where. */
#include "fixture.h"

/* One page at content/posts/p.md. */
static struct fixture *page_of(const char *text)
{
    struct fixture *f = fixture_new(NULL);

    fixture_add(f, "content/posts/p.md", text);
    fixture_build(f);
    return f;
}

static const struct page *the_page(const struct fixture *f)
{
    return fixture_page(f, "content/posts/p.md");
}

static void forms_that_real_sites_use_are_read(void **state)
{
    const char *const texts[] = {
        "---\ntitle: T\n---\nBody\n",
        "\xEF\xBB\xBF---\ntitle: T\n---\nBody\n",
        "---\r\ntitle: T\r\n---\r\nBody\r\n",
        "\n\n---\ntitle: T\n---\nBody\n",
        "--- \ntitle: T\n---\t\nBody\n",
        "<!-- a\ncomment -->\n---\ntitle: T\n---\nBody\n",
        "---\ntitle: T\n...\nBody\n",
        "---\n# comment\n\ntitle: T\n---\nBody",
    };

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(texts); i++) {
        struct fixture *f = page_of(texts[i]);

        assert_clean(f);
        assert_str(the_page(f)->title, "T");
        assert_has(the_page(f)->document.html, "<p>Body</p>");
        fixture_free(f);
    }
}

static void thematic_breaks_are_no_front_matter(void **state)
{
    struct fixture *f = page_of("---\n\nJust text.\n\n---\n\nMore\n");
    struct fixture *end = page_of("Text\n\n---\ntitle: T\n---\n");

    (void)state;
    assert_clean(f);
    assert_has(the_page(f)->document.html, "Just text.");
    assert_str(the_page(end)->title, "P");
    fixture_free(f);
    fixture_free(end);
}

static void empty_front_matter_is_fine(void **state)
{
    struct fixture *f = page_of("---\n---\nBody\n");

    (void)state;
    assert_clean(f);
    assert_str(the_page(f)->title, "P");
    fixture_free(f);
}

static void toml_and_julia_are_reported_and_keep_the_body(void **state)
{
    struct fixture *toml = page_of("+++\ntitle = \"T\"\n+++\n\nBody\n");
    struct fixture *julia = page_of("@def title = \"T\"\n@def x = 1\n\nBody\n");

    (void)state;
    assert_int_equal(only_diag(toml, DIAG_FRONT_MATTER_FORM)->severity,
                     SEVERITY_WARNING);
    assert_str(the_page(toml)->document.html, "<p>Body</p>\n");
    assert_int_equal(only_diag(julia, DIAG_FRONT_MATTER_FORM)->span.line, 1);
    assert_str(the_page(julia)->document.html, "<p>Body</p>\n");
    fixture_free(toml);
    fixture_free(julia);
}

static void front_matter_that_is_not_closed_is_reported(void **state)
{
    struct fixture *f = page_of("---\ntitle: T\n\nBody\n");

    (void)state;
    assert_has(only_diag(f, DIAG_FRONT_MATTER_FORM)->message, "not closed");
    assert_has(the_page(f)->document.html, "Body");
    fixture_free(f);
}

static void an_unquoted_colon_fails_the_page_with_the_fix(void **state)
{
    struct fixture *f =
        page_of("\n---\ndate: 2020-01-01\ntitle: vLLM: fast\n---\nBody\n");
    const struct diag *d = only_diag(f, DIAG_YAML_SYNTAX);

    (void)state;
    assert_int_equal(d->severity, SEVERITY_ERROR);
    assert_str(d->path, "content/posts/p.md");
    assert_int_equal(d->span.line, 4);
    assert_true(d->span.col > 0);
    assert_has(d->hint, "title: \"vLLM: fast\"");
    assert_int_equal(the_page(f)->hidden, PAGE_FAILED);
    assert_null(site_route_find(f->site, STR("/posts/p/")));
    fixture_free(f);
}

static void dates_are_read_as_people_write_them(void **state)
{
    struct {
        const char *written, *iso;
    } cases[] = {
        {"2024-4-09", "2024-04-09"},
        {"2024-04-09", "2024-04-09"},
        {"2024/4/9", "2024-04-09"},
        {"2024-04-09 10:20:30 +0800", "2024-04-09"},
        {"2024-04-09T10:20:30Z", "2024-04-09"},
        {"\"2024-04-09\"", "2024-04-09"},
    };

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct fixture *f = fixture_empty();

        fixture_config(f, NULL, NULL);
        fixture_add(
            f, "content/posts/p.md",
            str_fmt(&f->arena, "---\ndate: %s\n---\n", cases[i].written).ptr);
        fixture_build(f);
        assert_clean(f);
        assert_true(the_page(f)->has_date);
        assert_str(date_format(&f->arena, the_page(f)->date, STR("%Y-%m-%d")),
                   cases[i].iso);
        fixture_free(f);
    }
}

static void what_is_no_date_is_an_error_at_its_place(void **state)
{
    struct fixture *f = page_of("---\ntitle: T\ndate: next week\n---\n");
    const struct diag *d = only_diag(f, DIAG_FRONT_MATTER_DATE);

    (void)state;
    assert_int_equal(d->span.line, 3);
    assert_int_equal(d->span.col, 7);
    assert_has(d->message, "next week");
    fixture_free(f);
}

static void a_date_without_zone_is_in_the_site_s(void **state)
{
    struct fixture *f = fixture_new("timezone: +08:00\n");

    (void)state;
    fixture_add(f, "content/p.md", "---\ndate: 2026-06-01 08:00\n---\n");
    fixture_build(f);
    assert_int_equal(fixture_page(f, "content/p.md")->date.unix_seconds,
                     FIXTURE_NOW);
    fixture_free(f);
}

static void one_string_is_a_list_and_commas_part_tags(void **state)
{
    struct fixture *f = page_of("---\ntags: C, Go\ncategories: One thing\n"
                                "aliases: /old/\nauthors: Jane\n---\n");
    struct value page = page_value(&f->arena, the_page(f));

    (void)state;
    assert_clean(f);
    assert_get(f, page, "tags.0.name", "C");
    assert_get(f, page, "tags.1.name", "Go");
    assert_get(f, page, "categories.0.name", "One thing");
    assert_get(f, page, "categories.1", "undefined");
    assert_get(f, page, "aliases.0", "/old/");
    assert_get(f, page, "authors.0.name", "Jane");
    fixture_free(f);
}

static void numbers_and_dates_are_text_as_written(void **state)
{
    struct fixture *f =
        page_of("---\ntitle: 2024.10\ntags: [2024, 1.10, yes]\n---\n");
    struct value page = page_value(&f->arena, the_page(f));

    (void)state;
    assert_clean(f);
    assert_str(the_page(f)->title, "2024.10");
    assert_get(f, page, "tags.0.name", "2024");
    assert_get(f, page, "tags.1.name", "1.10");
    assert_get(f, page, "tags.2.name", "yes");
    fixture_free(f);
}

static void yes_and_no_are_true_and_false(void **state)
{
    struct fixture *f = page_of("---\ndraft: yes\n---\n");

    (void)state;
    assert_clean(f);
    assert_int_equal(the_page(f)->hidden, PAGE_DRAFT);
    fixture_free(f);
}

static void a_wrong_type_is_an_error_at_its_place(void **state)
{
    struct fixture *f = page_of("---\ntitle: T\ndraft: maybe\n---\n");
    const struct diag *d = only_diag(f, DIAG_FRONT_MATTER_TYPE);

    (void)state;
    assert_has(d->message, "`draft` must be true or false, not text");
    assert_int_equal(d->span.line, 3);
    assert_int_equal(d->span.col, 8);
    fixture_free(f);
}

static void unknown_keys_are_extra(void **state)
{
    struct fixture *f =
        page_of("---\nlayout: post\nsubtitle: S\nmath: {engine: katex}\n---\n");
    struct value page = page_value(&f->arena, the_page(f));

    (void)state;
    assert_clean(f);
    assert_get(f, page, "extra.subtitle", "S");
    assert_get(f, page, "extra.math.engine", "katex");
    assert_get(f, page, "subtitle", "undefined");
    fixture_free(f);
}

static void a_key_one_typo_away_is_a_warning(void **state)
{
    struct fixture *f = page_of("---\ntitle: T\ncategorys: x\ntagss: [a]\n"
                                "tiltes: U\n---\n");
    const struct diag *d = only_diag(f, DIAG_FRONT_MATTER_KEY);

    (void)state;
    assert_int_equal(d->span.line, 4);
    assert_int_equal(d->span.col, 1);
    assert_has(d->hint, "`tags`");
    assert_get(f, page_value(&f->arena, the_page(f)), "extra.tagss.0", "a");
    fixture_free(f);
}

static void a_link_of_one_s_own_is_no_typo(void **state)
{
    struct fixture *f = page_of("---\nlink: https://x.y\n---\n");

    (void)state;
    assert_clean(f);
    fixture_free(f);
}

static void a_list_is_no_front_matter(void **state)
{
    struct fixture *f = page_of("---\n- a: 1\n- b: 2\n# c\n---\nBody\n");

    (void)state;
    assert_has(only_diag(f, DIAG_FRONT_MATTER_TYPE)->message,
               "keys and values");
    assert_int_equal(the_page(f)->hidden, PAGE_FAILED);
    fixture_free(f);
}

static void bytes_that_are_no_utf8_are_reported_with_their_place(void **state)
{
    struct fixture *f = page_of("---\ntitle: T\n---\nab\xFF"
                                "c\n");
    const struct diag *d = only_diag(f, DIAG_FILE_ENCODING);

    (void)state;
    assert_int_equal(d->span.line, 4);
    assert_int_equal(d->span.col, 3);
    assert_has(d->message, "0xFF");
    fixture_free(f);
}

static void authors_may_be_ids_names_or_maps(void **state)
{
    struct fixture *f = fixture_new(
        "author: {name: Me, url: /me/}\nauthors: {jd: {name: Jane Doe}}\n");
    struct value page;

    (void)state;
    fixture_add(f, "content/a.md",
                "---\nauthors: [jd, Me, Somebody, {name: X, url: u}]\n---\n");
    fixture_add(f, "content/b.md", "---\nauthor: Solo\n---\n");
    fixture_add(f, "content/c.md", "text\n");
    fixture_build(f);
    assert_clean(f);
    page = page_value(&f->arena, fixture_page(f, "content/a.md"));
    assert_get(f, page, "authors.0.name", "Jane Doe");
    assert_get(f, page, "authors.1.url", "/me/");
    assert_get(f, page, "authors.2.name", "Somebody");
    assert_get(f, page, "authors.3.url", "u");
    page = page_value(&f->arena, fixture_page(f, "content/b.md"));
    assert_get(f, page, "authors.0.name", "Solo");
    page = page_value(&f->arena, fixture_page(f, "content/c.md"));
    assert_get(f, page, "authors.0.name", "Me");
    fixture_free(f);
}

static void the_title_is_front_matter_then_heading_then_name(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/a.md", "---\ntitle: Front\n---\n# Head\n");
    fixture_add(f, "content/b.md", "# Head\n\ntext\n");
    fixture_add(f, "content/2026-03-01-my_first-post.md", "text\n");
    fixture_build(f);
    assert_str(fixture_page(f, "content/a.md")->title, "Front");
    assert_str(fixture_page(f, "content/b.md")->title, "Head");
    assert_str(fixture_page(f, "content/2026-03-01-my_first-post.md")->title,
               "My first post");
    fixture_free(f);
}

static void projects_have_their_own_keys(void **state)
{
    struct fixture *f =
        page_of("---\nrole: Author\nstack: [C, CUDA]\nperiod: 2025\n"
                "repo: https://r\nresults: vllm\n---\n");
    struct value page = page_value(&f->arena, the_page(f));

    (void)state;
    assert_clean(f);
    assert_get(f, page, "role", "Author");
    assert_get(f, page, "stack.1", "CUDA");
    assert_get(f, page, "results.0", "vllm");
    assert_get(f, page, "demo", "None");
    assert_get(f, page, "links", "[]");
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_that_real_sites_use_are_read),
        cmocka_unit_test(thematic_breaks_are_no_front_matter),
        cmocka_unit_test(empty_front_matter_is_fine),
        cmocka_unit_test(toml_and_julia_are_reported_and_keep_the_body),
        cmocka_unit_test(front_matter_that_is_not_closed_is_reported),
        cmocka_unit_test(an_unquoted_colon_fails_the_page_with_the_fix),
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_date_is_an_error_at_its_place),
        cmocka_unit_test(a_date_without_zone_is_in_the_site_s),
        cmocka_unit_test(one_string_is_a_list_and_commas_part_tags),
        cmocka_unit_test(numbers_and_dates_are_text_as_written),
        cmocka_unit_test(yes_and_no_are_true_and_false),
        cmocka_unit_test(a_wrong_type_is_an_error_at_its_place),
        cmocka_unit_test(unknown_keys_are_extra),
        cmocka_unit_test(a_key_one_typo_away_is_a_warning),
        cmocka_unit_test(a_link_of_one_s_own_is_no_typo),
        cmocka_unit_test(a_list_is_no_front_matter),
        cmocka_unit_test(bytes_that_are_no_utf8_are_reported_with_their_place),
        cmocka_unit_test(authors_may_be_ids_names_or_maps),
        cmocka_unit_test(the_title_is_front_matter_then_heading_then_name),
        cmocka_unit_test(projects_have_their_own_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
