/* SPDX-License-Identifier: MIT */
/* Finding a repository, whom it belongs to, and HEAD. */
#include "git_fixture.h"

static struct repo_head head;

static void read_head(struct fixture *f)
{
    open_at(f, f->root.ptr);
    assert_int_equal(repo_head(f->repo, &f->arena, &head, &f->err), 0);
}

static bool dirty(struct fixture *f)
{
    read_head(f);
    return head.dirty;
}

static void a_folder_without_git_is_walked_as_one(void **state)
{
    struct fixture *f = *state;

    read_head(f);
    assert_false(repo_has_git(f->repo));
    assert_false(head.known);
    assert_int_equal(f->diags.list.len, 0);
}

static void what_is_no_folder_is_an_error(void **state)
{
    struct fixture *f = *state;

    put(f, "file", "x");
    assert_int_equal(repo_open(&f->arena,
                               str_cat(&f->arena, f->root, STR("/none")).ptr,
                               &f->diags, &f->repo, &f->err),
                     PHX_ENOENT);
    assert_int_equal(repo_open(&f->arena,
                               str_cat(&f->arena, f->root, STR("/file")).ptr,
                               &f->diags, &f->repo, &f->err),
                     PHX_EKIND);
}

static void a_damaged_repository_is_a_diagnostic(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    sh(f, "rm .git/HEAD");
    read_head(f);
    assert_false(repo_has_git(f->repo));
    assert_int_equal(count_diags(f, DIAG_GIT_BROKEN), 1);
    sh(f, "rm -r .git && echo 'gitdir: nowhere' >.git");
    read_head(f);
    assert_int_equal(count_diags(f, DIAG_GIT_BROKEN), 2);
}

static void a_foreign_owner_is_a_diagnostic_with_the_fix(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    if (geteuid() != 0)
        skip();
    put(f, "a", "1");
    commit(f, EVENING);
    sh(f, "chown -R 12345 .");
    read_head(f);
    assert_false(repo_has_git(f->repo));
    assert_int_equal(count_diags(f, DIAG_GIT_OWNER), 1);
    assert_non_null(strstr(f->diags.list.items[0].hint.ptr,
                           "git config --global --add safe.directory"));
    /* The fix is taken. */
    sh(f, "env -u GIT_CONFIG_GLOBAL git config --file \"$HOME/.gitconfig\" "
          "--add safe.directory \"$PWD\"");
    read_head(f);
    assert_true(repo_has_git(f->repo));
    assert_true(head.known);
    sh(f, "rm \"$HOME/.gitconfig\"");
}

static void head_is_the_commit_and_its_branch(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, EVENING);
    sh(f, "git remote add origin https://example.org/x.git");
    read_head(f);
    assert_true(head.known);
    assert_true(str_eq(head.commit, shell_output(f, "git rev-parse HEAD")));
    assert_str(head.branch, "main");
    assert_str(head.remote, "https://example.org/x.git");
    assert_str(date_iso(&f->arena, head.date), EVENING);
    assert_false(head.dirty);
}

static void head_before_the_first_commit_is_not_known(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    read_head(f);
    assert_true(repo_has_git(f->repo));
    assert_false(head.known);
    assert_str(head.branch, "main");
}

static void a_detached_head_has_no_branch(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, EVENING);
    sh(f, "git checkout -q --detach");
    read_head(f);
    assert_true(head.known);
    assert_str(head.branch, "");
}

static void packed_references_are_found(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, EVENING);
    sh(f, "git checkout -q -b topic/x && git pack-refs --all --prune");
    read_head(f);
    assert_true(str_eq(head.commit, shell_output(f, "git rev-parse HEAD")));
    assert_str(head.branch, "topic/x");
}

static void a_worktree_has_its_own_head(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, EVENING);
    sh(f, "git worktree add -q -b topic ../tree");
    f->root = str_cat(&f->arena, f->top, STR("/tree"));
    read_head(f);
    assert_str(head.branch, "topic");
    assert_false(head.dirty);
}

