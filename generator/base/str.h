/* SPDX-License-Identifier: MIT */
/*
 * struct str: a borrowed slice of bytes, normally UTF-8, passed by value. Not
 * NUL-terminated; `ptr` is never NULL (the empty string points at "").
 *
 * struct html: markup that is already safe to put into a page. It is another
 * type so that text cannot reach a page unescaped by accident; html_trust is
 * the one door between them and is reviewed wherever it stands.
 *
 * Thread class of everything here: any (the arena is the caller's).
 */
#ifndef PHX_BASE_STR_H
#define PHX_BASE_STR_H

#include "macros.h"

#include <limits.h>

struct arena;

struct str {
    const char *ptr;
    size_t len;
};

struct html {
    struct str markup;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For static initialisers, where a compound literal is no constant. */
#define STR_INIT(literal)                                                      \
    {                                                                          \
        "" literal, sizeof(literal) - 1                                        \
    }

/* printf("%" STR_FMT, STR_ARG(s)); printf knows no more than INT_MAX bytes, and
 * a negative precision would read on behind the slice. */
#define STR_FMT ".*s"
#define STR_ARG(s) (int)((s).len < INT_MAX ? (s).len : INT_MAX), (s).ptr

#define STR_NONE ((size_t)-1) /* "not found" of the searches below */

struct str str_of(const char *cstr); /* NULL gives the empty string */
struct str str_bytes(const char *ptr, size_t len);

bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *cstr);
bool str_eq_nocase(struct str a, struct str b); /* ASCII case only */
int str_cmp(struct str a, struct str b);        /* byte order; < 0, 0, > 0 */
/* Numbers in the text compare as numbers: file2 < file10. */
int str_cmp_natural(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
size_t str_find(struct str s, struct str needle); /* index or STR_NONE */
size_t str_find_from(struct str s, struct str needle, size_t from);
size_t str_chr(struct str s, char c);
size_t str_rchr(struct str s, char c);

/* Clamped: [from, to) of s; out of range gives what there is. */
struct str str_slice(struct str s, size_t from, size_t to);
struct str str_from(struct str s, size_t from);
struct str str_trim(struct str s); /* ASCII white space at both ends */
struct str str_trim_left(struct str s);
struct str str_trim_right(struct str s);

/* Takes the text up to `sep` (or the end) off the front of *rest; false when
 * *rest was already exhausted (its ptr is then set to NULL by the last call).
 *     while (str_split(&rest, ',', &part)) … */
bool str_split(struct str *rest, char sep, struct str *part);
/* The same by lines; a CR before the LF is not part of the line. The end of a
 * last line with an LF is no further line, and an empty text has none. */
bool str_line(struct str *rest, struct str *line);

/* New texts in the arena, NUL-terminated behind their length. */
struct str str_dup(struct arena *arena, struct str s);
struct str str_cat(struct arena *arena, struct str a, struct str b);
struct str str_fmt(struct arena *arena, const char *fmt, ...) PHX_PRINTF(2, 3);
struct str str_replace(struct arena *arena, struct str s, struct str from,
                       struct str to);
struct str str_lower_ascii(struct arena *arena, struct str s);

/* A NUL-terminated copy for a library's edge. A NUL inside `s` ends it: check
 * with str_has_nul where that could matter. */
const char *str_cstr(struct arena *arena, struct str s);
bool str_has_nul(struct str s);

/* Whole-string conversions; false when any byte is left over or out of
 * range. *out is then untouched. */
bool str_to_int(struct str s, int64_t *out);
bool str_to_double(struct str s, double *out); /* C locale; no inf, nan, hex */

/* Edit distance with transpositions, at most `limit` + 1. Texts of over 128
 * bytes are either equal or `limit` + 1 apart. */
size_t str_distance(struct str a, struct str b, size_t limit);
/* The candidate nearest to `name` within a third of its length, or empty. */
struct str str_nearest(struct str name, const struct str *candidates,
                       size_t count);

struct html html_trust(struct str markup);
struct html html_escape(struct arena *arena, struct str text);

#endif
