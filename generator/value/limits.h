/* SPDX-License-Identifier: MIT */
/* The limits of the readers, with their defaults filled in. */
#ifndef PHX_VALUE_LIMITS_H
#define PHX_VALUE_LIMITS_H

#include "value/value.h"

/* `limits` may be NULL. Thread class: any. */
struct value_limits limits_or_defaults(const struct value_limits *limits);

#endif
