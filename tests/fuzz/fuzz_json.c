/* SPDX-License-Identifier: MIT */
/*
 * The JSON reader: a document, the stream of events, and the writer, whose
 * output must read back equal.
 */
#include "value/json_stream.h"

static void round_trip(struct arena *arena, struct value v)
{
    const struct value_limits limits = {.depth = 500};
    struct source_ref source = {.path = STR("written.json")};
    struct buf first = BUF_INIT, second = BUF_INIT;
    struct diags diags;
    struct value again;

    diags_init(&diags, arena, NULL);
    json_write(&first, v, 0, true, NULL);
    source.text = buf_str(&first);
    PHX_BUG_ON(!json_read(arena, &source, &limits, &diags, &again));
    json_write(&second, again, 0, true, NULL);
    PHX_BUG_ON(!str_eq(buf_str(&first), buf_str(&second)));
    buf_deinit(&second);
    buf_deinit(&first);
}

/* Every event, or every top-level value skipped: both end at one place. */
static void stream(struct arena *arena, struct str input)
{
    struct json_stream s;
    enum json_event event;
    double sum = 0.0;

    json_stream_init(&s, input, arena);
    do {
        event = json_next(&s);
        PHX_BUG_ON(s.at > input.len || s.pos > input.len);
        if (event == JSON_NUMBER)
            sum += json_number(&s);
    } while (event != JSON_END && event != JSON_ERROR);
    PHX_BUG_ON(event == JSON_ERROR && !s.error);
    phx_ignore(sum > 0.0, "only the conversion matters");

    json_stream_init(&s, input, arena);
    while (json_skip(&s)) {
    }
    PHX_BUG_ON(event == JSON_END && s.error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str input = str_bytes(len ? (const char *)bytes : "", len);
    struct source_ref source = {.path = STR("a.json"), .text = input};
    struct arena arena;
    struct diags diags;
    struct value v;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    if (json_read(&arena, &source, NULL, &diags, &v))
        round_trip(&arena, v);
    else
        PHX_BUG_ON(diags.errors != 1);
    stream(&arena, input);
    arena_deinit(&arena);
    return 0;
}
