/* SPDX-License-Identifier: MIT */
/*
 * build: the pipeline scan → parse → model → render → write. Fills the holes
 * that markdown/ left in bodies, renders each route on a worker, and replaces
 * the output only when all of it exists.
 *
 * Thread class: build_site is called from the main thread, once at a time.
 */
#ifndef PHX_BUILD_BUILD_H
#define PHX_BUILD_BUILD_H

#include "base/base.h"

struct build_options {
    const char *root;        /* folder of the site; "." */
    const char *output;      /* NULL: "public" below root */
    const char *base_url;    /* NULL: as configured */
    const char *environment; /* NULL: "production" */
    bool drafts;
    bool future;
    bool strict;   /* warnings fail the build */
    bool profile;  /* measure templates and pages */
    unsigned jobs; /* 0: as many as there are processors */
    /* Called now and then from the main thread with a line such as
     * "render 1200/5000"; NULL: never. */
    void (*progress)(void *ctx, const char *stage, size_t done, size_t total);
    void *progress_ctx;
};

/* The stages in which time is counted, in order. */
enum build_stage {
    BUILD_SCAN,    /* configuration, files, theme */
    BUILD_PARSE,   /* sources to pages */
    BUILD_HISTORY, /* git */
    BUILD_MODEL,
    BUILD_ASSETS,
    BUILD_RENDER, /* and writing beside the output */
    BUILD_COMMIT,
    BUILD_STAGES
};
const char *build_stage_name(enum build_stage stage);

struct build_template_time {
    struct str name;
    uint64_t calls;
    uint64_t nanoseconds; /* own time, without what it includes */
};
struct build_page_time {
    struct str url;
    uint64_t nanoseconds;
};

struct build_report {
    struct arena *arena; /* the caller's; owns everything below */
    struct diags diags;
    bool written; /* the output is the new site */
    struct str output;
    size_t pages;   /* Markdown sources */
    size_t outputs; /* files in the output */
    size_t changed; /* of them, written anew */
    size_t deleted;
    uint64_t stage_ns[BUILD_STAGES];
    uint64_t total_ns;
    /* With options->profile: most expensive first. */
    PHX_VEC(struct build_template_time) templates;
    PHX_VEC(struct build_page_time) slowest; /* at most 20 */
};

/*
 * Builds the site. 0: it ran to its end; report->diags.errors says whether the
 * site is right and report->written whether the output was replaced. Negative:
 * the environment failed (err), and the previous output is whole.
 */
int build_site(const struct build_options *options, struct build_report *report,
               struct error *err) PHX_MUST_USE;

#endif
