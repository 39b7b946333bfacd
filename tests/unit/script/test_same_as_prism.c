/* SPDX-License-Identifier: MIT */
/*
 * The C tokenizer gives the bytes that Prism gives in JavaScript: on every code
 * block of the manual and of the golden sites, on thousands of real ones where
 * they are (../shared, or PHX_SAMPLES, folders between colons), and for every
 * language on code that was not written for it.
 */
#include "host_fixture.h"
#include "samples.h"

#include "script/prism.h"

struct counts {
    size_t same;      /* compared */
    size_t other;     /* languages that stay in JavaScript, or unknown */
    size_t too_much;  /* where both gave up */
    size_t different; /* the first of which are printed */
};

#define PRINTED 20

static void print_difference(struct str file, struct str language,
                             struct str code, struct str got, struct str want)
{
    size_t at = 0;

    while (at < got.len && at < want.len && got.ptr[at] == want.ptr[at])
        at++;
    size_t from = at > 60 ? at - 60 : 0;

    print_error("%" STR_FMT ", %" STR_FMT ", %zu bytes, from byte %zu:\n"
                "  Prism: %" STR_FMT "\n  C:     %" STR_FMT "\n",
                STR_ARG(file), STR_ARG(language), code.len, at,
                STR_ARG(str_slice(want, from, at + 60)),
                STR_ARG(str_slice(got, from, at + 60)));
}

/* JavaScript that gave up on its three seconds answers with escaped code. */
static bool gave_up(struct arena *arena, struct str code, struct str want)
{
    return str_eq(want, html_escape(arena, code).markup);
}

static void compare(struct fixture *f, struct str file, struct str name,
                    struct str code, struct counts *counts)
{
    const struct language *language;
    struct arena arena;
    struct error err;
    struct str got, want;

    language = languages_find(&f->host->languages, name);
    uint32_t grammar = language
                           ? grammars_find(&f->host->grammars, language->id)
                           : GRAMMAR_NONE;
    if (grammar == GRAMMAR_NONE) {
        counts->other++;
        return;
    }
    arena_init(&arena);
    enum tokens_outcome outcome = tokens_highlight(
        &f->host->patterns, &f->host->tokens[0], &arena, grammar, code, &got);

    if (prism_highlight(f->host, 0, &arena, language, code, &want, &err) < 0)
        fail_msg("%s", err.message);
    if (outcome == TOKENS_TOO_MUCH)
        got = html_escape(&arena, code).markup;
    if (outcome == TOKENS_UNABLE)
        got = STR("(unable)");
    if (str_eq(got, want))
        counts->same++;
    else if (outcome == TOKENS_DONE && gave_up(&arena, code, want))
        counts->too_much++;
    else if (counts->different++ < PRINTED)
        print_difference(file, name, code, got, want);
    arena_deinit(&arena);
}

static void open_languages(struct fixture *f)
{
    struct error err;

    if (languages_open(&f->host->languages, &err) < 0)
        fail_msg("%s", err.message);
}

static struct counts compare_folder(struct fixture *f, struct str folder)
{
    struct samples samples = {.arena = &f->arena};
    struct counts counts = {0};

    open_languages(f);
    samples_read(&samples, folder);
    for (size_t i = 0; i < samples.list.len; i++) {
        const struct sample *s = &samples.list.items[i];

        compare(f, s->file, s->language, s->code, &counts);
    }
    if (counts.same)
        print_message("%" STR_FMT ": %zu blocks the same, %zu of languages "
                      "that stay in JavaScript, %zu too slow there\n",
                      STR_ARG(folder), counts.same, counts.other,
                      counts.too_much);
    if (counts.different)
        fail_msg("%zu blocks differ", counts.different);
    return counts;
}

static void the_manual_and_the_golden_sites_are_the_same(void **state)
{
    assert_true(compare_folder(*state, STR("content")).same > 20);
    assert_true(compare_folder(*state, STR("tests/golden")).same > 0);
}

static void real_code_is_the_same(void **state)
{
    const char *named = getenv("PHX_SAMPLES");
    struct str rest =
        str_of(named ? named : "../shared/conformance:../shared/corpora");
    struct str folder;
    size_t same = 0;

    while (str_split(&rest, ':', &folder))
        same += compare_folder(*state, folder).same;
    if (!same)
        skip();
}

/* Strings, comments and numbers of many languages, nested and not closed; units
 * of one, two, three and four bytes; every kind of line end and space. */
