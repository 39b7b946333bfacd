/* SPDX-License-Identifier: MIT */
/*
 * Rows become points. Rows that share series and x are repeats of one
 * measurement when all their parameters agree: then their median is drawn and
 * their range shown. When a parameter differs the chart would lie, and the
 * author is asked to choose.
 */
#include "plot.h"

#include <math.h>

#define SERIES_MAX 40
#define CATEGORIES_MAX 40

/* What a point is made of, while it is being collected. */
struct gathered {
    struct str key;          /* of x */
    size_t row;              /* the first, and for series the last */
    double value;            /* of that row */
    PHX_VEC(double) repeats; /* all values, where there are several */
};

struct collector {
    const struct view *view;
    const struct plot_spec *spec;
    struct plot *plot;
    struct reader *reader;
    struct diags *diags;
    struct str language;
    struct display *displays;          /* of all columns */
    PHX_VEC(size_t) varying;           /* parameters in which rows differ */
    struct map categories;             /* name → index + 1 */
    PHX_VEC(struct map) points;        /* a map a series: index of the point */
    bool mapped[SERIES_MAX];           /* ... is filled: x went back */
    PHX_VEC(struct gathered) gathered; /* of all points, in order */
    PHX_VEC(size_t) of[SERIES_MAX];    /* gathered[] of a series */
};

static struct str cell_text(struct collector *k, size_t column, size_t row)
{
    return plot_cell(k->view, &k->displays[column], column, row,
                     k->reader->arena);
}

/* The parameters in which the rows differ, but for the series'. */
static struct str joined_params(struct collector *k, size_t row)
{
    const size_t but[] = {k->plot->by, k->plot->x};

    return plot_join(k->view, k->displays, k->varying.items, k->varying.len,
                     but, PHX_COUNT(but), row, k->reader->arena);
}

/* ---- Series, points ---- */

static struct str series_name(struct collector *k, size_t y, size_t row)
{
    struct arena *arena = k->reader->arena;
    struct str by = STR(""), metric = STR("");

    if (k->plot->by != NO_COLUMN)
        by = cell_text(k, k->plot->by, row);
    if (k->plot->y_count > 1)
        metric = column_title(table_at(k->view->table, y), k->language, arena);
    if (by.len == 0 || metric.len == 0)
        return by.len ? by : metric;
    return str_fmt(arena, "%" STR_FMT " · %" STR_FMT, STR_ARG(by),
                   STR_ARG(metric));
}

/* The index of the series; false when there are too many. */
static bool find_series(struct collector *k, struct str name, size_t *out)
{
    struct chart *chart = &k->plot->chart;
    struct series *s;

    for (*out = 0; *out < chart->series.len; (*out)++)
        if (str_eq(chart->series.items[*out].name, name))
            return true;
    k->plot->looked_at = "by";
    if (chart->series.len == SERIES_MAX)
        return reader_fail(k->reader, DIAG_RESULT_QUERY,
                           "the chart would have more than %d series",
                           SERIES_MAX);
    s = vec_add(k->reader->arena, &chart->series);
    s->name = name;
    s->color = (unsigned)(*out % COLOR_COUNT) + 1;
    map_init(vec_add(k->reader->arena, &k->points), k->reader->arena);
    return true;
}

static double category_of(struct collector *k, struct str name)
{
    size_t *place = map_get(&k->categories, name);

    if (!place) {
        place = arena_new(k->reader->arena, size_t);
        *place = k->categories.len;
        map_set(&k->categories, name, place);
    }
    return (double)*place;
}

/* Where the row stands along x; false where it has no x. */
static bool x_of(struct collector *k, size_t row, double *x, struct str *key)
{
    const size_t column = k->plot->x;

    if (k->plot->chart.x.categories) {
        *key = column == NO_COLUMN ? joined_params(k, row)
                                   : cell_text(k, column, row);
        if (column == NO_COLUMN && key->len == 0)
            *key = k->view->result->name;
        *x = category_of(k, *key);
        return key->len > 0;
    }
    *x = table_number(k->view->table, column, row);
    *key = STR("");
    return isfinite(*x);
}

/* The parameter in which two rows differ although the chart shows them as one;
 * NO_COLUMN when they are repeats. */
static size_t conflict(struct collector *k, size_t a, size_t b)
{
    const struct table *table = k->view->table;

    for (size_t i = 0; i < table->columns.len; i++) {
        const size_t rows[2] = {a, b};
        struct view two = *k->view;

        if (table_at(table, i)->role != ROLE_PARAM || i == k->plot->x ||
            i == k->plot->by)
            continue;
        two.rows = rows;
        two.len = 2;
        if (view_varies(&two, i))
            return i;
    }
    return NO_COLUMN;
}

