/* SPDX-License-Identifier: MIT */
/*
 * The browsers that wait for news, and what the news is: the outcome of the
 * last build. Their connections are suspended in libmicrohttpd between two
 * events; one that is suspended neither times out nor notices that its client
 * is gone, so each is woken by events_tick with a comment.
 *
 * Thread class: any; one lock guards everything here.
 */
#ifndef PHX_SERVE_EVENTS_H
#define PHX_SERVE_EVENTS_H

#include "library.h"

struct events;

/* What pages are served by. */
struct state {
    uint64_t output;      /* counts the outputs of this run; 0: none yet */
    struct str base_path; /* "/base", or empty */
    struct str news;      /* one line of JSON; live.js reads it */
};

struct events *events_new(const struct mhd_library *mhd);
/* Only after the daemon has stopped. */
void events_free(struct events *events);

/* Replaces the state (copied) and tells every browser. */
void events_publish(struct events *events, const struct state *state);
/* A copy in `arena`. */
struct state events_state(struct events *events, struct arena *arena);

/* A response that never ends, for one connection; NULL when there are too many
 * of them or the end is near. */
struct MHD_Response *events_stream(struct events *events,
                                   struct MHD_Connection *connection);
/* Wakes all with a comment. */
void events_tick(struct events *events);
/* Ends all streams; new ones are refused. Before MHD_stop_daemon, which aborts
 * the process over a suspended connection. */
void events_close(struct events *events);

#endif
