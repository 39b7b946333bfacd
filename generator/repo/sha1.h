/* SPDX-License-Identifier: MIT */
/* SHA-1 (FIPS 180-4), because git names contents by it; nothing here relies
 * on it being hard to collide. */
#ifndef PHX_REPO_SHA1_H
#define PHX_REPO_SHA1_H

#include "base/base.h"

#define SHA1_SIZE 20

/* Git's id of a blob of these bytes: SHA-1 of "blob SIZE", NUL, the bytes. */
void sha1_blob(struct str bytes, unsigned char out[SHA1_SIZE]);
/* The content id of such a blob; see repo_blob_id. */
struct hash sha1_content_id(const unsigned char blob[SHA1_SIZE], uint64_t size);

#endif
