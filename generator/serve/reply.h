/* SPDX-License-Identifier: MIT */
/*
 * Answers: bodies from files and from memory, with the header fields that make
 * them cacheable, resumable and small. Ranges, conditions and compression are
 * one decision for every body. Thread class: any.
 *
 * Cache-Control: GitHub Pages says max-age=600, which in a preview would show
 * the page as it was ten minutes ago. Everything is sent with no-cache instead:
 * browsers keep it and ask each time whether it is still right, by the ETag and
 * the date that Pages sends, too. There is no Access-Control-Allow-Origin: *
 * either: other sites must not read drafts.
 */
#ifndef PHX_SERVE_REPLY_H
#define PHX_SERVE_REPLY_H

#include "library.h"

struct body {
    int status;      /* 200, or what else it is sent with */
    struct str type; /* Content-Type */
    struct str tag;  /* entity tag with its quotes, or empty */
    int64_t mtime;   /* seconds; 0: none is sent */
    bool no_store;   /* of the moment: neither kept nor compressed */
    int fd;          /* >= 0: a file, closed by the reply */
    uint64_t size;
    char *bytes;          /* fd < 0: malloc'd, freed by the reply */
    const char *location; /* of a redirect, or NULL */
    uint64_t fingerprint; /* of a page, for live.js; 0: none */
};

/* Whoever answers; `scratch` lives as long as the request. */
struct replier {
    const struct serve_libraries *libraries;
    struct MHD_Connection *connection;
    struct arena *scratch;
    bool head; /* HEAD, for which ranges do not count */
};

/* The first field `name` of the request, or empty. */
struct str reply_field(const struct replier *r, const char *name);

/* Queues the answer; takes body->fd or body->bytes. MHD_NO when libmicrohttpd
 * refuses; it then closes the connection. */
enum MHD_Result reply_body(const struct replier *r, const struct body *body);
/* A page that says `sentence`. */
enum MHD_Result reply_refusal(const struct replier *r, int status,
                              struct str sentence);
/* Queues and drops a response that is complete. */
enum MHD_Result reply_queue(const struct replier *r, int status,
                            struct MHD_Response *response);

#endif
