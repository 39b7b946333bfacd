/* SPDX-License-Identifier: MIT */
/* Prism itself, in the worker's JavaScript engine: for languages that are not
 * in the table of grammars.h. */
#ifndef PHX_SCRIPT_PRISM_H
#define PHX_SCRIPT_PRISM_H

#include "host.h"

/* The code as markup, in `arena`; the escaped code when Prism spends over three
 * seconds on it. Remembered in the host's memo. PHX_ELIBRARY when
 * JavaScriptCore or Prism is missing: *markup is not set. */
int prism_highlight(struct script_host *host, unsigned worker,
                    struct arena *arena, const struct language *language,
                    struct str code, struct str *markup,
                    struct error *err) PHX_MUST_USE;

#endif
