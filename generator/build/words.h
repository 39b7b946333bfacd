/* SPDX-License-Identifier: MIT */
/*
 * The words of the theme in each language: i18n/LANG.yaml of the theme, with
 * the site's own i18n/LANG.yaml over it. A word is a text, or a map of plural
 * forms by CLDR's names (one, few, other …). Private to build/.
 */
#ifndef PHX_BUILD_WORDS_H
#define PHX_BUILD_WORDS_H

#include "value/value.h"

struct words {
    struct arena *arena;
    struct map languages; /* code → struct value * (a map) */
};

void words_init(struct words *words, struct arena *arena);
/* Reads one file of `language`; later ones win key by key. */
bool words_add(struct words *words, struct str language,
               const struct source_ref *source, struct diags *diags);
/*
 * The text of `key` in `language`, else in `fallback`, else the key itself.
 * `count` chooses the plural form; "{name}" in the text is replaced by the
 * argument of that name.
 */
struct str words_get(const struct words *words, struct arena *arena,
                     struct str language, struct str fallback, struct str key,
                     const struct value_args *args);
/* Of what words_get finds before it fills anything in. */
struct hash words_fingerprint(const struct words *words, struct str language,
                              struct str fallback, struct str key);

#endif
