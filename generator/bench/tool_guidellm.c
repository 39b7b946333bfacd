/* SPDX-License-Identifier: MIT */
/*
 * GuideLLM: one row a load point; its metrics are of the successful requests.
 * p001 is 0.1 %, p999 is 99.9 %. request_latency is in s, *_ms in ms. The
 * requests themselves, with prompts and answers, are never read.
 */
#include "metric.h"
#include "tool.h"

#include <math.h>

#define NAME "guidellm"

static const struct value_list *benchmarks_of(const struct input *input)
{
    return json_list(input_document(input), "benchmarks");
}

static bool recognise(const struct input *input)
{
    const struct value_list *benchmarks = benchmarks_of(input);

    return benchmarks && benchmarks->len > 0 &&
           json_has(json_get(benchmarks->items[0], "metrics"),
                    "time_to_first_token_ms");
}

static struct str unit_of(struct str metric)
{
    if (str_is(metric, "request_latency"))
        return STR("s");
    if (str_ends(metric, STR("_ms")))
        return STR("ms");
    if (str_is(metric, "requests_per_second"))
        return STR("req/s");
    if (str_ends(metric, STR("tokens_per_second")))
        return STR("tok/s");
    if (str_ends(metric, STR("_token_count")))
        return STR("tok");
    if (str_ends(metric, STR("tokens_per_iteration")))
        return STR("tok");
    return STR("");
}

static bool quantile_of(struct str key, double *out)
{
    if (str_is(key, "p001"))
        *out = 0.001;
    else if (str_is(key, "p01"))
        *out = 0.01;
    else if (str_is(key, "p05"))
        *out = 0.05;
    else if (str_is(key, "p999"))
        *out = 0.999;
    else
        return metric_quantile(key, out);
    return true;
}

static void set_stat(struct table *table, struct str metric, struct str suffix,
                     enum statistic stat, double quantile, struct value v)
{
    struct str key = suffix.len
                         ? str_fmt(table->arena, "%" STR_FMT "_%" STR_FMT,
                                   STR_ARG(metric), STR_ARG(suffix))
                         : metric;
    const size_t known = table->columns.len;
    size_t at;
    struct column *c;

    if (!value_is_number(v))
        return;
    at = unit_metric(table, key, unit_of(metric));
    c = table_at(table, at);
    if (at == known) {
        c->base = str_dup(table->arena, metric);
        c->label = str_replace(table->arena,
                               str_ends(metric, STR("_ms"))
                                   ? str_slice(c->base, 0, c->base.len - 3)
                                   : c->base,
                               STR("_"), STR(" "));
        c->stat = stat;
        c->quantile = quantile;
        if (stat == STAT_DEVIATION || stat == STAT_COUNT) {
            c->better = BETTER_NONE;
            c->role = ROLE_DETAIL;
        }
        if (stat == STAT_COUNT)
            c->unit = STR("");
        /* How much was asked for, not how well it went. */
        if (str_ends(metric, STR("_count")) ||
            str_is(metric, "request_concurrency"))
            c->better = BETTER_NONE;
    }
    table_set(table, at, v);
}

static void read_metric(struct table *table, struct str metric, struct value v)
{
    static const struct {
        const char *key;
        const char *suffix;
        enum statistic stat;
    } stats[] = {{"mean", "", STAT_MEAN},
                 {"median", "median", STAT_MEDIAN},
                 {"std_dev", "std_dev", STAT_DEVIATION},
                 {"min", "min", STAT_MIN},
                 {"max", "max", STAT_MAX},
                 {"count", "count", STAT_COUNT}};
    struct value ok = json_get(v, "successful");
    struct value percentiles = json_get(ok, "percentiles");

    if (ok.kind != VALUE_MAP)
        return;
    for (size_t i = 0; i < PHX_COUNT(stats); i++)
        set_stat(table, metric, str_of(stats[i].suffix), stats[i].stat, 0,
                 json_get(ok, stats[i].key));
    for (size_t i = 0;
         percentiles.kind == VALUE_MAP && i < percentiles.as.map->len; i++) {
        const struct value_entry *entry = &percentiles.as.map->entries[i];
        double q;

        if (quantile_of(value_text(entry->key), &q))
            set_stat(table, metric, value_text(entry->key), STAT_QUANTILE, q,
                     entry->value);
    }
}

static void read_benchmark(struct table *table, struct value b)
{
    struct value metrics = json_get(b, "metrics");
    struct value totals = json_get(metrics, "request_totals");
    struct value config = json_get(b, "config");
    struct value strategy = json_get(
        config.kind == VALUE_MAP ? config : json_get(b, "args"), "strategy");
    static const char *const keys[] = {"type_", "max_concurrency", "streams",
                                       "rate"};

    table_row(table);
    for (size_t i = 0; i < PHX_COUNT(keys); i++)
        if (json_has(strategy, keys[i]))
            set_param(table, i == 0 ? STR("strategy") : str_of(keys[i]),
                      json_get(strategy, keys[i]));
    if (totals.kind == VALUE_MAP) {
        set_metric(table, NAME, STR("completed"),
                   json_get(totals, "successful"));
        set_metric(table, NAME, STR("failed"), json_get(totals, "errored"));
        table_set(table, table_column(table, STR("incomplete")),
                  json_get(totals, "incomplete"));
    }
    for (size_t i = 0; i < metrics.as.map->len; i++)
        if (metrics.as.map->entries[i].value.kind == VALUE_MAP)
            read_metric(table, value_text(metrics.as.map->entries[i].key),
                        metrics.as.map->entries[i].value);
}

