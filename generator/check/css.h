/* SPDX-License-Identifier: MIT */
/* The addresses in a style sheet. Private to check/. */
#ifndef PHX_CHECK_CSS_H
#define PHX_CHECK_CSS_H

#include "base/base.h"

/* The next url(…) or @import "…" from *pos on; *pos moves behind it. False:
 * there is none. Comments are passed over. */
bool css_next_url(struct str css, size_t *pos, struct str *url, size_t *at);

#endif
