/* SPDX-License-Identifier: MIT */
/*
 * The commits that HEAD reaches, in the order of `git log --topo-order`'s
 * promise and `git log`'s habit: no commit before its children, else the
 * newest first. Our own walk, because libgit2's fails at a shallow border.
 */
#ifndef PHX_REPO_COMMITS_H
#define PHX_REPO_COMMITS_H

#include "repo_private.h"

struct commit {
    git_oid id;
    git_oid tree;
    int64_t time; /* the committer's */
    struct commit **parents;
    uint32_t parent_count; /* 0 at a shallow border too */
    uint32_t children;     /* not yet given out; used while ordering */
    uint32_t found;        /* number in order of discovery */
};

struct commits {
    struct arena arena;
    PHX_VEC(struct commit *) list; /* HEAD first */
    bool shallow;                  /* the walk met a border */
};

/* Kept by the repo until HEAD is another commit or the repo is closed; *out is
 * borrowed. PHX_EINPUT when a commit is missing or damaged. repo_git was
 * called. */
int commits_read(struct repo *repo, const git_oid *head,
                 const struct commits **out, struct error *err) PHX_MUST_USE;
void commits_free(struct commits *commits); /* NULL is fine */

#endif
