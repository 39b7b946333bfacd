/* SPDX-License-Identifier: MIT */
/* Changes are seen: with a real loop, real folders and real watches. */
#include "../base/unit.h"

#include "repo/repo.h"
#include "serve/watch.h"

#include <unistd.h>

/* A site, its watch, and what the watch has said. */
struct fixture {
    struct arena arena;
    struct str root;
    const struct uv_library *uv;
    uv_loop_t loop;
    uv_timer_t patience;
    struct watch_options options;
    struct watch *watch;
    struct buf said; /* "content/a.md " a change, "* " for any */
    unsigned notes;
};

static const char *full(struct fixture *f, const char *path)
{
    return path_join(&f->arena, f->root, str_of(path)).ptr;
}

static void put(struct fixture *f, const char *path, const char *text)
{
    struct str file = str_of(full(f, path));
    struct error err;

    assert_int_equal(fs_mkdirs(str_cstr(&f->arena, path_dir(file)), &err), 0);
    assert_int_equal(fs_write(file.ptr, str_of(text), &err), 0);
}

static void on_change(void *ctx, const char *const *paths)
{
    struct fixture *f = ctx;

    if (!paths)
        buf_add_cstr(&f->said, "* ");
    for (size_t i = 0; paths && paths[i]; i++) {
        assert_true(str_starts(str_of(paths[i]), f->root));
        buf_add(&f->said, str_from(str_of(paths[i]), f->root.len + 1));
        buf_add_char(&f->said, ' ');
    }
    f->uv->uv_stop(&f->loop);
}

static void on_note(void *ctx, const char *text)
{
    struct fixture *f = ctx;

    assert_true(strlen(text) > 0);
    f->notes++;
}

static void give_up(uv_timer_t *timer)
{
    struct fixture *f = timer->data;

    f->uv->uv_stop(&f->loop);
}

/* Runs the loop until something was said, or for so long. */
static struct str wait_for(struct fixture *f, unsigned milliseconds)
{
    buf_reset(&f->said);
    f->uv->uv_timer_start(&f->patience, give_up, milliseconds, 0);
    f->uv->uv_run(&f->loop, UV_RUN_DEFAULT);
    f->uv->uv_timer_stop(&f->patience);
    return buf_str(&f->said);
}

