/* SPDX-License-Identifier: MIT */
/*
 * The outcome of a build as browsers are told it: one line of JSON.
 *
 *   {"session": "…",      of this run of phx; another one: load again
 *    "build": 7,          counts the builds: news with a smaller one is old
 *    "output": 3,         counts the outputs; 0 before the first
 *    "changed": ["posts/a/index.html", …],  since output - 1; null: too many
 *    "problems": [{"code", "path", "line", "column", "length", "message",
 *                  "hint", "source", "chain"}, …],
 *                         why this build gave no output; empty when it did
 *    "more": 0}           problems beyond those that are listed
 *
 * Texts are texts: who shows them escapes them.
 */
#ifndef PHX_SERVE_NEWS_H
#define PHX_SERVE_NEWS_H

#include "build/build.h"

/* Before the first build has ended: no output, nothing wrong. */
void news_first(struct buf *out, struct str session);
struct news {
    struct str session;
    uint64_t build;
    uint64_t output; /* the number of the one that is served now */
    int rc;          /* build_session_update's, explained by err */
    const struct error *err;
};
/* The text uses report->arena. */
void news_write(struct buf *out, const struct news *news,
                const struct build_report *report);

/* The place of problem `index` of a line of news; false when it has none. */
struct place {
    struct str path; /* relative to the site */
    uint32_t line, column;
};
bool news_place(struct arena *arena, struct str news, size_t index,
                struct place *out);

#endif
