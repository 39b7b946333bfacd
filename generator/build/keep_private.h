/* SPDX-License-Identifier: MIT */
/* What keep.c, keep_all.c and keep_finish.c share. */
#ifndef PHX_BUILD_KEEP_PRIVATE_H
#define PHX_BUILD_KEEP_PRIVATE_H

#include "keep.h"

#include "record.h"
#include "traces.h"

#include <pthread.h>

struct keep {
    struct cache *cache; /* NULL: none */
    struct arena arena;
    struct hash settings, history, said, addresses;
    int64_t scanned_ns;
    int output; /* the output folder; -1: there was none */
    bool has_ledger;
    struct ledger ledger; /* of the build before */
    bool has_traces;
    struct traces traces; /* likewise */
    bool same_addresses;  /* no link leads elsewhere than then */
    unsigned workers;
    struct input_set *sets;    /* one a worker: inputs of what was rendered */
    const struct unit **units; /* by route; NULL: to be made again next time */
    size_t unit_count;
    struct output_changes written;
    pthread_mutex_t lock; /* of extras and explained */
    struct map extras;    /* absolute path → struct record_extra * */
    struct buf explained;
};

/* Where the record of this output lies in the cache. */
struct hash keep_key(const struct build *build, bool traces);

/* The clock of file systems. */
int64_t keep_clock_ns(void);

/* The output's file is what the ledger says; *stat is what it is now. `reads`
 * counts the files that had to be read to know; may be NULL. */
bool keep_output_holds(const struct build *build, struct arena *scratch,
                       const struct record_output *output, struct fs_stat *stat,
                       size_t *reads);

/* Found out once for each input of the old traces. */
bool keep_input_holds(struct build *build, struct arena *scratch, uint32_t at);

/* Says why, when it is the route that options->explain asks about. */
void keep_explain(struct build *build, const struct route *route,
                  const struct unit *unit, bool kept, struct arena *scratch);

#endif
