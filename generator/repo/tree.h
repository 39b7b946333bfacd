/* SPDX-License-Identifier: MIT */
/* What is in a commit's tree, and what differs between two of them. */
#ifndef PHX_REPO_TREE_H
#define PHX_REPO_TREE_H

#include "repo_private.h"

/* A file that differs. A mode of 0: it is not in that tree. */
struct change {
    struct str path; /* from the repository's top */
    git_oid old_id;
    git_oid new_id;
    uint32_t old_mode;
    uint32_t new_mode;
};
struct changes {
    PHX_VEC(struct change) list; /* by path, byte order */
};

/* Files and symbolic links, no submodules. Either tree may be NULL (empty).
 * PHX_EINPUT when a tree is missing or damaged. */
int tree_diff(struct repo *repo, struct arena *arena, const git_oid *old_tree,
              const git_oid *new_tree, struct changes *out,
              struct error *err) PHX_MUST_USE;

/* The file at `path` in a tree; a mode of 0 when there is none. */
struct tree_file {
    git_oid id;
    uint32_t mode;
};
int tree_find(struct repo *repo, const git_oid *tree, struct str path,
              struct tree_file *out, struct error *err) PHX_MUST_USE;

#endif
