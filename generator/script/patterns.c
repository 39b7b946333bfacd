/* SPDX-License-Identifier: MIT */
/* Compiled patterns in two arrays that are filled without a lock: when two
 * workers compile the same one, the later drops its own. */
#include "patterns.h"

#include <stdatomic.h>

/* Stands for a pattern that was not accepted. */
static const char refused[1];

static void *refusal(void)
{
    return (void *)(uintptr_t)refused;
}

static const enum pcre_width widths[] = {PCRE_NARROW, PCRE_WIDE};

void patterns_init(struct patterns *patterns, const struct grammars *grammars)
{
    patterns->grammars = grammars;
    for (size_t w = 0; w < PHX_COUNT(widths); w++) {
        size_t count = grammars->pattern_count + 1; /* never none */

        patterns->compiled[w] = calloc(count, sizeof(_Atomic(void *)));
        if (!patterns->compiled[w])
            base_out_of_memory(count * sizeof(void *));
    }
}

void patterns_deinit(struct patterns *patterns)
{
    for (size_t w = 0; w < PHX_COUNT(widths); w++) {
        _Atomic(void *) *list = patterns->compiled[widths[w]];

        for (size_t i = 0; i < patterns->grammars->pattern_count; i++) {
            void *code = atomic_load(&list[i]);

            if (code && code != refusal())
                pcre_of(widths[w])->code_free(code);
        }
        free(list);
    }
}

static void *compile(struct patterns *patterns, enum pcre_width width,
                     uint32_t number)
{
    const struct grammar_pattern *pattern =
        &patterns->grammars->patterns[number];
    _Atomic(void *) *place = &patterns->compiled[width][number];
    void *code = pcre_of(width)->compile(
        grammars_text(patterns->grammars, pattern->source[width]),
        pattern->flags);
    void *first = NULL;

    if (!code)
        code = refusal();
    if (atomic_compare_exchange_strong(place, &first, code))
        return code;
    if (code != refusal())
        pcre_of(width)->code_free(code);
    return first;
}

const void *patterns_get(struct patterns *patterns, enum pcre_width width,
                         uint32_t number)
{
    void *code = atomic_load_explicit(&patterns->compiled[width][number],
                                      memory_order_acquire);

    if (!code)
        code = compile(patterns, width, number);
    return code == refusal() ? NULL : code;
}
