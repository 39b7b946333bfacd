/* SPDX-License-Identifier: MIT */
/* Each format parsed again, and its values compared. */
#include "feed/feed.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct buf out;
    struct error err;
    xmlDocPtr doc;
    xmlXPathContextPtr xpath;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    arena_init(&f->arena);
    buf_init(&f->out);
    assert_int_equal(feed_init(&f->err), 0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    xmlXPathFreeContext(f->xpath);
    xmlFreeDoc(f->doc);
    buf_deinit(&f->out);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static const xmlChar *x(const char *s)
{
    return (const xmlChar *)s;
}

static void parse(struct fixture *f, struct str text)
{
    static const char *const spaces[][2] = {
        {"a", "http://www.w3.org/2005/Atom"},
        {"dc", "http://purl.org/dc/elements/1.1/"},
        {"content", "http://purl.org/rss/1.0/modules/content/"},
        {"s", "http://www.sitemaps.org/schemas/sitemap/0.9"},
        {"h", "http://www.w3.org/1999/xhtml"}};
    xmlXPathFreeContext(f->xpath);
    xmlFreeDoc(f->doc);
    f->doc = xmlReadMemory(text.ptr, (int)text.len, "out.xml", NULL,
                           XML_PARSE_NONET | XML_PARSE_HUGE);
    assert_non_null(f->doc);
    f->xpath = xmlXPathNewContext(f->doc);
    for (size_t i = 0; i < PHX_COUNT(spaces); i++)
        xmlXPathRegisterNs(f->xpath, x(spaces[i][0]), x(spaces[i][1]));
}

static const char *get(struct fixture *f, const char *path)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression(x(path), f->xpath);
    assert_non_null(found);
    xmlChar *text = xmlXPathCastToString(found);
    struct str copy = str_dup(&f->arena, str_of((const char *)text));
    xmlFree(text);
    xmlXPathFreeObject(found);
    return copy.ptr;
}

static void expect(struct fixture *f, const char *path, const char *want)
{
    const char *got = get(f, path);
    if (strcmp(got, want) != 0)
        print_error("%s: %s\n", path, got);
    assert_string_equal(got, want);
}

/* 2026-03-01T10:20:30Z */
#define DAY1 INT64_C(1772360430)

static const struct feed_author authors[] = {
    {STR_INIT("Ann & Bo"), STR_INIT("https://h/ann"), STR_INIT("a@h")}};
static const struct str tags[] = {STR_INIT("c++"), STR_INIT("<随笔>")};

static struct feed_item full_item(void)
{
    return (struct feed_item){
        .title = STR("One < two & \"three\""),
        .url = STR("https://h/b/one/?a=1&b=2"),
        .summary = STR("Short & <plain>"),
        .content_html = STR("<p>a &amp; b ]]> c</p>\n<pre>  x\n</pre>"),
        .published = {.unix_seconds = DAY1, .offset = 480},
        .updated = {.unix_seconds = DAY1 + 60},
        .language = STR("zh"),
        .authors = authors,
        .author_count = 1,
        .tags = tags,
        .tag_count = 2,
        .image = STR("https://h/b/one/a b.png")};
}

static struct feed feed_of(const struct feed_item *items, size_t count)
{
    return (struct feed){.title = STR("T & t"),
                         .subtitle = STR("Sub"),
                         .home_url = STR("https://h/b/"),
                         .self_url = STR("https://h/b/atom.xml"),
                         .language = STR("en"),
                         .rights = STR("CC"),
                         .icon = STR("https://h/b/icon.svg"),
                         .authors = authors,
                         .author_count = 1,
                         .items = items,
                         .item_count = count};
}

static void atom(struct fixture *f, const struct feed *feed)
{
    buf_reset(&f->out);
    assert_int_equal(feed_atom(feed, &f->out, &f->err), 0);
    parse(f, buf_str(&f->out));
}

static void rss(struct fixture *f, const struct feed *feed)
{
    buf_reset(&f->out);
    assert_int_equal(feed_rss(feed, &f->out, &f->err), 0);
    parse(f, buf_str(&f->out));
}

/* ---- Atom ---- */

