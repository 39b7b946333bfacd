/* SPDX-License-Identifier: MIT */
/* :history: in {bench}: a metric over the commits (private to bench/). */
#ifndef PHX_BENCH_FIGURE_HISTORY_H
#define PHX_BENCH_FIGURE_HISTORY_H

#include "figure.h"

/* What the author left open: time along the axis, a line a configuration. */
void history_choose(struct figure *figure);

/* Points get the URL of their commit, and their change where it is beyond the
 * noise. */
void history_mark(const struct figure *figure, struct plot *plot);

/* The commit that a row came from, as a link where there are URLs. */
void history_commit(const struct figure *figure, size_t row, struct buf *out);

/* What the caption says: what was marked, what the clone lacks. */
void history_notes(const struct figure *figure, const struct plot *plot,
                   struct buf *out);

#endif
