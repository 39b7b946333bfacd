/* SPDX-License-Identifier: MIT */
/*
 * check: reads a built site and says what is wrong with it, as a reader's
 * browser, a feed reader, a search engine and GitHub Pages would find out. It
 * looks at files only; who builds them is its caller's business.
 *
 * Thread class: check_site is called from the main thread, once at a time.
 */
#ifndef PHX_CHECK_CHECK_H
#define PHX_CHECK_CHECK_H

#include "content/content.h"

/* What a file of the output was made of. */
struct check_origin {
    struct str output; /* "posts/fsdp/index.html" */
    struct str source; /* "content/posts/fsdp.md", below the site's folder */
};

struct check_options {
    const struct config *config; /* of the site: base_url, budgets, check … */
    const char *root;            /* the site's folder, for sources */
    const char *folder;          /* the output to be read */
    const struct check_origin *origins; /* in any order; may be none */
    size_t origin_count;
    bool external;     /* ask other hosts whether their pages are there */
    const char *cache; /* where their answers are kept; NULL: nowhere */
    uint64_t build_ns; /* what the build took; 0: there was none */
    unsigned jobs;     /* 0: as many as there are processors */
    void (*progress)(void *ctx, const char *stage, size_t done, size_t total);
    void *progress_ctx; /* `progress` may be NULL; main thread */
};

struct check_report {
    struct arena *arena; /* the caller's; owns everything below */
    struct diags diags;  /* severities as the configuration says; sorted */
    size_t files;
    size_t pages; /* HTML among them */
    size_t links; /* to the site's own files */
    size_t asked; /* addresses outside that were asked, not remembered */
    uint64_t bytes;
    uint64_t total_ns;
};

/*
 * 0: the folder was read, and the report says what was found. Negative: it
 * cannot be read (err).
 */
int check_site(const struct check_options *options, struct check_report *report,
               struct error *err) PHX_MUST_USE;

/* Diagnostics as SARIF 2.1.0, for code hosts. */
void check_sarif(struct buf *out, const struct diags *diags);

#endif
