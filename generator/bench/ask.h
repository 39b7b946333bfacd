/* SPDX-License-Identifier: MIT */
/* What the command line asks of a result, looked up (private to bench/). */
#ifndef PHX_BENCH_ASK_H
#define PHX_BENCH_ASK_H

#include "view.h"

struct asked {
    struct view view;
    const size_t *columns; /* those that were named, in that order */
    size_t column_count;   /* 0: none was named */
};

/* False: reader_fail said what is not there. */
bool ask_open(struct bench_store *store, const struct bench_ask *ask,
              struct reader *reader, struct asked *out);

/* What bench_show_json writes, of the columns that are named. */
struct value show_value(const struct asked *asked, struct arena *arena);

#endif
