/* SPDX-License-Identifier: MIT */
/*
 * Functions that are easy to misuse become compile errors (git's banned.h).
 * Copies are memcpy with a checked length, formatting is buf_add_fmt or
 * str_fmt, times are base/date's.
 */
#ifndef PHX_BASE_BANNED_H
#define PHX_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef PHX_ALLOW_BANNED
/* Macros in some C libraries and modes; a macro cannot be poisoned. */
#undef alloca
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef strtok
#pragma GCC poison strcpy strcat strncpy strncat strtok sprintf vsprintf
#pragma GCC poison gmtime localtime ctime asctime mktemp tmpnam gets
#pragma GCC poison atoi atol atof
#endif

#endif
