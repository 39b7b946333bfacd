/* SPDX-License-Identifier: MIT */
/* bench(name) and what it gives: the methods of a view. */
#include "past.h"
#include "view.h"

#include <math.h>

enum method {
    METHOD_VALUE,
    METHOD_MIN,
    METHOD_MAX,
    METHOD_MEAN,
    METHOD_MEDIAN,
    METHOD_LAST,
    METHOD_RATIO,
    METHOD_BEST,
    METHOD_WHERE,
    METHOD_UNIT,
    METHOD_HISTORY
};

static const char *const method_names[] = {"value",  "min",  "max",    "mean",
                                           "median", "last", "ratio",  "best",
                                           "where",  "unit", "history"};

struct bound {
    const struct view *view;
    enum method method;
};

/* ---- Filters: engine="vllm", concurrency=64 ---- */

/* A number matches the text that writes it: tools save settings as text. */
static bool cell_matches(struct value cell, struct value wanted)
{
    struct buf a = BUF_INIT, b = BUF_INIT;
    bool same;

    if (cell.kind == VALUE_UNDEFINED)
        return wanted.kind == VALUE_NULL;
    if (value_equal(cell, wanted))
        return true;
    if (cell.kind != VALUE_STRING && wanted.kind != VALUE_STRING)
        return false;
    value_print(&a, cell, NULL);
    value_print(&b, wanted, NULL);
    same = str_eq(buf_str(&a), buf_str(&b));
    buf_deinit(&b);
    buf_deinit(&a);
    return same;
}

/* Narrows *view in place (its rows are this job's). */
static bool keep_matching(struct view *view, struct value key,
                          struct value wanted, struct reader *reader)
{
    size_t *rows = arena_array(reader->arena, size_t, view->len);
    size_t column, len = 0;

    if (!view_column(view, value_text(key), reader, &column))
        return false;
    for (size_t i = 0; i < view->len; i++)
        if (cell_matches(table_cell(view->table, column, view->rows[i]),
                         wanted))
            rows[len++] = view->rows[i];
    view->rows = rows;
    view->len = len;
    return true;
}

static bool fail_empty(struct reader *reader, const struct view *view)
{
    return reader_fail(reader, DIAG_RESULT_EMPTY,
                       "no row of \"%" STR_FMT "\" is selected",
                       STR_ARG(view->result->name));
}

static bool apply_filters(struct view *view, const struct value_args *args,
                          struct value over, struct reader *reader)
{
    for (size_t i = 0; i < args->named_len; i++) {
        const struct value_entry *entry = &args->named[i];
        struct view before = *view;

        if (str_is(value_text(entry->key), "over") ||
            value_map_get(over, value_text(entry->key)))
            continue;
        if (!keep_matching(view, entry->key, entry->value, reader))
            return false;
        if (view->len == 0 && before.len > 0) {
            fail_empty(reader, view);
            reader_hint(reader, "the rows differ in: %" STR_FMT,
                        STR_ARG(view_differences(&before, reader->arena)));
            return false;
        }
    }
    for (size_t i = 0; over.kind == VALUE_MAP && i < over.as.map->len; i++) {
        const struct value_entry *entry = &over.as.map->entries[i];

        if (entry->key.kind != VALUE_STRING)
            return reader_fail(reader, DIAG_RESULT_QUERY,
                               "a filter's column is a text");
        if (!keep_matching(view, entry->key, entry->value, reader))
            return false;
    }
    return view->len > 0 || fail_empty(reader, view);
}

/* ---- Values ---- */

static bool column_argument(const struct view *view,
                            const struct value_args *args,
                            struct reader *reader, size_t *out)
{
    if (args->len != 1 || args->items[0].kind != VALUE_STRING) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "the first argument is the name of a column, as text");
        return false;
    }
    return view_column(view, value_text(args->items[0]), reader, out);
}

