/* SPDX-License-Identifier: MIT */
/*
 * lm-evaluation-harness: 0.4 and later (results.TASK."metric,filter" with
 * "metric_stderr,filter"), 0.3 (no filter), and the BigScience fork (a list).
 * One row a task. Groups are aggregates. Task configurations, which hold
 * prompts, are not kept.
 */
#include "tool.h"

#define NAME "lm-eval"

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);
    struct value results = json_get(d, "results");

    return json_get(d, "versions").kind == VALUE_MAP &&
           (results.kind == VALUE_MAP || results.kind == VALUE_LIST);
}

/* "acc_stderr,none" → "acc,none" */
static bool is_error_of(struct arena *arena, struct str key, struct str *point)
{
    static const struct str mark = STR_INIT("_stderr");
    const size_t at = str_find(key, mark);

    if (at == STR_NONE)
        return false;
    *point =
        str_cat(arena, str_slice(key, 0, at), str_from(key, at + mark.len));
    return true;
}

static struct str without_filter(struct str key)
{
    const size_t comma = str_chr(key, ',');

    return comma != STR_NONE && str_is(str_from(key, comma + 1), "none")
               ? str_slice(key, 0, comma)
               : key;
}

/* higher_is_better: {metric: true} of the task; pass@1 is of pass_at_k. */
static void set_direction(struct column *c, struct value task_says,
                          struct str metric)
{
    const struct value *says = value_map_get(task_says, metric);
    const size_t at = str_chr(metric, '@');

    if (!says && at != STR_NONE && task_says.kind == VALUE_MAP &&
        task_says.as.map->len == 1)
        says = &task_says.as.map->entries[0].value;
    if (says && says->kind == VALUE_BOOL)
        c->better = says->as.boolean ? BETTER_HIGHER : BETTER_LOWER;
}

static void read_metric(struct table *table, struct str key, struct value v,
                        struct value says)
{
    const size_t comma = str_chr(key, ',');
    struct str point, metric;
    size_t at;

    if (is_error_of(table->arena, key, &point)) {
        if (!value_is_number(v))
            return;
        at = table_column(table, without_filter(key));
        table_set(table, at, v);
        return;
    }
    if (!value_is_number(v))
        return;
    if (str_is(key, "sample_len")) { /* how many, not how good */
        table_set(table, table_column(table, key), v);
        return;
    }
    metric = comma == STR_NONE ? key : str_slice(key, 0, comma);
    at = table_metric(table, STR(NAME), without_filter(key));
    set_direction(table_at(table, at), says, metric);
    table_set(table, at, v);
}

/* Every metric refers to its standard error. */
static void link_errors(struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct str point;
        size_t at;

        if (!is_error_of(table->arena, table_at(table, i)->key, &point))
            continue;
        at = table_find(table, point);
        if (at == NO_COLUMN)
            continue;
        table_at(table, at)->spread.kind = SPREAD_STANDARD_ERROR;
        table_at(table, at)->spread.by = i;
        table_at(table, i)->better = BETTER_NONE;
    }
}

static void set_shots(struct table *table, struct value d, struct str task)
{
    const struct value *shots = value_map_get(json_get(d, "n-shot"), task);
    const struct value *samples = value_map_get(json_get(d, "n-samples"), task);

    if (shots && shots->kind == VALUE_INT)
        set_param(table, STR("n-shot"), *shots);
    if (samples && samples->kind == VALUE_MAP &&
        json_has(*samples, "effective"))
        table_set(table, table_column(table, STR("n-samples")),
                  json_get(*samples, "effective"));
}

static bool is_group(struct value d, struct str task)
{
    const struct value *tasks =
        value_map_get(json_get(d, "group_subtasks"), task);

    return tasks && tasks->kind == VALUE_LIST && tasks->as.list->len > 0;
}

/* "pretrained=meta/tiny,dtype=float": before model_name there was only this. */
static struct str model_of(struct value d)
{
    static const struct str mark = STR_INIT("pretrained=");
    struct str model = json_text(d, "model_name");
    struct str args = json_text(json_get(d, "config"), "model_args");
    const size_t at = str_find(args, mark);

    if (model.len == 0 && at != STR_NONE) {
        model = str_from(args, at + mark.len);
        if (str_chr(model, ',') != STR_NONE)
            model = str_slice(model, 0, str_chr(model, ','));
    }
    return str_starts(model, STR("/")) ? path_name(model) : model;
}

static void read_tasks(struct table *table, struct value d)
{
    struct value results = json_get(d, "results");
    struct str model = model_of(d);

    for (size_t i = 0; i < results.as.map->len; i++) {
        const struct value_entry *task = &results.as.map->entries[i];
        const struct value *says = value_map_get(
            json_get(d, "higher_is_better"), value_text(task->key));

        if (task->value.kind != VALUE_MAP)
            continue;
        table_row(table);
        if (is_group(d, value_text(task->key)))
            table_aggregate(table);
        if (model.len > 0)
            set_param(table, STR("model"), value_str(model));
        set_param(table, STR("task"), task->key);
        set_shots(table, d, value_text(task->key));
        for (size_t k = 0; k < task->value.as.map->len; k++)
            read_metric(table, value_text(task->value.as.map->entries[k].key),
                        task->value.as.map->entries[k].value,
                        says ? *says : value_null());
    }
}

static void read_list(struct table *table, struct value d)
{
    static const char *const params[] = {"task_name", "prompt_name",
                                         "dataset_name", "subset"};
    const struct value_list *results = json_list(d, "results");

    for (size_t i = 0; i < results->len; i++) {
        struct value r = results->items[i];

        if (r.kind != VALUE_MAP)
            continue;
        table_row(table);
        for (size_t k = 0; k < PHX_COUNT(params); k++)
            if (json_get(r, params[k]).kind == VALUE_STRING)
                set_param(table, str_of(params[k]), json_get(r, params[k]));
        for (size_t k = 0; k < r.as.map->len; k++)
            read_metric(table, value_text(r.as.map->entries[k].key),
                        r.as.map->entries[k].value, value_null());
    }
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct value d = input_document(input);
    double date;

    (void)err; /* what was recognised can be read */
    if (json_get(d, "results").kind == VALUE_MAP)
        read_tasks(table, d);
    else
        read_list(table, d);
    link_errors(table);
    table_fact(table, "version",
               json_text(d, "lm_eval_version").len
                   ? json_text(d, "lm_eval_version")
                   : json_text(d, "git_hash"));
    if (json_number_of(d, "date", &date) && date > 0 && date < 1e11)
        table_fact(table, "date",
                   date_iso(table->arena,
                            (struct date){.unix_seconds = (int64_t)date}));
    return 0;
}

const struct tool tool_lm_eval = {NAME, "lm-evaluation-harness", recognise,
                                  read};
