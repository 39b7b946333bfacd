/* SPDX-License-Identifier: MIT */
/*
 * `phx-infer generate`: goes on from a prompt. Several samples share the
 * prompt's blocks; they are printed after each other, a line "---" between.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"

static void print_tokens(const struct session *s, const struct request *r)
{
    for (size_t i = r->prompt_count; i < r->count; i++) {
        size_t size;
        const char *bytes = tokenizer_bytes(s->tokenizer, r->tokens[i], &size);
        fwrite(bytes, 1, size, stdout);
    }
    fputc('\n', stdout);
}

static int run(const struct session *s, struct request *requests,
               struct fault *fault)
{
    const struct options *o = s->options;
    struct clock clock;
    struct engine *e;
    clock_start(&clock, 0);
    if (engine_new(&e, &(struct engine_parts){s->model, s->draft, &clock},
                   &o->engine, fault) < 0)
        return -1;
    engine_submit(e, requests);
    while (!engine_idle(e))
        engine_step(e);
    engine_free(e);
    for (size_t i = 0; i < o->samples; i++) {
        if (requests[i].state != REQUEST_DONE)
            return fault_set(fault, "%s", requests[i].reason);
        if (i > 0)
            fputs("---\n", stdout);
        print_tokens(s, &requests[i]);
    }
    return 0;
}

int command_generate(struct session *s, struct fault *fault)
{
    const struct options *o = s->options;
    if (session_open(s, fault) < 0)
        return -1;
    if (o->samples == 0 || o->load.output_tokens == 0)
        return fault_set(fault, "at least one sample of one token");
    /* A text begins where another has ended, so an empty prompt is one token.
     */
    struct token_list prompt = {0};
    if (*o->prompt == '\0')
        token_list_add(&prompt, tokenizer_end(s->tokenizer));
    tokenizer_encode(s->tokenizer, o->prompt, strlen(o->prompt), &prompt);
    struct request *requests = base_calloc(o->samples, sizeof(*requests));
    struct rng seeds = {o->load.seed};
    for (size_t i = 0; i < o->samples; i++)
        requests[i] =
            (struct request){.prompt = prompt.items,
                             .prompt_count = prompt.count,
                             .wanted = o->load.output_tokens,
                             .temperature = o->load.temperature,
                             .seed = rng_next(&seeds),
                             .stop = tokenizer_end(s->tokenizer),
                             .followers = i == 0 ? o->samples - 1 : 0};
    int rc = run(s, requests, fault);
    for (size_t i = 0; i < o->samples; i++)
        request_release(&requests[i]);
    free(requests);
    token_list_release(&prompt);
    return rc;
}
