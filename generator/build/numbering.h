/* SPDX-License-Identifier: MIT */
/*
 * What a page's {ref} and {cite} can name: labels of figures, tables and
 * equations with their numbers, headings, and the entries it cites. One walk
 * over the document's holes, nested bodies included, made when a hole first
 * asks. Private to build/.
 */
#ifndef PHX_BUILD_NUMBERING_H
#define PHX_BUILD_NUMBERING_H

#include "bibliography.h"
#include "fill.h"

struct label {
    struct str name;
    enum numbered kind; /* NUMBERED_NOTHING: a heading */
    unsigned number;
    struct str title;          /* of a heading, plain */
    const struct hole *holder; /* the directive; NULL for a heading */
};

struct citation {
    const struct bib_entry *entry;
    unsigned number;
};

struct page_index {
    struct map labels;     /* name → struct label * */
    struct map citations;  /* key → struct citation * */
    bool lists_references; /* {references} says where the list goes */
};

/* Of fill->page; lives as long as the job. */
struct page_index *page_index(struct fill *fill);

/* The labels of another page; noted is the one that is asked for. NULL: it has
 * none of that name. */
const struct map *labels_elsewhere(struct fill *fill, const struct page *page);
const struct label *label_elsewhere(struct fill *fill, const struct page *page,
                                    struct str name);
/* What was noted of it, as it is now. */
struct hash label_now(const struct build *build, struct arena *scratch,
                      const struct page *page, struct str name);

/* The next key of a list of {cite}, trimmed; false at its end. */
bool citation_next_key(struct str *rest, struct str *key);
/* The citation of `key`, numbered when it is the first; NULL: no file has it.
 */
const struct citation *page_cite(struct fill *fill, struct page_index *index,
                                 struct str key);

/* The first directive of that name in it, or NULL. */
const struct hole *document_directive(const struct document *document,
                                      const char *name);

/* "Figure 1" in the page's language; a heading's title. */
struct str label_text(struct fill *fill, const struct label *label);

/* {ref}`label`, {ref}`text <label>`, {ref}`path#label`; {cite}`key, key`. */
void fill_ref(struct fill *fill, const struct hole *hole);
void fill_cite(struct fill *fill, const struct hole *hole);
/* The entries that the page cites, as a list for components/references.html. */
struct value references_value(struct fill *fill);

#endif
