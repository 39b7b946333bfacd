/* SPDX-License-Identifier: MIT */
/* Sections, orders, neighbours, terms, series, related, languages, what is
 * shown, and history. */
#include "fixture.h"

static struct value site_of(struct fixture *f)
{
    return site_value(&f->arena, f->site);
}

static struct value page_of(struct fixture *f, const char *path)
{
    return page_value(&f->arena, fixture_page(f, path));
}

/* content/posts/NAME.md with a title of that name and more front matter. */
static void post(struct fixture *f, const char *name, const char *meta)
{
    fixture_add(
        f, str_fmt(&f->arena, "content/posts/%s.md", name).ptr,
        str_fmt(&f->arena, "---\ntitle: %s\n%s\n---\ntext\n", name, meta).ptr);
}

/* ---- Sections and orders ---- */

static void lists_are_newest_first_then_by_path(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "b", "date: 2026-01-01");
    post(f, "a", "date: 2026-01-01");
    post(f, "new", "date: 2026-02-01");
    post(f, "undated", "");
    post(f, "old", "date: 2025-02-01");
    fixture_build(f);
    assert_titles(f, fixture_get(f, site_of(f), "pages"),
                  "new a b old undated");
    assert_titles(f, fixture_get(f, site_of(f), "sections.0.pages"),
                  "new a b old undated");
    fixture_free(f);
}

static void previous_is_older_and_next_newer(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "one", "date: 2026-01-01");
    post(f, "two", "date: 2026-01-02");
    post(f, "three", "date: 2026-01-03");
    fixture_build(f);
    assert_get(f, page_of(f, "content/posts/two.md"), "previous.title", "one");
    assert_get(f, page_of(f, "content/posts/two.md"), "next.title", "three");
    assert_get(f, page_of(f, "content/posts/one.md"), "previous", "None");
    assert_get(f, page_of(f, "content/posts/three.md"), "next", "None");
    fixture_free(f);
}

static void weights_order_a_section_from_the_top(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "second", "weight: 2\ndate: 2026-01-03");
    post(f, "first", "weight: 1");
    post(f, "last", "date: 2026-01-01");
    fixture_build(f);
    assert_titles(f, fixture_get(f, site_of(f), "sections.0.pages"),
                  "first second last");
    assert_get(f, page_of(f, "content/posts/second.md"), "previous.title",
               "first");
    assert_get(f, page_of(f, "content/posts/second.md"), "next.title", "last");
    fixture_free(f);
}

static void a_section_may_be_sorted_by_title(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "step10", "date: 2026-01-03");
    post(f, "step9", "date: 2026-01-01");
    fixture_add(f, "content/posts/_index.md", "---\nsort: title\n---\n");
    fixture_build(f);
    assert_clean(f);
    assert_titles(f, fixture_get(f, site_of(f), "sections.0.pages"),
                  "step9 step10");
    fixture_free(f);
}

static void a_folder_without_index_belongs_to_the_section_above(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    fixture_add(f, "content/posts/2025/a.md", "---\ntitle: a\n---\n");
    fixture_add(f, "content/posts/2026/b.md", "---\ntitle: b\n---\n");
    fixture_add(f, "content/posts/own/_index.md", "---\ntitle: Own\n---\n");
    fixture_add(f, "content/posts/own/c.md", "---\ntitle: c\n---\n");
    fixture_build(f);
    assert_get(f, page_of(f, "content/posts/2025/a.md"), "section.path",
               "posts");
    assert_get(f, page_of(f, "content/posts/own/c.md"), "section.title", "Own");
    assert_titles(f, fixture_get(f, site_of(f), "sections.0.pages"), "a b");
    assert_int_equal(fixture_route(f, "/posts/2025/")->list_len, 1);
    assert_get(f, page_of(f, "content/posts/2025/a.md"), "next.title",
               "undefined");
    assert_get(f, page_of(f, "content/posts/2025/a.md"), "previous.title", "b");
    fixture_free(f);
}

