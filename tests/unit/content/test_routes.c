/* SPDX-License-Identifier: MIT */
/* What will be rendered, and the names its templates see. */
#include "fixture.h"

static void posts(struct fixture *f, int count)
{
    for (int i = 1; i <= count; i++)
        fixture_add(f, str_fmt(&f->arena, "content/posts/p%02d.md", i).ptr,
                    str_fmt(&f->arena,
                            "---\ntitle: p%02d\ndate: 2026-01-%02d\n"
                            "tags: t\n---\ntext\n",
                            i, i)
                        .ptr);
}

static struct value context(struct fixture *f, const char *url)
{
    return route_context(&f->arena, f->site, fixture_route(f, url));
}

static void a_list_is_paginated(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y/b\n"
                                    "content: {paginate: 2}\n");
    struct value c;

    (void)state;
    posts(f, 5);
    fixture_build(f);
    assert_clean(f);
    c = context(f, "/b/posts/");
    assert_titles(f, fixture_get(f, c, "pages"), "p05 p04");
    assert_get(f, c, "pager.number", "1");
    assert_get(f, c, "pager.total", "3");
    assert_get(f, c, "pager.previous_url", "None");
    assert_get(f, c, "pager.next_url", "/b/posts/page/2/");
    c = context(f, "/b/posts/page/3/");
    assert_titles(f, fixture_get(f, c, "pages"), "p01");
    assert_get(f, c, "pager.previous_url", "/b/posts/page/2/");
    assert_get(f, c, "pager.first_url", "/b/posts/");
    assert_get(f, c, "pager.next_url", "None");
    assert_get(f, c, "pager.count", "5");
    assert_get(f, c, "pager.size", "1");
    assert_str(fixture_route(f, "/b/posts/page/3/")->output,
               "posts/page/3/index.html");
    assert_titles(f, fixture_get(f, context(f, "/b/page/2/"), "pages"),
                  "p03 p02");
    assert_get(f, context(f, "/b/page/2/"), "pager.previous_url", "/b/");
    assert_titles(f, fixture_get(f, context(f, "/b/tags/t/page/2/"), "pages"),
                  "p03 p02");
    fixture_free(f);
}

static void pager_links_leave_gaps(void **state)
{
    struct fixture *f = fixture_new("content: {paginate: 1}\n");
    struct value c;

    (void)state;
    posts(f, 9);
    fixture_build(f);
    c = context(f, "/posts/page/5/");
    assert_get(f, c, "pager.links.0.number", "1");
    assert_get(f, c, "pager.links.1.number", "3");
    assert_get(f, c, "pager.links.1.gap", "True");
    assert_get(f, c, "pager.links.3.is_current", "True");
    assert_get(f, c, "pager.links.5.number", "7");
    assert_get(f, c, "pager.links.6.number", "9");
    assert_get(f, c, "pager.links.6.url", "/posts/page/9/");
    assert_get(f, c, "pager.links.7", "undefined");
    c = context(f, "/posts/");
    assert_get(f, c, "pager.links.2.number", "3");
    assert_get(f, c, "pager.links.2.gap", "False");
    assert_get(f, c, "pager.links.3.number", "9");
    fixture_free(f);
}

static void an_index_page_may_switch_pagination_off(void **state)
{
    struct fixture *f = fixture_new("content: {paginate: 2}\n");

    (void)state;
    posts(f, 5);
    fixture_add(f, "content/posts/_index.md", "---\npaginate: 0\n---\n");
    fixture_build(f);
    assert_null(site_route_find(f->site, STR("/posts/page/2/")));
    assert_int_equal(fixture_route(f, "/posts/")->pager.count, 5);
    fixture_free(f);
}

