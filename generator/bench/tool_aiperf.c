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

static void set_numbers(struct table *table, struct value map)
{
    for (size_t i = 0; map.kind == VALUE_MAP && i < map.as.map->len; i++)
        if (value_is_number(map.as.map->entries[i].value))
            set_param(table, value_text(map.as.map->entries[i].key),
                      map.as.map->entries[i].value);
}

/* The phase that is measured: not a warm-up. */
static void read_phases(struct table *table, const struct value_list *phases)
{
    static const char *const keys[] = {"type", "requests",     "concurrency",
                                       "rate", "request_rate", "duration"};

    for (size_t i = phases ? phases->len : 0; i-- > 0;) {
        struct value phase = phases->items[i];

        if (phase.kind != VALUE_MAP ||
            value_truthy(json_get(phase, "exclude_from_results"), NULL))
            continue;
        for (size_t k = 0; k < PHX_COUNT(keys); k++)
            if (json_get(phase, keys[k]).kind != VALUE_NULL)
                set_param(table, k == 0 ? STR("load") : str_of(keys[k]),
                          json_get(phase, keys[k]));
        return;
    }
}

/* Where the versions have kept the model: models.items[].name,
 * endpoint.model_names[], model_names[], model[]. */
static struct value model_of(struct value config)
{
    const struct value_list *lists[] = {
        json_list(json_get(config, "models"), "items"),
        json_list(json_get(config, "endpoint"), "model_names"),
        json_list(config, "model_names"), json_list(config, "model")};

    for (size_t i = 0; i < PHX_COUNT(lists); i++)
        if (lists[i] && lists[i]->len > 0)
            return i == 0 ? json_get(lists[i]->items[0], "name")
                          : lists[i]->items[0];
    return json_get(config, "model");
}

/* Of GenAI-Perf, which writes its options flat or in groups. */
static void read_stimulus(struct table *table, struct value config)
{
    static const char *const keys[] = {
        "concurrency",   "request_rate", "num_prompts", "request_count",
        "endpoint_type", "streaming",    "backend"};
    struct value stimulus =
        json_get(json_get(config, "perf_analyzer"), "stimulus");
    struct value tokens =
        json_get(json_get(config, "input"), "synthetic_tokens");

    for (size_t i = 0; i < PHX_COUNT(keys); i++)
        if (json_get(config, keys[i]).kind != VALUE_NULL)
            set_param(table, str_of(keys[i]), json_get(config, keys[i]));
    set_numbers(table, stimulus);
    if (value_is_number(json_get(tokens, "mean")))
        set_param(table, STR("synthetic_tokens"), json_get(tokens, "mean"));
}

static void read_config(struct table *table, struct value d)
{
    struct value config = json_get(d, "input_config");
    struct value endpoint = json_get(config, "endpoint");
    struct value trial = json_get(json_get(d, "run_info"), "trial");
    struct value model = model_of(config);

    if (model.kind == VALUE_STRING && str_starts(value_text(model), STR("/")))
        model = value_str(path_name(value_text(model)));
    if (model.kind == VALUE_STRING)
        set_param(table, STR("model"), model);
    if (json_get(endpoint, "type").kind == VALUE_STRING)
        set_param(table, STR("endpoint_type"), json_get(endpoint, "type"));
    if (json_get(endpoint, "streaming").kind == VALUE_BOOL)
        set_param(table, STR("streaming"), json_get(endpoint, "streaming"));
    set_numbers(table, json_get(config, "loadgen"));
    read_phases(table, json_list(config, "phases"));
    read_stimulus(table, config);
    if (trial.kind == VALUE_INT) /* a repeat, no setting */
        table_set(table, table_column(table, STR("trial")), trial);
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
