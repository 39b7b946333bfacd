/* SPDX-License-Identifier: MIT */
/*
 * Why outputs are as they are: for each unit the inputs that it read, with
 * their fingerprints. Many units read the same inputs, so each input stands
 * once, in a table, and a unit is a list of places in it; whether an input
 * still holds is found out once.
 *
 * Thread class: a set belongs to one worker; decoded traces are read by any,
 * traces_holds included. Private to build/.
 */
#ifndef PHX_BUILD_TRACES_H
#define PHX_BUILD_TRACES_H

#include "value/value.h"

#include <stdatomic.h>

/* Inputs, each once. */
struct input_set {
    struct arena *arena;
    PHX_VEC(struct trace_input) list;
    struct map seen; /* kind, fingerprint and key → place + 1 */
};
void input_set_init(struct input_set *set, struct arena *arena);
uint32_t input_set_add(struct input_set *set, const struct trace_input *input);

/* What is rendered at once. */
struct unit {
    struct str key;            /* the output path of its route */
    const struct str *outputs; /* its outputs, when they are not just `key` */
    size_t output_count;       /* 0: just `key` */
    const struct str *files;   /* that it offers, maybe with other units */
    size_t file_count;
    const uint32_t *inputs;     /* places in … */
    size_t input_count;         /* … */
    const struct input_set *of; /* … this, or in the old traces when NULL */
    bool said;                  /* it came with diagnostics */
};

/* Of the build before. */
struct traces {
    const struct trace_input *inputs;
    size_t input_count;
    _Atomic unsigned char *states; /* of each input: enum input_state */
    struct map units;              /* key → struct unit * */
};
/* False: the bytes are no traces. Borrows from them. */
bool traces_decode(struct arena *arena, struct str bytes, struct traces *out);

enum input_state { INPUT_UNKNOWN, INPUT_HOLDS, INPUT_CHANGED };

/* What is true of any unit. */
struct trace_facts {
    bool uses_clock; /* says what time it is */
    bool uses_dirty; /* says whether tracked files were changed */
};

/* `old` may be NULL when no unit is of the old traces. */
void traces_encode(const struct unit *const *units, size_t count,
                   const struct traces *old, struct buf *out,
                   struct trace_facts *facts);

#endif
