/* SPDX-License-Identifier: MIT */
/*
 * Learning merges. Each distinct piece is kept once, with its count; after a
 * merge only the pieces that had the pair change the counts of pairs. The
 * counts are a dense table over the tokens: at 2,048 merges 21 MB.
 */
#include <stdlib.h>
#include <string.h>

#include "tokenizer_private.h"

enum { BYTES = 256 };

/* A distinct piece as tokens: [first, first + length) of trainer.tokens. */
struct word {
    const char *text;
    size_t size; /* of the text, in bytes */
    size_t first, length;
    int64_t count;
};

struct trainer {
    struct word *words;
    size_t count, room;
    size_t *slots; /* word + 1, by the hash of its text */
    size_t slot_count;
    int32_t *tokens;
    int64_t *pairs; /* [vocab × vocab] */
    size_t vocab;
};

static void rehash(struct trainer *t)
{
    free(t->slots);
    t->slot_count = t->slot_count > 0 ? 4 * t->slot_count : 4096;
    t->slots = base_calloc(t->slot_count, sizeof(*t->slots));
    for (size_t i = 0; i < t->count; i++) {
        size_t s = hash_bytes(t->words[i].text, t->words[i].size);
        for (s &= t->slot_count - 1; t->slots[s] != 0;)
            s = (s + 1) & (t->slot_count - 1);
        t->slots[s] = i + 1;
    }
}

static void count_word(struct trainer *t, const char *text, size_t size)
{
    if (2 * t->count >= t->slot_count)
        rehash(t);
    size_t s = hash_bytes(text, size) & (t->slot_count - 1);
    for (; t->slots[s] != 0; s = (s + 1) & (t->slot_count - 1)) {
        struct word *w = &t->words[t->slots[s] - 1];
        if (w->size == size && memcmp(w->text, text, size) == 0) {
            w->count++;
            return;
        }
    }
    if (t->count == t->room) {
        t->room = t->room > 0 ? 2 * t->room : 1024;
        t->words = base_realloc(t->words, t->room, sizeof(*t->words));
    }
    t->words[t->count++] =
        (struct word){.text = text, .size = size, .count = 1};
    t->slots[s] = t->count;
}

static void count_pairs(struct trainer *t, const struct word *w, int64_t sign)
{
    const int32_t *tokens = t->tokens + w->first;
    for (size_t i = 0; i + 1 < w->length; i++)
        t->pairs[(size_t)tokens[i] * t->vocab + (size_t)tokens[i + 1]] +=
            sign * w->count;
}

static void split_words(struct trainer *t)
{
    size_t total = 0;
    for (size_t i = 0; i < t->count; i++)
        total += t->words[i].size;
    t->tokens = base_calloc(total, sizeof(*t->tokens));
    total = 0;
    for (size_t i = 0; i < t->count; i++) {
        struct word *w = &t->words[i];
        w->first = total;
        w->length = w->size;
        for (size_t k = 0; k < w->size; k++)
            t->tokens[total++] = (unsigned char)w->text[k];
        count_pairs(t, w, 1);
    }
}

/* The first of the most frequent pairs among the tokens there are so far. */
static int64_t best_pair(const struct trainer *t, size_t known,
                         struct merge *pair)
{
    int64_t most = 0;
    for (size_t a = 0; a < known; a++) {
        const int64_t *row = t->pairs + a * t->vocab;
        for (size_t b = 0; b < known; b++) {
            if (row[b] > most) {
                most = row[b];
                *pair = (struct merge){(int32_t)a, (int32_t)b};
            }
        }
    }
    return most;
}

static bool has_pair(const struct trainer *t, const struct word *w,
                     struct merge pair)
{
    const int32_t *tokens = t->tokens + w->first;
    for (size_t i = 0; i + 1 < w->length; i++) {
        if (tokens[i] == pair.left && tokens[i + 1] == pair.right)
            return true;
    }
    return false;
}

static void merge_word(struct trainer *t, struct word *w, struct merge pair,
                       int32_t merged)
{
    int32_t *tokens = t->tokens + w->first;
    size_t out = 0;
    for (size_t i = 0; i < w->length; i++) {
        bool here = i + 1 < w->length && tokens[i] == pair.left &&
                    tokens[i + 1] == pair.right;
        tokens[out++] = here ? merged : tokens[i];
        i += here;
    }
    w->length = out;
}

static void apply_merge(struct trainer *t, struct merge pair, int32_t merged)
{
    for (size_t i = 0; i < t->count; i++) {
        struct word *w = &t->words[i];
        if (!has_pair(t, w, pair))
            continue;
        count_pairs(t, w, -1);
        merge_word(t, w, pair, merged);
        count_pairs(t, w, 1);
    }
}

struct tokenizer *tokenizer_train(const char *text, size_t size, size_t merges)
{
    struct trainer t = {.vocab = BYTES + merges};
    for (size_t at = 0; at < size;) {
        size_t n = tokenizer_piece(text + at, size - at);
        count_word(&t, text + at, n);
        at += n;
    }
    t.pairs = base_calloc(t.vocab * t.vocab, sizeof(*t.pairs));
    split_words(&t);
    struct merge *learned = base_calloc(merges, sizeof(*learned));
    size_t count = 0;
    while (count < merges) {
        struct merge pair = {0, 0};
        if (best_pair(&t, BYTES + count, &pair) < 2)
            break;
        apply_merge(&t, pair, (int32_t)(BYTES + count));
        learned[count++] = pair;
    }
    free(t.words);
    free(t.slots);
    free(t.tokens);
    free(t.pairs);
    return tokenizer_from_merges(learned, count);
}
