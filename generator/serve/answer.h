/* SPDX-License-Identifier: MIT */
/*
 * What one request is answered with, once http.c has let it in. Thread class:
 * the HTTP thread.
 */
#ifndef PHX_SERVE_ANSWER_H
#define PHX_SERVE_ANSWER_H

#include "http.h"
#include "reply.h"

/* One request and what it takes to answer it. */
struct exchange {
    const struct http_options *options;
    const char *token; /* what our own pages know, and nobody else */
    struct replier reply;
    struct target target;
    struct state state;
};

/* A file of the output, or what is said in its place. */
enum MHD_Result answer_site(const struct exchange *x);
/* "/.phx/" and `name`. */
enum MHD_Result answer_own(const struct exchange *x, struct str name,
                           bool post);

#endif
