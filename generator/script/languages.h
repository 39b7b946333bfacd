/* SPDX-License-Identifier: MIT */
/*
 * Prism's languages: names, aliases, and what each stands on, from its
 * components.json. Any thread, once open.
 *
 * The order of loading is the same in every worker, and a language is always
 * loaded with everything that could change its output. Else the bytes of a
 * page would depend on what its worker did before.
 */
#ifndef PHX_SCRIPT_LANGUAGES_H
#define PHX_SCRIPT_LANGUAGES_H

#include "base/base.h"

#include <pthread.h>

struct language {
    struct str id;
    const char *path; /* of its embedded file */
    bool offered;     /* false: only changes other languages */
    bool guarded;     /* changes others: they are kept as they were */
    size_t *before;   /* numbers of those to be loaded first */
    size_t before_len;
    size_t *after; /* numbers of those that complete it */
    size_t after_len;
};

struct languages {
    pthread_mutex_t lock; /* while it is opened */
    bool open;
    struct arena arena;
    struct language *list;
    size_t len;
    struct map names; /* id or alias, lower case, to struct language */
};

void languages_init(struct languages *languages);
void languages_deinit(struct languages *languages);
/* Reads components.json at the first call. PHX_ELIBRARY when the binary does
 * not carry it. */
int languages_open(struct languages *languages, struct error *err) PHX_MUST_USE;

/* True for names of text without a grammar: "", "text", "output" … */
bool languages_is_plain(struct str name);
/* By id or alias, in any case; NULL when there is none. */
const struct language *languages_find(const struct languages *languages,
                                      struct str name);

#endif
