/* SPDX-License-Identifier: MIT */
/* What is printed from the tables that phx itself works with, so that none of
 * it can go stale (private to cli/). Appends to `out`. */
#ifndef PHX_CLI_REFERENCE_H
#define PHX_CLI_REFERENCE_H

#include "cli/cli.h"

/* phx.1 */
void reference_man(struct buf *out);

/* False: no such shell; bash, zsh and fish are known. */
bool reference_completion(struct buf *out, struct str shell);

/* Markdown for the manual: "commands", "configuration" or "diagnostics".
 * False: no such table. */
bool reference_table(struct buf *out, struct str name);

#endif
