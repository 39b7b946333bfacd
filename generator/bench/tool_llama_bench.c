/* SPDX-License-Identifier: MIT */
/*
 * llama.cpp's llama-bench: -o json, jsonl, csv and md (also inside a console
 * log). The one tool that says everything about its run. `test` is the name it
 * derives itself: pp512, tg128, pp512+tg128, with " @ d512" for a depth.
 * Model files are published without their folder.
 */
#include "plain.h"
#include "tool.h"

#include <math.h>

#define NAME "llama-bench"

static const char *const facts[] = {"build_commit", "build_number", "cpu_info",
                                    "gpu_info",     "backends",     NULL};
static const char *const metrics[] = {"avg_ns", "stddev_ns", "avg_ts",
                                      "stddev_ts", NULL};
static const char *const skip[] = {"test_time", "samples_ns", "samples_ts",
                                   NULL};

static int64_t integer_of(struct value v)
{
    int64_t n = 0;

    if (v.kind == VALUE_STRING)
        phx_ignore(str_to_int(value_text(v), &n), "no number is zero");
    return v.kind == VALUE_INT ? v.as.integer : n;
}

static struct str test_name(struct arena *arena, int64_t prompt, int64_t gen,
                            int64_t depth)
{
    struct buf out = BUF_INIT;
    struct str name;

    if (prompt > 0)
        buf_add_fmt(&out, "pp%lld", (long long)prompt);
    if (gen > 0)
        buf_add_fmt(&out, "%stg%lld", prompt > 0 ? "+" : "", (long long)gen);
    if (depth > 0)
        buf_add_fmt(&out, " @ d%lld", (long long)depth);
    name = buf_dup(arena, &out);
    buf_deinit(&out);
    return name;
}

/* One field, typed: CSV quotes every value. */
static void set_field(struct table *table, struct str key, struct value v)
{
    struct cell cell;

    if (v.kind == VALUE_STRING) {
        cell_read(value_text(v), false, &cell);
        if (cell.kind == CELL_NUMBER && cell.unit.len == 0)
            v = cell.value;
    }
    if (in_list(key, skip) || in_list(key, facts))
        return;
    if (in_list(key, metrics))
        set_metric(table, NAME, key, v);
    else if (str_is(key, "model_filename") && v.kind == VALUE_STRING)
        set_param(table, key, value_str(path_name(value_text(v))));
    else
        set_param(table, key, v);
}

static void set_facts(struct table *table, struct str commit, struct str number,
                      struct str gpu, struct str cpu, struct str date)
{
    if (commit.len > 0)
        table_fact(table, "version",
                   str_fmt(table->arena, "build %" STR_FMT " (%" STR_FMT ")",
                           STR_ARG(number), STR_ARG(commit)));
    if (gpu.len > 0 || cpu.len > 0)
        table_fact(table, "machine",
                   str_fmt(table->arena, "%" STR_FMT "%s%" STR_FMT,
                           STR_ARG(gpu), gpu.len && cpu.len ? ", " : "",
                           STR_ARG(cpu)));
    table_fact(table, "date", date);
}

static void finish(struct table *table)
{
    static const struct {
        const char *key;
        const char *unit;
    } params[] = {{"model_size", "B"}};
    size_t at;

    link_spread(table, "avg_ts", "stddev_ts", SPREAD_SD_SAMPLE);
    link_spread(table, "avg_ns", "stddev_ns", SPREAD_SD_SAMPLE);
    for (size_t i = 0; i < PHX_COUNT(params); i++) {
        at = table_find(table, str_of(params[i].key));
        if (at != NO_COLUMN)
            table_at(table, at)->unit = str_of(params[i].unit);
    }
    /* Said again by `test`, and they would part its rows twice. */
    for (size_t i = 0; i < 3; i++) {
        static const char *const parts[] = {"n_prompt", "n_gen", "n_depth"};

        at = table_find(table, str_of(parts[i]));
        if (at != NO_COLUMN)
            table_at(table, at)->role = ROLE_DETAIL;
    }
}

