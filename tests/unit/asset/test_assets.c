/* SPDX-License-Identifier: MIT */
/* The set: names, fingerprints, references between files, duplicates. */
#include "asset/asset.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct asset_set *set;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->set = asset_set_new(&f->arena);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static void theme(struct fixture *f, const char *name, const char *bytes)
{
    asset_add(f->set, str_of(name), str_of(bytes),
              str_fmt(&f->arena, "theme/%s", name), true, false, &f->diags);
}

static void plain(struct fixture *f, const char *name, const char *bytes)
{
    asset_add(f->set, str_of(name), str_of(bytes),
              str_fmt(&f->arena, "static/%s", name), false, false, &f->diags);
}

static void finish(struct fixture *f)
{
    bool ok = asset_compile_sass(f->set, value_null(), &f->diags);
    if (!ok && f->diags.list.len > 0)
        print_error("%" STR_FMT "\n", STR_ARG(f->diags.list.items[0].message));
    assert_true(ok);
}

static const struct asset *find(struct fixture *f, const char *name)
{
    const struct asset *asset = asset_find(f->set, str_of(name));
    assert_non_null(asset);
    return asset;
}

/* What the last part of a fingerprinted path must be. */
static struct str hashed(struct fixture *f, const char *name, const char *ext)
{
    return str_fmt(
        &f->arena, "%s.%" STR_FMT "%s", name,
        STR_ARG(str_slice(
            hash_hex(
                &f->arena,
                hash_bytes(
                    find(f, str_fmt(&f->arena, "%s%s", name, ext).ptr)->bytes)),
            0, 8)),
        ext);
}

static void expect_bytes(struct fixture *f, const char *name, struct str want)
{
    assert_string_equal(str_cstr(&f->arena, find(f, name)->bytes),
                        str_cstr(&f->arena, want));
}

static void test_fingerprint_is_the_content_hash(void **state)
{
    struct fixture *f = *state;
    theme(f, "img/logo.png", "\x89PNG");
    theme(f, "LICENSE", "text");
    finish(f);
    assert_true(
        str_eq(find(f, "img/logo.png")->path, hashed(f, "img/logo", ".png")));
    assert_true(str_eq(find(f, "LICENSE")->path, hashed(f, "LICENSE", "")));
}

static void test_static_file_keeps_its_path(void **state)
{
    struct fixture *f = *state;
    plain(f, "CNAME", "example.org");
    finish(f);
    assert_true(str_is(find(f, "CNAME")->path, "CNAME"));
    assert_true(hash_eq(find(f, "CNAME")->id, hash_bytes(STR("example.org"))));
}

static void test_integrity_for_scripts_and_styles_only(void **state)
{
    struct fixture *f = *state;
    theme(f, "js/a.js", "alert(1)");
    theme(f, "css/a.css", "a{b:c}");
    theme(f, "a.png", "png");
    finish(f);
    struct str want = str_cat(&f->arena, STR("sha384-"),
                              hash_sha384_base64(&f->arena, STR("alert(1)")));
    assert_true(str_eq(find(f, "js/a.js")->integrity, want));
    assert_true(str_starts(find(f, "css/a.css")->integrity, STR("sha384-")));
    assert_int_equal(find(f, "a.png")->integrity.len, 0);
}

static void test_css_urls_get_the_published_names(void **state)
{
    struct fixture *f = *state;
    theme(f, "css/a.css",
          "@font-face{src:url(../fonts/x.woff2) format('woff2'),"
          "url( \"../fonts/x.woff2?#iefix\" )}b{c:url('/img/s.svg#i')}");
    theme(f, "fonts/x.woff2", "font");
    theme(f, "img/s.svg", "<svg/>");
    finish(f);
    struct str font = hashed(f, "fonts/x", ".woff2");
    struct str image = hashed(f, "img/s", ".svg");
    expect_bytes(f, "css/a.css",
                 str_fmt(&f->arena,
                         "@font-face{src:url(../%" STR_FMT ") format('woff2'),"
                         "url( \"../%" STR_FMT
                         "?#iefix\" )}b{c:url('../%" STR_FMT "#i')}",
                         STR_ARG(font), STR_ARG(font), STR_ARG(image)));
    assert_true(str_eq(find(f, "css/a.css")->path, hashed(f, "css/a", ".css")));
}

static void test_other_references_stay(void **state)
{
    static const char css[] =
        "/* url(x.png) */a{b:'url(x.png)';c:url(data:image/png;base64,AA==);"
        "d:url(https://h/x.png);e:url(//h/x.png);f:url(#x);g:url(none.png);"
        "h:url(\\78.png);i:url(../../x.png);j:url()}";
    struct fixture *f = *state;
    theme(f, "a.css", css);
    theme(f, "x.png", "png");
    finish(f);
    expect_bytes(f, "a.css", str_of(css));
}