static void feeds_are_of_site_section_and_term(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y\ntitle: S\n");
    const struct route *feed;
    struct value c;

    (void)state;
    posts(f, 2);
    fixture_build(f);
    assert_clean(f);
    feed = fixture_route(f, "/atom.xml");
    assert_int_equal(feed->kind, ROUTE_FEED);
    assert_int_equal(feed->feed, FEED_ATOM);
    assert_str(feed->output, "atom.xml");
    assert_str(feed->target, "/");
    assert_int_equal(feed->list_len, 2);
    assert_int_equal(fixture_route(f, "/posts/feed.json")->feed, FEED_JSON);
    assert_str(fixture_route(f, "/tags/t/rss.xml")->title, "Tags: t");
    c = context(f, "/posts/p01/");
    assert_get(f, c, "feeds.0.url", "/posts/atom.xml");
    assert_get(f, c, "feeds.3.permalink", "https://x.y/atom.xml");
    assert_get(f, c, "feeds.5.type", "application/feed+json");
    assert_get(f, c, "feeds.6", "undefined");
    assert_non_null(site_route_find(f->site, STR("/sitemap.xml")));
    fixture_free(f);
}

static void without_base_url_there_are_no_feeds_and_one_warning(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    posts(f, 2);
    fixture_build(f);
    assert_int_equal(only_diag(f, DIAG_BASE_URL_MISSING)->severity,
                     SEVERITY_WARNING);
    assert_null(site_route_find(f->site, STR("/atom.xml")));
    assert_null(site_route_find(f->site, STR("/sitemap.xml")));
    assert_non_null(site_route_find(f->site, STR("/robots.txt")));
    assert_get(f, context(f, "/posts/p01/"), "canonical", "None");
    assert_get(f, context(f, "/posts/p01/"), "feeds", "[]");
    fixture_free(f);
}

static void feeds_can_be_chosen_or_off(void **state)
{
    struct fixture *f = fixture_new(
        "base_url: https://x.y\nfeeds: {formats: atom, sections: false}\n"
        "taxonomies: {tags: {feeds: false}}\n");
    struct fixture *off = fixture_new("base_url: https://x.y\nfeeds: false\n");

    (void)state;
    posts(f, 1);
    posts(off, 1);
    fixture_build(f);
    fixture_build(off);
    assert_non_null(site_route_find(f->site, STR("/atom.xml")));
    assert_null(site_route_find(f->site, STR("/rss.xml")));
    assert_null(site_route_find(f->site, STR("/posts/atom.xml")));
    assert_null(site_route_find(f->site, STR("/tags/t/atom.xml")));
    assert_null(site_route_find(off->site, STR("/atom.xml")));
    fixture_free(f);
    fixture_free(off);
}

static void a_page_written_for_a_list_stands_above_it(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    posts(f, 2);
    fixture_add(f, "content/tags/_index.md", "---\ntitle: Topics\n---\n");
    fixture_add(f, "content/archive.md", "---\ntitle: All\n---\n");
    fixture_build(f);
    assert_clean(f);
    assert_int_equal(fixture_route(f, "/tags/")->kind, ROUTE_TAXONOMY);
    assert_get(f, context(f, "/tags/"), "page.title", "Topics");
    assert_get(f, context(f, "/tags/"), "taxonomy.title", "Topics");
    assert_int_equal(fixture_route(f, "/archive/")->kind, ROUTE_ARCHIVE);
    assert_get(f, context(f, "/archive/"), "title", "All");
    assert_get(f, context(f, "/archive/"), "archive.0.count", "2");
    fixture_free(f);
}

static void templates_are_tried_from_the_nearest(void **state)
{
    struct fixture *f = fixture_new(NULL);
    const char *const *names;

    (void)state;
    posts(f, 1);
    fixture_add(f, "content/about.md", "---\ntemplate: plain\n---\n");
    fixture_build(f);
    names = fixture_route(f, "/posts/p01/")->templates;
    assert_string_equal(names[0], "posts/page.html");
    assert_string_equal(names[1], "page.html");
    assert_null(names[2]);
    assert_string_equal(fixture_route(f, "/")->templates[0], "home.html");
    assert_string_equal(fixture_route(f, "/tags/t/")->templates[0],
                        "tags/term.html");
    assert_string_equal(fixture_route(f, "/about/")->templates[0], "page.html");
    assert_str(fixture_page(f, "content/about.md")->template_name,
               "plain.html");
    fixture_free(f);
}

