/* SPDX-License-Identifier: MIT */
/*
 * JMH: score in scoreUnit; scoreError is half the width of a 99.9 % confidence
 * interval, no deviation, and "NaN" for one measurement. Throughput is better
 * higher, times lower. JVM paths and arguments are not kept.
 */
#include "tool.h"

#include <math.h>

#define NAME "jmh"

static bool recognise(const struct input *input)
{
    const struct value_list *records = input_records(input);

    for (size_t i = 0; i < records->len; i++)
        if (!json_has(json_get(records->items[i], "primaryMetric"),
                      "scoreUnit"))
            return false;
    return records->len > 0;
}

/* Scores of different units stand in columns of their own. */
static size_t score_column(struct table *table, struct str unit, bool higher,
                           bool only)
{
    struct str key =
        only ? STR("score")
             : str_fmt(table->arena, "score [%" STR_FMT "]", STR_ARG(unit));
    const size_t at = table_metric(table, STR(NAME), key);
    struct column *c = table_at(table, at);

    c->base = c->label = STR("score");
    c->unit = str_dup(table->arena, unit);
    c->better = higher ? BETTER_HIGHER : BETTER_LOWER;
    return at;
}

static void set_number(struct table *table, size_t column, struct value v)
{
    struct cell cell;

    if (v.kind == VALUE_STRING) {
        cell_read(value_text(v), false, &cell);
        v = cell.kind == CELL_NUMBER ? cell.value : value_null();
    }
    if (value_is_number(v) && !isnan(value_as_double(v)))
        table_set(table, column, v);
}

static bool one_unit(const struct value_list *records)
{
    for (size_t i = 1; i < records->len; i++)
        if (!str_eq(json_text(json_get(records->items[0], "primaryMetric"),
                              "scoreUnit"),
                    json_text(json_get(records->items[i], "primaryMetric"),
                              "scoreUnit")))
            return false;
    return true;
}

static void read_row(struct table *table, struct value r, bool only)
{
    static const char *const keys[] = {"mode", "threads"};
    struct value primary = json_get(r, "primaryMetric");
    struct value params = json_get(r, "params");
    size_t score, error;

    table_row(table);
    set_param(table, STR("benchmark"), json_get(r, "benchmark"));
    for (size_t i = 0; i < PHX_COUNT(keys); i++)
        set_param(table, str_of(keys[i]), json_get(r, keys[i]));
    for (size_t i = 0; params.kind == VALUE_MAP && i < params.as.map->len; i++)
        set_param(table, value_text(params.as.map->entries[i].key),
                  params.as.map->entries[i].value);
    score = score_column(table, json_text(primary, "scoreUnit"),
                         str_is(json_text(r, "mode"), "thrpt"), only);
    set_number(table, score, json_get(primary, "score"));
    error =
        table_column(table, str_cat(table->arena, table_at(table, score)->key,
                                    STR(" error")));
    table_at(table, error)->unit = table_at(table, score)->unit;
    set_number(table, error, json_get(primary, "scoreError"));
    table_at(table, score)->spread.kind = SPREAD_CONFIDENCE;
    table_at(table, score)->spread.level = 0.999;
    table_at(table, score)->spread.by = error;
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    const struct value_list *records = input_records(input);
    const bool only = one_unit(records);

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < records->len; i++)
        read_row(table, records->items[i], only);
    table_fact(table, "version", json_text(records->items[0], "jmhVersion"));
    table_fact(table, "jdk", json_text(records->items[0], "jdkVersion"));
    return 0;
}

const struct tool tool_jmh = {NAME, "JMH", recognise, read};
