/* SPDX-License-Identifier: MIT */
/*
 * What the preview adds to a page on its way out: the script of live.js. And
 * the pages it has of its own. Thread class: any.
 */
#ifndef PHX_SERVE_INJECT_H
#define PHX_SERVE_INJECT_H

#include "base/base.h"

/* What live.js is told about the page it runs in, as data- attributes. */
struct injection {
    struct str session;
    struct str token;     /* lets the page ask for an editor */
    struct str base_path; /* of the site */
    struct str path; /* of the page in the output; empty: none of its own */
    uint64_t output; /* the one it is from, or an earlier one */
    uint64_t fingerprint; /* inject_fingerprint of the page */
};

/* `page` with the script element before its last </body>, or at its end. */
void inject_script(struct buf *out, struct str page,
                   const struct injection *injection);

/* Equal for pages that differ in the addresses of their style sheets alone. */
uint64_t inject_fingerprint(struct str page);

/* Shown until there is an output. */
struct str inject_waiting_page(void);
/* live.js itself. */
struct str inject_script_text(void);
/* A page for a refusal: "404 Not Found" and a sentence. */
void inject_plain_page(struct buf *out, int status, struct str sentence);

#endif