static void sections_are_named_and_ordered(void **state)
{
    struct fixture *f = fixture_new("title: My site\n");

    (void)state;
    fixture_add(f, "content/open-source/a.md", "text\n");
    fixture_add(f, "content/docs/_index.md",
                "---\ntitle: Manual\nweight: 1\n---\n");
    fixture_add(f, "content/docs/x.md", "text\n");
    fixture_add(f, "content/a/x.md", "text\n");
    fixture_build(f);
    assert_titles(f, fixture_get(f, site_of(f), "sections"),
                  "Manual A Open source");
    assert_get(f, site_of(f), "home.title", "My site");
    assert_get(f, site_of(f), "sections.0.parent.is_home", "True");
    fixture_free(f);
}

static void home_lists_posts_or_the_largest_section(void **state)
{
    struct fixture *f = fixture_new(NULL);
    struct fixture *largest = fixture_new(NULL);
    struct fixture *chosen = fixture_new("content: {main: docs}\n");

    (void)state;
    post(f, "p", "");
    fixture_add(f, "content/docs/a.md", "# a\n");
    fixture_add(f, "content/docs/b.md", "# b\n");
    fixture_add(f, "content/about.md", "# about\n");
    fixture_build(f);
    assert_titles(f, fixture_get(f, site_of(f), "home.pages"), "p");

    fixture_add(largest, "content/docs/a.md", "# a\n");
    fixture_add(largest, "content/docs/b.md", "# b\n");
    fixture_add(largest, "content/other/c.md", "# c\n");
    fixture_build(largest);
    assert_titles(largest, fixture_get(largest, site_of(largest), "main"),
                  "a b");

    post(chosen, "p", "");
    fixture_add(chosen, "content/docs/a.md", "# a\n");
    fixture_build(chosen);
    assert_titles(chosen, fixture_get(chosen, site_of(chosen), "main"), "a");
    fixture_free(f);
    fixture_free(largest);
    fixture_free(chosen);
}

static void the_archive_is_grouped_by_year(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "a", "date: 2026-01-01");
    post(f, "b", "date: 2025-12-31");
    post(f, "c", "date: 2025-01-31");
    post(f, "undated", "");
    fixture_build(f);
    assert_get(f, site_of(f), "archive.0.year", "2026");
    assert_get(f, site_of(f), "archive.1.count", "2");
    assert_titles(f, fixture_get(f, site_of(f), "archive.1.pages"), "b c");
    assert_get(f, site_of(f), "archive.2", "undefined");
    fixture_free(f);
}

/* ---- What is shown ---- */

static void hidden_pages(struct fixture *f)
{
    post(f, "shown", "date: 2026-05-01");
    post(f, "draft", "draft: true");
    post(f, "future", "date: 2026-06-02");
    post(f, "expired", "expires: 2026-05-31");
    post(f, "expiring", "expires: 2026-06-03");
    fixture_build(f);
}

static void drafts_future_and_expired_pages_are_left_out(void **state)
{
    struct fixture *f = fixture_new(NULL);
    int64_t next;

    (void)state;
    hidden_pages(f);
    assert_titles(f, fixture_get(f, site_of(f), "pages"), "shown expiring");
    assert_int_equal(fixture_page(f, "content/posts/draft.md")->hidden,
                     PAGE_DRAFT);
    assert_int_equal(fixture_page(f, "content/posts/future.md")->hidden,
                     PAGE_FUTURE);
    assert_int_equal(fixture_page(f, "content/posts/expired.md")->hidden,
                     PAGE_EXPIRED);
    assert_true(site_next_change(f->site, &next));
    assert_int_equal(next, FIXTURE_NOW + 24 * 60 * 60);
    fixture_free(f);
}

static void settings_show_them(void **state)
{
    struct fixture *f = fixture_empty();

    (void)state;
    f->settings.drafts = f->settings.future = f->settings.expired = true;
    fixture_config(f, NULL, NULL);
    hidden_pages(f);
    assert_titles(f, fixture_get(f, site_of(f), "pages"),
                  "future shown draft expired expiring");
    fixture_free(f);
}

static void a_post_of_today_in_shanghai_is_not_future(void **state)
{
    struct fixture *f = fixture_new("timezone: Asia/Shanghai\n");

    (void)state;
    f->config.build.now.unix_seconds = FIXTURE_NOW - 6 * 60 * 60;
    post(f, "today", "date: 2026-06-01");
    fixture_build(f);
    assert_int_equal(fixture_page(f, "content/posts/today.md")->hidden,
                     PAGE_SHOWN);
    fixture_free(f);
}

