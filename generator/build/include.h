/* SPDX-License-Identifier: MIT */
/* Files for {include}. Private to build/. */
#ifndef PHX_BUILD_INCLUDE_H
#define PHX_BUILD_INCLUDE_H

#include "state.h"

/* Sets build->dialect.include, which reads files below the site's root. */
void include_init(struct build *build);

#endif
