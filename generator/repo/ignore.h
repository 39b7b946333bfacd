/* SPDX-License-Identifier: MIT */
/*
 * The patterns of .gitignore (gitignore(5)) and of .gitattributes, which are
 * the same ones. Case always counts.
 */
#ifndef PHX_REPO_IGNORE_H
#define PHX_REPO_IGNORE_H

#include "base/base.h"

struct ignore_pattern {
    struct str text; /* without '!', a leading '/' and a trailing '/' */
    size_t literal;  /* bytes at its start that are no wildcard */
    bool negative;
    bool dir_only;
    bool name_only; /* no '/' in it: matches the last part of a path */
};

/* One file's patterns, and the files whose patterns are weaker. */
struct ignore_rules {
    const struct ignore_rules *weaker;
    PHX_VEC(struct ignore_pattern) list;
    size_t base; /* paths are matched from this byte on */
};

/* Borrows from `text`. */
void ignore_parse(struct arena *arena, struct str text,
                  struct ignore_rules *out);
/* The lines of .gitattributes that make git change a file's bytes on their way
 * into the repository so that their size need not change: filters, `ident`,
 * another encoding. Lines that take such an attribute back do not count. */
void ignore_parse_filters(struct arena *arena, struct str text,
                          struct ignore_rules *out);

/* The last pattern that matches decides; a folder above that is ignored is for
 * the caller to know. `rules` may be NULL. */
bool ignore_matches(const struct ignore_rules *rules, struct str path,
                    bool is_dir);

/* A whole path against a pattern in which '*' and '?' stop at '/' and a part
 * that is a double star does not. Time: product of the lengths at worst. */
bool wildmatch(struct str pattern, struct str text);

#endif
