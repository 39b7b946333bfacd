/* SPDX-License-Identifier: MIT */
/*
 * `phx-infer perplexity`: of a text in windows as long as the context, each
 * token but a window's first predicted from those before it in the window.
 */
#include <math.h>
#include <stdio.h>

#include "model/ops.h"
#include "model/row.h"
#include "session.h"

/* Sum of −log p of the window's tokens but the first. */
static double window_loss(struct decoder *d, const int32_t *tokens,
                          size_t count, size_t vocab)
{
    static const uint32_t table[] = {0};
    struct span span = {tokens, count, 0, table, SPAN_LOGITS_ALL};
    real *logits = decoder_run(d, &span, 1);
    double loss = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        real *row = logits + i * vocab;
        double chosen = (double)row[tokens[i + 1]];
        loss += (double)softmax(row, vocab) - chosen;
    }
    return loss;
}

static void measure(const struct session *s, const struct token_list *text,
                    struct row *row)
{
    const struct config *c = &s->model->config;
    struct kv_pool *pool = kv_pool_new(c, 1, c->context, s->model->memory);
    struct decoder *d = decoder_new(s->model, pool, c->context);
    double loss = 0;
    size_t predicted = 0;
    for (size_t at = 0; at + 1 < text->count; at += c->context) {
        size_t left = text->count - at;
        size_t count = left < c->context ? left : c->context;
        loss += window_loss(d, text->items + at, count, c->vocab);
        predicted += count - 1;
    }
    decoder_free(d);
    kv_pool_free(pool);
    loss /= (double)predicted;
    row_set(row, "loss", loss);
    row_set(row, "perplexity", exp(loss));
    row_set(row, "predicted", (double)predicted);
    row_set(row, "weight_bytes", (double)model_weight_bytes(s->model));
    row_set(row, "parameters", (double)model_parameters(c));
}

int command_perplexity(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    struct token_list text = {0};
    struct row row = {.count = 0};
    if (session_open(s, fault) < 0 || session_text(s, &text, fault) < 0)
        return -1;
    int rc = 0;
    if (text.count < 2)
        rc = fault_set(fault, "%s: fewer than two tokens", o->text);
    else
        measure(s, &text, &row);
    token_list_release(&text);
    for (size_t i = 0; i < row.count; i++)
        printf("%s %.6g\n", row.items[i].name, row.items[i].value);
    return rc < 0 ? rc : row_append(&row, o->row_file, o->labels, fault);
}
