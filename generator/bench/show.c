/* SPDX-License-Identifier: MIT */
/*
 * One result as a program reads it: the tool, what each column is, the rows,
 * the series, and who said which fact. Strict JSON: numbers that are none are
 * the words "NaN", "Infinity" and "-Infinity".
 */
#include "ask.h"

#include <math.h>

static struct value text_or_null(struct str text)
{
    return text.len ? value_str(text) : value_null();
}

static struct value strict(struct value v, struct arena *arena);

static struct value strict_list(struct value v, struct arena *arena)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < v.as.list->len; i++)
        list_builder_push(&list, strict(v.as.list->items[i], arena));
    return list_builder_finish(&list);
}

static struct value strict(struct value v, struct arena *arena)
{
    if (v.kind == VALUE_UNDEFINED)
        return value_null();
    if (v.kind == VALUE_LIST)
        return strict_list(v, arena);
    if (v.kind != VALUE_FLOAT || isfinite(v.as.number))
        return v;
    if (isnan(v.as.number))
        return value_str(STR("NaN"));
    return value_str(v.as.number < 0 ? STR("-Infinity") : STR("Infinity"));
}

/* ---- Columns ---- */

static const char *type_of(const struct view *view, size_t column)
{
    static const char *const names[] = {
        [VALUE_BOOL] = "bool",      [VALUE_INT] = "int",
        [VALUE_FLOAT] = "float",    [VALUE_STRING] = "text",
        [VALUE_DATE] = "time",      [VALUE_LIST] = "list",
        [VALUE_MAP] = "mixed",      [VALUE_OBJECT] = "mixed",
        [VALUE_UNDEFINED] = "none", [VALUE_NULL] = "none"};
    enum value_kind kind = VALUE_NULL;

    for (size_t i = 0; i < view->len; i++) {
        const struct value v = table_cell(view->table, column, view->rows[i]);

        if (v.kind == VALUE_UNDEFINED || v.kind == VALUE_NULL ||
            v.kind == (uint8_t)kind)
            continue;
        if (kind == VALUE_NULL)
            kind = (enum value_kind)v.kind;
        else if ((kind == VALUE_INT || kind == VALUE_FLOAT) &&
                 value_is_number(v))
            kind = VALUE_FLOAT;
        else
            return "mixed";
    }
    return names[kind];
}

static struct value key_of(const struct table *table, size_t column)
{
    return column == NO_COLUMN ? value_null()
                               : value_str(table_at(table, column)->key);
}

static struct value spread_value(const struct table *table,
                                 const struct spread *spread,
                                 struct arena *arena)
{
    static const char *const kinds[] = {
        [SPREAD_NONE] = "none",
        [SPREAD_SD_SAMPLE] = "sd-sample",
        [SPREAD_SD_POPULATION] = "sd-population",
        [SPREAD_SD] = "sd",
        [SPREAD_STANDARD_ERROR] = "standard-error",
        [SPREAD_CONFIDENCE] = "confidence-interval",
        [SPREAD_RANGE] = "range"};
    struct map_builder map;

    if (spread->kind == SPREAD_NONE)
        return value_null();
    map_builder_init(&map, arena);
    map_builder_put(&map, "kind", value_str(str_of(kinds[spread->kind])));
    if (spread->level > 0)
        map_builder_put(&map, "level", value_float(spread->level));
    map_builder_put(&map, "by", key_of(table, spread->by));
    map_builder_put(&map, "low", key_of(table, spread->lo));
    map_builder_put(&map, "high", key_of(table, spread->hi));
    return map_builder_finish(&map);
}

