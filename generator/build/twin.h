/* SPDX-License-Identifier: MIT */
/* A page as Markdown, for readers that are programs. Private to build/. */
#ifndef PHX_BUILD_TWIN_H
#define PHX_BUILD_TWIN_H

#include "state.h"

/* Appends title, description and the page's text as it was written, its {eval}
 * roles replaced by what they compute. */
void twin_render(struct reader *reader, const struct page *page,
                 struct buf *out);

#endif
