/* SPDX-License-Identifier: MIT */
/* The script in pages, the news it is told, and the editor it asks for. */
#include "../base/unit.h"

#include "serve/editor.h"
#include "serve/inject.h"
#include "serve/news.h"

/* ---- The script element ---- */

static struct str inject(struct arena *arena, const char *page)
{
    const struct injection injection = {.session = STR("s"),
                                        .token = STR("t"),
                                        .base_path = STR("/b"),
                                        .path = STR("a\"<&.html"),
                                        .output = 7,
                                        .fingerprint = 255};
    struct buf out = BUF_INIT;
    struct str result;

    inject_script(&out, str_of(page), &injection);
    result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

#define SCRIPT                                                                 \
    "<script src=\"/.phx/live.js\" async data-session=\"s\" data-token=\"t\" " \
    "data-base=\"/b\" data-path=\"a&#34;&lt;&amp;.html\" data-output=\"7\" "   \
    "data-fingerprint=\"00000000000000ff\"></script>\n"

static void test_the_script_stands_before_the_last_body_end(void **state)
{
    assert_text(inject(*state, "<body>x</body></html>"),
                "<body>x" SCRIPT "</body></html>");
    assert_text(inject(*state, "<pre></body></pre></BODY >"),
                "<pre></body></pre>" SCRIPT "</BODY >");
}

static void test_a_page_without_body_end_gets_it_at_its_end(void **state)
{
    assert_text(inject(*state, "<p>x"), "<p>x" SCRIPT);
    assert_text(inject(*state, ""), SCRIPT);
    assert_text(inject(*state, "x</bod"), "x</bod" SCRIPT);
}

static void test_fingerprints_look_past_style_sheets(void **state)
{
    uint64_t page = inject_fingerprint(
        STR("a<link rel=\"stylesheet\" href=\"/m.1.css\">b<link "
            "rel=icon href=i>c"));

    (void)state;
    assert_true(page == inject_fingerprint(
                            STR("a<link href=/m.2.css rel='stylesheet'>b<link "
                                "rel=icon href=i>c")));
    assert_true(page != inject_fingerprint(
                            STR("a<link rel=\"stylesheet\" href=\"/m.1.css\">b"
                                "<link rel=icon href=j>c")));
    assert_true(page != inject_fingerprint(STR("ab<link rel=icon href=i>c")));
    assert_true(inject_fingerprint(STR("a<link stylesheet")) !=
                inject_fingerprint(STR("a<link stylesheet 2")));
}

/* ---- News ---- */

static struct str news(struct build_report *report, int rc,
                       const struct error *err)
{
    const struct news about = {
        .session = STR("s"), .build = 5, .output = 3, .rc = rc, .err = err};
    struct buf out = BUF_INIT;
    struct str text;

    news_write(&out, &about, report);
    text = buf_dup(report->arena, &out);
    buf_deinit(&out);
    return text;
}

static void test_news_of_a_good_build(void **state)
{
    struct build_report report = {.arena = *state, .written = true};
    const struct error err = {0};

    diags_init(&report.diags, *state, NULL);
    diag_add(&report.diags, DIAG_CONFIG_KEY, NULL, (struct span){0}, "w");
    vec_push(report.arena, &report.changed_paths, STR("a.html"));
    vec_push(report.arena, &report.deleted_paths, STR("b.html"));
    assert_text(
        news(&report, 0, &err),
        "{\"session\":\"s\",\"build\":5,\"output\":3,\"changed\":[\"a.html\","
        "\"b.html\"],\"problems\":[],\"more\":0}");
}

static void test_news_of_errors_have_places(void **state)
{
    const struct source_ref where = {.path = STR("t.html"),
                                     .text = STR("one\n<b> two\n")};
    struct build_report report = {.arena = *state};
    const struct error err = {0};
    struct place place;

    diags_init(&report.diags, *state, NULL);
    diag_add(&report.diags, DIAG_CONFIG_KEY, NULL, (struct span){0}, "warning");
    diag_add(&report.diags, DIAG_CONFIG_TYPE, &where, (struct span){2, 5, 3},
             "no </script>");
    struct str text = news(&report, 0, &err);
    assert_int_equal(str_find(text, STR("</script>")), STR_NONE);
    assert_int_equal(str_find(text, STR("\"warning\"")), STR_NONE);
    assert_true(news_place(*state, text, 0, &place));
    assert_text(place.path, "t.html");
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 5);
    assert_false(news_place(*state, text, 1, &place));
}

