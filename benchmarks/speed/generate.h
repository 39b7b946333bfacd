/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the generator of mixed posts share: random numbers that are
 * the same on every machine, and the text of code blocks.
 */
#ifndef PHX_SPEED_GENERATE_H
#define PHX_SPEED_GENERATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* SplitMix64. Text, code and formulas of a post draw from streams of their own,
 * so that leaving out code does not change the words around it. Never two draws
 * in one expression: C does not say which of them is first. */
struct random {
    uint64_t state;
};

/* From 0 to n - 1. */
unsigned random_below(struct random *random, unsigned n);
/* From low to high, both included. */
unsigned random_between(struct random *random, unsigned low, unsigned high);
/* From 0 to n - 1, low numbers far more often: about the way words are used. */
unsigned random_rank(struct random *random, unsigned n);

const char *word_english(struct random *random);
const char *word_chinese(struct random *random);

/* A fenced block in one of the languages. No two blocks with another `unique`
 * have the same text. */
void code_block(FILE *out, struct random *random, unsigned long unique);

#endif
