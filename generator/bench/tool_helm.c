/* SPDX-License-Identifier: MIT */
/* HELM's stats.json: a list of {name {name, split, perturbation}, count, mean,
 * min, max, stddev}; the deviation is of the population. */
#include "tool.h"

#define NAME "helm"

static bool recognise(const struct input *input)
{
    const struct value_list *records = input_records(input);

    for (size_t i = 0; i < records->len; i++)
        if (json_get(records->items[i], "name").kind != VALUE_MAP ||
            !json_has(records->items[i], "sum_squared"))
            return false;
    return records->len > 0;
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    static const char *const skip[] = {"sum", "sum_squared", "variance",
                                       "count", NULL};
    const struct value_list *records = input_records(input);
    size_t mean;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < records->len; i++) {
        struct value name = json_get(records->items[i], "name");

        table_row(table);
        set_param(table, STR("metric"), json_get(name, "name"));
        set_param(table, STR("split"), json_get(name, "split"));
        set_param(table, STR("perturbation"),
                  json_get(json_get(name, "perturbation"), "name"));
        set_fields(table, NAME, records->items[i], NULL, skip);
        table_set(table, table_column(table, STR("count")),
                  json_get(records->items[i], "count"));
    }
    mean = table_find(table, STR("mean"));
    if (mean != NO_COLUMN)
        table_at(table, mean)->count = table_find(table, STR("count"));
    link_spread(table, "mean", "stddev", SPREAD_SD_POPULATION);
    return 0;
}

const struct tool tool_helm = {NAME, "HELM", recognise, read};
