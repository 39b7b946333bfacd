/* SPDX-License-Identifier: MIT */
/*
 * Reading and writing safetensors of float32. Bytes are taken as they lie in
 * memory: the machines this runs on are little-endian, as the format is.
 */
#include "safetensors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "safetensors are little-endian");

/* A member as a whole number of at most `limit`. */
static int read_size(const struct json *value, size_t limit, size_t *out)
{
    if (value->kind != JSON_NUMBER || value->number < 0 ||
        value->number > (double)limit)
        return -1;
    *out = (size_t)value->number;
    return 0;
}

static int read_shape(struct tensor *t, const struct json *shape, size_t limit)
{
    if (shape == NULL || shape->kind != JSON_LIST || shape->count > TENSOR_DIMS)
        return -1;
    t->rank = shape->count;
    t->count = 1;
    for (size_t i = 0; i < t->rank; i++) {
        if (read_size(&shape->items[i], limit, &t->dims[i]) < 0 ||
            __builtin_mul_overflow(t->count, t->dims[i], &t->count))
            return -1;
    }
    return 0;
}

/* `data` and `size`: what follows the header. */
static int read_tensor(struct tensor *t, const struct json *entry,
                       const char *data, size_t size, struct fault *fault)
{
    const struct json *dtype = json_get(entry, "dtype");
    const struct json *offsets = json_get(entry, "data_offsets");
    size_t from;
    size_t to;
    if (dtype == NULL || dtype->kind != JSON_STRING ||
        strcmp(dtype->text, "F32") != 0)
        return fault_set(fault, "tensor %s: not of dtype F32", entry->key);
    if (read_shape(t, json_get(entry, "shape"), size) < 0)
        return fault_set(fault, "tensor %s: bad shape", entry->key);
    if (offsets == NULL || offsets->kind != JSON_LIST || offsets->count != 2 ||
        read_size(&offsets->items[0], size, &from) < 0 ||
        read_size(&offsets->items[1], size, &to) < 0 || from > to)
        return fault_set(fault, "tensor %s: lies outside the file (%zu bytes)",
                         entry->key, size);
    if (from % sizeof(float) != 0 || to - from != t->count * sizeof(float))
        return fault_set(fault, "tensor %s: shape and size differ", entry->key);
    t->name = strdup(entry->key);
    t->data = (const float *)(const void *)(data + from);
    return 0;
}

static int read_header(struct safetensors *out, const struct json *header,
                       const char *data, size_t size, struct fault *fault)
{
    if (header->kind != JSON_OBJECT)
        return fault_set(fault, "the header is no object");
    out->tensors = base_calloc(header->count, sizeof(*out->tensors));
    for (size_t i = 0; i < header->count; i++) {
        const struct json *entry = &header->items[i];
        if (strcmp(entry->key, "__metadata__") == 0)
            continue;
        struct tensor *t = &out->tensors[out->count];
        if (read_tensor(t, entry, data, size, fault) < 0)
            return -1;
        out->count++;
    }
    return 0;
}

static int parse_file(struct safetensors *out, size_t size, struct fault *fault)
{
    uint64_t length;
    if (size < sizeof(length))
        return fault_set(fault, "%zu bytes: cut, or no safetensors", size);
    memcpy(&length, out->bytes, sizeof(length));
    if (length > size - sizeof(length) || length % sizeof(float) != 0)
        return fault_set(fault, "cut, or no safetensors");
    struct json header;
    if (json_parse(&header, out->bytes + sizeof(length), (size_t)length,
                   fault) < 0)
        return -1;
    size_t used = sizeof(length) + (size_t)length;
    int rc = read_header(out, &header, out->bytes + used, size - used, fault);
    json_release(&header);
    return rc;
}

int safetensors_read(struct safetensors *out, const char *path,
                     struct fault *fault)
{
    *out = (struct safetensors){0};
    size_t size;
    if (file_read(path, &out->bytes, &size, fault) < 0)
        return -1;
    if (parse_file(out, size, fault) < 0) {
        safetensors_release(out);
        return fault_prefix(fault, path);
    }
    return 0;
}

void safetensors_release(struct safetensors *st)
{
    for (size_t i = 0; i < st->count; i++)
        free(st->tensors[i].name);
    free(st->tensors);
    free(st->bytes);
    *st = (struct safetensors){0};
}

const struct tensor *safetensors_find(const struct safetensors *st,
                                      const char *name)
{
    for (size_t i = 0; i < st->count; i++) {
        if (strcmp(st->tensors[i].name, name) == 0)
            return &st->tensors[i];
    }
    return NULL;
}

static void write_header(struct json_writer *w, const struct tensor *tensors,
                         size_t count)
{
    size_t at = 0;
    json_open(w, NULL, '{');
    for (size_t i = 0; i < count; i++) {
        const struct tensor *t = &tensors[i];
        json_open(w, t->name, '{');
        json_write_text(w, "dtype", "F32");
        json_open(w, "shape", '[');
        for (size_t d = 0; d < t->rank; d++)
            json_write_number(w, NULL, (double)t->dims[d]);
        json_close(w, ']');
        json_open(w, "data_offsets", '[');
        json_write_number(w, NULL, (double)at);
        at += t->count * sizeof(float);
        json_write_number(w, NULL, (double)at);
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, '}');
}

int safetensors_write(const char *path, const struct tensor *tensors,
                      size_t count, struct fault *fault)
{
    struct json_writer w;
    json_writer_init(&w, true);
    write_header(&w, tensors, count);
    size_t length;
    char *header = json_writer_take(&w, &length);
    uint64_t padded = (length + 7) / 8 * 8;
    size_t size = sizeof(padded) + (size_t)padded;
    for (size_t i = 0; i < count; i++)
        size += tensors[i].count * sizeof(float);
    char *bytes = base_calloc(size, 1);
    memcpy(bytes, &padded, sizeof(padded));
    char *at = bytes + sizeof(padded);
    memset(at, ' ', (size_t)padded);
    memcpy(at, header, length);
    at += padded;
    for (size_t i = 0; i < count; i++) {
        memcpy(at, tensors[i].data, tensors[i].count * sizeof(float));
        at += tensors[i].count * sizeof(float);
    }
    int rc = file_write(path, bytes, size, fault);
    free(bytes);
    free(header);
    return rc;
}
