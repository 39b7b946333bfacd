/* SPDX-License-Identifier: MIT */
/* vLLM `bench latency` and `bench throughput`: seconds, and no word on model,
 * parameters or date. */
#include "metric.h"
#include "tool.h"

#include <math.h>

static bool latency_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_has(d, "avg_latency") && json_list(d, "latencies") &&
           json_get(d, "percentiles").kind == VALUE_MAP;
}

/* The sample's deviation; the tool wrote none before `std_latency`. */
static double deviation(const struct value_list *list)
{
    double sum = 0, squares = 0;
    size_t n = 0;

    for (size_t i = 0; i < list->len; i++)
        if (value_is_number(list->items[i])) {
            sum += value_as_double(list->items[i]);
            n++;
        }
    for (size_t i = 0; i < list->len; i++)
        if (value_is_number(list->items[i])) {
            const double by = value_as_double(list->items[i]) - sum / (double)n;

            squares += by * by;
        }
    return n > 1 ? sqrt(squares / (double)(n - 1)) : (double)NAN;
}

static void describe(struct table *table, const char *key, enum statistic stat,
                     double quantile)
{
    const size_t at = table_find(table, str_of(key));
    struct column *c;

    if (at == NO_COLUMN) /* the file has something else there */
        return;
    c = table_at(table, at);
    c->base = c->label = STR("latency");
    c->unit = STR("s");
    c->better = stat == STAT_DEVIATION ? BETTER_NONE : BETTER_LOWER;
    c->stat = stat;
    c->quantile = quantile;
}

static int latency_read(const struct input *input, struct table *table,
                        struct error *err)
{
    struct value d = input_document(input);
    struct value percentiles = json_get(d, "percentiles");
    const struct value_list *latencies = json_list(d, "latencies");
    struct column *mean;

    table_row(table);
    set_metric(table, "vllm-latency", STR("avg_latency"),
               json_get(d, "avg_latency"));
    describe(table, "avg_latency", STAT_MEAN, 0);
    set_metric(table, "vllm-latency", STR("std_latency"),
               json_has(d, "std_latency") ? json_get(d, "std_latency")
                                          : value_float(deviation(latencies)));
    describe(table, "std_latency", STAT_DEVIATION, 0);
    for (size_t i = 0; i < percentiles.as.map->len; i++) {
        const struct value_entry *entry = &percentiles.as.map->entries[i];
        struct str key = str_fmt(table->arena, "p%" STR_FMT "_latency",
                                 STR_ARG(value_text(entry->key)));
        double percent;

        if (!str_to_double(value_text(entry->key), &percent))
            continue;
        set_metric(table, "vllm-latency", key, entry->value);
        describe(table, str_cstr(table->arena, key), STAT_QUANTILE,
                 metric_share(percent));
    }
    table_set(table, table_column(table, STR("latencies")),
              json_get(d, "latencies"));
    table_set(table, table_column(table, STR("n")),
              value_int((int64_t)latencies->len));
    link_spread(table, "avg_latency", "std_latency", SPREAD_SD_SAMPLE);
    if (table_find(table, STR("avg_latency")) == NO_COLUMN)
        return phx_fail(err, PHX_EINPUT, "its avg_latency is no number");
    mean = table_at(table, table_find(table, STR("avg_latency")));
    mean->samples = table_find(table, STR("latencies"));
    mean->count = table_find(table, STR("n"));
    return 0;
}

const struct tool tool_vllm_latency = {"vllm-latency", "vLLM bench latency",
                                       latency_recognise, latency_read};

static bool throughput_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_has(d, "elapsed_time") && json_has(d, "num_requests") &&
           json_has(d, "requests_per_second") &&
           json_has(d, "tokens_per_second");
}

static int throughput_read(const struct input *input, struct table *table,
                           struct error *err)
{
    static const char *const params[] = {"num_requests", "total_num_tokens",
                                         NULL};

    (void)err; /* what was recognised can be read */
    table_row(table);
    set_fields(table, "vllm-throughput", input_document(input), params, NULL);
    return 0;
}

const struct tool tool_vllm_throughput = {
    "vllm-throughput", "vLLM bench throughput", throughput_recognise,
    throughput_read};
