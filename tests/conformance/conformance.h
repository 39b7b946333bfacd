/* SPDX-License-Identifier: MIT */
/*
 * The conformance runner: one kind of case file per kind_NAME.c. A kind reads
 * the parsed file (a list of cases) and reports each case.
 */
#ifndef PHX_TESTS_CONFORMANCE_H
#define PHX_TESTS_CONFORMANCE_H

#include "value/value.h"

struct conformance {
    struct arena *arena;   /* of the whole run */
    struct arena *scratch; /* reset before each case by the kind */
    size_t passed;
    size_t failed;
    size_t skipped;
};

/* Prints the failing case's id with expected and got. */
void conformance_pass(struct conformance *run);
void conformance_fail(struct conformance *run, struct str id,
                      struct str expected, struct str got);

void kind_gfm(struct conformance *run, struct value cases);
void kind_cjk(struct conformance *run, struct value cases);
void kind_katex(struct conformance *run, struct value cases);
void kind_yaml(struct conformance *run, struct value cases);
void kind_jinja(struct conformance *run, struct value cases);
void kind_ticks(struct conformance *run, struct value cases);

#endif
