/* SPDX-License-Identifier: MIT */
/* The model-index of a Hugging Face model card: YAML between "---" lines. One
 * row a metric; whether a value is percent or fraction nobody says. */
#include "tool.h"

#define NAME "model-index"

static bool front_of(const struct input *input, struct str *out)
{
    struct str rest = str_trim_left(input->text), line = STR("");
    size_t len = 0;

    /* A note may stand above it. */
    for (int i = 0; i < 10; i++) {
        if (!str_line(&rest, &line))
            return false;
        if (str_is(str_trim(line), "---"))
            break;
    }
    if (!str_is(str_trim(line), "---"))
        return false;
    *out = rest;
    while (str_line(&rest, &line)) {
        if (str_is(str_trim(line), "---")) {
            out->len = len;
            return true;
        }
        len = (size_t)(rest.ptr ? rest.ptr - out->ptr : 0);
    }
    return false;
}

static bool recognise(const struct input *input)
{
    struct str front;

    return !input->binary && front_of(input, &front) &&
           (str_starts(front, STR("model-index:")) ||
            str_find(front, STR("\nmodel-index:")) != STR_NONE);
}

static void read_result(struct table *table, struct value model,
                        struct value result)
{
    const struct value_list *metrics = json_list(result, "metrics");
    struct value dataset = json_get(result, "dataset");

    for (size_t i = 0; metrics && i < metrics->len; i++) {
        struct value m = metrics->items[i];
        struct value value = json_get(m, "value");
        struct str type = json_text(m, "type");
        size_t at;

        table_row(table);
        set_param(table, STR("model"), json_get(model, "name"));
        set_param(table, STR("task"),
                  json_get(json_get(result, "task"),
                           json_has(json_get(result, "task"), "name")
                               ? "name"
                               : "type"));
        set_param(table, STR("dataset"), json_get(dataset, "name"));
        set_param(table, STR("config"), json_get(dataset, "config"));
        set_param(table, STR("split"), json_get(dataset, "split"));
        at = table_metric(table, STR(NAME), type.len ? type : STR("value"));
        if (value.kind == VALUE_STRING) { /* "9.5", "85.2 %" */
            struct cell cell;

            cell_read(value_text(value), false, &cell);
            if (cell.kind == CELL_NUMBER && str_is(cell.unit, "%"))
                table_at(table, at)->unit = STR("%");
            value = cell.value;
        }
        if (value_is_number(value))
            table_set(table, at, value);
        if (json_get(m, "verified").kind == VALUE_BOOL)
            table_set(table, table_column(table, STR("verified")),
                      json_get(m, "verified"));
    }
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    const struct yaml_options options = {.dates = false};
    struct source_ref source = {.path = input->path};
    const struct value_list *models;
    struct diags diags;
    struct value v;

    diags_init(&diags, input->arena, NULL);
    if (!front_of(input, &source.text) ||
        !yaml_read(input->arena, &source, &options, &diags, &v, NULL))
        return phx_fail(err, PHX_EINPUT, "its front matter does not parse");
    models = json_list(v, "model-index");
    for (size_t i = 0; models && i < models->len; i++) {
        const struct value_list *results =
            json_list(models->items[i], "results");

        for (size_t k = 0; results && k < results->len; k++)
            read_result(table, models->items[i], results->items[k]);
    }
    return table->rows > 0
               ? 0
               : phx_fail(err, PHX_EINPUT,
                          "its model-index has no results (`results: []`)");
}

const struct tool tool_model_index = {NAME, "Hugging Face model-index",
                                      recognise, read};
