/* SPDX-License-Identifier: MIT */
/* UTF-8 to UTF-16 and back, with repair of what is not valid. */
#include "utf16.h"

#define REPLACEMENT 0xFFFDu

bool utf16_is_plain(struct str s)
{
    unsigned char bad = 0;

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        bad |= (unsigned char)((c & 0x80) | (c == 0));
    }
    return !bad;
}

static uint32_t next_scalar(struct str s, size_t *pos)
{
    unsigned char c = (unsigned char)s.ptr[*pos];

    if (c < 0x80) {
        ++*pos;
        return c;
    }
    uint32_t point = utf8_next(s, pos);

    return point == UTF8_INVALID ? REPLACEMENT : point;
}

size_t utf16_from_utf8(struct str s, uint16_t *out)
{
    size_t len = 0;

    for (size_t pos = 0; pos < s.len;) {
        uint32_t c = next_scalar(s, &pos);

        if (c < 0x10000) {
            out[len++] = (uint16_t)c;
        } else {
            c -= 0x10000;
            out[len++] = (uint16_t)(0xD800 + (c >> 10));
            out[len++] = (uint16_t)(0xDC00 + (c & 0x3FF));
        }
    }
    return len;
}

/* The scalar at units[*pos], which moves behind it. */
static uint32_t next_unit(const uint16_t *units, size_t len, size_t *pos)
{
    uint32_t c = units[(*pos)++];

    if (c < 0xD800 || c > 0xDFFF)
        return c;
    if (c < 0xDC00 && *pos < len && units[*pos] >= 0xDC00 &&
        units[*pos] <= 0xDFFF)
        return 0x10000 + ((c - 0xD800) << 10) + (units[(*pos)++] - 0xDC00u);
    return REPLACEMENT;
}

static size_t utf8_size(uint32_t c)
{
    if (c < 0x80)
        return 1;
    if (c < 0x800)
        return 2;
    return c < 0x10000 ? 3 : 4;
}

static char *put(char *to, uint32_t c)
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t size = utf8_size(c);

    if (size == 1) {
        *to = (char)c;
        return to + 1;
    }
    for (size_t i = size; --i > 0; c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)(lead[size] | c);
    return to + size;
}

/* Markup is ASCII nearly everywhere: so many units are looked at together. */
#define RUN 16

static bool is_ascii_run(const uint16_t *units)
{
    uint16_t all = 0;

    for (size_t i = 0; i < RUN; i++)
        all |= units[i];
    return all < 0x80;
}

static void put_run(char *to, const uint16_t *units)
{
    for (size_t i = 0; i < RUN; i++)
        to[i] = (char)units[i];
}

static size_t size_in_utf8(const uint16_t *units, size_t len)
{
    size_t size = 0;

    for (size_t pos = 0; pos < len;)
        if (len - pos >= RUN && is_ascii_run(units + pos)) {
            size += RUN;
            pos += RUN;
        } else {
            size += utf8_size(next_unit(units, len, &pos));
        }
    return size;
}

struct str utf16_to_utf8(struct arena *arena, const uint16_t *units, size_t len)
{
    size_t size = size_in_utf8(units, len);
    char *text = arena_bytes(arena, size + 1);
    char *to = text;

    for (size_t pos = 0; pos < len;)
        if (len - pos >= RUN && is_ascii_run(units + pos)) {
            put_run(to, units + pos);
            to += RUN;
            pos += RUN;
        } else {
            to = put(to, next_unit(units, len, &pos));
        }
    *to = '\0';
    return str_bytes(text, size);
}

size_t utf16_byte_offset(struct str s, size_t n)
{
    size_t pos = 0;

    for (size_t units = 0; units < n && pos < s.len;)
        units += next_scalar(s, &pos) < 0x10000 ? 1 : 2;
    return pos;
}
