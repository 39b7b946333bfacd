/* SPDX-License-Identifier: MIT */
/*
 * Walks a document's HTML and fills its holes in order.
 */
#include "fill.h"

static void fill_hole(struct fill *fill, const struct hole *hole)
{
    switch (hole->kind) {
    case HOLE_LINK:
        fill_link(fill, hole);
        return;
    case HOLE_IMAGE:
        fill_image(fill, hole);
        return;
    case HOLE_ANCHOR:
        if (render_host_of(fill->reader)->mode == URL_SITE) {
            buf_add_cstr(fill->out, "<a class=\"anchor\" href=\"#");
            buf_add_escaped(fill->out, hole->name);
            buf_add_cstr(fill->out, "\" aria-hidden=\"true\" "
                                    "tabindex=\"-1\">#</a>");
        }
        return;
    case HOLE_MATH:
        fill_math(fill, hole);
        return;
    case HOLE_CODE:
        fill_code(fill, hole);
        return;
    case HOLE_ROLE:
        fill_role(fill, hole);
        return;
    case HOLE_DIRECTIVE:
        fill_directive(fill, hole);
        return;
    }
}

/* The index of the first hole at or after `offset`. */
static size_t first_hole(const struct document *document, size_t offset)
{
    size_t low = 0, high = document->hole_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (document->holes[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* HTML of [begin, end) with its holes filled. A hole exactly at `end` belongs
 * to what follows. */
static void fill_range(struct fill *fill, size_t begin, size_t end)
{
    const struct document *document = fill->document;
    size_t at = begin;

    for (size_t i = first_hole(document, begin);
         i < document->hole_count && document->holes[i].offset < end; i++) {
        const struct hole *hole = &document->holes[i];
        buf_add(fill->out, str_slice(document->html, at, hole->offset));
        fill_hole(fill, hole);
        at = hole->offset;
    }
    buf_add(fill->out, str_slice(document->html, at, end));
}

/* From `begin` on, with the holes that stand behind the last byte. */
static void fill_rest(struct fill *fill, size_t begin)
{
    const struct document *d = fill->document;

    fill_range(fill, begin, d->html.len);
    for (size_t i = first_hole(d, d->html.len); i < d->hole_count; i++)
        fill_hole(fill, &d->holes[i]);
}

void fill_part(struct fill *fill, enum fill_part part)
{
    const struct document *d = fill->document;
    size_t begin = 0;

    if (part == FILL_SUMMARY) {
        fill->elsewhere = true;
        fill_range(fill, d->summary_begin, d->summary_end);
        return;
    }
    if (d->title_end && str_eq(d->title, fill->page->title)) {
        fill_range(fill, 0, d->title_begin);
        begin = d->title_end;
    }
    fill_rest(fill, begin);
    fill_references(fill);
}

void fill_document(struct fill *fill, const struct document *document)
{
    struct fill inner = *fill;

    inner.document = document;
    fill_rest(&inner, 0);
}

/* In a table of contents a heading's own links would nest inside the entry's
 * link: their tags go, their text stays. */
static void drop_links(struct buf *out, size_t from)
{
    struct str html = str_from(buf_str(out), from);
    struct buf kept = BUF_INIT;
    size_t pos = 0;

    while (pos < html.len) {
        size_t tag = str_find_from(html, STR("<"), pos);
        if (tag == STR_NONE)
            break;
        struct str rest = str_from(html, tag);
        bool link =
            str_starts(rest, STR("<a ")) || str_starts(rest, STR("</a>"));
        size_t end = str_chr(rest, '>');
        if (end == STR_NONE)
            break;
        buf_add(&kept, str_slice(html, pos, link ? tag : tag + end + 1));
        pos = tag + end + 1;
    }
    buf_add(&kept, str_from(html, pos));
    buf_truncate(out, from);
    buf_add(out, buf_str(&kept));
    buf_deinit(&kept);
}

void fill_heading(struct fill *fill, const struct heading *heading)
{
    size_t from = fill->out->len;

    fill_range(fill, heading->begin, heading->end);
    drop_links(fill->out, from);
}
