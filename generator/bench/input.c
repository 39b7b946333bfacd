/* SPDX-License-Identifier: MIT */
/*
 * What a result file is before a tool reads it: text in UTF-8, JSON documents
 * without their bulk. Rows and cells of delimited text are in input_rows.c.
 */
#include "input.h"

#include "value/json_stream.h"

#define NODES_MAX 30000000

/* ---- Text ---- */

static bool is_binary(struct str bytes)
{
    return memchr(bytes.ptr, 0, bytes.len < 4096 ? bytes.len : 4096) != NULL;
}

/* Exports of old spreadsheets; every byte is a character of Latin-1. */
static struct str from_latin1(struct arena *arena, struct str bytes)
{
    struct buf out = BUF_INIT;
    struct str text;

    for (size_t i = 0; i < bytes.len; i++)
        buf_add_utf8(&out, (unsigned char)bytes.ptr[i]);
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

/* ---- JSON without its bulk ---- */

/* Arrays per request or iteration that no table shows; prompts are in some. */
static const char *const bulk[] = {"requests",
                                   "itls",
                                   "generated_texts",
                                   "rawData",
                                   "rawDataHistogram",
                                   "input_lens",
                                   "output_lens",
                                   "ttfts",
                                   "start_times",
                                   "errors",
                                   "data",
                                   "telemetry_data"};

struct prune {
    struct json_stream *s;
    struct arena *arena;
    size_t nodes;
    const char *error;
    struct map keys;  /* each key's text once */
    size_t last_size; /* of the map before: records are alike */
};

static bool is_bulk(struct str key, const struct json_stream *s)
{
    size_t at = s->pos;

    for (size_t i = 0; i < PHX_COUNT(bulk); i++) {
        if (!str_is(key, bulk[i]))
            continue;
        while (at < s->input.len &&
               (s->input.ptr[at] == ':' || s->input.ptr[at] == ' ' ||
                s->input.ptr[at] == '\n' || s->input.ptr[at] == '\r' ||
                s->input.ptr[at] == '\t'))
            at++;
        return at < s->input.len && s->input.ptr[at] == '[';
    }
    return false;
}

static bool prune_fail(struct prune *p, const char *error)
{
    p->error = error;
    return false;
}

static bool prune_value(struct prune *p, enum json_event event, size_t depth,
                        struct value *out);

static bool prune_list(struct prune *p, size_t depth, struct value *out)
{
    struct list_builder list;
    enum json_event event;
    struct value v;

    list_builder_init(&list, p->arena);
    while ((event = json_next(p->s)) != JSON_ARRAY_END) {
        if (!prune_value(p, event, depth + 1, &v))
            return false;
        list_builder_push(&list, v);
    }
    *out = list_builder_finish(&list);
    return true;
}

static struct str intern(struct prune *p, struct str key)
{
    struct str *known = map_get(&p->keys, key);

    if (!known) {
        known = arena_new(p->arena, struct str);
        *known = utf8_repair(p->arena, str_dup(p->arena, key));
        map_set(&p->keys, str_dup(p->arena, key), known);
    }
    return *known;
}

static bool prune_map(struct prune *p, size_t depth, struct value *out)
{
    struct map_builder map;
    enum json_event event;
    struct value v;

    map_builder_init(&map, p->arena);
    if (p->last_size > 0)
        map_builder_reserve(&map, p->last_size);
    while ((event = json_next(p->s)) == JSON_KEY) {
        struct str key = intern(p, p->s->text);

        if (is_bulk(key, p->s)) {
            if (!json_skip(p->s))
                return prune_fail(p, p->s->error);
            continue;
        }
        if (!prune_value(p, json_next(p->s), depth + 1, &v))
            return false;
        map_builder_set(&map, value_str(key), v);
    }
    if (event != JSON_OBJECT_END)
        return prune_fail(p, p->s->error);
    *out = map_builder_finish(&map);
    p->last_size = out->as.map->len < 64 ? out->as.map->len : 64;
    return true;
}

static bool prune_value(struct prune *p, enum json_event event, size_t depth,
                        struct value *out)
{
    int64_t integer;

