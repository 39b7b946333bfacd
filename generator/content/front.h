/* SPDX-License-Identifier: MIT */
/* Between front_*.c and parse.c: the text before a page's body. */
#ifndef PHX_CONTENT_FRONT_H
#define PHX_CONTENT_FRONT_H

#include "content.h"

/*
 * The front matter in page->meta_source: page->meta and page->extra, and the
 * known keys into the page. What YAML leaves behind is gone afterwards. False:
 * it does not parse, and that is reported.
 */
bool front_read(struct arena *arena, const struct config *config,
                struct page *page, struct diags *diags);

/* Reports roles in the front matter: nothing computes them there. */
void front_roles(const struct page *page, struct diags *diags);

/* Front matter as YAML read it, while it is applied. */
struct front {
    struct arena *arena; /* the page's */
    const struct config *config;
    struct page *page;
    struct diags *diags;
    struct value written; /* a map; goes with the places */
    struct value_places places;
    struct value kept; /* its copy: page->meta */
    size_t index;      /* of the entry at hand */
};
void front_apply(struct front *front);

/* A copy of its own in `arena`, as small as can be. */
struct value front_copy(struct arena *arena, struct value v);
/* front_apply's part for authors. */
struct value front_authors(struct arena *arena, const struct config *config,
                           struct value v);

#endif
