/* SPDX-License-Identifier: MIT */
/* What figures say, in the page's language (private to bench/). A language
 * without words of its own reads English. */
#ifndef PHX_BENCH_WORDS_H
#define PHX_BENCH_WORDS_H

#include "base/base.h"

enum word {
#define PHX_WORD(name, en, zh) WORD_##name,
#include "words_list.h"
    WORD_COUNT
};

const char *words(struct str language, enum word word);

#endif