/* ---- JSON ---- */

static bool json_recognise(const struct input *input)
{
    const struct value_list *rows = input_records(input);

    for (size_t i = 0; i < rows->len; i++)
        if (!json_has(rows->items[i], "build_commit") ||
            !json_has(rows->items[i], "avg_ts") ||
            !json_has(rows->items[i], "stddev_ts") ||
            !json_has(rows->items[i], "n_prompt"))
            return false;
    return rows->len > 0;
}

static void read_object(struct table *table, struct value row)
{
    const struct value_list *samples = json_list(row, "samples_ts");
    struct buf number = BUF_INIT;

    table_row(table);
    table_set(
        table, table_param(table, STR("test")),
        value_str(test_name(table->arena, integer_of(json_get(row, "n_prompt")),
                            integer_of(json_get(row, "n_gen")),
                            integer_of(json_get(row, "n_depth")))));
    for (size_t i = 0; i < row.as.map->len; i++) {
        struct value v = row.as.map->entries[i].value;

        if (v.kind != VALUE_LIST && v.kind != VALUE_MAP)
            set_field(table, value_text(row.as.map->entries[i].key), v);
    }
    if (samples) {
        table_set(table, table_column(table, STR("samples_ts")),
                  json_get(row, "samples_ts"));
        table_set(table, table_column(table, STR("n")),
                  value_int((int64_t)samples->len));
    }
    value_print(&number, json_get(row, "build_number"), NULL);
    set_facts(table, json_text(row, "build_commit"), buf_str(&number),
              json_text(row, "gpu_info"), json_text(row, "cpu_info"),
              json_text(row, "test_time"));
    buf_deinit(&number);
}

static int json_read_rows(const struct input *input, struct table *table,
                          struct error *err)
{
    const struct value_list *rows = input_records(input);
    struct column *speed;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < rows->len; i++)
        read_object(table, rows->items[i]);
    finish(table);
    speed = table_at(table, table_metric(table, STR(NAME), STR("avg_ts")));
    speed->samples = table_find(table, STR("samples_ts"));
    speed->count = table_find(table, STR("n"));
    return 0;
}

const struct tool tool_llama_bench = {NAME, "llama-bench", json_recognise,
                                      json_read_rows};

/* ---- CSV ---- */

static bool csv_recognise(const struct input *input)
{
    struct rows rows;

    return !input->binary && input_rows(input, &rows) &&
           rows_column(&rows, "build_commit") != NO_COLUMN &&
           rows_column(&rows, "avg_ts") != NO_COLUMN &&
           rows_column(&rows, "stddev_ts") != NO_COLUMN &&
           rows_column(&rows, "n_prompt") != NO_COLUMN;
}

/* The README's own header has one name more than its rows have cells: cells
 * from the middle on belong to the header counted from its end. */
static struct str csv_cell(const struct rows *rows, size_t row, size_t at)
{
    const size_t names = rows->list->items[0].as.list->len;
    const size_t cells = rows->list->items[row].as.list->len;
    const size_t prompt = rows_column(rows, "n_prompt");

    if (cells + 1 == names && at >= prompt)
        at--;
    return rows_cell(rows, row, at);
}

static struct str csv_named(const struct rows *rows, size_t row,
                            const char *name)
{
    const size_t at = rows_column(rows, name);

    return at == NO_COLUMN ? STR("") : csv_cell(rows, row, at);
}

static int csv_read_rows(const struct input *input, struct table *table,
                         struct error *err)
{
    struct rows rows;

