/* SPDX-License-Identifier: MIT */
/*
 * Values from JSON: one value of a stream, or one document of a file with its
 * diagnostics. Containers that are not complete wait on a stack, so that
 * each gets an array of just its size.
 */
#include "value/json_stream.h"
#include "value/limits.h"

#define RECENT_KEYS 64

struct tree {
    struct json_stream *s;
    struct arena *arena;
    struct arena scratch;        /* of the stack */
    PHX_VEC(struct value) stack; /* elements; keys and values in turn */
    size_t starts[JSON_DEPTH_MAX];
    size_t depth;
    size_t nodes;
    struct value_limits limits;
    struct str recent[RECENT_KEYS]; /* keys of the arena to use again */
};

static bool refuse(struct json_stream *s, const char *message)
{
    s->limit = true;
    s->error = message;
    return false;
}

/* Text that stands in the input may go away with it; what was unescaped into
 * the same arena stays. */
static struct str keep(struct tree *t, struct str text)
{
    struct str input = t->s->input;
    bool inside = (uintptr_t)text.ptr >= (uintptr_t)input.ptr &&
                  (uintptr_t)text.ptr <= (uintptr_t)input.ptr + input.len;

    return inside || t->s->arena != t->arena ? str_dup(t->arena, text) : text;
}

/* Objects of one array mostly have the same keys: those share their bytes. */
static struct str keep_key(struct tree *t, struct str text)
{
    size_t mix = text.len;
    struct str *place;

    if (text.len > 0)
        mix += (unsigned char)text.ptr[0] * 5u +
               (unsigned char)text.ptr[text.len - 1] * 31u +
               (unsigned char)text.ptr[text.len / 2] * 3u;
    place = &t->recent[mix % RECENT_KEYS];
    if (!place->ptr || !str_eq(*place, text))
        *place = keep(t, text);
    return *place;
}

static struct value number(const struct json_stream *s)
{
    int64_t integer;

    return json_integer(s, &integer) ? value_int(integer)
                                     : value_float(json_number(s));
}

static struct value close_list(struct tree *t, size_t start)
{
    size_t len = t->stack.len - start;
    struct value *items = arena_array(t->arena, struct value, len);

    if (len > 0)
        memcpy(items, t->stack.items + start, len * sizeof(*items));
    return value_list_of(t->arena, items, len);
}

static struct value close_map(struct tree *t, size_t start)
{
    struct map_builder map;

    map_builder_init(&map, t->arena);
    if (t->stack.len > start)
        map_builder_reserve(&map, (t->stack.len - start) / 2);
    for (size_t i = start; i < t->stack.len; i += 2)
        map_builder_set(&map, t->stack.items[i], t->stack.items[i + 1]);
    return map_builder_finish(&map);
}

static struct value close_container(struct tree *t, enum json_event event)
{
    size_t start = t->starts[--t->depth];
    struct value v =
        event == JSON_OBJECT_END ? close_map(t, start) : close_list(t, start);

    t->stack.len = start;
    return v;
}

static bool open_container(struct tree *t)
{
    if (t->depth == t->limits.depth || t->depth == JSON_DEPTH_MAX)
        return refuse(t->s, "containers are nested too deeply");
    t->starts[t->depth++] = t->stack.len;
    return true;
}

/* False when the value failed or there is none; *done when *out is the whole
 * value. */
static bool step(struct tree *t, bool *done, struct value *out)
{
    enum json_event event = json_next(t->s);
    struct value v = value_null();

    if (t->s->text.len > UINT32_MAX)
        return refuse(t->s, "a text is too long");
    switch (event) {
    case JSON_END:
    case JSON_ERROR:
        return false;
    case JSON_OBJECT_BEGIN:
    case JSON_ARRAY_BEGIN:
        return open_container(t);
    case JSON_OBJECT_END:
    case JSON_ARRAY_END:
        if (t->depth == 0)
            return false;
        v = close_container(t, event);
        break;
    case JSON_KEY:
        v = value_str(keep_key(t, t->s->text));
        vec_push(&t->scratch, &t->stack, v);
        return true;
    case JSON_STRING:
        v = value_str(keep(t, t->s->text));
        break;
    case JSON_NUMBER:
        v = number(t->s);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        v = value_bool(event == JSON_TRUE);
        break;
    case JSON_NULL:
        break;
    }
    if (++t->nodes > t->limits.nodes)
        return refuse(t->s, "there are too many values");
    *done = t->depth == 0;
    if (*done)
        *out = v;
    else
        vec_push(&t->scratch, &t->stack, v);
    return true;
}

