/* SPDX-License-Identifier: MIT */
/*
 * k6: --summary-export (values directly below the metric) and handleSummary
 * (values, type, contains, thresholds). One run, one row; METRIC_STAT columns.
 * Times are ms.
 */
#include "metric.h"
#include "tool.h"

#define NAME "k6"

static bool recognise(const struct input *input)
{
    return json_get(json_get(input_document(input), "metrics"), "iterations")
               .kind == VALUE_MAP;
}

static bool is_time(struct str metric, struct value v)
{
    struct str contains = json_text(v, "contains");

    return contains.len > 0
               ? str_is(contains, "time")
               : json_has(v, "med") &&
                     (str_find(metric, STR("duration")) != STR_NONE ||
                      str_starts(metric, STR("http_req_")));
}

static bool is_data(struct str metric, struct value v)
{
    struct str contains = json_text(v, "contains");

    return contains.len > 0
               ? str_is(contains, "data")
               : str_is(metric, "data_sent") || str_is(metric, "data_received");
}

/* How many virtual users there were is what was asked for. */
static bool is_load(struct str metric)
{
    return str_is(metric, "http_reqs") || str_is(metric, "iterations") ||
           str_is(metric, "vus") || str_is(metric, "vus_max") ||
           str_is(metric, "data_sent") || str_is(metric, "data_received");
}

static void describe(struct column *c, struct table *table, struct str metric,
                     struct str stat, bool time, bool data)
{
    c->base = str_dup(table->arena, metric);
    c->label = str_replace(table->arena, c->base, STR("_"), STR(" "));
    c->unit = time ? STR("ms") : str_is(stat, "rate") ? STR("1/s") : STR("");
    if (data)
        c->unit = str_is(stat, "rate") ? STR("B/s") : STR("B");
    c->better = time ? BETTER_LOWER : BETTER_UNKNOWN;
    c->stat = str_is(stat, "avg")     ? STAT_MEAN
              : str_is(stat, "med")   ? STAT_MEDIAN
              : str_is(stat, "min")   ? STAT_MIN
              : str_is(stat, "max")   ? STAT_MAX
              : str_is(stat, "count") ? STAT_COUNT
              : str_is(stat, "rate")  ? STAT_RATE
                                      : STAT_SINGLE;
    if (metric_quantile(stat, &c->quantile))
        c->stat = STAT_QUANTILE;
    if (is_load(metric))
        c->better = c->stat == STAT_RATE && !data ? BETTER_HIGHER : BETTER_NONE;
    if (str_is(metric, "http_reqs") && c->stat == STAT_RATE)
        c->unit = STR("req/s");
    if (str_is(metric, "dropped_iterations"))
        c->better = BETTER_LOWER;
}

/* A share, how often it was so, and how often not: {rate|value, passes, fails}.
 * Of failed requests "passes" is how many failed. */
static void describe_share(struct column *c, struct str metric, struct str stat)
{
    const bool bad = str_is(metric, "http_req_failed");
    const bool fails = str_is(stat, "fails");

    c->unit = STR("");
    c->stat =
        str_is(stat, "rate") || str_is(stat, "value") ? STAT_RATE : STAT_COUNT;
    if (bad || str_starts(metric, STR("checks")))
        c->better = bad != fails ? BETTER_LOWER : BETTER_HIGHER;
}

static void read_metric(struct table *table, struct str metric, struct value v)
{
    struct value values = json_get(v, "values");

    if (values.kind != VALUE_MAP)
        values = v;
    for (size_t i = 0; i < values.as.map->len; i++) {
        const struct value_entry *entry = &values.as.map->entries[i];
        struct str stat = value_text(entry->key);
        struct str key = str_fmt(table->arena, "%" STR_FMT "_%" STR_FMT,
                                 STR_ARG(metric), STR_ARG(stat));
        const size_t known = table->columns.len;
        size_t at;

        if (!value_is_number(entry->value))
            continue;
        at = table_metric(table, STR(NAME), key);
        if (at == known)
            describe(table_at(table, at), table, metric, stat,
                     is_time(metric, v), is_data(metric, v));
        if (at == known && json_has(values, "passes"))
            describe_share(table_at(table, at), metric, stat);
        table_set(table, at, entry->value);
    }
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input), metrics = json_get(d, "metrics");
    struct value duration = json_get(json_get(d, "state"), "testRunDurationMs");
    struct column *c;

    (void)err; /* what was recognised can be read */
    table_row(table);
    if (value_is_number(duration)) {
        set_metric(table, NAME, STR("duration"), duration);
        c = table_at(table, table_find(table, STR("duration")));
        c->unit = STR("ms");
        c->better = BETTER_NONE;
    }
    for (size_t i = 0; i < metrics.as.map->len; i++)
        if (metrics.as.map->entries[i].value.kind == VALUE_MAP)
            read_metric(table, value_text(metrics.as.map->entries[i].key),
                        metrics.as.map->entries[i].value);
    return 0;
}

const struct tool tool_k6 = {NAME, "k6", recognise, read};
