/* SPDX-License-Identifier: MIT */
/* The host: what the files of this room share. */
#ifndef PHX_SCRIPT_HOST_H
#define PHX_SCRIPT_HOST_H

#include "engine.h"
#include "languages.h"
#include "memo.h"
#include "patterns.h"
#include "tokens.h"

struct script_host {
    unsigned workers;
    struct engine *engines; /* one a worker */
    struct memo memo;
    struct languages languages;
    struct grammars grammars;
    struct patterns patterns;
    struct tokens_scratch *tokens; /* one a worker */
};

/* The worker's engine, open. */
int host_engine(struct script_host *host, unsigned worker, struct engine **out,
                struct error *err) PHX_MUST_USE;

#endif
