/* SPDX-License-Identifier: MIT */
/*
 * Finds the URLs of a style sheet. A scanner of comments, strings and url()
 * suffices: nothing else in CSS can hold a reference that we publish (the
 * strings of image-set() can, and stay as they are). What a URL becomes is
 * assets.c's.
 */
#include "css.h"

struct rewriter {
    struct str css;
    size_t pos;
    size_t copied; /* css[0, copied) is in *out */
    css_replace *replace;
    void *ctx;
    struct buf *out;
    bool changed;
};

static bool at_word(const struct rewriter *r, struct str word)
{
    return str_eq_nocase(str_slice(r->css, r->pos, r->pos + word.len), word);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void skip_blank(struct rewriter *r)
{
    while (r->pos < r->css.len && is_blank(r->css.ptr[r->pos]))
        r->pos++;
}

static void skip_comment(struct rewriter *r)
{
    size_t end = str_find_from(r->css, STR("*/"), r->pos + 2);
    r->pos = end == STR_NONE ? r->css.len : end + 2;
}

/* At the opening quote; returns what is between the quotes. */
static struct str take_string(struct rewriter *r)
{
    char quote = r->css.ptr[r->pos++];
    size_t start = r->pos;
    while (r->pos < r->css.len && r->css.ptr[r->pos] != quote)
        r->pos += r->css.ptr[r->pos] == '\\' ? 2 : 1;
    struct str inside = str_slice(r->css, start, r->pos);
    r->pos++;
    return inside;
}

static void offer(struct rewriter *r, struct str url)
{
    size_t start = (size_t)(url.ptr - r->css.ptr);
    struct buf text = BUF_INIT;
    if (url.len == 0 || str_chr(url, '\\') != STR_NONE)
        return;
    if (r->replace(r->ctx, url, &text)) {
        buf_add(r->out, str_slice(r->css, r->copied, start));
        buf_add(r->out, buf_str(&text));
        r->copied = start + url.len;
        r->changed = true;
    }
    buf_deinit(&text);
}

/* Behind "url(". */
static void take_url(struct rewriter *r)
{
    skip_blank(r);
    if (r->pos >= r->css.len)
        return;
    if (r->css.ptr[r->pos] == '"' || r->css.ptr[r->pos] == '\'') {
        offer(r, take_string(r));
        return;
    }
    size_t start = r->pos;
    while (r->pos < r->css.len && r->css.ptr[r->pos] != ')')
        r->pos += r->css.ptr[r->pos] == '\\' ? 2 : 1;
    offer(r, str_trim(str_slice(r->css, start, r->pos)));
}

static void step(struct rewriter *r)
{
    char c = r->css.ptr[r->pos];
    if (c == '/' && at_word(r, STR("/*"))) {
        skip_comment(r);
    } else if (c == '"' || c == '\'') {
        take_string(r);
    } else if ((c == 'u' || c == 'U') && at_word(r, STR("url("))) {
        r->pos += 4;
        take_url(r);
    } else if (c == '@' && at_word(r, STR("@import"))) {
        r->pos += 7;
        skip_blank(r);
        if (r->pos < r->css.len &&
            (r->css.ptr[r->pos] == '"' || r->css.ptr[r->pos] == '\''))
            offer(r, take_string(r));
    } else {
        r->pos++;
    }
}

bool css_rewrite(struct str css, css_replace *replace, void *ctx,
                 struct buf *out)
{
    struct rewriter r = {
        .css = css, .replace = replace, .ctx = ctx, .out = out};
    while (r.pos < css.len)
        step(&r);
    buf_add(out, str_from(css, r.copied));
    return r.changed;
}
