/* SPDX-License-Identifier: MIT */
/* What a request may reach, and under which name. */
#include "../base/unit.h"

#include "serve/target.h"

/* The status, or 0 and the path. */
static int decode(struct arena *arena, const char *path, struct str *out)
{
    *out = STR("(untouched)");
    return target_decode(arena, str_of(path), out);
}

static void test_paths_are_decoded_once(void **state)
{
    static const char *const cases[][2] = {
        {"/", ""},
        {"/a", "a"},
        {"/a/", "a/"},
        {"/a/b.css", "a/b.css"},
        {"/a%20b", "a b"},
        {"/%E4%B8%AD%e6%96%87/", "中文/"},
        {"/100%25", "100%"},
        {"/%252e%252e/x", "%2e%2e/x"},
        {"/a+b", "a+b"},
        {"/...", NULL}, /* a dotfile */
        {"/a..b/c..", "a..b/c.."},
        {"/.well-known/x", ".well-known/x"},
        {"/a;b=c", "a;b=c"},
    };

    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct str path;
        int status = decode(*state, cases[i][0], &path);
        if (!cases[i][1]) {
            assert_int_equal(status, 404);
            continue;
        }
        assert_int_equal(status, 0);
        assert_text(path, cases[i][1]);
    }
}

static void test_paths_that_climb_are_refused(void **state)
{
    static const char *const cases[] = {
        "/..",
        "/../x",
        "/a/../../x",
        "/a/..",
        "/.",
        "/a/./b",
        "/%2e%2e/x",
        "/%2E%2e/x",
        "/.%2e/x",
        "/%2e./x",
        "/a/%2e%2e%2fx",
        "/..%2fx",
        "/..%5cx",
        "/..\\x",
        "/a%5c..%5cx",
        "/a\\b",
        "/a%2fb",
        "/a%2Fb",
        "/%00",
        "/a%00.html",
        "/a%0d%0aX: y",
        "/a%7f",
        "/%c0%ae%c0%ae/",
        "/%c0%af",
        "/%e4%b8",
        "/%ff",
        "/%",
        "/%4",
        "/%zz",
        "/%u002e",
        "/a\tb",
        "/a\nb",
    };

    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct str path;
        int status = decode(*state, cases[i], &path);
        if (status != 400)
            print_error("%s: %d\n", cases[i], status);
        assert_int_equal(status, 400);
        assert_text(path, "(untouched)");
    }
}

static void test_hidden_and_empty_names_are_not_there(void **state)
{
    static const char *const cases[] = {
        "/.git/config",
        "/a/.htaccess",
        "/.phx-manifest",
        "/%2egit/",
        "//",
        "/a//b",
        "//example.org/",
        "/a//",
        "/.a/../b",
        "/x/.well-known/y",
        "/.well-known2",
        "/..a",
    };

    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        struct str path;
        int status = decode(*state, cases[i], &path);
        if (status != 404)
            print_error("%s: %d\n", cases[i], status);
        assert_int_equal(status, 404);
    }
}

static void test_long_paths_are_refused(void **state)
{
    char path[TARGET_LIMIT + 2];
    struct str out;

    memset(path, 'a', sizeof(path));
    path[0] = '/';
    assert_int_equal(target_decode(*state, str_bytes(path, TARGET_LIMIT), &out),
                     0);
    assert_int_equal(
        target_decode(*state, str_bytes(path, TARGET_LIMIT + 1), &out), 414);
}

static void test_targets_are_taken_apart(void **state)
{
    struct target t;

    (void)state;
    assert_true(target_split(STR("/a/b?c=d?e"), &t));
    assert_text(t.path, "/a/b");
    assert_text(t.query, "?c=d?e");
    assert_text(t.authority, "");
    assert_true(target_split(STR("HTTP://Host:80/a"), &t));
    assert_text(t.path, "/a");
    assert_text(t.authority, "Host:80");
    assert_true(target_split(STR("http://host"), &t));
    assert_text(t.path, "/");
    assert_false(target_split(STR(""), &t));
    assert_false(target_split(STR("*"), &t));
    assert_false(target_split(STR("a/b"), &t));
    assert_false(target_split(STR("ftp://host/"), &t));
    assert_false(target_split(STR("http:///a"), &t));
    assert_false(target_split(STR("http://host?a"), &t));
}

static void test_arguments_are_found_by_name(void **state)
{
    (void)state;
    assert_text(target_argument(STR("?a=1&b=2&b=3"), STR("b")), "2");
    assert_text(target_argument(STR("?ab=1"), STR("b")), "");
    assert_text(target_argument(STR("?b"), STR("b")), "");
    assert_text(target_argument(STR("?b="), STR("b")), "");
    assert_text(target_argument(STR(""), STR("b")), "");
}

static void test_hosts_of_this_machine_are_answered(void **state)
{
    static const char *const cases[] = {
        "localhost",   "localhost:4400", "LocalHost:1", "127.0.0.1",
        "127.0.0.1:9", "127.9.8.7",      "[::1]",       "[::1]:4400",
        "localhost.",  "localhost:",
    };
    const struct host_policy policy = {.name = STR("")};

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_true(host_allowed(str_of(cases[i]), &policy));
}

static void test_foreign_hosts_are_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "evil.example",
        "localhost.evil.example",
        "evil.example:4400",
        "127.0.0.1.evil.example",
        "192.168.1.7",
        "[fe80::1]",
        "::1",
        "[::1",
        "0x7f.1",
        "2130706433",
        "localhost:evil",
        "localhost:123456",
        "local host",
        "localhost,evil.example",
        "user@localhost",
        ":4400",
    };
    const struct host_policy policy = {.name = STR("")};

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(cases); i++) {
        if (host_allowed(str_of(cases[i]), &policy))
            print_error("%s\n", cases[i]);
        assert_false(host_allowed(str_of(cases[i]), &policy));
    }
}

static void
test_a_reachable_preview_answers_to_addresses_and_its_name(void **state)
{
    const struct host_policy policy = {.name = STR("box.lan"),
                                       .any_address = true};

    (void)state;
    assert_true(host_allowed(STR("192.168.1.7:4400"), &policy));
    assert_true(host_allowed(STR("[fe80::1]:4400"), &policy));
    assert_true(host_allowed(STR("Box.LAN:4400"), &policy));
    assert_true(host_allowed(STR("localhost"), &policy));
    assert_false(host_allowed(STR("evil.example"), &policy));
    assert_false(host_allowed(STR("a.box.lan"), &policy));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_paths_are_decoded_once),
        TEST(test_paths_that_climb_are_refused),
        TEST(test_hidden_and_empty_names_are_not_there),
        TEST(test_long_paths_are_refused),
        TEST(test_targets_are_taken_apart),
        TEST(test_arguments_are_found_by_name),
        TEST(test_hosts_of_this_machine_are_answered),
        TEST(test_foreign_hosts_are_refused),
        TEST(test_a_reachable_preview_answers_to_addresses_and_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
