/* SPDX-License-Identifier: MIT */
/*
 * Bare links in Chinese text: `见https://a.b/文档，然后看`. The library's
 * autolink runs to the next space; it is called with the text cut off before
 * the first CJK character (or the quotation marks that stand between them), so
 * that what a link is stays the library's own rule. The cut is also what keeps
 * its work linear: the link's length is bounded, and brackets behind it are
 * trimmed here in one go where the library counts all of them once for each.
 */
#include "parse.h"

#define LINK_MAX 4096

static bool ends_link(uint32_t c)
{
    return c == UTF8_INVALID || text_is_cjk(c) ||
           (c >= 0x2018 && c <= 0x201F) || c == 0x3000;
}

/* Where white space, `<` or CJK text ends the address that starts at `at`. */
static size_t address_end(struct str text, size_t at)
{
    size_t end = text.len - at > LINK_MAX ? at + LINK_MAX : text.len;

    while (at < end) {
        unsigned char c = (unsigned char)text.ptr[at];
        size_t next = at;

        if (c <= ' ' || c == '<')
            return at;
        if (c < 0x80) {
            at++;
            continue;
        }
        if (ends_link(utf8_next(text, &next)))
            return at;
        at = next;
    }
    return at;
}

/* Closing brackets that nothing opens, and punctuation, are not the link's. */
static size_t trim_end(struct str text, size_t from, size_t end)
{
    size_t open = 0, close = 0;

    for (size_t i = from; i < end; i++) {
        open += text.ptr[i] == '(';
        close += text.ptr[i] == ')';
    }
    while (end > from) {
        char c = text.ptr[end - 1];

        if (c == ')' && close > open)
            close--;
        else if (!strchr("?!.,:*_~'\"", c))
            break;
        end--;
    }
    return end;
}

/* `://` behind a scheme that can be a link, before what can be a host. */
static bool is_address(struct str text, size_t at)
{
    struct str before = str_slice(text, at > 5 ? at - 5 : 0, at);
    size_t len = before.len;

    if (text.len - at < 4 || text.ptr[at + 1] != '/' || text.ptr[at + 2] != '/')
        return false;
    return (len >= 3 && str_eq_nocase(str_from(before, len - 3), STR("ftp"))) ||
           (len >= 4 &&
            str_eq_nocase(str_from(before, len - 4), STR("http"))) ||
           (len >= 5 && str_eq_nocase(before, STR("https")));
}

static bool is_www(struct piece *piece, struct str text, size_t at)
{
    if (at < piece->known.no_www ||
        !str_starts(str_from(text, at), STR("www.")))
        return false;
    return at == 0 || strchr("*_~( \t\n\r", text.ptr[at - 1]);
}

cmark_node *bare_link(struct piece *piece, cmark_parser *parser,
                      cmark_node *parent, unsigned char c,
                      cmark_inline_parser *inlines)
{
    const cmark_syntax_extension *autolink = cmark_extensions()->autolink;
    cmark_chunk *chunk = cmark_inline_parser_get_chunk(inlines);
    struct str text = chunk_str(*chunk);
    size_t at = (size_t)cmark_inline_parser_get_offset(inlines), end;
    bufsize_t len = chunk->len;
    cmark_node *link;

    if (!piece->parse->dialect->autolinks)
        return NULL;
    if (c == ':' ? !is_address(text, at) : !is_www(piece, text, at))
        return NULL;
    end = trim_end(text, at, address_end(text, at));
    if (end - at < 4)
        return NULL;
    chunk->len = (bufsize_t)end;
    link = autolink->match_inline(cmark_extensions()->autolink, parser, parent,
                                  c, inlines);
    chunk->len = len;
    if (!link && c == 'w') /* no later part of this host can be one */
        while (at < end && !strchr("*~(/:", text.ptr[at]))
            piece->known.no_www = ++at;
    return link;
}
