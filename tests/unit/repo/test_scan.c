/* SPDX-License-Identifier: MIT */
/* The walk: which files belong to the site, and whose content is known. */
#include "git_fixture.h"

static struct repo_files files;

/* The paths, a space between them; '*' marks untracked, '?' an unknown id. */
static const char *scan_of(struct fixture *f, const char *const *under,
                           const char *const *skip)
{
    struct buf buf = BUF_INIT;
    const char *out;

    open_at(f, f->root.ptr);
    assert_int_equal(
        repo_scan(f->repo, &f->arena, under, skip, &files, &f->diags, &f->err),
        0);
    for (size_t i = 0; i < files.list.len; i++) {
        const struct repo_file *file = &files.list.items[i];
        buf_add_cstr(&buf, i ? " " : "");
        buf_add(&buf, file->path);
        buf_add_cstr(&buf, file->tracked ? "" : "*");
        buf_add_cstr(&buf, file->id_known ? "" : "?");
    }
    out = buf_dup(&f->arena, &buf).ptr;
    buf_deinit(&buf);
    return out;
}

static const char *scan(struct fixture *f)
{
    return scan_of(f, NULL, NULL);
}

static void without_git_every_file_but_dotfiles_in_byte_order(void **state)
{
    struct fixture *f = *state;

    put(f, "b.md", "b");
    put(f, "a/z.md", "z");
    put(f, "a-b.md", "ab");
    put(f, "a.md", "a");
    put(f, ".hidden", "h");
    put(f, ".folder/x", "x");
    put(f, ".gitignore", "b.md\n");
    assert_string_equal(scan(f), "a-b.md*? a.md*? a/z.md*? b.md*?");
}

static void sizes_and_times_are_the_files_own(void **state)
{
    struct fixture *f = *state;

    put(f, "a.md", "hello");
    scan(f);
    assert_int_equal(files.list.items[0].size, 5);
    assert_int_equal(files.list.items[0].mtime_ns, 1577836800000000000);
}

static void untracked_files_count_unless_ignored(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a.md", "a");
    put(f, ".gitignore", "*.log\nbuild/\n");
    commit(f, EVENING);
    put(f, "new.md", "n");
    put(f, "x.log", "x");
    put(f, "build/out.html", "o");
    put(f, "deep/.gitignore", "!keep.log\n/only\n");
    put(f, "deep/keep.log", "k");
    put(f, "deep/only", "o");
    put(f, "deep/er/only", "o");
    assert_string_equal(scan(f),
                        "a.md deep/er/only*? deep/keep.log*? new.md*?");
}

static void tracked_files_count_where_a_rule_ignores_them(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, ".gitignore", "out/\n*.log\n");
    put(f, "out/in/kept.md", "k");
    put(f, "kept.log", "k");
    sh(f, "git add -f out/in/kept.md kept.log");
    commit(f, EVENING);
    put(f, "out/in/other.md", "o");
    put(f, "out/else/other.md", "o");
    assert_string_equal(scan(f), "kept.log out/in/kept.md");
}

static void info_exclude_and_the_users_rules_count(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a.md", "a");
    put(f, "b.tmp", "b");
    put(f, "c.bak", "c");
    put(f, "d.bak", "d");
    put(f, "../mine", "*.bak\n");
    sh(f, "echo '*.tmp' >.git/info/exclude; echo '!d.bak' >>.git/info/exclude;"
          "git config core.excludesFile \"$PWD/../mine\"");
    assert_string_equal(scan(f), "a.md*? d.bak*?");
}

static void the_id_of_a_clean_file_is_that_of_its_bytes(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a.md", "hello\n");
    put(f, "empty", "");
    commit(f, EVENING);
    assert_string_equal(scan(f), "a.md empty");
    assert_true(hash_eq(files.list.items[0].id, repo_blob_id(STR("hello\n"))));
    assert_true(hash_eq(files.list.items[1].id, repo_blob_id(STR(""))));
    assert_false(hash_eq(files.list.items[0].id, repo_blob_id(STR("hello"))));
}

static void a_changed_file_has_no_known_id(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "longer", "1");
    put(f, "rewritten", "1");
    put(f, "touched", "1");
    put(f, "clean", "1");
    commit(f, EVENING);
    put(f, "longer", "12");
    sh(f, "printf 2 >new && touch -r clean new && mv new rewritten");
    sh(f, "touch touched");
    assert_string_equal(scan(f), "clean longer? rewritten? touched?");
}

static void a_file_as_new_as_the_index_has_no_known_id(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "racy", "1");
    commit(f, EVENING);
    assert_string_equal(scan(f), "racy");
    sh(f, "touch -r racy .git/index");
    assert_string_equal(scan(f), "racy?");
}

static void an_intended_file_is_tracked_without_an_id(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "new", "");
    sh(f, "git add -N new");
    assert_string_equal(scan(f), "new?");
}

