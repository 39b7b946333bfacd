/* SPDX-License-Identifier: MIT */
/* Between front_*.c and parse.c: the text before a page's body. */
#ifndef PHX_CONTENT_FRONT_H
#define PHX_CONTENT_FRONT_H

#include "content.h"

enum front_form {
    FRONT_NONE,
    FRONT_YAML,
    FRONT_TOML,    /* +++ */
    FRONT_JULIA,   /* @def name = value */
    FRONT_UNCLOSED /* --- without an end, though keys follow */
};

struct front_parts {
    enum front_form form;
    struct str text;    /* between the marks */
    uint32_t text_line; /* lines of the file before it */
    uint32_t open_line; /* where the first mark is, from 1 */
    struct str body;
    uint32_t body_line; /* lines of the file before the body */
};

/* `bytes` without a byte order mark. */
void front_split(struct str bytes, struct front_parts *out);

/* The YAML of page->meta_source into page->meta. False: reported. */
bool front_read(struct arena *arena, const struct config *config,
                struct page *page, struct diags *diags);

/* page->meta's known keys into the page, the others into page->extra. */
void front_apply(struct arena *arena, const struct config *config,
                 struct page *page, struct diags *diags);

/* A scalar as text, numbers and dates as they were written; false: no scalar.
 * `index` is its place in `container`. */
bool front_text(struct arena *arena, const struct page *page,
                struct value container, size_t index, struct value v,
                struct str *out);
/* front_apply's part for authors. */
struct value front_authors(struct arena *arena, const struct config *config,
                           struct value v);

#endif
