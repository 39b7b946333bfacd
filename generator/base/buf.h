/* SPDX-License-Identifier: MIT */
/*
 * struct buf: an owned string builder on the heap. `ptr` is never NULL and
 * ptr[len] is NUL. One growth function with checked arithmetic. Owned by one
 * thread at a time.
 */
#ifndef PHX_BASE_BUF_H
#define PHX_BASE_BUF_H

#include "macros.h"
#include "str.h"

#include <stdarg.h>

struct buf {
    char *ptr;
    size_t len;
    size_t cap; /* 0: ptr is not ours yet */
};

/* A static initialiser is BUF_INIT; both need no memory. */
extern char buf_empty[1];
#define BUF_INIT                                                               \
    {                                                                          \
        buf_empty, 0, 0                                                        \
    }
void buf_init(struct buf *buf);
void buf_deinit(struct buf *buf);
void buf_reset(struct buf *buf);                /* keeps the capacity */
void buf_reserve(struct buf *buf, size_t more); /* room for `more` bytes */
void buf_truncate(struct buf *buf, size_t len); /* len <= buf->len */

void buf_add(struct buf *buf, struct str s);
void buf_add_bytes(struct buf *buf, const void *bytes, size_t len);
void buf_add_cstr(struct buf *buf, const char *cstr);
void buf_add_char(struct buf *buf, char c);
void buf_add_fmt(struct buf *buf, const char *fmt, ...) PHX_PRINTF(2, 3);
void buf_add_vfmt(struct buf *buf, const char *fmt, va_list args)
    PHX_PRINTF(2, 0);
void buf_add_html(struct buf *buf, struct html markup);
/* Text into markup: & < > " ' become entities (&amp; &lt; &gt; &#34; &#39;,
 * as markupsafe writes them). Safe in content and in quoted attributes. */
void buf_add_escaped(struct buf *buf, struct str text);
/* Percent-encodes everything that may not stand in a URL's path or query;
 * existing %XX stay. */
void buf_add_url(struct buf *buf, struct str url);
/* A code point as UTF-8; invalid ones become U+FFFD. */
void buf_add_utf8(struct buf *buf, uint32_t code_point);
/* Shortest decimal text that reads back as `x`, as Python's repr: 0.1, 1e+16,
 * 3.0, inf, nan. */
void buf_add_double(struct buf *buf, double x);
void buf_insert(struct buf *buf, size_t at, struct str s);

static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr, buf->len}; /* until the next change */
}
struct str buf_dup(struct arena *arena, const struct buf *buf);

#endif
