/* SPDX-License-Identifier: MIT */
/* The verbs behind `phx bench` (private to cli/). */
#ifndef PHX_CLI_CMD_BENCH_H
#define PHX_CLI_CMD_BENCH_H

#include "cli/cli.h"

extern const struct cli_verb cli_bench_diff;
extern const struct cli_verb cli_bench_export;
extern const struct cli_verb cli_bench_list;
extern const struct cli_verb cli_bench_run;
extern const struct cli_verb cli_bench_show;

#endif
