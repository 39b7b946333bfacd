/* SPDX-License-Identifier: MIT */
/* UTF-8 to UTF-16 and back: JavaScript counts UTF-16 units. Any thread. */
#ifndef PHX_SCRIPT_UTF16_H
#define PHX_SCRIPT_UTF16_H

#include "base/base.h"

/* True when every byte is ASCII and none is NUL. */
bool utf16_is_plain(struct str s);

/* Writes `s` as UTF-16 and returns the number of units, at most s.len. An
 * invalid byte becomes U+FFFD. */
size_t utf16_from_utf8(struct str s, uint16_t *out);

/* The text of `len` units; half a surrogate pair becomes U+FFFD. */
struct str utf16_to_utf8(struct arena *arena, const uint16_t *units,
                         size_t len);

/* The byte at which unit `n` of utf16_from_utf8(s) starts, or s.len. */
size_t utf16_byte_offset(struct str s, size_t n);

#endif
