/* SPDX-License-Identifier: MIT */
/*
 * Templates: compiled and run with small limits. The first byte chooses the
 * options; a line "--- NAME" begins another template of the set, the first is
 * "main". Whatever fails must say why, with a place inside the source.
 */
#include "template/template.h"

static const char context_json[] =
    "{\"n\": 7, \"f\": 2.5, \"s\": \"h\\u00e9llo <b>\", \"t\": true, "
    "\"nil\": null, \"l\": [3, 1, 2], \"d\": {\"a\": 1, \"b\": [1, \"x\"]}, "
    "\"users\": [{\"name\": \"Zoe\", \"age\": 31, \"tags\": [\"c\"]}, "
    "{\"name\": \"adam\", \"age\": 22}]}";

static struct value read_context(struct arena *arena)
{
    struct source_ref source = {.path = STR("context.json"),
                                .text = str_of(context_json)};
    struct diags diags;
    struct value v;

    diags_init(&diags, arena, NULL);
    PHX_BUG_ON(!json_read(arena, &source, NULL, &diags, &v));
    return v;
}

static void add_templates(struct template_set *set, struct arena *arena,
                          struct str input)
{
    struct str name = STR("main");

    for (;;) {
        size_t mark = str_find(input, STR("\n--- "));
        struct str text = str_slice(input, 0, mark);
        template_set_add(set, name, name, text);
        if (mark == STR_NONE)
            break;
        input = str_from(input, mark + 5);
        size_t end = str_chr(input, '\n');
        name = str_dup(arena, str_slice(input, 0, end));
        input = end == STR_NONE ? STR("") : str_from(input, end + 1);
    }
}

static void check_diags(const struct diags *diags)
{
    PHX_BUG_ON(diags->list.len == 0);
    for (size_t i = 0; i < diags->list.len; i++) {
        PHX_BUG_ON(diags->list.items[i].message.len == 0);
        PHX_BUG_ON(diags->list.items[i].span.line == 0);
    }
}

static void render(const struct template_set *set, struct arena *arena)
{
    struct diags diags;
    struct reader reader = {.arena = arena, .diags = &diags};
    struct buf out = BUF_INIT;
    const struct template *t = template_find(set, STR("main"));

    diags_init(&diags, arena, NULL);
    if (!template_render(set, t, read_context(arena), &reader, &out))
        check_diags(&diags);
    buf_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str input = str_bytes(len ? (const char *)bytes : "", len);
    unsigned bits = len ? bytes[0] : 0;
    struct template_options options = {.trim_blocks = bits & 1,
                                       .lstrip_blocks = bits & 2,
                                       .keep_trailing_newline = bits & 4,
                                       .autoescape = bits & 8,
                                       .output_limit = 1 << 16,
                                       .step_limit = 20000,
                                       .depth_limit = 30,
                                       .memory_limit = 16 << 20};
    struct arena arena;
    struct diags diags;
    struct expr_env *env;
    struct template_set *set;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    env = expr_env_new(&arena);
    expr_env_undefined(env, (enum expr_undefined)(bits / 16 % 3));
    set = template_set_new(&arena, env, &options);
    add_templates(set, &arena, str_from(input, 1));
    if (!template_set_compile(set, &diags))
        check_diags(&diags);
    render(set, &arena);
    arena_deinit(&arena);
    return 0;
}
