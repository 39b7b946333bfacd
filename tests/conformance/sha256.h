/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), for case files that name a result by its hash. */
#ifndef PHX_TESTS_SHA256_H
#define PHX_TESTS_SHA256_H

#include "base/base.h"

/* Lower-case hexadecimal, 64 digits. */
struct str sha256_hex(struct arena *arena, struct str bytes);

#endif
