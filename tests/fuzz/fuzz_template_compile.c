/* SPDX-License-Identifier: MIT */
/*
 * The template compiler: lexer, parser, compiler, for whole sets and for the
 * input as one expression, as {eval} has it. What does not compile says why,
 * and the same text compiles the same way twice.
 */
#include "template_sources.h"

static size_t compile_set(struct str input, unsigned bits)
{
    const struct template_options options = sources_options(bits);
    struct arena arena;
    struct diags diags;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    struct template_set *set =
        template_set_new(&arena, expr_env_new(&arena), &options);
    sources_add(set, &arena, input);
    bool ok = template_set_compile(set, &diags);
    PHX_BUG_ON(ok != (diags.errors == 0));
    if (!ok)
        sources_check(&diags, input);
    PHX_BUG_ON(!template_find(set, STR("main")));
    size_t errors = diags.errors;
    arena_deinit(&arena);
    return errors;
}

static void compile_expression(struct str input)
{
    const struct source_ref source = {.path = STR("post.md"), .text = input};
    struct arena arena;
    struct diags diags;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    const struct expr *e =
        expr_compile(expr_env_new(&arena), &arena, input, &source,
                     (struct span){.line = 1, .col = 1}, &diags);
    PHX_BUG_ON((e == NULL) != (diags.errors > 0));
    if (!e)
        sources_check(&diags, input);
    arena_deinit(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str input = str_bytes(len ? (const char *)bytes : "", len);
    unsigned bits = len ? bytes[0] : 0;

    input = str_from(input, 1);
    PHX_BUG_ON(compile_set(input, bits) != compile_set(input, bits));
    if (bits & 16)
        compile_expression(input);
    return 0;
}
