/* SPDX-License-Identifier: MIT */
/*
 * The streaming JSON reader: pull events from bytes in memory (or a mapped
 * file) without building a tree. For result files of any size. Public to the
 * rooms above value/ as the second header of this room, because bench/ reads
 * files through it that must never become values as a whole.
 *
 * Reads Python's NaN, Infinity, -Infinity, -NaN; several documents in one input
 * (JSON Lines, concatenated); keeps the text of numbers; skips a value without
 * converting it. Depth is bounded. Thread class: one owner at a time.
 */
#ifndef PHX_VALUE_JSON_STREAM_H
#define PHX_VALUE_JSON_STREAM_H

#include "value/value.h"

enum json_event {
    JSON_END, /* of the input */
    JSON_ERROR,
    JSON_OBJECT_BEGIN,
    JSON_OBJECT_END,
    JSON_ARRAY_BEGIN,
    JSON_ARRAY_END,
    JSON_KEY,
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
};

#define JSON_DEPTH_MAX 512

struct json_stream {
    struct str input;
    size_t pos;
    size_t depth;
    unsigned char in_object[JSON_DEPTH_MAX]; /* 1: object, 0: array */
    unsigned char state;
    bool skipping;       /* inside json_skip: strings are not unescaped */
    bool limit;          /* the error is a limit that was passed */
    struct arena *arena; /* holds strings that had escapes */
    /* Of the last event: */
    struct str text;   /* key or string, unescaped; a number's own text */
    size_t at;         /* offset where it starts */
    const char *error; /* of JSON_ERROR: what was expected */
};

void json_stream_init(struct json_stream *s, struct str input,
                      struct arena *arena);
enum json_event json_next(struct json_stream *s);
/* After JSON_KEY, or before an array's next value: skips one whole value. False
 * on an error, and when the array or the input ended instead. */
bool json_skip(struct json_stream *s) PHX_MUST_USE;
/* The number of the last JSON_NUMBER event. */
double json_number(const struct json_stream *s);
bool json_integer(const struct json_stream *s, int64_t *out);
/* Builds the value that starts at the next event; its texts are in `arena`.
 * False with s->error set on an error or a passed limit, and with s->error NULL
 * when the array or the input ended instead. */
bool json_value(struct json_stream *s, struct arena *arena,
                const struct value_limits *limits,
                struct value *out) PHX_MUST_USE;

#endif
