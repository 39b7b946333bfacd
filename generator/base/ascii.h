/* SPDX-License-Identifier: MIT */
/*
 * What a byte is in ASCII, in every locale and for every char: isdigit and its
 * family depend on the one and are undefined for negative values of the other.
 * Bytes of UTF-8 sequences are none of these; code points are text.h's.
 */
#ifndef PHX_BASE_ASCII_H
#define PHX_BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Space, tab, LF, VT, FF and CR. */
static inline bool ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The value of a hexadecimal digit of either case, or -1. */
static inline int ascii_hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
