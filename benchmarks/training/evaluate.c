/* SPDX-License-Identifier: MIT */
/*
 * `phx-train evaluate`: the loss of a model on held-out text, per domain,
 * beside a bigram model's on the same text.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bigram.h"
#include "commands.h"
#include "model/adapters.h"

/* One bigram model of all the training text, as there is one decoder. */
static void add_bigram(const struct session *s, struct row *row)
{
    struct token_list train = {0};
    for (size_t d = 0; d < DOMAINS; d++) {
        const struct token_list *stream = &s->samples.streams[d][0];
        for (size_t i = 0; i < stream->count; i++)
            token_list_add(&train, stream->items[i]);
    }
    double sum = 0;
    for (size_t d = 0; d < DOMAINS; d++) {
        char name[48];
        double loss = bigram_loss(&train, &s->samples.streams[d][1],
                                  tokenizer_vocab(s->tokenizer));
        snprintf(name, sizeof(name), "eval_%s_bigram_loss",
                 domain_name((enum domain)d));
        row_set(row, name, loss);
        sum += loss;
    }
    row_set(row, "eval_bigram_loss", sum / DOMAINS);
    token_list_release(&train);
}

static int measure(struct session *s, struct model *m, struct row *results,
                   struct fault *fault)
{
    const struct options *o = s->options;
    if (loop_check(&o->loop, 1, m->config.context, fault) < 0)
        return -1;
    struct pass *pass =
        pass_new(m, &(struct pass_options){.batch = o->loop.batch,
                                           .length = o->loop.length,
                                           .checkpoint = true});
    session_evaluate(s, pass, o->loop.batch, o->loop.length, results);
    pass_free(pass);
    row_set(results, "eval_weight_bytes", (double)model_weight_bytes(m));
    row_set(results, "eval_parameters", (double)model_parameters(&m->config));
    add_bigram(s, results);
    return 0;
}

static int save(const struct options *o, const struct journal *journal,
                struct fault *fault)
{
    if (o->out != NULL && (folder_make(o->out, fault) < 0 ||
                           journal_save_results(journal, o->out, fault) < 0))
        return -1;
    return row_append(&journal->results, o->row_file, o->labels, fault);
}

int command_evaluate(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    struct model *m = NULL;
    real *adapter = NULL;
    struct journal journal = {.count = 0};
    if (session_open(s, o->loop.length, fault) < 0 ||
        model_load(&m, o->model, &s->memory, fault) < 0)
        return -1;
    model_quantise(m, o->precision);
    int rc = 0;
    if (o->adapter != NULL)
        rc = adapters_load(m, o->adapter, &adapter, fault);
    if (rc == 0)
        rc = measure(s, m, &journal.results, fault);
    if (rc == 0 && session_writes(s))
        rc = save(o, &journal, fault);
    for (size_t i = 0; rc == 0 && i < journal.results.count; i++)
        printf("%s %.6g\n", journal.results.items[i].name,
               journal.results.items[i].value);
    memory_free(&s->memory, adapter);
    model_free(m);
    return rc;
}
