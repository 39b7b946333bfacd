/* SPDX-License-Identifier: MIT */
/* Addresses outside: external.c collects and reports them, external_ask.c asks
 * their hosts, external_cache.c remembers what they said. Private to check/. */
#ifndef PHX_CHECK_EXTERNAL_H
#define PHX_CHECK_EXTERNAL_H

#include "base/base.h"

enum outcome {
    OUTCOME_UNKNOWN,    /* not asked yet */
    OUTCOME_THERE,      /* or the host will not say to a program */
    OUTCOME_GONE,       /* 404, 410 */
    OUTCOME_UNSURE,     /* an error of the host's, or no answer */
    OUTCOME_UNREACHABLE /* its name is not known, or nobody listens */
};

struct outside {
    struct str url; /* http or https, without fragment */
    enum outcome outcome;
    int status;           /* of HTTP; 0: no answer */
    const char *why;      /* UNSURE, UNREACHABLE: libcurl's words; or NULL */
    int64_t checked;      /* UNIX seconds; 0: never */
    struct outside *next; /* in its host's queue */
    bool whole;           /* HEAD did not do: asked by GET */
    unsigned tries;
};
struct outside_list {
    PHX_VEC(struct outside *) list;
};

struct ask_options {
    unsigned timeout; /* seconds, each request */
    struct str agent; /* User-Agent */
    void (*progress)(void *ctx, const char *stage, size_t done, size_t total);
    void *progress_ctx;
};

/* "example.org:8080" of a URL. */
struct str outside_host(struct str url);

/*
 * Asks for each one whose outcome is unknown: HEAD, then GET where that fails;
 * some hosts at a time, each host one request at a time with a pause between,
 * and as late as it wants (Retry-After). Returns how many were asked;
 * PHX_ELIBRARY without libcurl.
 */
int external_ask(struct arena *arena, struct outside_list *all,
                 const struct ask_options *options, size_t *asked,
                 struct error *err) PHX_MUST_USE;

/* Fills in what `path` remembers and is not older than `days`. What cannot be
 * read counts as nothing. */
void external_recall(struct arena *arena, const char *path, int64_t now,
                     int64_t days, struct outside_list *all);
/* Writes what is known; the folder is made. */
int external_remember(const char *path, const struct outside_list *all,
                      struct error *err) PHX_MUST_USE;

#endif
