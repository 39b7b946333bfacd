/* SPDX-License-Identifier: MIT */
/* Two results compared (private to bench/). */
#ifndef PHX_BENCH_DIFF_H
#define PHX_BENCH_DIFF_H

#include "view.h"

/* In the order in which they are printed. */
enum diff_verdict {
    DIFF_WORSE,
    DIFF_BETTER,
    DIFF_MOVED, /* nobody says which way is better */
    DIFF_SAME,
    DIFF_VERDICTS
};

/* All repeats of one configuration, on both sides. */
struct diff_row {
    struct str title;
    PHX_VEC(size_t) rows[2];
};

struct change {
    const struct diff_row *row;
    size_t column; /* of the old side */
    double old, now;
    double noise;
    bool assumed; /* the noise is a share of the old value */
    enum diff_verdict verdict;
    size_t index;
};

struct diff {
    struct arena *arena;
    struct view sides[2];           /* old, new: set by the caller */
    PHX_VEC(struct str) keys;       /* settings that tell rows apart */
    PHX_VEC(struct str) differing;  /* the same in all rows of each side */
    struct map by_key;              /* struct diff_row */
    PHX_VEC(struct change) changes; /* without DIFF_SAME */
    size_t counts[DIFF_VERDICTS];
    size_t only[2]; /* configurations that one side alone has */
};

/* `threshold` is the share of the old value that counts as noise where the file
 * has no dispersion. False: reader_fail. */
bool diff_make(struct diff *diff, double threshold, struct reader *reader);

#endif
