/* SPDX-License-Identifier: MIT */
/* PCRE2 for text in 16-bit units; pcre8.c is its twin. */
#define PCRE2_CODE_UNIT_WIDTH 16
#define PCRE_TABLE pcre_wide
#define PCRE_LIBRARY "libpcre2-16"

#include "pcre_width.inc"
