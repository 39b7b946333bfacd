/* SPDX-License-Identifier: MIT */
/*
 * Bodies: the holes of a document filled. Filling may read the page itself,
 * data, results and other pages' metadata, never another body. Private to
 * build/.
 */
#ifndef PHX_BUILD_FILL_H
#define PHX_BUILD_FILL_H

#include "state.h"

/* What part of a document is wanted. */
enum fill_part {
    FILL_BODY,   /* all of it, less the title that the template prints */
    FILL_SUMMARY /* its summary */
};

struct fill {
    const struct page *page;
    const struct document *document;
    struct reader *reader; /* host: struct render_host */
    struct buf *out;
    /* Where bad links, formulas and options are reported; NULL when the page's
     * own rendering reports them already. */
    struct diags *diags;
    /* Shown on another page than its own: what leads to a place of the page
     * names the page, too. */
    bool elsewhere;
};

/* What templates and expressions are asked for. */
struct fill_place {
    const struct fill *fill;
    const struct hole *hole;
};

/* Appends to fill->out. */
void fill_part(struct fill *fill, enum fill_part part);
/* The text of one heading, without the links in it. */
void fill_heading(struct fill *fill, const struct heading *heading);
/* A whole document, for the Markdown body of a directive. */
void fill_document(struct fill *fill, const struct document *document);

/* One kind of hole each; fill_KIND.c. */
void fill_link(struct fill *fill, const struct hole *hole);
void fill_image(struct fill *fill, const struct hole *hole);
void fill_math(struct fill *fill, const struct hole *hole);
void fill_code(struct fill *fill, const struct hole *hole);
void fill_role(struct fill *fill, const struct hole *hole);
void fill_directive(struct fill *fill, const struct hole *hole);
/* What the page has cited, unless {references} has put it elsewhere. */
void fill_references(struct fill *fill);

/* The URL to write for `url` as written in the page, in the reader's mode.
 * Unescaped; lives in the reader's arena. Broken links are reported. */
struct str fill_url(struct fill *fill, const struct hole *hole, struct str url);
/* The page of the site that `url` leads to; false: there is none, which is
 * reported. What it stands on is noted. */
bool fill_page_link(struct fill *fill, const struct hole *hole, struct str url,
                    struct link *out);
/* A URL of the site, or "#…" of the page, as the reader's mode wants it. */
struct str fill_url_mode(struct fill *fill, struct str url);

/* What a hole's spans count in: the page's file, or one that it includes. */
static inline const struct source_ref *fill_where(const struct fill *fill,
                                                  const struct hole *hole)
{
    return hole->source ? hole->source : &fill->page->source;
}

#endif