static bool one_cell(const struct view *view, size_t column,
                     struct reader *reader, struct value *out)
{
    if (view->len != 1) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "%zu rows of \"%" STR_FMT "\" are selected, not one",
                    view->len, STR_ARG(view->result->name));
        reader_hint(reader, "they differ in: %" STR_FMT,
                    STR_ARG(view_differences(view, reader->arena)));
        return false;
    }
    *out = table_cell(view->table, column, view->rows[0]);
    if (out->kind == VALUE_UNDEFINED || out->kind == VALUE_NULL)
        return reader_fail(reader, DIAG_RESULT_EMPTY,
                           "the row has no \"%" STR_FMT "\"",
                           STR_ARG(table_at(view->table, column)->key));
    return true;
}

/* The numbers of a column, without rows that sum up others. */
static double *numbers_of(const struct view *view, size_t column,
                          struct arena *arena, size_t *len)
{
    double *numbers = arena_array(arena, double, view->len);

    *len = 0;
    for (size_t i = 0; i < view->len; i++) {
        const double x = table_number(view->table, column, view->rows[i]);

        if (!isnan(x) && !table_is_aggregate(view->table, view->rows[i]))
            numbers[(*len)++] = x;
    }
    return numbers;
}

static double reduce(enum method method, double *numbers, size_t len)
{
    double result = numbers[0], sum = 0.0;

    if (method == METHOD_LAST)
        return numbers[len - 1];
    if (method == METHOD_MEDIAN)
        return median_of(numbers, len);
    for (size_t i = 0; i < len; i++) {
        sum += numbers[i];
        if (method == METHOD_MIN && numbers[i] < result)
            result = numbers[i];
        if (method == METHOD_MAX && numbers[i] > result)
            result = numbers[i];
    }
    return method == METHOD_MEAN ? sum / (double)len : result;
}

/* Whole numbers stay whole, as the file has them. */
static bool is_whole(const struct view *view, size_t column)
{
    for (size_t i = 0; i < view->len; i++)
        if (table_cell(view->table, column, view->rows[i]).kind == VALUE_FLOAT)
            return false;
    return true;
}

static bool call_reduce(const struct view *view, enum method method,
                        size_t column, struct reader *reader, struct value *out)
{
    size_t len;
    double *numbers = numbers_of(view, column, reader->arena, &len);
    double result;

    if (len == 0)
        return reader_fail(reader, DIAG_RESULT_EMPTY,
                           "\"%" STR_FMT "\" has no number in these rows",
                           STR_ARG(table_at(view->table, column)->key));
    result = reduce(method, numbers, len);
    if (method != METHOD_MEAN && method != METHOD_MEDIAN &&
        fabs(result) < 9e15 && is_whole(view, column))
        *out = value_int((int64_t)result);
    else
        *out = value_float(result);
    return true;
}

static bool call_ratio(const struct view *all, const struct value_args *args,
                       size_t column, struct reader *reader, struct value *out)
{
    struct value over = value_undefined(STR("")), here, there;
    struct view view = *all;

    for (size_t i = 0; i < args->named_len; i++)
        if (str_is(value_text(args->named[i].key), "over"))
            over = args->named[i].value;
    if (over.kind != VALUE_MAP)
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "ratio needs over={…}: the rows to compare with");
    if (!apply_filters(&view, args, value_null(), reader) ||
        !one_cell(&view, column, reader, &here))
        return false;
    view = *all;
    if (!apply_filters(&view, args, over, reader) ||
        !one_cell(&view, column, reader, &there))
        return false;
    if (!value_is_number(here) || !value_is_number(there) ||
        !(fabs(value_as_double(there)) > 0))
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "there is no ratio of these values");
    *out = value_float(value_as_double(here) / value_as_double(there));
    return true;
}

static struct value row_value(const struct table *table, size_t row,
                              struct arena *arena)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    for (size_t i = 0; i < table->columns.len; i++) {
        struct value v = table_cell(table, i, row);

        if (v.kind != VALUE_LIST)
            map_builder_set(&map, value_str(table->columns.items[i].key),
                            v.kind == VALUE_UNDEFINED ? value_null() : v);
    }
    return map_builder_finish(&map);
}