bool json_value(struct json_stream *s, struct arena *arena,
                const struct value_limits *limits, struct value *out)
{
    struct tree t = {.s = s, .arena = arena};
    bool done = false, ok = true;

    t.limits = limits_or_defaults(limits);
    arena_init(&t.scratch);
    while (ok && !done)
        ok = step(&t, &done, out);
    arena_deinit(&t.scratch);
    return ok;
}

/* ---- Diagnostics ---- */

static const char *hint_of(struct str rest, struct str before)
{
    char c = rest.len > 0 ? rest.ptr[0] : 0;
    bool comma = str_ends(str_trim_right(before), STR(","));

    if (c == '\'')
        return "JSON writes strings in double quotes";
    if (c == '#' || c == '/')
        return "JSON has no comments";
    if ((c == ']' || c == '}') && comma)
        return "remove the comma before it";
    if (str_starts(rest, STR("True")) || str_starts(rest, STR("False")) ||
        str_starts(rest, STR("None")))
        return "JSON writes true, false and null";
    if (str_starts(rest, STR("nan")) || str_starts(rest, STR("inf")))
        return "write NaN, Infinity or -Infinity";
    return NULL;
}

static void report(const struct json_stream *s, const struct source_ref *source,
                   struct diags *diags)
{
    struct span span = span_at(source->text, s->at);
    struct str rest = str_from(source->text, s->at);
    const char *hint = hint_of(rest, str_slice(source->text, 0, s->at));
    struct diag *diag;

    if (s->limit)
        diag = diag_add(diags, DIAG_JSON_LIMIT, source, span, "%s", s->error);
    else if (!str_starts(str_of(s->error), STR("expected")))
        diag = diag_add(diags, DIAG_JSON_SYNTAX, source, span, "%s", s->error);
    else if (rest.len == 0)
        diag = diag_add(diags, DIAG_JSON_SYNTAX, source, span,
                        "%s, found the end of the input", s->error);
    else if ((unsigned char)rest.ptr[0] < 0x21 || rest.ptr[0] == 0x7f)
        diag = diag_add(diags, DIAG_JSON_SYNTAX, source, span,
                        "%s, found the byte 0x%02x", s->error,
                        (unsigned)(unsigned char)rest.ptr[0]);
    else
        diag = diag_add(diags, DIAG_JSON_SYNTAX, source, span,
                        "%s, found '%" STR_FMT "'", s->error,
                        STR_ARG(str_slice(rest, 0, utf8_offset(rest, 1))));
    if (hint && !s->limit)
        diag_hint(diags, diag, "%s", hint);
}

static bool one_document(struct json_stream *s, struct arena *arena,
                         const struct value_limits *limits, struct value *out)
{
    if (!json_value(s, arena, limits, out)) {
        if (!s->error)
            s->error = "expected a value";
        return false;
    }
    if (json_next(s) == JSON_END)
        return true;
    s->error = "expected the end of the document";
    return false;
}

bool json_read(struct arena *arena, const struct source_ref *source,
               const struct value_limits *limits, struct diags *diags,
               struct value *out)
{
    struct value_limits all = limits_or_defaults(limits);
    struct json_stream s;

    json_stream_init(&s, source->text, arena);
    if (source->text.len > all.bytes) {
        diag_add(diags, DIAG_JSON_LIMIT, source, (struct span){0, 0, 0},
                 "the file has %zu bytes, more than the limit of %zu",
                 source->text.len, all.bytes);
        return false;
    }
    if (one_document(&s, arena, &all, out))
        return true;
    report(&s, source, diags);
    return false;
}
