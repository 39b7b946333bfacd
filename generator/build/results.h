/* SPDX-License-Identifier: MIT */
/*
 * Result files: all of them into the store, and those that pages have shown to
 * the output, under their own path, so that a figure can link to the file it
 * was drawn from. Private to build/.
 */
#ifndef PHX_BUILD_RESULTS_H
#define PHX_BUILD_RESULTS_H

#include "state.h"

struct result_files;

/* bench.results of phx.yaml. */
struct str results_folder(const struct config *config);

/* Reads every file below bench.results into build->results. Main thread. */
void results_read(struct build *build);

/* Remembers the result files that an output has read. Any thread. */
void results_note(struct build *build, const struct trace *trace);

/* One of them. Any thread. */
void results_show(struct build *build, struct str path);
/* Is it a result file that may be shown? */
bool results_published(const struct build *build, struct str path);
/* Changes when a result file comes or goes. */
struct hash results_names(const struct build *build);

/* A file that a figure offers, such as its rows as CSV; copied. The same path
 * has the same bytes. Any thread. */
void results_keep(struct build *build, struct str path, struct str bytes);
/* The same for one that is in the output already. */
void results_keep_old(struct build *build, struct str path, struct hash hash,
                      const struct fs_stat *stat);

/* Puts the remembered and the kept files into the output. Main thread, after
 * rendering. */
int results_publish(struct build *build, struct error *err) PHX_MUST_USE;

#endif
