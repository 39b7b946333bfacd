/* SPDX-License-Identifier: MIT */
/* Between this room's config_*.c: reading, checking, and use of phx.yaml. */
#ifndef PHX_CONTENT_CONFIG_H
#define PHX_CONTENT_CONFIG_H

#include "content.h"

/* The row for `path`, where "*" of a row matches any part; NULL: none. */
const struct config_key *config_key_find(struct str path);
/* Whether any row stands below `path`. */
bool config_key_has_rows(struct str path);

/* One file against the table: unknown keys, wrong types, impossible values. */
void config_check_file(struct arena *arena, const struct config_file *file,
                       struct diags *diags);

/* `over` laid over `under`, maps deeply. */
struct value config_merge(struct arena *arena, struct value under,
                          struct value over);
/* A map of the table's defaults. */
struct value config_defaults(struct arena *arena);

/* From config->root into the struct's members. */
void config_apply(struct arena *arena, struct config *config,
                  struct diags *diags);
void config_apply_languages(struct arena *arena, struct config *config,
                            struct diags *diags);
void config_apply_lists(struct arena *arena, struct config *config,
                        struct diags *diags);

/* A diagnostic at a key's place. */
struct diag *config_report(const struct config *config, struct diags *diags,
                           enum diag_id id, const char *path, const char *fmt,
                           ...) PHX_PRINTF(5, 6);

#endif