/* ---- Terms ---- */

static void spellings_of_one_slug_are_one_term(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "a", "date: 2026-01-01\ntags: [Machine Learning, C++]");
    post(f, "b",
         "date: 2026-01-02\ntags: [machine-learning, "
         "MACHINE LEARNING, go]");
    fixture_build(f);
    assert_get(f, site_of(f), "taxonomies.tags.count", "3");
    assert_get(f, site_of(f), "taxonomies.tags.terms.0.slug", "c-plus-plus");
    assert_get(f, site_of(f), "taxonomies.tags.terms.2.name",
               "Machine Learning");
    assert_get(f, site_of(f), "taxonomies.tags.terms.2.url",
               "/tags/machine-learning/");
    assert_titles(
        f, fixture_get(f, site_of(f), "taxonomies.tags.by_count.0.pages"),
        "b a");
    assert_get(f, page_of(f, "content/posts/b.md"), "tags.0.count", "2");
    assert_get(f, page_of(f, "content/posts/b.md"), "tags.2", "undefined");
    fixture_free(f);
}

static void a_term_without_letters_stands_for_itself(void **state)
{
    struct fixture *f = fixture_new(NULL);

    (void)state;
    post(f, "a", "tags: [🎉, \"..\", 大模型]");
    fixture_build(f);
    assert_clean(f);
    assert_get(f, page_of(f, "content/posts/a.md"), "tags.0.url",
               "/tags/%F0%9F%8E%89/");
    assert_get(f, page_of(f, "content/posts/a.md"), "tags.2.url",
               "/tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B/");
    assert_int_equal(
        str_find(value_text(fixture_get(f, page_of(f, "content/posts/a.md"),
                                        "tags.1.url")),
                 STR("..")),
        STR_NONE);
    fixture_free(f);
}

static void a_taxonomy_of_one_s_own_is_a_page_s_field(void **state)
{
    struct fixture *f =
        fixture_new("taxonomies: {topics: {title: All topics}}\n");

    (void)state;
    post(f, "a", "topics: x\ntags: [y]");
    fixture_build(f);
    assert_get(f, page_of(f, "content/posts/a.md"), "topics.0.name", "x");
    assert_get(f, page_of(f, "content/posts/a.md"), "extra.tags.0", "y");
    assert_str(fixture_route(f, "/topics/")->title, "All topics");
    fixture_free(f);
}

static void a_series_is_in_reading_order(void **state)
{
    struct fixture *f = fixture_new(NULL);
    struct value page;

    (void)state;
    post(f, "b", "series: CUDA\ndate: 2026-01-02");
    post(f, "a", "series: CUDA\ndate: 2026-01-01");
    post(f, "zero", "series: cuda\npart: 1\ndate: 2026-01-03");
    fixture_build(f);
    assert_clean(f);
    page = page_of(f, "content/posts/b.md");
    assert_titles(f, fixture_get(f, page, "series.pages"), "zero a b");
    assert_get(f, page, "series_index", "3");
    assert_get(f, page, "series.name", "CUDA");
    assert_get(f, page, "series.url", "/series/cuda/");
    assert_int_equal(fixture_route(f, "/series/cuda/")->kind, ROUTE_SERIES);
    fixture_free(f);
}

static void related_pages_share_rare_terms(void **state)
{
    struct fixture *f = fixture_new("content: {related: 2}\n");

    (void)state;
    post(f, "page", "tags: [common, rare]\nseries: S");
    post(f, "both", "tags: [common, rare]");
    post(f, "serial", "series: S");
    post(f, "weak", "tags: [common]");
    post(f, "none", "tags: [other]");
    for (int i = 0; i < 60; i++)
        post(f, str_fmt(&f->arena, "filler%d", i).ptr, "tags: [common]");
    fixture_build(f);
    assert_titles(
        f, fixture_get(f, page_of(f, "content/posts/page.md"), "related"),
        "serial both");
    assert_titles(
        f, fixture_get(f, page_of(f, "content/posts/none.md"), "related"), "");
    fixture_free(f);
}

/* ---- Facts ---- */

