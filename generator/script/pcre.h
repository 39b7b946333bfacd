/* SPDX-License-Identifier: MIT */
/*
 * PCRE2 in two widths, each opened (dlopen) when it is first needed, with its
 * compiler to machine code where that is allowed. The only door to the library.
 *
 * narrow: 8-bit units, for ASCII without NUL and carriage returns, where
 * JavaScript's \s, `.` and `^` mean what PCRE2's do. wide: 16-bit units, for
 * everything else: JavaScript matches units of UTF-16, halves of pairs too.
 *
 * Thread rules of the library: compiled patterns are read-only, for any thread;
 * a scratch is used by one at a time.
 */
#ifndef PHX_SCRIPT_PCRE_H
#define PHX_SCRIPT_PCRE_H

#include "base/base.h"

enum pcre_width { PCRE_NARROW, PCRE_WIDE };

enum pcre_outcome {
    PCRE_MISSED,
    PCRE_MATCHED,
    PCRE_TOO_MUCH, /* a limit was met: the pattern suits the text badly */
};

struct pcre_match {
    size_t from, to;   /* units */
    size_t group_size; /* of the first group; 0 when it is not set */
};

struct pcre {
    /* False when the library is not there; it tries once a process. */
    bool (*open)(void);
    /* A source of grammars.h and its flags; NULL when it is not accepted. */
    void *(*compile)(struct str source, uint32_t flags);
    void (*code_free)(void *code);
    void *(*scratch_new)(void);
    void (*scratch_free)(void *scratch);
    /* The first match in `len` units that begins at `from` or later. */
    enum pcre_outcome (*match)(const void *code, void *scratch,
                               const void *units, size_t len, size_t from,
                               struct pcre_match *match);
    /* "10.42 2022-12-11", NUL included; false when it is not there. */
    bool (*version)(char text[64]);
};

extern const struct pcre pcre_narrow;
extern const struct pcre pcre_wide;

static inline const struct pcre *pcre_of(enum pcre_width width)
{
    return width == PCRE_WIDE ? &pcre_wide : &pcre_narrow;
}

#endif
