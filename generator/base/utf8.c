/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, decoded strictly: no surrogates, no overlong forms, nothing above
 * U+10FFFF. Each byte that is not part of a whole sequence counts as one
 * invalid one.
 */
#include "text.h"

#include "buf.h"

#include <string.h>

#include "banned.h"

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The sequence of 2 to 4 bytes at p, of which `room` are there; its length, or
 * 0 when it is none. */
static size_t decode(const unsigned char *p, size_t room, uint32_t *out)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len;
    uint32_t c;
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        len = 2;
        c = p[0] & 0x1Fu;
    } else if ((p[0] & 0xF0) == 0xE0) {
        len = 3;
        c = p[0] & 0x0Fu;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        len = 4;
        c = p[0] & 0x07u;
    } else {
        return 0;
    }
    if (room < len)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if (!is_tail(p[i]))
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *out = c;
    return len;
}

uint32_t utf8_next(struct str s, size_t *pos)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *pos;
    if (*p < 0x80) {
        ++*pos;
        return *p;
    }
    uint32_t c = 0;
    size_t len = decode(p, s.len - *pos, &c);
    *pos += len == 0 ? 1 : len;
    return len == 0 ? UTF8_INVALID : c;
}

uint32_t utf8_before(struct str s, size_t pos)
{
    if (pos == 0)
        return 0;
    size_t from = pos - 1;
    while (from > 0 && pos - from < 4 && is_tail((unsigned char)s.ptr[from]))
        from--;
    size_t end = from;
    uint32_t c = utf8_next(str_slice(s, 0, pos), &end);
    return end == pos ? c : UTF8_INVALID;
}

/* The first byte at or behind `pos` that is not ASCII, eight at a time. */
static size_t skip_ascii(struct str s, size_t pos)
{
    while (s.len - pos >= 8) {
        uint64_t eight;
        memcpy(&eight, s.ptr + pos, 8);
        if ((eight & 0x8080808080808080u) != 0)
            break;
        pos += 8;
    }
    while (pos < s.len && (unsigned char)s.ptr[pos] < 0x80)
        pos++;
    return pos;
}

bool utf8_valid(struct str s, size_t *bad_offset)
{
    for (size_t pos = skip_ascii(s, 0); pos < s.len; pos = skip_ascii(s, pos)) {
        size_t at = pos;
        if (utf8_next(s, &pos) == UTF8_INVALID) {
            if (bad_offset != NULL)
                *bad_offset = at;
            return false;
        }
    }
    return true;
}

size_t utf8_count(struct str s)
{
    size_t count = 0;
    for (size_t pos = 0; pos < s.len; count++) {
        size_t behind = skip_ascii(s, pos);
        count += behind - pos;
        pos = behind;
        if (pos == s.len)
            break;
        utf8_next(s, &pos);
    }
    return count;
}

size_t utf8_offset(struct str s, size_t n)
{
    size_t pos = 0;
    for (; n > 0 && pos < s.len; n--)
        utf8_next(s, &pos);
    return pos;
}

struct str utf8_repair(struct arena *arena, struct str s)
{
    size_t bad;
    if (utf8_valid(s, &bad))
        return s;
    struct buf out = BUF_INIT;
    buf_add(&out, str_slice(s, 0, bad));
    for (size_t pos = bad; pos < s.len;) {
        size_t from = pos;
        if (utf8_next(s, &pos) == UTF8_INVALID)
            buf_add_utf8(&out, 0xFFFD);
        else
            buf_add(&out, str_slice(s, from, pos));
    }
    struct str repaired = buf_dup(arena, &out);
    buf_deinit(&out);
    return repaired;
}
