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

extern const struct tool tool_vllm_serve;
extern const struct tool tool_sglang;
extern const struct tool tool_vllm_latency;
extern const struct tool tool_vllm_throughput;
extern const struct tool tool_llama_bench;
extern const struct tool tool_llama_bench_table;
extern const struct tool tool_llama_bench_markdown;
extern const struct tool tool_trtllm;
extern const struct tool tool_aiperf;
extern const struct tool tool_aiperf_csv;
extern const struct tool tool_guidellm;
extern const struct tool tool_guidellm_csv;
extern const struct tool tool_locust_stats;
extern const struct tool tool_locust_history;
extern const struct tool tool_locust_failures;
extern const struct tool tool_wrk;
extern const struct tool tool_hey;
extern const struct tool tool_k6;
extern const struct tool tool_hf_state;
extern const struct tool tool_hf_results;
extern const struct tool tool_llamafactory;
extern const struct tool tool_lightning;
extern const struct tool tool_wandb_panel;
extern const struct tool tool_wandb_runs;
extern const struct tool tool_wandb_summary;
extern const struct tool tool_mlflow;
extern const struct tool tool_mlflow_meta;
extern const struct tool tool_wandb_config;
extern const struct tool tool_tensorboard;
extern const struct tool tool_megatron_golden;
extern const struct tool tool_megatron_log;
extern const struct tool tool_deepspeed;
extern const struct tool tool_verl;
extern const struct tool tool_verl_file;
extern const struct tool tool_lm_eval;
extern const struct tool tool_opencompass;
extern const struct tool tool_opencompass_text;
extern const struct tool tool_helm;
extern const struct tool tool_model_index;
extern const struct tool tool_hyperfine;
extern const struct tool tool_google_benchmark;
extern const struct tool tool_pytest_benchmark;
extern const struct tool tool_criterion;
extern const struct tool tool_criterion_raw;
extern const struct tool tool_go_bench;
extern const struct tool tool_jmh;
extern const struct tool tool_gh_action;
extern const struct tool tool_gh_action_data;
extern const struct tool tool_bmf;
extern const struct tool tool_asv;
extern const struct tool tool_mlperf;
extern const struct tool tool_records;
extern const struct tool tool_markdown;
extern const struct tool tool_rows;

/* Reads a file with the first tool that knows it. PHX_EKIND when none does. */
int tools_read(struct input *input, struct table *table,
               struct error *err) PHX_MUST_USE;

/* CSV, JSON or Markdown of nobody in particular. */
bool tool_is_plain(const struct tool *tool);

/* For tools whose records are flat JSON objects: sets column `key` of the last
 * row from a scalar; other values are left out. */
void set_param(struct table *table, struct str key, struct value v);
void set_metric(struct table *table, const char *tool, struct str key,
                struct value v);

/* All scalar members: those of `params` as parameters, the rest as metrics.
 * `skip` (may be NULL) are left out. Lists end with NULL. */
void set_fields(struct table *table, const char *tool, struct value object,
                const char *const *params, const char *const *skip);
bool in_list(struct str key, const char *const *list);

/* Every mean (or single value) of a metric refers to its deviation. */
void link_deviations(struct table *table, enum spread_kind kind);
/* Every mean refers to the ends "BASE lower" and "BASE upper". */
void link_ends(struct table *table, const char *point, const char *lo,
               const char *hi, enum spread_kind kind, double level);

/* A metric whose unit the file says. */
size_t unit_metric(struct table *table, struct str key, struct str unit);

/* The statistics of one metric side by side: the point refers to its standard
 * deviation of that kind. */
void link_spread(struct table *table, const char *point, const char *by,
                 enum spread_kind kind);

#endif
