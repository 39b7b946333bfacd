/* SPDX-License-Identifier: MIT */
/*
 * A router: a linear softmax policy over experts, learned by REINFORCE. It sees
 * a prompt's features and, of the experts it did not choose, nothing: the
 * reward is that of the chosen one, less a running mean, plus a bonus for
 * entropy.
 */
#ifndef TRAINING_ROUTER_H
#define TRAINING_ROUTER_H

#include <stddef.h>
#include <stdint.h>

#include "model/base.h"

enum { EXPERTS = 3 };

/* Prompts: features [count × width], the reward each expert would get. */
struct routes {
    double *features;
    double (*rewards)[EXPERTS];
    size_t count, width;
};

struct router_options {
    size_t steps, batch;
    double rate, entropy;
    uint64_t seed;
};

struct router {
    double *weights; /* [EXPERTS × (width + 1)], the last one is the bias */
    size_t width;
};

/* One row of what happened while learning. */
struct router_progress {
    size_t step;
    double reward, deviation, entropy;
};

void router_init(struct router *r, size_t width);
void router_release(struct router *r);
/* Learns from the prompts; calls back each `every` steps. */
struct router_watch {
    size_t every;
    void (*callback)(void *context, const struct router_progress *progress);
    void *context;
};
void router_learn(struct router *r, const struct routes *routes,
                  const struct router_options *o,
                  const struct router_watch *watch);

/* The mean reward over the prompts of a policy: the router's choice, chance,
   one expert always, the best expert of each prompt in hindsight. */
double routes_router(const struct routes *routes, const struct router *r);
double routes_random(const struct routes *routes);
double routes_single(const struct routes *routes, size_t expert);
double routes_oracle(const struct routes *routes);
/* The share of prompts where the router chooses as the oracle. */
double routes_agreement(const struct routes *routes, const struct router *r);

#endif
