/* SPDX-License-Identifier: MIT */
/* See codec.h. */
#include "codec.h"

void encode_int(struct buf *out, uint64_t n)
{
    char bytes[10];
    size_t len = 0;

    for (; n >= 0x80; n >>= 7)
        bytes[len++] = (char)(unsigned char)(n | 0x80);
    bytes[len++] = (char)n;
    buf_add_bytes(out, bytes, len);
}

void encode_signed(struct buf *out, int64_t n)
{
    uint64_t u = (uint64_t)n;

    encode_int(out, n < 0 ? ~(u << 1) : u << 1);
}

void encode_hash(struct buf *out, struct hash h)
{
    buf_add_bytes(out, &h, sizeof(h));
}

void encode_str(struct buf *out, struct str s)
{
    encode_int(out, s.len);
    buf_add(out, s);
}

struct decoder decoder_of(struct str bytes)
{
    return (struct decoder){bytes.ptr, bytes.ptr + bytes.len, false};
}

static size_t left(const struct decoder *d)
{
    return (size_t)(d->end - d->at);
}

/* `len` bytes; NULL when there are fewer. */
static const char *take(struct decoder *d, uint64_t len)
{
    const char *at = d->at;

    if (d->failed || len > left(d)) {
        d->failed = true;
        return NULL;
    }
    d->at += len;
    return at;
}

uint64_t decode_int(struct decoder *d)
{
    uint64_t n = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        const char *byte = take(d, 1);
        if (!byte)
            return 0;
        unsigned char c = (unsigned char)*byte;
        n |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80)
            return n;
    }
    d->failed = true;
    return 0;
}

int64_t decode_signed(struct decoder *d)
{
    uint64_t u = decode_int(d);

    return (int64_t)(u & 1 ? ~(u >> 1) : u >> 1);
}

void decode_bytes(struct decoder *d, void *out, size_t size)
{
    const char *bytes = take(d, size);

    if (bytes)
        memcpy(out, bytes, size);
    else
        memset(out, 0, size);
}

struct hash decode_hash(struct decoder *d)
{
    struct hash h;

    decode_bytes(d, &h, sizeof(h));
    return h;
}

struct str decode_str(struct decoder *d)
{
    uint64_t len = decode_int(d);
    const char *bytes = take(d, len);

    return bytes ? str_bytes(bytes, (size_t)len) : STR("");
}

size_t decode_count(struct decoder *d)
{
    uint64_t n = decode_int(d);

    if (n > left(d)) {
        d->failed = true;
        return 0;
    }
    return (size_t)n;
}

bool decoder_done(const struct decoder *d)
{
    return !d->failed && d->at == d->end;
}
