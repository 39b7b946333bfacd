/* SPDX-License-Identifier: MIT */
/*
 * Cuts a template into data and tags under Jinja2's white space rules: "-" at a
 * tag strips, "+" keeps, trim_blocks takes the newline behind a block,
 * lstrip_blocks the blanks before it. What stands inside a tag is expr's.
 */
#include "stmt.h"

struct lexer {
    struct arena *arena;
    const struct template_options *options;
    struct token_scan scan; /* scan.source is the text */
    size_t pos;
    bool line_starting; /* what was matched last ended with a newline */
    PHX_VEC(struct token) tokens;
};

static void push(struct lexer *lx, enum token_type type, size_t at, size_t len,
                 struct str text)
{
    struct token token = {
        .type = type, .at = (uint32_t)at, .len = (uint32_t)len, .text = text};

    vec_push(lx->arena, &lx->tokens, token);
}

static bool push_error(struct lexer *lx, size_t at, const char *message)
{
    push(lx, TOKEN_ERROR, at, 2, str_of(message));
    return false;
}

static char at(const struct lexer *lx, size_t pos)
{
    return pos < lx->scan.source.len ? lx->scan.source.ptr[pos] : '\0';
}

static bool starts(const struct lexer *lx, size_t pos, const char *text)
{
    return str_starts(str_from(lx->scan.source, pos), str_of(text));
}

static size_t skip_space(const struct lexer *lx, size_t pos)
{
    return lx->scan.source.len -
           text_lstrip(str_from(lx->scan.source, pos)).len;
}

/* The end of a tag at `pos` (`close` is "%}", "}}" or "#}"): its length with
 * all white space that goes with it, or 0. */
static size_t tag_end(const struct lexer *lx, size_t pos, const char *close,
                      bool block)
{
    if (at(lx, pos) == '-' && starts(lx, pos + 1, close))
        return skip_space(lx, pos + 3) - pos;
    if (block && at(lx, pos) == '+' && starts(lx, pos + 1, close))
        return 3;
    if (!starts(lx, pos, close))
        return 0;
    if (block && lx->options->trim_blocks && at(lx, pos + 2) == '\n')
        return 3;
    return 2;
}

/* Moves behind what was matched. */
static void move(struct lexer *lx, size_t pos)
{
    lx->pos = pos;
    lx->line_starting = pos > 0 && lx->scan.source.ptr[pos - 1] == '\n';
}

static bool is_blank(struct str s)
{
    return text_lstrip(s).len == 0;
}

/* Data in front of a tag whose sign is `sign`. */
static void push_data(struct lexer *lx, size_t start, size_t end, char sign,
                      bool variable)
{
    struct str text = str_slice(lx->scan.source, start, end);

    if (sign == '-') {
        text = text_rstrip(text);
    } else if (sign != '+' && lx->options->lstrip_blocks && !variable) {
        size_t newline = str_rchr(text, '\n');
        size_t line = newline == STR_NONE ? 0 : newline + 1;
        if ((line > 0 || lx->line_starting) && is_blank(str_from(text, line)))
            text = str_slice(text, 0, line);
    }
    if (text.len > 0)
        push(lx, TOKEN_DATA, start, text.len, text);
}

/* `{%- name` and the end of that tag; the position behind it, or 0. `*sign` is
 * the tag's first sign. */
static size_t bare_tag(const struct lexer *lx, size_t pos, const char *name,
                       char *sign)
{
    size_t p = pos + 2, end;

    *sign = at(lx, p);
    if (*sign == '-' || *sign == '+')
        p++;
    p = skip_space(lx, p);
    if (!starts(lx, p, name))
        return 0;
    p = skip_space(lx, p + strlen(name));
    if (str_is(str_of(name), "raw"))
        return at(lx, p) == '-' && starts(lx, p + 1, "%}")
                   ? skip_space(lx, p + 3)
               : starts(lx, p, "%}") ? p + 2
                                     : 0;
    end = tag_end(lx, p, "%}", true);
    return end > 0 ? p + end : 0;
}

