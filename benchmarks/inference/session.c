/* SPDX-License-Identifier: MIT */
/* Opening and closing. */
#include "session.h"

#include <stdlib.h>

#include "model/arguments.h"

int session_open(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    if (argument_need(o->model, "model", fault) < 0 ||
        model_load(&s->model, o->model, &s->memory, fault) < 0 ||
        tokenizer_load(&s->tokenizer, o->model, fault) < 0)
        return -1;
    size_t vocab = tokenizer_vocab(s->tokenizer);
    if (vocab != s->model->config.vocab)
        return fault_set(fault,
                         "%s: the tokenizer has %zu tokens, the model %zu",
                         o->model, vocab, s->model->config.vocab);
    model_quantise(s->model, o->precision);
    if (o->draft == NULL)
        return 0;
    if (model_load(&s->draft, o->draft, &s->memory, fault) < 0)
        return -1;
    model_quantise(s->draft, o->precision);
    return 0;
}

void session_release(struct session *s)
{
    model_free(s->model);
    model_free(s->draft);
    tokenizer_free(s->tokenizer);
}

int session_text(const struct session *s, struct token_list *tokens,
                 struct fault *fault)
{
    char *text;
    size_t size;
    if (argument_need(s->options->text, "text", fault) < 0 ||
        file_read(s->options->text, &text, &size, fault) < 0)
        return -1;
    tokenizer_encode(s->tokenizer, text, size, tokens);
    free(text);
    return 0;
}