static void the_context_names_what_is_there(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y/b\ntitle: S\n"
                                    "description: D\n");
    struct value c;

    (void)state;
    posts(f, 1);
    fixture_build(f);
    c = context(f, "/b/posts/p01/");
    assert_get(f, c, "kind", "page");
    assert_get(f, c, "page.title", "p01");
    assert_get(f, c, "section.title", "Posts");
    assert_get(f, c, "title", "p01");
    assert_get(f, c, "description", "text");
    assert_get(f, c, "canonical", "https://x.y/b/posts/p01/");
    assert_get(f, c, "url", "/b/posts/p01/");
    assert_get(f, c, "pager", "None");
    assert_get(f, c, "is_home", "False");
    assert_get(f, c, "site.title", "S");
    assert_get(f, c, "language.code", "en");
    assert_get(f, c, "nonsense", "undefined");
    c = context(f, "/b/");
    assert_get(f, c, "kind", "home");
    assert_get(f, c, "page", "None");
    assert_get(f, c, "is_home", "True");
    assert_get(f, c, "description", "D");
    assert_get(f, c, "canonical", "https://x.y/b/");
    assert_titles(f, fixture_get(f, c, "pages"), "p01");
    fixture_free(f);
}

static void alternates_are_the_same_thing_in_each_language(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y\n"
                                    "languages: {en: {}, zh: {}}\n");
    struct value c;

    (void)state;
    fixture_add(f, "content/posts/a.md", "---\ntags: t\n---\n");
    fixture_add(f, "content/posts/a.zh.md", "---\ntags: t\n---\n");
    fixture_add(f, "content/posts/b.md", "text\n");
    fixture_build(f);
    c = context(f, "/zh/posts/a/");
    assert_get(f, c, "alternates.0.language.code", "en");
    assert_get(f, c, "alternates.1.permalink", "https://x.y/zh/posts/a/");
    assert_get(f, c, "alternates.1.is_current", "True");
    assert_get(f, c, "alternates.2", "undefined");
    assert_get(f, context(f, "/posts/b/"), "alternates", "[]");
    assert_get(f, context(f, "/"), "alternates.1.url", "/zh/");
    assert_get(f, context(f, "/posts/"), "alternates.1.url", "/zh/posts/");
    assert_get(f, context(f, "/tags/"), "alternates.1.url", "/zh/tags/");
    assert_get(f, context(f, "/tags/t/"), "alternates", "[]");
    fixture_free(f);
}

static void menus_lead_to_the_language_s_own_pages(void **state)
{
    struct fixture *f = fixture_new(
        "base_url: https://x.y/b\nlanguages: {en: {}, zh: {}}\n"
        "menus:\n  main:\n"
        "    - {name: {en: Posts, zh: 文章}, url: /posts/, weight: 3}\n"
        "    - {page: about.md}\n"
        "    - {name: Code, url: \"https://z\", children: [{url: /tags/}]}\n"
        "    - {url: /static.pdf}\n");

    (void)state;
    fixture_add(f, "content/posts/a.md", "---\ntags: t\n---\n");
    fixture_add(f, "content/posts/a.zh.md", "---\ntags: t\n---\n");
    fixture_add(f, "content/about.md", "# About\n");
    fixture_add(f, "content/about.zh.md", "# 关于\n");
    fixture_build(f);
    assert_clean(f);
#define MENU "menus.main."
    assert_get(f, site_value(&f->arena, f->site), MENU "0.name", "Posts");
    assert_get(f, site_value(&f->arena, f->site), MENU "0.weight", "3");
    f->reader.language = STR("zh");
    assert_get(f, site_value(&f->arena, f->site), MENU "0.name", "文章");
    assert_get(f, site_value(&f->arena, f->site), MENU "0.url", "/b/zh/posts/");
    assert_get(f, site_value(&f->arena, f->site), MENU "1.name", "关于");
    assert_get(f, site_value(&f->arena, f->site), MENU "1.url", "/b/zh/about/");
    assert_get(f, site_value(&f->arena, f->site), MENU "2.url", "https://z");
    assert_get(f, site_value(&f->arena, f->site), MENU "2.children.0.url",
               "/b/zh/tags/");
    assert_get(f, site_value(&f->arena, f->site), MENU "3.url",
               "/b/static.pdf");
    fixture_free(f);
}