static bool lex_raw(struct lexer *lx, size_t start)
{
    size_t pos = start, end;
    char sign;

    move(lx, start);
    if (start == lx->scan.source.len)
        return true; /* nothing in it is no error to Jinja2 */
    for (;; pos += 2) {
        pos = str_find_from(lx->scan.source, STR("{%"), pos);
        if (pos == STR_NONE)
            return push_error(lx, start, "Missing end of raw directive");
        end = bare_tag(lx, pos, "endraw", &sign);
        if (end > 0)
            break;
    }
    push_data(lx, start, pos, sign, false);
    move(lx, end);
    return true;
}

static bool lex_comment(struct lexer *lx, size_t start)
{
    size_t pos = start + 2;

    if (at(lx, pos) == '-' || at(lx, pos) == '+')
        pos++;
    if (pos == lx->scan.source.len) {
        move(lx, pos);
        return true;
    }
    for (; pos < lx->scan.source.len; pos++) {
        size_t end = tag_end(lx, pos, "#}", true);
        if (end > 0) {
            move(lx, pos + end);
            return true;
        }
    }
    return push_error(lx, start, "Missing end of comment tag");
}

static bool lex_tag(struct lexer *lx, size_t start, bool variable)
{
    const char *close = variable ? "}}" : "%}";
    struct token token;
    size_t pos = start + 2;

    push(lx, variable ? TOKEN_VARIABLE_BEGIN : TOKEN_BLOCK_BEGIN, start, 2,
         STR(""));
    if (at(lx, pos) == '-' || at(lx, pos) == '+')
        pos++;
    for (;;) {
        pos = skip_space(lx, pos);
        size_t end =
            lx->scan.depth == 0 ? tag_end(lx, pos, close, !variable) : 0;
        if (end > 0) {
            push(lx, variable ? TOKEN_VARIABLE_END : TOKEN_BLOCK_END, pos, 2,
                 STR(""));
            move(lx, pos + end);
            return true;
        }
        lx->scan.pos = pos;
        token_scan(&lx->scan, &token);
        if (token.type == TOKEN_EOF) {
            lx->pos = lx->scan.source.len;
            return false;
        }
        vec_push(lx->arena, &lx->tokens, token);
        if (token.type == TOKEN_ERROR)
            return false;
        pos = lx->scan.pos;
    }
}

/* The next tag from `pos` on, or the end of the text. */
static size_t next_tag(const struct lexer *lx, size_t pos)
{
    for (;;) {
        pos = str_find_from(lx->scan.source, STR("{"), pos);
        if (pos == STR_NONE)
            return lx->scan.source.len;
        char c = at(lx, pos + 1);
        if (c == '{' || c == '%' || c == '#')
            return pos;
        pos++;
    }
}

static bool lex_one(struct lexer *lx)
{
    size_t tag = next_tag(lx, lx->pos), raw;
    char kind = at(lx, tag + 1), sign = at(lx, tag + 2);

    if (tag == lx->scan.source.len) {
        push_data(lx, lx->pos, tag, '+', true);
        return false;
    }
    push_data(lx, lx->pos, tag, sign, kind == '{');
    if (kind == '#')
        return lex_comment(lx, tag);
    raw = kind == '%' ? bare_tag(lx, tag, "raw", &sign) : 0;
    if (raw > 0)
        return lex_raw(lx, raw);
    return lex_tag(lx, tag, kind == '{');
}

struct token *template_lex(struct arena *arena, struct str text,
                           const struct template_options *options, size_t *len)
{
    struct lexer lx = {.arena = arena,
                       .options = options,
                       .scan = {.arena = arena, .source = text},
                       .line_starting = true};
    size_t end = 0;

    while (lx.pos < text.len && lex_one(&lx)) {
    }
    if (lx.tokens.len > 0)
        end = lx.tokens.items[lx.tokens.len - 1].at;
    push(&lx, TOKEN_EOF, end, 0, STR(""));
    *len = lx.tokens.len;
    return lx.tokens.items;
}
