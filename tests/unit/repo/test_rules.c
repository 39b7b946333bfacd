/* SPDX-License-Identifier: MIT */
/* Ignore rules against git's own word, and git's files that may be damaged:
 * the index, the configuration. */
#include "repo/config.h" /* before base.h, which bans a name in git2.h */

#include "git_fixture.h"

#include "repo/ignore.h"
#include "repo/rename.h"
#include "repo/sha1.h"
#include "repo/tracked.h"

static bool ignored(struct fixture *f, const char *rules, const char *path,
                    bool is_dir)
{
    struct ignore_rules parsed = {0};

    ignore_parse(&f->arena, str_of(rules), &parsed);
    return ignore_matches(&parsed, str_of(path), is_dir);
}

static void patterns_match_as_gitignore_says(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *rules;
        const char *path;
        bool is_dir;
        bool want;
    } cases[] = {
        {"a", "x/a", false, true},
        {"/a", "x/a", false, false},
        {"x/a", "y/x/a", false, false},
        {"a/", "a", false, false},
        {"a/", "a", true, true},
        {"*.o\n!b.o", "b.o", false, false},
        {"# a", "# a", false, false},
        {"\\#a", "#a", false, true},
        {"\\!a", "!a", false, true},
        {"a  ", "a", false, true},
        {"a\\ ", "a ", false, true},
        {"a\r\nb", "a", false, true},
        {"\xef\xbb\xbf"
         "a",
         "a", false, true},
        {"**/b", "b", false, true},
        {"**/b", "x/y/b", false, true},
        {"a/**", "a", true, false},
        {"a/**", "a/b/c", false, true},
        {"a/**/b", "a/b", false, true},
        {"a/**/b", "a/x/y/b", false, true},
        {"a/**/b", "ab", false, false},
        {"a/*/b", "a/x/y/b", false, false},
        {"a/x*y/b", "a/xzzy/b", false, true},
        {"a?c", "abc", false, true},
        {"x/a?c", "x/a/c", false, false},
        {"[a-c]1", "b1", false, true},
        {"[!a-c]1", "b1", false, false},
        {"[[:digit:]]x", "7x", false, true},
        {"[]]x", "]x", false, true},
        {"[a", "[a", false, false},
        {"a\\", "a", false, false},
        {"", "a", false, false},
        {"/", "a", true, false},
        {"!", "!", false, false},
    };

    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        if (ignored(f, cases[i].rules, cases[i].path, cases[i].is_dir) !=
            cases[i].want)
            fail_msg("'%s' with '%s'", cases[i].rules, cases[i].path);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* A word of the parts, one to `max` of them. */
static void random_text(struct buf *out, uint32_t *seed,
                        const char *const *parts, size_t count, unsigned max)
{
    unsigned n = 1 + next_random(seed) % max;

    for (unsigned i = 0; i < n; i++)
        buf_add_cstr(out, parts[next_random(seed) % count]);
}

#define ROUNDS 60
#define PATHS 60

