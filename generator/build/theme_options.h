/* SPDX-License-Identifier: MIT */
/*
 * What a theme lets a site choose: `options` of its theme.yaml, answered by
 * theme_options of phx.yaml. Private to build/.
 */
#ifndef PHX_BUILD_THEME_OPTIONS_H
#define PHX_BUILD_THEME_OPTIONS_H

#include "state.h"

/* Reads a theme.yaml; that of the site's copy of a theme replaces the theme's.
 * What is wrong with it is a diagnostic. */
void theme_options_declare(struct build *build, struct str origin,
                           struct str text);

/* Checks what phx.yaml chose; build->theme_options is then a map of every
 * declared option, and `theme_options` a global of templates. Once, after the
 * theme's files. */
void theme_options_apply(struct build *build);

/* Of all their values. */
struct hash theme_options_fingerprint(const struct build *build);

#endif
