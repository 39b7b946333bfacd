/* SPDX-License-Identifier: MIT */
/*
 * Encoding, decoding, the file. Learning the merges is tokenizer_train.c's.
 */
#include "tokenizer.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "tokenizer_private.h"

enum { BYTES = 256 };

/* ---- Pieces
 * ------------------------------------------------------------------- */

enum piece_class { CLASS_LETTER, CLASS_DIGIT, CLASS_SPACE, CLASS_SIGN };

static enum piece_class class_of(char c)
{
    unsigned char u = (unsigned char)c;
    if ((u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u == '_' ||
        u >= 128)
        return CLASS_LETTER;
    if (u >= '0' && u <= '9')
        return CLASS_DIGIT;
    if (u == ' ' || u == '\n' || u == '\t' || u == '\r')
        return CLASS_SPACE;
    return CLASS_SIGN;
}

size_t tokenizer_piece(const char *text, size_t size)
{
    size_t n = 0;
    /* A space belongs to the word after it. */
    if (size > 1 && text[0] == ' ' && class_of(text[1]) == CLASS_LETTER)
        n = 1;
    enum piece_class kind = class_of(text[n]);
    n++;
    if (kind == CLASS_DIGIT)
        return n;
    while (n < size && n < TOKENIZER_PIECE_MAX && class_of(text[n]) == kind)
        n++;
    /* … also the last one of a run of spaces. */
    if (kind == CLASS_SPACE && n > 1 && n < size && text[n - 1] == ' ' &&
        class_of(text[n]) == CLASS_LETTER)
        n--;
    return n;
}

/* ---- Tables
 * ------------------------------------------------------------------- */

static size_t slot_of(const struct tokenizer *t, struct merge pair)
{
    uint64_t h = ((uint64_t)(uint32_t)pair.left << 32) | (uint32_t)pair.right;
    h *= 0x9e3779b97f4a7c15U;
    return (size_t)(h >> 20) & (t->slot_count - 1);
}

/* The merge of the pair, or −1. */
static int32_t find_merge(const struct tokenizer *t, struct merge pair)
{
    for (size_t s = slot_of(t, pair);; s = (s + 1) & (t->slot_count - 1)) {
        int32_t i = t->slots[s];
        if (i < 0 || (t->merges[i].left == pair.left &&
                      t->merges[i].right == pair.right))
            return i;
    }
}

static size_t length_of(const struct tokenizer *t, int32_t token)
{
    return t->start[token + 1] - t->start[token];
}

static void fill_texts(struct tokenizer *t)
{
    size_t vocab = tokenizer_vocab(t);
    t->start = base_calloc(vocab + 1, sizeof(*t->start));
    for (size_t i = 0; i < BYTES; i++)
        t->start[i + 1] = i + 1;
    for (size_t i = 0; i < t->merge_count; i++)
        t->start[BYTES + i + 1] = t->start[BYTES + i] +
                                  length_of(t, t->merges[i].left) +
                                  length_of(t, t->merges[i].right);
    t->start[vocab] = t->start[vocab - 1];
    t->text = base_calloc(t->start[vocab], 1);
    for (size_t i = 0; i < BYTES; i++)
        t->text[i] = (char)i;
    for (size_t i = 0; i < t->merge_count; i++) {
        struct merge m = t->merges[i];
        char *at = t->text + t->start[BYTES + i];
        memcpy(at, t->text + t->start[m.left], length_of(t, m.left));
        memcpy(at + length_of(t, m.left), t->text + t->start[m.right],
               length_of(t, m.right));
    }
}

struct tokenizer *tokenizer_from_merges(struct merge *merges, size_t count)
{
    struct tokenizer *t = base_calloc(1, sizeof(*t));
    t->merges = merges;
    t->merge_count = count;
    t->slot_count = 16;
    while (t->slot_count < 4 * count)
        t->slot_count *= 2;
    t->slots = base_calloc(t->slot_count, sizeof(*t->slots));
    memset(t->slots, 0xff, t->slot_count * sizeof(*t->slots));
    for (size_t i = 0; i < count; i++) {
        size_t s = slot_of(t, merges[i]);
        while (t->slots[s] >= 0)
            s = (s + 1) & (t->slot_count - 1);
        t->slots[s] = (int32_t)i;
    }
    fill_texts(t);
    return t;
}

void tokenizer_free(struct tokenizer *t)
{
    if (t == NULL)
        return;
    free(t->merges);
    free(t->text);
    free(t->start);
    free(t->slots);
    free(t);
}

size_t tokenizer_vocab(const struct tokenizer *t)
{
    return BYTES + t->merge_count + 1;
}

int32_t tokenizer_end(const struct tokenizer *t)
{
    return (int32_t)(BYTES + t->merge_count);
}

/* ---- Encoding and decoding
 * ------------------------------------------------------ */

/* Merges the pair that was learned first, until none is left. */
static size_t merge_piece(const struct tokenizer *t, int32_t *tokens, size_t n)
{
    for (;;) {
        size_t best = n;
        int32_t best_merge = INT32_MAX;
        for (size_t i = 0; i + 1 < n; i++) {
            int32_t m = find_merge(t, (struct merge){tokens[i], tokens[i + 1]});
            if (m >= 0 && m < best_merge) {
                best = i;
                best_merge = m;
            }
        }
        if (best == n)
            return n;
        tokens[best] = BYTES + best_merge;
        memmove(tokens + best + 1, tokens + best + 2,
                (n - best - 2) * sizeof(*tokens));
        n--;
    }
}

void tokenizer_encode(const struct tokenizer *t, const char *text, size_t size,
                      struct token_list *out)
{
    int32_t piece[TOKENIZER_PIECE_MAX + 1];
    for (size_t at = 0; at < size;) {
        size_t n = tokenizer_piece(text + at, size - at);
        for (size_t i = 0; i < n; i++)
            piece[i] = (unsigned char)text[at + i];
        at += n;
        n = merge_piece(t, piece, n);
        for (size_t i = 0; i < n; i++)
            token_list_add(out, piece[i]);
    }
}

const char *tokenizer_bytes(const struct tokenizer *t, int32_t token,
                            size_t *size)
{
    *size = length_of(t, token);
    return t->text + t->start[token];
}

void token_list_add(struct token_list *list, int32_t token)
{
    if (list->count == list->room) {
        list->room = list->room > 0 ? 2 * list->room : 64;
        list->items =
            base_realloc(list->items, list->room, sizeof(*list->items));
    }
    list->items[list->count++] = token;
}

void token_list_release(struct token_list *list)
{
    free(list->items);
    *list = (struct token_list){0};
}

/* ---- The file
 * ------------------------------------------------------------------- */

/* The merges of the file's tree, one array; NULL is a fault. */
static struct merge *read_merges(const struct json *list, struct fault *fault)
{
    if (list == NULL || list->kind != JSON_LIST) {
        fault_set(fault, "no list of merges");
        return NULL;
    }
    struct merge *merges = base_calloc(list->count, sizeof(*merges));
    for (size_t i = 0; i < list->count; i++) {
        const struct json *pair = &list->items[i];
        bool is_pair = pair->kind == JSON_LIST && pair->count == 2;
        double most = (double)(BYTES + i) - 1;
        double left = is_pair ? pair->items[0].number : -1;
        double right = is_pair ? pair->items[1].number : -1;
        if (!(left >= 0 && left <= most && right >= 0 && right <= most)) {
            fault_set(fault, "merge %zu is no pair of earlier tokens", i);
            free(merges);
            return NULL;
        }
        merges[i] = (struct merge){(int32_t)left, (int32_t)right};
    }
    return merges;
}

int tokenizer_load(struct tokenizer **out, const char *dir, struct fault *fault)
{
    char *path = path_join(dir, "tokenizer.json");
    struct json j;
    int rc = json_load(&j, path, fault);
    if (rc == 0) {
        const struct json *list = json_get(&j, "merges");
        struct merge *merges = read_merges(list, fault);
        if (merges != NULL)
            *out = tokenizer_from_merges(merges, list->count);
        else
            rc = fault_prefix(fault, path);
    }
    json_release(&j);
    free(path);
    return rc;
}

int tokenizer_save(const struct tokenizer *t, const char *dir,
                   struct fault *fault)
{
    struct json_writer w;
    json_writer_init(&w, true);
    json_open(&w, NULL, '{');
    json_write_text(&w, "type", "byte-bpe");
    json_open(&w, "merges", '[');
    for (size_t i = 0; i < t->merge_count; i++) {
        json_open(&w, NULL, '[');
        json_write_number(&w, NULL, (double)t->merges[i].left);
        json_write_number(&w, NULL, (double)t->merges[i].right);
        json_close(&w, ']');
    }
    json_close(&w, ']');
    json_close(&w, '}');
    char *path = path_join(dir, "tokenizer.json");
    int rc = folder_make(dir, fault);
    if (rc == 0)
        rc = json_writer_save(&w, path, fault);
    free(path);
    return rc;
}
