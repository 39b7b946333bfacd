/* SPDX-License-Identifier: MIT */
/*
 * What both template targets share: the input as a set of templates and data,
 * and what must hold for every diagnostic. A line "--- NAME" begins another
 * template of the set; the first is "main"; the one named "data" is the
 * context, as JSON.
 */
#ifndef PHX_TESTS_FUZZ_TEMPLATE_SOURCES_H
#define PHX_TESTS_FUZZ_TEMPLATE_SOURCES_H

#include "template/template.h"

/* Options that the first byte chooses; small limits. */
static inline struct template_options sources_options(unsigned bits)
{
    return (struct template_options){.trim_blocks = bits & 1,
                                     .lstrip_blocks = bits & 2,
                                     .keep_trailing_newline = bits & 4,
                                     .autoescape = bits & 8,
                                     .output_limit = 1 << 16,
                                     .step_limit = 20000,
                                     .depth_limit = 30,
                                     .memory_limit = 16 << 20};
}

/* Adds the templates of `input`; the text of "data", or empty. */
static inline struct str sources_add(struct template_set *set,
                                     struct arena *arena, struct str input)
{
    struct str name = STR("main");
    struct str data = STR("");

    for (;;) {
        size_t mark = str_find(input, STR("\n--- "));
        struct str text = str_slice(input, 0, mark);
        if (str_is(name, "data"))
            data = text;
        else
            template_set_add(set, name, name, text);
        if (mark == STR_NONE)
            return data;
        input = str_from(input, mark + 5);
        size_t end = str_chr(input, '\n');
        name = str_dup(arena, str_slice(input, 0, end));
        input = end == STR_NONE ? STR("") : str_from(input, end + 1);
    }
}

/* A lone CR ends a line, too, as in Jinja2. */
static inline uint32_t sources_lines(struct str text)
{
    uint32_t lines = 1;

    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n' || text.ptr[i] == '\r';
    return lines;
}

/* Something is said, and its place lies in the input. */
static inline void sources_check(const struct diags *diags, struct str input)
{
    const bool valid = utf8_valid(input, NULL);

    PHX_BUG_ON(diags->list.len == 0);
    for (size_t i = 0; i < diags->list.len; i++) {
        const struct diag *d = &diags->list.items[i];
        PHX_BUG_ON(d->message.len == 0);
        PHX_BUG_ON(d->span.line == 0 || d->span.line > sources_lines(input));
        PHX_BUG_ON(valid && !utf8_valid(d->message, NULL));
    }
}

#endif
