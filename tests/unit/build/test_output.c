/* SPDX-License-Identifier: MIT */
/* The output folder is replaced as a whole, or not at all. */
#include "build/output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    const char *root; /* a temporary folder */
    const char *out;  /* root/public */
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char name[] = "/tmp/phx-output-XXXXXX";

    assert_non_null(f);
    assert_non_null(mkdtemp(name));
    arena_init(&f->arena);
    f->root = str_dup(&f->arena, str_of(name)).ptr;
    f->out = str_fmt(&f->arena, "%s/public", f->root).ptr;
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

static struct output *open_output(struct fixture *f, bool *foreign)
{
    struct output *output;
    struct error err;

    if (output_open(f->out, &output, foreign, &err) < 0)
        fail_msg("%s", err.message);
    return output;
}

static void put(struct output *output, const char *path, const char *text)
{
    struct error err;

    if (output_put(output, str_of(path), str_of(text), OUTPUT_PAGE, &err) < 0)
        fail_msg("%s", err.message);
}

/* What was changed; its paths are gone. */
static struct output_changes commit(struct output *output)
{
    struct output_changes changes;
    struct arena arena;
    struct error err;

    arena_init(&arena);
    if (output_commit(output, &arena, &changes, &err) < 0)
        fail_msg("%s", err.message);
    arena_deinit(&arena);
    return changes;
}

/* The bytes of a file of the output; NULL when it is not there. */
static const char *text_of(struct fixture *f, const char *path)
{
    struct str bytes;
    struct error err;

    if (fs_read(&f->arena, str_fmt(&f->arena, "%s/%s", f->out, path).ptr, 0,
                &bytes, &err) < 0)
        return NULL;
    return bytes.ptr;
}

static void write_file(struct fixture *f, const char *path, const char *text)
{
    struct error err;
    const char *full = str_fmt(&f->arena, "%s/%s", f->out, path).ptr;

    assert_int_equal(
        fs_mkdirs(str_cstr(&f->arena, path_dir(str_of(full))), &err), 0);
    assert_int_equal(fs_write(full, str_of(text), &err), 0);
}

static void first_build_makes_the_folder(void **state)
{
    struct fixture *f = *state;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    assert_false(foreign);
    put(o, "a/b/index.html", "one");
    put(o, "index.html", "home");
    assert_null(text_of(f, "index.html")); /* nothing before the commit */
    struct output_changes c = commit(o);
    assert_int_equal(c.files.len, 2);
    assert_int_equal(c.changed.len, 2);
    assert_string_equal(text_of(f, "a/b/index.html"), "one");
    assert_string_equal(text_of(f, "index.html"), "home");
}

