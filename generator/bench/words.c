/* SPDX-License-Identifier: MIT */
/* The words of figures. */
#include "words.h"

static const char *const english[] = {
#define PHX_WORD(name, en, zh) en,
#include "words_list.h"
};

static const char *const chinese[] = {
#define PHX_WORD(name, en, zh) zh,
#include "words_list.h"
};

const char *words(struct str language, enum word word)
{
    return str_starts(language, STR("zh")) ? chinese[word] : english[word];
}