static void reading_time_counts_both_scripts(void **state)
{
    struct fixture *f = fixture_new(NULL);
    struct buf text = BUF_INIT;

    (void)state;
    for (int i = 0; i < 400; i++)
        buf_add_cstr(&text, "字");
    for (int i = 0; i < 221; i++)
        buf_add_cstr(&text, " word");
    fixture_add(f, "content/long.md", text.ptr);
    fixture_add(f, "content/short.md", "one\n");
    fixture_build(f);
    assert_get(f, page_of(f, "content/long.md"), "words", "621");
    assert_get(f, page_of(f, "content/long.md"), "reading_time", "3");
    assert_get(f, page_of(f, "content/short.md"), "reading_time", "1");
    buf_deinit(&text);
    fixture_free(f);
}

static void a_description_is_the_summary_s_text(void **state)
{
    struct fixture *f = fixture_new("content: {summary_length: 5}\n");

    (void)state;
    fixture_add(f, "content/a.md", "Some *words* here.\n\nMore.\n");
    fixture_add(f, "content/b.md", "---\nsummary: Mine\n---\ntext\n");
    fixture_build(f);
    assert_get(f, page_of(f, "content/a.md"), "description", "Some…");
    assert_get(f, page_of(f, "content/a.md"), "summary",
               "<p>Some <em>words</em> here.</p>\n");
    assert_get(f, page_of(f, "content/b.md"), "description", "Mine");
    assert_get(f, page_of(f, "content/b.md"), "summary", "Mine");
    fixture_free(f);
}

static void contents_are_a_tree_without_the_title(void **state)
{
    struct fixture *f = fixture_new(NULL);
    struct value page;

    (void)state;
    fixture_add(f, "content/a.md",
                "# Title\n\n## One\n\n#### Deep\n\n## Two\n");
    fixture_add(f, "content/b.md", "---\ntoc: false\n---\n## One\n");
    fixture_build(f);
    page = page_of(f, "content/a.md");
    assert_get(f, page, "title", "Title");
    assert_get(f, page, "toc.0.title", "One");
    assert_get(f, page, "toc.0.children.0.title", "Deep");
    assert_get(f, page, "toc.0.children.0.level", "4");
    assert_get(f, page, "toc.1.id", "two");
    assert_get(f, page, "toc.2", "undefined");
    assert_get(f, page_of(f, "content/b.md"), "toc", "[]");
    fixture_free(f);
}

/* ---- Languages ---- */

#define BILINGUAL "languages: {en: {}, zh: {title: 站}}\n"

static void a_suffix_is_a_language(void **state)
{
    struct fixture *f = fixture_new(BILINGUAL);
    const struct page *zh;

    (void)state;
    fixture_add(f, "content/posts/a.md", "# A\n");
    fixture_add(f, "content/posts/a.zh.md", "# 甲\n");
    fixture_add(f, "content/posts/b.fr.md", "# B\n");
    fixture_add(f, "content/posts/c/index.zh.md", "# C\n");
    fixture_build(f);
    assert_clean(f);
    zh = fixture_page(f, "content/posts/a.zh.md");
    assert_str(zh->language->code, "zh");
    assert_str(zh->url, "/zh/posts/a/");
    assert_str(zh->id, "posts/a");
    assert_get(f, page_of(f, "content/posts/a.md"), "translations.0.url",
               "/zh/posts/a/");
    assert_get(f, page_of(f, "content/posts/a.zh.md"),
               "translations.0.language.code", "en");
    assert_str(fixture_page(f, "content/posts/b.fr.md")->url, "/posts/b-fr/");
    assert_str(fixture_page(f, "content/posts/c/index.zh.md")->url,
               "/zh/posts/c/");
    fixture_free(f);
}

static void a_folder_may_be_a_language(void **state)
{
    struct fixture *f =
        fixture_new("languages: {en: {folder: en}, zh: {folder: zh}}\n");

    (void)state;
    fixture_add(f, "content/en/blog/a.md", "# A\n");
    fixture_add(f, "content/zh/blog/a.md", "# 甲\n");
    fixture_build(f);
    assert_clean(f);
    assert_str(fixture_page(f, "content/en/blog/a.md")->url, "/blog/a/");
    assert_str(fixture_page(f, "content/zh/blog/a.md")->url, "/zh/blog/a/");
    assert_get(f, page_of(f, "content/zh/blog/a.md"), "translations.0.title",
               "A");
    fixture_free(f);
}

