/* SPDX-License-Identifier: MIT */
/*
 * Results for other services: the list of github-action-benchmark, its data.js
 * with one entry a commit, and Bencher Metric Format. Numbers are the file's.
 * The first two have one direction a list, so a list is of one direction.
 */
#include "display.h"
#include "past.h"

#include <math.h>

struct exporter {
    const struct view *view;
    struct arena *arena;
    enum better better; /* of a list */
};

/* ---- What all formats say ---- */

/* "vllm · 64": what tells the row apart, else the result's name. */
static struct str row_title(const struct exporter *x, size_t row)
{
    const struct table *table = x->view->table;
    struct buf out = BUF_INIT;
    struct str text;

    for (size_t i = 0; i < table->columns.len; i++) {
        const enum column_role role = table_at(table, i)->role;
        const struct value v = table_cell(table, i, row);

        if ((role != ROLE_PARAM && role != ROLE_STEP) ||
            !view_varies(x->view, i) || v.kind == VALUE_UNDEFINED ||
            v.kind == VALUE_NULL)
            continue;
        if (out.len > 0)
            buf_add_cstr(&out, " · ");
        value_print(&out, v, NULL);
    }
    text = out.len ? buf_dup(x->arena, &out) : x->view->result->name;
    buf_deinit(&out);
    return text;
}

static bool is_exported(const struct exporter *x, size_t column, size_t row)
{
    const struct table *table = x->view->table;

    return table_at(table, column)->role == ROLE_METRIC &&
           !table_is_aggregate(table, row) &&
           isfinite(table_number(table, column, row));
}

/* The ends of the dispersion; false when there is none. */
static bool ends_of(const struct exporter *x, size_t column, size_t row,
                    double *lo, double *hi)
{
    const struct table *table = x->view->table;
    const struct column *c = table_at(table, column);
    const double y = table_number(table, column, row);
    const double by = table_number(table, c->spread.by, row);

    *lo = isnan(by) ? table_number(table, c->spread.lo, row) : y - by;
    *hi = isnan(by) ? table_number(table, c->spread.hi, row) : y + by;
    return isfinite(*lo) && isfinite(*hi);
}

/* ---- github-action-benchmark ---- */

static struct value bench_value(const struct exporter *x, size_t column,
                                size_t row)
{
    const struct table *table = x->view->table;
    const struct column *c = table_at(table, column);
    struct buf range = BUF_INIT;
    struct map_builder map;
    double lo, hi;

    map_builder_init(&map, x->arena);
    map_builder_put(
        &map, "name",
        value_str(str_fmt(x->arena, "%" STR_FMT " · %" STR_FMT,
                          STR_ARG(row_title(x, row)),
                          STR_ARG(column_title(c, STR("en"), x->arena)))));
    map_builder_put(&map, "unit", value_str(c->unit));
    map_builder_put(&map, "value", table_cell(table, column, row));
    if (ends_of(x, column, row, &lo, &hi)) {
        buf_add_cstr(&range, "± ");
        buf_add_double(&range, (hi - lo) / 2);
        map_builder_put(&map, "range", value_str(buf_dup(x->arena, &range)));
    }
    buf_deinit(&range);
    return map_builder_finish(&map);
}

static struct value benches_of(const struct exporter *x)
{
    const struct table *table = x->view->table;
    struct list_builder list;

    list_builder_init(&list, x->arena);
    for (size_t r = 0; r < x->view->len; r++)
        for (size_t i = 0; i < table->columns.len; i++)
            if (table_at(table, i)->better == x->better &&
                is_exported(x, i, x->view->rows[r]))
                list_builder_push(&list, bench_value(x, i, x->view->rows[r]));
    return list_builder_finish(&list);
}

/* ---- data.js ---- */

static const char *tool_name(enum better better)
{
    return better == BETTER_HIGHER ? "customBiggerIsBetter"
                                   : "customSmallerIsBetter";
}

static struct value commit_value(const struct bench_store *store,
                                 const struct repo_version *git,
                                 struct arena *arena)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "id", value_str(git->commit));
    map_builder_put(&map, "message", value_str(git->subject));
    map_builder_put(&map, "timestamp", value_str(date_iso(arena, git->date)));
    map_builder_put(&map, "url",
                    value_str(past_url(store, git->commit, arena)));
    return map_builder_finish(&map);
}

static struct value suite_value(struct bench_store *store,
                                const struct past *past, enum better better,
                                struct arena *arena)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = past->list.len; i-- > 0;) {
        const struct past_version *version = &past->list.items[i];
        struct exporter x = {.arena = arena, .better = better};
        struct map_builder map;
        struct value benches;
        struct view view;

        if (version->result->error.code != 0)
            continue;
        view = view_all(store, version->result, arena);
        x.view = &view;
        benches = benches_of(&x);
        if (benches.as.list->len == 0)
            continue;
        map_builder_init(&map, arena);
        map_builder_put(&map, "commit",
                        commit_value(store, &version->git, arena));
        map_builder_put(&map, "date",
                        value_int(version->git.date.unix_seconds * 1000));
        map_builder_put(&map, "tool", value_str(str_of(tool_name(better))));
        map_builder_put(&map, "benches", benches);
        list_builder_push(&list, map_builder_finish(&map));
    }
    return list_builder_finish(&list);
}