static void test_percent_encoded_reference(void **state)
{
    struct fixture *f = *state;
    theme(f, "a b.png", "png");
    theme(f, "a.css", "a{b:url(a%20b.png)}");
    finish(f);
    struct str hash =
        str_slice(hash_hex(&f->arena, hash_bytes(STR("png"))), 0, 8);
    expect_bytes(
        f, "a.css",
        str_fmt(&f->arena, "a{b:url(a%%20b.%" STR_FMT ".png)}", STR_ARG(hash)));
}

static void test_style_sheets_follow_each_other(void **state)
{
    struct fixture *f = *state;
    theme(f, "a.css", "@import \"b.css\" screen;");
    theme(f, "b.css", "a{b:url(x.png)}");
    theme(f, "x.png", "png");
    finish(f);
    expect_bytes(f, "a.css",
                 str_fmt(&f->arena, "@import \"%" STR_FMT "\" screen;",
                         STR_ARG(hashed(f, "b", ".css"))));
}

static void test_style_sheets_in_a_circle_are_an_error(void **state)
{
    struct fixture *f = *state;
    theme(f, "a.css", "@import 'b.css';");
    theme(f, "b.css", "@import 'a.css';");
    assert_false(asset_compile_sass(f->set, value_null(), &f->diags));
    assert_int_equal(f->diags.errors, 1);
    assert_true(str_is(f->diags.list.items[0].path, "theme/b.css"));
}

static void test_static_style_sheet_refers_to_fingerprinted(void **state)
{
    struct fixture *f = *state;
    plain(f, "s.css", "a{b:url(x.png);c:url(y.png);d:url(/y.png)}");
    theme(f, "x.png", "png");
    plain(f, "y.png", "png");
    finish(f);
    assert_true(str_is(find(f, "s.css")->path, "s.css"));
    expect_bytes(f, "s.css",
                 str_fmt(&f->arena,
                         "a{b:url(%" STR_FMT ");c:url(y.png);d:url(y.png)}",
                         STR_ARG(hashed(f, "x", ".png"))));
}

static void test_two_of_one_name_are_an_error(void **state)
{
    struct fixture *f = *state;
    theme(f, "a.js", "1");
    plain(f, "a.js", "2");
    assert_int_equal(f->diags.errors, 1);
    const struct diag *diag = &f->diags.list.items[0];
    assert_string_equal(diag_code(diag->id), "A003");
    assert_true(str_is(diag->path, "static/a.js"));
    assert_true(str_is(diag->message,
                       "a.js is claimed by theme/a.js and by static/a.js"));
    assert_true(str_is(find(f, "a.js")->bytes, "1"));
}

static void test_two_of_one_output_path_are_an_error(void **state)
{
    struct fixture *f = *state;
    theme(f, "a.js", "1");
    plain(f, find(f, "a.js")->path.ptr, "2");
    assert_int_equal(f->diags.errors, 1);
    assert_string_equal(diag_code(f->diags.list.items[0].id), "A003");
}

static void test_override_replaces(void **state)
{
    struct fixture *f = *state;
    theme(f, "a.js", "1");
    theme(f, "b.js", "1");
    asset_add(f->set, STR("a.js"), STR("2"), STR("site/a.js"), true, true,
              &f->diags);
    finish(f);
    assert_int_equal(asset_count(f->set), 2);
    assert_true(str_is(asset_at(f->set, 0)->bytes, "2"));
    assert_true(str_is(asset_at(f->set, 0)->origin, "site/a.js"));
    assert_true(str_eq(find(f, "a.js")->path, hashed(f, "a", ".js")));
}

static void test_unknown_name_is_null(void **state)
{
    struct fixture *f = *state;
    theme(f, "a.js", "1");
    assert_null(asset_find(f->set, STR("b.js")));
}

static void test_sass_becomes_css(void **state)
{
    struct fixture *f = *state;
    asset_add_sass(f->set, STR("main.scss"),
                   STR("@import 'a';a{c:url(../x.png)}"), STR("theme/m"));
    asset_add_sass(f->set, STR("_a.scss"), STR(".a{b:c}"), STR("theme/a"));
    asset_add_sass(f->set, STR("print/p.scss"), STR(".p{b:c}"), STR("theme/p"));
    theme(f, "x.png", "png");
    finish(f);
    assert_int_equal(asset_count(f->set), 3);
    expect_bytes(f, "css/main.css",
                 str_fmt(&f->arena, ".a{b:c}a{c:url(../%" STR_FMT ")}\n",
                         STR_ARG(hashed(f, "x", ".png"))));
    expect_bytes(f, "css/print/p.css", STR(".p{b:c}\n"));
    assert_true(
        str_eq(find(f, "css/main.css")->path, hashed(f, "css/main", ".css")));
    assert_true(str_is(find(f, "css/main.css")->origin, "theme/m"));
}

static void test_site_replaces_a_partial(void **state)
{
    struct fixture *f = *state;
    asset_add_sass(f->set, STR("_a.scss"), STR(".theme{b:c}"), STR("t"));
    asset_add_sass(f->set, STR("m.scss"), STR("@import 'a';"), STR("t"));
    asset_add_sass(f->set, STR("_a.scss"), STR(".site{b:c}"), STR("s"));
    finish(f);
    expect_bytes(f, "css/m.css", STR(".site{b:c}\n"));
}

