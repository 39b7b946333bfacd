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

static void describe(struct column *c, struct table *table, struct str metric,
                     struct str stat, bool time)
{
    c->base = str_dup(table->arena, metric);
    c->label = str_replace(table->arena, c->base, STR("_"), STR(" "));
    c->unit = time ? STR("ms") : str_is(stat, "rate") ? STR("1/s") : STR("");
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
    if (str_is(metric, "http_reqs") || str_is(metric, "iterations"))
        c->better = c->stat == STAT_RATE ? BETTER_HIGHER : BETTER_NONE;
    if (str_is(metric, "http_req_failed") || str_is(metric, "checks"))
        c->unit = STR("");
    if (str_is(metric, "http_req_failed"))
        c->better = BETTER_LOWER;
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
                     is_time(metric, v));
        table_set(table, at, entry->value);
    }
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value metrics = json_get(input_document(input), "metrics");

    (void)err; /* what was recognised can be read */
    table_row(table);
    for (size_t i = 0; i < metrics.as.map->len; i++)
        if (metrics.as.map->entries[i].value.kind == VALUE_MAP)
            read_metric(table, value_text(metrics.as.map->entries[i].key),
                        metrics.as.map->entries[i].value);
    return 0;
}

const struct tool tool_k6 = {NAME, "k6", recognise, read};
