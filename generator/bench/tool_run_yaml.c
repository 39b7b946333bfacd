/* SPDX-License-Identifier: MIT */
/*
 * What training stores write about a run in YAML: MLflow's meta.yaml and W&B's
 * config.yaml ({name: {desc, value}}). Users, paths and hosts are not kept.
 */
#include "tool.h"

static bool yaml_map(const struct input *input, struct value *out)
{
    const struct yaml_options options = {.dates = false};
    const struct source_ref source = {.path = input->path, .text = input->text};
    struct diags diags;

    if (input->binary || input->text.len > (1u << 20))
        return false;
    diags_init(&diags, input->arena, NULL);
    return yaml_read(input->arena, &source, &options, &diags, out, NULL) &&
           out->kind == VALUE_MAP;
}

static bool has_line(const struct input *input, const char *start)
{
    struct str rest = input->text, line;

    while (!input->binary && str_line(&rest, &line))
        if (str_starts(line, str_of(start)))
            return true;
    return false;
}

/* ---- MLflow ---- */

static bool mlflow_recognise(const struct input *input)
{
    struct value v;

    return has_line(input, "lifecycle_stage:") && has_line(input, "run_id:") &&
           yaml_map(input, &v);
}

static struct str date_of_ms(struct arena *arena, struct value ms)
{
    if (ms.kind != VALUE_INT)
        return STR("");
    return date_iso(arena, (struct date){.unix_seconds = ms.as.integer / 1000});
}

static int mlflow_read(const struct input *input, struct table *table,
                       struct error *err)
{
    struct value v = value_null(), start, end;
    size_t at;

    if (!yaml_map(input, &v))
        return phx_fail(err, PHX_EINPUT, "its YAML does not parse");
    start = json_get(v, "start_time");
    end = json_get(v, "end_time");
    table_row(table);
    set_param(table, STR("run_name"), json_get(v, "run_name"));
    set_param(table, STR("status"), json_get(v, "status"));
    if (start.kind == VALUE_INT && end.kind == VALUE_INT) {
        at = table_metric(table, STR("mlflow"), STR("duration"));
        table_at(table, at)->unit = STR("ms");
        table_at(table, at)->better = BETTER_NONE;
        table_set(
            table, at,
            value_float((double)end.as.integer - (double)start.as.integer));
    }
    table_fact(table, "date", date_of_ms(table->arena, start));
    return 0;
}

const struct tool tool_mlflow_meta = {"mlflow", "MLflow", mlflow_recognise,
                                      mlflow_read};

/* ---- Weights & Biases ---- */

static bool wandb_recognise(const struct input *input)
{
    struct value v;

    return has_line(input, "wandb_version:") && yaml_map(input, &v);
}

static int wandb_read(const struct input *input, struct table *table,
                      struct error *err)
{
    struct value v = value_null();

    if (!yaml_map(input, &v))
        return phx_fail(err, PHX_EINPUT, "its YAML does not parse");
    table_row(table);
    for (size_t i = 0; i < v.as.map->len; i++) {
        const struct value_entry *entry = &v.as.map->entries[i];
        struct value set = json_get(entry->value, "value");

        if (entry->key.kind != VALUE_STRING)
            continue;
        if (str_is(value_text(entry->key), "_wandb"))
            table_fact(table, "version", json_text(set, "cli_version"));
        else if (json_has(entry->value, "value"))
            set_param(table, value_text(entry->key), set);
    }
    return 0;
}

const struct tool tool_wandb_config = {"wandb", "Weights & Biases",
                                       wandb_recognise, wandb_read};
