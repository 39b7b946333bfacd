/* SPDX-License-Identifier: MIT */
/* Drawing a load. */
#include "load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/base.h"

static void draw_request(struct request *r, const struct load_options *o,
                         struct rng *rng)
{
    *r = (struct request){.temperature = o->temperature, .stop = -1};
    r->prompt_count = o->shared_tokens + o->prompt_tokens / 2 +
                      rng_below(rng, o->prompt_tokens + 1);
    r->wanted = 1 + rng_below(rng, 2 * o->output_tokens - 1);
    r->seed = rng_next(rng);
}

int load_make(struct load *load, const struct load_options *o,
              const int32_t *text, size_t count, struct fault *fault)
{
    size_t longest = o->shared_tokens + 2 * o->prompt_tokens;
    if (o->prompt_tokens == 0 || o->output_tokens == 0)
        return fault_set(fault, "prompts and outputs have at least 1 token");
    if (count < 2 * longest)
        return fault_set(fault, "the text has %zu tokens, prompts need %zu",
                         count, 2 * longest);
    load->count = o->requests;
    load->requests = base_calloc(o->requests, sizeof(*load->requests));
    load->prompts = base_calloc(o->requests * longest, sizeof(*load->prompts));
    struct rng rng = {o->seed};
    double arrival = 0;
    for (size_t i = 0; i < o->requests; i++) {
        struct request *r = &load->requests[i];
        int32_t *prompt = load->prompts + i * longest;
        draw_request(r, o, &rng);
        memcpy(prompt, text, o->shared_tokens * sizeof(*prompt));
        size_t own = r->prompt_count - o->shared_tokens;
        size_t from =
            o->shared_tokens + rng_below(&rng, count - o->shared_tokens - own);
        memcpy(prompt + o->shared_tokens, text + from, own * sizeof(*prompt));
        r->prompt = prompt;
        r->arrival = arrival;
        if (o->rate > 0)
            arrival -= log(1 - rng_unit(&rng)) / o->rate;
    }
    return 0;
}

void load_release(struct load *load)
{
    for (size_t i = 0; i < load->count; i++)
        request_release(&load->requests[i]);
    free(load->requests);
    free(load->prompts);
}
