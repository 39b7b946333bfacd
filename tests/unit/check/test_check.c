/* SPDX-License-Identifier: MIT */
/* One page in a folder, and the rule it breaks or keeps. */
#include "check/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    char folder[32];
    struct config config;
    struct check_report report;
    struct error err;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct diags diags;
    struct build_settings settings = {.base_url =
                                          STR("https://check.example/base")};

    arena_init(&f->arena);
    diags_init(&diags, &f->arena, NULL);
    memcpy(f->folder, "/tmp/phx-check-XXXXXX", 22);
    assert_non_null(mkdtemp(f->folder));
    assert_true(
        config_read(&f->arena, f->folder, &settings, &diags, &f->config));
    f->report.arena = &f->arena;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fs_remove_tree(f->folder, &f->err), 0);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static void put(struct fixture *f, const char *path, const char *text)
{
    struct str full = path_join(&f->arena, str_of(f->folder), str_of(path));

    assert_int_equal(fs_mkdirs(str_cstr(&f->arena, path_dir(full)), &f->err),
                     0);
    assert_int_equal(fs_write(full.ptr, str_of(text), &f->err), 0);
}

/* The codes that a page with this body breaks: "H001 H002 ". */
static const char *codes(struct fixture *f, const char *body)
{
    const struct check_options options = {
        .config = &f->config,
        .root = f->folder,
        .folder = f->folder,
        .jobs = 2,
    };
    struct buf out = BUF_INIT;

    put(f, "404.html", "x");
    put(f, "index.html",
        str_fmt(&f->arena,
                "<!doctype html><html lang=\"en\"><title>t</title>%s", body)
            .ptr);
    assert_int_equal(check_site(&options, &f->report, &f->err), 0);
    for (size_t i = 0; i < f->report.diags.list.len; i++)
        buf_add_fmt(&out, "%s ", diag_code(f->report.diags.list.items[i].id));
    struct str text = buf_dup(&f->arena, &out);
    buf_deinit(&out);
    return text.ptr;
}

#define RULE(name, expected, body)                                             \
    static void name(void **state)                                             \
    {                                                                          \
        assert_string_equal(codes(*state, body), expected);                    \
    }

RULE(a_right_page_has_nothing, "",
     "<h1 id=a>x</h1><a href='#a'>y</a><a href='/base/'>z</a>")
RULE(a_missing_page_is_found, "H001 ", "<a href='nothing/'>x</a>")
RULE(a_folder_without_an_index_is_missing, "H001 ", "<a href='/base/x/'>x</a>")
RULE(a_name_without_html_is_answered, "", "<a href='404'>x</a>")
RULE(a_query_is_no_part_of_the_name, "", "<a href='404.html?a=/b/#'>x</a>")
RULE(dots_stay_below_the_root, "H004 ", "<a href='../../../x'>x</a>")
RULE(an_escaped_name_is_decoded, "", "<a href='/base/%34%304.html'>x</a>")
RULE(another_scheme_is_left_alone, "",
     "<a href='mailto:x'>x</a><a href='javascript:y()'>y</a>")
RULE(a_missing_anchor_is_found, "H002 ", "<a href='#b'>x</a>")
RULE(a_name_is_an_anchor, "", "<a name=b></a><a href='#b'>x</a>")
RULE(an_anchor_may_be_escaped, "",
     "<p id='\xe4\xb8\xad'></p><a href='#%E4%B8%AD'>x</a>")
RULE(a_text_directive_is_no_anchor, "", "<a href='#:~:text=x'>x</a>")
RULE(a_missing_image_is_found, "H003 ", "<img src=x.png alt=x>")
RULE(each_candidate_of_a_srcset_counts, "H003 H003 ",
     "<img src=404.html srcset='a.png 1x, b.png 2x, 404.html 3x' alt=x>")
RULE(an_image_needs_an_alternative, "H014 ", "<img src=404.html>")
RULE(an_empty_alternative_is_one, "", "<img src=404.html alt>")
RULE(a_link_needs_a_text, "H015 ", "<a href='#'> <b></b></a>")
RULE(an_image_names_its_link, "", "<a href='#'><img src=404.html alt=x></a>")
RULE(a_hidden_text_is_no_name, "H015 ",
     "<button><span aria-hidden=true>x</span></button>")
RULE(a_hidden_link_needs_none, "",
     "<div aria-hidden=true><div><a href='#'></a></div></div>")
