/* SPDX-License-Identifier: MIT */
/* pytest-benchmark: seconds, sample deviation, quartiles; host names in
 * machine_info are not kept. */
#include "tool.h"

#define NAME "pytest-benchmark"

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);
    const struct value_list *rows = json_list(d, "benchmarks");

    if (!json_has(d, "machine_info") || !rows || rows->len == 0)
        return false;
    for (size_t i = 0; i < rows->len; i++)
        if (json_get(rows->items[i], "stats").kind != VALUE_MAP)
            return false;
    return true;
}

static void read_params(struct table *table, struct value params)
{
    for (size_t i = 0; params.kind == VALUE_MAP && i < params.as.map->len; i++)
        set_param(table, value_text(params.as.map->entries[i].key),
                  params.as.map->entries[i].value);
}

static void read_row(struct table *table, struct value b)
{
    static const char *const metrics[] = {
        "min", "max", "mean", "stddev", "median", "iqr", "q1", "q3", "ops"};
    struct value stats = json_get(b, "stats");

    table_row(table);
    set_param(table, STR("name"), json_get(b, "name"));
    if (json_get(b, "group").kind == VALUE_STRING)
        set_param(table, STR("group"), json_get(b, "group"));
    read_params(table, json_get(b, "params"));
    for (size_t i = 0; i < PHX_COUNT(metrics); i++)
        set_metric(table, NAME, str_of(metrics[i]),
                   json_get(stats, metrics[i]));
    if (json_has(stats, "rounds"))
        table_set(table, table_column(table, STR("rounds")),
                  json_get(stats, "rounds"));
}

static void set_machine(struct table *table, struct value info)
{
    struct value cpu = json_get(info, "cpu");
    struct str brand = json_text(cpu, "brand_raw");

    if (brand.len == 0)
        brand = json_text(cpu, "brand");
    if (brand.len == 0)
        brand = json_text(info, "processor");
    table_fact(table, "machine",
               str_fmt(table->arena, "%" STR_FMT ", %" STR_FMT, STR_ARG(brand),
                       STR_ARG(json_text(info, "system"))));
    table_fact(table, "python", json_text(info, "python_version"));
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);
    const struct value_list *rows = json_list(d, "benchmarks");
    struct value commit = json_get(d, "commit_info");
    size_t mean;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < rows->len; i++)
        read_row(table, rows->items[i]);
    link_spread(table, "mean", "stddev", SPREAD_SD_SAMPLE);
    mean = table_find(table, STR("mean"));
    if (mean != NO_COLUMN)
        table_at(table, mean)->count = table_find(table, STR("rounds"));
    set_machine(table, json_get(d, "machine_info"));
    table_fact(table, "version", json_text(d, "version"));
    table_fact(table, "date", json_text(d, "datetime"));
    if (json_text(commit, "id").len > 0)
        table_fact(table, "commit",
                   str_fmt(table->arena, "%" STR_FMT "%s",
                           STR_ARG(str_slice(json_text(commit, "id"), 0, 10)),
                           value_truthy(json_get(commit, "dirty"), NULL)
                               ? " (dirty)"
                               : ""));
    return 0;
}

const struct tool tool_pytest_benchmark = {NAME, "pytest-benchmark", recognise,
                                           read};
