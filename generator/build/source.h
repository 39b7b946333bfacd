/* SPDX-License-Identifier: MIT */
/* Reading the site's own files. Private to build/. */
#ifndef PHX_BUILD_SOURCE_H
#define PHX_BUILD_SOURCE_H

#include "state.h"

/* The bytes of a file of the site, in the site's arena (main thread). */
int source_read(struct build *build, struct str path, struct str *out,
                struct error *err) PHX_MUST_USE;

/* Says that a file of the site cannot be read. */
void source_unreadable(struct diags *diags, struct str path,
                       const struct error *err);

/* data/: a map of folders and files, each read by its ending. */
void source_data(struct build *build);

/* Reads and parses every page on the pool; diagnostics in path order. */
void source_pages(struct build *build);

#endif
