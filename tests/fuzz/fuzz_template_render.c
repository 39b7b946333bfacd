/* SPDX-License-Identifier: MIT */
/*
 * The template interpreter: a set of templates with data of its own, run with
 * small limits. The first byte chooses the options. Whatever fails must say
 * why, with a place inside the source; a second run writes the same bytes.
 */
#include "template_sources.h"

static const char context_json[] =
    "{\"n\": 7, \"f\": 2.5, \"s\": \"h\\u00e9llo <b>\", \"t\": true, "
    "\"nil\": null, \"l\": [3, 1, 2], \"d\": {\"a\": 1, \"b\": [1, \"x\"]}, "
    "\"users\": [{\"name\": \"Zoe\", \"age\": 31, \"tags\": [\"c\"]}, "
    "{\"name\": \"adam\", \"age\": 22}]}";

static bool read_json(struct arena *arena, struct str text, struct value *out)
{
    const struct value_limits limits = {.nodes = 10000};
    const struct source_ref source = {.path = STR("data.json"), .text = text};
    struct diags diags;

    diags_init(&diags, arena, NULL);
    return json_read(arena, &source, &limits, &diags, out) &&
           value_is(*out, VALUE_MAP);
}

static void render(const struct template_set *set, struct str input,
                   struct value context, struct buf *out)
{
    struct arena arena;
    struct diags diags;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct reader reader = {.arena = &arena, .diags = &diags};
    if (!template_render(set, template_find(set, STR("main")), context, &reader,
                         out))
        sources_check(&diags, input);
    arena_deinit(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str input = str_bytes(len ? (const char *)bytes : "", len);
    unsigned bits = len ? bytes[0] : 0;
    const struct template_options options = sources_options(bits);
    struct buf first = BUF_INIT, second = BUF_INIT;
    struct arena arena;
    struct diags diags;
    struct value context;

    input = str_from(input, 1);
    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct expr_env *env = expr_env_new(&arena);
    expr_env_undefined(env, (enum expr_undefined)(bits / 16 % 3));
    struct template_set *set = template_set_new(&arena, env, &options);
    struct str data = sources_add(set, &arena, input);
    if (!read_json(&arena, data, &context))
        PHX_BUG_ON(!read_json(&arena, str_of(context_json), &context));
    if (!template_set_compile(set, &diags))
        sources_check(&diags, input);
    render(set, input, context, &first);
    render(set, input, context, &second);
    PHX_BUG_ON(!str_eq(buf_str(&first), buf_str(&second)));
    buf_deinit(&second);
    buf_deinit(&first);
    arena_deinit(&arena);
    return 0;
}