static void test_atom_feed(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    struct feed feed = feed_of(&item, 1);
    atom(f, &feed);
    expect(f, "count(/a:feed)", "1");
    expect(f, "/a:feed/a:title", "T & t");
    expect(f, "/a:feed/a:subtitle", "Sub");
    expect(f, "/a:feed/a:id", "https://h/b/atom.xml");
    expect(f, "/a:feed/a:updated", "2026-03-01T10:21:30Z");
    expect(f, "/a:feed/a:link[@rel='self']/@href", "https://h/b/atom.xml");
    expect(f, "/a:feed/a:link[@rel='self']/@type", "application/atom+xml");
    expect(f, "/a:feed/a:link[@rel='alternate']/@href", "https://h/b/");
    expect(f, "/a:feed/a:link[@rel='alternate']/@type", "text/html");
    expect(f, "/a:feed/a:author/a:name", "Ann & Bo");
    expect(f, "/a:feed/a:author/a:uri", "https://h/ann");
    expect(f, "/a:feed/a:author/a:email", "a@h");
    expect(f, "/a:feed/@xml:lang", "en");
    expect(f, "/a:feed/a:icon", "https://h/b/icon.svg");
    expect(f, "/a:feed/a:rights", "CC");
}

static void test_atom_entry(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    struct feed feed = feed_of(&item, 1);
    atom(f, &feed);
    expect(f, "/a:feed/a:entry/a:id", "https://h/b/one/?a=1&b=2");
    expect(f, "/a:feed/a:entry/a:title", "One < two & \"three\"");
    expect(f, "//a:entry/a:link[@rel='alternate']/@href",
           "https://h/b/one/?a=1&b=2");
    expect(f, "//a:entry/a:published", "2026-03-01T18:20:30+08:00");
    expect(f, "//a:entry/a:updated", "2026-03-01T10:21:30Z");
    expect(f, "//a:entry/a:author/a:name", "Ann & Bo");
    expect(f, "//a:entry/a:category[1]/@term", "c++");
    expect(f, "//a:entry/a:category[2]/@term", "<随笔>");
    expect(f, "//a:entry/a:summary", "Short & <plain>");
    expect(f, "//a:entry/a:content/@type", "html");
    expect(f, "//a:entry/a:content",
           "<p>a &amp; b ]]> c</p>\n<pre>  x\n</pre>");
    expect(f, "//a:entry/@xml:lang", "zh");
}

static void test_atom_fills_in_what_it_demands(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = {.title = STR("x"), .url = STR("https://h/x")};
    struct feed feed = feed_of(&item, 1);
    feed.author_count = 0;
    atom(f, &feed);
    expect(f, "/a:feed/a:author/a:name", "T & t");
    expect(f, "/a:feed/a:updated", "1970-01-01T00:00:00Z");
    expect(f, "//a:entry/a:updated", "1970-01-01T00:00:00Z");
    expect(f, "count(//a:entry/a:published)", "0");
    expect(f, "count(//a:entry/a:content)", "0");
}

static void test_atom_dates_always_have_a_time(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    item.published =
        (struct date){.unix_seconds = DAY1 - DAY1 % 86400, .day_only = true};
    struct feed feed = feed_of(&item, 1);
    atom(f, &feed);
    expect(f, "//a:entry/a:published", "2026-03-01T00:00:00Z");
}

static void test_forbidden_characters_are_dropped(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    item.title = STR("a\x01\x02"
                     "b\0c\xEF\xBF\xBF\x1F\td\n");
    item.content_html = STR("x]]\x01>y");
    struct feed feed = feed_of(&item, 1);
    atom(f, &feed);
    expect(f, "//a:entry/a:title", "abc\td\n");
    expect(f, "//a:entry/a:content", "x]]>y");
    rss(f, &feed);
    expect(f, "//item/title", "abc\td\n");
    expect(f, "//item/content:encoded", "x]]>y");
}

static void test_invalid_utf8_is_repaired(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    item.title = STR("a\xFF"
                     "b\xED\xA0\x80"
                     "c中");
    struct feed feed = feed_of(&item, 1);
    atom(f, &feed);
    struct str title = str_of(get(f, "//a:entry/a:title"));
    assert_true(str_starts(title, STR("a\uFFFD"
                                      "b\uFFFD")));
    assert_true(str_ends(title, STR("c中")));
}

/* ---- RSS ---- */

