/* SPDX-License-Identifier: MIT */
/*
 * Git's configuration, as far as phx asks: the system's, the user's and the
 * repository's files in that order. `include` is not followed.
 */
#ifndef PHX_REPO_CONFIG_H
#define PHX_REPO_CONFIG_H

#include "repo_private.h"

/* Key → value; keys are "core.autocrlf", "remote.origin.url": section and
 * name in lower case, what stands between them as written. */
struct config {
    struct arena *arena;
    struct map values; /* to struct str */
};

/* All files that are there; the last value of a key wins. */
void config_load(const struct repo *repo, struct arena *arena,
                 struct config *out);
/* Adds what one file's text says; what does not parse is passed over. */
void config_parse(struct config *config, struct str text);
/* False when the key is not set. */
bool config_get(const struct config *config, const char *key, struct str *out);

/* A file of the user's git folder ("ignore"), absolute. False without a home.
 */
bool config_user_file(struct arena *arena, const char *name, struct str *out);
/* "~/x" with the home folder in front; other paths unchanged. */
struct str config_expand_home(struct arena *arena, struct str path);

#endif
