/* SPDX-License-Identifier: MIT */
/* From values in any order to rows by step. */
#include "series.h"

#define VALUES_MAX 10000000

bool series_add(struct series_set *set, struct str tag, int64_t step,
                double value)
{
    if (set->values.len >= VALUES_MAX ||
        set->table->columns.len > TABLE_COLUMNS_MAX)
        return false;
    vec_push(set->arena, &set->values,
             ((struct series_value){
                 .step = step,
                 .column = table_metric(set->table, str_of(set->tool), tag),
                 .order = set->values.len,
                 .value = value}));
    return true;
}

static int value_cmp(const void *a, const void *b)
{
    const struct series_value *p = a, *q = b;

    if (p->step != q->step)
        return (p->step > q->step) - (p->step < q->step);
    return (p->order > q->order) - (p->order < q->order);
}

void series_finish(struct series_set *set)
{
    struct table *table = set->table;
    const size_t step = table_param(table, STR("step"));
    size_t duplicates = 0;

    table_at(table, step)->role = ROLE_STEP;
    if (set->values.len > 0)
        qsort(set->values.items, set->values.len, sizeof(set->values.items[0]),
              value_cmp);
    for (size_t i = 0; i < set->values.len; i++) {
        const struct series_value *v = &set->values.items[i];

        if (i == 0 || v->step != v[-1].step) {
            table_row(table);
            table_set(table, step, value_int(v->step));
        }
        if (table_cell(table, v->column, table->rows - 1).kind !=
            VALUE_UNDEFINED)
            duplicates++;
        table_set(table, v->column, value_float(v->value));
    }
    if (duplicates > 0)
        table_note(table, str_fmt(table->arena, "duplicates:%zu", duplicates));
}
