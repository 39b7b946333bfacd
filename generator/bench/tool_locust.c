/* SPDX-License-Identifier: MIT */
/*
 * locust's CSV files: stats (one row an endpoint, "Aggregated" sums them up),
 * history (seconds since 1970), failures. Times in ms. Percent columns are
 * quantiles of the response time; failures stand beside every one.
 */
#include "metric.h"
#include "tool.h"

#define NAME "locust"

struct known_column {
    const char *header;
    const char *key;
    const char *label;
    const char *unit;
    enum better better;
    enum statistic stat;
};

static const struct known_column known_columns[] = {
    {"Request Count", "request_count", "requests", "", BETTER_NONE, STAT_COUNT},
    {"Failure Count", "failed", "failed requests", "", BETTER_LOWER,
     STAT_COUNT},
    {"Median Response Time", "median_response_time", "response time", "ms",
     BETTER_LOWER, STAT_MEDIAN},
    {"Average Response Time", "average_response_time", "response time", "ms",
     BETTER_LOWER, STAT_MEAN},
    {"Min Response Time", "min_response_time", "response time", "ms",
     BETTER_LOWER, STAT_MIN},
    {"Max Response Time", "max_response_time", "response time", "ms",
     BETTER_LOWER, STAT_MAX},
    {"Average Content Size", "average_content_size", "content size", "B",
     BETTER_NONE, STAT_MEAN},
    {"Requests/s", "requests_per_s", "request throughput", "req/s",
     BETTER_HIGHER, STAT_RATE},
    {"Failures/s", "failures_per_s", "failures", "req/s", BETTER_LOWER,
     STAT_RATE},
    {"User Count", "user_count", "users", "", BETTER_NONE, STAT_SINGLE},
    {"Total Request Count", "total_request_count", "requests so far", "",
     BETTER_NONE, STAT_COUNT},
    {"Total Failure Count", "total_failure_count", "failures so far", "",
     BETTER_LOWER, STAT_COUNT},
    {"Total Median Response Time", "total_median_response_time",
     "response time so far", "ms", BETTER_LOWER, STAT_MEDIAN},
    {"Total Average Response Time", "total_average_response_time",
     "response time so far", "ms", BETTER_LOWER, STAT_MEAN},
    {"Total Min Response Time", "total_min_response_time",
     "response time so far", "ms", BETTER_LOWER, STAT_MIN},
    {"Total Max Response Time", "total_max_response_time",
     "response time so far", "ms", BETTER_LOWER, STAT_MAX},
    {"Total Average Content Size", "total_average_content_size",
     "content size so far", "B", BETTER_NONE, STAT_MEAN},
};

static void describe(struct column *c, const struct known_column *k)
{
    c->base = c->label = str_of(k->label);
    c->unit = str_of(k->unit);
    c->better = k->better;
    c->stat = k->stat;
    c->role = ROLE_METRIC;
}

static size_t column_for(struct table *table, struct str header)
{
    struct column *c;
    size_t at;
    double q;

    for (size_t i = 0; i < PHX_COUNT(known_columns); i++)
        if (str_is(header, known_columns[i].header)) {
            at = table_column(table, str_of(known_columns[i].key));
            describe(table_at(table, at), &known_columns[i]);
            return at;
        }
    if (metric_quantile(header, &q)) {
        struct str percent = str_slice(header, 0, header.len - 1);

        at = table_column(table,
                          str_fmt(table->arena, "response_time_p%" STR_FMT,
                                  STR_ARG(percent)));
        c = table_at(table, at);
        describe(c, &(struct known_column){.label = "response time",
                                           .unit = "ms",
                                           .better = BETTER_LOWER,
                                           .stat = STAT_QUANTILE});
        c->quantile = q;
        return at;
    }
    at = table_param(table, str_lower_ascii(table->arena, header));
    return at;
}

static int read_rows(const struct input *input, struct table *table,
                     struct error *err)
{
    struct rows rows;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    for (size_t row = 1; row < rows.list->len; row++) {
        bool aggregate = false, history;

        if (rows.list->items[row].as.list->len < 3)
            continue;
        table_row(table);
        history = str_is(rows_cell(&rows, 0, 0), "Timestamp");
        for (size_t at = 0; at < rows.list->items[0].as.list->len; at++) {
            struct str header = rows_cell(&rows, 0, at);
            struct str text = rows_cell(&rows, row, at);
            const size_t column = column_for(table, header);
            struct cell cell;

            cell_read(text, false, &cell);
            aggregate = aggregate ||
                        (str_is(header, "Name") && str_is(text, "Aggregated"));
            if (cell.kind == CELL_ABSENT)
                continue;
            if (str_is(header, "Timestamp") && cell.value.kind == VALUE_INT)
                cell.value = value_date(
                    (struct date){.unix_seconds = cell.value.as.integer});
            else if (cell.unit.len > 0)
                cell.value = value_str(text);
            table_set(table, column, cell.value);
        }
        /* Every row of a history is "Aggregated" unless it was asked for. */
        if (aggregate && !history)
            table_aggregate(table);
    }
    return 0;
}

static bool starts(const struct input *input, const char *const *names,
                   size_t count)
{
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows_start(&rows, names, count);
}

static bool stats_recognise(const struct input *input)
{
    static const char *const header[] = {"Type", "Name", "Request Count",
                                         "Failure Count"};

    return starts(input, header, PHX_COUNT(header));
}

static bool history_recognise(const struct input *input)
{
    static const char *const header[] = {"Timestamp", "User Count", "Type",
                                         "Name"};

    return starts(input, header, PHX_COUNT(header));
}

static bool failures_recognise(const struct input *input)
{
    static const char *const header[] = {"Method", "Name", "Error",
                                         "Occurrences"};

    return starts(input, header, PHX_COUNT(header));
}

static int failures_read(const struct input *input, struct table *table,
                         struct error *err)
{
    const int rc = read_rows(input, table, err);
    const size_t at = table_find(table, STR("occurrences"));

    if (rc == 0 && at != NO_COLUMN) {
        struct column *c = table_at(table, at);

        describe(c, &(struct known_column){.label = "failures",
                                           .unit = "",
                                           .better = BETTER_LOWER,
                                           .stat = STAT_COUNT});
    }
    return rc;
}

const struct tool tool_locust_stats = {NAME, "locust", stats_recognise,
                                       read_rows};
const struct tool tool_locust_history = {NAME, "locust", history_recognise,
                                         read_rows};
const struct tool tool_locust_failures = {NAME, "locust", failures_recognise,
                                          failures_read};