    if (depth > INPUT_DEPTH_MAX)
        return prune_fail(p, "it is nested too deeply");
    if (++p->nodes > NODES_MAX)
        return prune_fail(p, "it has too many values");
    switch (event) {
    case JSON_OBJECT_BEGIN:
        return prune_map(p, depth, out);
    case JSON_ARRAY_BEGIN:
        return prune_list(p, depth, out);
    case JSON_STRING:
        *out = value_str(utf8_repair(p->arena, str_dup(p->arena, p->s->text)));
        return true;
    case JSON_NUMBER:
        *out = json_integer(p->s, &integer) ? value_int(integer)
                                            : value_float(json_number(p->s));
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        *out = value_bool(event == JSON_TRUE);
        return true;
    case JSON_NULL:
        *out = value_null();
        return true;
    case JSON_END:
        return prune_fail(p, "the file ends inside it");
    case JSON_ERROR:
    case JSON_OBJECT_END:
    case JSON_ARRAY_END:
    case JSON_KEY:
        break;
    }
    return prune_fail(p, p->s->error ? p->s->error : "it does not parse");
}

/* window.BENCHMARK_DATA = {...}; */
static struct str without_assignment(struct str text)
{
    static const struct str prefix = STR_INIT("window.BENCHMARK_DATA");
    struct str rest = str_trim(text);

    if (!str_starts(rest, prefix))
        return text;
    rest = str_trim_left(str_from(rest, prefix.len));
    if (!str_starts(rest, STR("=")))
        return text;
    rest = str_trim(str_from(rest, 1));
    if (str_ends(rest, STR(";")))
        rest.len--;
    return rest;
}

static void read_json(struct input *input)
{
    struct str text = without_assignment(input->text);
    struct json_stream stream;
    struct prune prune = {.s = &stream, .arena = input->arena};
    struct list_builder documents;
    enum json_event event;
    struct value v;

    list_builder_init(&documents, input->arena);
    input->json = list_builder_finish(&documents);
    list_builder_init(&documents, input->arena);
    text = str_trim_left(text);
    if (text.len == 0 || (text.ptr[0] != '{' && text.ptr[0] != '['))
        return;
    map_init(&prune.keys, input->arena);
    json_stream_init(&stream, text, input->arena);
    while ((event = json_next(&stream)) != JSON_END) {
        if (!prune_value(&prune, event, 0, &v)) {
            struct span at = span_at(text, stream.at);

            input->json_error =
                str_fmt(input->arena, "line %u, column %u: %s", at.line, at.col,
                        prune.error ? prune.error : "it does not parse");
            return;
        }
        list_builder_push(&documents, v);
    }
    input->json = list_builder_finish(&documents);
}

/* ---- The file ---- */

int input_open(struct input *input, struct error *err)
{
    struct str bytes = input->bytes;

    input->text = STR("");
    input->json_error = STR("");
    input->json = value_list_of(input->arena, NULL, 0);
    input->rows = (struct rows){0};
    if (bytes.len > INPUT_BYTES_MAX)
        return phx_fail(err, PHX_ELIMIT, "it has more than %zu MiB",
                        INPUT_BYTES_MAX >> 20);
    if (str_starts(bytes, STR("version https://git-lfs.github.com/spec/")))
        return phx_fail(err, PHX_EINPUT,
                        "this is a Git LFS pointer, not the file: run `git "
                        "lfs pull`");
    if (str_trim(bytes).len == 0)
        return phx_fail(err, PHX_EINPUT, "the file is empty");
    input->binary = is_binary(bytes);
    if (input->binary)
        return 0;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);
    input->text =
        utf8_valid(bytes, NULL) ? bytes : from_latin1(input->arena, bytes);
    read_json(input);
    input_make_rows(input);
    return 0;
}

struct value input_document(const struct input *input)
{
    const struct value_list *list = input->json.as.list;

    return list->len ? list->items[0] : value_null();
}

const struct value_list *input_records(const struct input *input)
{
    const struct value_list *documents = input->json.as.list;
    struct list_builder all;

    for (size_t i = 0; i < documents->len; i++)
        if (documents->items[i].kind != VALUE_LIST)
            return documents;
    if (documents->len == 1)
        return documents->items[0].as.list;
    list_builder_init(&all, input->arena); /* lists that were appended */
    for (size_t i = 0; i < documents->len; i++)
        for (size_t k = 0; k < documents->items[i].as.list->len; k++)
            list_builder_push(&all, documents->items[i].as.list->items[k]);
    return list_builder_finish(&all).as.list;
}

/* ---- Conveniences ---- */

struct value json_get(struct value map, const char *key)
{
    const struct value *v = value_map_get(map, str_of(key));

    return v ? *v : value_undefined(STR(""));
}

bool json_has(struct value map, const char *key)
{
    return value_map_get(map, str_of(key)) != NULL;
}

const struct value_list *json_list(struct value map, const char *key)
{
    struct value v = json_get(map, key);

    return v.kind == VALUE_LIST ? v.as.list : NULL;
}

bool json_number_of(struct value map, const char *key, double *out)
{
    struct value v = json_get(map, key);

    if (!value_is_number(v))
        return false;
    *out = value_as_double(v);
    return true;
}

struct str json_text(struct value map, const char *key)
{
    struct value v = json_get(map, key);

    return v.kind == VALUE_STRING ? value_text(v) : STR("");
}
