/* SPDX-License-Identifier: MIT */
/*
 * mermaid draws its diagrams in the reader's browser: the one part of a page
 * that needs a script. The library is the site's own file. Private to build/.
 */
#ifndef PHX_BUILD_MERMAID_H
#define PHX_BUILD_MERMAID_H

#include "state.h"

/* When a page has a diagram: adds the library to build->assets, or warns once
 * that it is not installed. Before the assets are compiled. */
void mermaid_add(struct build *build);

/* A diagram is being shown. False: it has to be shown as its text, in feeds and
 * without the library. */
bool mermaid_use(struct reader *reader);

/* What the head of a page with a diagram needs. */
void mermaid_links(const struct build *build, struct buf *out);

#endif
