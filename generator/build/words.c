/* SPDX-License-Identifier: MIT */
/*
 * The theme's words by language, with plural forms and named arguments.
 */
#include "words.h"

#include "plural.h"

void words_init(struct words *words, struct arena *arena)
{
    words->arena = arena;
    map_init(&words->languages, arena);
}

bool words_add(struct words *words, struct str language,
               const struct source_ref *source, struct diags *diags)
{
    const struct yaml_options options = {0};
    struct map_builder merged;
    struct value read;

    if (!yaml_read(words->arena, source, &options, diags, &read, NULL))
        return false;
    if (!value_is(read, VALUE_MAP))
        return true;

    map_builder_init(&merged, words->arena);
    struct value *old = map_get(&words->languages, language);
    if (old)
        for (size_t i = 0; i < old->as.map->len; i++)
            map_builder_set(&merged, old->as.map->entries[i].key,
                            old->as.map->entries[i].value);
    for (size_t i = 0; i < read.as.map->len; i++)
        map_builder_set(&merged, read.as.map->entries[i].key,
                        read.as.map->entries[i].value);

    struct value *slot = arena_new(words->arena, struct value);
    *slot = map_builder_finish(&merged);
    map_set(&words->languages, str_dup(words->arena, language), slot);
    return true;
}

static const struct value *find(const struct words *words, struct str language,
                                struct str key)
{
    const struct value *map = map_get(&words->languages, language);

    return map ? value_map_get(*map, key) : NULL;
}

/* The form that CLDR's rules give for `count`, where the word has it. */
static struct str plural_form(struct value forms, struct str language,
                              const struct value_args *args)
{
    const struct value *count =
        args ? value_args_named(args, STR("count")) : NULL;
    struct str other = value_map_str(forms, STR("other"), STR(""));
    struct buf number = BUF_INIT;

    if (!count || !value_is_number(*count))
        return other;
    value_print(&number, *count, NULL);
    struct str form = value_map_str(
        forms, str_of(plural_category(language, buf_str(&number))), other);
    buf_deinit(&number);
    return form;
}

static struct str substitute(struct arena *arena, struct str text,
                             const struct value_args *args)
{
    struct buf buf = BUF_INIT;
    size_t pos = 0;

    while (pos < text.len) {
        size_t open = str_find_from(text, STR("{"), pos);
        size_t close =
            open == STR_NONE ? STR_NONE : str_find_from(text, STR("}"), open);
        if (close == STR_NONE)
            break;
        const struct value *v =
            value_args_named(args, str_slice(text, open + 1, close));
        buf_add(&buf, str_slice(text, pos, v ? open : close + 1));
        if (v)
            value_print(&buf, *v, NULL);
        pos = close + 1;
    }
    buf_add(&buf, str_from(text, pos));
    struct str out = buf_dup(arena, &buf);
    buf_deinit(&buf);
    return out;
}

struct str words_get(const struct words *words, struct arena *arena,
                     struct str language, struct str fallback, struct str key,
                     const struct value_args *args)
{
    const struct value *word = find(words, language, key);
    struct str text = key;

    if (!word) {
        word = find(words, fallback, key);
        language = fallback;
    }
    if (word && value_is(*word, VALUE_STRING))
        text = value_text(*word);
    else if (word && value_is(*word, VALUE_MAP))
        text = plural_form(*word, language, args);
    return args && args->named_len ? substitute(arena, text, args) : text;
}

struct hash words_fingerprint(const struct words *words, struct str language,
                              struct str fallback, struct str key)
{
    const struct value *word = find(words, language, key);

    if (!word)
        word = find(words, fallback, key);
    return word ? value_fingerprint(*word) : (struct hash){0};
}