static bool fail_conflict(struct collector *k, size_t column)
{
    const struct column *c = table_at(k->view->table, column);

    k->plot->looked_at = NULL;
    reader_fail(k->reader, DIAG_RESULT_QUERY,
                "several rows of \"%" STR_FMT
                "\" share one point of the chart; they differ in %" STR_FMT,
                STR_ARG(k->view->result->name), STR_ARG(c->key));
    reader_hint(k->reader,
                "write `:by: %" STR_FMT "`, or choose rows with `:where:`",
                STR_ARG(c->key));
    return false;
}

/* ---- Points that are there already ---- */

static void index_point(struct collector *k, size_t series, struct str key,
                        size_t at)
{
    map_set(&k->points.items[series], key,
            arena_copy(k->reader->arena, &at, sizeof(at)));
}

static struct str key_of(struct collector *k, double x)
{
    return str_bytes(arena_copy(k->reader->arena, &x, sizeof(x)), sizeof(x));
}

/* Series mostly come in the order of x: nothing is looked up until one does
 * not. */
static size_t find_ordered(struct collector *k, size_t series, double x)
{
    const struct series *s = &k->plot->chart.series.items[series];
    const size_t *known;

    if (!k->mapped[series]) {
        if (s->points.len == 0 || x > s->points.items[s->points.len - 1].x)
            return SIZE_MAX;
        for (size_t i = 0; i < s->points.len; i++)
            index_point(k, series, key_of(k, s->points.items[i].x), i);
        k->mapped[series] = true;
    }
    known = map_get(&k->points.items[series],
                    str_bytes((const char *)&x, sizeof(x)));
    return known ? *known : SIZE_MAX;
}

/* Two measurements that happen to be equal are two points of a scatter plot. */
static bool merges(const struct collector *k)
{
    return k->plot->chart.kind != CHART_SCATTER || k->plot->x == NO_COLUMN ||
           table_at(k->view->table, k->plot->x)->role != ROLE_METRIC;
}

static size_t find_point(struct collector *k, size_t series, double x,
                         struct str key)
{
    const size_t *known;

    if (!merges(k))
        return SIZE_MAX;
    if (!k->plot->chart.x.categories)
        return find_ordered(k, series, x);
    known = map_get(&k->points.items[series], key);
    return known ? *known : SIZE_MAX;
}

static bool add_repeat(struct collector *k, struct gathered *g, size_t row,
                       double y)
{
    const size_t column = conflict(k, g->row, row);
    const bool is_step =
        k->plot->x != NO_COLUMN &&
        table_at(k->view->table, k->plot->x)->role == ROLE_STEP;

    if (column != NO_COLUMN)
        return fail_conflict(k, column);
    if (is_step) { /* a resumed run wrote the step again: the last counts */
        g->value = y;
        g->row = row;
        k->plot->duplicates++;
        return true;
    }
    if (isnan(y))
        return true;
    if (g->repeats.len == 0)
        vec_push(k->reader->arena, &g->repeats, g->value);
    vec_push(k->reader->arena, &g->repeats, y);
    return true;
}

static bool add_point(struct collector *k, size_t series, size_t row, double x,
                      struct str key, double y)
{
    struct arena *arena = k->reader->arena;
    struct series *s = &k->plot->chart.series.items[series];
    const size_t known = find_point(k, series, x, key);
    const size_t at = k->gathered.len;

    if (known != SIZE_MAX)
        return add_repeat(k, &k->gathered.items[k->of[series].items[known]],
                          row, y);
    if (k->plot->chart.x.categories)
        index_point(k, series, key, s->points.len);
    else if (k->mapped[series])
        index_point(k, series, key_of(k, x), s->points.len);
    vec_push(arena, &k->gathered,
             ((struct gathered){.key = key, .row = row, .value = y}));
    vec_push(arena, &k->of[series], at);
    vec_push(arena, &s->points, plot_point(x, y, s->color));
    return true;
}

/* Lines show what is no number as a gap; cells that are absent, because the
 * file has several series with steps of their own, are none. */
static bool is_gap(struct collector *k, size_t y, size_t row)
{
    const enum chart_kind kind = k->plot->chart.kind;

    if (table_cell(k->view->table, y, row).kind != VALUE_FLOAT)
        return false;
    k->plot->gaps++;
    return kind == CHART_LINE || kind == CHART_SPARK;
}

