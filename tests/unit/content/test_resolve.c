/* SPDX-License-Identifier: MIT */
/* Where links lead. */
#include "fixture.h"

/* A site with most kinds of targets; links are written in FROM. */
#define FROM "content/posts/from.md"

static struct fixture *site(void)
{
    struct fixture *f = fixture_new("base_url: https://x.y/b\n"
                                    "languages: {en: {}, zh: {}}\n");

    fixture_add(f, FROM, "text\n");
    fixture_add(f, "content/posts/from.zh.md", "text\n");
    fixture_add(f, "content/posts/foo.md", "---\nslug: other\n---\n");
    fixture_add(f, "content/posts/foo.zh.md", "text\n");
    fixture_add(f, "content/posts/only.zh.md", "text\n");
    fixture_add(f, "content/posts/with space.md", "text\n");
    fixture_add(f, "content/posts/big/index.md", "text\n");
    fixture_add(f, "content/posts/big/图 1.png", "x");
    fixture_add(f, "content/posts/draft.md", "---\ndraft: true\n---\n");
    fixture_add(f, "content/docs/_index.md", "text\n");
    fixture_add(f, "content/docs/README.md", "text\n");
    fixture_add(f, "content/plain/x.md", "text\n");
    fixture_add(f, "content/about.md", "text\n");
    fixture_add(f, "static/cv.pdf", "x");
    fixture_build(f);
    return f;
}

static struct link resolve(struct fixture *f, const char *from, const char *url)
{
    struct link link;

    site_resolve(f->site, &f->arena, fixture_page(f, from), str_of(url), &link);
    return link;
}

static void links_lead_where_they_say(void **state)
{
    struct {
        const char *written;
        enum link_kind kind;
        const char *url;
    } cases[] = {
        {"https://a.b/c", LINK_EXTERNAL, "https://a.b/c"},
        {"//a.b/c", LINK_EXTERNAL, "//a.b/c"},
        {"mailto:a@b", LINK_EXTERNAL, "mailto:a@b"},
        {"#part", LINK_FRAGMENT, "#part"},
        {"?q=1", LINK_FRAGMENT, "?q=1"},
        {"", LINK_FRAGMENT, ""},
        {"foo.md", LINK_PAGE, "/b/posts/other/"},
        {"./foo.md#part", LINK_PAGE, "/b/posts/other/#part"},
        {"foo.md?x=1#y", LINK_PAGE, "/b/posts/other/?x=1#y"},
        {"foo", LINK_PAGE, "/b/posts/other/"},
        {"foo.html", LINK_PAGE, "/b/posts/other/"},
        {"with%20space.md", LINK_PAGE, "/b/posts/with-space/"},
        {"with space.md", LINK_PAGE, "/b/posts/with-space/"},
        {"big/", LINK_PAGE, "/b/posts/big/"},
        {"big/index.md", LINK_PAGE, "/b/posts/big/"},
        {"big/%E5%9B%BE%201.png", LINK_FILE, "/b/posts/big/%E5%9B%BE%201.png"},
        {"../docs/", LINK_PAGE, "/b/docs/"},
        {"../docs/_index.md", LINK_PAGE, "/b/docs/"},
        {"../docs/README.md", LINK_PAGE, "/b/docs/readme/"},
        {"../docs", LINK_PAGE, "/b/docs/"},
        {"../plain/", LINK_FILE, "/b/plain/"},
        {"../about.md", LINK_PAGE, "/b/about/"},
        {"../../about/", LINK_PAGE, "/b/about/"}, /* as browsers read it */
        {"../other/", LINK_PAGE, "/b/posts/other/"},
        {"only.md", LINK_PAGE, "/b/zh/posts/only/"},
        {"../../static/cv.pdf", LINK_ROOTED, "/b/cv.pdf"},
        {"/posts/foo.md", LINK_PAGE, "/b/posts/other/"},
        {"/about/", LINK_PAGE, "/b/about/"},
        {"/about", LINK_PAGE, "/b/about/"},
        {"/about/#x", LINK_PAGE, "/b/about/#x"},
        {"/cv.pdf", LINK_ROOTED, "/b/cv.pdf"},
        {"/", LINK_FILE, "/b/"},
    };
    struct fixture *f = site();

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct link link = resolve(f, FROM, cases[i].written);

        if (link.kind != cases[i].kind || !str_is(link.url, cases[i].url))
            fail_msg("%s: kind %d, url %.*s", cases[i].written, link.kind,
                     STR_ARG(link.url));
    }
    fixture_free(f);
}