static bool call_best(const struct view *view, size_t column,
                      struct reader *reader, struct value *out)
{
    const struct column *c = table_at(view->table, column);
    size_t best = NO_COLUMN;
    double most = 0.0;

    if (c->better != BETTER_HIGHER && c->better != BETTER_LOWER) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "nobody says whether more or less \"%" STR_FMT
                    "\" is better",
                    STR_ARG(c->key));
        reader_hint(reader, "say it in a side file NAME.schema.json: "
                            "\"better\": \"higher\"");
        return false;
    }
    for (size_t i = 0; i < view->len; i++) {
        double x = table_number(view->table, column, view->rows[i]);

        if (isnan(x) || table_is_aggregate(view->table, view->rows[i]))
            continue;
        if (best == NO_COLUMN ||
            (c->better == BETTER_HIGHER ? x > most : x < most)) {
            most = x;
            best = view->rows[i];
        }
    }
    if (best == NO_COLUMN)
        return fail_empty(reader, view);
    *out = row_value(view->table, best, reader->arena);
    return true;
}

static bool call_where(const struct view *all, const struct value_args *args,
                       struct reader *reader, struct value *out)
{
    struct view view = *all;

    if (args->len > 1 ||
        (args->len == 1 && args->items[0].kind != VALUE_STRING))
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "where takes a condition as text, or filters");
    if (args->len == 1 &&
        !view_where_text(&view, value_text(args->items[0]), reader, &view))
        return false;
    if (view.len > 0 && !apply_filters(&view, args, value_null(), reader))
        return false;
    *out = view_value(&view, reader->arena);
    return true;
}

/* ---- History ---- */

/* What one commit has: the median of its rows, which may differ in nothing that
 * was set. */
static bool one_version(const struct view *version, size_t column,
                        struct reader *reader, struct value *out)
{
    const struct table *table = version->table;
    const size_t row = version->rows[0];
    struct str differ = view_differences(version, reader->arena);
    struct map_builder map;
    struct str commit;
    size_t len;
    double *numbers = numbers_of(version, column, reader->arena, &len);

    *out = value_null();
    if (len == 0)
        return true;
    if (len > 1 && differ.len > 0) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "several rows of a commit are selected");
        reader_hint(reader, "they differ in: %" STR_FMT, STR_ARG(differ));
        return false;
    }
    commit =
        value_text(table_cell(table, table_find(table, STR(PAST_COMMIT)), row));
    map_builder_init(&map, reader->arena);
    map_builder_put(&map, "commit", value_str(commit));
    map_builder_put(&map, "date",
                    table_cell(table, table_find(table, STR(PAST_DATE)), row));
    map_builder_put(
        &map, "subject",
        table_cell(table, table_find(table, STR(PAST_SUBJECT)), row));
    map_builder_put(&map, "value", value_float(median_of(numbers, len)));
    map_builder_put(&map, "url",
                    value_str(past_url(version->store, commit, reader->arena)));
    *out = map_builder_finish(&map);
    return true;
}

static bool call_history(const struct view *now, const struct value_args *args,
                         struct reader *reader, struct value *out)
{
    const struct past *past;
    struct list_builder list;
    struct view view;
    size_t column, commit;

    if (now->len != now->table->rows)
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "history chooses rows by its own filters, not "
                           "behind where()");
    past = past_of(now->store, now->result, reader);
    if (!past)
        return false;
    view = view_all(now->store, past->all, reader->arena);
    if (!column_argument(&view, args, reader, &column) ||
        !apply_filters(&view, args, value_null(), reader))
        return false;
    commit = table_find(view.table, STR(PAST_COMMIT));
    list_builder_init(&list, reader->arena);
    for (size_t from = 0, to = 1; from < view.len; from = to++) {
        struct view version = view;
        struct value v;

        while (to < view.len &&
               value_equal(table_cell(view.table, commit, view.rows[from]),
                           table_cell(view.table, commit, view.rows[to])))
            to++;
        version.rows += from;
        version.len = to - from;
        if (!one_version(&version, column, reader, &v))
            return false;
        if (v.kind != VALUE_NULL)
            list_builder_push(&list, v);
    }
    *out = list_builder_finish(&list);
    return true;
}

