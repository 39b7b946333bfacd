/* SPDX-License-Identifier: MIT */
/*
 * TensorRT-LLM `trtllm-bench --report_json`. The unit is in the key; percentile
 * objects become columns p50, p99, minimum … of their metric. Paths and the
 * implausible issue_rate are left out.
 */
#include "tool.h"

#define NAME "trtllm-bench"

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_get(d, "engine").kind == VALUE_MAP &&
           json_get(d, "world_info").kind == VALUE_MAP &&
           json_get(d, "performance").kind == VALUE_MAP &&
           json_has(d, "dataset");
}

/* ttft_percentiles {p50: …} → ttft_p50_ms */
static void read_percentiles(struct table *table, struct str key,
                             struct value v)
{
    struct str base = str_slice(key, 0, str_find(key, STR("_percentiles")));
    struct str unit = STR("ms");

    if (str_ends(base, STR("_tps")))
        unit = STR("tok/s");
    for (size_t i = 0; i < v.as.map->len; i++) {
        const struct value_entry *entry = &v.as.map->entries[i];
        struct str name =
            str_fmt(table->arena, "%" STR_FMT "_%" STR_FMT, STR_ARG(base),
                    STR_ARG(value_text(entry->key)));
        size_t column;

        if (!value_is_number(entry->value))
            continue;
        column = unit_metric(table, name, unit);
        table_set(table, column, entry->value);
    }
}

static void read_metrics(struct table *table, struct value object)
{
    for (size_t i = 0; object.kind == VALUE_MAP && i < object.as.map->len;
         i++) {
        const struct value_entry *entry = &object.as.map->entries[i];
        struct str key = value_text(entry->key);

        if (entry->value.kind == VALUE_MAP &&
            str_find(key, STR("_percentiles")) != STR_NONE)
            read_percentiles(table, key, entry->value);
        else if (value_is_number(entry->value))
            set_metric(table, NAME, key, entry->value);
    }
}

static void read_params(struct table *table, struct value object,
                        const char *const *skip)
{
    for (size_t i = 0; object.kind == VALUE_MAP && i < object.as.map->len; i++)
        if (!in_list(value_text(object.as.map->entries[i].key), skip))
            set_param(table, value_text(object.as.map->entries[i].key),
                      object.as.map->entries[i].value);
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    static const char *const engine_skip[] = {"model_path", "engine_dir",
                                              "version", NULL};
    static const char *const world_skip[] = {"issue_rate", NULL};
    static const char *const dataset_skip[] = {"dataset_path", NULL};
    struct value d = input_document(input);
    struct value machine = json_get(d, "machine");

    (void)err; /* what was recognised can be read */
    table_row(table);
    table_fact(table, "version", json_text(json_get(d, "engine"), "version"));
    if (machine.kind == VALUE_MAP)
        table_fact(table, "machine", json_text(machine, "name"));
    read_params(table, json_get(d, "engine"), engine_skip);
    read_params(table, json_get(d, "world_info"), world_skip);
    read_params(table, json_get(d, "request_info"), NULL);
    read_params(table, json_get(d, "dataset"), dataset_skip);
    read_metrics(table, json_get(d, "performance"));
    read_metrics(table, json_get(d, "streaming_metrics"));
    read_metrics(table, json_get(d, "decoding_stats"));
    return 0;
}

const struct tool tool_trtllm = {NAME, "trtllm-bench", recognise, read};
