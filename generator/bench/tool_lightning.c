/* SPDX-License-Identifier: MIT */
/* Lightning's CSVLogger: `step` and `epoch` among the columns; sparse, because
 * training and validation write rows of their own. */
#include "tool.h"

#define NAME "lightning-csv"

static bool recognise(const struct input *input)
{
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows.delimiter == ',' && rows_column(&rows, "step") != NO_COLUMN &&
           rows_column(&rows, "epoch") != NO_COLUMN;
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct rows rows;
    size_t width;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    width = rows.list->items[0].as.list->len;
    for (size_t row = 1; row < rows.list->len; row++) {
        table_row(table);
        for (size_t at = 0; at < width; at++) {
            struct str key = rows_cell(&rows, 0, at);
            struct cell cell;

            cell_read(rows_cell(&rows, row, at), false, &cell);
            if (cell.kind == CELL_ABSENT)
                continue;
            if (str_is(key, "step") || str_is(key, "epoch"))
                set_param(table, key, cell.value);
            else
                set_metric(table, NAME, key, cell.value);
        }
    }
    return 0;
}

const struct tool tool_lightning = {NAME, "Lightning CSVLogger", recognise,
                                    read};
