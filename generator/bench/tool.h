/* SPDX-License-Identifier: MIT */
/*
 * The tools whose files are read (private to bench/): one file tool_NAME.c
 * each, with two functions, and one line in tools.c. Recognising looks at keys
 * and headers, never at names of files.
 */
#ifndef PHX_BENCH_TOOL_H
#define PHX_BENCH_TOOL_H

#include "input.h"

struct tool {
    const char *name;  /* "vllm-serve": the identity of its metrics */
    const char *label; /* "vLLM bench serve" */
    bool (*recognise)(const struct input *input);
    /* PHX_EINPUT, PHX_ELIMIT. The table is ready for use when it is 0. */
    int (*read)(const struct input *input, struct table *table,
                struct error *err);
};

extern const struct tool tool_hyperfine;
extern const struct tool tool_markdown;
extern const struct tool tool_records;
extern const struct tool tool_rows;

/* Reads a file with the first tool that knows it. PHX_EKIND when none does. */
int tools_read(struct input *input, struct table *table,
               struct error *err) PHX_MUST_USE;

/* For tools whose records are flat JSON objects: sets column `key` of the last
 * row from a scalar; other values are left out. */
void set_param(struct table *table, struct str key, struct value v);
void set_metric(struct table *table, const char *tool, struct str key,
                struct value v);

/* The statistics of one metric side by side: the point refers to its standard
 * deviation of that kind. */
void link_spread(struct table *table, const char *point, const char *by,
                 enum spread_kind kind);

#endif
