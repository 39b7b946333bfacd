/* SPDX-License-Identifier: MIT */
/* Where pages, bundles and sections are published; aliases; duplicates. */
#include "fixture.h"

#define PAGE(f, path) fixture_page((f), (path))

static void a_page_s_url_is_its_path(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y/base/\n");
    const struct page *page;

    (void)state;
    fixture_add(f, "content/posts/fsdp.md", "text\n");
    fixture_build(f);
    page = PAGE(f, "content/posts/fsdp.md");
    assert_str(page->url, "/base/posts/fsdp/");
    assert_str(page->permalink, "https://x.y/base/posts/fsdp/");
    assert_str(page->output, "posts/fsdp/index.html");
    assert_str(page->id, "posts/fsdp");
    fixture_free(f);
}

static void a_date_in_the_file_name_is_the_date(void **state)
{
    struct fixture *f = fixture_new(NULL);
    const struct page *page;

    (void)state;
    fixture_add(f, "content/posts/2026-03-01-fsdp.md", "text\n");
    fixture_add(f, "content/posts/2026-13-01-x.md", "text\n");
    fixture_build(f);
    page = PAGE(f, "content/posts/2026-03-01-fsdp.md");
    assert_str(page->url, "/posts/fsdp/");
    assert_str(date_format(&f->arena, page->date, STR("%Y-%m-%d")),
               "2026-03-01");
    page = PAGE(f, "content/posts/2026-13-01-x.md");
    assert_false(page->has_date);
    assert_str(page->url, "/posts/2026-13-01-x/");
    fixture_free(f);
}

static void names_become_slugs(void **state)
{
    struct {
        const char *path, *url;
    } cases[] = {
        {"content/posts/Hello World.md", "/posts/hello-world/"},
        {"content/posts/C++.md", "/posts/c-plus-plus/"},
        {"content/posts/中文 标题.md",
         "/posts/%E4%B8%AD%E6%96%87-%E6%A0%87%E9%A2%98/"},
        {"content/my docs/a.md", "/my%20docs/a/"},
        {"content/50%/a.md", "/50%25/a/"},
        {"content/C#/b.md", "/C%23/b/"},
    };
    struct fixture *f = fixture_new(NULL);

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        fixture_add(f, cases[i].path, "text\n");
    fixture_build(f);
    assert_clean(f);
    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_str(PAGE(f, cases[i].path)->url, cases[i].url);
    assert_str(PAGE(f, "content/my docs/a.md")->output, "my docs/a/index.html");
    fixture_free(f);
}

static void slug_and_url_are_obeyed(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/posts/a.md", "---\nslug: Short\n---\n");
    fixture_add(f, "content/posts/b.md", "---\nurl: /else/where\n---\n");
    fixture_add(f, "content/posts/c.md", "---\nurl: /old.html\n---\n");
    fixture_add(f, "content/posts/d.md", "---\nurl: /\n---\n");
    fixture_build(f);
    assert_str(PAGE(f, "content/posts/a.md")->url, "/posts/Short/");
    assert_str(PAGE(f, "content/posts/b.md")->url, "/else/where/");
    assert_str(PAGE(f, "content/posts/b.md")->output, "else/where/index.html");
    assert_str(PAGE(f, "content/posts/c.md")->output, "old.html");
    assert_str(PAGE(f, "content/posts/c.md")->url, "/old.html");
    assert_str(PAGE(f, "content/posts/d.md")->output, "index.html");
    fixture_free(f);
}

static void urls_that_leave_the_site_are_refused(void **state)
{
    const char *const bad[] = {
        "slug: ../x",          "slug: a/b",          "slug: \"..\"",
        "url: /../x/",         "url: https://x.y/z", "url: a?b",
        "url: \"/a/../../b\"", "url: /%2e%2e/x/",    "url: \"a\\\\b\"",
    };

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(bad); i++) {
        struct fixture *f = fixture_empty();
        const struct diag *d;

        fixture_config(f, NULL, NULL);
        fixture_add(f, "content/posts/p.md",
                    str_fmt(&f->arena, "---\ntitle: T\n%s\n---\n", bad[i]).ptr);
        fixture_build(f);
        d = only_diag(f, DIAG_URL_BAD);
        assert_int_equal(d->span.line, 3);
        assert_str(PAGE(f, "content/posts/p.md")->output, "posts/p/index.html");
        fixture_free(f);
    }
}

