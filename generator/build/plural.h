/* SPDX-License-Identifier: MIT */
/* Plural forms of languages, by CLDR's rules. Private to build/. */
#ifndef PHX_BUILD_PLURAL_H
#define PHX_BUILD_PLURAL_H

#include "base/base.h"

/* zero, one, two, few, many or other: the form that `number`, as it is written
 * ("3", "1.0"), wants in a language ("pt-BR": its own rule, or that of "pt").
 * Unknown languages count as English does. */
const char *plural_category(struct str language, struct str number);

#endif
