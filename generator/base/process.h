/* SPDX-License-Identifier: MIT */
/*
 * Other programs, run to their end: git for what crosses the network, the
 * commands of `phx bench run`. No shell is involved. Thread class: any.
 */
#ifndef PHX_BASE_PROCESS_H
#define PHX_BASE_PROCESS_H

#include "error.h"
#include "str.h"

struct process_result {
    int status;     /* what it exited with; 128 + N when signal N ended it */
    struct str out; /* standard output; NUL-terminated behind its length */
    struct str err; /* standard error, likewise */
};

/*
 * Runs argv[0], found along PATH, with standard input closed off (/dev/null)
 * unless `talks`: then the program has the terminal for its questions and its
 * standard error is not captured. What it prints beyond `limit` bytes a stream
 * is read and dropped. 0 also when it fails: see result->status. PHX_ENOENT
 * when there is no such program, PHX_EIO.
 */
int process_run(struct arena *arena, const char *const *argv, bool talks,
                size_t limit, struct process_result *result,
                struct error *err) PHX_MUST_USE;

#endif
