/* SPDX-License-Identifier: MIT */
/*
 * struct buf: growth and plain appends. Escaping is escape.c's, numbers are
 * number.c's.
 */
#include "buf.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "banned.h"

/* Shared by all buffers without memory; nothing ever writes to it. */
char buf_empty[1];

void buf_init(struct buf *buf)
{
    *buf = (struct buf)BUF_INIT;
}

void buf_deinit(struct buf *buf)
{
    if (buf->cap != 0)
        free(buf->ptr);
    buf_init(buf);
}

void buf_truncate(struct buf *buf, size_t len)
{
    PHX_BUG_ON(len > buf->len);
    buf->len = len;
    if (buf->cap != 0)
        buf->ptr[len] = '\0';
}

void buf_reset(struct buf *buf)
{
    buf_truncate(buf, 0);
}

static void grow(struct buf *buf, size_t need)
{
    size_t cap = buf->cap > SIZE_MAX / 2 ? SIZE_MAX : buf->cap * 2;
    if (cap < need)
        cap = need;
    if (cap < 64)
        cap = 64;
    char *ptr = realloc(buf->cap != 0 ? buf->ptr : NULL, cap);
    if (ptr == NULL)
        base_out_of_memory(cap);
    ptr[buf->len] = '\0';
    buf->ptr = ptr;
    buf->cap = cap;
}

void buf_reserve(struct buf *buf, size_t more)
{
    if (more >= SIZE_MAX - buf->len)
        base_out_of_memory(more);
    if (buf->len + more >= buf->cap)
        grow(buf, buf->len + more + 1);
}

void buf_add_bytes(struct buf *buf, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    buf_reserve(buf, len);
    memcpy(buf->ptr + buf->len, bytes, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}

void buf_add(struct buf *buf, struct str s)
{
    buf_add_bytes(buf, s.ptr, s.len);
}

void buf_add_cstr(struct buf *buf, const char *cstr)
{
    buf_add_bytes(buf, cstr, strlen(cstr));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->ptr[buf->len++] = c;
    buf->ptr[buf->len] = '\0';
}

void buf_add_vfmt(struct buf *buf, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    PHX_BUG_ON(len < 0);
    size_t size = (size_t)len;
    buf_reserve(buf, size);
    vsnprintf(buf->ptr + buf->len, size + 1, fmt, again);
    buf->len += size;
    va_end(again);
}

void buf_add_fmt(struct buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_add_vfmt(buf, fmt, args);
    va_end(args);
}

void buf_add_utf8(struct buf *buf, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    char out[4];
    size_t len;
    if (c < 0x80) {
        out[0] = (char)c;
        len = 1;
    } else if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        len = 2;
    } else if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        len = 3;
    } else {
        out[0] = (char)(0xF0 | c >> 18);
        out[1] = (char)(0x80 | (c >> 12 & 0x3F));
        out[2] = (char)(0x80 | (c >> 6 & 0x3F));
        out[3] = (char)(0x80 | (c & 0x3F));
        len = 4;
    }
    buf_add_bytes(buf, out, len);
}

void buf_insert(struct buf *buf, size_t at, struct str s)
{
    PHX_BUG_ON(at > buf->len);
    if (s.len == 0)
        return;
    buf_reserve(buf, s.len);
    memmove(buf->ptr + at + s.len, buf->ptr + at, buf->len - at + 1);
    memcpy(buf->ptr + at, s.ptr, s.len);
    buf->len += s.len;
}

struct str buf_dup(struct arena *arena, const struct buf *buf)
{
    return str_dup(arena, buf_str(buf));
}
