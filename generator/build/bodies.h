/* SPDX-License-Identifier: MIT */
/*
 * Rendered bodies, each computed once: a summary stands in many lists, a feed's
 * body in many feeds. The page's own body is rendered in place by its own job
 * and not kept. Private to build/.
 */
#ifndef PHX_BUILD_BODIES_H
#define PHX_BUILD_BODIES_H

#include "fill.h"

struct body_table *body_table_new(struct arena *arena);
void body_table_free(struct body_table *table);

/*
 * The body or summary of `page` as markup, in the reader's URL mode. Notes what
 * it was made from in the reader's trace. False (reader_fail) when it is asked
 * for from inside another body. Thread class: any.
 */
bool body_value(struct reader *reader, const struct page *page,
                enum fill_part part, struct value *out);

/* page.description as plain text, where it is a summary with roles. False: it
 * is page->description. */
bool body_description(struct reader *reader, const struct page *page,
                      struct value *out);

/* page.toc's entry: the heading's text as markup. */
bool body_heading(struct reader *reader, const struct page *page, size_t index,
                  struct value *out);

#endif
