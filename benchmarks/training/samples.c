/* SPDX-License-Identifier: MIT */
/* Token streams and rows of batches. */
#include "samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void samples_init(struct samples *s, const struct corpus *corpus,
                  const struct tokenizer *tokenizer)
{
    *s = (struct samples){.tokenizer = tokenizer};
    for (size_t i = 0; i < corpus->count; i++) {
        const struct document *d = &corpus->documents[i];
        struct token_list *list = &s->streams[d->domain][d->held_out];
        tokenizer_encode(tokenizer, d->text, d->size, list);
        token_list_add(list, tokenizer_end(tokenizer));
    }
}

void samples_release(struct samples *s)
{
    for (size_t i = 0; i < DOMAINS; i++) {
        token_list_release(&s->streams[i][0]);
        token_list_release(&s->streams[i][1]);
    }
}

int samples_check(const struct samples *s, enum domain domain, size_t length,
                  struct fault *fault)
{
    for (size_t i = 0; i < 2; i++) {
        size_t count = s->streams[domain][i].count;
        if (count < length + 2)
            return fault_set(fault,
                             "corpus: %zu tokens of %s %s: too few for a "
                             "length of %zu",
                             count, domain_name(domain),
                             i == 0 ? "to train on" : "held out", length);
    }
    return 0;
}

void rows_init(struct rows *r, size_t rows, size_t length)
{
    *r = (struct rows){.rows = rows, .length = length};
    r->tokens = base_calloc(rows * length, sizeof(*r->tokens));
    r->targets = base_calloc(rows * length, sizeof(*r->targets));
}

void rows_release(struct rows *r)
{
    free(r->tokens);
    free(r->targets);
    *r = (struct rows){0};
}

size_t rows_targets(const struct rows *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->rows * r->length; i++)
        count += r->targets[i] >= 0;
    return count;
}

size_t rows_prompt(const struct rows *r, size_t row)
{
    size_t n = 0;
    while (n < r->length && r->targets[row * r->length + n] < 0)
        n++;
    return n < r->length ? n + 1 : n;
}

void samples_window(const struct samples *s, enum domain domain, bool held_out,
                    size_t start, struct rows *into, size_t row)
{
    const int32_t *stream = s->streams[domain][held_out].items + start;
    size_t n = into->length;
    memcpy(into->tokens + row * n, stream, n * sizeof(*stream));
    memcpy(into->targets + row * n, stream + 1, n * sizeof(*stream));
}

size_t samples_windows(const struct samples *s, enum domain domain,
                       bool held_out, size_t length)
{
    size_t count = s->streams[domain][held_out].count;
    return count > 0 ? (count - 1) / length : 0;
}

void samples_pair(const struct samples *s, struct pair_text pair,
                  struct rows *into, size_t row)
{
    struct token_list list = {0};
    tokenizer_encode(s->tokenizer, pair.prompt, pair.prompt_size, &list);
    size_t prompt = list.count;
    tokenizer_encode(s->tokenizer, pair.answer, pair.answer_size, &list);
    int32_t end = tokenizer_end(s->tokenizer);
    token_list_add(&list, end);
    int32_t *tokens = into->tokens + row * into->length;
    int32_t *targets = into->targets + row * into->length;
    for (size_t i = 0; i < into->length; i++) {
        tokens[i] = i < list.count ? list.items[i] : end;
        bool trained = i + 1 >= prompt && i + 1 < list.count;
        targets[i] = trained ? list.items[i + 1] : -1;
    }
    token_list_release(&list);
}

void samples_supervised(const struct samples *s, enum domain domain,
                        bool held_out, struct rng *rng, struct rows *into,
                        size_t row)
{
    if (domain == DOMAIN_ARITHMETIC) {
        struct sum sum = sum_draw(rng, held_out);
        char prompt[16];
        char answer[8];
        struct pair_text pair = {prompt, answer,
                                 sum_prompt(sum, prompt, sizeof(prompt)), 0};
        pair.answer_size =
            (size_t)snprintf(answer, sizeof(answer), "%d\n", sum_result(sum));
        samples_pair(s, pair, into, row);
        return;
    }
    size_t room = s->streams[domain][held_out].count - into->length;
    samples_window(s, domain, held_out, rng_below(rng, room), into, row);
    for (size_t i = 0; i + 1 < into->length / 4; i++)
        into->targets[row * into->length + i] = -1;
}