static void a_conflict_stands_once_and_without_an_id(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1\n");
    commit(f, EVENING);
    sh(f, "git checkout -q -b side");
    put(f, "a", "2\n");
    commit(f, EVENING);
    sh(f, "git checkout -q main");
    put(f, "a", "3\n");
    commit(f, EVENING);
    sh(f, "! git merge -q side");
    put(f, "a", "3\n");
    assert_string_equal(scan(f), "a?");
}

static void filtered_files_have_no_known_id(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, ".gitattributes", "*.bin filter=none\n*.txt text=auto\n");
    put(f, "sub/.gitattributes", "[attr]x ident\n");
    put(f, "a.bin", "a");
    put(f, "a.txt", "a");
    put(f, "sub/b.txt", "b");
    commit(f, EVENING);
    assert_string_equal(scan(f), "a.bin? a.txt sub/b.txt?");
}

static void line_ends_git_converts_are_told_apart(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct hash crlf;

    put(f, ".gitattributes", "* text=auto\n");
    put(f, "a", "1\r\n2\r\n");
    commit(f, EVENING);
    assert_string_equal(scan(f), "a");
    crlf = files.list.items[0].id;
    put(f, "a", "1\n2\n");
    commit(f, EVENING);
    assert_string_equal(scan(f), "a");
    assert_false(hash_eq(crlf, files.list.items[0].id));
    assert_true(hash_eq(repo_blob_id(STR("1\n2\n")), files.list.items[0].id));
}

static void skip_leaves_paths_out_and_under_limits_the_walk(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    static const char *const skip[] = {"public/", "posts/draft", NULL};
    static const char *const under[] = {
        "posts/a", "data", "posts", "missing", "data-x", "../site", NULL};

    put(f, "public/x", "x");
    put(f, "posts/draft/x", "x");
    put(f, "posts/public/x", "x");
    put(f, "posts/a/x", "x");
    put(f, "posts/.gitignore", "ignored\n");
    put(f, "posts/a/ignored", "x");
    put(f, "data/x", "x");
    put(f, "data-x/x", "x");
    put(f, "other", "x");
    assert_string_equal(scan_of(f, NULL, skip),
                        "data-x/x*? data/x*? other*? posts/a/x*? "
                        "posts/public/x*?");
    assert_string_equal(scan_of(f, under, skip),
                        "data-x/x*? data/x*? posts/a/x*? posts/public/x*?");
}

static void the_site_may_be_a_folder_of_the_repository(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, ".gitignore", "*.log\n/docs/private\n");
    put(f, "code.c", "c");
    put(f, "docs/a.md", "a");
    put(f, "docs/private/p.md", "p");
    put(f, "docs/x.log", "x");
    commit(f, EVENING);
    f->root = str_cat(&f->arena, f->root, STR("/docs"));
    assert_string_equal(scan(f), "a.md");
}

static void a_site_in_an_ignored_folder_is_none_of_the_repositorys(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, ".gitignore", "/tmp\n");
    put(f, "tmp/site/a.md", "a");
    commit(f, EVENING);
    f->root = str_cat(&f->arena, f->root, STR("/tmp/site"));
    assert_string_equal(scan(f), "a.md*?");
}

static void links_to_files_inside_are_files(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a.md", "hello");
    put(f, "d/x", "x");
    sh(f, "ln -s a.md tracked; ln -s d folder");
    commit(f, EVENING);
    sh(f, "ln -s ../a.md d/new");
    assert_string_equal(scan(f), "a.md d/new*? d/x tracked?");
    assert_int_equal(files.list.items[3].size, 5);
    assert_int_equal(f->diags.list.len, 0);
}

static void links_that_leave_the_site_are_diagnostics(void **state)
{
    struct fixture *f = *state;

    put(f, "../secret", "s");
    put(f, "../site-two/x", "x");
    sh(f, "ln -s ../secret file; ln -s ../site-two folder; ln -s nothing gone;"
          "ln -s loop loop");
    assert_string_equal(scan(f), "");
    assert_int_equal(count_diags(f, DIAG_FILE_OUTSIDE), 2);
    assert_int_equal(count_diags(f, DIAG_FILE_UNREADABLE), 2);
    assert_str(f->diags.list.items[0].path, "file");
}

static void a_folder_named_to_walk_that_is_a_link_is_told(void **state)
{
    struct fixture *f = *state;
    static const char *const under[] = {"content", NULL};

    put(f, "real/x", "x");
    sh(f, "ln -s real content");
    assert_string_equal(scan_of(f, under, NULL), "");
    assert_int_equal(count_diags(f, DIAG_FILE_UNREADABLE), 1);
}

static void names_that_are_not_utf8_are_diagnostics(void **state)
{
    struct fixture *f = *state;

    put(f, "gr\xc3\xbc\xc3\x9f.md", "x");
    put(f, "caf\xe9.md", "x");
    put(f, "d\xff/a.md", "x");
    assert_string_equal(scan(f), "gr\xc3\xbc\xc3\x9f.md*?");
    assert_int_equal(count_diags(f, DIAG_FILE_ENCODING), 2);
    assert_str(f->diags.list.items[0].path, "caf\\xe9.md");
}