static bool collect(struct collector *k)
{
    for (size_t i = 0; i < k->view->len; i++) {
        const size_t row = k->view->rows[i];
        double x;
        struct str key;

        if (table_is_aggregate(k->view->table, row) || !x_of(k, row, &x, &key))
            continue;
        for (size_t n = 0; n < k->plot->y_count; n++) {
            const size_t y = k->plot->ys[n];
            double value = table_number(k->view->table, y, row);
            size_t series;

            if (!isfinite(value)) {
                if (!is_gap(k, y, row))
                    continue;
                value = (double)NAN;
            }
            if ((k->spec->log_y && value <= 0) ||
                (k->plot->chart.x.log && x <= 0)) {
                k->plot->left_out++;
                continue;
            }
            if (!find_series(k, series_name(k, y, row), &series) ||
                !add_point(k, series, row, x, key, value))
                return false;
        }
    }
    return true;
}

/* ---- Finishing points ---- */

static void set_spread(struct collector *k, size_t y, size_t row,
                       struct point *p)
{
    const struct table *table = k->view->table;
    const struct column *c = table_at(table, y);
    const double by = table_number(table, c->spread.by, row);

    if (c->spread.kind == SPREAD_NONE)
        return;
    if (!isnan(by)) {
        p->lo = p->y - by;
        p->hi = p->y + by;
    } else {
        p->lo = table_number(table, c->spread.lo, row);
        p->hi = table_number(table, c->spread.hi, row);
    }
    if (!(p->lo <= p->y && p->y <= p->hi)) { /* no interval round the value */
        p->lo = p->hi = (double)NAN;
    } else {
        k->plot->chart.spread = c->spread.kind;
        k->plot->chart.level = c->spread.level;
    }
}

