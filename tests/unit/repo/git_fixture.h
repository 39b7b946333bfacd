/* SPDX-License-Identifier: MIT */
/*
 * A temporary folder for a test, with git commands to fill it. Nothing of the
 * user's own configuration counts, and every date is stated.
 */
#ifndef PHX_TESTS_GIT_FIXTURE_H
#define PHX_TESTS_GIT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>

#include "repo/repo.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define EVENING "2021-03-04T20:30:00+08:00"
#define EVENING_UNIX 1614861000

struct fixture {
    struct arena arena;
    struct diags diags;
    struct error err;
    struct str top;  /* the temporary folder; removed by the teardown */
    struct str root; /* top/site */
    struct repo *repo;
    int clock; /* of the files that put() writes */
};

/* Before any test: libgit2 looks at HOME once. */
PHX_UNUSED static void fixture_environment(void)
{
    static const char *const unset[] = {
        "GIT_DIR",    "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
        "GIT_CONFIG", "SUDO_UID",      "GIT_EDITOR",     "GIT_CONFIG_COUNT"};
    static char home[] = "/tmp/phx-home-XXXXXX";

    for (size_t i = 0; i < PHX_COUNT(unset); i++)
        unsetenv(unset[i]);
    if (!mkdtemp(home))
        abort();
    setenv("HOME", home, 1);
    setenv("XDG_CONFIG_HOME", home, 1);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "Ann", 1);
    setenv("GIT_AUTHOR_EMAIL", "ann@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "Com", 1);
    setenv("GIT_COMMITTER_EMAIL", "com@example.org", 1);
    setenv("GIT_AUTHOR_DATE", EVENING, 1);
    setenv("GIT_COMMITTER_DATE", EVENING, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
}

PHX_UNUSED static void fixture_environment_end(void)
{
    struct error err;

    phx_ignore(fs_remove_tree(getenv("HOME"), &err), "a temporary folder");
}

/* A shell command in the site's folder; the test fails when it does. */
PHX_UNUSED PHX_PRINTF(2, 3) static void sh(struct fixture *f, const char *fmt,
                                           ...)
{
    struct buf command = BUF_INIT;
    va_list args;
    int status;

    buf_add_fmt(&command, "cd '%s' && { ", f->root.ptr);
    va_start(args, fmt);
    buf_add_vfmt(&command, fmt, args);
    va_end(args);
    buf_add_cstr(&command, "\n} >/dev/null 2>&1");
    status = system(command.ptr);
    if (status != 0)
        fail_msg("failed: %s", command.ptr);
    buf_deinit(&command);
}

/* What a shell command prints. */
PHX_UNUSED PHX_PRINTF(2, 3) static struct str
    shell_output(struct fixture *f, const char *fmt, ...)
{
    struct buf command = BUF_INIT, text = BUF_INIT;
    struct str out;
    char bytes[4096];
    va_list args;
    FILE *pipe;
    size_t got;

    buf_add_fmt(&command, "cd '%s' && ", f->root.ptr);
    va_start(args, fmt);
    buf_add_vfmt(&command, fmt, args);
    va_end(args);
    pipe = popen(command.ptr, "r");
    assert_non_null(pipe);
    while ((got = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
        buf_add_bytes(&text, bytes, got);
    pclose(pipe);
    out = str_trim(buf_dup(&f->arena, &text));
    buf_deinit(&command);
    buf_deinit(&text);
    return str_dup(&f->arena, out);
}

static bool have_git(void)
{
    return system("git --version >/dev/null 2>&1") == 0;
}

/* An empty folder. */
static int setup_folder(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char top[] = "/tmp/phx-repo-XXXXXX";
    struct error err;

    if (!f || !mkdtemp(top))
        return -1;
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->top = str_dup(&f->arena, str_of(top));
    f->root = str_cat(&f->arena, f->top, STR("/site"));
    *state = f;
    return fs_mkdirs(f->root.ptr, &err);
}

/* A repository without a commit; without git the test skips itself. */
PHX_UNUSED static int setup_git(void **state)
{
    if (setup_folder(state) < 0)
        return -1;
    if (have_git())
        sh(*state, "git init -q -b main .");
    return 0;
}

#define NEEDS_GIT()                                                            \
    do {                                                                       \
        if (!have_git())                                                       \
            skip();                                                            \
    } while (0)

static int teardown(void **state)
{
    struct fixture *f = *state;
    struct error err;

    repo_close(f->repo);
    phx_ignore(fs_remove_tree(f->top.ptr, &err), "a temporary folder");
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

/* A file below the site's folder. Its time lies in the past, so that the index
 * proves it clean, and no two files or versions have the same. */
PHX_UNUSED static void put(struct fixture *f, const char *path,
                           const char *text)
{
    struct str full =
        str_fmt(&f->arena, "%" STR_FMT "/%s", STR_ARG(f->root), path);
    struct str dir = str_dup(&f->arena, path_dir(full));

    assert_int_equal(fs_mkdirs(dir.ptr, &f->err), 0);
    assert_int_equal(fs_write(full.ptr, str_of(text), &f->err), 0);
    sh(f, "touch -d @%d '%s'", 1577836800 + f->clock++, path);
}

PHX_UNUSED static void commit_as(struct fixture *f, const char *author,
                                 const char *date, const char *message)
{
    sh(f,
       "git add -A && GIT_AUTHOR_NAME='%s' GIT_AUTHOR_EMAIL='%s@example.org' "
       "GIT_AUTHOR_DATE='%s' GIT_COMMITTER_DATE='%s' "
       "git commit -q --allow-empty -m '%s'",
       author, author, date, date, message);
}

PHX_UNUSED static void commit(struct fixture *f, const char *date)
{
    commit_as(f, "ann", date, "change");
}

PHX_UNUSED static void open_at(struct fixture *f, const char *root)
{
    repo_close(f->repo);
    f->repo = NULL;
    assert_int_equal(repo_open(&f->arena, root, &f->diags, &f->repo, &f->err),
                     0);
}

PHX_UNUSED static size_t count_diags(const struct fixture *f, enum diag_id id)
{
    size_t n = 0;

    for (size_t i = 0; i < f->diags.list.len; i++)
        n += f->diags.list.items[i].id == id;
    return n;
}

PHX_UNUSED static void assert_str(struct str got, const char *want)
{
    assert_string_equal(got.len ? got.ptr : "", want);
    assert_int_equal(got.len, strlen(want));
}

#endif
