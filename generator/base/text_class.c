/* SPDX-License-Identifier: MIT */
/*
 * What a code point is: our own ranges for CJK, utf8proc (a constant table,
 * any thread) for the rest; and what follows from it: columns and words.
 */
#include "text.h"

#include <utf8proc.h>

#include "banned.h"

struct range {
    uint32_t first;
    uint32_t last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t count)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

bool text_is_cjk(uint32_t c)
{
    static const struct range ranges[] = {
        {0x1100, 0x11FF},   /* Hangul letters */
        {0x2E80, 0x33FF},   /* radicals, punctuation, kana, bopomofo … */
        {0x3400, 0x4DBF},   /* extension A */
        {0x4E00, 0x9FFF},   /* unified ideographs */
        {0xA960, 0xA97F},   /* Hangul letters, extended */
        {0xAC00, 0xD7FF},   /* Hangul syllables */
        {0xF900, 0xFAFF},   /* compatibility ideographs */
        {0xFE10, 0xFE1F},   /* vertical forms */
        {0xFE30, 0xFE6F},   /* compatibility and small forms */
        {0xFF00, 0xFFEF},   /* half and full width */
        {0x16FE0, 0x16FFF}, /* ideographic symbols */
        {0x1AFF0, 0x1B16F}, /* kana, supplements */
        {0x1F200, 0x1F2FF}, /* enclosed ideographs */
        {0x20000, 0x3FFFD}, /* extensions B to I, compatibility supplement */
    };
    return c >= 0x1100 && in_ranges(c, ranges, PHX_COUNT(ranges));
}

bool text_is_cjk_letter(uint32_t c)
{
    static const struct range ranges[] = {
        {0x1100, 0x11FF},   {0x3005, 0x3007},   {0x3021, 0x3029},
        {0x3031, 0x3035},   {0x3038, 0x303C},   {0x3041, 0x3096},
        {0x309D, 0x309F},   {0x30A1, 0x30FA},   {0x30FC, 0x30FF},
        {0x3105, 0x312F},   {0x3131, 0x318E},   {0x31A0, 0x31BF},
        {0x31F0, 0x31FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
        {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xD7B0, 0xD7FB},
        {0xF900, 0xFAFF},   {0xFF66, 0xFFDC},   {0x16FE3, 0x16FE3},
        {0x1AFF0, 0x1B16F}, {0x20000, 0x3FFFD},
    };
    return c >= 0x1100 && in_ranges(c, ranges, PHX_COUNT(ranges));
}

static utf8proc_int32_t signed_point(uint32_t c)
{
    return c > 0x10FFFF ? -1 : (utf8proc_int32_t)c;
}

bool text_is_wide(uint32_t c)
{
    return c >= 0x1100 && utf8proc_charwidth(signed_point(c)) == 2;
}

bool text_is_emoji(uint32_t c)
{
    if (c < 0x231A)
        return false;
    if ((c >= 0x1F1E6 && c <= 0x1F1FF) || (c >= 0x1F3FB && c <= 0x1F3FF))
        return true; /* flags' letters, skin tones */
    /* Wide and pictographic, but shown as text by default. */
    if (c == 0x3030 || c == 0x303D || c == 0x3297 || c == 0x3299 ||
        c == 0x1F202 || c == 0x1F237)
        return false;
    const utf8proc_property_t *p = utf8proc_get_property(signed_point(c));
    return p->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC &&
           text_is_wide(c);
}

bool text_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    if (c == 0x85)
        return true;
    utf8proc_category_t category = utf8proc_category(signed_point(c));
    return category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

bool text_is_letter_or_digit(uint32_t c)
{
    if (c < 0x80)
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    utf8proc_category_t category = utf8proc_category(signed_point(c));
    return (category >= UTF8PROC_CATEGORY_LU &&
            category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND &&
            category <= UTF8PROC_CATEGORY_NO);
}

unsigned text_columns(struct str s)
{
    unsigned columns = 0;
    for (size_t pos = 0; pos < s.len;) {
        uint32_t c = utf8_next(s, &pos);
        if ((c >= 0x20 && c < 0x7F) || c == UTF8_INVALID)
            columns++; /* the latter is shown as U+FFFD */
        else
            columns += (unsigned)utf8proc_charwidth(signed_point(c));
    }
    return columns;
}

static bool is_mark(uint32_t c)
{
    if (c < 0x300)
        return false;
    utf8proc_category_t category = utf8proc_category(signed_point(c));
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_word_letter(uint32_t c)
{
    return text_is_letter_or_digit(c) && !text_is_cjk_letter(c);
}

/* Whether `c` between `before` and the text at `pos` is inside a word. */
static bool joins(uint32_t before, uint32_t c, struct str s, size_t pos)
{
    bool point = c == '.' || c == ',';
    if (pos == s.len || (!point && c != '\'' && c != 0x2019 && c != '-'))
        return false;
    uint32_t next = utf8_next(s, &pos);
    return point ? is_digit(before) && is_digit(next) : is_word_letter(next);
}

struct text_count text_count_words(struct str plain)
{
    struct text_count count = {0};
    uint32_t before = 0; /* the word's last letter; 0 outside of words */
    for (size_t pos = 0; pos < plain.len;) {
        uint32_t c = utf8_next(plain, &pos);
        if (is_word_letter(c)) {
            if (before == 0)
                count.words++;
            before = c;
        } else if (text_is_cjk_letter(c)) {
            count.cjk++;
            before = 0;
        } else if (before != 0 && !is_mark(c) &&
                   !joins(before, c, plain, pos)) {
            before = 0;
        }
    }
    return count;
}
