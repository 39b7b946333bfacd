/* SPDX-License-Identifier: MIT */
/* Policy, learning, comparing policies. */
#include "router.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void router_init(struct router *r, size_t width)
{
    r->width = width;
    r->weights = base_calloc(EXPERTS * (width + 1), sizeof(*r->weights));
}

void router_release(struct router *r)
{
    free(r->weights);
    r->weights = NULL;
}

static void probabilities(const struct router *r, const double *features,
                          double prob[EXPERTS])
{
    double most = -HUGE_VAL;
    for (size_t e = 0; e < EXPERTS; e++) {
        const double *w = r->weights + e * (r->width + 1);
        double sum = w[r->width];
        for (size_t i = 0; i < r->width; i++)
            sum += w[i] * features[i];
        prob[e] = sum;
        most = fmax(most, sum);
    }
    double total = 0;
    for (size_t e = 0; e < EXPERTS; e++) {
        prob[e] = exp(prob[e] - most);
        total += prob[e];
    }
    for (size_t e = 0; e < EXPERTS; e++)
        prob[e] /= total;
}

static double entropy_of(const double prob[EXPERTS])
{
    double sum = 0;
    for (size_t e = 0; e < EXPERTS; e++)
        sum -= prob[e] > 0 ? prob[e] * log(prob[e]) : 0;
    return sum;
}

static size_t draw(const double prob[EXPERTS], struct rng *rng)
{
    double left = rng_unit(rng);
    for (size_t e = 0; e + 1 < EXPERTS; e++) {
        left -= prob[e];
        if (left < 0)
            return e;
    }
    return EXPERTS - 1;
}

/* What one choice adds to the gradient of the policy's logits: the advantage
   times ∇ log π, and the bonus times ∇ H, where ∂H/∂z = −p (log p + H). */
static void logit_gradient(const double prob[EXPERTS], size_t chosen,
                           double advantage, double bonus, double out[EXPERTS])
{
    double entropy = entropy_of(prob);
    for (size_t e = 0; e < EXPERTS; e++) {
        double hit = e == chosen ? 1 : 0;
        double flatter = prob[e] > 0 ? -prob[e] * (log(prob[e]) + entropy) : 0;
        out[e] = advantage * (hit - prob[e]) + bonus * flatter;
    }
}

void router_learn(struct router *r, const struct routes *routes,
                  const struct router_options *o,
                  const struct router_watch *watch)
{
    struct rng rng = {o->seed};
    size_t row = r->width + 1;
    double *gradient = base_calloc(EXPERTS * row, sizeof(*gradient));
    double baseline = 0;
    double weight = 0; /* the running mean's, so that it starts unbiased */
    for (size_t step = 1; step <= o->steps; step++) {
        memset(gradient, 0, EXPERTS * row * sizeof(*gradient));
        double sum = 0;
        double squares = 0;
        double entropy = 0;
        for (size_t b = 0; b < o->batch; b++) {
            size_t i = rng_below(&rng, routes->count);
            const double *x = routes->features + i * r->width;
            double prob[EXPERTS];
            double out[EXPERTS];
            probabilities(r, x, prob);
            size_t chosen = draw(prob, &rng);
            double reward = routes->rewards[i][chosen];
            double mean = weight > 0 ? baseline / weight : reward;
            baseline = 0.98 * baseline + 0.02 * reward;
            weight = 0.98 * weight + 0.02;
            logit_gradient(prob, chosen, reward - mean, o->entropy, out);
            for (size_t e = 0; e < EXPERTS; e++) {
                for (size_t k = 0; k < r->width; k++)
                    gradient[e * row + k] += out[e] * x[k];
                gradient[e * row + r->width] += out[e];
            }
            sum += reward;
            squares += reward * reward;
            entropy += entropy_of(prob);
        }
        double n = (double)o->batch;
        for (size_t k = 0; k < EXPERTS * row; k++)
            r->weights[k] += o->rate * gradient[k] / n;
        if (watch != NULL && step % watch->every == 0) {
            double variance = fmax(squares / n - sum / n * (sum / n), 0);
            struct router_progress progress = {step, sum / n, sqrt(variance),
                                               entropy / n};
            watch->callback(watch->context, &progress);
        }
    }
    free(gradient);
}

/* The expert that the policy finds most probable. */
static size_t router_choose(const struct router *r, const double *features)
{
    double prob[EXPERTS];
    probabilities(r, features, prob);
    size_t best = 0;
    for (size_t e = 1; e < EXPERTS; e++) {
        if (prob[e] > prob[best])
            best = e;
    }
    return best;
}

/* ---- Policies
 * ---------------------------------------------------------------------------
 */

static size_t best_of(const double rewards[EXPERTS])
{
    size_t best = 0;
    for (size_t e = 1; e < EXPERTS; e++) {
        if (rewards[e] > rewards[best])
            best = e;
    }
    return best;
}

double routes_router(const struct routes *routes, const struct router *r)
{
    double sum = 0;
    for (size_t i = 0; i < routes->count; i++)
        sum += routes->rewards[i][router_choose(r, routes->features +
                                                       i * routes->width)];
    return sum / (double)routes->count;
}

double routes_single(const struct routes *routes, size_t expert)
{
    double sum = 0;
    for (size_t i = 0; i < routes->count; i++)
        sum += routes->rewards[i][expert];
    return sum / (double)routes->count;
}

double routes_random(const struct routes *routes)
{
    double sum = 0;
    for (size_t e = 0; e < EXPERTS; e++)
        sum += routes_single(routes, e);
    return sum / EXPERTS;
}

double routes_oracle(const struct routes *routes)
{
    double sum = 0;
    for (size_t i = 0; i < routes->count; i++)
        sum += routes->rewards[i][best_of(routes->rewards[i])];
    return sum / (double)routes->count;
}

double routes_agreement(const struct routes *routes, const struct router *r)
{
    size_t same = 0;
    for (size_t i = 0; i < routes->count; i++)
        same += router_choose(r, routes->features + i * routes->width) ==
                best_of(routes->rewards[i]);
    return (double)same / (double)routes->count;
}
