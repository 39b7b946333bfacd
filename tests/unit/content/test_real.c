/* SPDX-License-Identifier: MIT */
/*
 * Pages of real sites with their quirks (../shared/conformance/quirks, or
 * PHX_CONFORMANCE; skipped where absent), and a synthetic site for the growth
 * of time with the number of pages.
 */
#include "fixture.h"

#include <time.h>

/* ---- Real pages ---- */

static void add_folder(struct fixture *f, struct str root, struct str rel)
{
    struct fs_listing list = {0};
    struct error err = {0};
    struct str path = path_join(&f->arena, root, rel);

    assert_int_equal(fs_list(&f->arena, path.ptr, &list, &err), 0);
    for (size_t i = 0; i < list.list.len; i++) {
        const struct fs_entry *e = &list.list.items[i];
        struct str below =
            rel.len ? path_join(&f->arena, rel, e->name) : e->name;
        struct str bytes;

        if (e->kind == FS_DIR) {
            add_folder(f, root, below);
            continue;
        }
        assert_int_equal(fs_read(&f->arena,
                                 path_join(&f->arena, root, below).ptr, 0,
                                 &bytes, &err),
                         0);
        fixture_add(f, path_join(&f->arena, STR("content"), below).ptr,
                    bytes.ptr);
    }
}

static struct fixture *quirks(const char *set)
{
    const char *base = getenv("PHX_CONFORMANCE");
    struct fixture *f = fixture_new(NULL);
    struct str root = str_fmt(&f->arena, "%s/quirks/%s",
                              base ? base : "../shared/conformance", set);
    struct fs_stat stat;
    struct error err = {0};

    if (fs_stat(root.ptr, true, &stat, &err) != 0 || stat.kind != FS_DIR) {
        fixture_free(f);
        skip();
    }
    add_folder(f, root, STR(""));
    fixture_build(f);
    return f;
}

static void other_tools_front_matter_is_a_warning_each(void **state)
{
    struct fixture *f = quirks("julia-blog");
    const struct page *page;

    (void)state;
    assert_int_equal(count_diags(f, DIAG_FRONT_MATTER_FORM), 5);
    assert_int_equal(f->diags.errors, 0);
    page = fixture_page(f, "content/blog/2012/02/talk-announcement.md");
    assert_int_equal(str_find(page->document.html, STR("@def")), STR_NONE);
    page = fixture_page(f, "content/blog/2021/08/sharks.md");
    assert_int_equal(str_find(page->document.html, STR("+++")), STR_NONE);
    fixture_free(f);
}

static void crlf_numbers_and_yes_are_read(void **state)
{
    struct fixture *f = quirks("k8s-contrib");
    const char *base = "content/content/en/";
    const struct page *page;

    (void)state;
    assert_clean(f);
    page = fixture_page(
        f, str_fmt(&f->arena, "%sevents/2024/_index.md", base).ptr);
    assert_str(page->title, "2024");
    assert_int_equal(page->weight, 1);
    page = fixture_page(f, str_fmt(&f->arena,
                                   "%sblog/2026/ai-conformance-spotlight/"
                                   "ai-conformance-spotlight.md",
                                   base)
                               .ptr);
    assert_int_equal(page->hidden, PAGE_DRAFT);
    page = fixture_page(
        f, str_fmt(&f->arena, "%sblog/2026/wg-device-management-spotlight.md",
                   base)
               .ptr);
    assert_str(page->title, "Spotlight on WG Device Management");
    assert_int_equal(page->hidden, PAGE_FUTURE);
    fixture_free(f);
}

static void a_byte_order_mark_is_no_text(void **state)
{
    struct fixture *f = quirks("volcano");
    size_t count;
    const struct page *const *pages = site_pages(f->site, &count);

    (void)state;
    assert_clean(f);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_true(pages[i]->date_written);
        assert_true(pages[i]->term_count > 0);
    }
    fixture_free(f);
}

static void blank_lines_and_tabs_are_read_and_a_typo_named(void **state)
{
    struct fixture *f = quirks("sofastack");
    const struct page *page;

    (void)state;
    assert_has(only_diag(f, DIAG_FRONT_MATTER_KEY)->message, "descripton");
    assert_int_equal(f->diags.errors, 0);
    page = fixture_page(
        f, "content/content/zh/projects/sofa-boot/extension/index.md");
    assert_str(page->title, "SOFABoot 拓展点");
    assert_int_equal(fixture_route(f, "/sofa-boot/docs/extension/")->kind,
                     ROUTE_ALIAS);
    fixture_free(f);
}

/* ---- Growth ---- */

/* Seconds of processor time to assemble `count` posts. */
static double assemble_time(size_t count)
{
    struct fixture *f = fixture_new(NULL);
    clock_t begin;
    double seconds;

    for (size_t i = 0; i < count; i++) {
        struct repo_file file = {
            .path = str_fmt(&f->arena, "content/posts/p%06zu.md", i)};

        vec_push(&f->arena, &f->files.list, file);
    }
    content_scan(&f->arena, &f->config, &f->files, &f->content, &f->diags);
    for (size_t i = 0; i < count; i++) {
        struct content_source *source = &f->content.pages.items[i];

        source->bytes = str_fmt(
            &f->arena,
            "---\ntitle: P %zu\ndate: 20%02zu-%02zu-01\ntags: [a, t%zu]\n"
            "series: s%zu\n---\ntext\n",
            i, i % 26, i % 12 + 1, i % 60, i / 10);
        diags_init(&source->diags, &f->arena, NULL);
        content_parse_page(&f->arena, &f->config, &f->dialect, source);
    }
    begin = clock();
    f->site = site_assemble(&f->arena, &f->config, &f->content, NULL, NULL,
                            value_null(), &f->diags);
    seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_int_equal(f->diags.errors, 0);
    fixture_free(f);
    return seconds;
}

static double best_of_three(size_t count)
{
    double best = assemble_time(count);

    for (int i = 0; i < 2; i++) {
        double again = assemble_time(count);

        best = again < best ? again : best;
    }
    return best;
}

static void assembling_grows_with_the_number_of_pages(void **state)
{
    double small = best_of_three(4000);
    double large = best_of_three(16000);

    (void)state;
    /* 4 times the pages: quadratic would be 16 times the time. */
    if (large > small * 8)
        fail_msg("4,000 pages: %.3f s, 16,000 pages: %.3f s", small, large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_tools_front_matter_is_a_warning_each),
        cmocka_unit_test(crlf_numbers_and_yes_are_read),
        cmocka_unit_test(a_byte_order_mark_is_no_text),
        cmocka_unit_test(blank_lines_and_tabs_are_read_and_a_typo_named),
        cmocka_unit_test(assembling_grows_with_the_number_of_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
