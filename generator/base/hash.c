/* SPDX-License-Identifier: MIT */
/* Content hashes by xxHash (no state, any thread), and integrity values. */
#include "hash.h"

#include "arena.h"
#include "sha384.h"

#include <string.h>
#include <xxhash.h>

#include "banned.h"

static struct hash of_xxh(XXH128_hash_t h)
{
    return (struct hash){h.high64, h.low64};
}

struct hash hash_bytes(struct str bytes)
{
    return of_xxh(XXH3_128bits(bytes.ptr, bytes.len));
}

uint64_t hash_short(struct str bytes)
{
    return XXH3_64bits(bytes.ptr, bytes.len);
}

bool hash_eq(struct hash a, struct hash b)
{
    return a.hi == b.hi && a.lo == b.lo;
}

struct hash hash_mix(struct hash a, struct hash b)
{
    uint64_t both[4] = {a.hi, a.lo, b.hi, b.lo};
    return of_xxh(XXH3_128bits(both, sizeof(both)));
}

struct hash hash_mix_str(struct hash a, struct str s)
{
    return hash_mix(a, hash_bytes(s));
}

struct hash hash_mix_int(struct hash a, uint64_t n)
{
    uint64_t both[3] = {a.hi, a.lo, n};
    return of_xxh(XXH3_128bits(both, sizeof(both)));
}

struct str hash_hex(struct arena *arena, struct hash h)
{
    static const char digits[] = "0123456789abcdef";
    char *out = arena_bytes(arena, 33);
    for (unsigned i = 0; i < 16; i++) {
        out[i] = digits[h.hi >> (60 - 4 * i) & 15];
        out[16 + i] = digits[h.lo >> (60 - 4 * i) & 15];
    }
    out[32] = '\0';
    return (struct str){out, 32};
}

struct str hash_sha384_base64(struct arena *arena, struct str bytes)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
        "uvwxyz0123456789+/";
    unsigned char digest[SHA384_SIZE];
    sha384(bytes.ptr, bytes.len, digest);
    char *out = arena_bytes(arena, 65);
    size_t at = 0;
    for (size_t i = 0; i < SHA384_SIZE; i += 3) { /* 48 = 16 * 3: no padding */
        uint32_t three = (uint32_t)digest[i] << 16 |
                         (uint32_t)digest[i + 1] << 8 | digest[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6)
            out[at++] = digits[three >> shift & 63];
    }
    out[at] = '\0';
    return (struct str){out, at};
}
