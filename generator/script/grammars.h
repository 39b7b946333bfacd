/* SPDX-License-Identifier: MIT */
/*
 * Prism's grammars as a table that the binary carries: written by
 * generator/make/grammars.js when phx is built, read in place. Read-only once
 * open, for any thread.
 *
 * A language is not in the table when its component changes tokens by a
 * function, or uses a regular expression that PCRE2 would read otherwise: it
 * stays with prism.c. So does everything in a phx built without Node.
 */
#ifndef PHX_SCRIPT_GRAMMARS_H
#define PHX_SCRIPT_GRAMMARS_H

#include "base/base.h"

#define GRAMMAR_NONE UINT32_MAX

/* Sets of ASCII characters, bit 0 for NUL and all that are not ASCII. */
struct char_set {
    uint64_t bits[2];
};

/* SINGLE: the matches are the characters of `any`, one by one. */
enum { PATTERN_CASELESS = 1, PATTERN_MULTILINE = 2, PATTERN_SINGLE = 4 };

struct grammar_text {
    uint32_t start, len;
};

/* A text has no match without each of `all`, one of `any` and `shortest`
 * units. */
struct grammar_pattern {
    struct char_set all;
    struct char_set any;
    struct grammar_text source[2]; /* narrow, wide: see pcre.h */
    uint32_t shortest;
    uint32_t flags;
};

enum { RULE_LOOKBEHIND = 1, RULE_GREEDY = 2 };

/* One pattern of a token; in the order in which Prism tries them. */
struct grammar_rule {
    uint32_t pattern;
    struct grammar_text open; /* <span class="token …"> */
    uint32_t inside;          /* a grammar, or GRAMMAR_NONE */
    uint32_t flags;
};

struct grammar {
    uint32_t first, len; /* rules */
};

struct grammar_language {
    struct grammar_text id;
    uint32_t grammar; /* GRAMMAR_NONE: stays in JavaScript */
};

struct grammars {
    const struct grammar_pattern *patterns;
    size_t pattern_count;
    const struct grammar_rule *rules;
    const struct grammar *list;
    const struct grammar_language *languages; /* sorted by id */
    size_t language_count;
    struct str text;
};

/* All zero, without languages, when the binary carries no table. */
void grammars_open(struct grammars *grammars);

/* The language's grammar, or GRAMMAR_NONE. */
uint32_t grammars_find(const struct grammars *grammars, struct str id);

struct str grammars_text(const struct grammars *grammars,
                         struct grammar_text text);

#endif
