/* SPDX-License-Identifier: MIT */
/* One page while it is read: page.c goes over its tokens, page_links.c and
 * page_names.c look at each. Private to check/. */
#ifndef PHX_CHECK_PAGE_H
#define PHX_CHECK_PAGE_H

#include "html.h"
#include "state.h"

/* A mention of an anchor of this page: by a link, or by an attribute. */
struct own_anchor {
    struct str name;
    size_t at;
    struct str needle;
    bool attribute; /* for, aria-labelledby …: the name has to be an id */
};
struct own_id {
    uint64_t hash;
    struct str name;
    size_t at;
    bool is_id; /* not <a name> */
};

/* An open link, button or heading, and whether it has a name so far. */
struct named {
    bool open;
    bool named;
    enum html_element element;
    size_t at;
    struct str needle;
};

struct page_reader {
    const struct check *check;
    struct site_file *file;
    struct worker *worker;
    struct arena *arena; /* the worker's scratch */
    struct web_page *page;
    struct str text;
    struct html_token token;
    struct str base;         /* path of <base href>, or empty */
    struct str redirect_url; /* as written, or empty */
    bool is_document;        /* has an <html> */
    bool has_title;
    unsigned in_template;

    struct str hidden; /* the name of the hidden element we are in */
    unsigned hidden_depth;
    struct named control; /* link or button */
    struct named heading;
    struct buf *heading_text; /* the worker's buffer */
    unsigned heading_level;   /* of the heading before; 0: none */

    PHX_VEC(struct own_id) ids;
    PHX_VEC(struct own_anchor) own;

    size_t line_from; /* where line `line` begins */
    uint32_t line;
};

/* Where byte `at` stands; cheap when asked in order. */
struct span page_span(struct page_reader *r, size_t at);

struct finding *page_find(struct page_reader *r, enum diag_id id, size_t at,
                          const char *fmt, ...) PHX_PRINTF(4, 5);
/* Every attribute of the token that holds an address: page_links.c. */
void page_links(struct page_reader *r);
/* url() of a style sheet inside the page, `from` bytes into it. */
void page_style(struct page_reader *r, struct str css, size_t from);

/* Alternative texts, names of links and buttons, headings: page_names.c. */
void page_names_open(struct page_reader *r);
void page_names_text(struct page_reader *r);
void page_names_close(struct page_reader *r);

#endif
