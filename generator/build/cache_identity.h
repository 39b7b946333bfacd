/* SPDX-License-Identifier: MIT */
/*
 * Which phx, with which libraries, makes the bytes that are cached. Private to
 * build/.
 */
#ifndef PHX_BUILD_CACHE_IDENTITY_H
#define PHX_BUILD_CACHE_IDENTITY_H

#include "base/base.h"

/* Equal for equal programs on one machine as long as no library is installed or
 * replaced. A few system calls. */
struct hash cache_identity(void);

#endif
