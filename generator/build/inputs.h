/* SPDX-License-Identifier: MIT */
/*
 * The present fingerprint of anything that a trace can note. Private to build/.
 */
#ifndef PHX_BUILD_INPUTS_H
#define PHX_BUILD_INPUTS_H

#include "state.h"

/* Collections that build/ notes itself, beside those of content/. */
#define INPUT_RESULT_NAMES "results"  /* the paths of all result files */
#define INPUT_SITEMAP "sitemap"       /* what it lists */
#define INPUT_COMPONENTS "components" /* names and declarations */
#define INPUT_THEME_OPTIONS "theme options"
#define INPUT_ANCHOR "anchor:" /* PATH\nID: is it in the page? */
#define INPUT_LABEL "label:"   /* PATH\nNAME: its kind and number */

/* False: there is no such input any more. What was sought and not found has the
 * fingerprint zero, then and now. Any worker, once the model is frozen. */
bool input_now(struct build *build, struct arena *scratch, enum input_kind kind,
               struct str key, struct hash *out);

/* A heading of the page, a label, or an id in its raw HTML. */
bool input_has_anchor(const struct page *page, struct arena *scratch,
                      struct str id);

#endif
