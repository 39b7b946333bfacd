/* SPDX-License-Identifier: MIT */
/* Views: columns by name, rows by expression, what differs between rows. */
#include "view.h"

#include <math.h>

struct view view_all(struct bench_store *store, const struct result *result,
                     struct arena *arena)
{
    size_t *rows = arena_array(arena, size_t, result->table.rows);

    for (size_t i = 0; i < result->table.rows; i++)
        rows[i] = i;
    return (struct view){.store = store,
                         .result = result,
                         .table = &result->table,
                         .rows = rows,
                         .len = result->table.rows};
}

/* ---- Columns ---- */

struct str view_column_names(const struct view *view, struct arena *arena)
{
    struct buf out = BUF_INIT;
    struct str names;

    for (size_t i = 0; i < view->table->columns.len; i++) {
        const struct column *c = &view->table->columns.items[i];

        if (column_is_empty(view->table, i))
            continue;
        if (out.len > 0)
            buf_add_cstr(&out, ", ");
        if (out.len > 600) {
            buf_add_cstr(&out, "…");
            break;
        }
        buf_add(&out, c->key);
    }
    names = buf_dup(arena, &out);
    buf_deinit(&out);
    return names;
}

static struct str nearest_column(const struct view *view, struct str name,
                                 struct arena *arena)
{
    const size_t count = view->table->columns.len;
    struct str *keys = arena_array(arena, struct str, count);

    for (size_t i = 0; i < count; i++)
        keys[i] = view->table->columns.items[i].key;
    return str_nearest(name, keys, count);
}

bool view_column(const struct view *view, struct str name,
                 struct reader *reader, size_t *out)
{
    struct str near;

    *out = table_find(view->table, name);
    for (size_t i = 0; *out == NO_COLUMN && i < view->table->columns.len; i++)
        if (str_eq_nocase(view->table->columns.items[i].label, name))
            *out = i;
    if (*out != NO_COLUMN)
        return true;
    near = nearest_column(view, name, reader->arena);
    reader_fail(reader, DIAG_RESULT_COLUMN,
                "\"%" STR_FMT "\" has no column \"%" STR_FMT
                "\"; it has: %" STR_FMT,
                STR_ARG(view->result->name), STR_ARG(name),
                STR_ARG(view_column_names(view, reader->arena)));
    if (near.len > 0)
        reader_hint(reader, "did you mean \"%" STR_FMT "\"?", STR_ARG(near));
    return false;
}

/* ---- One row as a scope ---- */

struct row_scope {
    const struct view *view;
    size_t row;
    bool *lacking;       /* a value was asked for that the row lacks */
    struct str *unknown; /* the last name that is no column */
};

static bool row_get(const struct value_object *self, struct str key,
                    struct reader *reader, struct value *out)
{
    const struct row_scope *scope = self->data;
    const size_t column = table_find(scope->view->table, key);

    (void)reader;
    if (column == NO_COLUMN && str_is(key, "row")) {
        *out = (struct value){.kind = VALUE_OBJECT, .as.object = self};
        return true;
    }
    if (column == NO_COLUMN) {
        *scope->unknown = key;
        return false;
    }
    *out = table_cell(scope->view->table, column, scope->row);
    if (out->kind == VALUE_UNDEFINED || out->kind == VALUE_NULL) {
        *scope->lacking = true;
        *out = value_null();
    }
    return true;
}

static const struct value_object_type row_type = {.name = "row",
                                                  .get = row_get};

static void report_unknown(const struct view *view, struct str name,
                           struct reader *reader, struct diags *diags)
{
    struct diag *last = &diags->list.items[diags->list.len - 1];

    last->id = DIAG_RESULT_COLUMN;
    last->message = str_fmt(diags->arena,
                            "\"%" STR_FMT "\" has no column \"%" STR_FMT
                            "\"; it has: %" STR_FMT,
                            STR_ARG(view->result->name), STR_ARG(name),
                            STR_ARG(view_column_names(view, reader->arena)));
}

bool view_row_is(const struct view *view, const struct expr *expr, size_t row,
                 struct reader *reader, struct diags *diags, bool *out)
{
    bool lacking = false;
    struct str unknown = STR("");
    struct row_scope scope = {view, row, &lacking, &unknown};
    struct value_object object = {&row_type, &scope};
    struct value of = {.kind = VALUE_OBJECT, .as.object = &object};
    struct reader inner = *reader;
    struct diags found;
    struct value v;

    *out = false;
    diags_init(&found, reader->arena, NULL);
    inner.diags = &found;
    inner.failed = false;
    if (expr_eval(expr, of, &inner, &v)) {
        *out = value_truthy(v, &inner);
        return true;
    }
    if (lacking && unknown.len == 0)
        return true;
    if (unknown.len > 0 && found.list.len > 0)
        report_unknown(view, unknown, reader, &found);
    diags_merge(diags, &found);
    return false;
}

