/* SPDX-License-Identifier: MIT */
/*
 * vLLM `bench serve` (and sweeps of it) and SGLang `bench_serving`: one object
 * a run, appended or in a list. What vLLM does not know itself (--metadata) is
 * text at the top level, hence a parameter. Times: ms in the summaries, s for
 * `duration`. Deviations are numpy.std's, of the population. SGLang's
 * server_info holds paths and host names: only what is named here is kept.
 */
#include "tool.h"

#define VLLM "vllm-serve"
#define SGLANG "sglang"

static bool is_latency_key(struct str key)
{
    static const char *const ends[] = {"_ttft_ms", "_tpot_ms", "_itl_ms",
                                       "_e2el_ms"};

    for (size_t i = 0; i < PHX_COUNT(ends); i++)
        if (str_ends(key, str_of(ends[i])))
            return true;
    return false;
}

static bool is_vllm(struct value run)
{
    bool latency = false;

    if (run.kind != VALUE_MAP || !json_has(run, "date") ||
        !json_has(run, "num_prompts") || !json_has(run, "request_rate"))
        return false;
    for (size_t i = 0; i < run.as.map->len; i++)
        latency =
            latency || is_latency_key(value_text(run.as.map->entries[i].key));
    return latency;
}

static bool all_runs(const struct input *input, bool (*is_run)(struct value))
{
    const struct value_list *runs = input_records(input);

    for (size_t i = 0; i < runs->len; i++)
        if (!is_run(runs->items[i]))
            return false;
    return runs->len > 0;
}

static const char *const params[] = {"backend",
                                     "endpoint_type",
                                     "label",
                                     "model_id",
                                     "tokenizer_id",
                                     "num_prompts",
                                     "request_rate",
                                     "burstiness",
                                     "max_concurrency",
                                     "ramp_up_strategy",
                                     "ramp_up_start_rps",
                                     "ramp_up_end_rps",
                                     "run_number",
                                     "max_num_seqs",
                                     "tag",
                                     "dataset_name",
                                     "random_input_len",
                                     "random_output_len",
                                     "random_range_ratio",
                                     "sharegpt_output_len",
                                     NULL};

/* What is measured. Other numbers are flags: a sweep writes those it swept, and
 * --metadata what its author set. */
static bool is_metric_key(struct str key)
{
    static const char *const known[] = {"duration",
                                        "completed",
                                        "failed",
                                        "errored",
                                        "concurrency",
                                        "accept_length",
                                        "rtfx",
                                        "max_output_tokens_per_s",
                                        "max_concurrent_requests",
                                        NULL};
    static const char *const starts[] = {
        "spec_decode_", "diffusion_", "probe_", "total_",
        "mean_",        "median_",    "std_"};
    static const char *const ends[] = {"_ms", "_throughput", "_goodput",
                                       "_per_second"};
    bool found = in_list(key, known);

    for (size_t i = 0; i < PHX_COUNT(starts); i++)
        found = found || str_starts(key, str_of(starts[i]));
    for (size_t i = 0; i < PHX_COUNT(ends); i++)
        found = found || str_ends(key, str_of(ends[i]));
    return found;
}

/* A model may be a folder of the author's machine: its name is enough. */
static struct value without_folder(struct str key, struct value v)
{
    if (v.kind == VALUE_STRING && str_is(key, "model_id") &&
        (str_starts(value_text(v), STR("/")) ||
         str_starts(value_text(v), STR("~"))))
        return value_str(path_name(value_text(v)));
    return v;
}

/* A rate without bound is "inf" or Infinity: a number in both. */
static struct value number_or_same(struct value v)
{
    struct cell cell;

    if (v.kind != VALUE_STRING)
        return v;
    cell_read(value_text(v), false, &cell);
    return cell.kind == CELL_NUMBER && cell.unit.len == 0 ? cell.value : v;
}

static void read_run(struct table *table, const char *tool, struct value run)
{
    static const char *const text_skip[] = {"date", "tokenizer_id", NULL};

    table_row(table);
    for (size_t i = 0; i < run.as.map->len; i++) {
        const struct value_entry *entry = &run.as.map->entries[i];
        struct str key = value_text(entry->key);
        struct value v = number_or_same(entry->value);

        if (in_list(key, text_skip) || v.kind == VALUE_LIST ||
            v.kind == VALUE_MAP)
            continue;
        if (in_list(key, params) || v.kind == VALUE_STRING ||
            v.kind == VALUE_BOOL ||
            (entry->value.kind == VALUE_STRING && !is_latency_key(key)) ||
            !is_metric_key(key))
            set_param(table, key, without_folder(key, v));
        else
            set_metric(table, tool, key, v);
    }
}

/* Said of all runs, or of none. */
static void common_date(struct table *table, const struct value_list *runs)
{
    struct str date = json_text(runs->items[0], "date");

    for (size_t i = 1; i < runs->len; i++)
        if (!str_eq(date, json_text(runs->items[i], "date")))
            return;
    table_fact(table, "date", date);
}

static void run_number_is_no_parameter(struct table *table)
{
    const size_t at = table_find(table, STR("run_number"));

    if (at != NO_COLUMN)
        table_at(table, at)->role = ROLE_DETAIL;
}

static int read_runs(const struct input *input, struct table *table,
                     const char *tool)
{
    const struct value_list *runs = input_records(input);

    for (size_t i = 0; i < runs->len; i++)
        read_run(table, tool, runs->items[i]);
    link_deviations(table, SPREAD_SD_POPULATION);
    run_number_is_no_parameter(table);
    return 0;
}

static bool vllm_recognise(const struct input *input)
{
    return all_runs(input, is_vllm);
}

static int vllm_read(const struct input *input, struct table *table,
                     struct error *err)
{
    (void)err; /* what was recognised can be read */
    common_date(table, input_records(input));
    return read_runs(input, table, VLLM);
}

const struct tool tool_vllm_serve = {VLLM, "vLLM bench serve", vllm_recognise,
                                     vllm_read};

static bool is_sglang(struct value run)
{
    return run.kind == VALUE_MAP && json_has(run, "median_e2e_latency_ms") &&
           json_has(run, "backend");
}

static bool sglang_recognise(const struct input *input)
{
    return all_runs(input, is_sglang);
}

static int sglang_read(const struct input *input, struct table *table,
                       struct error *err)
{
    static const char *const server[] = {
        "model_path", "tp_size", "dp_size", "pp_size", "dtype", "quantization"};
    const struct value_list *runs = input_records(input);
    const int rc = read_runs(input, table, SGLANG);

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < runs->len; i++) {
        struct value info = json_get(runs->items[i], "server_info");
        struct str version = json_text(info, "version");

        if (version.len > 0)
            table_fact(table, "version", version);
        for (size_t k = 0; i + 1 == runs->len && k < PHX_COUNT(server); k++) {
            struct value v = json_get(info, server[k]);

            if (v.kind == VALUE_STRING &&
                str_is(str_of(server[k]), "model_path"))
                v = value_str(path_name(value_text(v)));
            set_param(table, str_of(server[k]), v);
        }
    }
    return rc;
}

const struct tool tool_sglang = {SGLANG, "SGLang bench_serving",
                                 sglang_recognise, sglang_read};