static struct value column_value(const struct view *view, size_t column,
                                 struct arena *arena)
{
    static const char *const roles[] = {"param", "metric", "step", "detail"};
    static const char *const betters[] = {"unknown", "higher", "lower", "none"};
    const struct table *table = view->table;
    const struct column *c = table_at(table, column);
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "name", value_str(c->key));
    map_builder_put(&map, "label", value_str(c->label));
    map_builder_put(&map, "role", value_str(str_of(roles[c->role])));
    map_builder_put(&map, "type", value_str(str_of(type_of(view, column))));
    map_builder_put(&map, "unit", text_or_null(c->unit));
    map_builder_put(&map, "better", value_str(str_of(betters[c->better])));
    if (c->role == ROLE_METRIC || c->stat != STAT_SINGLE) {
        map_builder_put(&map, "metric", text_or_null(c->base));
        map_builder_put(&map, "statistic",
                        value_str(str_of(statistic_name(c->stat))));
    }
    if (c->stat == STAT_QUANTILE)
        map_builder_put(&map, "quantile", value_float(c->quantile));
    if (c->role == ROLE_METRIC) {
        map_builder_put(&map, "spread", spread_value(table, &c->spread, arena));
        map_builder_put(&map, "samples", key_of(table, c->samples));
        map_builder_put(&map, "count", key_of(table, c->count));
    }
    return map_builder_finish(&map);
}

/* ---- Rows, series ---- */

static struct value row_value(const struct asked *a, size_t row,
                              struct arena *arena)
{
    const struct table *table = a->view.table;
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_reserve(&map, a->column_count);
    for (size_t i = 0; i < a->column_count; i++)
        map_builder_set(&map, value_str(table_at(table, a->columns[i])->key),
                        strict(table_cell(table, a->columns[i], row), arena));
    return map_builder_finish(&map);
}

static struct value points_of(const struct view *view, size_t x, size_t y,
                              struct arena *arena)
{
    struct list_builder points;

    list_builder_init(&points, arena);
    for (size_t i = 0; i < view->len; i++) {
        struct value pair[2] = {table_cell(view->table, x, view->rows[i]),
                                table_cell(view->table, y, view->rows[i])};

        if (pair[0].kind == VALUE_UNDEFINED || !value_is_number(pair[1]))
            continue;
        pair[0] = strict(pair[0], arena);
        pair[1] = strict(pair[1], arena);
        list_builder_push(
            &points,
            value_list_of(arena, arena_copy(arena, pair, sizeof(pair)), 2));
    }
    return list_builder_finish(&points);
}

/* The column that orders the rows as a series: the first step that is known in
 * more than one row. */
static size_t step_of(const struct view *view)
{
    for (size_t i = 0; i < view->table->columns.len; i++) {
        size_t known = 0;

        if (table_at(view->table, i)->role != ROLE_STEP)
            continue;
        for (size_t k = 0; k < view->len; k++)
            known += table_cell(view->table, i, view->rows[k]).kind !=
                     VALUE_UNDEFINED;
        if (known > 1)
            return i;
    }
    return NO_COLUMN;
}

static struct value series_value(const struct asked *a, struct arena *arena)
{
    const struct view *view = &a->view;
    const size_t x = step_of(view);
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; x != NO_COLUMN && i < a->column_count; i++) {
        const struct column *c = table_at(view->table, a->columns[i]);
        struct map_builder map;
        struct value points;

        if (c->role != ROLE_METRIC)
            continue;
        points = points_of(view, x, a->columns[i], arena);
        if (points.as.list->len == 0)
            continue;
        map_builder_init(&map, arena);
        map_builder_put(&map, "name", value_str(c->key));
        map_builder_put(&map, "x", key_of(view->table, x));
        map_builder_put(&map, "unit", text_or_null(c->unit));
        map_builder_put(&map, "points", points);
        list_builder_push(&list, map_builder_finish(&map));
    }
    return list_builder_finish(&list);
}

/* ---- The whole ---- */

/* Places in `rows` of those that sum up others. */
static struct value aggregates_value(const struct view *view,
                                     struct arena *arena)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < view->len; i++)
        if (table_is_aggregate(view->table, view->rows[i]))
            list_builder_push(&list, value_int((int64_t)i));
    return list_builder_finish(&list);
}

