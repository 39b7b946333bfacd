/* SPDX-License-Identifier: MIT */
/*
 * The line that says how far the work is: on a terminal only, and only for work
 * that takes longer than half a second.
 */
#include "cli/cli.h"

#include <unistd.h>

static double seconds_since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

void cli_progress_init(struct cli_progress *progress)
{
    *progress = (struct cli_progress){.terminal = isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
}

void cli_progress_show(void *ctx, const char *stage, size_t done, size_t total)
{
    struct cli_progress *p = ctx;

    if (!p->terminal || seconds_since(&p->start) < 0.5 ||
        seconds_since(&p->last) < 0.1)
        return;
    clock_gettime(CLOCK_MONOTONIC, &p->last);
    fprintf(stderr, "\r%s %zu/%zu\033[K", stage, done, total);
    p->shown = true;
}

void cli_progress_clear(struct cli_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
