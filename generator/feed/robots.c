/* SPDX-License-Identifier: MIT */
/* robots.txt (RFC 9309). */
#include "feed/feed.h"

#include "xml.h"

void feed_robots(struct buf *out, struct str sitemap_url, bool allow)
{
    struct arena arena;
    buf_add_cstr(out, "User-agent: *\n");
    buf_add_cstr(out, allow ? "Allow: /\n" : "Disallow: /\n");
    if (sitemap_url.len == 0)
        return;
    arena_init(&arena);
    buf_add_fmt(out, "\nSitemap: %" STR_FMT "\n",
                STR_ARG(xml_url(&arena, sitemap_url)));
    arena_deinit(&arena);
}
