/* SPDX-License-Identifier: MIT */
/* What the formats of feeds agree on. */
#ifndef PHX_FEED_COMMON_H
#define PHX_FEED_COMMON_H

#include "feed/feed.h"

static inline bool feed_has_date(struct date d)
{
    return d.unix_seconds != 0;
}

/* Of the feed, else the latest of its items, else 1970: formats demand one. */
struct date feed_updated(const struct feed *feed);
/* Updated, else published, else the feed's. */
struct date feed_item_updated(const struct feed *feed,
                              const struct feed_item *item);
/* RFC 3339 with a time, also for a date that was written without one. */
struct str feed_instant(struct arena *arena, struct date d);
struct str feed_author_name(const struct feed *feed,
                            const struct feed_author *author);

#endif
