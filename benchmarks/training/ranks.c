/* SPDX-License-Identifier: MIT */
/*
 * The only file that includes MPI. Errors of MPI keep its default handler,
 * which says what happened and ends all ranks: a step that one of them has
 * missed cannot be saved, and the last checkpoint can be resumed. When a rank
 * dies of a signal, mpirun ends the others and says which.
 */
#include "ranks.h"

#include <stdlib.h>

#include <mpi.h>

#include "model/base.h"

struct ranks {
    MPI_Comm comm;
    int self, count;
    uint64_t sent;
};

static struct ranks *ranks_of(MPI_Comm comm)
{
    struct ranks *r = base_calloc(1, sizeof(*r));
    r->comm = comm;
    MPI_Comm_rank(comm, &r->self);
    MPI_Comm_size(comm, &r->count);
    return r;
}

struct ranks *ranks_start(int *argc, char ***argv)
{
    MPI_Init(argc, argv);
    return ranks_of(MPI_COMM_WORLD);
}

struct ranks *ranks_alone(void)
{
    return ranks_of(MPI_COMM_SELF);
}

void ranks_free(struct ranks *r)
{
    free(r);
}

void ranks_stop(void)
{
    MPI_Finalize();
}

size_t ranks_count(const struct ranks *r)
{
    return (size_t)r->count;
}

size_t ranks_self(const struct ranks *r)
{
    return (size_t)r->self;
}

uint64_t ranks_sent(const struct ranks *r)
{
    return r->sent;
}

#ifdef MODEL_DOUBLE
#define MPI_REAL_TYPE MPI_DOUBLE
#else
#define MPI_REAL_TYPE MPI_FLOAT
#endif

/* To the next rank and from the one before. */
static void pass_on(struct ranks *r, const real *send, real *receive,
                    size_t count)
{
    int next = (r->self + 1) % r->count;
    int before = (r->self + r->count - 1) % r->count;
    MPI_Sendrecv(send, (int)count, MPI_REAL_TYPE, next, 0, receive, (int)count,
                 MPI_REAL_TYPE, before, 0, r->comm, MPI_STATUS_IGNORE);
    r->sent += count * sizeof(real);
}

/* `back` shares before this rank's own, around the ring. */
static real *share_at(const struct ranks *r, real *values, size_t share,
                      int back)
{
    int index = ((r->self - back) % r->count + r->count) % r->count;
    return values + (size_t)index * share;
}

/* The sum of a share starts at the rank after its owner and goes round to it.
 */
void ranks_scatter_sum(struct ranks *r, real *values, size_t share, real *work)
{
    for (int step = 0; step + 1 < r->count; step++) {
        pass_on(r, share_at(r, values, share, step + 1), work, share);
        real *mine = share_at(r, values, share, step + 2);
        for (size_t i = 0; i < share; i++)
            mine[i] += work[i];
    }
}

void ranks_gather(struct ranks *r, real *values, size_t share)
{
    for (int step = 0; step + 1 < r->count; step++)
        pass_on(r, share_at(r, values, share, step),
                share_at(r, values, share, step + 1), share);
}

void ranks_sum(struct ranks *r, double *values, size_t count)
{
    if (r->count == 1)
        return;
    MPI_Allreduce(MPI_IN_PLACE, values, (int)count, MPI_DOUBLE, MPI_SUM,
                  r->comm);
    r->sent += count * sizeof(double);
}

double ranks_max(struct ranks *r, double value)
{
    double most = value;
    MPI_Allreduce(&value, &most, 1, MPI_DOUBLE, MPI_MAX, r->comm);
    return most;
}

_Noreturn void ranks_abort(int status)
{
    MPI_Abort(MPI_COMM_WORLD, status);
    exit(status);
}