static void what_is_not_there_is_broken_or_outside(void **state)
{
    struct fixture *f = site();

    (void)state;
    assert_int_equal(resolve(f, FROM, "nowhere.md").kind, LINK_BROKEN);
    assert_str(resolve(f, FROM, "nowhere.md").path, "content/posts/nowhere.md");
    assert_int_equal(resolve(f, FROM, "big/none.png").kind, LINK_BROKEN);
    assert_int_equal(resolve(f, FROM, "../../README.md").kind, LINK_BROKEN);
    assert_int_equal(resolve(f, FROM, "../../../x.md").kind, LINK_OUTSIDE);
    assert_int_equal(resolve(f, FROM, "a%00b.md").kind, LINK_BROKEN);
    assert_int_equal(resolve(f, FROM, "Foo.md").kind, LINK_BROKEN);
    fixture_free(f);
}

static void a_link_to_a_draft_says_so(void **state)
{
    struct fixture *f = site();
    struct link link = resolve(f, FROM, "draft.md");

    (void)state;
    assert_int_equal(link.kind, LINK_BROKEN);
    assert_int_equal(link.hidden, PAGE_DRAFT);
    assert_str(link.page->path, "content/posts/draft.md");
    fixture_free(f);
}

static void a_translation_links_to_translations(void **state)
{
    struct fixture *f = site();
    const char *zh = "content/posts/from.zh.md";

    (void)state;
    assert_str(resolve(f, zh, "foo.md").url, "/b/zh/posts/foo/");
    assert_str(resolve(f, zh, "foo.zh.md").url, "/b/zh/posts/foo/");
    assert_str(resolve(f, zh, "../about.md").url, "/b/about/");
    assert_str(resolve(f, zh, "big/index.md").url, "/b/posts/big/");
    fixture_free(f);
}

static void a_fragment_is_decoded_for_checking(void **state)
{
    struct fixture *f = site();
    struct link link = resolve(f, FROM, "foo.md#%E4%B8%AD");

    (void)state;
    assert_str(link.fragment, "中");
    assert_str(link.url, "/b/posts/other/#%E4%B8%AD");
    fixture_free(f);
}

static void an_image_of_front_matter_is_resolved(void **state)
{
    struct fixture *f = fixture_new("base_url: https://x.y/b\n");

    (void)state;
    fixture_add(f, "content/posts/a/index.md", "---\nimage: c.png\n---\n");
    fixture_add(f, "content/posts/a/c.png", "x");
    fixture_add(f, "content/posts/b.md", "![alt](a/c.png)\n");
    fixture_build(f);
    assert_get(
        f, page_value(&f->arena, fixture_page(f, "content/posts/a/index.md")),
        "image", "/b/posts/a/c.png");
    assert_get(f, page_value(&f->arena, fixture_page(f, "content/posts/b.md")),
               "image", "/b/posts/a/c.png");
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_lead_where_they_say),
        cmocka_unit_test(what_is_not_there_is_broken_or_outside),
        cmocka_unit_test(a_link_to_a_draft_says_so),
        cmocka_unit_test(a_translation_links_to_translations),
        cmocka_unit_test(a_fragment_is_decoded_for_checking),
        cmocka_unit_test(an_image_of_front_matter_is_resolved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
