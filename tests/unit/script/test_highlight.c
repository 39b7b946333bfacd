/* SPDX-License-Identifier: MIT */
/* Code: grammars, names, what stays plain, and independence of what was
 * highlighted before. */
#include "host_fixture.h"

static struct str highlight_on(struct script_host *host, struct arena *arena,
                               const char *language, struct str code,
                               bool *known)
{
    struct error err;
    struct html html;
    int rc = script_highlight(host, 0, arena, str_of(language), code, &html,
                              known, &err);

    if (rc != PHX_OK)
        fail_msg("%s", err.message);
    return html.markup;
}

static struct str highlight(void **state, const char *language, struct str code)
{
    struct fixture *f = *state;
    bool known;
    struct str markup =
        highlight_on(f->host, &f->arena, language, code, &known);

    if (!known)
        fail_msg("%s is not known", language);
    return markup;
}

static void c_is_highlighted(void **state)
{
    assert_text(highlight(state, "c", STR("return a < 1;\n")),
                "<span class=\"token keyword\">return</span> a "
                "<span class=\"token operator\">&lt;</span> "
                "<span class=\"token number\">1</span>"
                "<span class=\"token punctuation\">;</span>\n");
}

static void python_is_highlighted(void **state)
{
    assert_text(highlight(state, "python", STR("def f(): pass # 中文")),
                "<span class=\"token keyword\">def</span> "
                "<span class=\"token function\">f</span>"
                "<span class=\"token punctuation\">(</span>"
                "<span class=\"token punctuation\">)</span>"
                "<span class=\"token punctuation\">:</span> "
                "<span class=\"token keyword\">pass</span> "
                "<span class=\"token comment\"># 中文</span>");
}

static void bash_is_highlighted(void **state)
{
    assert_contains(highlight(state, "bash", STR("echo \"$HOME\" # x")),
                    "<span class=\"token comment\"># x</span>");
}

static void json_is_highlighted(void **state)
{
    assert_contains(highlight(state, "json", STR("{\"a\": 1}")),
                    "<span class=\"token property\">\"a\"</span>");
}

static void yaml_is_highlighted(void **state)
{
    assert_contains(highlight(state, "yaml", STR("a: true\n")),
                    "<span class=\"token key atrule\">a</span>");
}

static void rust_is_highlighted(void **state)
{
    assert_contains(highlight(state, "rust", STR("fn main() {}")),
                    "<span class=\"token keyword\">fn</span>");
}

static void go_is_highlighted(void **state)
{
    assert_contains(highlight(state, "go", STR("func main() {}")),
                    "<span class=\"token keyword\">func</span>");
}

static void diff_is_highlighted(void **state)
{
    assert_contains(highlight(state, "diff", STR("-a\n+b\n")),
                    "<span class=\"token inserted-sign inserted\">");
}

static void languages_that_stand_on_others_load_them(void **state)
{
    assert_contains(highlight(state, "cpp", STR("class A {};")),
                    "<span class=\"token keyword\">class</span>");
    assert_contains(highlight(state, "tsx", STR("<A b={1 as C}/>")),
                    "<span class=\"token keyword\">as</span>");
    assert_contains(highlight(state, "php", STR("<p><?php echo 1; ?></p>")),
                    "<span class=\"token keyword\">echo</span>");
}

static void scripts_and_styles_inside_html_are_highlighted(void **state)
{
    struct str got = highlight(state, "html",
                               STR("<style>a{top:0}</style>"
                                   "<script>let a = /b+/;</script>"));

    assert_contains(got, "<span class=\"token property\">top</span>");
    assert_contains(got, "<span class=\"token keyword\">let</span>");
}

static void aliases_give_what_the_name_gives(void **state)
{
    static const char *const pairs[][2] = {
        {"py", "python"},
        {"PY", "python"},
        {"sh", "bash"},
        {"shell", "bash"},
        {"zsh", "bash"},
        {"c++", "cpp"},
        {"C++", "cpp"},
        {"cuda", "cpp"},
        {"c#", "csharp"},
        {"js", "javascript"},
        {"ts", "typescript"},
        {"yml", "yaml"},
        {"golang", "go"},
        {"rs", "rust"},
        {"Dockerfile", "docker"},
        {"patch", "diff"},
        {"console", "shell-session"},
    };
    struct str code =
        STR("# let a = \"b\"; // if (1) return\n+x: 1\n$ ls -l\n");

    for (size_t i = 0; i < PHX_COUNT(pairs); i++) {
        struct str a = highlight(state, pairs[i][0], code);
        struct str b = highlight(state, pairs[i][1], code);

        if (!str_eq(a, b))
            fail_msg("%s differs from %s", pairs[i][0], pairs[i][1]);
    }
}

static void unknown_language_is_escaped_and_not_known(void **state)
{
    struct fixture *f = *state;
    bool known = true;

    assert_text(highlight_on(f->host, &f->arena, "klingon",
                             STR("a < b && c > \"d\""), &known),
                "a &lt; b &amp;&amp; c &gt; &#34;d&#34;");
    assert_false(known);
}

static void names_that_only_change_other_languages_are_not_known(void **state)
{
    struct fixture *f = *state;
    bool known = true;

    highlight_on(f->host, &f->arena, "css-extras", STR("a"), &known);
    assert_false(known);
    highlight_on(f->host, &f->arena, "meta", STR("a"), &known);
    assert_false(known);
    highlight_on(f->host, &f->arena, "extend", STR("a"), &known);
    assert_false(known);
}

