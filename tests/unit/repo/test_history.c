/* SPDX-License-Identifier: MIT */
/* Dates, authors and versions out of the history. */
#include "git_fixture.h"

#include <pthread.h>

static struct repo_history *history;

static void read_history(struct fixture *f)
{
    open_at(f, f->root.ptr);
    assert_int_equal(
        repo_history_read(f->repo, &f->arena, &history, &f->diags, &f->err), 0);
}

/* "CREATED UPDATED COMMITS AUTHOR,AUTHOR" or "none". */
static const char *of(struct fixture *f, const char *path)
{
    const struct repo_file_history *h = repo_history_of(history, str_of(path));
    struct buf buf = BUF_INIT;
    const char *out;

    if (!h)
        return "none";
    buf_add(&buf, date_iso(&f->arena, h->created));
    buf_add_char(&buf, ' ');
    buf_add(&buf, date_iso(&f->arena, h->updated));
    buf_add_fmt(&buf, " %zu ", h->commits);
    for (size_t i = 0; i < h->author_count; i++) {
        buf_add_cstr(&buf, i ? "," : "");
        buf_add(&buf, h->authors[i].name);
    }
    out = buf_dup(&f->arena, &buf).ptr;
    buf_deinit(&buf);
    return out;
}

#define DAY(n) "2021-01-0" #n "T10:00:00+08:00"

static void dates_keep_the_authors_offset(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, EVENING);
    put(f, "a", "2");
    commit(f, "2022-01-01T00:00:00-05:30");
    read_history(f);
    assert_string_equal(
        of(f, "a"),
        "2021-03-04T20:30:00+08:00 2022-01-01T00:00:00-05:30 2 ann");
    assert_true(str_eq(repo_history_of(history, STR("a"))->commit,
                       shell_output(f, "git rev-parse HEAD")));
    assert_int_equal(repo_history_of(history, STR("a"))->created.unix_seconds,
                     EVENING_UNIX);
}

static void only_commits_that_changed_the_file_count(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, DAY(1));
    put(f, "b", "1");
    commit(f, DAY(2));
    put(f, "new", "1");
    read_history(f);
    assert_string_equal(of(f, "a"), DAY(1) " " DAY(1) " 1 ann");
    assert_string_equal(of(f, "b"), DAY(2) " " DAY(2) " 1 ann");
    assert_string_equal(of(f, "new"), "none");
}

static void authors_stand_by_first_appearance_and_mailmapped(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, ".mailmap", "Zoe Proper <zoe@x.org> <zoe@example.org>\n");
    put(f, "a", "1");
    commit_as(f, "zoe", DAY(1), "m");
    put(f, "a", "2");
    commit_as(f, "bob", DAY(2), "m");
    put(f, "a", "3");
    commit_as(f, "zoe", DAY(3), "m");
    put(f, "a", "4");
    commit_as(f, "ann", DAY(4), "m");
    read_history(f);
    assert_string_equal(of(f, "a"), DAY(1) " " DAY(4) " 4 Zoe Proper,bob,ann");
    assert_str(repo_history_of(history, STR("a"))->authors[0].email,
               "zoe@x.org");
}

static void a_renamed_file_keeps_its_past(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "old/a", "one\n");
    commit(f, DAY(1));
    put(f, "old/a", "two\n");
    commit(f, DAY(2));
    sh(f, "mkdir new && git mv old/a new/b");
    commit(f, DAY(3));
    sh(f, "git mv new/b c");
    commit(f, DAY(4));
    read_history(f);
    assert_string_equal(of(f, "c"), DAY(1) " " DAY(4) " 4 ann");
    assert_string_equal(of(f, "old/a"), "none");
}

static void a_file_renamed_and_edited_keeps_its_past(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1\n2\n3\n4\n5\n6\n7\n8\n");
    put(f, "z", "a\nb\nc\nd\n");
    commit(f, DAY(1));
    sh(f, "git rm -q a z");
    put(f, "b", "1\n2\n3\n4\n5\n6\nx\ny\n");
    put(f, "y", "a\nx\ny\nz\n");
    commit(f, DAY(2));
    read_history(f);
    assert_string_equal(of(f, "b"), DAY(1) " " DAY(2) " 2 ann");
    assert_string_equal(of(f, "y"), DAY(2) " " DAY(2) " 1 ann");
}

