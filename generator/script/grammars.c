/* SPDX-License-Identifier: MIT */
/* The table of grammars in the binary: where its parts begin. */
#include "grammars.h"

#define MAGIC 0x50485847u

struct header {
    uint32_t magic;
    uint32_t languages, grammars, rules, patterns;
    uint32_t padding;
};

_Static_assert(sizeof(struct header) == 24, "as grammars.js writes it");
_Static_assert(sizeof(struct grammar_pattern) == 56, "the same");
_Static_assert(sizeof(struct grammar_rule) == 20, "the same");
_Static_assert(sizeof(struct grammar_language) == 12, "the same");

/* The next part of the table, which `rest` then stands behind. */
static const void *part(struct str *rest, size_t count, size_t size)
{
    const void *start = rest->ptr;

    PHX_BUG_ON(rest->len / size < count);
    *rest = str_from(*rest, count * size);
    return start;
}

void grammars_open(struct grammars *grammars)
{
    struct str rest;

    *grammars = (struct grammars){.text = STR("")};
    if (!embed_find(STR("script/grammars"), &rest) || rest.len == 0)
        return;
    const struct header *header = part(&rest, 1, sizeof(*header));

    PHX_BUG_ON(header->magic != MAGIC);
    grammars->pattern_count = header->patterns;
    grammars->language_count = header->languages;
    grammars->patterns =
        part(&rest, header->patterns, sizeof(grammars->patterns[0]));
    grammars->rules = part(&rest, header->rules, sizeof(grammars->rules[0]));
    grammars->list = part(&rest, header->grammars, sizeof(grammars->list[0]));
    grammars->languages =
        part(&rest, header->languages, sizeof(grammars->languages[0]));
    grammars->text = rest;
}

struct str grammars_text(const struct grammars *grammars,
                         struct grammar_text text)
{
    return str_slice(grammars->text, text.start, text.start + text.len);
}

uint32_t grammars_find(const struct grammars *grammars, struct str id)
{
    size_t low = 0, high = grammars->language_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct grammar_language *at = &grammars->languages[middle];
        int order = str_cmp(grammars_text(grammars, at->id), id);

        if (order == 0)
            return at->grammar;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return GRAMMAR_NONE;
}