static void a_menu_s_missing_page_is_reported(void **state)
{
    struct fixture *f = fixture_new("menus:\n  main: [{page: nowhere.md}]\n");

    (void)state;
    fixture_build(f);
    assert_has(only_diag(f, DIAG_LINK_BROKEN)->message, "nowhere.md");
    fixture_free(f);
}

static void the_site_answers_by_language(void **state)
{
    struct fixture *f = fixture_empty();
    struct repo_head head = {.known = true,
                             .commit = STR("0123456789abcdef"),
                             .branch = STR("main"),
                             .date = {.unix_seconds = 1000},
                             .remote = STR("")};
    struct value site;

    (void)state;
    fixture_config(f,
                   "title: S\nlanguages: {en: {}, zh: {params: {a: 甲}}}\n"
                   "params: {a: A, b: B}\nauthor: Jane\n",
                   NULL);
    fixture_build_with(f, NULL, &head);
    site = site_value(&f->arena, f->site);
    assert_get(f, site, "params.a", "A");
    assert_get(f, site, "config.content.paginate", "10");
    assert_get(f, site, "author.name", "Jane");
    assert_get(f, site, "languages.1.name", "中文");
    assert_get(f, site, "build.short_commit", "01234567");
    assert_get(f, site, "build.dirty", "False");
    assert_int_equal(
        value_as_date(fixture_get(f, site, "build.time")).unix_seconds, 1000);
    f->reader.language = STR("zh");
    assert_get(f, site, "params.a", "甲");
    assert_get(f, site, "params.b", "B");
    assert_get(f, site, "language.url", "/zh/");
    assert_get(f, site, "languages.1.is_current", "True");
    fixture_free(f);
}

/* view_get searches the tables by halves. */
static void tables_of_fields_are_sorted_and_explained(void **state)
{
    struct arena arena;
    size_t count;
    const struct content_field *fields;

    (void)state;
    arena_init(&arena);
    fields = content_fields(&arena, &count);
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        assert_true(strlen(fields[i].text) > 8);
        if (i && strcmp(fields[i].object, fields[i - 1].object) == 0 &&
            strcmp(fields[i].name, fields[i - 1].name) <= 0)
            fail_msg("%s.%s is out of order", fields[i].object, fields[i].name);
    }
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_paginated),
        cmocka_unit_test(pager_links_leave_gaps),
        cmocka_unit_test(an_index_page_may_switch_pagination_off),
        cmocka_unit_test(feeds_are_of_site_section_and_term),
        cmocka_unit_test(without_base_url_there_are_no_feeds_and_one_warning),
        cmocka_unit_test(feeds_can_be_chosen_or_off),
        cmocka_unit_test(a_page_written_for_a_list_stands_above_it),
        cmocka_unit_test(templates_are_tried_from_the_nearest),
        cmocka_unit_test(the_context_names_what_is_there),
        cmocka_unit_test(alternates_are_the_same_thing_in_each_language),
        cmocka_unit_test(menus_lead_to_the_language_s_own_pages),
        cmocka_unit_test(a_menu_s_missing_page_is_reported),
        cmocka_unit_test(the_site_answers_by_language),
        cmocka_unit_test(tables_of_fields_are_sorted_and_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