static bool call_method(const struct bound *bound,
                        const struct value_args *args, struct reader *reader,
                        struct value *out)
{
    struct view view = *bound->view;
    size_t column;

    if (bound->method == METHOD_WHERE)
        return call_where(&view, args, reader, out);
    if (bound->method == METHOD_HISTORY)
        return call_history(&view, args, reader, out);
    if (!column_argument(&view, args, reader, &column))
        return false;
    if (bound->method == METHOD_UNIT) {
        *out = value_str(table_at(view.table, column)->unit);
        return true;
    }
    if (bound->method == METHOD_RATIO)
        return call_ratio(&view, args, column, reader, out);
    if (!apply_filters(&view, args, value_null(), reader))
        return false;
    if (bound->method == METHOD_VALUE)
        return one_cell(&view, column, reader, out);
    if (bound->method == METHOD_BEST)
        return call_best(&view, column, reader, out);
    return call_reduce(&view, bound->method, column, reader, out);
}

/* " (benchmarks/results/serve.json, commit 0123456789 of 2026-01-02)" */
static void add_source(struct reader *reader, const struct result *result)
{
    const struct repo_file_history *history = result->history;
    struct buf out = BUF_INIT;

    buf_add_fmt(&out, "%" STR_FMT " (%" STR_FMT, STR_ARG(reader->fail_message),
                STR_ARG(result->path));
    if (history) {
        const struct date_fields d = date_fields(history->updated);

        buf_add_fmt(&out, ", commit %" STR_FMT " of %04d-%02d-%02d",
                    STR_ARG(str_slice(history->commit, 0, 10)), d.year, d.month,
                    d.day);
    }
    buf_add_char(&out, ')');
    reader->fail_message = buf_dup(reader->arena, &out);
    buf_deinit(&out);
}

static bool method_call(const struct value_object *self,
                        const struct value_args *args, struct reader *reader,
                        struct value *out)
{
    const struct bound *bound = self->data;
    const bool failed = reader->failed;

    if (call_method(bound, args, reader, out))
        return true;
    if (!failed && reader->failed && reader->fail_message.len > 0)
        add_source(reader, bound->view->result);
    return false;
}

static const struct value_object_type method_type = {.name = "method",
                                                     .call = method_call};

/* ---- Fields ---- */

static struct value rows_value(const struct view *view, struct arena *arena)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < view->len; i++)
        list_builder_push(&list, row_value(view->table, view->rows[i], arena));
    return list_builder_finish(&list);
}

static struct value text_or_null(const char *text)
{
    return text ? value_str(str_of(text)) : value_null();
}

static struct value columns_value(const struct view *view, struct arena *arena)
{
    static const char *const roles[] = {"param", "metric", "step", "detail"};
    static const char *const betters[] = {NULL, "higher", "lower", "none"};
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < view->table->columns.len; i++) {
        const struct column *c = &view->table->columns.items[i];
        struct map_builder map;

        map_builder_init(&map, arena);
        map_builder_put(&map, "key", value_str(c->key));
        map_builder_put(&map, "label", value_str(c->label));
        map_builder_put(&map, "role", text_or_null(roles[c->role]));
        map_builder_put(&map, "unit", value_str(c->unit));
        map_builder_put(&map, "better", text_or_null(betters[c->better]));
        if (c->role == ROLE_METRIC) {
            map_builder_put(&map, "metric", value_str(c->base));
            map_builder_put(&map, "stat",
                            text_or_null(statistic_name(c->stat)));
        }
        if (c->stat == STAT_QUANTILE)
            map_builder_put(&map, "quantile", value_float(c->quantile));
        list_builder_push(&list, map_builder_finish(&map));
    }
    return list_builder_finish(&list);
}

