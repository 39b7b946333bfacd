/* SPDX-License-Identifier: MIT */
/*
 * Numbers, texts and hashes as bytes and back: what the cache's values are made
 * of. A decoder never reads behind its bytes; one failure makes everything that
 * follows zero, and `failed` is looked at once, at the end. Private to build/.
 */
#ifndef PHX_BUILD_CODEC_H
#define PHX_BUILD_CODEC_H

#include "base/base.h"

void encode_int(struct buf *out, uint64_t n); /* 7 bits a byte, low first */
void encode_signed(struct buf *out, int64_t n);
void encode_hash(struct buf *out, struct hash h);
void encode_str(struct buf *out, struct str s);

struct decoder {
    const char *at;
    const char *end;
    bool failed;
};
struct decoder decoder_of(struct str bytes);
uint64_t decode_int(struct decoder *d);
int64_t decode_signed(struct decoder *d);
void decode_bytes(struct decoder *d, void *out, size_t size);
struct hash decode_hash(struct decoder *d);
struct str decode_str(struct decoder *d); /* borrows from the bytes */
/* A count of things that take at least a byte each; more than bytes are left
 * is a failure. */
size_t decode_count(struct decoder *d);
/* Everything was read, and nothing failed. */
bool decoder_done(const struct decoder *d);

#endif