static void a_permalink_pattern_is_the_section_s(void **state)
{
    struct fixture *f = fixture_new(
        "permalinks:\n  posts: /:year/:month/:day/:slug/\n"
        "  docs: /:section/x-:filename.html\n  notes: /:sections/:title\n");

    (void)state;
    fixture_add(f, "content/posts/2026-03-01-a.md", "text\n");
    fixture_add(f, "content/posts/sub/b.md", "---\ndate: 2025-12-31\n---\n");
    fixture_add(f, "content/docs/deep/c.md", "text\n");
    fixture_add(f, "content/notes/n/d.md", "---\ntitle: Big Title\n---\n");
    fixture_build(f);
    assert_clean(f);
    assert_str(PAGE(f, "content/posts/2026-03-01-a.md")->url, "/2026/03/01/a/");
    assert_str(PAGE(f, "content/posts/sub/b.md")->url, "/2025/12/31/b/");
    assert_str(PAGE(f, "content/docs/deep/c.md")->output, "docs/x-c.html");
    assert_str(PAGE(f, "content/notes/n/d.md")->url, "/notes/n/big-title/");
    fixture_free(f);
}

static void a_pattern_with_a_year_needs_a_date(void **state)
{
    struct fixture *f = fixture_new("permalinks: {posts: \"/:year/:slug/\"}\n");

    (void)state;
    fixture_add(f, "content/posts/a.md", "text\n");
    fixture_build(f);
    assert_has(only_diag(f, DIAG_URL_BAD)->hint, "date:");
    assert_str(PAGE(f, "content/posts/a.md")->url, "/posts/a/");
    fixture_free(f);
}

static void a_bundle_is_one_page_and_its_files_keep_their_paths(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/posts/2026-03-01-Big/index.md", "text\n");
    fixture_add(f, "content/posts/2026-03-01-Big/loss curve.png", "x");
    fixture_add(f, "content/posts/odd.md/index.md", "a folder\n");
    fixture_build(f);
    assert_clean(f);
    assert_str(PAGE(f, "content/posts/2026-03-01-Big/index.md")->url,
               "/posts/big/");
    assert_true(PAGE(f, "content/posts/2026-03-01-Big/index.md")->has_date);
    assert_str(PAGE(f, "content/posts/odd.md/index.md")->url, "/posts/odd-md/");
    assert_int_equal(f->content.files.len, 1);
    assert_str(content_file_output(f->content.files.items[0]->path),
               "posts/2026-03-01-Big/loss curve.png");
    assert_get(f,
               page_value(&f->arena, PAGE(f, "content/posts/odd.md/index.md")),
               "section.path", "posts");
    fixture_free(f);
}

static void two_pages_of_one_url_are_named_both(void **state)
{
    struct fixture *f = fixture_new(NULL);
    const struct diag *d;

    (void)state;
    fixture_add(f, "content/posts/a.md", "text\n");
    fixture_add(f, "content/posts/b.md", "---\nslug: a\n---\n");
    fixture_build(f);
    d = only_diag(f, DIAG_URL_DUPLICATE);
    assert_has(d->message, "content/posts/a.md");
    assert_has(d->message, "content/posts/b.md");
    assert_int_equal(d->severity, SEVERITY_ERROR);
    fixture_free(f);
}

static void a_file_that_a_page_would_overwrite_is_reported(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/posts/a.md", "text\n");
    fixture_add(f, "content/posts/a/index.html", "<p>");
    fixture_build(f);
    assert_has(only_diag(f, DIAG_URL_DUPLICATE)->message, "content/posts/a.md");
    fixture_free(f);
}

static void index_and_section_page_of_one_folder_clash(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/posts/_index.md", "text\n");
    fixture_add(f, "content/posts/index.md", "text\n");
    fixture_build(f);
    assert_int_equal(count_diags(f, DIAG_URL_DUPLICATE), 1);
    fixture_free(f);
}

