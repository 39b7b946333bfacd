/* SPDX-License-Identifier: MIT */
/* Rendering every route on the pool. Private to build/. */
#ifndef PHX_BUILD_RENDER_H
#define PHX_BUILD_RENDER_H

#include "state.h"

/*
 * Renders each route and puts it beside the output. Diagnostics are merged in
 * the order of the routes. 0, or negative when the output cannot be written
 * (err). Even then every route was tried.
 */
int render_routes(struct build *build, struct build_report *report,
                  struct error *err) PHX_MUST_USE;

/* The feed formats, the sitemap and robots.txt; feeds.c. False: err. */
bool render_feed(struct build *build, const struct route *route,
                 struct reader *reader, struct buf *out, struct error *err);
/* *outputs: the paths that it has put, in worker->keep. */
int render_sitemap(struct build *build, struct worker *worker,
                   struct reader *reader, const struct str **outputs,
                   size_t *output_count, struct error *err) PHX_MUST_USE;
/* Of what the sitemap lists. */
struct hash sitemap_fingerprint(struct build *build, struct arena *scratch);

#endif
