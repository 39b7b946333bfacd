/* SPDX-License-Identifier: MIT */
/*
 * One job's reading: which inputs it read (the trace) and its first failure.
 * What a fingerprint is of, and when it still holds, is the cache's business.
 */
#include "value/value.h"

void trace_init(struct trace *trace, struct arena *arena)
{
    *trace = (struct trace){.arena = arena};
    map_init(&trace->seen, arena);
}

static void add_input(struct trace *trace, enum input_kind kind,
                      struct str tagged, struct hash fingerprint)
{
    struct str own = str_dup(trace->arena, tagged);
    struct trace_input input = {kind, str_from(own, 1), fingerprint};

    vec_push(trace->arena, &trace->inputs, input);
    map_set(&trace->seen, own, trace);
}

void trace_note(struct trace *trace, enum input_kind kind, struct str key,
                struct hash fingerprint)
{
    char room[256];
    struct buf large = BUF_INIT;
    struct str tagged = {room, key.len + 1};

    room[0] = (char)('A' + (int)kind);
    if (key.len < sizeof(room)) {
        memcpy(room + 1, key.ptr, key.len);
    } else {
        buf_add_char(&large, room[0]);
        buf_add(&large, key);
        tagged = buf_str(&large);
    }
    if (!map_has(&trace->seen, tagged))
        add_input(trace, kind, tagged, fingerprint);
    buf_deinit(&large);
}

const char *input_kind_name(enum input_kind kind)
{
    switch (kind) {
    case INPUT_SOURCE:
        return "source";
    case INPUT_TEMPLATE:
        return "template";
    case INPUT_SETTING:
        return "setting";
    case INPUT_PAGE_META:
        return "page";
    case INPUT_PAGE_SUMMARY:
        return "page summary";
    case INPUT_PAGE_FACTS:
        return "page facts";
    case INPUT_PAGE_HEADINGS:
        return "page headings";
    case INPUT_PAGE_BODY:
        return "page body";
    case INPUT_COLLECTION:
        return "collection";
    case INPUT_DATA:
        return "data";
    case INPUT_RESULT:
        return "result";
    case INPUT_HISTORY:
        return "history";
    case INPUT_ASSET:
        return "asset";
    case INPUT_WORDS:
        return "words";
    case INPUT_CLOCK:
        return "clock";
    }
    return "input";
}

void reader_note(struct reader *reader, enum input_kind kind, struct str key,
                 struct hash fingerprint)
{
    if (reader->trace)
        trace_note(reader->trace, kind, key, fingerprint);
}

PHX_PRINTF(2, 0)
static struct str text_of(struct arena *arena, const char *fmt, va_list args)
{
    struct buf buf = BUF_INIT;
    struct str text;

    buf_add_vfmt(&buf, fmt, args);
    text = buf_dup(arena, &buf);
    buf_deinit(&buf);
    return text;
}

bool reader_fail(struct reader *reader, enum diag_id id, const char *fmt, ...)
{
    va_list args;

    if (reader->failed)
        return false;
    va_start(args, fmt);
    reader->fail_message = text_of(reader->arena, fmt, args);
    va_end(args);
    reader->failed = true;
    reader->fail_id = id;
    reader->fail_hint = STR("");
    return false;
}

/* The first failure keeps the first hint, as it keeps its message. */
void reader_hint(struct reader *reader, const char *fmt, ...)
{
    va_list args;

    if (reader->fail_hint.len > 0)
        return;
    va_start(args, fmt);
    reader->fail_hint = text_of(reader->arena, fmt, args);
    va_end(args);
}
