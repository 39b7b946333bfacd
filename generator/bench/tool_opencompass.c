/* SPDX-License-Identifier: MIT */
/*
 * OpenCompass summaries: dataset, version, metric, mode, then one column a
 * model, as CSV or as the table its console prints. One row a data set and
 * model; naive_average rows are aggregates; scores are percent.
 */
#include "tool.h"

#define NAME "opencompass"
#define FIXED 4

static const char *const fixed[FIXED] = {"dataset", "version", "metric",
                                         "mode"};

static void read_cell(struct table *table, const struct str *row,
                      struct str model, struct str text)
{
    struct cell cell;
    size_t at;

    cell_read(text, false, &cell);
    if (cell.kind != CELL_NUMBER)
        return;
    table_row(table);
    if (str_is(row[2], "naive_average"))
        table_aggregate(table);
    set_param(table, STR("model"), value_str(model));
    for (size_t i = 0; i < FIXED; i++)
        if (i != 1)
            set_param(table, str_of(fixed[i]), value_str(row[i]));
    at = table_metric(table, STR(NAME), STR("score"));
    table_at(table, at)->unit = STR("%");
    table_at(table, at)->decimals = 2;
    if (str_is(row[2], "accuracy"))
        table_at(table, at)->better = BETTER_HIGHER;
    table_set(table, at, cell.value);
}

static bool csv_recognise(const struct input *input)
{
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows_start(&rows, fixed, FIXED);
}

static int csv_read_rows(const struct input *input, struct table *table,
                         struct error *err)
{
    struct rows rows;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    for (size_t row = 1; row < rows.list->len; row++) {
        struct str first[FIXED];

        for (size_t i = 0; i < FIXED; i++)
            first[i] = rows_cell(&rows, row, i);
        for (size_t at = FIXED; at < rows.list->items[0].as.list->len; at++)
            read_cell(table, first, rows_cell(&rows, 0, at),
                      rows_cell(&rows, row, at));
    }
    return 0;
}

const struct tool tool_opencompass = {NAME, "OpenCompass", csv_recognise,
                                      csv_read_rows};

/* ---- The console's table ---- */

#define WORDS_MAX 64

static size_t split_words(struct str line, struct str *out)
{
    size_t count = 0, at = 0;

    while (at < line.len && count < WORDS_MAX) {
        size_t end = at;

        while (end < line.len && line.ptr[end] != ' ')
            end++;
        if (end > at)
            out[count++] = str_slice(line, at, end);
        at = end + 1;
    }
    return count;
}

static bool is_heading(struct str line, struct str *names, size_t *count)
{
    *count = split_words(str_trim(line), names);
    if (*count <= FIXED)
        return false;
    for (size_t i = 0; i < FIXED; i++)
        if (!str_is(names[i], fixed[i]))
            return false;
    return true;
}

static bool text_recognise(const struct input *input)
{
    struct str rest = input->text, line, names[WORDS_MAX];
    size_t count;

    while (!input->binary && str_line(&rest, &line))
        if (is_heading(line, names, &count))
            return true;
    return false;
}

static int text_read(const struct input *input, struct table *table,
                     struct error *err)
{
    struct str rest = input->text, line, names[WORDS_MAX], words[WORDS_MAX];
    size_t count = 0, len;

    (void)err; /* what was recognised can be read */
    while (str_line(&rest, &line)) {
        if (count == 0) {
            if (!is_heading(line, names, &count))
                count = 0;
            continue;
        }
        len = split_words(str_trim(line), words);
        if (len != count) /* the table is over */
            break;
        for (size_t at = FIXED; at < count; at++)
            read_cell(table, words, names[at], words[at]);
    }
    return 0;
}

const struct tool tool_opencompass_text = {NAME, "OpenCompass", text_recognise,
                                           text_read};