bool view_where(const struct view *view, const struct expr *expr,
                struct reader *reader, struct diags *diags, struct view *out)
{
    size_t *rows = arena_array(reader->arena, size_t, view->len);
    size_t len = 0;

    for (size_t i = 0; i < view->len; i++) {
        bool holds;

        if (!view_row_is(view, expr, view->rows[i], reader, diags, &holds))
            return false;
        if (holds)
            rows[len++] = view->rows[i];
    }
    *out = *view;
    out->rows = rows;
    out->len = len;
    return true;
}

bool view_where_text(const struct view *view, struct str text,
                     struct reader *reader, struct view *out)
{
    const struct source_ref source = {.path = STR(""), .text = text};
    const struct diag *first;
    struct diags diags;
    struct expr *expr;

    diags_init(&diags, reader->arena, NULL);
    expr = expr_compile(view->store->env, reader->arena, text, &source,
                        (struct span){0, 0, 0}, &diags);
    if (expr && view_where(view, expr, reader, &diags, out))
        return true;
    first = &diags.list.items[0];
    return reader_fail(reader, first->id, "in \"%" STR_FMT "\": %" STR_FMT,
                       STR_ARG(text), STR_ARG(first->message));
}

/* ---- Order ---- */

struct sorted_row {
    size_t row;
    size_t index;
    struct value key;
};

static int sorted_cmp(const void *a, const void *b)
{
    const struct sorted_row *p = a, *q = b;
    bool ok = true;
    const int order = value_compare(p->key, q->key, &ok);

    if (ok && order != 0)
        return order;
    return (p->index > q->index) - (p->index < q->index);
}

void view_sort(struct view *view, size_t column, bool descending,
               struct arena *arena)
{
    struct sorted_row *order = arena_array(arena, struct sorted_row, view->len);
    size_t *rows = arena_array(arena, size_t, view->len);

    if (column == NO_COLUMN)
        return;
    for (size_t i = 0; i < view->len; i++)
        order[i] = (struct sorted_row){
            view->rows[i], i, table_cell(view->table, column, view->rows[i])};
    qsort(order, view->len, sizeof(*order), sorted_cmp);
    for (size_t i = 0; i < view->len; i++)
        rows[i] = order[descending ? view->len - 1 - i : i].row;
    view->rows = rows;
}

/* ---- Differences ---- */

static bool same_cell(struct value a, struct value b)
{
    if (a.kind == VALUE_UNDEFINED || b.kind == VALUE_UNDEFINED)
        return a.kind == b.kind;
    return value_equal(a, b);
}

bool view_varies(const struct view *view, size_t column)
{
    for (size_t i = 1; i < view->len; i++)
        if (!same_cell(table_cell(view->table, column, view->rows[0]),
                       table_cell(view->table, column, view->rows[i])))
            return true;
    return false;
}

#define SHOWN_VALUES 4

static void add_values(struct buf *out, const struct view *view, size_t column)
{
    struct value shown[SHOWN_VALUES];
    size_t count = 0;

    for (size_t i = 0; i < view->len; i++) {
        struct value v = table_cell(view->table, column, view->rows[i]);
        bool known = false;

        for (size_t k = 0; k < count; k++)
            known = known || same_cell(shown[k], v);
        if (known)
            continue;
        if (count > 0)
            buf_add_cstr(out, ", ");
        if (count == SHOWN_VALUES) {
            buf_add_cstr(out, "…");
            return;
        }
        if (v.kind == VALUE_UNDEFINED)
            buf_add_cstr(out, "nothing");
        else
            value_repr(out, v, NULL);
        shown[count++] = v;
    }
}

struct str view_differences(const struct view *view, struct arena *arena)
{
    struct buf out = BUF_INIT;
    struct str text;
    size_t count = 0;

    for (size_t i = 0; i < view->table->columns.len; i++) {
        const struct column *c = &view->table->columns.items[i];

        if ((c->role != ROLE_PARAM && c->role != ROLE_STEP) ||
            !view_varies(view, i))
            continue;
        if (count++ > 0)
            buf_add_cstr(&out, "; ");
        if (count > 5) {
            buf_add_cstr(&out, "…");
            break;
        }
        buf_add(&out, c->key);
        buf_add_cstr(&out, " (");
        add_values(&out, view, i);
        buf_add_char(&out, ')');
    }
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static int number_cmp(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double median_of(double *numbers, size_t len)
{
    if (len == 0)
        return (double)NAN;
    qsort(numbers, len, sizeof(*numbers), number_cmp);
    return len % 2 ? numbers[len / 2]
                   : (numbers[len / 2 - 1] + numbers[len / 2]) / 2;
}
