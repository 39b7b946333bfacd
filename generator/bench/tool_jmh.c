/* SPDX-License-Identifier: MIT */
/*
 * JMH: score in scoreUnit; scoreError is half the width of a 99.9 % confidence
 * interval, no deviation, and "NaN" for one measurement. Throughput is better
 * higher, times lower. JVM paths and arguments are not kept.
 */
#include "metric.h"
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

/* scorePercentiles {"99.9": x}: of the iterations, or of the calls that mode
 * "sample" timed. */
static void read_percentiles(struct table *table, size_t score, struct value p)
{
    for (size_t i = 0; p.kind == VALUE_MAP && i < p.as.map->len; i++) {
        struct str text = value_text(p.as.map->entries[i].key), key;
        const size_t known = table->columns.len;
        double percent;
        size_t at;

        if (!str_to_double(text, &percent) || percent < 0 || percent > 100)
            continue;
        key = str_fmt(table->arena, "%" STR_FMT " p%g",
                      STR_ARG(table_at(table, score)->key), percent);
        at = table_column(table, key);
        if (at == known) {
            struct column *c = table_at(table, at);
            const struct column *s = table_at(table, score);

            c->base = s->base;
            c->label = s->label;
            c->unit = s->unit;
            c->better = s->better;
            c->stat = STAT_QUANTILE;
            c->quantile = metric_share(percent);
        }
        set_number(table, at, p.as.map->entries[i].value);
    }
}

static void set_error(struct table *table, size_t score, struct value v)
{
    const size_t error =
        table_column(table, str_cat(table->arena, table_at(table, score)->key,
                                    STR(" error")));

    table_at(table, error)->unit = table_at(table, score)->unit;
    set_number(table, error, v);
    table_at(table, score)->spread.kind = SPREAD_CONFIDENCE;
    table_at(table, score)->spread.level = 0.999;
    table_at(table, score)->spread.by = error;
}

/* What profilers and @AuxCounters add: "gc.alloc.rate.norm" in B/op. Their
 * names begin with a middle dot in old versions. */
static void read_secondary(struct table *table, struct str name,
                           struct value metric)
{
    struct str unit = json_text(metric, "scoreUnit");
    struct column *c;
    size_t at;

    if (str_starts(name, STR("\xc2\xb7")))
        name = str_from(name, 2);
    if (name.len == 0)
        return;
    at = table_metric(table, STR(NAME), name);
    c = table_at(table, at);
    c->base = c->label = c->key;
    c->stat = STAT_SINGLE;
    c->unit = str_dup(table->arena, unit);
    if (str_ends(unit, STR("/op")))
        c->better = BETTER_LOWER;
    else if (str_starts(unit, STR("ops/")))
        c->better = BETTER_HIGHER;
    set_number(table, at, json_get(metric, "score"));
    set_error(table, at, json_get(metric, "scoreError"));
}

/* One score an iteration of each fork, but for mode "sample". */
static void set_count(struct table *table, size_t score, struct value r)
{
    const struct value forks = json_get(r, "forks"),
                       iterations = json_get(r, "measurementIterations");
    size_t at;

    if (forks.kind != VALUE_INT || iterations.kind != VALUE_INT ||
        forks.as.integer < 1 || forks.as.integer > 100000 ||
        iterations.as.integer < 1 || iterations.as.integer > 1000000 ||
        str_is(json_text(r, "mode"), "sample"))
        return;
    at = table_column(table, STR("n"));
    table_set(table, at, value_int(forks.as.integer * iterations.as.integer));
    table_at(table, score)->count = at;
}

static void read_row(struct table *table, struct value r, bool only)
{
    static const char *const keys[] = {"mode", "threads"};
    struct value secondary = json_get(r, "secondaryMetrics");
    struct value primary = json_get(r, "primaryMetric");
    struct value params = json_get(r, "params");
    size_t score;

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
    set_error(table, score, json_get(primary, "scoreError"));
    set_count(table, score, r);
    read_percentiles(table, score, json_get(primary, "scorePercentiles"));
    for (size_t i = 0; secondary.kind == VALUE_MAP && i < secondary.as.map->len;
         i++)
        read_secondary(table, value_text(secondary.as.map->entries[i].key),
                       secondary.as.map->entries[i].value);
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
