/* SPDX-License-Identifier: MIT */
/*
 * The ranks of a run and what they say to each other. The collectives on
 * weights and gradients are rings of our own, so that every byte sent is
 * counted where it is sent, and sums run in an order that depends on nothing
 * but the number of ranks.
 */
#ifndef TRAINING_RANKS_H
#define TRAINING_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/real.h"

struct ranks;

/* All ranks of the run. A failing MPI call ends all of them with a message. */
struct ranks *ranks_start(int *argc, char ***argv);
/* This rank alone: what it does with these moves nothing. */
struct ranks *ranks_alone(void);
void ranks_free(struct ranks *r);
void ranks_stop(void); /* MPI's end; after the last ranks_free */

size_t ranks_count(const struct ranks *r);
size_t ranks_self(const struct ranks *r);
/* Bytes this rank has sent so far. */
uint64_t ranks_sent(const struct ranks *r);

/*
 * `values` has count = ranks · share values; share i belongs to rank i.
 * ranks_scatter_sum: on return this rank's share is the sum over all ranks,
 * the other shares are partial sums of no use. `work` has room for a share.
 * ranks_gather: every rank gets every share. Each sends (ranks − 1) · share.
 */
void ranks_scatter_sum(struct ranks *r, real *values, size_t share, real *work);
void ranks_gather(struct ranks *r, real *values, size_t share);

/* The sums of a few numbers over all ranks, in place. */
void ranks_sum(struct ranks *r, double *values, size_t count);
/* The largest of one number. */
double ranks_max(struct ranks *r, double value);
/* Ends every rank of the run, with this status. */
_Noreturn void ranks_abort(int status);

#endif
