/* SPDX-License-Identifier: MIT */
/*
 * Normal forms, case and slugs by utf8proc. Its results are malloc'ed; they
 * are copied into the arena and freed here.
 */
#include "text.h"

#include "arena.h"
#include "buf.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "banned.h"

/* True where no normalisation can change `c` or combine it with what stands
 * beside it: most text is of these, and needs no library. */
static bool always_nfc(uint32_t c)
{
    return c < 0x300 || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0x3000 && c <= 0x3098) || (c >= 0x309B && c <= 0x30FF) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x2010 && c <= 0x2027);
}

static struct str map_text(struct arena *arena, struct str s, bool fold)
{
    struct str valid = utf8_repair(arena, s);
    unsigned options = (unsigned)UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                       (fold ? (unsigned)UTF8PROC_CASEFOLD : 0);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)valid.ptr,
                                        (utf8proc_ssize_t)valid.len, &mapped,
                                        (utf8proc_option_t)options);
    if (len == UTF8PROC_ERROR_NOMEM)
        base_out_of_memory(valid.len);
    PHX_BUG_ON(len < 0);
    struct str out =
        str_dup(arena, (struct str){(const char *)mapped, (size_t)len});
    free(mapped);
    return out;
}

struct str text_nfc(struct arena *arena, struct str s)
{
    for (size_t pos = 0; pos < s.len;) {
        if (!always_nfc(utf8_next(s, &pos)))
            return map_text(arena, s, false);
    }
    return s;
}

struct str text_casefold(struct arena *arena, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80)
            return map_text(arena, s, true);
    }
    return str_lower_ascii(arena, s);
}

static uint32_t lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return c > 0x10FFFF ? c : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static uint32_t upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    return c > 0x10FFFF ? c : (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

struct str text_lower(struct arena *arena, struct str s)
{
    struct buf out = BUF_INIT;
    for (size_t pos = 0; pos < s.len;)
        buf_add_utf8(&out, lower(utf8_next(s, &pos)));
    struct str lowered = buf_dup(arena, &out);
    buf_deinit(&out);
    return lowered;
}

struct str text_upper(struct arena *arena, struct str s)
{
    struct buf out = BUF_INIT;
    for (size_t pos = 0; pos < s.len;) {
        uint32_t c = utf8_next(s, &pos);
        if (c == 0xDF) /* ß: two letters, which a simple mapping cannot give */
            buf_add_cstr(&out, "SS");
        else
            buf_add_utf8(&out, upper(c));
    }
    struct str raised = buf_dup(arena, &out);
    buf_deinit(&out);
    return raised;
}

/* "plus" or "sharp" where the sign at `at` belongs to a name before it: "C++",
 * "C++11", "A+", "C#", but not "1+1" or "x#1". Empty otherwise. */
static struct str spelled_sign(struct str s, size_t at)
{
    char c = s.ptr[at];
    size_t from = at;
    while (from > 0 && s.ptr[from - 1] == c)
        from--;
    size_t to = at;
    while (to < s.len && s.ptr[to] == c)
        to++;
    if (!text_is_letter_or_digit(utf8_before(s, from)))
        return STR("");
    size_t pos = to;
    bool glued = to < s.len && text_is_letter_or_digit(utf8_next(s, &pos));
    if (c == '+')
        return glued && to - from == 1 ? STR("") : STR("plus");
    return glued ? STR("") : STR("sharp");
}

static bool is_mark(uint32_t c)
{
    if (c < 0x300 || c > 0x10FFFF)
        return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

struct str text_slug(struct arena *arena, struct str s)
{
    struct str text = text_nfc(arena, s);
    struct buf out = BUF_INIT;
    bool gap = false;    /* a '-' is due before the next letter */
    bool letter = false; /* the last code point was kept: marks join it */
    for (size_t pos = 0; pos < text.len;) {
        size_t at = pos;
        uint32_t c = utf8_next(text, &pos);
        struct str word = STR("");
        if (c == '+' || c == '#')
            word = spelled_sign(text, at);
        letter = text_is_letter_or_digit(c) || (letter && is_mark(c));
        if (!letter && word.len == 0) {
            gap = true;
            continue;
        }
        if ((gap || word.len != 0) && out.len != 0)
            buf_add_char(&out, '-');
        gap = word.len != 0;
        if (word.len != 0)
            buf_add(&out, word);
        else
            buf_add_utf8(&out, lower(c));
    }
    struct str slug = buf_dup(arena, &out);
    buf_deinit(&out);
    return slug;
}
