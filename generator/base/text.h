/* SPDX-License-Identifier: MIT */
/*
 * Unicode: UTF-8 decoding and checking, classes, normal forms and slugs (by
 * utf8proc). Thread class: any.
 */
#ifndef PHX_BASE_TEXT_H
#define PHX_BASE_TEXT_H

#include "str.h"

#define UTF8_INVALID UINT32_MAX

/* The code point at *pos, which moves behind it. An invalid byte gives
 * UTF8_INVALID and moves by one. *pos < s.len. */
uint32_t utf8_next(struct str s, size_t *pos);
/* The code point that ends just before `pos`; 0 at the start. */
uint32_t utf8_before(struct str s, size_t pos);
bool utf8_valid(struct str s, size_t *bad_offset); /* bad_offset may be NULL */
size_t utf8_count(struct str s);                   /* code points */
/* Byte offset of code point `n`, or s.len. */
size_t utf8_offset(struct str s, size_t n);
/* Invalid bytes replaced by U+FFFD; the same slice when it was valid. */
struct str utf8_repair(struct arena *arena, struct str s);

/* Han, kana, bopomofo, Hangul and their punctuation and full-width forms. */
bool text_is_cjk(uint32_t c);
/* The letters among them: what counts as a word each. */
bool text_is_cjk_letter(uint32_t c);
bool text_is_wide(uint32_t c);  /* East Asian wide or full width */
bool text_is_emoji(uint32_t c); /* shown as a picture by default */
bool text_is_space(uint32_t c);
bool text_is_letter_or_digit(uint32_t c);
/* Python's str.isprintable: no control, format, unassigned or space characters
 * other than U+0020. */
bool text_is_printable(uint32_t c);
unsigned text_columns(struct str s); /* terminal columns */

/* Invalid bytes become U+FFFD in these. The result may be `s` itself where
 * nothing changes. */
struct str text_nfc(struct arena *arena, struct str s);
struct str text_lower(struct arena *arena, struct str s);
struct str text_upper(struct arena *arena, struct str s);
struct str text_casefold(struct arena *arena, struct str s);

/* NFC, lower case; letters, digits and CJK letters kept, the rest one '-', none
 * at the ends; "C++" is "c-plus-plus", "C#" is "c-sharp" (not "a + b", "x#1").
 * May be empty. */
struct str text_slug(struct arena *arena, struct str s);

/* Words as people count them: each CJK letter is one, runs of other letters
 * and digits are one; apostrophes and hyphens inside a word and '.' or ','
 * between digits belong to it. */
struct text_count {
    size_t cjk;   /* CJK letters */
    size_t words; /* words of other scripts */
};
struct text_count text_count_words(struct str plain);

#endif
