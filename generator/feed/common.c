/* SPDX-License-Identifier: MIT */
/* Dates and authors where an item or a feed leaves them out. */
#include "common.h"

struct date feed_item_updated(const struct feed *feed,
                              const struct feed_item *item)
{
    if (feed_has_date(item->updated))
        return item->updated;
    return feed_has_date(item->published) ? item->published
                                          : feed_updated(feed);
}

struct date feed_updated(const struct feed *feed)
{
    struct date latest = feed->updated;
    if (feed_has_date(latest))
        return latest;
    for (size_t i = 0; i < feed->item_count; i++) {
        const struct feed_item *item = &feed->items[i];
        struct date d =
            feed_has_date(item->updated) ? item->updated : item->published;
        if (feed_has_date(d) &&
            (!feed_has_date(latest) || date_cmp(d, latest) > 0))
            latest = d;
    }
    return latest;
}

struct str feed_instant(struct arena *arena, struct date d)
{
    d.day_only = false;
    return date_iso(arena, d);
}

struct str feed_author_name(const struct feed *feed,
                            const struct feed_author *author)
{
    return author->name.len > 0 ? author->name : feed->title;
}
