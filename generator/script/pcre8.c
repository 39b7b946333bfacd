/* SPDX-License-Identifier: MIT */
/* PCRE2 for text in 8-bit units; pcre16.c is its twin. */
#define PCRE2_CODE_UNIT_WIDTH 8
#define PCRE_TABLE pcre_narrow
#define PCRE_LIBRARY "libpcre2-8"

#include "pcre_width.inc"
