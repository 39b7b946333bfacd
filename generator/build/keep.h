/* SPDX-License-Identifier: MIT */
/*
 * What a build need not do again. When the ledger of the build before matches
 * files, settings, clock and output, there is nothing to do at all; else each
 * route whose trace still holds, and whose output is still there, is kept.
 *
 * An output that came with a diagnostic is always made again, so that it is
 * said again. Private to build/.
 */
#ifndef PHX_BUILD_KEEP_H
#define PHX_BUILD_KEEP_H

#include "output.h"
#include "state.h"

struct cache;
struct keep;

/* Opens the cache and reads the ledger; build->keep. Before the scan: files
 * that change from now on are seen to have changed. */
void keep_open(struct build *build);
void keep_close(struct keep *keep); /* NULL is fine */

struct cache *keep_cache(const struct build *build); /* NULL: none */
/* Of everything that configuration and command line say. */
struct hash keep_settings(const struct build *build);

/* The ids of files that git's index does not know and that are as they were.
 * After the scan. */
void keep_file_ids(struct build *build);

/* True: nothing is to be done, *report is that of the build before. */
bool keep_all(struct build *build, struct build_report *report);

/* A file that is read and not listed by the scan, or sought and not there.
 * `path` is absolute. Any worker. */
void keep_extra(struct build *build, struct str path);

/* Reads the traces; `routes` of them will be asked for. Model, templates and
 * assets are frozen. */
void keep_start(struct build *build, size_t routes);

/* True: route number `index` is kept, and so is its output. *err is set when
 * that failed. */
bool keep_route(struct build *build, size_t index, const struct route *route,
                struct worker *worker, struct error *err);

/* What was made at once, and of what. */
struct rendered {
    const struct route *route;
    const struct trace *trace;
    bool said;                 /* with diagnostics: to be rendered again */
    const struct str *outputs; /* when they are not just route->output */
    size_t output_count;
    const struct str_list *files; /* that it gave to results_keep */
};
/* Route number `index` was rendered. Texts live as long as the build. */
void keep_rendered(struct build *build, size_t index, struct worker *worker,
                   const struct rendered *rendered);

/* output_put, without reading the old file when the ledger proves what it is.
 */
int keep_put(struct build *build, struct str path, struct str bytes,
             enum output_class class, struct error *err) PHX_MUST_USE;

/* report->explained. */
void keep_explained(const struct build *build, struct build_report *report);

/* What was written, for keep_finish; after output_commit. */
void keep_written(struct build *build, const struct output_changes *changes);
/* Leaves the record for the next build, when all that *report says is final. */
void keep_finish(struct build *build, struct build_report *report);

#endif
