/* SPDX-License-Identifier: MIT */
/* The table of tools, and what their readers share. */
#include "tool.h"

#include <math.h>

/* In the order in which they are asked: the plain tables last. */
static const struct tool *const tools[] = {
    &tool_vllm_serve,
    &tool_sglang,
    &tool_vllm_latency,
    &tool_vllm_throughput,
    &tool_llama_bench,
    &tool_llama_bench_table,
    &tool_llama_bench_markdown,
    &tool_trtllm,
    &tool_aiperf,
    &tool_aiperf_csv,
    &tool_guidellm,
    &tool_guidellm_csv,
    &tool_locust_stats,
    &tool_locust_history,
    &tool_locust_failures,
    &tool_wrk,
    &tool_hey,
    &tool_k6,
    &tool_hf_state,
    &tool_hf_results,
    &tool_llamafactory,
    &tool_lightning,
    &tool_wandb_panel,
    &tool_wandb_runs,
    &tool_wandb_summary,
    &tool_mlflow,
    &tool_mlflow_meta,
    &tool_wandb_config,
    &tool_tensorboard,
    &tool_megatron_golden,
    &tool_megatron_log,
    &tool_deepspeed,
    &tool_verl,
    &tool_verl_file,
    &tool_lm_eval,
    &tool_opencompass,
    &tool_opencompass_text,
    &tool_helm,
    &tool_model_index,
    &tool_hyperfine,
    &tool_google_benchmark,
    &tool_pytest_benchmark,
    &tool_criterion,
    &tool_criterion_raw,
    &tool_go_bench,
    &tool_jmh,
    &tool_gh_action,
    &tool_gh_action_data,
    &tool_bmf,
    &tool_asv,
    &tool_mlperf,
    &tool_records,
    &tool_markdown,
    &tool_rows,
};

int tools_read(struct input *input, struct table *table, struct error *err)
{
    int rc = input_open(input, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < PHX_COUNT(tools); i++) {
        if (!tools[i]->recognise(input))
            continue;
        table->tool = tools[i];
        rc = tools[i]->read(input, table, err);
        if (rc == 0 && table_too_large(table))
            rc = phx_fail(err, PHX_ELIMIT,
                          "the table has %zu columns and %zu "
                          "rows",
                          table->columns.len, table->rows);
        if (rc == 0 && table->rows == 0)
            rc = phx_fail(err, PHX_EINPUT, "the file of %s has no rows",
                          tools[i]->label);
        return rc;
    }
    if (input->json_error.len > 0)
        return phx_fail(err, PHX_EINPUT,
                        "its JSON does not parse: "
                        "%" STR_FMT,
                        STR_ARG(input->json_error));
    return phx_fail(err, PHX_EKIND,
                    "no tool that phx knows writes such a file, and it is no "
                    "table");
}

bool tool_is_plain(const struct tool *tool)
{
    return tool == &tool_rows || tool == &tool_records ||
           tool == &tool_markdown;
}

/* Numbers that tools write as words ("inf", "NaN") count as numbers. */
static struct value scalar(struct value v)
{
    struct cell cell;

    if (v.kind != VALUE_STRING)
        return v;
    cell_read(value_text(v), false, &cell);
    return cell.kind == CELL_NUMBER && cell.unit.len == 0 ? cell.value : v;
}

static bool is_scalar(struct value v)
{
    return v.kind != VALUE_MAP && v.kind != VALUE_LIST &&
           v.kind != VALUE_UNDEFINED && v.kind != VALUE_OBJECT;
}

void set_param(struct table *table, struct str key, struct value v)
{
    if (is_scalar(v))
        table_set(table, table_param(table, key), v);
}

void set_metric(struct table *table, const char *tool, struct str key,
                struct value v)
{
    if (!is_scalar(v))
        return;
    v = scalar(v);
    table_set(table, table_metric(table, str_of(tool), key),
              v.kind == VALUE_STRING ? value_null() : v);
}

void link_spread(struct table *table, const char *point, const char *by,
                 enum spread_kind kind)
{
    const size_t p = table_find(table, str_of(point));
    const size_t s = table_find(table, str_of(by));

    if (p == NO_COLUMN || s == NO_COLUMN)
        return;
    table_at(table, p)->spread.kind = kind;
    table_at(table, p)->spread.by = s;
    table_at(table, s)->role = ROLE_DETAIL;
}

bool in_list(struct str key, const char *const *list)
{
    for (; list && *list; list++)
        if (str_is(key, *list))
            return true;
    return false;
}

void set_fields(struct table *table, const char *tool, struct value object,
                const char *const *params, const char *const *skip)
{
    for (size_t i = 0; object.kind == VALUE_MAP && i < object.as.map->len;
         i++) {
        const struct value_entry *entry = &object.as.map->entries[i];
        struct str key = value_text(entry->key);

        if (in_list(key, skip) || !is_scalar(entry->value))
            continue;
        if (in_list(key, params) || entry->value.kind == VALUE_BOOL)
            set_param(table, key, entry->value);
        else
            set_metric(table, tool, key, entry->value);
    }
}

static bool is_point(const struct column *c)
{
    return c->role == ROLE_METRIC &&
           (c->stat == STAT_MEAN || c->stat == STAT_SINGLE);
}

void link_deviations(struct table *table, enum spread_kind kind)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *by = table_at(table, i);

        if (by->stat != STAT_DEVIATION)
            continue;
        for (size_t k = 0; k < table->columns.len; k++) {
            struct column *c = table_at(table, k);

            if (is_point(c) && str_eq(c->base, by->base)) {
                c->spread.kind = kind;
                c->spread.by = i;
            }
        }
        by->role = ROLE_DETAIL;
    }
}

void link_ends(struct table *table, const char *point, const char *lo,
               const char *hi, enum spread_kind kind, double level)
{
    const size_t p = table_find(table, str_of(point));
    struct column *c;

    if (p == NO_COLUMN)
        return;
    c = table_at(table, p);
    c->spread.kind = kind;
    c->spread.level = level;
    c->spread.lo = table_find(table, str_of(lo));
    c->spread.hi = table_find(table, str_of(hi));
}

size_t unit_metric(struct table *table, struct str key, struct str unit)
{
    const size_t known = table->columns.len;
    const size_t at = table_metric(table, STR(""), key);
    struct column *c = table_at(table, at);

    if (at != known)
        return at;
    c->unit = str_dup(table->arena, unit);
    if (str_ends(unit, STR("/s")) || str_ends(unit, STR("/sec")))
        c->better = BETTER_HIGHER;
    else if (c->better == BETTER_UNKNOWN &&
             (str_is(unit, "s") || str_is(unit, "ms") || str_is(unit, "us") ||
              str_is(unit, "ns")))
        c->better = BETTER_LOWER;
    return at;
}
