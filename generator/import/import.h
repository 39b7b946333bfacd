/* SPDX-License-Identifier: MIT */
/*
 * import: a site of another generator, written anew as one of phx's. No URL
 * breaks: a page whose address phx would make differently gets it written into
 * its front matter. Nothing of the old site is run.
 *
 * Limits: 16 MiB a page, 256 MiB a file, 1,000,000 files, 64 folders deep.
 * Symbolic links are not followed. Thread class: main thread.
 */
#ifndef PHX_IMPORT_IMPORT_H
#define PHX_IMPORT_IMPORT_H

#include "base/base.h"

enum import_from { IMPORT_JEKYLL, IMPORT_HUGO, IMPORT_HEXO };

/* False: no such name. */
bool import_from_name(struct str name, enum import_from *out);

struct import_options {
    enum import_from from;
    const char *folder; /* the old site's */
    const char *output; /* the new one's; must be empty or not there */
};

struct import_page {
    struct str source; /* in the old site */
    struct str path;   /* in the new one */
    struct str url;    /* where it was and is; empty: nowhere */
    size_t left;       /* tags in it that have no counterpart */
};

struct import_report {
    struct arena *arena; /* the caller's; owns everything below */
    struct diags diags;
    PHX_VEC(struct import_page) pages; /* by source */
    size_t whole;                      /* pages with nothing left */
    size_t converted;                  /* tags that have become phx's */
    size_t files;                      /* other files, copied */
};

/* 0: report->diags says what could not come over. Negative: reading or writing
 * failed. */
int import_site(const struct import_options *options,
                struct import_report *report, struct error *err) PHX_MUST_USE;

#endif
