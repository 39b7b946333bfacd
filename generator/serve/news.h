/* SPDX-License-Identifier: MIT */
/*
 * The outcome of a build as browsers are told it: one line of JSON.
 *
 *   {"session": "…",      of this run of phx; another one: load again
 *    "output": 3,         counts the outputs; 0 before the first
 *    "changed": ["posts/a/index.html", …],  since output - 1; null: too many
 *    "styles": [{"from": "css/main.1a.css", "to": "css/main.2b.css"}, …],
 *                         when pages differ in nothing else
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
/* `rc` and `err` are build_session_update's, `output` the number of the output
 * that is served now. The text uses report->arena. */
void news_write(struct buf *out, struct str session, uint64_t output, int rc,
                const struct build_report *report, const struct error *err);

/* The place of problem `index` of a line of news; false when it has none. */
struct place {
    struct str path; /* relative to the site */
    uint32_t line, column;
};
bool news_place(struct arena *arena, struct str news, size_t index,
                struct place *out);

#endif
