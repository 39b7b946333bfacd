/* SPDX-License-Identifier: MIT */
/* `phx check --claims` (private to cli/). */
#ifndef PHX_CLI_CHECK_CLAIMS_H
#define PHX_CLI_CHECK_CLAIMS_H

/* Evaluates every assertion and every {eval} of the site below `root`, as a
 * build of the production site would, and writes nothing. Prints those that are
 * false or cannot be computed. The exit code: 0 when all hold. */
int check_claims(const char *root);

#endif