/* One .gitignore and some paths; git says which last pattern matches each. */
static void compare_round(struct fixture *f, uint32_t *seed)
{
    static const char *const pattern_parts[] = {
        "a",    "b",   "ab", "/",    "/",    "*",     "**",
        "/**/", "**/", "?",  "[ab]", "[!a]", "[a-c]", "[[:alpha:]]",
        "\\a",  "\\*", "!",  " ",    "c/",   "[",     "]",
        "[^b]", "-",   "\\", "*a"};
    static const char *const path_parts[] = {"a",  "b",  "ab", "c", "/", "/",
                                             "a/", "b/", "-",  "*", "]"};
    struct buf rules = BUF_INIT, paths = BUF_INIT;
    struct ignore_rules parsed = {0};
    struct str path, line, answers, all;

    for (int i = 0; i < 4; i++) {
        random_text(&rules, seed, pattern_parts, PHX_COUNT(pattern_parts), 6);
        buf_add_char(&rules, '\n');
    }
    for (int i = 0; i < PATHS; i++) {
        size_t start = paths.len;
        random_text(&paths, seed, path_parts, PHX_COUNT(path_parts), 7);
        struct str made = str_from(buf_str(&paths), start), clean;
        /* Without parents, as those decide for what is below them. */
        if (!path_resolve(&f->arena, STR(""), str_trim(made), &clean) ||
            clean.len == 0)
            clean = STR("a");
        buf_truncate(&paths, start);
        buf_add(&paths, clean);
        buf_add_char(&paths, '\n');
    }
    put(f, ".gitignore", rules.ptr);
    put(f, "../paths", paths.ptr);
    answers = shell_output(f, "git check-ignore --no-index -v -n --stdin "
                              "<../paths");
    ignore_parse(&f->arena, buf_str(&rules), &parsed);
    all = buf_str(&paths);
    while (str_split(&all, '\n', &path) && path.len > 0) {
        struct str rest = path, part;
        bool mine = false;
        size_t at = 0;
        assert_true(str_split(&answers, '\n', &line));
        /* "FILE:LINE:PATTERN<tab>PATH"; "::" when none matches. */
        struct str verdict = str_slice(line, 0, str_rchr(line, '\t'));
        bool theirs = !str_is(verdict, "::");
        size_t colon = str_find_from(verdict, STR(":"), 11);
        if (theirs && str_starts(str_from(verdict, colon + 1), STR("!")))
            theirs = false;
        /* A folder above that is ignored decides. */
        while (!mine && str_split(&rest, '/', &part)) {
            at += part.len;
            mine =
                ignore_matches(&parsed, str_slice(path, 0, at), at < path.len);
            at++;
        }
        if (mine != theirs)
            fail_msg("path '%.*s': git says %d\nrules:\n%s", (int)path.len,
                     path.ptr, theirs, rules.ptr);
    }
    buf_deinit(&rules);
    buf_deinit(&paths);
}

static void random_patterns_match_as_git_check_ignore(void **state)
{
    NEEDS_GIT();
    uint32_t seed = 20260101;

    for (int i = 0; i < ROUNDS; i++)
        compare_round(*state, &seed);
}

static void many_stars_take_no_exponential_time(void **state)
{
    struct fixture *f = *state;
    struct buf pattern = BUF_INIT, text = BUF_INIT;

    for (int i = 0; i < 200; i++) {
        buf_add_cstr(&pattern, i % 2 ? "*a" : "**/a*");
        buf_add_cstr(&text, i % 50 == 49 ? "/" : "a");
    }
    buf_add_char(&pattern, 'b');
    assert_false(ignored(f, pattern.ptr, text.ptr, false));
    buf_deinit(&pattern);
    buf_deinit(&text);
}

static void a_damaged_index_never_reads_beyond_its_end(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct tracked tracked;
    struct str bytes;

    put(f, "a/one", "1");
    put(f, "a/two", "2");
    put(f, "b", "3");
    commit(f, EVENING);
    for (int version = 2; version <= 4; version += 2) {
        sh(f, "git update-index --index-version %d", version);
        assert_int_equal(
            fs_read(&f->arena,
                    str_cat(&f->arena, f->root, STR("/.git/index")).ptr, 0,
                    &bytes, &f->err),
            0);
        assert_int_equal(tracked_parse(&f->arena, bytes, &tracked, &f->err), 0);
        assert_int_equal(tracked.count, 3);
        for (size_t len = 0; len < bytes.len; len++) {
            /* In memory of its own, for the sanitizer to see an overrun. */
            char *copy = malloc(len ? len : 1);
            assert_non_null(copy);
            memcpy(copy, bytes.ptr, len);
            int rc = tracked_parse(&f->arena, str_bytes(copy, len), &tracked,
                                   &f->err);
            assert_true(rc == 0 || rc == PHX_EINPUT || rc == PHX_EKIND);
            free(copy);
        }
        for (size_t i = 0; i < bytes.len; i++) {
            char *copy = malloc(bytes.len);
            assert_non_null(copy);
            memcpy(copy, bytes.ptr, bytes.len);
            copy[i] = (char)~copy[i];
            int rc = tracked_parse(&f->arena, str_bytes(copy, bytes.len),
                                   &tracked, &f->err);
            assert_true(rc == 0 || rc == PHX_EINPUT || rc == PHX_EKIND);
            free(copy);
        }
    }
}

