/* SPDX-License-Identifier: MIT */
/* What is known of the machine that a benchmark runs on (private to bench/). */
#ifndef PHX_BENCH_MACHINE_H
#define PHX_BENCH_MACHINE_H

#include "value/value.h"

/* machine, memory, accelerator, kernel, compiler; asks nvidia-smi and the
 * compiler. */
void machine_facts(struct arena *arena, struct map_builder *facts);

#endif