static void aliases_redirect(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y/b\n");
    const struct route *route;

    (void)state;
    fixture_add(f, "content/posts/a.md",
                "---\naliases: [/old/, /p.html, sibling, 旧]\n---\n");
    fixture_build(f);
    assert_clean(f);
    route = fixture_route(f, "/b/old/");
    assert_int_equal(route->kind, ROUTE_ALIAS);
    assert_str(route->target, "/b/posts/a/");
    assert_str(route->output, "old/index.html");
    assert_str(fixture_route(f, "/b/p.html")->output, "p.html");
    assert_str(fixture_route(f, "/b/posts/sibling/")->output,
               "posts/sibling/index.html");
    assert_str(fixture_route(f, "/b/posts/%E6%97%A7/")->output,
               "posts/旧/index.html");
    fixture_free(f);
}

static void an_alias_may_not_take_a_page_s_place(void **state)
{
    struct fixture *f = fixture_new(NULL);
    const struct diag *d;

    (void)state;
    fixture_add(f, "content/posts/a.md", "---\naliases: /posts/b/\n---\n");
    fixture_add(f, "content/posts/b.md", "text\n");
    fixture_build(f);
    d = only_diag(f, DIAG_URL_ALIAS);
    assert_str(d->path, "content/posts/a.md");
    assert_int_equal(d->span.line, 2);
    assert_has(d->message, "content/posts/b.md");
    fixture_free(f);
}

static void an_alias_out_of_the_site_is_refused(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/a.md",
                "---\naliases: [../../x, \"https://x.y/\", \"/\"]\n---\n");
    fixture_build(f);
    assert_int_equal(count_diags(f, DIAG_URL_ALIAS), 3);
    fixture_free(f);
}

static void a_readme_is_its_folder_s_page_where_there_is_none(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/README.md", "# Home\n");
    fixture_add(f, "content/a/README.md", "# A\n");
    fixture_add(f, "content/a/x.md", "text\n");
    fixture_add(f, "content/b/README.md", "# B\n");
    fixture_add(f, "content/b/_index.md", "# Index\n");
    fixture_build(f);
    assert_clean(f);
    assert_str(PAGE(f, "content/README.md")->url, "/");
    assert_int_equal(fixture_route(f, "/")->kind, ROUTE_HOME);
    assert_str(PAGE(f, "content/a/README.md")->url, "/a/");
    assert_true(PAGE(f, "content/a/README.md")->is_index);
    assert_str(PAGE(f, "content/b/README.md")->url, "/b/readme/");
    fixture_free(f);
}

static void a_page_404_is_the_not_found_page(void **state)
{
    struct fixture *f = fixture_new(NULL);
    struct fixture *without = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/404.md", "# Gone\n");
    fixture_build(f);
    fixture_build(without);
    assert_int_equal(fixture_route(f, "/404.html")->kind, ROUTE_NOT_FOUND);
    assert_str(fixture_route(f, "/404.html")->title, "Gone");
    assert_titles(f, fixture_get(f, site_value(&f->arena, f->site), "pages"),
                  "");
    assert_null(fixture_route(without, "/404.html")->page);
    fixture_free(f);
    fixture_free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_s_url_is_its_path),
        cmocka_unit_test(a_date_in_the_file_name_is_the_date),
        cmocka_unit_test(names_become_slugs),
        cmocka_unit_test(slug_and_url_are_obeyed),
        cmocka_unit_test(urls_that_leave_the_site_are_refused),
        cmocka_unit_test(a_permalink_pattern_is_the_section_s),
        cmocka_unit_test(a_pattern_with_a_year_needs_a_date),
        cmocka_unit_test(a_bundle_is_one_page_and_its_files_keep_their_paths),
        cmocka_unit_test(two_pages_of_one_url_are_named_both),
        cmocka_unit_test(a_file_that_a_page_would_overwrite_is_reported),
        cmocka_unit_test(index_and_section_page_of_one_folder_clash),
        cmocka_unit_test(aliases_redirect),
        cmocka_unit_test(an_alias_may_not_take_a_page_s_place),
        cmocka_unit_test(an_alias_out_of_the_site_is_refused),
        cmocka_unit_test(a_readme_is_its_folder_s_page_where_there_is_none),
        cmocka_unit_test(a_page_404_is_the_not_found_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
