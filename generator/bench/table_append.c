/* SPDX-License-Identifier: MIT */
/* The rows of one table behind those of another: folders, histories. */
#include "table.h"

static const struct column_title *copy_titles(struct arena *arena,
                                              const struct column *from)
{
    struct column_title *titles =
        arena_array(arena, struct column_title, from->title_count);

    for (size_t i = 0; i < from->title_count; i++)
        titles[i] =
            (struct column_title){str_dup(arena, from->titles[i].language),
                                  str_dup(arena, from->titles[i].text)};
    return titles;
}

static size_t copy_column(struct table *into, const struct column *from)
{
    const size_t known = into->columns.len;
    const size_t at = table_column(into, from->key);

    if (at == known) {
        struct column *c = table_at(into, at);
        struct column copy = *from;

        copy.key = c->key;
        copy.label = str_dup(into->arena, from->label);
        copy.titles = copy_titles(into->arena, from);
        copy.unit = str_dup(into->arena, from->unit);
        copy.base = str_dup(into->arena, from->base);
        copy.cells.items = NULL;
        copy.cells.len = copy.cells.cap = 0;
        copy.samples = copy.count = NO_COLUMN;
        copy.spread.by = copy.spread.lo = copy.spread.hi = NO_COLUMN;
        *c = copy;
    }
    return at;
}

static size_t same_column(struct table *into, const struct table *from,
                          size_t column)
{
    return column == NO_COLUMN ? NO_COLUMN
                               : table_find(into, table_at(from, column)->key);
}

/* Where the columns of `from` are in `into`. */
static size_t *join_columns(struct table *into, const struct table *from)
{
    size_t *columns = arena_array(into->arena, size_t, from->columns.len);

    for (size_t i = 0; i < from->columns.len; i++)
        columns[i] = copy_column(into, &from->columns.items[i]);
    for (size_t i = 0; i < from->columns.len; i++) {
        const struct column *c = &from->columns.items[i];
        struct column *t = table_at(into, columns[i]);

        t->samples = same_column(into, from, c->samples);
        t->count = same_column(into, from, c->count);
        t->spread.by = same_column(into, from, c->spread.by);
        t->spread.lo = same_column(into, from, c->spread.lo);
        t->spread.hi = same_column(into, from, c->spread.hi);
    }
    return columns;
}

/* Into the last row. */
static void copy_cells(struct table *into, const struct table *from,
                       const size_t *columns, size_t row)
{
    for (size_t i = 0; i < from->columns.len; i++) {
        struct value v = table_cell(from, i, row);

        if (v.kind != VALUE_UNDEFINED)
            table_set(into, columns[i], v);
    }
}

static void set_extra(struct table *into, const struct extra_cell *extra,
                      size_t extra_count)
{
    for (size_t i = 0; i < extra_count; i++)
        table_set(into, table_column(into, extra[i].key), extra[i].value);
}

void table_append(struct table *into, const struct table *from,
                  const struct extra_cell *extra, size_t extra_count)
{
    const size_t *columns = join_columns(into, from);

    for (size_t row = 0; row < from->rows; row++) {
        table_row(into);
        if (table_is_aggregate(from, row))
            table_aggregate(into);
        set_extra(into, extra, extra_count);
        copy_cells(into, from, columns, row);
    }
}

void table_complete(struct table *into, const struct table *from,
                    const struct extra_cell *extra, size_t extra_count)
{
    const size_t *columns = join_columns(into, from);

    set_extra(into, extra, extra_count);
    copy_cells(into, from, columns, 0);
}