static void second_build_writes_what_differs_and_deletes(void **state)
{
    struct fixture *f = *state;
    struct stat before, after;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    put(o, "same.html", "same");
    put(o, "changed.html", "old");
    put(o, "gone/index.html", "gone");
    commit(o);
    const char *same = str_fmt(&f->arena, "%s/same.html", f->out).ptr;
    assert_int_equal(stat(same, &before), 0);

    o = open_output(f, &foreign);
    put(o, "same.html", "same");
    put(o, "changed.html", "new");
    struct output_changes c = commit(o);
    assert_int_equal(c.changed.len, 1);
    assert_int_equal(c.deleted.len, 1);
    assert_string_equal(text_of(f, "changed.html"), "new");
    assert_null(text_of(f, "gone/index.html"));
    assert_int_not_equal(
        access(str_fmt(&f->arena, "%s/gone", f->out).ptr, F_OK), 0);
    assert_int_equal(stat(same, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void a_file_changed_by_hand_is_put_right(void **state)
{
    struct fixture *f = *state;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    put(o, "index.html", "right");
    commit(o);
    write_file(f, "index.html", "wrong");
    o = open_output(f, &foreign);
    put(o, "index.html", "right");
    assert_int_equal(commit(o).changed.len, 1);
    assert_string_equal(text_of(f, "index.html"), "right");
}

static void abort_leaves_the_old_site(void **state)
{
    struct fixture *f = *state;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    put(o, "index.html", "old");
    commit(o);
    o = open_output(f, &foreign);
    put(o, "index.html", "new");
    put(o, "more.html", "new");
    output_abort(o);
    assert_string_equal(text_of(f, "index.html"), "old");
    assert_null(text_of(f, "more.html"));
    assert_null(text_of(f, ".phx-stage/index.html"));
}

static void foreign_files_stay(void **state)
{
    struct fixture *f = *state;
    bool foreign;

    write_file(f, "CNAME", "example.org");
    write_file(f, "index.html", "by hand");
    struct output *o = open_output(f, &foreign);
    assert_true(foreign);
    put(o, "index.html", "by phx");
    assert_int_equal(commit(o).deleted.len, 0);
    assert_string_equal(text_of(f, "CNAME"), "example.org");
    assert_string_equal(text_of(f, "index.html"), "by phx");
}

static void a_file_gives_way_to_a_folder_and_back(void **state)
{
    struct fixture *f = *state;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    put(o, "a", "file");
    commit(o);
    o = open_output(f, &foreign);
    put(o, "a/index.html", "folder");
    commit(o);
    assert_string_equal(text_of(f, "a/index.html"), "folder");
    o = open_output(f, &foreign);
    put(o, "a", "file again");
    commit(o);
    assert_string_equal(text_of(f, "a"), "file again");
}

/* A kill after the journal was written and some renames were done. */
static void an_interrupted_commit_is_finished(void **state)
{
    struct fixture *f = *state;
    bool foreign;
    struct output *o = open_output(f, &foreign);
    const char journal[] = "Rnew.html\0Rmoved.html\0Dold.html\0";

    put(o, "old.html", "old");
    commit(o);
    write_file(f, ".phx-stage/new.html", "new");
    write_file(f, "moved.html", "moved by the killed run");
    struct error err;
    assert_int_equal(
        fs_write(str_fmt(&f->arena, "%s/.phx-stage/.phx-journal", f->out).ptr,
                 str_bytes(journal, sizeof(journal) - 1), &err),
        0);

    output_abort(open_output(f, &foreign));
    assert_string_equal(text_of(f, "new.html"), "new");
    assert_string_equal(text_of(f, "moved.html"), "moved by the killed run");
    assert_null(text_of(f, "old.html"));
}

static void a_stage_without_a_journal_is_dropped(void **state)
{
    struct fixture *f = *state;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    put(o, "index.html", "old");
    commit(o);
    write_file(f, ".phx-stage/index.html", "half");
    o = open_output(f, &foreign);
    put(o, "index.html", "old");
    assert_int_equal(commit(o).changed.len, 0);
    assert_string_equal(text_of(f, "index.html"), "old");
    assert_null(text_of(f, ".phx-stage/index.html"));
}

static void one_path_twice_is_refused(void **state)
{
    struct fixture *f = *state;
    struct error err;
    bool foreign;
    struct output *o = open_output(f, &foreign);

    put(o, "index.html", "one");
    assert_int_equal(
        output_put(o, STR("index.html"), STR("two"), OUTPUT_PAGE, &err),
        PHX_EINPUT);
    output_abort(o);
}

static void a_file_in_place_of_the_folder_is_refused(void **state)
{
    struct fixture *f = *state;
    struct output *o;
    struct error err;
    bool foreign;

    assert_int_equal(fs_write(f->out, STR("not a folder"), &err), 0);
    assert_int_equal(output_open(f->out, &o, &foreign, &err), PHX_EKIND);
    assert_non_null(strstr(err.message, "not a folder"));
}

#define OUTPUT_TEST(name)                                                      \
    cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OUTPUT_TEST(first_build_makes_the_folder),
        OUTPUT_TEST(second_build_writes_what_differs_and_deletes),
        OUTPUT_TEST(a_file_changed_by_hand_is_put_right),
        OUTPUT_TEST(abort_leaves_the_old_site),
        OUTPUT_TEST(foreign_files_stay),
        OUTPUT_TEST(a_file_gives_way_to_a_folder_and_back),
        OUTPUT_TEST(an_interrupted_commit_is_finished),
        OUTPUT_TEST(a_stage_without_a_journal_is_dropped),
        OUTPUT_TEST(one_path_twice_is_refused),
        OUTPUT_TEST(a_file_in_place_of_the_folder_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
