/* SPDX-License-Identifier: MIT */
/*
 * Formats that benchmarks are exchanged in: github-action-benchmark's list and
 * its data.js, Bencher Metric Format, airspeed velocity's results, MLPerf
 * loadgen's summary. Names and e-mail addresses of committers are not kept.
 */
#include "metric.h"
#include "tool.h"

/* ---- github-action-benchmark ---- */

static bool is_bench(struct value v)
{
    return json_get(v, "name").kind == VALUE_STRING &&
           json_get(v, "unit").kind == VALUE_STRING && json_has(v, "value");
}

static bool action_recognise(const struct input *input)
{
    const struct value_list *records = input_records(input);

    for (size_t i = 0; i < records->len; i++)
        if (!is_bench(records->items[i]))
            return false;
    return records->len > 0;
}

/* The directions that names of tools imply. */
static enum better direction_of(struct str tool, struct str unit)
{
    if (str_is(tool, "customBiggerIsBetter"))
        return BETTER_HIGHER;
    if (str_is(tool, "customSmallerIsBetter"))
        return BETTER_LOWER;
    if (str_starts(unit, STR("ns")) || str_starts(unit, STR("us")) ||
        str_starts(unit, STR("ms")))
        return BETTER_LOWER;
    return str_ends(unit, STR("/s")) || str_ends(unit, STR("/sec"))
               ? BETTER_HIGHER
               : BETTER_UNKNOWN;
}

static void read_bench(struct table *table, struct value b, struct str tool)
{
    struct str unit = json_text(b, "unit"), range = json_text(b, "range");
    struct str key =
        str_fmt(table->arena, "value [%" STR_FMT "]", STR_ARG(unit));
    const size_t at = table_metric(table, STR(""), key);
    struct column *c = table_at(table, at);

    c->base = c->label = STR("value");
    c->unit = str_dup(table->arena, unit);
    c->better = direction_of(tool, unit);
    set_param(table, STR("name"), json_get(b, "name"));
    if (value_is_number(json_get(b, "value")))
        table_set(table, at, json_get(b, "value"));
    if (range.len > 0) /* free text: "± 20%", "3" */
        table_set(table, table_column(table, STR("range")), value_str(range));
}

static int action_read(const struct input *input, struct table *table,
                       struct error *err)
{
    const struct value_list *records = input_records(input);

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < records->len; i++) {
        table_row(table);
        read_bench(table, records->items[i], STR(""));
    }
    return 0;
}

const struct tool tool_gh_action = {"github-action-benchmark",
                                    "github-action-benchmark", action_recognise,
                                    action_read};

static bool data_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_has(d, "lastUpdate") &&
           json_get(d, "entries").kind == VALUE_MAP;
}

static void read_entry(struct table *table, struct value suite, struct value e)
{
    const struct value_list *benches = json_list(e, "benches");
    struct value commit = json_get(e, "commit"), date = json_get(e, "date");

    for (size_t i = 0; benches && i < benches->len; i++) {
        if (!is_bench(benches->items[i]))
            continue;
        table_row(table);
        set_param(table, STR("suite"), suite);
        if (date.kind == VALUE_INT)
            set_param(table, STR("timestamp"),
                      value_date((struct date){.unix_seconds =
                                                   date.as.integer / 1000}));
        table_set(table, table_column(table, STR("commit")),
                  value_str(str_slice(json_text(commit, "id"), 0, 10)));
        read_bench(table, benches->items[i], json_text(e, "tool"));
    }
}

static int data_read(const struct input *input, struct table *table,
                     struct error *err)
{
    struct value entries = json_get(input_document(input), "entries");

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < entries.as.map->len; i++) {
        struct value suite = entries.as.map->entries[i].value;

        for (size_t k = 0; suite.kind == VALUE_LIST && k < suite.as.list->len;
             k++)
            read_entry(table, entries.as.map->entries[i].key,
                       suite.as.list->items[k]);
    }
    return 0;
}

