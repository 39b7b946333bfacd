/* SPDX-License-Identifier: MIT */
/*
 * NVIDIA AIPerf and its forerunner GenAI-Perf: JSON with {unit, avg, p1 … std}
 * for each metric, CSV in blocks parted by blank lines with the unit in
 * parentheses. The only serving tools that write units. A statistic is its own
 * column, METRIC_p99; METRIC alone is the average. std is of the population.
 */
#include "metric.h"
#include "tool.h"

#include <math.h>

#define NAME "aiperf"

static const char *const statistics[] = {
    "avg", "min", "max", "sum", "std", "p1",  "p5",    "p10",
    "p25", "p50", "p75", "p90", "p95", "p99", "count", NULL};

static struct str short_unit(struct str unit)
{
    static const struct {
        const char *from;
        const char *to;
    } units[] = {{"requests/sec", "req/s"},
                 {"tokens/sec", "tok/s"},
                 {"tokens/sec/user", "tok/s/user"},
                 {"sec", "s"},
                 {"per sec", "1/s"},
                 {"nanoseconds", "ns"},
                 {"milliseconds", "ms"},
                 {"seconds", "s"}};

    for (size_t i = 0; i < PHX_COUNT(units); i++)
        if (str_is(unit, units[i].from))
            return str_of(units[i].to);
    return unit;
}

static enum statistic stat_of(struct str name, double *quantile)
{
    if (str_is(name, "min"))
        return STAT_MIN;
    if (str_is(name, "max"))
        return STAT_MAX;
    if (str_is(name, "sum"))
        return STAT_SUM;
    if (str_is(name, "std"))
        return STAT_DEVIATION;
    if (str_is(name, "count"))
        return STAT_COUNT;
    return metric_quantile(name, quantile) ? STAT_QUANTILE : STAT_MEAN;
}

static void set_statistic(struct table *table, struct str metric,
                          struct str unit, struct str name, bool single,
                          double value)
{
    struct str key = str_is(name, "avg") || str_is(name, "value")
                         ? metric
                         : str_fmt(table->arena, "%" STR_FMT "_%" STR_FMT,
                                   STR_ARG(metric), STR_ARG(name));
    const size_t known = table->columns.len;
    const size_t at = unit_metric(table, key, short_unit(unit));
    struct column *c = table_at(table, at);

    if (at == known) {
        c->base = str_dup(table->arena, metric);
        c->label = str_replace(table->arena, c->base, STR("_"), STR(" "));
        c->stat = single ? STAT_SINGLE : stat_of(name, &c->quantile);
        if (c->stat == STAT_DEVIATION || c->stat == STAT_COUNT) {
            c->better = BETTER_NONE;
            c->role = ROLE_DETAIL;
        }
        if (c->stat == STAT_COUNT)
            c->unit = STR("");
    }
    table_set(table, at, value_float(value));
}

/* ---- JSON ---- */

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_get(d, "input_config").kind == VALUE_MAP &&
           json_has(json_get(d, "request_latency"), "unit");
}

static void read_metric(struct table *table, struct str key, struct value v)
{
    struct str unit = json_text(v, "unit");
    bool single = true;

    for (size_t i = 0; i < v.as.map->len; i++)
        if (!str_is(value_text(v.as.map->entries[i].key), "unit") &&
            !str_is(value_text(v.as.map->entries[i].key), "avg"))
            single = false;
    for (size_t i = 0; i < v.as.map->len; i++) {
        const struct value_entry *entry = &v.as.map->entries[i];

        if (in_list(value_text(entry->key), statistics) &&
            value_is_number(entry->value))
            set_statistic(table, key, unit, value_text(entry->key), single,
                          value_as_double(entry->value));
    }
}

static void read_config(struct table *table, struct value d)
{
    struct value config = json_get(d, "input_config");
    const struct value_list *items =
        json_list(json_get(config, "models"), "items");
    struct value load = json_get(config, "loadgen");

    if (items && items->len > 0)
        set_param(table, STR("model"), json_get(items->items[0], "name"));
    for (size_t i = 0; load.kind == VALUE_MAP && i < load.as.map->len; i++)
        if (load.as.map->entries[i].value.kind == VALUE_INT ||
            load.as.map->entries[i].value.kind == VALUE_FLOAT)
            set_param(table, value_text(load.as.map->entries[i].key),
                      load.as.map->entries[i].value);
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);

    (void)err; /* what was recognised can be read */
    table_row(table);
    table_fact(table, "version", json_text(d, "aiperf_version"));
    table_fact(table, "date", json_text(d, "start_time"));
    table->tool_label =
        json_has(d, "aiperf_version") ? STR("AIPerf") : STR("GenAI-Perf");
    read_config(table, d);
    for (size_t i = 0; i < d.as.map->len; i++) {
        const struct value_entry *entry = &d.as.map->entries[i];

        if (entry->value.kind == VALUE_MAP && json_has(entry->value, "unit"))
            read_metric(table, value_text(entry->key), entry->value);
    }
    link_deviations(table, SPREAD_SD_POPULATION);
    if (value_truthy(json_get(d, "was_cancelled"), NULL))
        table_fact(table, "status", STR("cancelled"));
    return 0;
}

const struct tool tool_aiperf = {NAME, "AIPerf", recognise, read};

/* ---- CSV ---- */

static bool csv_recognise(const struct input *input)
{
    static const char *const header[] = {"Metric", "avg", "min", "max"};
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows_start(&rows, header, PHX_COUNT(header));
}

/* "OSL Mismatch Diff % (%)" → osl_mismatch_diff_%, "%" */
static struct str metric_key(struct arena *arena, struct str name,
                             struct str *unit)
{
    const size_t open = str_rchr(name, '(');

    *unit = STR("");
    if (open != STR_NONE && str_ends(name, STR(")"))) {
        *unit = str_slice(name, open + 1, name.len - 1);
        name = str_trim(str_slice(name, 0, open));
    }
    return str_replace(arena, str_lower_ascii(arena, name), STR(" "), STR("_"));
}

static void read_row(struct table *table, const struct value_list *header,
                     const struct value_list *cells)
{
    struct str unit;
    struct str key =
        metric_key(table->arena, value_text(cells->items[0]), &unit);

    for (size_t i = 1; i < header->len && i < cells->len; i++) {
        struct cell cell;
        struct str stat = str_lower_ascii(
            table->arena, str_trim(value_text(header->items[i])));

        cell_read(value_text(cells->items[i]), false, &cell);
        if (cell.kind == CELL_NUMBER)
            set_statistic(table, key, unit, stat, header->len == 2,
                          value_as_double(cell.value));
    }
}

static int csv_read_blocks(const struct input *input, struct table *table,
                           struct error *err)
{
    const struct value_list *header = NULL;
    struct rows rows;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    table_row(table);
    for (size_t row = 0; row < rows.list->len; row++) {
        const struct value_list *cells = rows.list->items[row].as.list;
        struct str first = rows_cell(&rows, row, 0);

        if (cells->len < 2 || first.len == 0)
            header = NULL;
        else if (str_is(first, "Metric") || str_is(first, "Endpoint"))
            header = str_is(first, "Metric") ? cells : NULL;
        else if (header)
            read_row(table, header, cells);
    }
    link_deviations(table, SPREAD_SD_POPULATION);
    return 0;
}

const struct tool tool_aiperf_csv = {NAME, "AIPerf / GenAI-Perf", csv_recognise,
                                     csv_read_blocks};
