/* SPDX-License-Identifier: MIT */
/*
 * serve: a preview of a site that follows its files. Builds go into a folder of
 * their own below .phx/, so that drafts never end up in what gets published.
 *
 * Trust: whoever reaches the port may read the preview and nothing else. Names
 * in the Host field, paths, header fields and slow or broken clients are
 * hostile until checked (target.h, pages.h, http.c).
 */
#ifndef PHX_SERVE_SERVE_H
#define PHX_SERVE_SERVE_H

#include "build/build.h"

#define SERVE_PORT 4400 /* and the next free one after it */

struct serve_options {
    const char *root;        /* folder of the site; "." */
    const char *host;        /* NULL: 127.0.0.1 */
    const char *base_url;    /* NULL: as configured */
    const char *environment; /* NULL: "development" */
    int port;                /* -1: SERVE_PORT or the next; 0: any free one */
    bool drafts, future;
    bool open;     /* show it in the browser */
    bool poll;     /* look for changes; for file systems that do not tell */
    unsigned jobs; /* 0: as many as there are processors */

    /* From the calling thread, once it listens: "http://127.0.0.1:4400/". */
    void (*ready)(void *ctx, const char *url);
    /* From the thread that builds, after each build. A negative `rc` is
     * explained by `err`. `report` is the callback's to read, not to keep. */
    void (*built)(void *ctx, int rc, const struct build_report *report,
                  const struct error *err);
    void (*note)(void *ctx,
                 const char *text); /* something to know; any thread */
    void *ctx;
};

/*
 * Serves until SIGINT or SIGTERM (0), or fails before it listens: PHX_ENOENT
 * (no such folder), PHX_EIO (the port is taken), PHX_ELIBRARY. A second signal
 * while the last build is waited for ends the process. Thread class: main, once
 * a process at a time.
 */
int serve_run(const struct serve_options *options,
              struct error *err) PHX_MUST_USE;

#endif