static void a_copy_begins_when_it_was_copied(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1\n2\n3\n4\n");
    commit(f, DAY(1));
    put(f, "b", "1\n2\n3\n4\n");
    commit(f, DAY(2));
    read_history(f);
    assert_string_equal(of(f, "b"), DAY(2) " " DAY(2) " 1 ann");
}

static void among_equal_files_the_same_name_is_the_source(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a/index.md", "same\n");
    commit(f, DAY(1));
    put(f, "a/other.md", "same\n");
    commit(f, DAY(2));
    sh(f, "git mv a b");
    commit(f, DAY(3));
    read_history(f);
    assert_string_equal(of(f, "b/index.md"), DAY(1) " " DAY(3) " 2 ann");
    assert_string_equal(of(f, "b/other.md"), DAY(2) " " DAY(3) " 2 ann");
}

static void a_file_moved_into_the_site_keeps_its_past(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a.md", "one\n");
    commit(f, DAY(1));
    sh(f, "mkdir site && git mv a.md site/a.md");
    put(f, "other", "x");
    commit(f, DAY(2));
    f->root = str_cat(&f->arena, f->root, STR("/site"));
    read_history(f);
    assert_string_equal(of(f, "a.md"), DAY(1) " " DAY(2) " 2 ann");
    assert_string_equal(of(f, "other"), "none");
}

static void merges_do_not_count_but_both_sides_do(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1\n2\n3\n4\n5\n6\n7\n");
    commit(f, DAY(1));
    sh(f, "git checkout -q -b side");
    put(f, "a", "1\n2\n3\n4\n5\n6\nseven\n");
    commit_as(f, "bob", DAY(2), "m");
    sh(f, "git checkout -q main");
    put(f, "a", "one\n2\n3\n4\n5\n6\n7\n");
    commit(f, DAY(3));
    sh(f, "git merge -q --no-edit side");
    read_history(f);
    assert_string_equal(of(f, "a"), DAY(1) " " DAY(3) " 3 ann,bob");
}

static void a_file_that_only_a_merge_brought_has_its_date(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1\n");
    commit(f, DAY(1));
    sh(f, "git checkout -q -b side");
    put(f, "b", "1\n");
    commit(f, DAY(2));
    sh(f, "git checkout -q main && git merge -q --no-ff --no-commit side");
    put(f, "evil", "e\n");
    commit(f, DAY(3));
    read_history(f);
    assert_string_equal(of(f, "evil"), DAY(3) " " DAY(3) " 1 ann");
    assert_string_equal(of(f, "b"), DAY(2) " " DAY(2) " 1 ann");
}

static void names_and_authors_of_any_script(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "\xe6\x96\x87\xe7\xab\xa0/\xe4\xb8\x80.md", "1");
    commit_as(f, "\xe7\x8e\x8b", DAY(1), "m");
    read_history(f);
    assert_string_equal(of(f, "\xe6\x96\x87\xe7\xab\xa0/\xe4\xb8\x80.md"),
                        DAY(1) " " DAY(1) " 1 \xe7\x8e\x8b");
}

static void a_shallow_clone_ends_at_its_border(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, DAY(1));
    put(f, "b", "1");
    commit(f, DAY(2));
    put(f, "b", "2");
    commit(f, DAY(3));
    sh(f, "git clone -q --depth 2 \"file://$PWD\" ../shallow");
    f->root = str_cat(&f->arena, f->top, STR("/shallow"));
    read_history(f);
    assert_string_equal(of(f, "a"), DAY(2) " " DAY(2) " 1 ann");
    assert_string_equal(of(f, "b"), DAY(2) " " DAY(3) " 2 ann");
    assert_int_equal(
        repo_history_read(f->repo, &f->arena, &history, &f->diags, &f->err), 0);
    assert_int_equal(count_diags(f, DIAG_GIT_SHALLOW), 1);
}

static void before_the_first_commit_there_is_no_history(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    read_history(f);
    assert_string_equal(of(f, "a"), "none");
    assert_int_equal(f->diags.list.len, 0);
}

static void without_git_there_is_no_history(void **state)
{
    struct fixture *f = *state;

    put(f, "a", "1");
    read_history(f);
    assert_string_equal(of(f, "a"), "none");
    assert_int_equal(count_diags(f, DIAG_GIT_NONE), 1);
}

static void a_missing_object_is_a_diagnostic(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, DAY(1));
    put(f, "a", "2");
    commit(f, DAY(2));
    sh(f, "p=$(git rev-parse HEAD~1) && "
          "rm -f .git/objects/$(echo $p | cut -c1-2)/$(echo $p | cut -c3-)");
    read_history(f);
    assert_string_equal(of(f, "a"), "none");
    assert_int_equal(count_diags(f, DIAG_GIT_BROKEN), 1);
}

