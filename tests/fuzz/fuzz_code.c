/* SPDX-License-Identifier: MIT */
/*
 * Code through the tokenizer in C: the first line is the language, the rest the
 * code. Its markup must be spans, one inside the other, around the code's own
 * text. That it is Prism's markup is what tests/unit/script holds it to.
 */
#include "script/languages.h"
#include "script/tokens.h"
#include "script/utf16.h"

/* Opened at the first input, and kept: patterns are compiled once. */
static struct {
    bool open;
    struct languages languages;
    struct grammars grammars;
    struct patterns patterns;
    struct tokens_scratch scratch;
} all;

static void open_all(void)
{
    struct error err;

    if (all.open)
        return;
    all.open = true;
    languages_init(&all.languages);
    PHX_BUG_ON(languages_open(&all.languages, &err) < 0);
    grammars_open(&all.grammars);
    patterns_init(&all.patterns, &all.grammars);
}

/* The markup's text, and the check that its spans are balanced. */
static void read_markup(struct str markup, struct buf *text)
{
    size_t depth = 0;

    while (markup.len) {
        size_t tag = str_chr(markup, '<');

        buf_add(text, str_slice(markup, 0, tag));
        if (tag == STR_NONE)
            break;
        markup = str_from(markup, tag);
        if (str_starts(markup, STR("</span>"))) {
            PHX_BUG_ON(depth == 0);
            depth--;
        } else {
            PHX_BUG_ON(!str_starts(markup, STR("<span class=\"token ")));
            depth++;
        }
        markup = str_from(markup, str_chr(markup, '>') + 1);
    }
    PHX_BUG_ON(depth != 0);
}

/* What Prism makes of text outside of tags. */
static struct str escaped(struct arena *arena, struct str code)
{
    uint16_t *units = arena_array(arena, uint16_t, code.len);
    struct str text = utf16_to_utf8(arena, units, utf16_from_utf8(code, units));

    text = str_replace(arena, text, STR("&"), STR("&amp;"));
    text = str_replace(arena, text, STR("<"), STR("&lt;"));
    return str_replace(arena, text, STR("\xC2\xA0"), STR(" "));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str input = str_bytes(len ? (const char *)bytes : "", len);
    size_t line = str_chr(input, '\n');
    struct arena arena;
    struct buf text;
    struct str markup;

    open_all();
    if (line == STR_NONE)
        return 0;
    struct str name = str_slice(input, 0, line);
    struct str code = str_from(input, line + 1);
    const struct language *language = languages_find(&all.languages, name);
    uint32_t grammar =
        language ? grammars_find(&all.grammars, language->id) : GRAMMAR_NONE;

    if (grammar == GRAMMAR_NONE)
        return 0;
    arena_init(&arena);
    buf_init(&text);
    if (tokens_highlight(&all.patterns, &all.scratch, &arena, grammar, code,
                         &markup) == TOKENS_DONE) {
        read_markup(markup, &text);
        PHX_BUG_ON(!str_eq(buf_str(&text), escaped(&arena, code)));
    }
    buf_deinit(&text);
    arena_deinit(&arena);
    return 0;
}
