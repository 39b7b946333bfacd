/* SPDX-License-Identifier: MIT */
/*
 * struct str: comparing, slicing, splitting and copying. Searching for a near
 * name is str_nearest.c's, numbers are number.c's, escaping is escape.c's.
 */
#include "str.h"

#include "arena.h"
#include "ascii.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "banned.h"

struct str str_of(const char *cstr)
{
    return cstr == NULL ? STR("") : (struct str){cstr, strlen(cstr)};
}

struct str str_bytes(const char *ptr, size_t len)
{
    return ptr == NULL ? STR("") : (struct str){ptr, len};
}

/* ---- Comparing ---- */

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_is(struct str a, const char *cstr)
{
    return str_eq(a, str_of(cstr));
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    }
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len == 0 ? 0 : memcmp(a.ptr, b.ptr, len);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

/* The run of digits at *pos without its leading zeroes; *pos moves behind. */
static struct str take_digits(struct str s, size_t *pos)
{
    size_t from = *pos;
    while (*pos < s.len && ascii_is_digit(s.ptr[*pos]))
        ++*pos;
    while (from < *pos && s.ptr[from] == '0')
        from++;
    return str_slice(s, from, *pos);
}

int str_cmp_natural(struct str a, struct str b)
{
    size_t i = 0;
    size_t j = 0;
    while (i < a.len && j < b.len) {
        if (ascii_is_digit(a.ptr[i]) && ascii_is_digit(b.ptr[j])) {
            struct str m = take_digits(a, &i);
            struct str n = take_digits(b, &j);
            int order = (m.len > n.len) - (m.len < n.len);
            if (order == 0)
                order = str_cmp(m, n);
            if (order != 0)
                return order;
        } else if (a.ptr[i] != b.ptr[j]) {
            return (unsigned char)a.ptr[i] < (unsigned char)b.ptr[j] ? -1 : 1;
        } else {
            i++;
            j++;
        }
    }
    if (i < a.len || j < b.len)
        return i < a.len ? 1 : -1;
    return str_cmp(a, b); /* "01" and "1": equal as numbers, not as texts */
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           str_eq(str_from(s, s.len - suffix.len), suffix);
}

/* ---- Searching ---- */

size_t str_find_from(struct str s, struct str needle, size_t from)
{
    if (from > s.len)
        return STR_NONE;
    if (needle.len == 0)
        return from;
    /* Most searches end where the first byte is nowhere; memmem prepares. */
    const char *at = memchr(s.ptr + from, needle.ptr[0], s.len - from);
    if (at != NULL)
        at = memmem(at, s.len - (size_t)(at - s.ptr), needle.ptr, needle.len);
    return at == NULL ? STR_NONE : (size_t)(at - s.ptr);
}

size_t str_find(struct str s, struct str needle)
{
    return str_find_from(s, needle, 0);
}

size_t str_chr(struct str s, char c)
{
    const char *at = memchr(s.ptr, c, s.len);
    return at == NULL ? STR_NONE : (size_t)(at - s.ptr);
}

size_t str_rchr(struct str s, char c)
{
    for (size_t i = s.len; i > 0; i--) {
        if (s.ptr[i - 1] == c)
            return i - 1;
    }
    return STR_NONE;
}

bool str_has_nul(struct str s)
{
    return str_chr(s, '\0') != STR_NONE;
}

/* ---- Slicing ---- */

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct str){s.ptr + from, to - from};
}

struct str str_from(struct str s, size_t from)
{
    return str_slice(s, from, s.len);
}

struct str str_trim_left(struct str s)
{
    size_t from = 0;
    while (from < s.len && ascii_is_space(s.ptr[from]))
        from++;
    return str_from(s, from);
}

struct str str_trim_right(struct str s)
{
    size_t len = s.len;
    while (len > 0 && ascii_is_space(s.ptr[len - 1]))
        len--;
    return str_slice(s, 0, len);
}

struct str str_trim(struct str s)
{
    return str_trim_left(str_trim_right(s));
}

bool str_split(struct str *rest, char sep, struct str *part)
{
    if (rest->ptr == NULL)
        return false;
    size_t at = str_chr(*rest, sep);
    if (at == STR_NONE) {
        *part = *rest;
        *rest = (struct str){NULL, 0};
    } else {
        *part = str_slice(*rest, 0, at);
        *rest = str_from(*rest, at + 1);
    }
    return true;
}

bool str_line(struct str *rest, struct str *line)
{
    if (rest->len == 0)
        *rest = (struct str){NULL, 0};
    if (!str_split(rest, '\n', line))
        return false;
    bool has_lf = rest->ptr != NULL;
    if (has_lf && line->len > 0 && line->ptr[line->len - 1] == '\r')
        line->len--;
    return true;
}

/* ---- New texts ---- */

struct str str_dup(struct arena *arena, struct str s)
{
    return str_cat(arena, s, STR(""));
}

struct str str_cat(struct arena *arena, struct str a, struct str b)
{
    if (a.len >= SIZE_MAX - b.len)
        base_out_of_memory(SIZE_MAX);
    size_t len = a.len + b.len;
    char *out = arena_bytes(arena, len + 1);
    if (a.len != 0)
        memcpy(out, a.ptr, a.len);
    if (b.len != 0)
        memcpy(out + a.len, b.ptr, b.len);
    out[len] = '\0';
    return (struct str){out, len};
}

struct str str_fmt(struct arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    PHX_BUG_ON(len < 0);
    size_t size = (size_t)len;
    char *out = arena_bytes(arena, size + 1);
    va_start(args, fmt);
    vsnprintf(out, size + 1, fmt, args);
    va_end(args);
    return (struct str){out, size};
}

struct str str_replace(struct arena *arena, struct str s, struct str from,
                       struct str to)
{
    if (from.len == 0)
        return str_dup(arena, s);
    size_t found = 0;
    for (size_t at = str_find(s, from); at != STR_NONE;
         at = str_find_from(s, from, at + from.len))
        found++;
    size_t added;
    if (__builtin_mul_overflow(found, to.len, &added) ||
        added >= SIZE_MAX - s.len)
        base_out_of_memory(SIZE_MAX);
    size_t len = s.len - found * from.len + added;
    char *out = arena_bytes(arena, len + 1);
    size_t done = 0;
    size_t put = 0;
    while (done < s.len) {
        size_t at = found == 0 ? STR_NONE : str_find_from(s, from, done);
        size_t end = at == STR_NONE ? s.len : at;
        memcpy(out + put, s.ptr + done, end - done);
        put += end - done;
        done = end;
        if (at == STR_NONE)
            break;
        if (to.len != 0)
            memcpy(out + put, to.ptr, to.len);
        put += to.len;
        done += from.len;
    }
    out[len] = '\0';
    return (struct str){out, len};
}

struct str str_lower_ascii(struct arena *arena, struct str s)
{
    char *out = arena_bytes(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        out[i] = ascii_lower(s.ptr[i]);
    out[s.len] = '\0';
    return (struct str){out, s.len};
}

const char *str_cstr(struct arena *arena, struct str s)
{
    return str_dup(arena, s).ptr;
}