static void plain_text_is_known_and_has_no_markup(void **state)
{
    static const char *const names[] = {"", "text", "Plain", "none", "output"};

    for (size_t i = 0; i < PHX_COUNT(names); i++)
        assert_text(highlight(state, names[i], STR("if (1 < 2)")),
                    "if (1 &lt; 2)");
}

static void text_content_is_kept(void **state)
{
    struct fixture *f = *state;
    struct str code = STR("x = 'é中😀' # <&>\r\n\ty = 1\n");
    struct str rest = highlight(state, "python", code);
    struct buf text;

    buf_init(&text);
    while (rest.len) {
        size_t open = str_chr(rest, '<');

        buf_add(&text, str_slice(rest, 0, open));
        rest = str_from(rest, open == STR_NONE ? rest.len : open);
        rest = str_from(rest, rest.len ? str_chr(rest, '>') + 1 : 0);
    }
    struct str plain =
        str_replace(&f->arena, buf_str(&text), STR("&lt;"), STR("<"));

    plain = str_replace(&f->arena, plain, STR("&amp;"), STR("&"));
    assert_text(plain, "x = 'é中😀' # <&>\r\n\ty = 1\n");
    buf_deinit(&text);
}

static struct str filled(struct arena *arena, size_t len, size_t line)
{
    char *text = arena_bytes(arena, len);

    for (size_t i = 0; i < len; i++)
        text[i] = (i + 1) % line ? '7' : '\n';
    return str_bytes(text, len);
}

static void huge_block_stays_plain(void **state)
{
    struct fixture *f = *state;
    struct str code = filled(&f->arena, (512 << 10) + 1, 80);

    assert_int_equal(highlight(state, "c", code).len, code.len);
    code.len--;
    assert_true(highlight(state, "c", code).len > code.len);
}

static void very_long_line_stays_plain(void **state)
{
    struct fixture *f = *state;
    struct str code = filled(&f->arena, (16 << 10) + 1, 1 << 20);

    assert_int_equal(highlight(state, "c", code).len, code.len);
    code.len--;
    assert_true(highlight(state, "c", code).len > code.len);
}

static struct str repeated(struct arena *arena, struct str part, size_t count)
{
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < count; i++)
        buf_add(&text, part);
    struct str all = buf_dup(arena, &text);

    buf_deinit(&text);
    return all;
}

/* 100 KB that would keep Prism busy for minutes. */
static void code_made_to_be_slow_stays_plain(void **state)
{
    struct fixture *f = *state;
    struct str code = repeated(&f->arena, STR("<a <b\n"), 17000);
    struct str got = highlight(state, "html", code);

    assert_true(str_eq(got, html_escape(&f->arena, code).markup));
    assert_contains(highlight(state, "html", STR("<b>")),
                    "<span class=\"token tag\">");
}

static void code_inside_markdown_loads_its_language(void **state)
{
    assert_contains(highlight(state, "markdown",
                              STR("# t\n\n```python\ndef f(): pass\n```\n"
                                  "\n```klingon\nqapla\n```\n")),
                    "<span class=\"token keyword\">def</span>");
}

/* Each in a host of its own, against one that has loaded everything else. */
static void result_does_not_depend_on_what_was_loaded_before(void **state)
{
    static const char *const languages[] = {
        "markup",        "css",          "javascript", "c",       "cpp",
        "markdown",      "typescript",   "jsx",        "scss",    "php",
        "csharp",        "java",         "http",       "pug",     "less",
        "opencl",        "actionscript", "graphql",    "textile", "clike",
        "shell-session", "go",
    };
    const struct str code = STR(
        "printf(\"a\\n\"); &amp;\n"
        "<a style=\"top:0\" onclick=\"f(1)\"><!-- x --></a>\n"
        "/** @param {a} b */ function f(a) { return /a+(?<b>c)/.test(a); }\n"
        "cl_mem a; int4 b = CL_TRUE; `t ${x}`; css`a{}`; $ ls -l\n"
        "```opencl\nprintf(\"\\n\"); kernel void f(global int *a);\n```\n"
        "a { color: red; top: calc(1px) } // GET / HTTP/1.1\n"
        "<?php echo $this->a; ?> <script>var a = /b/;</script>\n");
    struct fixture *f = *state;
    bool known;

    for (size_t i = PHX_COUNT(languages); i-- > 0;) {
        struct script_host *alone = script_host_new(1);
        struct str a =
            highlight_on(alone, &f->arena, languages[i], code, &known);
        struct str b = highlight(state, languages[i], code);

        script_host_free(alone);
        if (!str_eq(a, b))
            fail_msg("%s\nalone: %" STR_FMT "\nafter: %" STR_FMT, languages[i],
                     STR_ARG(a), STR_ARG(b));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(c_is_highlighted),
        fixture_test(python_is_highlighted),
        fixture_test(bash_is_highlighted),
        fixture_test(json_is_highlighted),
        fixture_test(yaml_is_highlighted),
        fixture_test(rust_is_highlighted),
        fixture_test(go_is_highlighted),
        fixture_test(diff_is_highlighted),
        fixture_test(languages_that_stand_on_others_load_them),
        fixture_test(scripts_and_styles_inside_html_are_highlighted),
        fixture_test(aliases_give_what_the_name_gives),
        fixture_test(unknown_language_is_escaped_and_not_known),
        fixture_test(names_that_only_change_other_languages_are_not_known),
        fixture_test(plain_text_is_known_and_has_no_markup),
        fixture_test(text_content_is_kept),
        fixture_test(huge_block_stays_plain),
        fixture_test(very_long_line_stays_plain),
        fixture_test(code_made_to_be_slow_stays_plain),
        fixture_test(code_inside_markdown_loads_its_language),
        fixture_test(result_does_not_depend_on_what_was_loaded_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
