/* SPDX-License-Identifier: MIT */
/*
 * Files of no tool in particular: CSV and TSV in the dialects people export,
 * the first Markdown table of a text, JSON Lines and lists of flat objects.
 */
#include "plain.h"
#include "tool.h"

#include <math.h>

static bool is_json_text(const struct input *input)
{
    struct str text = str_trim_left(input->text);

    return text.len == 0 || text.ptr[0] == '{' || text.ptr[0] == '[';
}

/* ---- CSV, TSV ---- */

#define SURVEYED_ROWS 200

static bool rows_recognise(const struct input *input)
{
    struct rows rows;
    size_t width, fitting = 0, seen = 0;

    if (input->binary || is_json_text(input) || !input_rows(input, &rows))
        return false;
    width = rows.list->items[0].as.list->len;
    for (size_t i = 0; i < width; i++)
        if (rows_cell(&rows, 0, i).len > 200)
            return false;
    for (size_t i = 1; i < rows.list->len && i <= SURVEYED_ROWS; i++) {
        size_t len = rows.list->items[i].as.list->len;

        seen++;
        fitting += len == width || len + 1 == width || len == width + 1;
    }
    return seen > 0 && fitting * 10 >= seen * 8;
}

/* A decimal comma only where the comma does not part the cells. */
static bool has_decimal_comma(const struct rows *rows)
{
    size_t commas = 0, points = 0;

    if (rows->delimiter != ';' && rows->delimiter != '\t')
        return false;
    for (size_t i = 1; i < rows->list->len && i <= SURVEYED_ROWS; i++) {
        const struct value_list *cells = rows->list->items[i].as.list;

        for (size_t k = 0; k < cells->len; k++) {
            struct cell cell;

            cell_read(value_text(cells->items[k]), true, &cell);
            commas += cell.kind == CELL_NUMBER && cell.decimals > 0 &&
                      cell.decimals != DECIMALS_UNKNOWN;
            cell_read(value_text(cells->items[k]), false, &cell);
            points += cell.kind == CELL_NUMBER && cell.decimals > 0 &&
                      cell.decimals != DECIMALS_UNKNOWN;
        }
    }
    return commas > points;
}

static int rows_read(const struct input *input, struct table *table,
                     struct error *err)
{
    struct plain_grid grid;
    struct rows rows;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    grid = (struct plain_grid){.header = rows.list->items[0].as.list,
                               .rows = rows.list->items + 1,
                               .row_count = rows.list->len - 1,
                               .decimal_comma = has_decimal_comma(&rows)};
    return plain_read(&grid, table, err);
}

const struct tool tool_rows = {"table", "CSV", rows_recognise, rows_read};

/* ---- Markdown ---- */

/* |:---|---:| */
static bool is_rule(struct str line)
{
    size_t dashes = 0, bars = 0;

    line = str_trim(line);
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];

        dashes += c == '-';
        bars += c == '|';
        if (c != '-' && c != '|' && c != ':' && c != ' ')
            return false;
    }
    return dashes > 0 && bars > 0;
}

static struct str plain_cell(struct arena *arena, struct str cell)
{
    cell = str_replace(arena, str_trim(cell), STR("\\|"), STR("|"));
    while (cell.len > 2 && (cell.ptr[0] == '*' || cell.ptr[0] == '`') &&
           cell.ptr[cell.len - 1] == cell.ptr[0])
        cell = str_slice(cell, 1, cell.len - 1);
    return cell;
}

static struct value cells_of(struct arena *arena, struct str line)
{
    struct list_builder cells;
    size_t start;

    line = str_trim(line);
    if (str_starts(line, STR("|")))
        line = str_from(line, 1);
    list_builder_init(&cells, arena);
    start = 0;
    for (size_t i = 0; i <= line.len; i++) {
        if (i < line.len &&
            (line.ptr[i] != '|' || (i > 0 && line.ptr[i - 1] == '\\')))
            continue;
        if (i < line.len || i > start)
            list_builder_push(&cells, value_str(plain_cell(
                                          arena, str_slice(line, start, i))));
        start = i + 1;
    }
    return list_builder_finish(&cells);
}

