/* SPDX-License-Identifier: MIT */
/*
 * hyperfine --export-json: results[] of command, mean, stddev (sample, null for
 * one run), times[], parameters as texts. Seconds. Names no machine, version
 * or date. Commands are published: they are what was measured.
 */
#include "tool.h"

#define NAME "hyperfine"

static bool recognise(const struct input *input)
{
    const struct value_list *results =
        json_list(input_document(input), "results");

    if (!results || results->len == 0)
        return false;
    for (size_t i = 0; i < results->len; i++) {
        struct value r = results->items[i];

        if (!json_has(r, "command") || !json_has(r, "mean") ||
            !json_has(r, "min") || !json_has(r, "max"))
            return false;
    }
    return true;
}

static void read_parameters(struct table *table, struct value parameters)
{
    if (parameters.kind != VALUE_MAP)
        return;
    for (size_t i = 0; i < parameters.as.map->len; i++) {
        const struct value_entry *entry = &parameters.as.map->entries[i];
        struct cell cell;

        if (entry->value.kind != VALUE_STRING) {
            set_param(table, value_text(entry->key), entry->value);
            continue;
        }
        cell_read(value_text(entry->value), false, &cell);
        set_param(table, value_text(entry->key),
                  cell.kind == CELL_NUMBER && cell.unit.len == 0
                      ? cell.value
                      : entry->value);
    }
}

/* An exit code that is not 0, or null after a signal, is a failed run. */
static size_t count_failed(const struct value_list *codes)
{
    size_t failed = 0;

    for (size_t i = 0; codes && i < codes->len; i++)
        failed += codes->items[i].kind != VALUE_INT ||
                  codes->items[i].as.integer != 0;
    return failed;
}

static void read_result(struct table *table, struct value r)
{
    static const char *const metrics[] = {"mean", "stddev", "median", "min",
                                          "max",  "user",   "system"};
    const struct value_list *times = json_list(r, "times");
    const struct value_list *memory = json_list(r, "memory_usage_byte");
    const size_t failed = count_failed(json_list(r, "exit_codes"));

    table_row(table);
    set_param(table, STR("command"), json_get(r, "command"));
    read_parameters(table, json_get(r, "parameters"));
    for (size_t i = 0; i < PHX_COUNT(metrics); i++)
        set_metric(table, NAME, str_of(metrics[i]), json_get(r, metrics[i]));
    if (times) {
        table_set(table, table_column(table, STR("times")),
                  json_get(r, "times"));
        table_set(table, table_column(table, STR("runs")),
                  value_int((int64_t)times->len));
    }
    if (memory && memory->len > 0 && value_is_number(memory->items[0]))
        set_metric(table, NAME, STR("memory"), memory->items[memory->len / 2]);
    if (failed > 0)
        table_set(table, table_column(table, STR("failed")),
                  value_int((int64_t)failed));
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    const struct value_list *results =
        json_list(input_document(input), "results");
    size_t mean;

    (void)err; /* what recognise() has seen can be read */
    for (size_t i = 0; i < results->len; i++)
        read_result(table, results->items[i]);
    link_spread(table, "mean", "stddev", SPREAD_SD_SAMPLE);
    mean = table_metric(table, STR(NAME), STR("mean"));
    table_at(table, mean)->samples = table_find(table, STR("times"));
    table_at(table, mean)->count = table_find(table, STR("runs"));
    return 0;
}

const struct tool tool_hyperfine = {NAME, "hyperfine", recognise, read};
