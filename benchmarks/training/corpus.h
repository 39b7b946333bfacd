/* SPDX-License-Identifier: MIT */
/*
 * What is trained on: C sources and Markdown below a folder (by default this
 * repository), and generated arithmetic. Nothing is downloaded, and the same
 * folder gives the same documents in the same order.
 *
 * A tenth is held out: files by the hash of their path, sums by the hash of the
 * problem, so that no held-out sum is ever seen in training.
 */
#ifndef TRAINING_CORPUS_H
#define TRAINING_CORPUS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"

enum domain { DOMAIN_CODE, DOMAIN_ARITHMETIC, DOMAIN_PROSE };
enum { DOMAINS = 3 };
const char *domain_name(enum domain domain);

struct document {
    char *path; /* below the root; of arithmetic a number */
    char *text;
    size_t size;
    enum domain domain;
    bool held_out;
};

struct corpus {
    struct document *documents;
    size_t count;
};

/* Folders whose name begins with a dot, "build", "node_modules" or "public" are
   passed over. A root without any text is a fault. */
int corpus_load(struct corpus *corpus, const char *root,
                struct fault *fault) MODEL_MUST_USE;
void corpus_release(struct corpus *corpus);

/* a ± b, a in 0 … 99, b in 0 … 9; the difference is never negative. 1,955
   problems: small models learn the carry in minutes. */
struct sum {
    int a, b;
    bool minus;
};
/* Draws one of the wanted side of the split. */
struct sum sum_draw(struct rng *rng, bool held_out);
int sum_result(struct sum sum);
/* "12+3=" */
size_t sum_prompt(struct sum sum, char *text, size_t room);

#endif