const struct tool tool_gh_action_data = {"github-action-benchmark",
                                         "github-action-benchmark",
                                         data_recognise, data_read};

/* ---- Bencher Metric Format: {benchmark: {measure: {value, …}}} ---- */

static bool bmf_recognise(const struct input *input)
{
    struct value d = input_document(input);

    if (input->json.as.list->len != 1 || d.kind != VALUE_MAP ||
        d.as.map->len == 0)
        return false;
    for (size_t i = 0; i < d.as.map->len; i++) {
        struct value b = d.as.map->entries[i].value;

        if (b.kind != VALUE_MAP || b.as.map->len == 0)
            return false;
        for (size_t k = 0; k < b.as.map->len; k++)
            if (!value_is_number(json_get(b.as.map->entries[k].value, "value")))
                return false;
    }
    return true;
}

static void set_number(struct table *table, struct str key, struct value v)
{
    if (value_is_number(v))
        table_set(table, table_column(table, key), v);
}

static int bmf_read(const struct input *input, struct table *table,
                    struct error *err)
{
    struct value d = input_document(input);

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < d.as.map->len; i++) {
        struct value b = d.as.map->entries[i].value;

        table_row(table);
        set_param(table, STR("benchmark"), d.as.map->entries[i].key);
        for (size_t k = 0; k < b.as.map->len; k++) {
            const struct value_entry *entry = &b.as.map->entries[k];
            struct str measure = value_text(entry->key);
            struct str lo = str_cat(table->arena, measure, STR(" lower"));
            struct str hi = str_cat(table->arena, measure, STR(" upper"));

            set_metric(table, "bmf", measure, json_get(entry->value, "value"));
            set_number(table, lo, json_get(entry->value, "lower_value"));
            set_number(table, hi, json_get(entry->value, "upper_value"));
            link_ends(table, str_cstr(table->arena, measure),
                      str_cstr(table->arena, lo), str_cstr(table->arena, hi),
                      SPREAD_RANGE, 0);
        }
    }
    return 0;
}

const struct tool tool_bmf = {"bmf", "Bencher Metric Format", bmf_recognise,
                              bmf_read};

/* ---- airspeed velocity ---- */

static bool asv_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_has(d, "commit_hash") &&
           json_get(d, "results").kind == VALUE_MAP && json_has(d, "params");
}

/* A benchmark's value: a number; NaN: skipped; null: failed; or a list, whose
 * first member (version 2) or `result` (version 1) has one a parameter. */
static void asv_value(struct table *table, struct value name, size_t index,
                      bool many, struct value v)
{
    table_row(table);
    set_param(table, STR("benchmark"), name);
    if (many)
        set_param(table, STR("index"), value_int((int64_t)index));
    if (value_is_number(v))
        set_metric(table, "asv", STR("result"), v);
    else
        table_set(table, table_column(table, STR("status")),
                  value_str(STR("failed")));
}

static int asv_read(const struct input *input, struct table *table,
                    struct error *err)
{
    struct value d = input_document(input);
    struct value results = json_get(d, "results"),
                 params = json_get(d, "params");
    double ms;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < results.as.map->len; i++) {
        struct value name = results.as.map->entries[i].key;
        struct value v = results.as.map->entries[i].value;

        if (v.kind == VALUE_MAP)
            v = json_get(v, "result");
        else if (v.kind == VALUE_LIST && v.as.list->len > 0)
            v = v.as.list->items[0];
        if (v.kind != VALUE_LIST) {
            asv_value(table, name, 0, false, v);
            continue;
        }
        for (size_t k = 0; k < v.as.list->len; k++)
            asv_value(table, name, k, v.as.list->len > 1, v.as.list->items[k]);
    }
    table_fact(table, "commit", str_slice(json_text(d, "commit_hash"), 0, 10));
    table_fact(table, "machine", json_text(params, "cpu"));
    if (json_number_of(d, "date", &ms) && ms > 0 && ms < 1e14)
        table_fact(
            table, "date",
            date_iso(table->arena,
                     (struct date){.unix_seconds = (int64_t)(ms / 1000)}));
    return 0;
}

