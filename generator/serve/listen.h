/* SPDX-License-Identifier: MIT */
/* The socket that a preview listens on. Thread class: any. */
#ifndef PHX_SERVE_LISTEN_H
#define PHX_SERVE_LISTEN_H

#include "base/base.h"

#include <sys/socket.h>

struct listening {
    int fd;
    bool local;         /* nobody but this machine reaches it */
    bool is_address;    /* the host was written as an address, not as a name */
    char authority[80]; /* for URLs: "127.0.0.1:4400", "[::1]:4400" */
};

/*
 * `host` NULL is 127.0.0.1. `port` -1: `fallback` or the first free one of the
 * 100 after it; 0: any free one. PHX_ENOENT (no such host), PHX_EIO (taken, not
 * allowed). The caller closes out->fd.
 */
int listen_open(const char *host, int port, int fallback, struct listening *out,
                struct error *err) PHX_MUST_USE;

/* Whether the address is one of this machine's own (loopback). */
bool listen_is_local(const struct sockaddr *address);

#endif