static void test_rss_channel(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    struct feed feed = feed_of(&item, 1);
    feed.self_url = STR("https://h/b/rss.xml");
    rss(f, &feed);
    expect(f, "/rss/@version", "2.0");
    expect(f, "/rss/channel/title", "T & t");
    expect(f, "/rss/channel/link", "https://h/b/");
    expect(f, "/rss/channel/description", "Sub");
    expect(f, "/rss/channel/language", "en");
    expect(f, "/rss/channel/copyright", "CC");
    expect(f, "/rss/channel/lastBuildDate", "Sun, 01 Mar 2026 10:21:30 +0000");
    expect(f, "/rss/channel/a:link/@rel", "self");
    expect(f, "/rss/channel/a:link/@type", "application/rss+xml");
    expect(f, "/rss/channel/a:link/@href", "https://h/b/rss.xml");
}

static void test_rss_item(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    struct feed feed = feed_of(&item, 1);
    rss(f, &feed);
    expect(f, "//item/title", "One < two & \"three\"");
    expect(f, "//item/link", "https://h/b/one/?a=1&b=2");
    expect(f, "//item/guid", "https://h/b/one/?a=1&b=2");
    expect(f, "//item/guid/@isPermaLink", "true");
    expect(f, "//item/pubDate", "Sun, 01 Mar 2026 18:20:30 +0800");
    expect(f, "//item/dc:creator", "Ann & Bo");
    expect(f, "//item/category[2]", "<随笔>");
    expect(f, "//item/description", "Short & <plain>");
    expect(f, "//item/content:encoded",
           "<p>a &amp; b ]]> c</p>\n<pre>  x\n</pre>");
    assert_true(str_find(buf_str(&f->out), STR("<![CDATA[<p>a &amp; b")) !=
                STR_NONE);
}

static void test_rss_item_without_authors_has_the_feeds(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    item.author_count = 0;
    struct feed feed = feed_of(&item, 1);
    feed.subtitle = STR("");
    rss(f, &feed);
    expect(f, "//item/dc:creator", "Ann & Bo");
    expect(f, "/rss/channel/description", "T & t");
}

static void test_cdata_ends_inside_content_are_split(void **state)
{
    static const char *const texts[] = {"]]>",  "]]>]]>", "]]",  ">",
                                        "a]]>", "]]]]>>", "]]>b"};
    struct fixture *f = *state;
    for (size_t i = 0; i < PHX_COUNT(texts); i++) {
        struct feed_item item = full_item();
        item.content_html = str_of(texts[i]);
        struct feed feed = feed_of(&item, 1);
        rss(f, &feed);
        expect(f, "//item/content:encoded", texts[i]);
    }
}

/* ---- JSON Feed ---- */

static struct value read_json(struct fixture *f, struct diags *diags)
{
    struct source_ref source = {.path = STR("feed.json"),
                                .text = buf_str(&f->out)};
    struct value v;
    assert_true(json_read(&f->arena, &source, NULL, diags, &v));
    return v;
}

static void expect_text(struct value map, const char *key, const char *want)
{
    struct str got = value_map_str(map, str_of(key), STR("(none)"));
    if (!str_is(got, want))
        print_error("%s: %" STR_FMT "\n", key, STR_ARG(got));
    assert_true(str_is(got, want));
}

static struct value first(struct value map, const char *key)
{
    const struct value *list = value_map_get(map, str_of(key));
    assert_non_null(list);
    assert_true(value_is(*list, VALUE_LIST));
    assert_true(list->as.list->len > 0);
    return list->as.list->items[0];
}

static void test_json_feed(void **state)
{
    struct fixture *f = *state;
    struct diags diags;
    struct feed_item item = full_item();
    struct feed feed = feed_of(&item, 1);
    diags_init(&diags, &f->arena, NULL);
    feed_json(&feed, &f->out);
    struct value v = read_json(f, &diags);
    expect_text(v, "version", "https://jsonfeed.org/version/1.1");
    expect_text(v, "title", "T & t");
    expect_text(v, "home_page_url", "https://h/b/");
    expect_text(v, "feed_url", "https://h/b/atom.xml");
    expect_text(v, "description", "Sub");
    expect_text(v, "icon", "https://h/b/icon.svg");
    expect_text(v, "language", "en");
    expect_text(first(v, "authors"), "name", "Ann & Bo");
    struct value entry = first(v, "items");
    expect_text(entry, "id", "https://h/b/one/?a=1&b=2");
    expect_text(entry, "url", "https://h/b/one/?a=1&b=2");
    expect_text(entry, "title", "One < two & \"three\"");
    expect_text(entry, "content_html",
                "<p>a &amp; b ]]> c</p>\n<pre>  x\n</pre>");
    expect_text(entry, "summary", "Short & <plain>");
    expect_text(entry, "image", "https://h/b/one/a%20b.png");
    expect_text(entry, "date_published", "2026-03-01T18:20:30+08:00");
    expect_text(entry, "date_modified", "2026-03-01T10:21:30Z");
    expect_text(entry, "language", "zh");
    expect_text(first(entry, "authors"), "url", "https://h/ann");
    assert_true(str_is(value_text(first(entry, "tags")), "c++"));
}

