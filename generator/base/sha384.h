/* SPDX-License-Identifier: MIT */
/* SHA-384 (FIPS 180-4). Private to base; others use hash_sha384_base64. */
#ifndef PHX_BASE_SHA384_H
#define PHX_BASE_SHA384_H

#include "macros.h"

#define SHA384_SIZE 48

void sha384(const void *bytes, size_t len, unsigned char digest[SHA384_SIZE]);

#endif
