/* SPDX-License-Identifier: MIT */
/*
 * criterion.rs: estimates.json (nanoseconds, bootstrap intervals and standard
 * errors; old files capitalise the keys) and raw.csv (one row a sample). The
 * changes in change/estimates.json are ratios without a unit.
 */
#include "tool.h"

#include <math.h>

#define NAME "criterion"

static struct value estimate(struct value d, const char *lower,
                             const char *upper)
{
    struct value v = json_get(d, lower);

    return v.kind == VALUE_MAP ? v : json_get(d, upper);
}

/* benchmark.json: what the benchmark is called. */
static bool is_named(struct value d)
{
    return json_has(d, "group_id") && json_has(d, "function_id") &&
           json_has(d, "full_id");
}

/* sample.json: iterations and total times; two lists in old files. */
static bool is_samples(struct value d)
{
    if (json_list(d, "iters") && json_list(d, "times"))
        return true;
    return d.kind == VALUE_LIST && d.as.list->len == 2 &&
           d.as.list->items[0].kind == VALUE_LIST &&
           d.as.list->items[1].kind == VALUE_LIST &&
           d.as.list->items[0].as.list->len > 4 &&
           d.as.list->items[0].as.list->len == d.as.list->items[1].as.list->len;
}

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);
    struct value mean = estimate(d, "mean", "Mean");

    if (is_named(d) || is_samples(d))
        return true;
    return json_has(mean, "point_estimate") &&
           json_has(mean, "confidence_interval") &&
           estimate(d, "median", "Median").kind == VALUE_MAP;
}

/* A change has no slope and no deviation. */
static bool is_change(struct value d)
{
    return estimate(d, "std_dev", "StdDev").kind != VALUE_MAP;
}

static void read_estimate(struct table *table, struct value e, const char *key,
                          bool change)
{
    struct value interval = json_get(e, "confidence_interval");
    struct str lower = str_fmt(table->arena, "%s_lower", key);
    struct str upper = str_fmt(table->arena, "%s_upper", key);
    double level = 0;
    size_t at;

    if (!value_is_number(json_get(e, "point_estimate")))
        return;
    set_metric(table, NAME, str_of(key), json_get(e, "point_estimate"));
    at = table_find(table, str_of(key));
    if (change) {
        struct column *c = table_at(table, at);

        c->label = str_fmt(table->arena, "change of the %s", key);
        c->base = c->label;
        c->unit = STR("");
        c->stat = STAT_SINGLE;
    }
    if (interval.kind != VALUE_MAP)
        return;
    table_set(table, table_column(table, lower),
              json_get(interval, "lower_bound"));
    table_set(table, table_column(table, upper),
              json_get(interval, "upper_bound"));
    phx_ignore(json_number_of(interval, "confidence_level", &level),
               "0 is not said");
    link_ends(table, key, str_cstr(table->arena, lower),
              str_cstr(table->arena, upper), SPREAD_CONFIDENCE, level);
    for (size_t i = 0; i < 2; i++) {
        struct column *c =
            table_at(table, table_find(table, i ? upper : lower));

        c->unit = change ? STR("") : STR("ns");
    }
}

/* Deviations of the samples: criterion's interval is of the mean, and stays the
 * mean's spread; these stand beside it. */
static void read_deviation(struct table *table, struct value e, const char *key)
{
    if (!value_is_number(json_get(e, "point_estimate")))
        return;
    set_metric(table, NAME, str_of(key), json_get(e, "point_estimate"));
    table_at(table, table_find(table, str_of(key)))->role = ROLE_DETAIL;
}

static void read_samples(struct table *table, struct value d)
{
    const bool old = d.kind == VALUE_LIST;
    const struct value_list *iterations =
        old ? d.as.list->items[0].as.list : json_list(d, "iters");
    const struct value_list *times =
        old ? d.as.list->items[1].as.list : json_list(d, "times");

    for (size_t i = 0; i < times->len && i < iterations->len; i++) {
        table_row(table);
        set_param(table, STR("iteration_count"), iterations->items[i]);
        if (value_is_number(times->items[i]))
            table_set(table, unit_metric(table, STR("time"), STR("ns")),
                      times->items[i]);
    }
}

/* group/function/value, apart where there is a value: a line a function. */
static void read_name(struct table *table, struct value d)
{
    struct str value = json_text(d, "value_str");
    struct cell cell;

    set_param(table, STR("benchmark"), json_get(d, "full_id"));
    if (value.len == 0 || json_text(d, "function_id").len == 0)
        return;
    table_at(table, table_param(table, STR("benchmark")))->role = ROLE_DETAIL;
    cell_read(value, false, &cell);
    set_param(table, STR("group"), json_get(d, "group_id"));
    set_param(table, STR("function"), json_get(d, "function_id"));
    set_param(table, STR("value"),
              cell.kind == CELL_NUMBER && cell.unit.len == 0
                  ? cell.value
                  : value_str(value));
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);
    const bool change = is_change(d);

    (void)err; /* what was recognised can be read */
    if (is_samples(d)) {
        read_samples(table, d);
        return 0;
    }
    table_row(table);
    if (is_named(d)) {
        read_name(table, d);
        return 0;
    }
    read_estimate(table, estimate(d, "mean", "Mean"), "mean", change);
    read_estimate(table, estimate(d, "median", "Median"), "median", change);
    read_estimate(table, estimate(d, "slope", "Slope"), "slope", change);
    read_deviation(table, estimate(d, "std_dev", "StdDev"), "std_dev");
    read_deviation(table, estimate(d, "median_abs_dev", "MedianAbsDev"),
                   "median_abs_dev");
    return 0;
}

const struct tool tool_criterion = {NAME, "criterion.rs", recognise, read};

/* ---- raw.csv ---- */

static const char *const header[] = {"group", "function", "value"};

static bool raw_recognise(const struct input *input)
{
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows_start(&rows, header, PHX_COUNT(header)) &&
           rows_column(&rows, "iteration_count") != NO_COLUMN;
}

/* The unit and number of the measured value: sample_time_nanos, or
 * sample_measured_value with a unit of its own. */
static int raw_read(const struct input *input, struct table *table,
                    struct error *err)
{
    struct rows rows;
    size_t time, iterations;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    time = rows_column(&rows, "sample_time_nanos");
    if (time == NO_COLUMN)
        time = rows_column(&rows, "sample_measured_value");
    iterations = rows_column(&rows, "iteration_count");
    if (time == NO_COLUMN)
        return phx_fail(err, PHX_EINPUT, "it has no measured value");
    for (size_t row = 1; row < rows.list->len; row++) {
        struct cell t, n;

        cell_read(rows_cell(&rows, row, time), false, &t);
        cell_read(rows_cell(&rows, row, iterations), false, &n);
        if (t.kind != CELL_NUMBER || n.kind != CELL_NUMBER)
            continue;
        table_row(table);
        for (size_t i = 0; i < PHX_COUNT(header); i++)
            if (rows_cell(&rows, row, i).len > 0)
                set_param(table, str_of(header[i]),
                          value_str(rows_cell(&rows, row, i)));
        set_param(table, STR("iteration_count"), n.value);
        table_set(table,
                  unit_metric(table, rows_cell(&rows, 0, time), STR("ns")),
                  t.value);
    }
    return 0;
}

const struct tool tool_criterion_raw = {NAME, "criterion.rs", raw_recognise,
                                        raw_read};