static void things_that_are_no_files_are_passed_over(void **state)
{
    struct fixture *f = *state;

    put(f, "a", "a");
    sh(f, "mkfifo pipe; mkdir empty");
    assert_string_equal(scan(f), "a*?");
}

static void a_submodules_files_belong_to_the_site(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    sh(f, "git init -q -b main ../theme && cd ../theme && echo t >t.css && "
          "echo '*.o' >.gitignore && git add -A && git commit -qm t");
    put(f, ".gitignore", "*.css\n");
    sh(f, "git -c protocol.file.allow=always submodule add -q "
          "\"$PWD/../theme\" themes/t");
    commit(f, EVENING);
    put(f, "themes/t/x.o", "o");
    assert_string_equal(scan(f), "themes/t/t.css?");
    assert_int_equal(f->diags.list.len, 0);
    sh(f, "git submodule deinit -f themes/t");
    assert_string_equal(scan(f), "");
    assert_int_equal(count_diags(f, DIAG_GIT_NESTED), 1);
}

static void an_untracked_repository_is_left_out_and_told(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "a");
    commit(f, EVENING);
    sh(f, "git worktree add -q copy; git init -q other; echo >other/b");
    assert_string_equal(scan(f), "a");
    assert_int_equal(count_diags(f, DIAG_GIT_NESTED), 2);
}

static void every_version_of_the_index_is_read(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    for (int i = 0; i < 30; i++)
        put(f, str_fmt(&f->arena, "folder/longer/name-%d", i * 7).ptr, "x");
    commit(f, EVENING);
    for (int version = 2; version <= 4; version++) {
        sh(f, "git update-index --index-version %d", version);
        assert_null(strchr(scan(f), '?'));
        assert_int_equal(files.list.len, 30);
    }
    assert_int_equal(f->diags.list.len, 0);
}

static void an_index_of_another_form_costs_only_the_ids(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "a");
    put(f, ".gitignore", "b\n");
    put(f, "b", "b");
    commit(f, EVENING);
    sh(f, "git update-index --split-index");
    assert_string_equal(scan(f), "a*?");
    assert_int_equal(count_diags(f, DIAG_GIT_BROKEN), 1);
}

static void a_sparse_checkout_is_read(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "in/a", "a");
    put(f, "out/b", "b");
    put(f, "zz", "z");
    commit(f, EVENING);
    sh(f, "git sparse-checkout set --cone --sparse-index in");
    assert_string_equal(scan(f), "in/a zz");
    assert_int_equal(f->diags.list.len, 0);
}

static void an_unreadable_folder_is_a_diagnostic(void **state)
{
    struct fixture *f = *state;

    if (geteuid() == 0)
        skip();
    put(f, "a", "a");
    put(f, "locked/x", "x");
    sh(f, "chmod 0 locked");
    assert_string_equal(scan(f), "a*?");
    sh(f, "chmod 700 locked");
    assert_int_equal(count_diags(f, DIAG_FILE_UNREADABLE), 1);
}

#define FOLDER(test)                                                           \
    cmocka_unit_test_setup_teardown(test, setup_folder, teardown)
#define GIT(test) cmocka_unit_test_setup_teardown(test, setup_git, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER(without_git_every_file_but_dotfiles_in_byte_order),
        FOLDER(sizes_and_times_are_the_files_own),
        GIT(untracked_files_count_unless_ignored),
        GIT(tracked_files_count_where_a_rule_ignores_them),
        GIT(info_exclude_and_the_users_rules_count),
        GIT(the_id_of_a_clean_file_is_that_of_its_bytes),
        GIT(a_changed_file_has_no_known_id),
        GIT(a_file_as_new_as_the_index_has_no_known_id),
        GIT(an_intended_file_is_tracked_without_an_id),
        GIT(a_conflict_stands_once_and_without_an_id),
        GIT(filtered_files_have_no_known_id),
        GIT(line_ends_git_converts_are_told_apart),
        GIT(skip_leaves_paths_out_and_under_limits_the_walk),
        GIT(the_site_may_be_a_folder_of_the_repository),
        GIT(a_site_in_an_ignored_folder_is_none_of_the_repositorys),
        GIT(links_to_files_inside_are_files),
        FOLDER(links_that_leave_the_site_are_diagnostics),
        FOLDER(a_folder_named_to_walk_that_is_a_link_is_told),
        FOLDER(names_that_are_not_utf8_are_diagnostics),
        FOLDER(things_that_are_no_files_are_passed_over),
        GIT(a_submodules_files_belong_to_the_site),
        GIT(an_untracked_repository_is_left_out_and_told),
        GIT(every_version_of_the_index_is_read),
        GIT(an_index_of_another_form_costs_only_the_ids),
        GIT(a_sparse_checkout_is_read),
        FOLDER(an_unreadable_folder_is_a_diagnostic),
    };
    int failed;

    fixture_environment();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_environment_end();
    return failed;
}
