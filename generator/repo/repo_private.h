/* SPDX-License-Identifier: MIT */
/* What the files of this room share: the repo itself and its way to git. */
#ifndef PHX_REPO_REPO_PRIVATE_H
#define PHX_REPO_REPO_PRIVATE_H

#include "git_lib.h"
#include "repo/repo.h"

struct commits;

struct repo {
    struct arena *arena;
    struct str root;       /* absolute, without links */
    struct str worktree;   /* the same, or empty without git */
    struct str prefix;     /* root below worktree: "" or "docs/" */
    struct str git_dir;    /* has HEAD and index; a worktree's own */
    struct str common_dir; /* has refs, config, info, shallow */
    bool has_git;
    bool shallow_told;
    const struct git_lib *lib; /* NULL until repo_git */
    git_repository *git;
    struct commits *commits; /* of the last walk; commits.c's */
};

/* Opens libgit2 and the repository when they are not yet; repo->has_git.
 * PHX_ELIBRARY, PHX_EINPUT (what libgit2 says of a damaged one). */
int repo_git(struct repo *repo, struct error *err) PHX_MUST_USE;

/* A small text file below `dir`, without the white space at its end; false
 * when it is not there. */
bool repo_read_small(struct arena *arena, struct str dir, const char *name,
                     struct str *out);

/* The commit of HEAD as git's files say; false before the first commit. */
bool repo_head_oid(struct repo *repo, git_oid *out);
struct str repo_hex(struct arena *arena, const git_oid *id);
bool repo_oid_parse(struct str hex, git_oid *out);
struct date repo_date(const git_signature *signature);

#endif