static void test_json_item_without_html_has_text(void **state)
{
    struct fixture *f = *state;
    struct diags diags;
    struct feed_item item = {.url = STR("https://h/x"), .summary = STR("s")};
    struct feed feed = feed_of(&item, 1);
    diags_init(&diags, &f->arena, NULL);
    feed_json(&feed, &f->out);
    struct value entry = first(read_json(f, &diags), "items");
    expect_text(entry, "content_text", "s");
    assert_null(value_map_get(entry, STR("content_html")));
    assert_null(value_map_get(entry, STR("title")));
}

static void test_json_feed_without_items_is_whole(void **state)
{
    struct fixture *f = *state;
    struct diags diags;
    struct feed feed = feed_of(NULL, 0);
    diags_init(&diags, &f->arena, NULL);
    feed_json(&feed, &f->out);
    struct value v = read_json(f, &diags);
    const struct value *items = value_map_get(v, STR("items"));
    assert_non_null(items);
    assert_int_equal(items->as.list->len, 0);
}

static void test_same_feed_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct feed_item item = full_item();
    struct feed feed = feed_of(&item, 1);
    struct buf again = BUF_INIT;
    assert_int_equal(feed_atom(&feed, &f->out, &f->err), 0);
    assert_int_equal(feed_rss(&feed, &f->out, &f->err), 0);
    feed_json(&feed, &f->out);
    assert_int_equal(feed_atom(&feed, &again, &f->err), 0);
    assert_int_equal(feed_rss(&feed, &again, &f->err), 0);
    feed_json(&feed, &again);
    assert_true(str_eq(buf_str(&f->out), buf_str(&again)));
    buf_deinit(&again);
}

/* ---- Sitemap, robots.txt ---- */

static void test_sitemap(void **state)
{
    static const struct sitemap_alternate alternates[] = {
        {STR_INIT("en"), STR_INIT("https://h/x/")},
        {STR_INIT("zh"), STR_INIT("https://h/zh/x/?a&b")}};
    struct sitemap_entry entries[] = {{.url = STR("https://h/文/a b"),
                                       .lastmod = {.unix_seconds = DAY1},
                                       .alternates = alternates,
                                       .alternate_count = 2},
                                      {.url = STR("https://h/y/")}};
    struct fixture *f = *state;
    struct feed_files files = {0};
    assert_int_equal(
        feed_sitemap(&f->arena, STR("https://h/"), entries, 2, &files, &f->err),
        0);
    assert_int_equal(files.list.len, 1);
    assert_true(str_is(files.list.items[0].name, "sitemap.xml"));
    parse(f, files.list.items[0].bytes);
    expect(f, "count(/s:urlset/s:url)", "2");
    expect(f, "/s:urlset/s:url[1]/s:loc", "https://h/%E6%96%87/a%20b");
    expect(f, "/s:urlset/s:url[1]/s:lastmod", "2026-03-01T10:20:30Z");
    expect(f, "/s:urlset/s:url[1]/h:link[2]/@rel", "alternate");
    expect(f, "/s:urlset/s:url[1]/h:link[2]/@hreflang", "zh");
    expect(f, "/s:urlset/s:url[1]/h:link[2]/@href", "https://h/zh/x/?a&b");
    expect(f, "count(/s:urlset/s:url[2]/*)", "1");
}