static int number_cmp(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void set_samples(struct collector *k, size_t y, size_t row,
                        struct point *p)
{
    const struct column *c = table_at(k->view->table, y);
    struct value v;

    if (c->samples == NO_COLUMN)
        return;
    v = table_cell(k->view->table, c->samples, row);
    if (v.kind != VALUE_LIST)
        return;
    p->samples = arena_array(k->reader->arena, double, v.as.list->len);
    for (size_t i = 0; i < v.as.list->len; i++)
        if (value_is_number(v.as.list->items[i]))
            p->samples[p->sample_count++] =
                value_as_double(v.as.list->items[i]);
    qsort(p->samples, p->sample_count, sizeof(double), number_cmp);
}

/* The share of requests that failed, where the file counts them. */
static double failed_share(const struct table *table, size_t row)
{
    const double failed =
        table_number(table, table_find(table, STR("failed")), row);
    double all =
        table_number(table, table_find(table, STR("num_prompts")), row);

    if (isnan(all))
        all = table_number(table, table_find(table, STR("runs")), row);
    if (isnan(all))
        all = failed +
              table_number(table, table_find(table, STR("completed")), row);
    return all > 0 ? failed / all : (double)NAN;
}

/* The column of y a series shows. */
static size_t y_of_series(struct collector *k, size_t series, size_t row)
{
    for (size_t n = 0; k->plot->y_count > 1 && n < k->plot->y_count; n++)
        if (str_eq(series_name(k, k->plot->ys[n], row),
                   k->plot->chart.series.items[series].name))
            return k->plot->ys[n];
    return k->plot->ys[0];
}

static void finish_point(struct collector *k, size_t series, size_t at)
{
    struct point *p = &k->plot->chart.series.items[series].points.items[at];
    struct gathered *g = &k->gathered.items[k->of[series].items[at]];
    const size_t y = y_of_series(k, series, g->row);
    const size_t count = table_at(k->view->table, y)->count;
    const double n = table_number(k->view->table, count, g->row);

    p->failed = failed_share(k->view->table, g->row);
    if (k->plot->chart.kind == CHART_SCATTER)
        p->name = joined_params(k, g->row);
    if (g->repeats.len > 1) {
        p->n = g->repeats.len;
        p->y = median_of(g->repeats.items, g->repeats.len);
        p->lo = g->repeats.items[0];
        p->hi = g->repeats.items[g->repeats.len - 1];
        k->plot->repeats = true;
        k->plot->chart.spread = SPREAD_RANGE;
        return;
    }
    p->y = g->value;
    p->n = n > 0 ? (size_t)n : 0;
    set_spread(k, y, g->row, p);
    set_samples(k, y, g->row, p);
}

static bool color_points(struct collector *k, const struct expr *expr,
                         unsigned color)
{
    struct chart *chart = &k->plot->chart;

    for (size_t i = 0; expr && i < chart->series.len; i++) {
        struct series *s = &chart->series.items[i];
        bool all = true;

        for (size_t n = 0; n < s->points.len; n++) {
            const size_t row = k->gathered.items[k->of[i].items[n]].row;
            bool holds;

            if (!view_row_is(k->view, expr, row, k->reader, k->diags, &holds))
                return false;
            if (holds)
                s->points.items[n].color = color;
            all = all && holds;
        }
        if (all)
            s->color = color;
    }
    return true;
}

/* ---- Order ---- */

struct ranked {
    size_t index;
    double value;
    struct str name;
};

static int ranked_cmp(const void *a, const void *b)
{
    const struct ranked *p = a, *q = b;

    if (p->value < q->value || p->value > q->value)
        return (p->value > q->value) - (p->value < q->value);
    return (p->index > q->index) - (p->index < q->index);
}

/* The value a category is sorted by: smaller stands first. */
static double rank_of(struct collector *k, size_t category)
{
    const struct chart *chart = &k->plot->chart;

    for (size_t i = 0; i < chart->series.len; i++) {
        const struct series *s = &chart->series.items[i];

        for (size_t n = 0; n < s->points.len; n++) {
            const size_t row = k->gathered.items[k->of[i].items[n]].row;
            double y = s->points.items[n].y;

            if ((size_t)s->points.items[n].x != category)
                continue;
            if (k->spec->sort != NO_COLUMN) {
                y = table_number(k->view->table, k->spec->sort, row);
                return k->spec->descending ? -y : y;
            }
            return chart->better == BETTER_LOWER ? y : -y;
        }
    }
    return (double)INFINITY;
}

/* The number a category's name stands for, where x is ordered by nature. */
static double nature_of(struct collector *k, size_t category)
{
    for (size_t i = 0; i < k->gathered.len; i++) {
        const size_t row = k->gathered.items[i].row;

        if (str_eq(k->gathered.items[i].key,
                   k->categories.entries[category].key))
            return table_number(k->view->table, k->plot->x, row);
    }
    return (double)INFINITY;
}

static void drop_categories(struct chart *chart, size_t most)
{
    for (size_t i = 0; i < chart->series.len; i++) {
        struct series *s = &chart->series.items[i];
        size_t kept = 0;

        for (size_t n = 0; n < s->points.len; n++)
            if (s->points.items[n].x < (double)most)
                s->points.items[kept++] = s->points.items[n];
        s->points.len = kept;
    }
}

static void order_categories(struct collector *k)
{
    struct chart *chart = &k->plot->chart;
    const size_t count = k->categories.len;
    struct ranked *order = arena_array(k->reader->arena, struct ranked, count);
    double *place = arena_array(k->reader->arena, double, count);
    const bool by_nature = chart->x.ordered && k->spec->sort == NO_COLUMN;

    for (size_t i = 0; i < count; i++)
        order[i] =
            (struct ranked){i, by_nature ? nature_of(k, i) : rank_of(k, i),
                            k->categories.entries[i].key};
    qsort(order, count, sizeof(*order), ranked_cmp);
    chart->x.names = arena_array(k->reader->arena, struct str, count);
    for (size_t i = 0; i < count; i++) {
        place[order[i].index] = (double)i;
        chart->x.names[i] = order[i].name;
    }
    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t n = 0; n < chart->series.items[i].points.len; n++) {
            struct point *p = &chart->series.items[i].points.items[n];

            p->x = place[(size_t)p->x];
        }
    k->plot->categories = count;
    chart->x.name_count = count < CATEGORIES_MAX ? count : CATEGORIES_MAX;
    drop_categories(chart, chart->x.name_count);
}

/* ---- The whole ---- */

static bool is_date_column(const struct view *view, size_t column)
{
    for (size_t i = 0; i < view->len; i++) {
        struct value v = table_cell(view->table, column, view->rows[i]);

        if (v.kind != VALUE_UNDEFINED && v.kind != VALUE_NULL)
            return v.kind == VALUE_DATE;
    }
    return false;
}

static void survey_columns(struct collector *k)
{
    const size_t count = k->view->table->columns.len;

    k->displays = arena_array(k->reader->arena, struct display, count);
    for (size_t i = 0; i < count; i++) {
        k->displays[i] = display_for(k->view, i);
        if (table_at(k->view->table, i)->role == ROLE_PARAM &&
            view_varies(k->view, i))
            vec_push(k->reader->arena, &k->varying, i);
    }
}