static void translation_links_pages_of_other_names(void **state)
{
    struct fixture *f = fixture_new(BILINGUAL);

    (void)state;
    fixture_add(f, "content/posts/scaling.md", "# A\n");
    fixture_add(f, "content/posts/kuozhan.zh.md",
                "---\ntranslation: scaling.md\n---\n# 甲\n");
    fixture_add(f, "content/posts/x.md", "---\ntranslation: key\n---\n# X\n");
    fixture_add(f, "content/posts/y.zh.md",
                "---\ntranslation: key\n---\n# Y\n");
    fixture_build(f);
    assert_get(f, page_of(f, "content/posts/scaling.md"), "translations.0.path",
               "content/posts/kuozhan.zh.md");
    assert_get(f, page_of(f, "content/posts/x.md"), "translations.0.title",
               "Y");
    fixture_free(f);
}

static void lang_says_the_language_of_a_page(void **state)
{
    struct fixture *f = fixture_new(BILINGUAL);

    (void)state;
    fixture_add(f, "content/a.md", "---\nlang: zh-Hans\n---\n");
    fixture_add(f, "content/b.md", "---\nlang: fr\n---\n");
    fixture_build(f);
    assert_str(fixture_page(f, "content/a.md")->url, "/zh/a/");
    assert_has(only_diag(f, DIAG_FRONT_MATTER_TYPE)->message, "fr");
    fixture_free(f);
}

static void lists_and_terms_are_by_language(void **state)
{
    struct fixture *f = fixture_new(BILINGUAL);

    (void)state;
    fixture_add(f, "content/posts/a.md", "---\ntitle: A\ntags: t\n---\n");
    fixture_add(f, "content/posts/a.zh.md", "---\ntitle: 甲\ntags: t\n---\n");
    fixture_build(f);
    assert_titles(f, fixture_get(f, site_of(f), "pages"), "A");
    assert_get(f, site_of(f), "taxonomies.tags.terms.0.url", "/tags/t/");
    f->reader.language = STR("zh");
    assert_titles(f, fixture_get(f, site_of(f), "pages"), "甲");
    assert_get(f, site_of(f), "taxonomies.tags.terms.0.url", "/zh/tags/t/");
    assert_get(f, site_of(f), "title", "站");
    assert_get(f, site_of(f), "home.url", "/zh/");
    fixture_free(f);
}

/* ---- History ---- */

static bool commit(const char *root, const char *who, const char *date)
{
    char command[1024];

    snprintf(command, sizeof(command),
             "cd %s && git add -A && GIT_AUTHOR_DATE=%s GIT_COMMITTER_DATE=%s "
             "git -c user.name='%s' -c user.email='%s@x.y' commit -qm x",
             root, date, date, who, who);
    return system(command) == 0;
}

static void write_file(const char *root, const char *name, const char *text)
{
    struct error err = {0};
    char path[512];

    snprintf(path, sizeof(path), "%s/%s", root, name);
    assert_int_equal(fs_write(path, str_of(text), &err), 0);
}

static void dates_and_authors_come_from_git(void **state)
{
    struct fixture *f = fixture_new(
        "timezone: +08:00\nauthors: {jd: {name: Jane Doe, email: jane@x.y}}\n");
    char root[] = "/tmp/phx-history-XXXXXX";
    char command[256];
    struct error err = {0};
    struct repo *repo = NULL;
    struct repo_history *history = NULL;
    struct value page;

    (void)state;
    assert_non_null(mkdtemp(root));
    snprintf(command, sizeof(command), "cd %s && git init -q && mkdir content",
             root);
    if (system("command -v git >/dev/null") != 0)
        skip();
    assert_int_equal(system(command), 0);
    write_file(root, "content/a.md", "one\n");
    assert_true(commit(root, "jane", "2025-01-01T20:00:00Z"));
    write_file(root, "content/a.md", "two\n");
    assert_true(commit(root, "bob", "2025-03-01T00:00:00Z"));
    assert_int_equal(repo_open(&f->arena, root, &f->diags, &repo, &err), 0);
    if (!repo_has_git(repo))
        skip();
    assert_int_equal(
        repo_history_read(repo, &f->arena, &history, &f->diags, &err), 0);
    fixture_add(f, "content/a.md", "two\n");
    fixture_add(f, "content/b.md", "---\ndate: 2026-01-01\n---\n");
    fixture_build_with(f, history, NULL);
    repo_close(repo);
    assert_int_equal(fs_remove_tree(root, &err), 0);

    page = page_of(f, "content/a.md");
    assert_str(date_iso(&f->arena, value_as_date(fixture_get(f, page, "date"))),
               "2025-01-02T04:00:00+08:00");
    assert_str(
        date_iso(&f->arena, value_as_date(fixture_get(f, page, "updated"))),
        "2025-03-01T08:00:00+08:00");
    assert_get(f, page, "authors.0.name", "Jane Doe");
    assert_get(f, page, "authors.1.name", "bob");
    assert_get(f, page, "authors.1.email", "undefined");
    assert_get(f, page_of(f, "content/b.md"), "updated", "None");
    fixture_free(f);
}