static void test_sitemap_of_nothing(void **state)
{
    struct fixture *f = *state;
    struct feed_files files = {0};
    assert_int_equal(
        feed_sitemap(&f->arena, STR("https://h"), NULL, 0, &files, &f->err), 0);
    assert_int_equal(files.list.len, 1);
    parse(f, files.list.items[0].bytes);
    expect(f, "count(/s:urlset)", "1");
}

static void test_sitemap_splits_by_count(void **state)
{
    struct fixture *f = *state;
    struct feed_files files = {0};
    size_t count = 50001;
    struct sitemap_entry *entries =
        arena_array(&f->arena, struct sitemap_entry, count);
    for (size_t i = 0; i < count; i++)
        entries[i].url = STR("https://h/x");
    entries[count - 1].lastmod.unix_seconds = DAY1;
    assert_int_equal(feed_sitemap(&f->arena, STR("https://h/b"), entries, count,
                                  &files, &f->err),
                     0);
    assert_int_equal(files.list.len, 3);
    parse(f, files.list.items[0].bytes);
    expect(f, "count(/s:sitemapindex/s:sitemap)", "2");
    expect(f, "//s:sitemap[1]/s:loc", "https://h/b/sitemap-1.xml");
    expect(f, "count(//s:sitemap[1]/s:lastmod)", "0");
    expect(f, "//s:sitemap[2]/s:lastmod", "2026-03-01T10:20:30Z");
    assert_true(str_is(files.list.items[1].name, "sitemap-1.xml"));
    parse(f, files.list.items[1].bytes);
    expect(f, "count(//s:url)", "50000");
    parse(f, files.list.items[2].bytes);
    expect(f, "count(//s:url)", "1");
}

static void test_sitemap_splits_by_size(void **state)
{
    struct fixture *f = *state;
    struct feed_files files = {0};
    size_t count = 52;
    struct buf url = BUF_INIT;
    buf_add_cstr(&url, "https://h/");
    for (size_t i = 0; i < (size_t)1 << 20; i++)
        buf_add_char(&url, 'x');
    struct sitemap_entry *entries =
        arena_array(&f->arena, struct sitemap_entry, count);
    for (size_t i = 0; i < count; i++)
        entries[i].url = buf_str(&url);
    assert_int_equal(feed_sitemap(&f->arena, STR("https://h/"), entries, count,
                                  &files, &f->err),
                     0);
    buf_deinit(&url);
    assert_int_equal(files.list.len, 3); /* an index and two parts */
    size_t urls = 0;
    for (size_t i = 1; i < files.list.len; i++) {
        struct str bytes = files.list.items[i].bytes;
        assert_true(bytes.len <= (size_t)50 * 1024 * 1024);
        for (size_t at = str_find(bytes, STR("<loc>")); at != STR_NONE;
             at = str_find_from(bytes, STR("<loc>"), at + 1))
            urls++;
    }
    assert_int_equal(urls, count);
}

static void test_robots(void **state)
{
    struct fixture *f = *state;
    feed_robots(&f->out, STR("https://h/sitemap.xml"), true);
    assert_string_equal(f->out.ptr, "User-agent: *\nAllow: /\n\n"
                                    "Sitemap: https://h/sitemap.xml\n");
    buf_reset(&f->out);
    feed_robots(&f->out, STR(""), false);
    assert_string_equal(f->out.ptr, "User-agent: *\nDisallow: /\n");
}

static void test_version(void **state)
{
    (void)state;
    assert_true(str_starts(str_of(feed_library_version()), STR("2.")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_atom_feed),
        TEST(test_atom_entry),
        TEST(test_atom_fills_in_what_it_demands),
        TEST(test_atom_dates_always_have_a_time),
        TEST(test_forbidden_characters_are_dropped),
        TEST(test_invalid_utf8_is_repaired),
        TEST(test_rss_channel),
        TEST(test_rss_item),
        TEST(test_rss_item_without_authors_has_the_feeds),
        TEST(test_cdata_ends_inside_content_are_split),
        TEST(test_json_feed),
        TEST(test_json_item_without_html_has_text),
        TEST(test_json_feed_without_items_is_whole),
        TEST(test_same_feed_same_bytes),
        TEST(test_sitemap),
        TEST(test_sitemap_of_nothing),
        TEST(test_sitemap_splits_by_count),
        TEST(test_sitemap_splits_by_size),
        TEST(test_robots),
        TEST(test_version),
    };
    int failed = cmocka_run_group_tests_name("feed", tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
