/* SPDX-License-Identifier: MIT */
/*
 * The bibliographies of a site: .bib files of data/ for every page, and what a
 * page's front matter names in `bibliography:`. Read by the main thread before
 * pages are rendered, then frozen. Private to build/.
 */
#ifndef PHX_BUILD_BIBLIOGRAPHY_H
#define PHX_BUILD_BIBLIOGRAPHY_H

#include "bibtex.h"

#include "content/content.h"

struct build;

struct bibliography {
    struct map files;                        /* path → struct bib_file * */
    PHX_VEC(const struct bib_file *) shared; /* of data/ */
};

void bibliography_load(struct build *build);

/* The page's own files before the shared ones. NULL: none has it. */
const struct bib_entry *bibliography_find(const struct build *build,
                                          struct arena *arena,
                                          const struct page *page,
                                          struct str key);
/* Notes the files that the page's citations are sought in. */
void bibliography_note(const struct build *build, struct reader *reader,
                       const struct page *page);
/* The key nearest to one that is not there, or empty. */
struct str bibliography_nearest(const struct build *build, struct arena *arena,
                                const struct page *page, struct str key);

/* An entry as a map for templates: key, type, authors, title, container, year,
 * volume, number, pages, publisher, url, doi. */
struct value bibliography_value(struct arena *arena,
                                const struct bib_entry *entry);

#endif