static struct value facts_value(const struct view *view, struct arena *arena)
{
    const struct repo_file_history *history = view->result->history;
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < view->table->facts.len; i++) {
        const struct fact *fact = &view->table->facts.items[i];
        struct map_builder map;

        map_builder_init(&map, arena);
        map_builder_put(&map, "name", value_str(fact->key));
        map_builder_put(&map, "value", value_str(fact->text));
        map_builder_put(
            &map, "said_by",
            value_str(fact->from_author ? STR("author") : STR("file")));
        list_builder_push(&list, map_builder_finish(&map));
    }
    for (int i = 0; history && i < 2; i++) {
        struct map_builder map;

        map_builder_init(&map, arena);
        map_builder_put(&map, "name",
                        value_str(i ? STR("file_date") : STR("file_commit")));
        map_builder_put(
            &map, "value",
            value_str(i ? date_iso(arena, history->updated) : history->commit));
        map_builder_put(&map, "said_by", value_str(STR("git")));
        list_builder_push(&list, map_builder_finish(&map));
    }
    return list_builder_finish(&list);
}

static void name_all_columns(struct asked *a, struct arena *arena)
{
    const size_t count = a->view.table->columns.len;
    size_t *columns = arena_array(arena, size_t, count);

    for (size_t i = 0; i < count; i++)
        columns[i] = i;
    a->columns = columns;
    a->column_count = count;
}

struct value show_value(const struct asked *a, struct arena *arena)
{
    const struct table *table = a->view.table;
    struct list_builder columns, rows;
    struct map_builder map;

    list_builder_init(&columns, arena);
    list_builder_init(&rows, arena);
    for (size_t i = 0; i < a->column_count; i++)
        list_builder_push(&columns,
                          column_value(&a->view, a->columns[i], arena));
    for (size_t i = 0; i < a->view.len; i++)
        list_builder_push(&rows, row_value(a, a->view.rows[i], arena));
    map_builder_init(&map, arena);
    map_builder_put(&map, "file", value_str(a->view.result->path));
    map_builder_put(&map, "tool", value_str(str_of(table->tool->name)));
    map_builder_put(&map, "label",
                    value_str(table->tool_label.len
                                  ? table->tool_label
                                  : str_of(table->tool->label)));
    map_builder_put(&map, "facts", facts_value(&a->view, arena));
    map_builder_put(&map, "columns", list_builder_finish(&columns));
    map_builder_put(&map, "rows", list_builder_finish(&rows));
    map_builder_put(&map, "aggregate_rows", aggregates_value(&a->view, arena));
    map_builder_put(&map, "series", series_value(a, arena));
    map_builder_put(&map, "notes",
                    value_strings(arena, table->notes.items, table->notes.len));
    return map_builder_finish(&map);
}

/* What is known of a file that has nothing to show: whose it is, and why. */
static void show_refused(struct bench_store *store, struct str name,
                         struct reader *reader, struct buf *out)
{
    const struct result *result = store_find(store, name);
    struct map_builder map;

    if (!result || result->error.code == 0 || !result->table.tool)
        return;
    map_builder_init(&map, reader->arena);
    map_builder_put(&map, "file", value_str(result->path));
    map_builder_put(&map, "tool", value_str(str_of(result->table.tool->name)));
    map_builder_put(&map, "label",
                    value_str(str_of(result->table.tool->label)));
    map_builder_put(
        &map, "error",
        value_str(str_dup(reader->arena, str_of(result->error.message))));
    json_write(out, map_builder_finish(&map), 0, false, reader);
    buf_add_char(out, '\n');
}

bool bench_show_json(struct bench_store *store, const struct bench_ask *ask,
                     struct reader *reader, struct buf *out)
{
    struct asked a;

    if (!ask_open(store, ask, reader, &a)) {
        show_refused(store, ask->name, reader, out);
        return false;
    }
    if (a.column_count == 0)
        name_all_columns(&a, reader->arena);
    json_write(out, show_value(&a, reader->arena), 0, false, reader);
    buf_add_char(out, '\n');
    return true;
}
