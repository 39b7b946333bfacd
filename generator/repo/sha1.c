/* SPDX-License-Identifier: MIT */
/* SHA-1 over a header and a body, and the content id made of it. */
#include "sha1.h"

#include "repo/repo.h"

#define BLOCK 64

struct sha1 {
    uint32_t state[5];
    uint64_t total;
    unsigned char block[BLOCK];
    size_t used;
};

static uint32_t rotate(uint32_t x, unsigned n)
{
    return (x << n) | (x >> (32 - n));
}

static void fill_schedule(uint32_t w[80], const unsigned char *block)
{
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | (uint32_t)block[4 * i + 3];
    for (size_t i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
}

static void compress(uint32_t state[5], const unsigned char *block)
{
    uint32_t w[80];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4];

    fill_schedule(w, block);
    for (size_t i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20) {
            f = (b & c) | (~b & d);
            k = 0x5a827999;
        } else if (i < 40) {
            f = b ^ c ^ d;
            k = 0x6ed9eba1;
        } else if (i < 60) {
            f = (b & c) | (b & d) | (c & d);
            k = 0x8f1bbcdc;
        } else {
            f = b ^ c ^ d;
            k = 0xca62c1d6;
        }
        uint32_t next = rotate(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

static void add(struct sha1 *sha, const void *bytes, size_t len)
{
    const unsigned char *in = bytes;

    sha->total += len;
    while (len > 0) {
        if (sha->used == 0 && len >= BLOCK) {
            compress(sha->state, in);
            in += BLOCK;
            len -= BLOCK;
            continue;
        }
        size_t part = BLOCK - sha->used < len ? BLOCK - sha->used : len;
        memcpy(sha->block + sha->used, in, part);
        sha->used += part;
        in += part;
        len -= part;
        if (sha->used == BLOCK) {
            compress(sha->state, sha->block);
            sha->used = 0;
        }
    }
}

static void finish(struct sha1 *sha, unsigned char out[SHA1_SIZE])
{
    uint64_t bits = sha->total * 8;
    unsigned char length[8];

    for (size_t i = 0; i < 8; i++)
        length[i] = (unsigned char)(bits >> (56 - 8 * i));
    add(sha, "\x80", 1);
    while (sha->used != BLOCK - 8)
        add(sha, "", 1);
    add(sha, length, sizeof(length));
    for (size_t i = 0; i < SHA1_SIZE; i++)
        out[i] = (unsigned char)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

void sha1_blob(struct str bytes, unsigned char out[SHA1_SIZE])
{
    struct sha1 sha = {
        .state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
    char header[32];
    int len = snprintf(header, sizeof(header), "blob %zu", bytes.len);

    add(&sha, header, (size_t)len + 1);
    add(&sha, bytes.ptr, bytes.len);
    finish(&sha, out);
}

struct hash sha1_content_id(const unsigned char blob[SHA1_SIZE], uint64_t size)
{
    struct hash id = {0, 0};

    for (size_t i = 0; i < 8; i++) {
        id.hi = id.hi << 8 | blob[i];
        id.lo = id.lo << 8 | blob[8 + i];
    }
    /* Where git converts line ends, two files of one blob differ in size. */
    id.lo ^= size;
    return id;
}

struct hash repo_blob_id(struct str bytes)
{
    unsigned char blob[SHA1_SIZE];

    sha1_blob(bytes, blob);
    return sha1_content_id(blob, bytes.len);
}
