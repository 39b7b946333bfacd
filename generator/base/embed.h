/* SPDX-License-Identifier: MIT */
/*
 * Files that the binary carries: the default theme, KaTeX, the highlighter.
 * The table is made by the Makefile (build/embed.S) and sorted by path. Its
 * paths: "themes/phoenix/…", "npm/katex/…", "npm/prismjs/…", "script/…",
 * "check/…".
 * Thread class: any; the bytes live as long as the process.
 */
#ifndef PHX_BASE_EMBED_H
#define PHX_BASE_EMBED_H

#include "str.h"

struct embed_file {
    const char *path;
    const char *start;
    const char *end;
};

/* The table that the Makefile makes. */
extern const struct embed_file embed_files[];
extern const size_t embed_count;

bool embed_find(struct str path, struct str *out) PHX_MUST_USE;
/* The first index whose path starts with `prefix`, and how many follow. */
size_t embed_range(struct str prefix, size_t *count);

#endif