/* Of several metrics their labels, each once. */
static struct str y_title(struct collector *k)
{
    const struct table *table = k->view->table;
    struct buf out = BUF_INIT;
    struct str title;

    if (k->plot->y_count == 1)
        return column_title(table_at(table, k->plot->ys[0]), k->language,
                            k->reader->arena);
    for (size_t i = 0; i < k->plot->y_count; i++) {
        struct str label =
            column_label(table_at(table, k->plot->ys[i]), k->language);

        if (str_find(buf_str(&out), label) != STR_NONE)
            continue;
        if (out.len > 0)
            buf_add_cstr(&out, ", ");
        buf_add(&out, label);
    }
    title = buf_dup(k->reader->arena, &out);
    buf_deinit(&out);
    return title;
}

static void set_axes(struct collector *k)
{
    struct chart *chart = &k->plot->chart;
    const struct table *table = k->view->table;
    struct arena *arena = k->reader->arena;
    const struct column *y = table_at(table, k->plot->ys[0]);

    chart->y.title = y_title(k);
    chart->y.display = display_for(k->view, k->plot->ys[0]);
    chart->y.log = k->spec->log_y;
    chart->y.base = 10;
    chart->better = y->better;
    chart->x.categories = chart->kind == CHART_BAR ||
                          chart->kind == CHART_STACKED ||
                          chart->kind == CHART_BOX || chart->kind == CHART_HEAT;
    chart->x.title = STR("");
    if (k->plot->x == NO_COLUMN) {
        chart->x.categories = true;
        return;
    }
    chart->x.title =
        column_title(table_at(table, k->plot->x), k->language, arena);
    chart->x.better = table_at(table, k->plot->x)->better;
    chart->x.display = display_for(k->view, k->plot->x);
    chart->x.log = k->spec->log_x;
    chart->x.base = table_at(table, k->plot->x)->log_natural ? 2 : 10;
    chart->x.time = is_date_column(k->view, k->plot->x);
    for (size_t i = 0; i < k->view->len && !chart->x.ordered; i++)
        chart->x.ordered =
            !isnan(table_number(table, k->plot->x, k->view->rows[i]));
}

static bool fail_nothing(struct collector *k)
{
    struct str key = table_at(k->view->table, k->plot->ys[0])->key;

    k->plot->looked_at = k->plot->left_out == 0 ? "y" : "log";
    if (k->plot->left_out == 0)
        return reader_fail(k->reader, DIAG_RESULT_EMPTY,
                           "no row has a number to draw in \"%" STR_FMT "\"",
                           STR_ARG(key));
    reader_fail(k->reader, DIAG_RESULT_EMPTY,
                "a log axis has no place for the %zu values of \"%" STR_FMT
                "\", which are zero or negative",
                k->plot->left_out, STR_ARG(key));
    reader_hint(k->reader, "leave `:log:` out");
    return false;
}

/* All are gaps: a chart of nothing. */
static bool has_number(const struct chart *chart)
{
    double lo, hi;

    return chart_range_y(chart, &lo, &hi);
}

bool plot_make(const struct view *view, const struct plot_spec *spec,
               struct str language, struct reader *reader, struct diags *diags,
               struct plot *out)
{
    struct collector k = {.view = view,
                          .spec = spec,
                          .plot = out,
                          .reader = reader,
                          .diags = diags,
                          .language = language};
    struct chart *chart = &out->chart;

    memset(out, 0, sizeof(*out));
    map_init(&k.categories, reader->arena);
    out->x = spec->x;
    out->by = spec->by;
    out->y_count = spec->y_count;
    memcpy(out->ys, spec->ys, sizeof(out->ys));
    chart->kind = spec->kind;
    chart->arena = reader->arena;
    chart->language = language;
    chart->id = chart->title = chart->desc = STR("");
    if (spec->kind == CHART_PERCENTILE)
        return plot_percentiles(view, spec, language, reader, out);
    survey_columns(&k);
    set_axes(&k);
    if (chart->kind == CHART_NONE)
        return true;
    if (!collect(&k))
        return false;
    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t n = 0; n < chart->series.items[i].points.len; n++)
            finish_point(&k, i, n);
    if (!color_points(&k, spec->baseline, COLOR_BASELINE) ||
        !color_points(&k, spec->highlight, COLOR_ACCENT))
        return false;
    if (chart->x.categories)
        order_categories(&k);
    for (size_t i = 0; i < chart->series.len; i++)
        plot_finish_series(&chart->series.items[i], chart->kind, spec->smooth,
                           reader->arena);
    return has_number(chart) || fail_nothing(&k);
}