static void a_worktree_has_the_history_of_its_branch(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, DAY(1));
    sh(f, "git worktree add -q -b topic ../tree");
    f->root = str_cat(&f->arena, f->top, STR("/tree"));
    put(f, "b", "1");
    commit(f, DAY(2));
    read_history(f);
    assert_string_equal(of(f, "a"), DAY(1) " " DAY(1) " 1 ann");
    assert_string_equal(of(f, "b"), DAY(2) " " DAY(2) " 1 ann");
}

/* What the tests above say of single cases, for a random history and against
 * git itself. Copies are no renames here, so lines are not shared. */
static void a_random_history_reads_as_git_log_follow(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct str paths, path;
    unsigned seed = 7;

    sh(f, "for i in 0 1 2 3 4 5 6 7 8 9; do seq ${i}000 ${i}020 >f$i; done");
    commit(f, "2020-01-01T00:00:00Z");
    for (unsigned i = 1; i < 60; i++) {
        unsigned n = (seed = seed * 1103515245u + 12345u) >> 16;
        unsigned file = n % 10;
        switch ((n / 10) % 3) {
        case 0:
            sh(f, "for x in *f%u; do echo %u >>$x; done", file, i);
            break;
        case 1:
            sh(f, "for x in *f%u; do git mv $x r%uf%u; done", file, i, file);
            break;
        case 2:
            sh(f,
               "for x in *f%u; do mkdir -p d%u; git mv $x d%u-f%u;"
               "echo %u >>d%u-f%u; done",
               file, i, i, file, i, i, file);
            break;
        }
        commit_as(f, i % 2 ? "ann" : "bob",
                  str_fmt(&f->arena, "2020-02-01T00:%02u:00Z", i).ptr, "m");
    }
    read_history(f);
    paths = shell_output(f, "git ls-files");
    while (str_split(&paths, '\n', &path)) {
        const struct repo_file_history *h = repo_history_of(history, path);
        struct str want =
            shell_output(f,
                         "git log --follow --format=%%at -- '%" STR_FMT "' | "
                         "sed -n '1p;$p;$=' | tr '\\n' ' '",
                         STR_ARG(path));
        assert_non_null(h);
        assert_string_equal(
            want.ptr, str_fmt(&f->arena, "%lld %lld %zu",
                              (long long)h->updated.unix_seconds,
                              (long long)h->created.unix_seconds, h->commits)
                          .ptr);
    }
}

static void versions_are_newest_first_and_follow_renames(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct repo_versions versions;
    struct str bytes;

    put(f, "site/a.json", "{\"x\": 1}\n");
    commit_as(f, "zoe", DAY(1), "first");
    put(f, "other", "o");
    commit(f, DAY(2));
    sh(f, "git mv site/a.json site/b.json");
    commit_as(f, "ann", DAY(3), "moved");
    put(f, "site/b.json", "{\"x\": 2}\n");
    commit_as(f, "ann", DAY(4), "second\n\nmore");
    f->root = str_cat(&f->arena, f->root, STR("/site"));
    open_at(f, f->root.ptr);
    assert_int_equal(repo_file_versions(f->repo, &f->arena, STR("b.json"),
                                        &versions, &f->err),
                     0);
    assert_int_equal(versions.list.len, 3);
    assert_str(versions.list.items[0].subject, "second");
    assert_str(versions.list.items[0].path, "site/b.json");
    assert_str(date_iso(&f->arena, versions.list.items[0].date), DAY(4));
    assert_str(versions.list.items[1].subject, "moved");
    assert_str(versions.list.items[2].subject, "first");
    assert_str(versions.list.items[2].path, "site/a.json");
    assert_str(versions.list.items[2].author.email, "zoe@example.org");
    assert_true(str_eq(versions.list.items[2].commit,
                       shell_output(f, "git rev-parse HEAD~3")));
    assert_int_equal(repo_blob_read(f->repo, &f->arena,
                                    versions.list.items[2].blob, &bytes,
                                    &f->err),
                     0);
    assert_str(bytes, "{\"x\": 1}\n");
}

