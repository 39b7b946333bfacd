/* SPDX-License-Identifier: MIT */
/*
 * TensorBoard event files: TFRecords (length, CRC, payload, CRC) of protobuf
 * events, read without a protobuf library: only wall time, step, and scalar
 * summaries: simple_value, or a tensor of one number, as TensorFlow 2 and Keras
 * write them. Graphs, images, texts and hyperparameters are skipped; a cut last
 * record is normal.
 */
#include "series.h"

#include <math.h>

#define NAME "tensorboard"

struct bytes {
    const unsigned char *at;
    const unsigned char *end;
};

static struct bytes bytes_of(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;

    return (struct bytes){p, p + s.len};
}

static uint64_t little_endian(const unsigned char *p, unsigned count)
{
    uint64_t n = 0;

    for (unsigned i = count; i-- > 0;)
        n = n << 8 | p[i];
    return n;
}

static bool varint(struct bytes *b, uint64_t *out)
{
    *out = 0;
    for (unsigned shift = 0; shift < 64 && b->at < b->end; shift += 7) {
        const unsigned char c = *b->at++;

        *out |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80))
            return true;
    }
    return false;
}

struct field {
    uint64_t number;
    unsigned wire;
    uint64_t value;      /* wire types 0, 1, 5 */
    struct bytes inside; /* wire type 2 */
};

static bool next_field(struct bytes *b, struct field *f)
{
    uint64_t key, len;

    if (b->at >= b->end || !varint(b, &key))
        return false;
    f->number = key >> 3;
    f->wire = (unsigned)(key & 7);
    if (f->wire == 0)
        return varint(b, &f->value);
    len = f->wire == 1 ? 8 : 4;
    if (f->wire == 2 && !varint(b, &len))
        return false;
    if ((f->wire != 1 && f->wire != 2 && f->wire != 5) ||
        len > (uint64_t)(b->end - b->at))
        return false;
    f->inside = (struct bytes){b->at, b->at + len};
    if (f->wire != 2)
        f->value = little_endian(b->at, (unsigned)len);
    b->at += len;
    return true;
}

static double float_of(uint64_t bits)
{
    const uint32_t low = (uint32_t)bits;
    float x;

    memcpy(&x, &low, sizeof(x));
    return (double)x;
}

static double double_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof(x));
    return x;
}

/* Numbers of tensors, as TensorFlow's types.proto counts them. */
enum tensor_type {
    TENSOR_FLOAT = 1,
    TENSOR_DOUBLE = 2,
    TENSOR_INT32 = 3,
    TENSOR_INT64 = 9,
    TENSOR_BFLOAT16 = 14,
    TENSOR_HALF = 19
};

static double half_of(uint64_t bits)
{
    const unsigned exponent = (unsigned)(bits >> 10) & 31;
    const double fraction = (double)(bits & 1023) / 1024;
    const double sign = bits & 0x8000 ? -1 : 1;

    if (exponent == 31)
        return fraction > 0 ? (double)NAN : sign * (double)INFINITY;
    return exponent == 0 ? sign * ldexp(fraction, -14)
                         : sign * ldexp(1 + fraction, (int)exponent - 15);
}

/* The bytes of one number, as tensor_content has them. */
static bool number_of(uint64_t type, struct bytes b, double *out)
{
    const size_t len = (size_t)(b.end - b.at);
    const uint64_t bits = len <= 8 ? little_endian(b.at, (unsigned)len) : 0;

    if (type == TENSOR_FLOAT && len == 4)
        *out = float_of(bits);
    else if (type == TENSOR_DOUBLE && len == 8)
        *out = double_of(bits);
    else if (type == TENSOR_INT32 && len == 4)
        *out = (double)(int32_t)bits;
    else if (type == TENSOR_INT64 && len == 8)
        *out = (double)(int64_t)bits;
    else if (type == TENSOR_BFLOAT16 && len == 2)
        *out = float_of(bits << 16);
    else if (type == TENSOR_HALF && len == 2)
        *out = half_of(bits);
    else
        return false;
    return true;
}

