/* SPDX-License-Identifier: MIT */
/*
 * A parsed page as bytes: all that content_parse_page makes of a file, so that
 * a file whose content is known is neither read nor parsed. Private to build/.
 */
#ifndef PHX_BUILD_PAGE_CODEC_H
#define PHX_BUILD_PAGE_CODEC_H

#include "content/content.h"

/* False: the page holds what has no form here (parts of other files). */
bool page_encode(const struct config *config, const struct page *page,
                 struct buf *out);
/* NULL: the bytes are no page. Its texts borrow from the bytes; the rest is in
 * `arena`. */
struct page *page_decode(struct arena *arena, const struct config *config,
                         const struct content_source *source, struct str bytes);

#endif
