/* SPDX-License-Identifier: MIT */
/* Between this room's config_*.c: reading, checking, and use of phx.yaml. */
#ifndef PHX_CONTENT_CONFIG_H
#define PHX_CONTENT_CONFIG_H

#include "content.h"

/* One file against the table: unknown keys, wrong types, impossible values. */
void config_check_file(struct arena *arena, const struct config_file *file,
                       struct diags *diags);

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
