/* SPDX-License-Identifier: MIT */
/* Between toml.c (structure: keys, tables, arrays) and toml_scalar.c. */
#ifndef PHX_VALUE_TOML_H
#define PHX_VALUE_TOML_H

#include "value/value.h"

struct toml {
    struct arena *arena;
    const struct source_ref *source;
    struct str text;
    size_t at;
    size_t depth, depth_limit;
    size_t nodes, node_limit;
    struct diags *diags;
    bool failed;
};

/* Reports at `at` (once a document) and returns false. */
bool toml_fail(struct toml *t, size_t at, const char *fmt, ...)
    PHX_PRINTF(3, 4);

static inline char toml_peek(const struct toml *t, size_t ahead)
{
    return t->at + ahead < t->text.len ? t->text.ptr[t->at + ahead] : '\0';
}

/* A quoted string of any of the four kinds, at its first quote. `multiline`
 * says whether three quotes begin one; keys may not. */
bool toml_string(struct toml *t, bool multiline, struct str *out);
/* Number, truth or date: a bare word. */
bool toml_word(struct toml *t, struct value *out);

#endif
