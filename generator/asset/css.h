/* SPDX-License-Identifier: MIT */
/* References inside a style sheet. */
#ifndef PHX_ASSET_CSS_H
#define PHX_ASSET_CSS_H

#include "base/base.h"

/* Appends what is to stand in place of `url` and returns true, or leaves it. */
typedef bool css_replace(void *ctx, struct str url, struct buf *out);

/*
 * Copies `css` to *out and offers each url(…) and each string of an @import to
 * `replace`. Comments, other strings and references with a CSS escape stay as
 * they are. True when anything was replaced.
 */
bool css_rewrite(struct str css, css_replace *replace, void *ctx,
                 struct buf *out);

#endif
