/* SPDX-License-Identifier: MIT */
/* google-benchmark: `time_unit` a row, counters are further keys, aggregates
 * (mean, median, stddev, cv) are rows of their own. */
#include "tool.h"

#include <math.h>

#define NAME "google-benchmark"

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);
    const struct value_list *rows = json_list(d, "benchmarks");

    if (json_get(d, "context").kind != VALUE_MAP || !rows)
        return false;
    for (size_t i = 0; i < rows->len; i++)
        if (json_has(rows->items[i], "real_time") ||
            json_has(rows->items[i], "error_occurred"))
            return true;
    return false;
}

/* To the unit of the table's first row. */
static struct value in_unit(struct value v, struct str from, struct str to)
{
    static const char *const units[] = {"ns", "us", "ms", "s"};
    int thousands = 0;

    if (!value_is_number(v) || str_eq(from, to))
        return v;
    for (int i = 0; i < (int)PHX_COUNT(units); i++) {
        thousands += str_is(from, units[i]) ? i : 0;
        thousands -= str_is(to, units[i]) ? i : 0;
    }
    /* Whole powers of ten are exact; their inverses are not. */
    if (thousands >= 0)
        return value_float(value_as_double(v) * pow(1000, thousands));
    return value_float(value_as_double(v) / pow(1000, -thousands));
}

static const char *const plain_keys[] = {
    "name",        "run_name",       "run_type",      "aggregate_name",
    "time_unit",   "label",          "threads",       "iterations",
    "repetitions", "aggregate_unit", "error_message", NULL};
static const char *const skipped[] = {
    "family_index", "per_family_instance_index", "repetition_index",
    "error_occurred", NULL};

static void read_row(struct table *table, struct value row, struct str unit)
{
    struct str own = json_text(row, "time_unit");
    struct str aggregate = json_text(row, "aggregate_name");

    table_row(table);
    if (aggregate.len > 0)
        table_aggregate(table);
    set_param(table, STR("name"), json_get(row, "name"));
    if (aggregate.len > 0)
        set_param(table, STR("aggregate_name"), value_str(aggregate));
    set_param(table, STR("threads"), json_get(row, "threads"));
    table_set(table, table_column(table, STR("iterations")),
              json_get(row, "iterations"));
    for (size_t i = 0; i < row.as.map->len; i++) {
        const struct value_entry *entry = &row.as.map->entries[i];
        struct str key = value_text(entry->key);
        struct value v = entry->value;

        if (in_list(key, plain_keys) || in_list(key, skipped) ||
            v.kind == VALUE_STRING || v.kind == VALUE_BOOL)
            continue;
        if (str_is(key, "real_time") || str_is(key, "cpu_time"))
            v = in_unit(v, own.len ? own : STR("ns"), unit);
        set_metric(table, NAME, key, v);
    }
}

static void set_unit(struct table *table, const char *key, struct str unit)
{
    const size_t at = table_find(table, str_of(key));

    if (at != NO_COLUMN)
        table_at(table, at)->unit = str_dup(table->arena, unit);
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);
    struct value context = json_get(d, "context");
    const struct value_list *rows = json_list(d, "benchmarks");
    struct str unit = STR("");
    double cpus;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < rows->len && unit.len == 0; i++)
        unit = json_text(rows->items[i], "time_unit");
    if (unit.len == 0)
        unit = STR("ns");
    for (size_t i = 0; i < rows->len; i++)
        if (rows->items[i].kind == VALUE_MAP)
            read_row(table, rows->items[i], unit);
    set_unit(table, "real_time", unit);
    set_unit(table, "cpu_time", unit);
    table_fact(table, "date", json_text(context, "date"));
    table_fact(table, "version", json_text(context, "library_version"));
    if (json_number_of(context, "num_cpus", &cpus))
        table_fact(table, "machine", str_fmt(table->arena, "%g CPUs", cpus));
    return 0;
}

const struct tool tool_google_benchmark = {NAME, "google-benchmark", recognise,
                                           read};