const struct tool tool_asv = {"asv", "airspeed velocity", asv_recognise,
                              asv_read};

/* ---- MLPerf loadgen ---- */

static const struct str detail_mark = STR_INIT(":::MLLOG ");

static bool mlperf_recognise(const struct input *input)
{
    return !input->binary &&
           (str_starts(input->text, detail_mark) ||
            str_find(str_slice(input->text, 0, 4096),
                     STR("MLPerf Results Summary")) != STR_NONE);
}

/* ":::MLLOG {"key": "result_mean_latency_ns", "value": 1, …}" */
static void mlperf_detail_line(struct table *table, struct arena *scratch,
                               struct str line)
{
    struct source_ref source = {.path = STR("")};
    struct diags diags;
    struct value d, v;
    struct str key;
    size_t at;

    diags_init(&diags, scratch, NULL);
    source.text = str_from(line, detail_mark.len);
    if (!str_starts(line, detail_mark) ||
        !json_read(scratch, &source, NULL, &diags, &d))
        return;
    key = json_text(d, "key");
    v = json_get(d, "value");
    if (str_is(key, "loadgen_version") && v.kind == VALUE_STRING)
        table_fact(table, "version", value_text(v));
    if (!str_starts(key, STR("result_")))
        return;
    if (v.kind == VALUE_STRING || v.kind == VALUE_BOOL) {
        set_param(table, key, v);
    } else if (value_is_number(v)) {
        at = table_metric(table, STR("mlperf"), key);
        if (str_ends(key, STR("_per_second")))
            table_at(table, at)->better = BETTER_HIGHER;
        table_set(table, at, v);
    }
}

static void mlperf_line(struct table *table, struct str line)
{
    static const char *const params[] = {"Scenario", "Mode", "Result is", NULL};
    const size_t colon = str_chr(line, ':');
    struct str key, text;
    struct cell cell;
    size_t at;

    if (colon == STR_NONE)
        return;
    key = str_trim(str_slice(line, 0, colon));
    text = str_trim(str_from(line, colon + 1));
    if (in_list(key, params)) {
        set_param(table, key, value_str(text));
        return;
    }
    cell_read(text, false, &cell);
    if (cell.kind != CELL_NUMBER || cell.unit.len > 0)
        return;
    if (str_ends(key, STR(" (ns)"))) {
        struct str name = str_slice(key, 0, key.len - 5);
        const size_t space = str_chr(name, ' ');
        struct column *c;

        at = unit_metric(table, name, STR("ns"));
        c = table_at(table, at);
        c->base = c->label = STR("latency");
        c->stat = str_starts(name, STR("Min"))    ? STAT_MIN
                  : str_starts(name, STR("Max"))  ? STAT_MAX
                  : str_starts(name, STR("Mean")) ? STAT_MEAN
                                                  : STAT_QUANTILE;
        if (c->stat == STAT_QUANTILE && space != STR_NONE &&
            str_to_double(str_slice(name, 0, space), &c->quantile))
            c->quantile = metric_share(c->quantile);
        c->better = BETTER_LOWER;
    } else {
        at = table_metric(table, STR("mlperf"), key);
        if (str_ends(key, STR("per second")))
            table_at(table, at)->better = BETTER_HIGHER;
    }
    table_set(table, at, cell.value);
}

static int mlperf_read(const struct input *input, struct table *table,
                       struct error *err)
{
    struct str rest = input->text, line;

    (void)err; /* what was recognised can be read */
    table_row(table);
    while (str_line(&rest, &line)) {
        if (str_starts(line, STR("Test Parameters Used")))
            break;
        if (str_starts(line, detail_mark))
            mlperf_detail_line(table, input->arena, line);
        else
            mlperf_line(table, line);
    }
    return 0;
}

const struct tool tool_mlperf = {"mlperf", "MLPerf loadgen", mlperf_recognise,
                                 mlperf_read};
