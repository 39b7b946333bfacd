/* SPDX-License-Identifier: MIT */
/*
 * libgit2, opened with dlopen so that a run that needs no history does not
 * spend the 5 ms its start costs. Its thread rule: an object belongs to one
 * thread at a time, and git_error_last is the failing thread's own.
 */
#ifndef PHX_REPO_GIT_LIB_H
#define PHX_REPO_GIT_LIB_H

#include <git2.h>

#include "base/base.h"

#define GIT_FUNCTIONS(F)                                                       \
    F(libgit2_init)                                                            \
    F(libgit2_opts)                                                            \
    F(error_last)                                                              \
    F(repository_open_ext)                                                     \
    F(repository_free)                                                         \
    F(repository_hashfile)                                                     \
    F(commit_lookup)                                                           \
    F(commit_free)                                                             \
    F(commit_tree_id)                                                          \
    F(commit_parentcount)                                                      \
    F(commit_parent_id)                                                        \
    F(commit_time)                                                             \
    F(commit_author)                                                           \
    F(commit_committer)                                                        \
    F(commit_summary)                                                          \
    F(object_free)                                                             \
    F(object_id)                                                               \
    F(revparse_single)                                                         \
    F(commit_message)                                                          \
    F(commit_create)                                                           \
    F(signature_default)                                                       \
    F(signature_free)                                                          \
    F(reference_name_to_id)                                                    \
    F(reference_create_matching)                                               \
    F(reference_free)                                                          \
    F(treebuilder_new)                                                         \
    F(treebuilder_insert)                                                      \
    F(treebuilder_write)                                                       \
    F(treebuilder_free)                                                        \
    F(blob_create_from_buffer)                                                 \
    F(tree_lookup)                                                             \
    F(tree_free)                                                               \
    F(tree_entrycount)                                                         \
    F(tree_entry_byindex)                                                      \
    F(tree_entry_byname)                                                       \
    F(tree_entry_name)                                                         \
    F(tree_entry_id)                                                           \
    F(tree_entry_filemode_raw)                                                 \
    F(blob_lookup)                                                             \
    F(blob_free)                                                               \
    F(blob_rawcontent)                                                         \
    F(blob_rawsize)                                                            \
    F(mailmap_from_repository)                                                 \
    F(mailmap_resolve)                                                         \
    F(mailmap_free)

/* lib->commit_lookup is git_commit_lookup. */
struct git_lib {
#define F(name) __typeof__(git_##name) *(name);
    GIT_FUNCTIONS(F)
#undef F
};

/* The same table for all threads, filled once; NULL and PHX_ELIBRARY when the
 * library is not installed. */
const struct git_lib *git_lib(struct error *err);

/* `code` with what libgit2 last said on this thread, after "STEP: ". */
int git_lib_fail(const struct git_lib *lib, enum phx_code code,
                 const char *step, struct error *err);

#endif
