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
    PHX_VEC(struct commit *) list;
    bool shallow; /* the walk met a border */
};

/* PHX_EINPUT when a commit is missing or damaged. repo_git was called. */
int commits_read(struct repo *repo, struct arena *arena, const git_oid *head,
                 struct commits *out, struct error *err) PHX_MUST_USE;

#endif