static bool write_data(struct bench_store *store, const struct result *result,
                       struct reader *reader, struct buf *out)
{
    static const enum better betters[] = {BETTER_HIGHER, BETTER_LOWER};
    const struct past *past = past_of(store, result, reader);
    struct map_builder entries, map;

    if (!past)
        return false;
    map_builder_init(&entries, reader->arena);
    for (size_t i = 0; i < PHX_COUNT(betters); i++) {
        struct value suite =
            suite_value(store, past, betters[i], reader->arena);

        if (suite.as.list->len > 0)
            map_builder_set(
                &entries,
                value_str(str_fmt(reader->arena, "%" STR_FMT " (%s is better)",
                                  STR_ARG(result->name), i ? "less" : "more")),
                suite);
    }
    map_builder_init(&map, reader->arena);
    map_builder_put(
        &map, "lastUpdate",
        value_int(past->list.items[0].git.date.unix_seconds * 1000));
    map_builder_put(
        &map, "repoUrl",
        value_str(str_ends(store->commit_url, STR("/commit/"))
                      ? str_slice(store->commit_url, 0,
                                  store->commit_url.len - strlen("/commit/"))
                      : STR("")));
    map_builder_put(&map, "entries", map_builder_finish(&entries));
    buf_add_cstr(out, "window.BENCHMARK_DATA = ");
    json_write(out, map_builder_finish(&map), 2, false, reader);
    return true;
}

/* ---- Bencher Metric Format ---- */

static struct value measure_value(const struct exporter *x, size_t column,
                                  size_t row)
{
    struct map_builder map;
    double lo, hi;

    map_builder_init(&map, x->arena);
    map_builder_put(&map, "value", table_cell(x->view->table, column, row));
    if (ends_of(x, column, row, &lo, &hi)) {
        map_builder_put(&map, "lower_value", value_float(lo));
        map_builder_put(&map, "upper_value", value_float(hi));
    }
    return map_builder_finish(&map);
}

/* Rows of one name are numbered: a name is a key here. */
static struct value bmf_value(const struct exporter *x)
{
    const struct table *table = x->view->table;
    struct map_builder benches;

    map_builder_init(&benches, x->arena);
    for (size_t r = 0; r < x->view->len; r++) {
        const size_t row = x->view->rows[r];
        struct str title = row_title(x, row);
        struct map_builder map;
        struct value measures;

        map_builder_init(&map, x->arena);
        for (size_t i = 0; i < table->columns.len; i++)
            if (is_exported(x, i, row))
                map_builder_set(&map, value_str(table_at(table, i)->key),
                                measure_value(x, i, row));
        measures = map_builder_finish(&map);
        if (measures.as.map->len == 0)
            continue;
        if (map_builder_set(&benches, value_str(title), measures))
            map_builder_set(&benches,
                            value_str(str_fmt(x->arena, "%" STR_FMT " #%zu",
                                              STR_ARG(title), r + 1)),
                            measures);
    }
    return map_builder_finish(&benches);
}

/* ---- The whole ---- */

/* What most of the metrics agree on. */
static enum better usual_direction(const struct table *table)
{
    size_t higher = 0, lower = 0;

    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *c = &table->columns.items[i];

        higher += c->role == ROLE_METRIC && c->better == BETTER_HIGHER;
        lower += c->role == ROLE_METRIC && c->better == BETTER_LOWER;
    }
    return higher > lower ? BETTER_HIGHER : BETTER_LOWER;
}

bool bench_export(struct bench_store *store, const struct bench_export *ask,
                  struct reader *reader, struct buf *out, const char **tool)
{
    const struct result *result = store_open(store, ask->name, reader);
    struct exporter x = {.arena = reader->arena};
    struct value v;
    struct view view;

    *tool = NULL;
    if (!result)
        return false;
    if (ask->format == BENCH_EXPORT_DATA_JS)
        return write_data(store, result, reader, out);
    view = view_all(store, result, reader->arena);
    x.view = &view;
    if (ask->format == BENCH_EXPORT_BENCHER) {
        v = bmf_value(&x);
    } else {
        x.better = ask->higher  ? BETTER_HIGHER
                   : ask->lower ? BETTER_LOWER
                                : usual_direction(view.table);
        *tool = tool_name(x.better);
        v = benches_of(&x);
    }
    if (v.kind == VALUE_MAP ? v.as.map->len == 0 : v.as.list->len == 0)
        return reader_fail(reader, DIAG_RESULT_EMPTY,
                           "no metric of \"%" STR_FMT "\" can be exported",
                           STR_ARG(result->name));
    json_write(out, v, 2, false, reader);
    buf_add_char(out, '\n');
    return true;
}