/* One of the lists float_val, double_val, int_val, int64_val, half_val, which
 * are packed or not; half_val keeps its 16 bits in a varint. */
static bool listed_number(uint64_t type, const struct field *f, double *out)
{
    struct bytes b = f->inside;
    uint64_t n = f->value;

    if (f->number == 5 || f->number == 6) {
        if (f->wire == 2)
            return number_of(type, b, out);
        *out = f->number == 5 ? float_of(n) : double_of(n);
        return f->wire != 0;
    }
    if (f->wire == 2 && (!varint(&b, &n) || b.at != b.end))
        return false;
    if (f->number == 7 || f->number == 10)
        *out = (double)(int64_t)n;
    else
        *out = type == TENSOR_HALF ? half_of(n) : float_of(n << 16);
    return true;
}

/* A tensor of one number. The fields may stand in any order. */
static bool tensor_scalar(struct bytes b, double *out)
{
    struct bytes rest = b;
    struct field f;
    uint64_t type = 0;

    while (next_field(&rest, &f))
        if (f.number == 1 && f.wire == 0)
            type = f.value;
    while (next_field(&b, &f)) {
        if (f.number == 4 && f.wire == 2 && number_of(type, f.inside, out))
            return true;
        if ((f.number == 5 || f.number == 6 || f.number == 7 ||
             f.number == 10 || f.number == 13) &&
            listed_number(type, &f, out))
            return true;
    }
    return false;
}

static bool read_value(struct series_set *set, struct bytes b, int64_t step)
{
    struct str tag = STR("");
    struct field f;
    bool found = false;
    double value = 0;

    while (next_field(&b, &f)) {
        if (f.number == 1 && f.wire == 2) {
            tag = str_bytes((const char *)f.inside.at,
                            (size_t)(f.inside.end - f.inside.at));
        } else if (f.number == 2 && f.wire == 5) {
            value = float_of(f.value);
            found = true;
        } else if (f.number == 8 && f.wire == 2) {
            found = tensor_scalar(f.inside, &value) || found;
        }
    }
    return !found || tag.len == 0 ||
           series_add(set, utf8_repair(set->arena, tag), step, value);
}

static bool read_event(struct series_set *set, struct bytes b, double *first)
{
    struct bytes summary = {0};
    struct field f;
    int64_t step = 0;

    while (next_field(&b, &f)) {
        if (f.number == 1 && f.wire == 1 && !(*first > 0))
            *first = double_of(f.value);
        else if (f.number == 2 && f.wire == 0)
            step = (int64_t)f.value;
        else if (f.number == 5 && f.wire == 2)
            summary = f.inside;
    }
    while (summary.at && next_field(&summary, &f))
        if (f.number == 1 && f.wire == 2 && !read_value(set, f.inside, step))
            return false;
    return true;
}

static bool recognise(const struct input *input)
{
    struct str head = str_slice(input->bytes, 0, 64);

    return input->bytes.len > 24 && input->bytes.ptr[4] == 0 &&
           input->bytes.ptr[7] == 0 &&
           str_find(head, STR("brain.Event:")) != STR_NONE;
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = NAME};
    struct bytes b = bytes_of(input->bytes);
    double first = 0;

    while (b.end - b.at >= 16) {
        const uint64_t len = little_endian(b.at, 8);

        if (len > (uint64_t)(b.end - b.at) - 16)
            break;
        if (!read_event(&set, (struct bytes){b.at + 12, b.at + 12 + len},
                        &first))
            return phx_fail(err, PHX_ELIMIT, "it has too many values");
        b.at += 16 + len;
    }
    series_finish(&set);
    if (first > 0 && first < 1e11)
        table_fact(table, "date",
                   date_iso(table->arena,
                            (struct date){.unix_seconds = (int64_t)first}));
    return table->rows > 0
               ? 0
               : phx_fail(err, PHX_EINPUT,
                          "the events have no scalars: only graphs, texts, "
                          "images or histograms");
}

const struct tool tool_tensorboard = {NAME, "TensorBoard", recognise, read};
