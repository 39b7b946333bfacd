/* SPDX-License-Identifier: MIT */
/*
 * Builds on a thread of their own, one after the other, while the last whole
 * output is served. What changes during a build is for the next one.
 */
#ifndef PHX_SERVE_BUILDS_H
#define PHX_SERVE_BUILDS_H

#include "build/build.h"
#include "events.h"

struct builds;

struct builds_options {
    const struct build_options *build; /* `environment` is set */
    struct events *events;
    struct str session;
    void (*built)(void *ctx, int rc, const struct build_report *report,
                  const struct error *err); /* on that thread; NULL: nobody */
    void *ctx;
};

/* What a preview needs of the configuration. */
struct builds_site {
    struct str base_path; /* "/base", or empty */
    struct str output;    /* where `phx build` writes: "public" */
};
/* False, and *out untouched, when it cannot be read. */
bool builds_site(struct arena *arena, const struct build_options *options,
                 struct builds_site *out);

/* Borrows *options until builds_stop. */
int builds_start(const struct builds_options *options, struct builds **out,
                 struct error *err) PHX_MUST_USE;
/* `paths` (absolute, ended by NULL) have changed; NULL: look everywhere. Any
 * thread. */
void builds_request(struct builds *builds, const char *const *paths);
/* Waits for a build that runs. */
void builds_stop(struct builds *builds);

#endif
