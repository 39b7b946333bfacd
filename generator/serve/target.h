/* SPDX-License-Identifier: MIT */
/*
 * What a request asks for and whom it thinks it asks: the request target, made
 * a path that cannot leave the output, and the Host field. Text only; no file
 * is touched. Thread class: any.
 */
#ifndef PHX_SERVE_TARGET_H
#define PHX_SERVE_TARGET_H

#include "base/base.h"

#define TARGET_LIMIT 4096 /* bytes of a request target */

/* Slices of the request target. */
struct target {
    struct str path;      /* as it was sent: "/a%20b/" */
    struct str query;     /* with its '?', or empty */
    struct str authority; /* of an absolute target, else empty */
};
/* False when it is no target of this server ("*", "ftp://…", empty). */
bool target_split(struct str uri, struct target *out) PHX_MUST_USE;

/*
 * The percent-decoded path below the output without its first '/': "a b/", ""
 * for "/". Returns 0, or the status to refuse it with:
 *   414 longer than TARGET_LIMIT;
 *   400 a bad escape, a control character, NUL, a backslash, an encoded '/',
 *       ".", "..", or no UTF-8;
 *   404 an empty part ("//"), and names that start with '.', but for
 *       "/.well-known/".
 * Decoding happens once: "%252e" is the name "%2e".
 */
int target_decode(struct arena *arena, struct str path,
                  struct str *out) PHX_MUST_USE;

/* The value of `name` in the query, as it was sent; empty when absent. */
struct str target_argument(struct str query, struct str name);

/* Which Host fields are answered. */
struct host_policy {
    struct str name;  /* what --host says */
    bool any_address; /* reached from elsewhere: any IP address is fine */
};
/*
 * A page elsewhere can have its own name lead to this machine ("DNS rebinding")
 * and so read the preview; its name stands in the Host field. An address cannot
 * be made to do so. The port is not looked at: tunnels change it.
 */
bool host_allowed(struct str host, const struct host_policy *policy);

#endif