RULE(levels_are_not_skipped, "H016 ", "<h1>x</h1><h3>y</h3>")
RULE(levels_may_go_up, "", "<h1>x</h1><h2>y</h2><h3>z</h3><h1>x</h1>")
RULE(ids_are_unique, "H010 ", "<p id=a><p id=a>")
RULE(a_template_is_no_part_of_the_page, "",
     "<p id=a><template><p id=a><a href='/x'></a></template>")
RULE(a_label_names_an_id, "H011 ", "<label for=x>y</label>")
RULE(a_language_is_a_tag, "H013 ", "<p lang=english_UK>x")
RULE(an_insecure_script_is_found, "H008 ",
     "<script src='http://a.example/x.js'></script>")

static void what_the_source_says_is_found_there(void **state)
{
    struct fixture *f = *state;
    const struct check_origin origin = {STR("post/index.html"),
                                        STR("source.md")};
    const struct check_options options = {.config = &f->config,
                                          .root = f->folder,
                                          .folder = f->folder,
                                          .origins = &origin,
                                          .origin_count = 1};

    put(f, "index.html", "x");
    put(f, "404.html", "x");
    put(f, "source.md", "---\ntitle: x\n---\n\nSee [it](/gone/).\n");
    put(f, "post/index.html", "<p>See <a href='/base/gone/'>it</a>.</p>");
    assert_int_equal(check_site(&options, &f->report, &f->err), 0);
    assert_int_equal(f->report.diags.list.len, 1);
    const struct diag *d = &f->report.diags.list.items[0];
    assert_string_equal(d->path.ptr, "source.md");
    assert_int_equal(d->span.line, 5);
    assert_int_equal(d->span.col, 10);
    assert_int_equal(d->span.len, 6);
    assert_string_equal(d->chain.ptr, "in post/index.html:1:11");
}

static void one_mistake_of_a_theme_is_said_once(void **state)
{
    struct fixture *f = *state;

    put(f, "a.html", "<a href='/base/gone/'>x</a>");
    put(f, "b.html", "<a href='/base/gone/'>x</a>");
    assert_string_equal(codes(f, "<a href='/base/gone/'>x</a>"), "H001 ");
    assert_string_equal(f->report.diags.list.items[0].chain.ptr,
                        "and on 2 other pages");
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct fixture *f = *state;
    const struct check_options options = {.config = &f->config,
                                          .root = f->folder,
                                          .folder = "/nonexistent/folder"};

    assert_int_equal(check_site(&options, &f->report, &f->err), PHX_ENOENT);
}

static void sarif_counts_letters(void **state)
{
    struct fixture *f = *state;
    struct source_ref where = {.path = STR("a b.md"),
                               .text = STR("\xe7\x9c\x8b [x](y)\n")};
    struct diags diags;
    struct buf out = BUF_INIT;

    diags_init(&diags, &f->arena, NULL);
    diag_add(&diags, DIAG_PAGE_LINK, &where, (struct span){1, 9, 1}, "m");
    check_sarif(&out, &diags);
    assert_non_null(strstr(out.ptr, "\"startColumn\": 7,"));
    assert_non_null(strstr(out.ptr, "\"endColumn\": 8"));
    assert_non_null(strstr(out.ptr, "\"uri\": \"a%20b.md\""));
    buf_deinit(&out);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_right_page_has_nothing),
        T(a_missing_page_is_found),
        T(a_folder_without_an_index_is_missing),
        T(a_name_without_html_is_answered),
        T(a_query_is_no_part_of_the_name),
        T(dots_stay_below_the_root),
        T(an_escaped_name_is_decoded),
        T(another_scheme_is_left_alone),
        T(a_missing_anchor_is_found),
        T(a_name_is_an_anchor),
        T(an_anchor_may_be_escaped),
        T(a_text_directive_is_no_anchor),
        T(a_missing_image_is_found),
        T(each_candidate_of_a_srcset_counts),
        T(an_image_needs_an_alternative),
        T(an_empty_alternative_is_one),
        T(a_link_needs_a_text),
        T(an_image_names_its_link),
        T(a_hidden_text_is_no_name),
        T(a_hidden_link_needs_none),
        T(levels_are_not_skipped),
        T(levels_may_go_up),
        T(ids_are_unique),
        T(a_template_is_no_part_of_the_page),
        T(a_label_names_an_id),
        T(a_language_is_a_tag),
        T(an_insecure_script_is_found),
        T(what_the_source_says_is_found_there),
        T(one_mistake_of_a_theme_is_said_once),
        T(a_folder_that_is_not_there_is_an_error),
        T(sarif_counts_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
