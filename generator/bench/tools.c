/* SPDX-License-Identifier: MIT */
/* The table of tools, and what their readers share. */
#include "tool.h"

#include <math.h>

/* In the order in which they are asked: the plain tables last. */
static const struct tool *const tools[] = {
    &tool_hyperfine,
    &tool_records,
    &tool_markdown,
    &tool_rows,
};

int tools_read(struct input *input, struct table *table, struct error *err)
{
    int rc = input_open(input, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < PHX_COUNT(tools); i++) {
        if (!tools[i]->recognise(input))
            continue;
        table->tool = tools[i];
        rc = tools[i]->read(input, table, err);
        if (rc == 0 && table_too_large(table))
            rc = phx_fail(err, PHX_ELIMIT,
                          "the table has %zu columns and %zu "
                          "rows",
                          table->columns.len, table->rows);
        if (rc == 0 && table->rows == 0)
            rc = phx_fail(err, PHX_EINPUT, "the file of %s has no rows",
                          tools[i]->label);
        return rc;
    }
    if (input->json_error.len > 0)
        return phx_fail(err, PHX_EINPUT,
                        "its JSON does not parse: "
                        "%" STR_FMT,
                        STR_ARG(input->json_error));
    return phx_fail(err, PHX_EKIND,
                    "no tool that phx knows writes such a file, and it is no "
                    "table");
}

/* Numbers that tools write as words ("inf", "NaN") count as numbers. */
static struct value scalar(struct value v)
{
    struct cell cell;

    if (v.kind != VALUE_STRING)
        return v;
    cell_read(value_text(v), false, &cell);
    return cell.kind == CELL_NUMBER && cell.unit.len == 0 ? cell.value : v;
}

static bool is_scalar(struct value v)
{
    return v.kind != VALUE_MAP && v.kind != VALUE_LIST &&
           v.kind != VALUE_UNDEFINED && v.kind != VALUE_OBJECT;
}

void set_param(struct table *table, struct str key, struct value v)
{
    if (is_scalar(v))
        table_set(table, table_param(table, key), v);
}

void set_metric(struct table *table, const char *tool, struct str key,
                struct value v)
{
    if (!is_scalar(v))
        return;
    v = scalar(v);
    table_set(table, table_metric(table, str_of(tool), key),
              v.kind == VALUE_STRING ? value_null() : v);
}

void link_spread(struct table *table, const char *point, const char *by,
                 enum spread_kind kind)
{
    const size_t p = table_find(table, str_of(point));
    const size_t s = table_find(table, str_of(by));

    if (p == NO_COLUMN || s == NO_COLUMN)
        return;
    table_at(table, p)->spread.kind = kind;
    table_at(table, p)->spread.by = s;
    table_at(table, s)->role = ROLE_DETAIL;
}
