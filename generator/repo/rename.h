/* SPDX-License-Identifier: MIT */
/*
 * Which file gone in a commit a new one was: the same bytes, or at least half
 * of them, as git's -M50% says. Copies (the source stays) are new files here:
 * a post begun as a copy of another is not as old as that one.
 */
#ifndef PHX_REPO_RENAME_H
#define PHX_REPO_RENAME_H

#include "tree.h"

/*
 * For each path of `wanted` (new in `changes`) the index in `changes` of the
 * file it was renamed from, or RENAME_NONE. Never fails: a blob that cannot be
 * read resembles nothing. `sources` has room for wanted_count.
 */
#define RENAME_NONE SIZE_MAX
void rename_find(struct repo *repo, const struct changes *changes,
                 const size_t *wanted, size_t wanted_count, size_t *sources);

/* 0..100: how much of the larger text the other has too, by lines. */
unsigned rename_similarity(struct arena *arena, struct str a, struct str b);

#endif