static void a_translation_older_than_its_original_is_a_warning(void **state)
{
    struct fixture *f = fixture_new(BILINGUAL);
    char root[] = "/tmp/phx-history-XXXXXX";
    char command[256];
    struct error err = {0};
    struct repo *repo = NULL;
    struct repo_history *history = NULL;

    (void)state;
    assert_non_null(mkdtemp(root));
    snprintf(command, sizeof(command), "cd %s && git init -q && mkdir content",
             root);
    if (system("command -v git >/dev/null") != 0)
        skip();
    assert_int_equal(system(command), 0);
    write_file(root, "content/a.md", "one\n");
    write_file(root, "content/a.zh.md", "一\n");
    assert_true(commit(root, "jane", "2025-01-01T20:00:00Z"));
    write_file(root, "content/a.md", "two\n");
    assert_true(commit(root, "jane", "2025-03-01T00:00:00Z"));
    assert_int_equal(repo_open(&f->arena, root, &f->diags, &repo, &err), 0);
    if (!repo_has_git(repo))
        skip();
    assert_int_equal(
        repo_history_read(repo, &f->arena, &history, &f->diags, &err), 0);
    fixture_add(f, "content/a.md", "two\n");
    fixture_add(f, "content/a.zh.md", "一\n");
    fixture_build_with(f, history, NULL);
    repo_close(repo);
    assert_int_equal(fs_remove_tree(root, &err), 0);
    assert_str(only_diag(f, DIAG_TRANSLATION_STALE)->path, "content/a.zh.md");
    assert_has(only_diag(f, DIAG_TRANSLATION_STALE)->message, "2025-03-01");
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_newest_first_then_by_path),
        cmocka_unit_test(previous_is_older_and_next_newer),
        cmocka_unit_test(weights_order_a_section_from_the_top),
        cmocka_unit_test(a_section_may_be_sorted_by_title),
        cmocka_unit_test(a_folder_without_index_belongs_to_the_section_above),
        cmocka_unit_test(sections_are_named_and_ordered),
        cmocka_unit_test(home_lists_posts_or_the_largest_section),
        cmocka_unit_test(the_archive_is_grouped_by_year),
        cmocka_unit_test(drafts_future_and_expired_pages_are_left_out),
        cmocka_unit_test(settings_show_them),
        cmocka_unit_test(a_post_of_today_in_shanghai_is_not_future),
        cmocka_unit_test(spellings_of_one_slug_are_one_term),
        cmocka_unit_test(a_term_without_letters_stands_for_itself),
        cmocka_unit_test(a_taxonomy_of_one_s_own_is_a_page_s_field),
        cmocka_unit_test(a_series_is_in_reading_order),
        cmocka_unit_test(related_pages_share_rare_terms),
        cmocka_unit_test(reading_time_counts_both_scripts),
        cmocka_unit_test(a_description_is_the_summary_s_text),
        cmocka_unit_test(contents_are_a_tree_without_the_title),
        cmocka_unit_test(a_suffix_is_a_language),
        cmocka_unit_test(a_folder_may_be_a_language),
        cmocka_unit_test(translation_links_pages_of_other_names),
        cmocka_unit_test(lang_says_the_language_of_a_page),
        cmocka_unit_test(lists_and_terms_are_by_language),
        cmocka_unit_test(dates_and_authors_come_from_git),
        cmocka_unit_test(a_translation_older_than_its_original_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
