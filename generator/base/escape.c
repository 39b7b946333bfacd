/* SPDX-License-Identifier: MIT */
/*
 * The doors between text, markup and URLs: HTML escaping in one table, used by
 * the buffer's form and by the arena's, and percent-encoding.
 */
#include "arena.h"
#include "ascii.h"
#include "buf.h"

#include <string.h>

#include "banned.h"

/* Empty: the byte may stand as it is. */
static struct str entity(char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&#34;");
    case '\'':
        return STR("&#39;");
    }
    return STR("");
}

/* Asked for each byte, so a look into a table and no call. */
static const bool special[256] = {
    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

void buf_add_html(struct buf *buf, struct html markup)
{
    buf_add(buf, markup.markup);
}

/* Counted first: the common text has nothing to escape, and the rest grows the
 * buffer once. */
void buf_add_escaped(struct buf *buf, struct str text)
{
    size_t more = 0;
    for (size_t i = 0; i < text.len; i++)
        more += special[(unsigned char)text.ptr[i]];
    if (more == 0) {
        buf_add_bytes(buf, text.ptr, text.len);
        return;
    }
    buf_reserve(buf, text.len + more * 4);
    char *at = buf->ptr + buf->len;
    for (size_t i = 0; i < text.len; i++) {
        if (!special[(unsigned char)text.ptr[i]]) {
            *at++ = text.ptr[i];
            continue;
        }
        struct str e = entity(text.ptr[i]);
        memcpy(at, e.ptr, e.len);
        at += e.len;
    }
    *at = '\0';
    buf->len = (size_t)(at - buf->ptr);
}

struct html html_trust(struct str markup)
{
    return (struct html){markup};
}

struct html html_escape(struct arena *arena, struct str text)
{
    size_t len = text.len;
    for (size_t i = 0; i < text.len; i++)
        if (special[(unsigned char)text.ptr[i]])
            len += entity(text.ptr[i]).len - 1;
    if (len == text.len)
        return html_trust(str_dup(arena, text));
    char *out = arena_bytes(arena, len + 1);
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!special[(unsigned char)text.ptr[i]]) {
            out[at++] = text.ptr[i];
            continue;
        }
        struct str e = entity(text.ptr[i]);
        memcpy(out + at, e.ptr, e.len);
        at += e.len;
    }
    out[at] = '\0';
    return html_trust(str_bytes(out, len));
}

/* RFC 3986's unreserved and reserved characters, but for the brackets, which
 * may stand in an IPv6 host only. */
static bool url_safe(char c)
{
    if (ascii_is_letter(c) || ascii_is_digit(c))
        return true;
    return c != '\0' && strchr("-._~:/?#@!$&'()*+,;=", c) != NULL;
}

void buf_add_url(struct buf *buf, struct str url)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];
        bool escape = c == '%' && i + 2 < url.len &&
                      ascii_hex_digit(url.ptr[i + 1]) >= 0 &&
                      ascii_hex_digit(url.ptr[i + 2]) >= 0;
        if (escape || url_safe(c)) {
            buf_add_char(buf, c);
            continue;
        }
        unsigned char byte = (unsigned char)c;
        char coded[3] = {'%', digits[byte >> 4], digits[byte & 15]};
        buf_add_bytes(buf, coded, sizeof(coded));
    }
}
