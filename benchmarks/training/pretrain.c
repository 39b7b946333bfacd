/* SPDX-License-Identifier: MIT */
/*
 * `phx-train tokenizer`, `phx-train pretrain`. Half of the windows of a batch
 * are code, a quarter sums, a quarter prose: by their share of the corpus,
 * prose would hardly be seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "model/arguments.h"

int command_tokenizer(struct session *s, struct fault *fault)
{
    struct corpus corpus;
    const struct options *o = s->options;
    if (argument_need(o->out, "out", fault) < 0 ||
        corpus_load(&corpus, o->corpus, fault) < 0)
        return -1;
    size_t size = 0;
    for (size_t i = 0; i < corpus.count; i++)
        size += corpus.documents[i].held_out ? 0 : corpus.documents[i].size;
    char *text = base_calloc(size, 1);
    size_t at = 0;
    for (size_t i = 0; i < corpus.count; i++) {
        const struct document *d = &corpus.documents[i];
        if (d->held_out)
            continue;
        memcpy(text + at, d->text, d->size);
        at += d->size;
    }
    struct tokenizer *t = tokenizer_train(text, size, o->merges);
    int rc = tokenizer_save(t, o->out, fault);
    tokenizer_free(t);
    free(text);
    corpus_release(&corpus);
    return rc;
}

static void fill(void *context, uint64_t step, struct rows *rows)
{
    static const enum domain mixture[] = {DOMAIN_CODE, DOMAIN_ARITHMETIC,
                                          DOMAIN_CODE, DOMAIN_PROSE};
    const struct session *s = context;
    struct rng rng = {s->options->loop.seed * 1000003 + step};
    for (size_t r = 0; r < rows->rows; r++) {
        enum domain domain = mixture[(r + step) % 4];
        size_t room = s->samples.streams[domain][0].count - rows->length - 1;
        samples_window(&s->samples, domain, false, rng_below(&rng, room), rows,
                       r);
    }
}

static void evaluate(void *context, struct pass *pass, struct row *row)
{
    const struct session *s = context;
    const struct loop_options *o = &s->options->loop;
    size_t batch = o->micro > 0 ? o->micro : o->batch / ranks_count(s->ranks);
    session_evaluate(s, pass, batch, o->length, row);
}

int command_pretrain(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    struct config c = o->config;
    if (loop_check(&o->loop, ranks_count(s->ranks), c.context, fault) < 0 ||
        session_open(s, o->loop.length, fault) < 0)
        return -1;
    c.vocab = tokenizer_vocab(s->tokenizer);
    if (config_check(&c, fault) < 0)
        return -1;
    struct model *m = model_new(&c, &s->memory);
    struct engine *e = session_engine(s, m);
    for (size_t u = 0; u < model_units(&c); u++) {
        real *values = base_calloc(model_unit_size(&c, u), sizeof(*values));
        model_initialise(&c, u, values, o->loop.seed);
        engine_put(e, u, ENGINE_WEIGHTS, values);
        free(values);
    }
    struct task task = {.context = s,
                        .fill = fill,
                        .weigh = weigh_cross_entropy,
                        .evaluate = evaluate};
    int rc = session_train(s, &task, m, e, fault);
    if (rc == 0)
        rc = session_save_model(s, &c, e, fault);
    engine_free(e);
    model_free(m);
    return rc;
}