static void a_submodule_is_a_repository(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    sh(f, "git init -q -b main ../inner && cd ../inner && "
          "git commit -q --allow-empty -m x");
    sh(f, "git -c protocol.file.allow=always submodule add -q "
          "\"$PWD/../inner\" sub");
    f->root = str_cat(&f->arena, f->root, STR("/sub"));
    read_head(f);
    assert_true(head.known);
    assert_str(head.branch, "main");
}

static void the_folder_may_be_reached_through_a_link(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "docs/a", "1");
    commit(f, EVENING);
    sh(f, "ln -s site/docs ../link");
    f->root = str_cat(&f->arena, f->top, STR("/link"));
    read_head(f);
    assert_true(head.known);
}

static void extensions_git_sets_itself_are_no_obstacle(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, EVENING);
    sh(f, "git config core.repositoryFormatVersion 1 && "
          "git config extensions.worktreeConfig true && "
          "git config extensions.partialClone origin");
    read_head(f);
    assert_true(head.known);
}

static void untracked_and_touched_files_leave_it_clean(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    sh(f, "ln -s a link");
    commit(f, EVENING);
    put(f, "new", "1");
    sh(f, "touch a");
    assert_false(dirty(f));
}

static void every_kind_of_change_makes_it_dirty(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    static const char *const changes[] = {
        "echo 2 >a",
        "rm a",
        "echo 2 >b && git add b",
        "echo 2 >a && git add a",
        "git rm -q --cached a",
        "git mv a b",
        "ln -sf other link",
        "rm a && mkdir a",
        "rm link && echo x >link",
    };

    put(f, "a", "1");
    sh(f, "ln -s a link");
    commit(f, EVENING);
    for (size_t i = 0; i < PHX_COUNT(changes); i++) {
        assert_false(dirty(f));
        sh(f, "%s", changes[i]);
        if (!dirty(f))
            fail_msg("still clean: %s", changes[i]);
        sh(f, "rm -rf a && git reset -q --hard");
    }
}

static void a_file_that_is_stored_otherwise_is_clean(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, ".gitattributes", "* text=auto\n");
    put(f, "a", "1\r\n");
    commit(f, EVENING);
    sh(f, "touch a");
    assert_false(dirty(f));
}

static void a_sparse_checkout_is_clean(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "in/a", "a");
    put(f, "out/b", "b");
    put(f, "out/deep/c", "c");
    put(f, "zz", "z");
    commit(f, EVENING);
    sh(f, "git sparse-checkout set --cone --sparse-index in");
    assert_false(dirty(f));
}

#define FOLDER(test)                                                           \
    cmocka_unit_test_setup_teardown(test, setup_folder, teardown)
#define GIT(test) cmocka_unit_test_setup_teardown(test, setup_git, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER(a_folder_without_git_is_walked_as_one),
        FOLDER(what_is_no_folder_is_an_error),
        GIT(a_damaged_repository_is_a_diagnostic),
        GIT(a_foreign_owner_is_a_diagnostic_with_the_fix),
        GIT(head_is_the_commit_and_its_branch),
        GIT(head_before_the_first_commit_is_not_known),
        GIT(a_detached_head_has_no_branch),
        GIT(packed_references_are_found),
        GIT(a_worktree_has_its_own_head),
        GIT(a_submodule_is_a_repository),
        GIT(the_folder_may_be_reached_through_a_link),
        GIT(extensions_git_sets_itself_are_no_obstacle),
        GIT(untracked_and_touched_files_leave_it_clean),
        GIT(every_kind_of_change_makes_it_dirty),
        GIT(a_file_that_is_stored_otherwise_is_clean),
        GIT(a_sparse_checkout_is_clean),
    };
    int failed;

    fixture_environment();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_environment_end();
    return failed;
}
