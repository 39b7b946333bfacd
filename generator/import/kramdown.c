/* SPDX-License-Identifier: MIT */
/*
 * What Jekyll's Markdown (kramdown) and the distill layout have and GitHub's
 * Markdown has not: {: .class}, $$ inside a line, <d-cite>, <d-footnote>.
 */
#include "private.h"

/* {: #id .class}: of a heading the id is kept, as {#id}; classes go. */
static size_t attributes(struct body *body, struct str text, size_t at,
                         struct buf *out)
{
    size_t end = str_find_from(text, STR("}"), at);
    size_t line = at;

    (void)body;
    if (end == STR_NONE || str_chr(str_slice(text, at, end), '\n') != STR_NONE)
        return 0;
    while (line > 0 && text.ptr[line - 1] != '\n')
        line--;
    size_t hash = str_find_from(str_slice(text, 0, end), STR("#"), at);
    if (hash != STR_NONE && line < at && text.ptr[line] == '#') {
        size_t stop = hash + 1;
        while (stop < end && text.ptr[stop] != ' ' && text.ptr[stop] != '.')
            stop++;
        buf_add_fmt(out, "{%" STR_FMT "}",
                    STR_ARG(str_slice(text, hash, stop)));
    }
    return end + 1 - at;
}

/* "$$x$$" beside other text in its line is a formula in the text. */
static size_t inline_math(struct str text, size_t at, struct buf *out)
{
    size_t start = at, end = str_find_from(text, STR("$$"), at + 2);
    size_t stop;

    if (end == STR_NONE || end == at + 2 ||
        str_chr(str_slice(text, at, end), '\n') != STR_NONE)
        return 0;
    while (start > 0 && text.ptr[start - 1] != '\n')
        start--;
    stop = str_find_from(text, STR("\n"), end);
    struct str before = str_slice(text, start, at);
    struct str after =
        str_slice(text, end + 2, stop == STR_NONE ? text.len : stop);
    if (!str_trim(before).len && !str_trim(after).len)
        return 0;
    buf_add_char(out, '$');
    buf_add(out, str_trim(str_slice(text, at + 2, end)));
    buf_add_char(out, '$');
    return end + 2 - at;
}

/* <d-cite key="a,b"></d-cite> */
static size_t citation(struct str text, size_t at, struct buf *out)
{
    size_t key = str_find_from(text, STR("key=\""), at);
    size_t close = str_find_from(text, STR("</d-cite>"), at);
    size_t end;

    if (key == STR_NONE || close == STR_NONE || key > close)
        return 0;
    key += 5;
    end = str_find_from(text, STR("\""), key);
    if (end == STR_NONE || end > close)
        return 0;
    buf_add_fmt(out, "{cite}`%" STR_FMT "`",
                STR_ARG(str_slice(text, key, end)));
    return close + 9 - at;
}

static size_t footnote(struct body *body, struct str text, size_t at,
                       struct buf *out)
{
    size_t close = str_find_from(text, STR("</d-footnote>"), at);
    struct str note;

    if (close == STR_NONE)
        return 0;
    note =
        str_replace(body->im->arena, str_trim(str_slice(text, at + 12, close)),
                    STR("\n"), STR(" "));
    body->notes++;
    buf_add_fmt(out, "[^note-%u]", body->notes);
    buf_add_fmt(&body->tail, "\n[^note-%u]: ", body->notes);
    buf_add(&body->tail, kramdown_text(body, note));
    buf_add_char(&body->tail, '\n');
    return close + 13 - at;
}

static size_t mark(struct body *body, struct str text, size_t at,
                   struct buf *out)
{
    struct str rest = str_from(text, at);

    if (str_starts(rest, STR("{:")))
        return attributes(body, text, at, out);
    if (str_starts(rest, STR("$$")))
        return inline_math(text, at, out);
    if (str_starts(rest, STR("<d-cite")))
        return citation(text, at, out);
    if (str_starts(rest, STR("<d-footnote>")))
        return footnote(body, text, at, out);
    return 0;
}

struct str kramdown_text(struct body *body, struct str text)
{
    struct buf out = BUF_INIT;

    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        size_t taken =
            c == '{' || c == '$' || c == '<' ? mark(body, text, at, &out) : 0;
        if (!taken && c == '$' && at + 1 < text.len &&
            text.ptr[at + 1] == '$') {
            buf_add_cstr(&out, "$$");
            at += 2;
            continue;
        }
        if (!taken)
            buf_add_char(&out, c);
        at += taken ? taken : 1;
    }
    struct str result = buf_dup(body->im->arena, &out);
    buf_deinit(&out);
    return result;
}
