/* SPDX-License-Identifier: MIT */
/*
 * Samples of code from a folder and those below it: the fenced blocks of
 * Markdown files, and the cases of Prism's own tests (LANGUAGE/NAME.test).
 */
#ifndef PHX_TESTS_SAMPLES_H
#define PHX_TESTS_SAMPLES_H

#include "base/base.h"

struct sample {
    struct str file;
    struct str language;
    struct str code;
};

struct samples {
    struct arena *arena;
    PHX_VEC(struct sample) list;
};

/* Lines of fences that this Markdown does not mean as such give samples, too:
 * any text will do. */
static inline void samples_of_markdown(struct samples *samples, struct str file,
                                       struct str text)
{
    struct str line, rest = text;
    struct sample sample = {.file = file};
    const char *start = NULL;

    while (str_line(&rest, &line)) {
        struct str bare = str_trim(line);

        if (!str_starts(bare, STR("```")) && !str_starts(bare, STR("~~~")))
            continue;
        if (start) {
            sample.code = str_bytes(start, (size_t)(line.ptr - start));
            vec_push(samples->arena, &samples->list, sample);
            start = NULL;
            continue;
        }
        bare = str_trim(str_from(bare, 3));
        sample.language = bare;
        for (size_t i = 0; i < bare.len; i++)
            if (strchr(" \t{,", bare.ptr[i])) {
                sample.language = str_slice(bare, 0, i);
                break;
            }
        start = rest.ptr;
    }
}

/* The folder is called after the language, or after those that are loaded, the
 * last being the one of the test. */
static inline void samples_of_test(struct samples *samples, struct str file,
                                   struct str folder, struct str text)
{
    struct sample sample = {.file = file};
    struct str part;

    while (str_split(&folder, '+', &part))
        sample.language = part;
    size_t mark = str_find(text, STR("\n-----"));

    sample.code = str_slice(text, 0, mark);
    vec_push(samples->arena, &samples->list, sample);
}

static inline void samples_read(struct samples *samples, struct str path)
{
    struct fs_listing listing = {0};
    struct error err;

    if (fs_list(samples->arena, str_cstr(samples->arena, path), &listing,
                &err) < 0)
        return;
    for (size_t i = 0; i < listing.list.len; i++) {
        struct str name = listing.list.items[i].name;
        struct str below = path_join(samples->arena, path, name);
        struct str text;
        bool markdown = str_ends(name, STR(".md"));

        if (!markdown && !str_ends(name, STR(".test"))) {
            samples_read(samples, below);
            continue;
        }
        if (fs_read(samples->arena, str_cstr(samples->arena, below), 0, &text,
                    &err) < 0)
            continue;
        if (markdown)
            samples_of_markdown(samples, below, text);
        else
            samples_of_test(samples, below, path_name(path), text);
    }
}

#endif