static void test_warnings_that_stop_a_build_are_its_problems(void **state)
{
    struct build_report report = {.arena = *state};
    const struct error err = {0};

    diags_init(&report.diags, *state, NULL);
    diag_add(&report.diags, DIAG_CONFIG_KEY, NULL, (struct span){0}, "odd");
    assert_int_not_equal(str_find(news(&report, 0, &err), STR("\"odd\"")),
                         STR_NONE);
}

static void test_a_failed_build_says_why(void **state)
{
    struct build_report report = {.arena = *state};
    const struct error err = {PHX_EIO, "the disk is full"};
    struct place place;

    diags_init(&report.diags, *state, NULL);
    struct str text = news(&report, PHX_EIO, &err);
    assert_int_not_equal(str_find(text, STR("the disk is full")), STR_NONE);
    assert_false(news_place(*state, text, 0, &place));
}

static void test_the_first_news_is_news(void **state)
{
    struct buf out = BUF_INIT;
    struct place place;

    news_first(&out, STR("s"));
    assert_false(news_place(*state, buf_str(&out), 0, &place));
    assert_non_null(strstr(out.ptr, "\"output\": 0"));
    buf_deinit(&out);
}

static void test_only_a_few_hundred_changes_are_listed(void **state)
{
    struct build_report report = {.arena = *state, .written = true};
    const struct error err = {0};

    diags_init(&report.diags, *state, NULL);
    for (size_t i = 0; i < 1000; i++)
        vec_push(report.arena, &report.changed_paths, STR("a.html"));
    assert_int_not_equal(
        str_find(news(&report, 0, &err), STR("\"changed\":null")), STR_NONE);
}

/* ---- Editors ---- */

static struct str command(struct arena *arena, const char *setting)
{
    char **words =
        editor_command(arena, str_of(setting), STR("/s/a b.md"), 3, 7);
    struct str line = STR("");

    for (size_t i = 0; words && words[i]; i++)
        line = str_fmt(arena, "%" STR_FMT "[%s]", STR_ARG(line), words[i]);
    return line;
}

static void test_editors_are_told_the_place_in_their_way(void **state)
{
    static const char *const cases[][2] = {
        {"code", "[code][-g][/s/a b.md:3:7]"},
        {"/usr/bin/code --wait", "[/usr/bin/code][--wait][-g][/s/a b.md:3:7]"},
        {"subl", "[subl][/s/a b.md:3:7]"},
        {"gvim", "[gvim][+3][/s/a b.md]"},
        {"emacsclient -n", "[emacsclient][-n][+3:7][/s/a b.md]"},
        {"idea", "[idea][--line][3][/s/a b.md]"},
        {"my-editor", "[my-editor][/s/a b.md]"},
        {"x --at={line},{column} '{file}'", "[x][--at=3,7][/s/a b.md]"},
        {"vim -c {line} {file}", "[vim][-c][3][/s/a b.md]"},
        {"'a b'/\"c d\" \"\"", "[a b/c d][][/s/a b.md]"},
        {"rm; {file}", "[rm;][/s/a b.md]"},
    };

    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_text(command(*state, cases[i][0]), cases[i][1]);
}

static void test_terminal_editors_are_not_started(void **state)
{
    static const char *const cases[] = {
        "",   "  ", "vim", "/usr/bin/nvim", "nano -w", "emacs -nw",
        "hx", "vi", "ed",
    };

    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_text(command(*state, cases[i]), "");
}

static void test_links_name_file_and_place(void **state)
{
    assert_text(editor_link(*state, STR("/s/a b%20.md"), 3, 0),
                "vscode://file/s/a%20b%2520.md:3:1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_script_stands_before_the_last_body_end),
        TEST(test_a_page_without_body_end_gets_it_at_its_end),
        TEST(test_fingerprints_look_past_style_sheets),
        TEST(test_news_of_a_good_build),
        TEST(test_news_of_errors_have_places),
        TEST(test_warnings_that_stop_a_build_are_its_problems),
        TEST(test_a_failed_build_says_why),
        TEST(test_the_first_news_is_news),
        TEST(test_only_a_few_hundred_changes_are_listed),
        TEST(test_editors_are_told_the_place_in_their_way),
        TEST(test_terminal_editors_are_not_started),
        TEST(test_links_name_file_and_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