/* Moves *rest behind the rule of the next table; *header is the line before. */
static bool next_table(struct str *rest, struct str *header)
{
    struct str line, before = STR("");

    while (str_line(rest, &line)) {
        if (is_rule(line) && str_chr(before, '|') != STR_NONE) {
            *header = before;
            return true;
        }
        before = line;
    }
    return false;
}

static bool markdown_recognise(const struct input *input)
{
    struct str rest = input->text, header, line = STR("");

    return !input->binary && !is_json_text(input) &&
           next_table(&rest, &header) && str_line(&rest, &line) &&
           str_chr(line, '|') != STR_NONE;
}

static int markdown_read(const struct input *input, struct table *table,
                         struct error *err)
{
    struct str rest = input->text, header = STR(""), line;
    struct list_builder rows;
    struct plain_grid grid;
    struct value head, body;

    if (!next_table(&rest, &header))
        return phx_fail(err, PHX_EINPUT, "it has no table");
    list_builder_init(&rows, input->arena);
    while (str_line(&rest, &line) && str_chr(line, '|') != STR_NONE)
        list_builder_push(&rows, cells_of(input->arena, line));
    head = cells_of(input->arena, header);
    body = list_builder_finish(&rows);
    grid = (struct plain_grid){.header = head.as.list,
                               .rows = body.as.list->items,
                               .row_count = body.as.list->len};
    if (next_table(&rest, &header))
        table_note(table, STR("first-table"));
    return plain_read(&grid, table, err);
}

const struct tool tool_markdown = {"markdown", "Markdown", markdown_recognise,
                                   markdown_read};

/* ---- JSON objects ---- */

#define FLAT_DEPTH 3

static bool has_number(struct value v, unsigned depth)
{
    if (v.kind != VALUE_MAP || depth > FLAT_DEPTH)
        return false;
    for (size_t i = 0; i < v.as.map->len; i++)
        if (value_is_number(v.as.map->entries[i].value) ||
            has_number(v.as.map->entries[i].value, depth + 1))
            return true;
    return false;
}

static bool records_recognise(const struct input *input)
{
    const struct value_list *records = input_records(input);
    size_t with_numbers = 0;

    for (size_t i = 0; i < records->len; i++) {
        if (records->items[i].kind != VALUE_MAP)
            return false;
        with_numbers += has_number(records->items[i], 0);
    }
    return with_numbers > 0;
}

static void set_flat(struct table *table, struct str prefix, struct value map,
                     unsigned depth)
{
    for (size_t i = 0; i < map.as.map->len; i++) {
        const struct value_entry *entry = &map.as.map->entries[i];
        struct value v = entry->value;
        struct str key = value_text(entry->key);
        struct cell cell;

        if (prefix.len > 0)
            key = str_fmt(table->arena, "%" STR_FMT ".%" STR_FMT,
                          STR_ARG(prefix), STR_ARG(key));
        if (v.kind == VALUE_MAP && depth < FLAT_DEPTH)
            set_flat(table, key, v, depth + 1);
        if (v.kind == VALUE_MAP || v.kind == VALUE_LIST)
            continue;
        if (table_too_large(table))
            return;
        if (v.kind == VALUE_STRING) {
            cell_read(value_text(v), false, &cell);
            if (cell.kind == CELL_NUMBER && cell.unit.len == 0 &&
                isnan(cell.spread))
                v = cell.value;
        }
        table_set(table, table_column(table, key), v);
    }
}

static int records_read(const struct input *input, struct table *table,
                        struct error *err)
{
    const struct value_list *records = input_records(input);

    for (size_t i = 0; i < records->len; i++) {
        table_row(table);
        set_flat(table, STR(""), records->items[i], 0);
        if (table_too_large(table))
            return phx_fail(err, PHX_ELIMIT,
                            "the table has more than %d columns or cells",
                            TABLE_COLUMNS_MAX);
    }
    plain_roles(table);
    return 0;
}

const struct tool tool_records = {"json", "JSON", records_recognise,
                                  records_read};