/* `model` stands at several places; a folder's name is enough of it. */
static void read_model(struct table *table, struct value d, struct value b)
{
    const struct value places[] = {
        json_get(d, "args"), json_get(json_get(d, "args"), "backend_kwargs"),
        json_get(b, "args"), json_get(json_get(b, "config"), "backend"),
        json_get(b, "worker")};

    for (size_t i = 0; i < PHX_COUNT(places); i++) {
        struct str model = json_text(places[i], "model");

        if (model.len == 0)
            model = json_text(places[i], "backend_model");
        if (model.len == 0)
            continue;
        if (str_starts(model, STR("/")))
            model = path_name(model);
        set_param(table, STR("model"), value_str(model));
        return;
    }
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);
    const struct value_list *benchmarks = benchmarks_of(input);
    struct value metadata = json_get(d, "metadata");

    (void)err; /* what was recognised can be read */
    table_fact(table, "version", json_text(metadata, "guidellm_version"));
    table_fact(table, "machine", json_text(metadata, "platform"));
    for (size_t i = 0; i < benchmarks->len; i++)
        if (json_get(benchmarks->items[i], "metrics").kind == VALUE_MAP) {
            read_benchmark(table, benchmarks->items[i]);
            read_model(table, d, benchmarks->items[i]);
        }
    link_deviations(table, SPREAD_SD_POPULATION);
    return 0;
}

const struct tool tool_guidellm = {NAME, "GuideLLM", recognise, read};

/* ---- CSV: group, name with unit, statistic; percentiles as one list ---- */

static bool csv_recognise(const struct input *input)
{
    static const char *const header[] = {"Run Info", "Run Info"};
    struct rows rows;

    return !input->binary && input_rows(input, &rows) && rows.list->len > 3 &&
           rows_start(&rows, header, 2);
}

static const char *const csv_groups[] = {
    "Benchmark",           "Request Counts",        "Request Latency",
    "Time to First Token", "Time per Output Token", "Inter Token Latency",
    "Server Throughput",   "Token Metrics",         "Token Throughput",
    "Token Streaming",     "Streaming Iterations",  NULL};

/* Of the run, and nothing that was varied. */
static const char *const no_params[] = {"ID", "Run ID", "Constraints", NULL};

/* "Request Latency / Latency (sec) / Mean" */
static struct str csv_key(struct arena *arena, const struct rows *rows,
                          size_t at)
{
    struct str group = rows_cell(rows, 0, at), name = rows_cell(rows, 1, at);
    struct str stat = rows_cell(rows, 2, at);

    return str_fmt(arena, "%" STR_FMT "%s%" STR_FMT "%s%" STR_FMT,
                   STR_ARG(group), name.len ? " / " : "", STR_ARG(name),
                   stat.len ? " / " : "", STR_ARG(stat));
}

static void csv_describe(struct table *table, const struct rows *rows,
                         size_t at, size_t column)
{
    struct column *c = table_at(table, column);
    struct str name = rows_cell(rows, 1, at), stat = rows_cell(rows, 2, at);

    c->base = str_fmt(table->arena, "%" STR_FMT " / %" STR_FMT,
                      STR_ARG(rows_cell(rows, 0, at)), STR_ARG(name));
    c->label = c->base;
    c->stat = str_is(stat, "Mean")      ? STAT_MEAN
              : str_is(stat, "Median")  ? STAT_MEDIAN
              : str_is(stat, "Std Dev") ? STAT_DEVIATION
                                        : STAT_SINGLE;
    if (str_find(name, STR("ms")) != STR_NONE)
        c->unit = STR("ms");
    else if (str_find(name, STR("/Sec")) != STR_NONE ||
             str_find(name, STR("per Sec")) != STR_NONE)
        c->unit = STR("1/s");
    else if (str_find(name, STR("sec)")) != STR_NONE ||
             str_find(name, STR("Sec)")) != STR_NONE ||
             str_ends(name, STR(" Sec")))
        c->unit = STR("s");
    if (str_is(rows_cell(rows, 0, at), "Request Counts")) {
        c->stat = STAT_COUNT;
        c->better = str_is(name, "Errored") ? BETTER_LOWER : BETTER_NONE;
        return;
    }
    if (str_is(c->unit, "1/s"))
        c->better = BETTER_HIGHER;
    else if (c->unit.len > 0)
        c->better = BETTER_LOWER;
    if (c->stat == STAT_DEVIATION)
        c->better = BETTER_NONE;
}

static int csv_read_rows(const struct input *input, struct table *table,
                         struct error *err)
{
    struct rows rows;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    for (size_t row = 3; row < rows.list->len; row++) {
        if (rows.list->items[row].as.list->len < 10)
            continue;
        table_row(table);
        for (size_t at = 0; at < rows.list->items[0].as.list->len; at++) {
            struct str key = csv_key(input->arena, &rows, at);
            const size_t known = table->columns.len;
            struct cell cell;
            size_t column;

            cell_read(rows_cell(&rows, row, at), false, &cell);
            if (!in_list(rows_cell(&rows, 0, at), csv_groups) ||
                cell.kind == CELL_ABSENT)
                continue;
            if (cell.kind == CELL_TEXT) {
                if (str_is(rows_cell(&rows, 0, at), "Benchmark") &&
                    !in_list(rows_cell(&rows, 1, at), no_params))
                    set_param(table, key, cell.value);
                continue;
            }
            column = table_metric(table, STR(""), key);
            if (column == known)
                csv_describe(table, &rows, at, column);
            table_set(table, column, cell.value);
        }
    }
    link_deviations(table, SPREAD_SD_POPULATION);
    return 0;
}

const struct tool tool_guidellm_csv = {NAME, "GuideLLM", csv_recognise,
                                       csv_read_rows};