static struct value meta_value(const struct view *view, struct arena *arena)
{
    const struct table *table = view->table;
    const struct repo_file_history *history = view->result->history;
    struct map_builder map, from;

    map_builder_init(&map, arena);
    map_builder_init(&from, arena);
    map_builder_put(&map, "tool", value_str(str_of(table->tool->name)));
    map_builder_put(&map, "path", value_str(view->result->path));
    if (history) {
        map_builder_put(&map, "file_commit", value_str(history->commit));
        map_builder_put(&map, "file_date", value_date(history->updated));
    }
    for (size_t i = 0; i < table->facts.len; i++) {
        const struct fact *fact = &table->facts.items[i];

        map_builder_set(&map, value_str(fact->key), value_str(fact->text));
        map_builder_set(
            &from, value_str(fact->key),
            value_str(fact->from_author ? STR("author") : STR("file")));
    }
    map_builder_put(&map, "said_by", map_builder_finish(&from));
    return map_builder_finish(&map);
}

static bool view_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    const struct view *view = self->data;

    for (size_t i = 0; i < PHX_COUNT(method_names); i++) {
        struct bound *bound;

        if (!str_is(key, method_names[i]))
            continue;
        bound = arena_new(reader->arena, struct bound);
        *bound = (struct bound){view, (enum method)i};
        *out = value_object(reader->arena, &method_type, bound);
        return true;
    }
    if (str_is(key, "rows"))
        *out = rows_value(view, reader->arena);
    else if (str_is(key, "columns"))
        *out = columns_value(view, reader->arena);
    else if (str_is(key, "meta"))
        *out = meta_value(view, reader->arena);
    else if (str_is(key, "name"))
        *out = value_str(view->result->name);
    else
        return false;
    return true;
}

static bool view_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    struct list_builder list;

    (void)self;
    list_builder_init(&list, reader->arena);
    for (size_t i = 0; i < PHX_COUNT(method_names); i++)
        list_builder_push(&list, value_str(str_of(method_names[i])));
    list_builder_push(&list, value_str(STR("columns")));
    list_builder_push(&list, value_str(STR("rows")));
    list_builder_push(&list, value_str(STR("meta")));
    list_builder_push(&list, value_str(STR("name")));
    *out = list_builder_finish(&list);
    return true;
}

static bool view_items(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    *out = rows_value(self->data, reader->arena);
    return true;
}

static bool view_text(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    const struct view *view = self->data;

    *out = value_str(view->result->name);
    (void)reader;
    return true;
}

static bool view_truthy(const struct value_object *self, struct reader *reader)
{
    (void)reader;
    return ((const struct view *)self->data)->len > 0;
}

static const struct value_object_type view_type = {.name = "result",
                                                   .get = view_get,
                                                   .keys = view_keys,
                                                   .items = view_items,
                                                   .text = view_text,
                                                   .truthy = view_truthy};

struct value view_value(const struct view *view, struct arena *arena)
{
    return value_object(arena, &view_type,
                        arena_copy(arena, view, sizeof(*view)));
}

/* ---- bench(name) ---- */

static bool bench_call(const struct value_object *self,
                       const struct value_args *args, struct reader *reader,
                       struct value *out)
{
    struct bench_store *const *store = self->data;
    const struct result *result;
    struct view view;

    if (args->len != 1 || args->named_len > 0 ||
        args->items[0].kind != VALUE_STRING)
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "bench takes the name of a result, as text");
    result = store_open(*store, value_text(args->items[0]), reader);
    if (!result)
        return false;
    view = view_all(*store, result, reader->arena);
    *out = view_value(&view, reader->arena);
    return true;
}

static const struct value_object_type bench_type = {.name = "bench",
                                                    .call = bench_call};

struct value bench_function(struct bench_store *store, struct arena *arena)
{
    return value_object(arena, &bench_type,
                        arena_copy(arena, &store, sizeof(store)));
}
