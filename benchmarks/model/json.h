/* SPDX-License-Identifier: MIT */
/*
 * JSON for headers of safetensors, configurations and result files: a small
 * reader into a tree, a writer into memory.
 */
#ifndef MODEL_JSON_H
#define MODEL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base.h"

enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_LIST,
    JSON_OBJECT
};

/* A list's items, or an object's values with `key` set, in the order of the
   text. Strings are UTF-8 without NUL inside. */
struct json {
    enum json_kind kind;
    double number; /* of a boolean, too: 0 or 1 */
    char *text;
    char *key;
    struct json *items;
    size_t count;
};

/* The tree of the whole text, which need not end with NUL. -1 with line and
   reason when it is no JSON, is nested over 64 deep, or something follows. */
int json_parse(struct json *out, const char *text, size_t size,
               struct fault *fault) MODEL_MUST_USE;
/* The same of a file; the fault names it. */
int json_load(struct json *out, const char *path,
              struct fault *fault) MODEL_MUST_USE;
void json_release(struct json *value);
/* The member, or NULL: also when `object` is none. */
const struct json *json_get(const struct json *object, const char *key);
/* The member's number, or `otherwise` when it is absent or none. */
double json_number(const struct json *object, const char *key,
                   double otherwise);

/*
 * Writing: calls in the order of the text; commas, line breaks and indentation
 * (two spaces, as Python's json.dump(indent=2)) are the writer's.
 */
struct json_writer {
    FILE *stream; /* memory, until json_writer_save */
    char *data;
    size_t size;
    int depth;
    bool first;
    bool flat; /* no line breaks at all */
};

void json_writer_init(struct json_writer *w, bool flat);
/* `key` is NULL in lists and at the top. */
void json_open(struct json_writer *w, const char *key, char bracket);
void json_close(struct json_writer *w, char bracket);
void json_write_number(struct json_writer *w, const char *key, double number);
void json_write_text(struct json_writer *w, const char *key, const char *text);
void json_write_bool(struct json_writer *w, const char *key, bool value);
void json_write_null(struct json_writer *w, const char *key);
/* The finished text, owned by the caller (free). */
char *json_writer_take(struct json_writer *w, size_t *size);
/* Into a file, and the memory is released. */
int json_writer_save(struct json_writer *w, const char *path,
                     struct fault *fault) MODEL_MUST_USE;

#endif
