/* SPDX-License-Identifier: MIT */
/* Content hashes (XXH3, 128 bits): equal content, equal hash; not secret. */
#ifndef PHX_BASE_HASH_H
#define PHX_BASE_HASH_H

#include "str.h"

struct hash {
    uint64_t hi;
    uint64_t lo;
};

struct hash hash_bytes(struct str bytes);
uint64_t hash_short(struct str bytes); /* 64 bits, for tables */
bool hash_eq(struct hash a, struct hash b);
/* Order matters: hash_mix(a, b) differs from hash_mix(b, a). */
struct hash hash_mix(struct hash a, struct hash b);
struct hash hash_mix_str(struct hash a, struct str s);
struct hash hash_mix_int(struct hash a, uint64_t n);
/* Lower-case hexadecimal, 32 digits. */
struct str hash_hex(struct arena *arena, struct hash h);
/* SHA-384 as Base64 (64 characters), for integrity attributes. */
struct str hash_sha384_base64(struct arena *arena, struct str bytes);

#endif
