/* SPDX-License-Identifier: MIT */
/*
 * Paths as text: site paths are relative, use '/', have no empty, "." or ".."
 * part. Made once here, trusted everywhere else. Thread class: any.
 */
#ifndef PHX_BASE_PATH_H
#define PHX_BASE_PATH_H

#include "str.h"

/* `base`/`rel` normalised ("." and ".." resolved, '//' folded). False when the
 * result would leave the root, `rel` is absolute, or has a NUL or a backslash.
 * `base` may be empty, and so may the result (the root). A trailing '/' is
 * dropped. */
bool path_resolve(struct arena *arena, struct str base, struct str rel,
                  struct str *out) PHX_MUST_USE;

struct str path_join(struct arena *arena, struct str a, struct str b);
struct str path_dir(struct str path);  /* "a/b" of "a/b/c"; empty of "c" */
struct str path_name(struct str path); /* "c.md" of "a/c.md" */
struct str path_ext(struct str path);  /* "md"; empty of "a", ".a", "a." */
struct str path_stem(struct str path); /* "c" of "a/c.md" */
bool path_is_under(struct str path, struct str dir); /* or equal */

#endif