static void a_deleted_file_has_a_version_without_content(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct repo_versions versions;

    put(f, "a", "1");
    commit(f, DAY(1));
    sh(f, "git rm -q a");
    commit(f, DAY(2));
    open_at(f, f->root.ptr);
    assert_int_equal(
        repo_file_versions(f->repo, &f->arena, STR("a"), &versions, &f->err),
        0);
    assert_int_equal(versions.list.len, 2);
    assert_int_equal(versions.list.items[0].blob.len, 0);
    assert_int_equal(versions.list.items[1].blob.len, 40);
}

static void an_unknown_blob_or_file_is_not_there(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct repo_versions versions;
    struct str bytes;

    put(f, "a", "1");
    commit(f, DAY(1));
    open_at(f, f->root.ptr);
    assert_int_equal(
        repo_file_versions(f->repo, &f->arena, STR("a/b"), &versions, &f->err),
        0);
    assert_int_equal(versions.list.len, 0);
    assert_int_equal(
        repo_blob_read(f->repo, &f->arena,
                       STR("0123456789012345678901234567890123456789"), &bytes,
                       &f->err),
        PHX_ENOENT);
    assert_int_equal(
        repo_blob_read(f->repo, &f->arena, STR("zz"), &bytes, &f->err),
        PHX_ENOENT);
}

struct reader {
    const char *root;
    size_t commits;
};

static void *read_alone(void *ctx)
{
    struct reader *reader = ctx;
    struct repo_history *own;
    struct repo *repo = NULL;
    struct arena arena;
    struct diags diags;
    struct error err;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    if (repo_open(&arena, reader->root, &diags, &repo, &err) == 0 &&
        repo_history_read(repo, &arena, &own, &diags, &err) == 0 &&
        repo_history_of(own, STR("a")))
        reader->commits = repo_history_of(own, STR("a"))->commits;
    repo_close(repo);
    arena_deinit(&arena);
    return NULL;
}

static void each_thread_may_have_a_repo_of_its_own(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct reader readers[4];
    pthread_t threads[4];

    for (int i = 0; i < 5; i++) {
        put(f, "a", str_fmt(&f->arena, "%d", i).ptr);
        commit(f, EVENING);
    }
    for (size_t i = 0; i < PHX_COUNT(threads); i++) {
        readers[i] = (struct reader){f->root.ptr, 0};
        assert_int_equal(
            pthread_create(&threads[i], NULL, read_alone, &readers[i]), 0);
    }
    for (size_t i = 0; i < PHX_COUNT(threads); i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(readers[i].commits, 5);
    }
}

static void the_history_of_a_new_head_is_read_anew(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;

    put(f, "a", "1");
    commit(f, DAY(1));
    read_history(f);
    put(f, "a", "2");
    commit(f, DAY(2));
    assert_int_equal(
        repo_history_read(f->repo, &f->arena, &history, &f->diags, &f->err), 0);
    assert_string_equal(of(f, "a"), DAY(1) " " DAY(2) " 2 ann");
}

#define FOLDER(test)                                                           \
    cmocka_unit_test_setup_teardown(test, setup_folder, teardown)
#define GIT(test) cmocka_unit_test_setup_teardown(test, setup_git, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        GIT(dates_keep_the_authors_offset),
        GIT(only_commits_that_changed_the_file_count),
        GIT(authors_stand_by_first_appearance_and_mailmapped),
        GIT(a_renamed_file_keeps_its_past),
        GIT(a_file_renamed_and_edited_keeps_its_past),
        GIT(a_copy_begins_when_it_was_copied),
        GIT(among_equal_files_the_same_name_is_the_source),
        GIT(a_file_moved_into_the_site_keeps_its_past),
        GIT(merges_do_not_count_but_both_sides_do),
        GIT(a_file_that_only_a_merge_brought_has_its_date),
        GIT(names_and_authors_of_any_script),
        GIT(a_shallow_clone_ends_at_its_border),
        GIT(before_the_first_commit_there_is_no_history),
        FOLDER(without_git_there_is_no_history),
        GIT(a_missing_object_is_a_diagnostic),
        GIT(a_worktree_has_the_history_of_its_branch),
        GIT(a_random_history_reads_as_git_log_follow),
        GIT(versions_are_newest_first_and_follow_renames),
        GIT(a_deleted_file_has_a_version_without_content),
        GIT(an_unknown_blob_or_file_is_not_there),
        GIT(each_thread_may_have_a_repo_of_its_own),
        GIT(the_history_of_a_new_head_is_read_anew),
    };
    int failed;

    fixture_environment();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_environment_end();
    return failed;
}
