/* SPDX-License-Identifier: MIT */
/*
 * A result in the commits that changed its file (private to bench/). Read from
 * git when first asked for, once a file, and each blob is read as a table once,
 * however many commits have it. One lock guards the repository, which belongs
 * to one thread at a time, and everything that is not finished yet.
 */
#ifndef PHX_BENCH_PAST_H
#define PHX_BENCH_PAST_H

#include "store.h"

/* Columns of past->all. */
#define PAST_COMMIT "file_commit"
#define PAST_DATE "file_date"
#define PAST_SUBJECT "file_subject"
#define PAST_CONFIGURATION "configuration" /* where rows of a commit differ */

struct past_version {
    struct repo_version git;
    struct result *result; /* its table; error.code is set when it has none */
};

struct past {
    PHX_VEC(struct past_version) list; /* newest first; deletions left out */
    bool shallow;
    bool uncommitted;   /* the file is not what the newest commit has */
    struct result *all; /* the rows of all versions, oldest first */
};

/* NULL: reader_fail said why (a folder, no git, no commit has the file). */
const struct past *past_of(struct bench_store *store,
                           const struct result *result, struct reader *reader);

/* The file as a revision has it ("v1.2", "HEAD~3"); empty: the newest version
 * that is not the present one. NULL: reader_fail said why. */
const struct result *past_at(struct bench_store *store,
                             const struct result *result, struct str revision,
                             struct reader *reader);

/* The URL of a commit's page, or empty where nobody said where they are. */
struct str past_url(const struct bench_store *store, struct str commit,
                    struct arena *arena);

#endif