static void start(struct fixture *f, bool poll)
{
    static const char *const skip[] = {"public", NULL};

    f->options = (struct watch_options){.uv = f->uv,
                                        .loop = &f->loop,
                                        .root = f->root.ptr,
                                        .skip = skip,
                                        .poll = poll,
                                        .changed = on_change,
                                        .note = on_note,
                                        .ctx = f};
    f->watch = watch_new(&f->options);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char template[] = "/tmp/phx-watch-XXXXXX";
    struct error err = {0};

    assert_non_null(f);
    assert_non_null(mkdtemp(template));
    arena_init(&f->arena);
    f->root = str_dup(&f->arena, str_of(template));
    const struct serve_libraries *libraries = serve_libraries(&err);
    assert_non_null(libraries);
    f->uv = &libraries->uv;
    assert_int_equal(f->uv->uv_loop_init(&f->loop), 0);
    f->uv->uv_timer_init(&f->loop, &f->patience);
    f->patience.data = f;
    buf_init(&f->said);
    put(f, "phx.yaml", "title: t\n");
    put(f, "content/a.md", "a");
    put(f, "content/posts/b.md", "b");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    struct error err;

    if (f->watch)
        watch_close(f->watch);
    f->uv->uv_close((uv_handle_t *)&f->patience, NULL);
    f->uv->uv_run(&f->loop, UV_RUN_DEFAULT);
    assert_int_equal(f->uv->uv_loop_close(&f->loop), 0);
    if (f->watch)
        watch_free(f->watch);
    buf_deinit(&f->said);
    assert_int_equal(fs_remove_tree(f->root.ptr, &err), 0);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

#define LONG 5000 /* for what must come */
#define SHORT 200 /* for what must not */

static void test_an_edited_file_is_said(void **state)
{
    struct fixture *f = *state;

    start(f, false);
    put(f, "content/posts/b.md", "bb");
    assert_text(wait_for(f, LONG), "content/posts/b.md ");
    put(f, "phx.yaml", "title: u\n");
    assert_text(wait_for(f, LONG), "phx.yaml ");
    assert_int_equal(f->notes, 0);
}

static void test_a_burst_is_one_change(void **state)
{
    struct fixture *f = *state;

    start(f, false);
    for (int i = 0; i < 5; i++)
        put(f, "content/a.md", i % 2 ? "x" : "y");
    put(f, "content/posts/b.md", "bb");
    assert_text(wait_for(f, LONG), "content/a.md content/posts/b.md ");
    assert_text(wait_for(f, SHORT), "");
}

static void test_files_in_new_folders_are_seen(void **state)
{
    struct fixture *f = *state;

    start(f, false);
    put(f, "content/new/deep/c.md", "c");
    assert_text(wait_for(f, LONG), "* ");
    put(f, "content/new/deep/c.md", "cc");
    assert_text(wait_for(f, LONG), "content/new/deep/c.md ");
}

static void test_a_removed_folder_is_seen_and_can_come_back(void **state)
{
    struct fixture *f = *state;
    struct error err;

    start(f, false);
    assert_int_equal(fs_remove_tree(full(f, "content/posts"), &err), 0);
    assert_text(wait_for(f, LONG), "* ");
    put(f, "content/posts/b.md", "again");
    assert_text(wait_for(f, LONG), "* ");
    put(f, "content/posts/b.md", "and again");
    assert_text(wait_for(f, LONG), "content/posts/b.md ");
}

static void test_a_replaced_folder_is_watched_anew(void **state)
{
    struct fixture *f = *state;
    struct error err;

    put(f, "content/other/b.md", "other");
    start(f, false);
    assert_int_equal(
        fs_rename(full(f, "content/posts"), full(f, "content/old"), &err), 0);
    assert_int_equal(
        fs_rename(full(f, "content/other"), full(f, "content/posts"), &err), 0);
    assert_text(wait_for(f, LONG), "* ");
    put(f, "content/posts/b.md", "bb");
    assert_text(wait_for(f, LONG), "content/posts/b.md ");
    put(f, "content/old/b.md", "bb");
    assert_text(wait_for(f, LONG), "content/old/b.md ");
}

static void test_outputs_and_passing_files_are_not_changes(void **state)
{
    static const char *const names[] = {
        "public/index.html",    ".phx/preview/index.html",
        "content/.a.md.swp",    "content/a.md~",
        "content/4913",         "content/#a.md#",
        "node_modules/x/y.js",  "content/.#a.md",
        ".git/objects/ab/cdef", "content/node_modules/z",
    };
    struct fixture *f = *state;

    put(f, "public/old.html", "x");
    put(f, ".git/HEAD", "ref: refs/heads/main\n");
    put(f, "content/node_modules/q", "x");
    start(f, false);
    for (size_t i = 0; i < PHX_COUNT(names); i++)
        put(f, names[i], "x");
    assert_text(wait_for(f, SHORT), "");
}

static void test_commits_are_changes_once_git_is_done(void **state)
{
    struct fixture *f = *state;
    struct error err;

    put(f, ".git/HEAD", "ref: refs/heads/main\n");
    put(f, ".git/refs/heads/x", "");
    put(f, ".git/objects/x", "");
    start(f, false);
    put(f, ".git/index.lock", "");
    put(f, "content/a.md", "of another branch");
    assert_text(wait_for(f, SHORT), "");
    assert_int_equal(
        fs_rename(full(f, ".git/index.lock"), full(f, ".git/index"), &err), 0);
    assert_text(wait_for(f, LONG), "* ");
    assert_text(wait_for(f, SHORT), "");
}

static void test_polling_sees_the_same(void **state)
{
    struct fixture *f = *state;
    struct error err;

    put(f, ".git/HEAD", "ref: refs/heads/main\n");
    put(f, ".git/refs/heads/x", "");
    put(f, ".git/objects/x", "");
    start(f, true);
    put(f, "content/posts/b.md", "longer");
    put(f, "content/c.md", "new");
    put(f, "content/a.md~", "x");
    assert_int_equal(fs_remove(full(f, "content/a.md"), &err), 0);
    assert_text(wait_for(f, LONG),
                "content/a.md content/c.md content/posts/b.md ");
    put(f, ".git/HEAD", "ref: refs/heads/other\n");
    assert_text(wait_for(f, LONG), "* ");
    assert_int_equal(f->notes, 0);
}

/* libuv as it is where the system lets nobody watch more than two folders. */
static int start_few(uv_fs_event_t *handle, uv_fs_event_cb callback,
                     const char *path, unsigned flags)
{
    struct error err = {0};

    if (strstr(path, "/content/posts"))
        return UV_ENOSPC;
    return serve_libraries(&err)->uv.uv_fs_event_start(handle, callback, path,
                                                       flags);
}

static void test_the_limit_of_watches_is_met_by_polling(void **state)
{
    struct fixture *f = *state;
    struct uv_library few = *f->uv;

    few.uv_fs_event_start = start_few;
    f->uv = &few;
    start(f, false);
    assert_int_equal(f->notes, 1);
    put(f, "content/posts/b.md", "longer");
    assert_text(wait_for(f, LONG), "content/posts/b.md ");
    put(f, "content/a.md", "longer");
    assert_text(wait_for(f, LONG), "content/a.md ");
    watch_close(f->watch);
    f->uv->uv_run(&f->loop, UV_RUN_NOWAIT);
    watch_free(f->watch);
    f->watch = NULL;
    struct error err = {0};
    f->uv = &serve_libraries(&err)->uv;
}

static void test_worktrees_have_their_git_folder_elsewhere(void **state)
{
    struct fixture *f = *state;
    struct str found;

    put(f, "tree/.git", "gitdir: /elsewhere/.git/worktrees/tree\n");
    put(f, "module/.git", "gitdir: ../.git/modules/module\n");
    put(f, ".git/HEAD", "");
    assert_true(
        watch_git_folder(&f->arena, str_of(full(f, "tree/site")), &found));
    assert_text(found, "/elsewhere/.git/worktrees/tree");
    assert_true(watch_git_folder(&f->arena, str_of(full(f, "module")), &found));
    assert_text(found, full(f, "module/../.git/modules/module"));
    assert_true(
        watch_git_folder(&f->arena, str_of(full(f, "content")), &found));
    assert_text(found, full(f, ".git"));
}

#define WATCH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WATCH(test_an_edited_file_is_said),
        WATCH(test_a_burst_is_one_change),
        WATCH(test_files_in_new_folders_are_seen),
        WATCH(test_a_removed_folder_is_seen_and_can_come_back),
        WATCH(test_a_replaced_folder_is_watched_anew),
        WATCH(test_outputs_and_passing_files_are_not_changes),
        WATCH(test_commits_are_changes_once_git_is_done),
        WATCH(test_polling_sees_the_same),
        WATCH(test_the_limit_of_watches_is_met_by_polling),
        WATCH(test_worktrees_have_their_git_folder_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
