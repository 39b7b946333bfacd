/* SPDX-License-Identifier: MIT */
/*
 * A whole site on one thread and on eight: the same bytes and the same
 * diagnostics. Run under ThreadSanitizer too, which sees our own code; what it
 * cannot see (libraries that are not instrumented) shows in the bytes.
 */
#include "build/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define PAGES 40

struct fixture {
    struct arena arena;
    const char *root;
};

static void write_file(struct fixture *f, const char *path, struct str text)
{
    struct error err;
    const char *full = str_fmt(&f->arena, "%s/%s", f->root, path).ptr;

    assert_int_equal(
        fs_mkdirs(str_cstr(&f->arena, path_dir(str_of(full))), &err), 0);
    assert_int_equal(fs_write(full, text, &err), 0);
}

static void write_page(struct fixture *f, int n)
{
    const char *path = str_fmt(&f->arena, "content/posts/p%d.md", n).ptr;

    write_file(
        f, path,
        str_fmt(&f->arena,
                "---\ntitle: Post %d\ndate: 2026-01-%02d\ntags: [a, t%d]\n---\n"
                "Text with $x_{%d}$, ~~struck~~, **重点。**后, "
                "[next](p%d.md) and [gone](gone%d.md).\n\n"
                "```c\nint n%d = %d; /* %d */\n```\n\n"
                "| a | b |\n|---|---|\n| ~~%d~~ | $%d$ |\n\n"
                "{eval}`page.title | upper`\n",
                n, n % 28 + 1, n % 5, n, (n + 1) % PAGES, n, n, n, n, n, n));
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char name[] = "/tmp/phx-threads-XXXXXX";

    assert_non_null(f);
    assert_non_null(mkdtemp(name));
    arena_init(&f->arena);
    f->root = str_dup(&f->arena, str_of(name)).ptr;
    write_file(f, "phx.yaml",
               STR("title: threads\nbase_url: https://threads.example\n"
                   "severity: {links: warn}\n"));
    for (int n = 0; n < PAGES; n++)
        write_page(f, n);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    struct error err;

    assert_int_equal(fs_remove_tree(f->root, &err), 0);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

/* The manifest holds the hash of every file; the diagnostics are printed. */
static struct str build(struct fixture *f, const char *output, unsigned jobs)
{
    const char *out = str_fmt(&f->arena, "%s/%s", f->root, output).ptr;
    const struct build_options options = {
        .root = f->root, .output = out, .jobs = jobs};
    struct build_report report = {.arena = &f->arena};
    struct buf text = BUF_INIT;
    struct str manifest;
    struct error err;

    if (build_site(&options, &report, &err) < 0)
        fail_msg("%s", err.message);
    for (size_t i = 0; i < report.diags.list.len; i++)
        diag_print(&text, &report.diags.list.items[i], false);
    if (!report.written)
        fail_msg("%s", text.ptr);
    assert_int_equal(report.pages, PAGES);
    assert_int_equal(report.diags.warnings, PAGES); /* the links to gone.md */
    assert_int_equal(fs_read(&f->arena,
                             str_fmt(&f->arena, "%s/.phx-manifest", out).ptr, 0,
                             &manifest, &err),
                     0);
    buf_add(&text, manifest);
    struct str all = buf_dup(&f->arena, &text);
    buf_deinit(&text);
    return all;
}

static void eight_threads_give_the_bytes_of_one(void **state)
{
    struct fixture *f = *state;
    struct str one = build(f, "one", 1);
    struct str eight = build(f, "eight", 8);

    assert_string_equal(one.ptr, eight.ptr);
}

static void a_second_build_over_the_first_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const char *out = str_fmt(&f->arena, "%s/eight", f->root).ptr;
    const struct build_options options = {
        .root = f->root, .output = out, .jobs = 3};
    struct build_report report = {.arena = &f->arena};
    struct error err;

    assert_int_equal(build_site(&options, &report, &err), 0);
    assert_true(report.written);
    assert_int_equal(report.changed, 0);
    assert_int_equal(report.deleted, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_threads_give_the_bytes_of_one),
        cmocka_unit_test(a_second_build_over_the_first_changes_nothing),
    };

    setenv("SOURCE_DATE_EPOCH", "1780272000", 1);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
