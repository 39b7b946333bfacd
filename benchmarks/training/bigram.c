/* SPDX-License-Identifier: MIT */
/* p(b | a) = λ · n(ab)/n(a) + (1 − λ) · (n(b) + 1)/(N + vocab). */
#include "bigram.h"

#include <math.h>
#include <stdlib.h>

struct counts {
    uint32_t *pairs; /* [vocab × vocab] */
    uint32_t *first, *single;
    size_t vocab, total;
};

static double loss_at(const struct counts *c, const struct token_list *text,
                      double lambda)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < text->count; i++) {
        size_t a = (size_t)text->items[i];
        size_t b = (size_t)text->items[i + 1];
        double pair = c->first[a] > 0 ? (double)c->pairs[a * c->vocab + b] /
                                            (double)c->first[a]
                                      : 0;
        double single =
            ((double)c->single[b] + 1) / (double)(c->total + c->vocab);
        sum -= log(lambda * pair + (1 - lambda) * single);
    }
    return sum / (double)(text->count - 1);
}

double bigram_loss(const struct token_list *train,
                   const struct token_list *held_out, size_t vocab)
{
    struct counts c = {.vocab = vocab, .total = train->count};
    c.pairs = base_calloc(vocab * vocab, sizeof(*c.pairs));
    c.first = base_calloc(vocab, sizeof(*c.first));
    c.single = base_calloc(vocab, sizeof(*c.single));
    for (size_t i = 0; i < train->count; i++) {
        size_t a = (size_t)train->items[i];
        c.single[a]++;
        if (i + 1 < train->count) {
            c.first[a]++;
            c.pairs[a * vocab + (size_t)train->items[i + 1]]++;
        }
    }
    double best = loss_at(&c, held_out, 0);
    for (int step = 1; step < 20; step++)
        best = fmin(best, loss_at(&c, held_out, step / 20.0));
    free(c.pairs);
    free(c.first);
    free(c.single);
    return best;
}
