/* SPDX-License-Identifier: MIT */
/* From paths to files of an output folder, as GitHub Pages has it. */
#include "../base/unit.h"

#include "serve/pages.h"

#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct arena arena;
    struct str root; /* holds output/ and secret.txt */
    struct str output;
    struct found found;
};

static void put(struct fixture *f, const char *path)
{
    struct str full = path_join(&f->arena, f->root, str_of(path));
    struct error err;

    assert_int_equal(fs_mkdirs(str_cstr(&f->arena, path_dir(full)), &err), 0);
    assert_int_equal(fs_write(full.ptr, str_of(path), &err), 0);
}

static void put_link(struct fixture *f, const char *path, const char *target)
{
    assert_int_equal(
        symlink(target, path_join(&f->arena, f->root, str_of(path)).ptr), 0);
}

static int set_up(void **state)
{
    static const char *const files[] = {
        "secret.txt",           "output/index.html",
        "output/404.html",      "output/posts/index.html",
        "output/both.html",     "output/both/index.html",
        "output/file.html",     "output/plain",
        "output/css/main.css",  "output/empty/x.txt",
        "output/a b/中文.html", "outside/index.html",
    };
    struct fixture *f = calloc(1, sizeof(*f));
    char template[] = "/tmp/phx-pages-XXXXXX";

    assert_non_null(f);
    assert_non_null(mkdtemp(template));
    arena_init(&f->arena);
    f->root = str_dup(&f->arena, str_of(template));
    f->output = path_join(&f->arena, f->root, STR("output"));
    for (size_t i = 0; i < PHX_COUNT(files); i++)
        put(f, files[i]);
    put_link(f, "output/leak.txt", "../secret.txt");
    put_link(f, "output/inside.css", "css/main.css");
    put_link(f, "output/folder", "../outside");
    put_link(f, "output/style", "css");
    assert_int_equal(
        mkfifo(path_join(&f->arena, f->output, STR("pipe")).ptr, 0600), 0);
    f->found.fd = -1;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    struct error err;

    if (f->found.fd >= 0)
        close(f->found.fd);
    assert_int_equal(fs_remove_tree(f->root.ptr, &err), 0);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static void check(struct fixture *f, const char *path, int status,
                  const char *file)
{
    if (f->found.fd >= 0)
        close(f->found.fd);
    pages_find(&f->arena, f->output.ptr, str_of(path), &f->found);
    if (f->found.status != status)
        print_error("%s: %d\n", path, f->found.status);
    assert_int_equal(f->found.status, status);
    assert_text(f->found.path, file);
    assert_true((f->found.fd >= 0) == (file[0] != '\0'));
}

static void test_folders_are_their_index(void **state)
{
    check(*state, "", 200, "index.html");
    check(*state, "posts/", 200, "posts/index.html");
    check(*state, "posts/index.html", 200, "posts/index.html");
    check(*state, "posts/index", 200, "posts/index.html");
    check(*state, "posts", 301, "");
    check(*state, "css", 301, "");
}

static void test_a_name_without_extension_is_its_page(void **state)
{
    check(*state, "file", 200, "file.html");
    check(*state, "file.html", 200, "file.html");
    check(*state, "both", 200, "both.html");
    check(*state, "both/", 200, "both/index.html");
    check(*state, "plain", 200, "plain");
    check(*state, "a b/中文", 200, "a b/中文.html");
}

static void test_the_rest_is_the_404_page(void **state)
{
    check(*state, "nothing", 404, "404.html");
    check(*state, "file/", 404, "404.html");
    check(*state, "empty/", 404, "404.html");
    check(*state, "plain/x", 404, "404.html");
    check(*state, "css/main.css/", 404, "404.html");
    check(*state, "404", 200, "404.html");
}

static void test_without_a_404_page_there_is_no_file(void **state)
{
    struct fixture *f = *state;
    struct error err;

    assert_int_equal(
        fs_remove(path_join(&f->arena, f->output, STR("404.html")).ptr, &err),
        0);
    check(f, "nothing", 404, "");
}

static void test_links_are_not_followed(void **state)
{
    check(*state, "leak.txt", 404, "404.html");
    check(*state, "inside.css", 404, "404.html");
    check(*state, "folder/", 404, "404.html");
    check(*state, "folder", 404, "404.html");
    check(*state, "style/main.css", 404, "404.html");
}

static void test_only_regular_files_are_served(void **state)
{
    check(*state, "pipe", 404, "404.html");
}

static void test_size_is_the_files(void **state)
{
    struct fixture *f = *state;

    check(f, "css/main.css", 200, "css/main.css");
    assert_int_equal(f->found.size, strlen("output/css/main.css"));
    assert_true(f->found.mtime_ns > 0);
}

static void test_a_missing_output_has_nothing(void **state)
{
    struct fixture *f = *state;

    f->output = path_join(&f->arena, f->root, STR("gone"));
    check(f, "", 404, "");
}

#define PAGES(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGES(test_folders_are_their_index),
        PAGES(test_a_name_without_extension_is_its_page),
        PAGES(test_the_rest_is_the_404_page),
        PAGES(test_without_a_404_page_there_is_no_file),
        PAGES(test_links_are_not_followed),
        PAGES(test_only_regular_files_are_served),
        PAGES(test_size_is_the_files),
        PAGES(test_a_missing_output_has_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
