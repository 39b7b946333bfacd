/* SPDX-License-Identifier: MIT */
/*
 * The theme: what the binary carries under themes/NAME, with the site's own
 * themes/NAME over it, then the site's templates/, components/, assets/,
 * static/ and i18n/ over both. Private to build/.
 */
#ifndef PHX_BUILD_THEME_H
#define PHX_BUILD_THEME_H

#include "state.h"

/* Reads the declarations of components into build->components and ->dialect,
 * before pages are parsed. */
int theme_components(struct build *build, struct error *err) PHX_MUST_USE;

/* Fills build->templates, ->assets and ->words. False: a diagnostic says why
 * the site cannot be built with this theme. */
bool theme_load(struct build *build, struct error *err);

/* Compiles the style sheets and adds what the pages' features need (KaTeX's
 * style sheet and fonts when any page has formulas). */
bool theme_assets(struct build *build, bool math);

#endif
