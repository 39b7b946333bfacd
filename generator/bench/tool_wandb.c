/* SPDX-License-Identifier: MIT */
/*
 * Weights & Biases: the CSV of a panel (x, then RUN - METRIC with __MIN and
 * __MAX), the CSV of the runs table, and wandb-summary.json. MIN and MAX are a
 * bucket's range, no confidence band.
 */
#include "plain.h"
#include "tool.h"

#define NAME "wandb"

/* ---- Panel ---- */

static size_t last_dash(struct str header)
{
    size_t at = STR_NONE;

    for (size_t i = 0; i + 3 <= header.len; i++)
        if (str_starts(str_from(header, i), STR(" - ")))
            at = i;
    return at;
}

static bool is_bucket_end(struct str header)
{
    return str_ends(header, STR("__MIN")) || str_ends(header, STR("__MAX"));
}

static bool panel_recognise(const struct input *input)
{
    struct rows rows;
    size_t width, metrics = 0, ends = 0;

    if (input->binary || !input_rows(input, &rows))
        return false;
    width = rows.list->items[0].as.list->len;
    for (size_t i = 1; i < width; i++) {
        struct str header = rows_cell(&rows, 0, i);

        metrics += last_dash(header) != STR_NONE;
        ends += is_bucket_end(header);
    }
    return width > 2 && metrics == width - 1 && ends > 0;
}

/* One row a run and x; runs one after the other. */
static int panel_read(const struct input *input, struct table *table,
                      struct error *err)
{
    struct rows rows;
    size_t width, x;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    width = rows.list->items[0].as.list->len;
    for (size_t at = 1; at < width; at++) {
        struct str header = rows_cell(&rows, 0, at);
        const size_t dash = last_dash(header);

        if (is_bucket_end(header))
            continue;
        for (size_t row = 1; row < rows.list->len; row++) {
            struct cell cell, step;

            cell_read(rows_cell(&rows, row, at), false, &cell);
            cell_read(rows_cell(&rows, row, 0), false, &step);
            if (cell.kind != CELL_NUMBER || step.kind != CELL_NUMBER)
                continue;
            table_row(table);
            set_param(table, STR("run"), value_str(str_slice(header, 0, dash)));
            set_param(table, rows_cell(&rows, 0, 0), step.value);
            set_metric(table, NAME, str_from(header, dash + 3), cell.value);
        }
    }
    x = table_find(table, rows_cell(&rows, 0, 0));
    if (x != NO_COLUMN)
        table_at(table, x)->role = ROLE_STEP;
    return 0;
}

const struct tool tool_wandb_panel = {NAME, "Weights & Biases", panel_recognise,
                                      panel_read};

/* ---- Runs ---- */

static bool runs_recognise(const struct input *input)
{
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows_column(&rows, "Name") != NO_COLUMN &&
           rows_column(&rows, "State") != NO_COLUMN &&
           rows_column(&rows, "Runtime") != NO_COLUMN;
}

static int runs_read(const struct input *input, struct table *table,
                     struct error *err)
{
    static const char *const private_columns[] = {"User", "Hostname", "Notes",
                                                  "Github", "Sweep"};
    struct plain_grid grid;
    struct rows rows;
    int rc;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    grid = (struct plain_grid){.header = rows.list->items[0].as.list,
                               .rows = rows.list->items + 1,
                               .row_count = rows.list->len - 1};
    rc = plain_read(&grid, table, err);
    for (size_t i = 0; i < PHX_COUNT(private_columns); i++) {
        const size_t at = table_find(table, str_of(private_columns[i]));

        if (at != NO_COLUMN)
            table_at(table, at)->cells.len = 0;
    }
    return rc;
}

const struct tool tool_wandb_runs = {NAME, "Weights & Biases", runs_recognise,
                                     runs_read};

/* ---- Summary ---- */

static bool summary_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return input->json.as.list->len == 1 && json_has(d, "_step") &&
           json_has(d, "_runtime") && json_has(d, "_timestamp");
}

static int summary_read(const struct input *input, struct table *table,
                        struct error *err)
{
    static const char *const params[] = {"_step", NULL};
    static const char *const skip[] = {"_timestamp", "_wandb", NULL};
    struct value d = input_document(input);
    double stamp;

    (void)err; /* what was recognised can be read */
    table_row(table);
    set_fields(table, NAME, d, params, skip);
    if (json_number_of(d, "_timestamp", &stamp) && stamp > 0 && stamp < 1e11)
        table_fact(table, "date",
                   date_iso(table->arena,
                            (struct date){.unix_seconds = (int64_t)stamp}));
    return 0;
}

const struct tool tool_wandb_summary = {NAME, "Weights & Biases",
                                        summary_recognise, summary_read};
