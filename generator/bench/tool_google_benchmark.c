/* SPDX-License-Identifier: MIT */
/* google-benchmark: `time_unit` a row, counters are further keys, aggregates
 * (mean, median, stddev, cv) are rows of their own. */
#include "tool.h"

#include <math.h>

#define NAME "google-benchmark"

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);
    const struct value_list *rows = json_list(d, "benchmarks");

    if (json_get(d, "context").kind != VALUE_MAP || !rows)
        return false;
    for (size_t i = 0; i < rows->len; i++)
        if (json_has(rows->items[i], "real_time") ||
            json_has(rows->items[i], "error_occurred"))
            return true;
    return false;
}

/* To the unit of the table's first row. */
static struct value in_unit(struct value v, struct str from, struct str to)
{
    static const char *const units[] = {"ns", "us", "ms", "s"};
    int thousands = 0;

    if (!value_is_number(v) || str_eq(from, to))
        return v;
    for (int i = 0; i < (int)PHX_COUNT(units); i++) {
        thousands += str_is(from, units[i]) ? i : 0;
        thousands -= str_is(to, units[i]) ? i : 0;
    }
    /* Whole powers of ten are exact; their inverses are not. */
    if (thousands >= 0)
        return value_float(value_as_double(v) * pow(1000, thousands));
    return value_float(value_as_double(v) / pow(1000, -thousands));
}

static const char *const plain_keys[] = {
    "name",        "run_name",       "run_type",      "aggregate_name",
    "time_unit",   "label",          "threads",       "iterations",
    "repetitions", "aggregate_unit", "error_message", NULL};
static const char *const skipped[] = {
    "family_index", "per_family_instance_index", "repetition_index",
    "error_occurred", NULL};

/* ---- Names: "sort/quick/64", "copy/bytes:4096/threads:2" ---- */

/* What the library itself adds to a name. */
static const char *const added[] = {
    "threads",   "iterations",  "repeats",      "min_time", "min_warmup_time",
    "real_time", "manual_time", "process_time", NULL};

/* An argument: digits, or a key before digits. */
static bool is_argument(struct str part, struct str *key, int64_t *n)
{
    const size_t colon = str_chr(part, ':');

    *key = colon == STR_NONE ? STR("") : str_slice(part, 0, colon);
    return !in_list(*key, added) &&
           str_to_int(colon == STR_NONE ? part : str_from(part, colon + 1), n);
}

static struct str run_name(struct value row)
{
    struct str name = json_text(row, "run_name");

    return name.len ? name : json_text(row, "name");
}

static bool has_arguments(struct value row)
{
    struct str rest = run_name(row), part, key;
    int64_t n;

    while (str_split(&rest, '/', &part))
        if (is_argument(part, &key, &n))
            return true;
    return false;
}

/* The name without arguments, and a parameter each: arg, arg_2 or its key. */
static void split_name(struct table *table, struct value row)
{
    struct str rest = run_name(row), part, key;
    struct buf family = BUF_INIT;
    unsigned count = 0;
    int64_t n;

    while (str_split(&rest, '/', &part)) {
        const size_t colon = str_chr(part, ':');

        if (is_argument(part, &key, &n)) {
            count++;
            if (key.len == 0)
                key = count == 1 ? STR("arg")
                                 : str_fmt(table->arena, "arg_%u", count);
            set_param(table, key, value_int(n));
        } else if (!in_list(colon == STR_NONE ? part
                                              : str_slice(part, 0, colon),
                            added)) {
            if (family.len > 0)
                buf_add_char(&family, '/');
            buf_add(&family, part);
        }
    }
    set_param(table, STR("family"), value_str(buf_str(&family)));
    buf_deinit(&family);
}

/* ---- Rows ---- */

static void read_row(struct table *table, struct value row, struct str unit,
                     bool split)
{
    struct str own = json_text(row, "time_unit");
    struct str aggregate = json_text(row, "aggregate_name");

    table_row(table);
    if (aggregate.len > 0)
        table_aggregate(table);
    set_param(table, STR("name"), json_get(row, "name"));
    if (split)
        split_name(table, row);
    if (aggregate.len > 0)
        set_param(table, STR("aggregate_name"), value_str(aggregate));
    set_param(table, STR("threads"), json_get(row, "threads"));
    table_set(table, table_column(table, STR("iterations")),
              json_get(row, "iterations"));
    for (size_t i = 0; i < row.as.map->len; i++) {
        const struct value_entry *entry = &row.as.map->entries[i];
        struct str key = value_text(entry->key);
        struct value v = entry->value;

        if (in_list(key, plain_keys) || in_list(key, skipped) ||
            v.kind == VALUE_STRING || v.kind == VALUE_BOOL)
            continue;
        if (str_is(key, "real_time") || str_is(key, "cpu_time"))
            v = in_unit(v, own.len ? own : STR("ns"), unit);
        set_metric(table, NAME, key, v);
    }
}

static void set_unit(struct table *table, const char *key, struct str unit)
{
    const size_t at = table_find(table, str_of(key));

    if (at != NO_COLUMN)
        table_at(table, at)->unit = str_dup(table->arena, unit);
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);
    struct value context = json_get(d, "context");
    const struct value_list *rows = json_list(d, "benchmarks");
    struct str unit = STR("");
    bool split = false;
    double cpus;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < rows->len && unit.len == 0; i++)
        unit = json_text(rows->items[i], "time_unit");
    if (unit.len == 0)
        unit = STR("ns");
    for (size_t i = 0; i < rows->len; i++)
        split = split || has_arguments(rows->items[i]);
    for (size_t i = 0; i < rows->len; i++)
        if (rows->items[i].kind == VALUE_MAP)
            read_row(table, rows->items[i], unit, split);
    if (split) /* its parts are the parameters */
        table_at(table, table_param(table, STR("name")))->role = ROLE_DETAIL;
    set_unit(table, "real_time", unit);
    set_unit(table, "cpu_time", unit);
    table_fact(table, "date", json_text(context, "date"));
    table_fact(table, "version", json_text(context, "library_version"));
    if (json_number_of(context, "num_cpus", &cpus))
        table_fact(table, "machine", str_fmt(table->arena, "%g CPUs", cpus));
    return 0;
}

const struct tool tool_google_benchmark = {NAME, "google-benchmark", recognise,
                                           read};
