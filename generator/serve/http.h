/* SPDX-License-Identifier: MIT */
/*
 * The HTTP server: one thread of libmicrohttpd's that answers every request
 * from the output folder, and three addresses of its own below /.phx/, where no
 * published file can be, since names with a dot are never served:
 *
 *   GET  /.phx/live.js          the script of every page
 *   GET  /.phx/news             the outcome of the last build (news.h)
 *   GET  /.phx/events           the same as server-sent events
 *   POST /.phx/open?problem=N   opens the editor where problem N is
 */
#ifndef PHX_SERVE_HTTP_H
#define PHX_SERVE_HTTP_H

#include "events.h"
#include "target.h"

struct http;

struct http_options {
    const struct serve_libraries *libraries;
    struct events *events;
    const char *root;   /* absolute; of the site */
    const char *output; /* absolute */
    struct str session;
    struct host_policy hosts;
    int listener; /* a listening socket; the server's from now on */
};

/* Borrows *options until http_stop. */
int http_start(const struct http_options *options, struct http **out,
               struct error *err) PHX_MUST_USE;
/* Ends the event streams and every connection, and waits for the thread. */
void http_stop(struct http *http);

#endif
