/* SPDX-License-Identifier: MIT */
/* The table: columns by key, rows one after the other, facts. What a key means
 * is metric.c's business. */
#include "table.h"

#include "metric.h"

#include <math.h>

const char *statistic_name(enum statistic stat)
{
    static const char *const names[] = {[STAT_SINGLE] = "single",
                                        [STAT_MEAN] = "mean",
                                        [STAT_MEDIAN] = "median",
                                        [STAT_MIN] = "min",
                                        [STAT_MAX] = "max",
                                        [STAT_QUANTILE] = "quantile",
                                        [STAT_DEVIATION] = "deviation",
                                        [STAT_RATE] = "rate",
                                        [STAT_LAST] = "last",
                                        [STAT_SUM] = "sum",
                                        [STAT_COUNT] = "count"};

    return names[stat];
}

void table_init(struct table *table, struct arena *arena)
{
    memset(table, 0, sizeof(*table));
    table->arena = arena;
    table->tool_label = STR("");
    map_init(&table->by_key, arena);
}

size_t table_find(const struct table *table, struct str key)
{
    const size_t *place = map_get(&table->by_key, key);

    return place ? *place : NO_COLUMN;
}

struct column *table_at(const struct table *table, size_t column)
{
    PHX_BUG_ON(column >= table->columns.len);
    return &table->columns.items[column];
}

size_t table_column(struct table *table, struct str key)
{
    size_t at = table_find(table, key);

    if (at != NO_COLUMN)
        return at;
    at = table->columns.len;
    key = str_dup(table->arena, key);
    vec_push(
        table->arena, &table->columns,
        ((struct column){
            .key = key,
            .label = key,
            .unit = STR(""),
            .base = key,
            .role = ROLE_DETAIL,
            .decimals = DECIMALS_UNKNOWN,
            .samples = NO_COLUMN,
            .count = NO_COLUMN,
            .spread = {.by = NO_COLUMN, .lo = NO_COLUMN, .hi = NO_COLUMN}}));
    map_set(&table->by_key, key, arena_copy(table->arena, &at, sizeof(at)));
    return at;
}

size_t table_metric(struct table *table, struct str tool, struct str key)
{
    const size_t known = table->columns.len;
    const size_t at = table_column(table, key);

    if (at == known)
        metric_describe(table->arena, tool, table_at(table, at));
    return at;
}

size_t table_param(struct table *table, struct str key)
{
    const size_t known = table->columns.len;
    const size_t at = table_column(table, key);

    if (at == known)
        metric_param(table->arena, table_at(table, at));
    return at;
}

void table_row(struct table *table)
{
    table->rows++;
    vec_push(table->arena, &table->aggregate, false);
}

void table_aggregate(struct table *table)
{
    PHX_BUG_ON(table->rows == 0);
    table->aggregate.items[table->rows - 1] = true;
}

bool table_is_aggregate(const struct table *table, size_t row)
{
    return table->aggregate.items[row];
}

bool table_too_large(const struct table *table)
{
    return table->columns.len > TABLE_COLUMNS_MAX ||
           table->columns.len * table->rows > TABLE_CELLS_MAX;
}

/* A copy of a value with all its texts in the arena. Files are not trusted: an
 * object where a tool writes a number is nothing. */
static struct value value_copy(struct arena *arena, struct value v)
{
    if (v.kind == VALUE_STRING) {
        struct value copy = value_str(str_dup(arena, value_text(v)));

        copy.safe = false;
        return copy;
    }
    if (v.kind == VALUE_LIST) {
        const struct value_list *list = v.as.list;
        struct value *items = arena_array(arena, struct value, list->len);

        for (size_t i = 0; i < list->len; i++)
            items[i] = value_copy(arena, list->items[i]);
        return value_list_of(arena, items, list->len);
    }
    PHX_BUG_ON(v.kind == VALUE_OBJECT);
    return v.kind == VALUE_MAP ? value_null() : v;
}

void table_set_at(struct table *table, size_t column, size_t row,
                  struct value v)
{
    struct column *c = table_at(table, column);

    PHX_BUG_ON(row >= table->rows);
    while (c->cells.len <= row)
        vec_push(table->arena, &c->cells, value_undefined(STR("")));
    c->cells.items[row] = value_copy(table->arena, v);
}

void table_set(struct table *table, size_t column, struct value v)
{
    PHX_BUG_ON(table->rows == 0);
    table_set_at(table, column, table->rows - 1, v);
}

struct value table_cell(const struct table *table, size_t column, size_t row)
{
    const struct column *c = table_at(table, column);

    return row < c->cells.len ? c->cells.items[row] : value_undefined(STR(""));
}

double table_number(const struct table *table, size_t column, size_t row)
{
    struct value v;

    if (column == NO_COLUMN)
        return (double)NAN;
    v = table_cell(table, column, row);
    if (value_is_number(v) || v.kind == VALUE_BOOL)
        return value_as_double(v);
    if (v.kind == VALUE_DATE)
        return (double)v.as.unix_seconds;
    return (double)NAN;
}

static void add_fact(struct table *table, struct str key, struct str text,
                     bool from_author)
{
    const struct fact fact = {.key = str_dup(table->arena, key),
                              .text = str_dup(table->arena, str_trim(text)),
                              .from_author = from_author};

    if (fact.text.len == 0)
        return;
    for (size_t i = 0; i < table->facts.len; i++)
        if (str_eq(table->facts.items[i].key, key))
            return;
    vec_push(table->arena, &table->facts, fact);
}

void table_fact(struct table *table, const char *key, struct str text)
{
    add_fact(table, str_of(key), text, false);
}

void table_fact_author(struct table *table, struct str key, struct str text)
{
    add_fact(table, key, text, true);
}

const struct fact *table_fact_of(const struct table *table, const char *key)
{
    for (size_t i = 0; i < table->facts.len; i++)
        if (str_is(table->facts.items[i].key, key))
            return &table->facts.items[i];
    return NULL;
}

void table_note(struct table *table, struct str text)
{
    vec_push(table->arena, &table->notes, str_dup(table->arena, text));
}

bool column_is_empty(const struct table *table, size_t column)
{
    const struct column *c = table_at(table, column);

    for (size_t i = 0; i < c->cells.len; i++)
        if (c->cells.items[i].kind != VALUE_UNDEFINED &&
            c->cells.items[i].kind != VALUE_NULL)
            return false;
    return true;
}

size_t table_hidden(const struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (table->columns.items[i].hidden)
            return i;
    return NO_COLUMN;
}
