/* SPDX-License-Identifier: MIT */
/* Files in a temporary folder: each failure has its code and its message. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

struct place {
    struct arena arena;
    struct str dir;
    struct error err;
};

static int place_setup(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    if (p == NULL)
        return -1;
    arena_init(&p->arena);
    const char *tmp = getenv("TMPDIR");
    struct str name =
        str_fmt(&p->arena, "%s/phx-test-XXXXXX", tmp == NULL ? "/tmp" : tmp);
    char *made = arena_copy(&p->arena, name.ptr, name.len + 1);
    if (mkdtemp(made) == NULL)
        return -1;
    p->dir = str_of(made);
    *state = p;
    return 0;
}

static int place_teardown(void **state)
{
    struct place *p = *state;
    int rc = fs_remove_tree(p->dir.ptr, &p->err);
    arena_deinit(&p->arena);
    free(p);
    return rc;
}

#define FS_TEST(name)                                                          \
    cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

static const char *in(struct place *p, const char *name)
{
    return path_join(&p->arena, p->dir, str_of(name)).ptr;
}

static void put(struct place *p, const char *name, struct str bytes)
{
    assert_int_equal(fs_write(in(p, name), bytes, &p->err), 0);
}

static void what_is_written_is_read(void **state)
{
    struct place *p = *state;
    struct str out;
    put(p, "a", STR("old and longer"));
    put(p, "a", STR("x\0y"));
    assert_int_equal(fs_read(&p->arena, in(p, "a"), 0, &out, &p->err), 0);
    assert_true(str_eq(out, STR("x\0y")));
    assert_int_equal(out.ptr[out.len], '\0');
    put(p, "empty", STR(""));
    assert_int_equal(fs_read(&p->arena, in(p, "empty"), 0, &out, &p->err), 0);
    assert_int_equal(out.len, 0);
}

static void reading_fails_with_the_cause(void **state)
{
    struct place *p = *state;
    struct str out = STR("untouched");
    put(p, "big", STR("12345"));
    assert_int_equal(mkfifo(in(p, "pipe"), 0600), 0);
    assert_int_equal(fs_read(&p->arena, in(p, "no"), 0, &out, &p->err),
                     PHX_ENOENT);
    assert_int_equal(p->err.code, PHX_ENOENT);
    assert_non_null(strstr(p->err.message, "/no: No such file"));
    assert_int_equal(fs_read(&p->arena, p->dir.ptr, 0, &out, &p->err),
                     PHX_EKIND);
    assert_non_null(strstr(p->err.message, "it is a folder"));
    assert_int_equal(fs_read(&p->arena, in(p, "pipe"), 0, &out, &p->err),
                     PHX_EKIND);
    assert_int_equal(fs_read(&p->arena, in(p, "big"), 4, &out, &p->err),
                     PHX_ELIMIT);
    assert_text(out, "untouched");
    assert_int_equal(fs_read(&p->arena, in(p, "big"), 5, &out, &p->err), 0);
}

static void stat_tells_kinds(void **state)
{
    struct place *p = *state;
    struct fs_stat st;
    put(p, "f", STR("abc"));
    assert_int_equal(symlink("f", in(p, "link")), 0);
    assert_int_equal(symlink("gone", in(p, "dangling")), 0);
    assert_int_equal(fs_stat(in(p, "f"), false, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_FILE);
    assert_int_equal(st.size, 3);
    assert_true(st.mtime_ns > 1600000000000000000);
    assert_int_equal(fs_stat(p->dir.ptr, false, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_DIR);
    assert_int_equal(fs_stat(in(p, "link"), false, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_LINK);
    assert_int_equal(fs_stat(in(p, "link"), true, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_FILE);
    assert_int_equal(fs_stat(in(p, "dangling"), true, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_NONE);
    assert_int_equal(fs_stat(in(p, "f/below"), false, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_NONE);
}

static void an_atomic_write_leaves_one_file(void **state)
{
    struct place *p = *state;
    struct fs_listing listing;
    put(p, "a", STR("old"));
    assert_int_equal(fs_write_atomic(in(p, "a"), STR("new"), &p->err), 0);
    assert_true(fs_same(in(p, "a"), STR("new")));
    assert_int_equal(fs_list(&p->arena, p->dir.ptr, &listing, &p->err), 0);
    assert_int_equal(listing.list.len, 1);
}

static void a_failed_atomic_write_leaves_nothing(void **state)
{
    struct place *p = *state;
    struct fs_listing listing;
    assert_int_equal(mkdir(in(p, "dir"), 0700), 0);
    assert_int_equal(fs_write_atomic(in(p, "dir"), STR("x"), &p->err), PHX_EIO);
    assert_int_equal(fs_write_atomic(in(p, "no/a"), STR("x"), &p->err),
                     PHX_ENOENT);
    assert_int_equal(fs_list(&p->arena, p->dir.ptr, &listing, &p->err), 0);
    assert_int_equal(listing.list.len, 1);
}

static void a_left_temporary_file_is_no_obstacle(void **state)
{
    struct place *p = *state;
    struct str left = str_fmt(&p->arena, ".phx-%ld-0.tmp", (long)getpid());
    put(p, left.ptr, STR("crashed"));
    assert_int_equal(fs_write_atomic(in(p, "a"), STR("new"), &p->err), 0);
    assert_true(fs_same(in(p, "a"), STR("new")));
    assert_true(fs_same(in(p, left.ptr), STR("crashed")));
}

static void a_full_disk_is_reported(void **state)
{
    struct place *p = *state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(fs_write("/dev/full", STR("x"), &p->err), PHX_EIO);
    assert_string_equal(p->err.message,
                        "cannot write /dev/full: No space left on device");
}

static void same_compares_every_byte(void **state)
{
    struct place *p = *state;
    char big[40000];
    memset(big, 'a', sizeof(big));
    put(p, "big", (struct str){big, sizeof(big)});
    assert_true(fs_same(in(p, "big"), (struct str){big, sizeof(big)}));
    assert_false(fs_same(in(p, "big"), (struct str){big, sizeof(big) - 1}));
    big[sizeof(big) - 1] = 'b';
    assert_false(fs_same(in(p, "big"), (struct str){big, sizeof(big)}));
    assert_false(fs_same(in(p, "none"), STR("")));
    assert_false(fs_same(p->dir.ptr, STR("")));
}

static void folders_are_made_with_their_parents(void **state)
{
    struct place *p = *state;
    struct fs_stat st;
    assert_int_equal(fs_mkdirs(in(p, "a/b//c/"), &p->err), 0);
    assert_int_equal(fs_mkdirs(in(p, "a/b/c"), &p->err), 0);
    assert_int_equal(fs_stat(in(p, "a/b/c"), false, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_DIR);
    put(p, "file", STR(""));
    assert_int_equal(fs_mkdirs(in(p, "file"), &p->err), PHX_EKIND);
    assert_int_equal(fs_mkdirs(in(p, "file/below"), &p->err), PHX_EKIND);
}

static void a_listing_is_sorted_and_typed(void **state)
{
    struct place *p = *state;
    struct fs_listing l;
    put(p, "b", STR(""));
    put(p, "B", STR(""));
    put(p, ".a", STR(""));
    assert_int_equal(fs_mkdirs(in(p, "c"), &p->err), 0);
    assert_int_equal(symlink("b", in(p, "d")), 0);
    assert_int_equal(fs_list(&p->arena, p->dir.ptr, &l, &p->err), 0);
    assert_int_equal(l.list.len, 5);
    assert_text(l.list.items[0].name, ".a");
    assert_text(l.list.items[1].name, "B");
    assert_text(l.list.items[2].name, "b");
    assert_int_equal(l.list.items[2].kind, FS_FILE);
    assert_int_equal(l.list.items[3].kind, FS_DIR);
    assert_int_equal(l.list.items[4].kind, FS_LINK);
    assert_int_equal(fs_list(&p->arena, in(p, "b"), &l, &p->err), PHX_EKIND);
    assert_int_equal(fs_list(&p->arena, in(p, "x"), &l, &p->err), PHX_ENOENT);
}

static void removing_a_tree_keeps_what_links_lead_to(void **state)
{
    struct place *p = *state;
    struct fs_stat st;
    assert_int_equal(fs_mkdirs(in(p, "keep"), &p->err), 0);
    put(p, "keep/file", STR("x"));
    assert_int_equal(fs_mkdirs(in(p, "tree/a/b"), &p->err), 0);
    put(p, "tree/a/b/file", STR("x"));
    assert_int_equal(symlink("../keep", in(p, "tree/link")), 0);
    assert_int_equal(fs_remove_tree(in(p, "tree"), &p->err), 0);
    assert_int_equal(fs_stat(in(p, "tree"), false, &st, &p->err), 0);
    assert_int_equal(st.kind, FS_NONE);
    assert_true(fs_same(in(p, "keep/file"), STR("x")));
    assert_int_equal(fs_remove_tree(in(p, "tree"), &p->err), 0);
}

static void removing_and_renaming(void **state)
{
    struct place *p = *state;
    put(p, "a", STR("x"));
    assert_int_equal(fs_rename(in(p, "a"), in(p, "b"), &p->err), 0);
    assert_int_equal(fs_rename(in(p, "a"), in(p, "b"), &p->err), PHX_ENOENT);
    assert_int_equal(fs_remove(in(p, "b"), &p->err), 0);
    assert_int_equal(fs_remove(in(p, "b"), &p->err), 0);
    assert_int_equal(fs_mkdirs(in(p, "full"), &p->err), 0);
    put(p, "full/x", STR(""));
    assert_int_equal(fs_remove(in(p, "full"), &p->err), PHX_EIO);
}

static void real_paths_have_no_links(void **state)
{
    struct place *p = *state;
    struct str real;
    struct str by_link;
    assert_int_equal(fs_mkdirs(in(p, "a"), &p->err), 0);
    assert_int_equal(symlink("a", in(p, "link")), 0);
    assert_int_equal(fs_realpath(&p->arena, in(p, "a"), &real, &p->err), 0);
    assert_int_equal(fs_realpath(&p->arena, in(p, "link"), &by_link, &p->err),
                     0);
    assert_true(str_eq(real, by_link));
    assert_int_equal(fs_realpath(&p->arena, in(p, "no"), &real, &p->err),
                     PHX_ENOENT);
}

static void messages_too_long_are_cut_at_a_character(void **state)
{
    (void)state;
    struct error err;
    struct buf text = BUF_INIT;
    for (int i = 0; i < 300; i++)
        buf_add_cstr(&text, "真");
    assert_int_equal(phx_fail(&err, PHX_EINPUT, "x%s", text.ptr), PHX_EINPUT);
    assert_true(utf8_valid(str_of(err.message), NULL));
    assert_true(str_ends(str_of(err.message), STR("真…")));
    error_prefix(&err, "%s: ", "a.md");
    assert_true(str_starts(str_of(err.message), STR("a.md: x真")));
    assert_true(utf8_valid(str_of(err.message), NULL));
    assert_true(str_ends(str_of(err.message), STR("…")));
    phx_fail(&err, PHX_EIO, "short");
    error_prefix(&err, "in %d: ", 3);
    assert_string_equal(err.message, "in 3: short");
    buf_deinit(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FS_TEST(what_is_written_is_read),
        FS_TEST(reading_fails_with_the_cause),
        FS_TEST(stat_tells_kinds),
        FS_TEST(an_atomic_write_leaves_one_file),
        FS_TEST(a_failed_atomic_write_leaves_nothing),
        FS_TEST(a_left_temporary_file_is_no_obstacle),
        FS_TEST(a_full_disk_is_reported),
        FS_TEST(same_compares_every_byte),
        FS_TEST(folders_are_made_with_their_parents),
        FS_TEST(a_listing_is_sorted_and_typed),
        FS_TEST(removing_a_tree_keeps_what_links_lead_to),
        FS_TEST(removing_and_renaming),
        FS_TEST(real_paths_have_no_links),
        TEST(messages_too_long_are_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