static const char *const strange[] = {
    "",
    " ",
    "a",
    "\n",
    "\r\n",
    "é",
    "😀",
    "'😀' \"\\😀\" /😀/ # 😀\n// 😀",
    "\xC2\xA0<&>\xC2\xA0\n",
    "a\xE2\x80\xA8"
    "b // c\xE2\x80\xA9"
    "d # e\r--f\rg\r\n",
    "x\xFF\xFE\x80y = 'z\xC0' # \xED\xA0\x80\n",
    "/* a\nb */ int f(char *s) { return \"\\\"x\" + 'c' + 0x1F; } // é\r\n",
    "def f(a: int = 0b1) -> str:\r\n    '''doc ${x} #{y} {z}'''\r\n    return "
    "f\"{a!r:>{w}} \\N{DASH}\" # ok\r\n",
    "<!DOCTYPE html>\n<a href='x' onclick=\"f('&lt;')\" style=\"top:0\">é&amp;"
    "</a><script>let a = `b ${c}`</script><style>p{margin:0}</style><!-- x -->",
    "# Title\n\n* a **b** `c` [d](e)\n\n```c\nint x;\n```\n| a | b "
    "|\n|--|--|\n",
    "select * from t where a = 'it''s' and b <> 1.5e-3; -- c\nBEGIN; END;\n",
    "#!/bin/sh\nset -e; for i in $(ls \"$1\"); do echo ${i%.*} >> x; done <<EOF"
    "\n$HOME 'x'\nEOF\n",
    "key: [1, 2.5, true, \"x\"]\n- &a !!str 'b': *a\n  c: |\n    text\n    é\n"
    "---\n2001-12-14 10:00:00\n",
    "{\"a\": [1, -2.5e+3, null, \"\\u00e9\"], /* c */ \"b\": {}}",
    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\n+new\n "
    "same\n",
    "fn main() -> Result<(), Box<dyn E>> { let x: &'a str = r#\"y\"#; "
    "println!(\"{}\", b'c' as u8); }",
    "(defun f (x &optional y) \"doc\" (let ((a 'b) (c `(,d ,@e))) #'g)) ; é",
    "module M where\nimport qualified A.B as C\nf :: Int -> Int\nf x = x `div` "
    "2 {- a {- b -} -}\n",
    "\\documentclass{a}\\begin{b}[c]$x^2_{i}$ % d\n\\end{b}\\verb|e|\n",
    "GET /a?b=c HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n\r\n"
    "{\"e\": 1}",
    "%a = add i32 %b, 1 ; c\nmov eax, [ebx+4]\nlabel: .word 0xFFh\n$x @y #z\n",
    "if (1 < 2) { throw new E<T>('x') } else { a?.b ?? c; /r[e]g\\/ex/gi }\n"
    "@D class F extends G implements H { async *i() {} }\n",
    "[section]\nkey=value ; c\n<tag attr>\n{% if a %}{{ b|c }}{% endif %}\n"
    "<?php echo 1 ?><% x %>\n",
    "\"not closed\n'nor this\n/* nor\n<!-- that\n`and\n\"\"\"so on",
    "((((((((((((((((((((((([[[[[[[[[[{{{{{{{{{{<<<<<<<<<<",
};

static void every_language_is_the_same_on_code_of_others(void **state)
{
    struct fixture *f = *state;
    struct counts counts = {0};

    open_languages(f);
    for (size_t i = 0; i < f->host->languages.len; i++)
        for (size_t j = 0; j < PHX_COUNT(strange); j++) {
            struct str id = f->host->languages.list[i].id;
            struct str name = str_fmt(&f->arena, "sample %zu", j);

            compare(f, name, id, str_of(strange[j]), &counts);
        }
    if (counts.different)
        fail_msg("%zu differ", counts.different);
    assert_true(counts.same > 200 * PHX_COUNT(strange));
}

static void every_pattern_compiles(void **state)
{
    struct fixture *f = *state;

    assert_true(f->host->grammars.language_count > 200);
    assert_true(pcre_narrow.open() && pcre_wide.open());
    for (uint32_t i = 0; i < f->host->grammars.pattern_count; i++) {
        assert_non_null(patterns_get(&f->host->patterns, PCRE_NARROW, i));
        assert_non_null(patterns_get(&f->host->patterns, PCRE_WIDE, i));
    }
}

static struct str highlight(struct fixture *f, const char *language,
                            struct str code)
{
    struct html html;
    struct error err;
    bool known;

    assert_int_equal(script_highlight(f->host, 0, &f->arena, str_of(language),
                                      code, &html, &known, &err),
                     PHX_OK);
    assert_true(known);
    return html.markup;
}

static void code_alone_starts_no_javascript(void **state)
{
    struct fixture *f = *state;

    assert_contains(highlight(f, "c", STR("return 1; // é")), "<span");
    assert_contains(highlight(f, "html", STR("<a>&amp;</a>")), "<span");
    assert_null(f->host->engines[0].js);
    assert_contains(highlight(f, "php", STR("<?php echo 1;")), "<span");
    assert_non_null(f->host->engines[0].js);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(every_pattern_compiles),
        fixture_test(code_alone_starts_no_javascript),
        fixture_test(the_manual_and_the_golden_sites_are_the_same),
        fixture_test(every_language_is_the_same_on_code_of_others),
        fixture_test(real_code_is_the_same),
    };

    /* Else its time limit stops code by SIGSEGV, which cmocka catches. */
    setenv("JSC_usePollingTraps", "1", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