    if (!input_rows(input, &rows))
        return phx_fail(err, PHX_EINPUT, "it has no rows");
    for (size_t row = 1; row < rows.list->len; row++) {
        const size_t names = rows.list->items[0].as.list->len;
        struct value prompt = value_str(csv_named(&rows, row, "n_prompt"));
        struct value gen = value_str(csv_named(&rows, row, "n_gen"));
        struct value depth = value_str(csv_named(&rows, row, "n_depth"));

        if (rows.list->items[row].as.list->len < names / 2)
            continue;
        table_row(table);
        table_set(table, table_param(table, STR("test")),
                  value_str(test_name(table->arena, integer_of(prompt),
                                      integer_of(gen), integer_of(depth))));
        for (size_t i = 0; i < names; i++)
            set_field(table, rows_cell(&rows, 0, i),
                      value_str(csv_cell(&rows, row, i)));
        set_facts(table, csv_named(&rows, row, "build_commit"),
                  csv_named(&rows, row, "build_number"),
                  csv_named(&rows, row, "gpu_info"),
                  csv_named(&rows, row, "cpu_info"),
                  csv_named(&rows, row, "test_time"));
    }
    finish(table);
    return 0;
}

const struct tool tool_llama_bench_table = {NAME, "llama-bench", csv_recognise,
                                            csv_read_rows};

/* ---- Markdown, in a log ---- */

static struct value cells_of(struct arena *arena, struct str line)
{
    struct list_builder cells;
    struct str rest, cell;

    line = str_trim(line);
    rest = str_slice(line, 1, line.len ? line.len - 1 : 0);
    list_builder_init(&cells, arena);
    while (str_split(&rest, '|', &cell))
        list_builder_push(&cells, value_str(str_trim(cell)));
    return list_builder_finish(&cells);
}

/* "| model | … | t/s |" */
static bool is_header(struct arena *arena, struct str line)
{
    const struct value_list *cells;

    line = str_trim(line);
    if (!str_starts(line, STR("|")) || !str_ends(line, STR("|")))
        return false;
    cells = cells_of(arena, line).as.list;
    return cells->len > 2 && str_is(value_text(cells->items[0]), "model") &&
           str_is(value_text(cells->items[cells->len - 1]), "t/s");
}

static bool markdown_recognise(const struct input *input)
{
    struct str rest = input->text, line;

    while (!input->binary && str_line(&rest, &line))
        if (is_header(input->arena, line))
            return true;
    return false;
}

static void read_line(struct table *table, const struct value_list *header,
                      const struct value_list *cells)
{
    table_row(table);
    for (size_t i = 0; i < header->len; i++) {
        struct str key = value_text(header->items[i]);
        struct str text = value_text(cells->items[i]);
        struct cell cell;

        cell_read(text, false, &cell);
        if (str_is(key, "t/s") && cell.kind == CELL_NUMBER) {
            set_metric(table, NAME, STR("avg_ts"), cell.value);
            table_at(table, table_find(table, STR("avg_ts")))->decimals = 2;
            if (!isnan(cell.spread))
                set_metric(table, NAME, STR("stddev_ts"),
                           value_float(cell.spread));
        } else {
            set_param(table, key,
                      cell.kind == CELL_NUMBER && cell.unit.len == 0
                          ? cell.value
                          : value_str(text));
        }
    }
}

static int markdown_read(const struct input *input, struct table *table,
                         struct error *err)
{
    struct str rest = input->text, line;
    const struct value_list *header = NULL;

    (void)err; /* what was recognised can be read */
    while (str_line(&rest, &line)) {
        line = str_trim(line);
        if (is_header(input->arena, line)) {
            header = cells_of(input->arena, line).as.list;
        } else if (str_starts(line, STR("build: "))) {
            table_fact(table, "version", str_from(line, strlen("build: ")));
        } else if (header && str_starts(line, STR("|")) &&
                   !str_starts(line, STR("| -"))) {
            const struct value_list *cells =
                cells_of(input->arena, line).as.list;

            if (cells->len == header->len)
                read_line(table, header, cells);
        }
    }
    finish(table);
    return 0;
}

const struct tool tool_llama_bench_markdown = {
    NAME, "llama-bench", markdown_recognise, markdown_read};