static struct value variables(struct fixture *f, const char *name,
                              struct value value)
{
    struct map_builder b;
    map_builder_init(&b, &f->arena);
    map_builder_put(&b, name, value);
    map_builder_put(&b, "n", value_int(3));
    return map_builder_finish(&b);
}

static void test_variables_beat_defaults(void **state)
{
    struct fixture *f = *state;
    asset_add_sass(f->set, STR("m.scss"),
                   STR("$accent: blue !default; a{b:$accent;c:$n * 2}"),
                   STR("t"));
    assert_true(asset_compile_sass(
        f->set, variables(f, "accent", value_str(STR("#c0ffee"))), &f->diags));
    expect_bytes(f, "css/m.css", STR("a{b:#c0ffee;c:6}\n"));
}

static void test_variables_do_not_shift_lines(void **state)
{
    struct fixture *f = *state;
    asset_add_sass(f->set, STR("m.scss"), STR("a{b:c}\nd{e:$nope}"),
                   STR("theme/m.scss"));
    assert_false(asset_compile_sass(
        f->set, variables(f, "accent", value_str(STR("red"))), &f->diags));
    const struct diag *diag = &f->diags.list.items[0];
    assert_true(str_is(diag->path, "theme/m.scss"));
    assert_int_equal(diag->span.line, 2);
    assert_int_equal(diag->span.col, 5);
    assert_true(str_is(diag->source, "d{e:$nope}"));
}

static void test_bad_variable_value_names_the_variables(void **state)
{
    struct fixture *f = *state;
    asset_add_sass(f->set, STR("m.scss"), STR("a{b:c}"), STR("t"));
    assert_false(asset_compile_sass(
        f->set, variables(f, "accent", value_str(STR("1px +"))), &f->diags));
    assert_true(str_is(f->diags.list.items[0].path, "(Sass variables)"));
}

static void test_variable_that_is_no_declaration_is_refused(void **state)
{
    struct fixture *f = *state;
    struct value bad = value_str(STR("red; } body { display: none"));
    assert_false(
        asset_compile_sass(f->set, variables(f, "accent", bad), &f->diags));
    assert_false(asset_compile_sass(f->set, variables(f, "a b", value_int(1)),
                                    &f->diags));
    assert_int_equal(f->diags.errors, 2);
}

static void test_one_bad_sheet_leaves_the_others(void **state)
{
    struct fixture *f = *state;
    asset_add_sass(f->set, STR("bad.scss"), STR("a{"), STR("t"));
    asset_add_sass(f->set, STR("good.scss"), STR("a{b:c}"), STR("t"));
    assert_false(asset_compile_sass(f->set, value_null(), &f->diags));
    assert_int_equal(f->diags.errors, 1);
    assert_null(asset_find(f->set, STR("css/bad.css")));
    expect_bytes(f, "css/good.css", STR("a{b:c}\n"));
}

static void test_style_sheet_added_late_is_sealed(void **state)
{
    struct fixture *f = *state;
    theme(f, "x.png", "png");
    finish(f);
    theme(f, "late.css", "a{b:url(x.png)}");
    assert_true(str_eq(find(f, "late.css")->path, hashed(f, "late", ".css")));
}

static void test_media_types(void **state)
{
    (void)state;
    assert_true(
        str_is(asset_mime_type(STR("a/b.CSS")), "text/css; charset=utf-8"));
    assert_true(str_is(asset_mime_type(STR("f.woff2")), "font/woff2"));
    assert_true(
        str_is(asset_mime_type(STR("Makefile")), "application/octet-stream"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_fingerprint_is_the_content_hash),
        TEST(test_static_file_keeps_its_path),
        TEST(test_integrity_for_scripts_and_styles_only),
        TEST(test_css_urls_get_the_published_names),
        TEST(test_other_references_stay),
        TEST(test_percent_encoded_reference),
        TEST(test_style_sheets_follow_each_other),
        TEST(test_style_sheets_in_a_circle_are_an_error),
        TEST(test_static_style_sheet_refers_to_fingerprinted),
        TEST(test_two_of_one_name_are_an_error),
        TEST(test_two_of_one_output_path_are_an_error),
        TEST(test_override_replaces),
        TEST(test_unknown_name_is_null),
        TEST(test_sass_becomes_css),
        TEST(test_site_replaces_a_partial),
        TEST(test_variables_beat_defaults),
        TEST(test_variables_do_not_shift_lines),
        TEST(test_bad_variable_value_names_the_variables),
        TEST(test_variable_that_is_no_declaration_is_refused),
        TEST(test_one_bad_sheet_leaves_the_others),
        TEST(test_style_sheet_added_late_is_sealed),
        TEST(test_media_types),
    };
    return cmocka_run_group_tests_name("assets", tests, NULL, NULL);
}
