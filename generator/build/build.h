/* SPDX-License-Identifier: MIT */
/*
 * build: the pipeline scan → parse → model → render → write. Fills the holes
 * that markdown/ left in bodies, renders each route on a worker, and replaces
 * the output only when all of it exists.
 *
 * Thread class: build_site and a session are called from one thread, once at a
 * time.
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
    bool dry_run;  /* render everything, write nothing: what `check --claims`
                      asks for; report->written stays false */
    bool no_cache; /* everything anew, and nothing is left for the next */
    bool origins;  /* list in the report what each file was made of */
    const char *explain; /* a URL: report->explained says why it was or was not
                            rendered; NULL: none */
    unsigned jobs;       /* 0: as many as there are processors */
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

/* What a file of the output was made of. */
struct build_origin {
    struct str output; /* "posts/fsdp/index.html" */
    struct str source; /* "content/posts/fsdp.md" */
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
    /* What was written anew and what was deleted, as paths in the output with
     * '/' between parts; in no order that means anything. Empty when the
     * output was not replaced. */
    PHX_VEC(struct str) changed_paths;
    PHX_VEC(struct str) deleted_paths;
    /* With options->origins: files of the output that a source file stands
     * behind; lists of pages have none. */
    PHX_VEC(struct build_origin) origins;
    struct str explained; /* lines; empty when nothing was asked */
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

/* What lies in the cache of the site in folder `root`. */
struct build_cache_part {
    const char *name; /* "pages", "formulas" … */
    uint64_t entries;
    uint64_t bytes;
};
struct build_cache {
    struct str path; /* of the file */
    uint64_t bytes;  /* of the file; 0: there is none, or another phx's */
    PHX_VEC(struct build_cache_part) parts;
};
int build_cache_look(struct arena *arena, const char *root,
                     struct build_cache *out, struct error *err) PHX_MUST_USE;
/* Removes it; none there is fine. */
int build_cache_clear(const char *root, struct error *err) PHX_MUST_USE;

/*
 * Builds of one site, one after the other, as a preview makes them: what a
 * later build can use of an earlier one is kept in memory between them. Any
 * sequence of updates leaves what one build_site would have written.
 *
 * `options` is borrowed until the session is closed. Opening does nothing that
 * can fail; the first update builds the whole site.
 */
struct build_session;
struct build_session *build_session_open(const struct build_options *options);

/*
 * Brings the output up to date; returns what build_site returns. `changed` are
 * the paths that somebody saw changing, relative to the site's folder or
 * absolute, ended by NULL: a hint that never needs to be complete. NULL: the
 * session looks by itself. An update that fails, or that finds errors in the
 * site, leaves the output as it was; the next one tries again.
 */
int build_session_update(struct build_session *session,
                         const char *const *changed,
                         struct build_report *report,
                         struct error *err) PHX_MUST_USE;

void build_session_close(struct build_session *session); /* NULL is fine */

#endif