static void folders_of_tracked_files_are_known(void **state)
{
    NEEDS_GIT();
    struct fixture *f = *state;
    struct tracked tracked;

    put(f, "a-b", "1");
    put(f, "a/x", "1");
    put(f, "ab/x", "1");
    put(f, "c.d", "1");
    commit(f, EVENING);
    assert_int_equal(
        tracked_read(&f->arena,
                     str_cat(&f->arena, f->root, STR("/.git/index")).ptr,
                     &tracked, &f->err),
        0);
    assert_true(tracked_below(&tracked, STR("")));
    assert_true(tracked_below(&tracked, STR("a")));
    assert_false(tracked_below(&tracked, STR("a-b")));
    assert_false(tracked_below(&tracked, STR("c")));
    assert_false(tracked_below(&tracked, STR("zz")));
    assert_non_null(tracked_find(&tracked, STR("a/x")));
    assert_null(tracked_find(&tracked, STR("a")));
}

static void configuration_is_read_as_git_writes_it(void **state)
{
    struct fixture *f = *state;
    struct config config = {.arena = &f->arena};
    struct str value;

    map_init(&config.values, &f->arena);
    config_parse(&config, STR("stray = 1\n"
                              "[Core] ; comment\n"
                              "\tAutoCRLF = input # why\n"
                              "\tpath = \"a # b\\t\\\"c\\\" \" \n"
                              "\tjoined = one \\\n  two\n"
                              "\tflag\n"
                              "[remote \"Or\\\"igin\"]url=x\n"
                              "[branch.main]\n"
                              "\tremote = o\n"
                              "[core]\n\tflag = off\n"
                              "[unclosed"));
    assert_true(config_get(&config, "core.autocrlf", &value));
    assert_str(value, "input");
    assert_true(config_get(&config, "core.path", &value));
    assert_str(value, "a # b\t\"c\" ");
    assert_true(config_get(&config, "core.joined", &value));
    assert_str(value, "one   two");
    assert_true(config_get(&config, "core.flag", &value));
    assert_str(value, "off");
    assert_true(config_get(&config, "remote.Or\"igin.url", &value));
    assert_str(value, "x");
    assert_true(config_get(&config, "branch.main.remote", &value));
    assert_false(config_get(&config, "stray", &value));
}

static void a_blob_has_gits_own_id(void **state)
{
    struct fixture *f = *state;
    unsigned char id[SHA1_SIZE];
    char *text = arena_bytes(&f->arena, 1000);

    sha1_blob(STR("what is up, doc?"), id);
    assert_int_equal(id[0], 0xbd);
    assert_int_equal(id[19], 0x37);
    if (!have_git())
        return;
    memset(text, 'x', 1000);
    for (size_t len = 40; len < 140; len += 7) {
        struct buf hex = BUF_INIT;
        sha1_blob(str_bytes(text, len), id);
        for (size_t i = 0; i < SHA1_SIZE; i++)
            buf_add_fmt(&hex, "%02x", id[i]);
        assert_string_equal(shell_output(f,
                                         "printf '%%.*s' %zu '%.200s' | "
                                         "git hash-object --stdin",
                                         len, text)
                                .ptr,
                            hex.ptr);
        buf_deinit(&hex);
    }
}

static void similarity_is_the_share_of_common_lines(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(
        rename_similarity(&f->arena, STR("1\n2\n3\n4\n"), STR("4\n3\n2\n1\n")),
        100);
    assert_int_equal(
        rename_similarity(&f->arena, STR("1\n2\n3\n4\n"), STR("1\n2\n3\nx\n")),
        75);
    assert_int_equal(
        rename_similarity(&f->arena, STR("1\n1\n1\n1\n"), STR("1\n1\ny\nx\n")),
        50);
    assert_int_equal(rename_similarity(&f->arena, STR("1\n"), STR("")), 0);
}

#define FOLDER(test)                                                           \
    cmocka_unit_test_setup_teardown(test, setup_folder, teardown)
#define GIT(test) cmocka_unit_test_setup_teardown(test, setup_git, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER(patterns_match_as_gitignore_says),
        GIT(random_patterns_match_as_git_check_ignore),
        FOLDER(many_stars_take_no_exponential_time),
        GIT(a_damaged_index_never_reads_beyond_its_end),
        GIT(folders_of_tracked_files_are_known),
        FOLDER(configuration_is_read_as_git_writes_it),
        FOLDER(a_blob_has_gits_own_id),
        FOLDER(similarity_is_the_share_of_common_lines),
    };
    int failed;

    fixture_environment();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_environment_end();
    return failed;
}
