/* SPDX-License-Identifier: MIT */
/* What graphviz.c and graphviz_clean.c share. */
#ifndef PHX_ASSET_GRAPHVIZ_H
#define PHX_ASSET_GRAPHVIZ_H

#include "asset/asset.h"

struct graphviz_result {
    bool drawn;
    struct str svg;
    struct str messages; /* the library's, a line each */
};

/*
 * Graphviz's SVG for a page: no prolog, comments, ids, titles and white
 * background; sizes in px; black is currentColor; the page's own font.
 */
struct str graphviz_clean(struct arena *arena, struct str svg);

#endif
