/* SPDX-License-Identifier: MIT */
/* What the checks of XML and of JSON feeds share: addresses in a feed are whole
 * and lead somewhere. Private to check/. */
#ifndef PHX_CHECK_FEED_H
#define PHX_CHECK_FEED_H

#include "state.h"

struct feed_reader {
    const struct check *check;
    struct site_file *file;
    struct worker *worker;
    const char *name; /* "the Atom feed", for messages */
};

struct finding *feed_find(struct feed_reader *r, uint32_t line, const char *fmt,
                          ...) PHX_PRINTF(3, 4);

/* An address of an entry or of the feed: absolute, and there when it is the
 * site's. Returns the site's file it leads to, or NULL. */
const struct site_file *feed_address(struct feed_reader *r, uint32_t line,
                                     struct str url);
/* The addresses of links and images in an entry's markup. */
void feed_markup(struct feed_reader *r, uint32_t line, struct str markup);

#endif
