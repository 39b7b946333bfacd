/* SPDX-License-Identifier: MIT */
/*
 * What templates and {eval} can call besides Jinja2's own: url_for, asset,
 * image, t, now, data, bench, page_assets; filters for dates, numbers, Markdown
 * and absolute URLs. Private to build/.
 */
#ifndef PHX_BUILD_FUNCTIONS_H
#define PHX_BUILD_FUNCTIONS_H

#include "state.h"

/* Registers them in build->env, before templates are compiled. */
void functions_register(struct build *build);

/* Where page_assets() was called, the render job puts the links of what the
 * page turned out to need. */
#define FUNCTIONS_ASSETS_MARK "<!--phx:page-assets-->"

#endif
