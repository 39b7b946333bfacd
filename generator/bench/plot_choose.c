/* SPDX-License-Identifier: MIT */
/* Defaults: what a person would draw of a table when nothing else is said. */
#include "plot.h"

#include <math.h>

#define BY_MAX 8
#define SERIES_MAX 40

struct survey {
    size_t numbers;
    size_t distinct; /* up to 64 */
    double least, most;
};

static struct survey survey_of(const struct view *view, size_t column)
{
    struct survey s = {.least = (double)INFINITY, .most = -(double)INFINITY};
    struct value seen[64];

    for (size_t i = 0; i < view->len; i++) {
        struct value v = table_cell(view->table, column, view->rows[i]);
        const double x = table_number(view->table, column, view->rows[i]);
        bool known = v.kind == VALUE_UNDEFINED || v.kind == VALUE_NULL ||
                     s.distinct == PHX_COUNT(seen);

        if (isfinite(x) && v.kind != VALUE_BOOL) {
            s.numbers++;
            s.least = fmin(s.least, x);
            s.most = fmax(s.most, x);
        }
        for (size_t k = 0; !known && k < s.distinct; k++)
            known = value_equal(seen[k], v);
        if (!known && s.distinct < PHX_COUNT(seen))
            seen[s.distinct++] = v;
    }
    return s;
}

/* How much a column looks like what the table is about. */
static int y_score(const struct view *view, size_t at)
{
    const struct column *c = table_at(view->table, at);
    int score = 0;

    if (c->role != ROLE_METRIC || survey_of(view, at).numbers == 0)
        return -1;
    if (c->better == BETTER_HIGHER || c->better == BETTER_LOWER)
        score += 8;
    if ((c->stat == STAT_RATE || str_ends(c->unit, STR("/s"))) &&
        !str_is(c->unit, "1/s"))
        score += 3;
    if (c->stat == STAT_MEAN || c->stat == STAT_MEDIAN ||
        c->stat == STAT_SINGLE)
        score += 2;
    if (c->unit.len > 0)
        score++;
    if (c->stat == STAT_COUNT || c->stat == STAT_DEVIATION)
        score -= 6;
    return score < 0 ? 0 : score;
}

static bool choose_y(const struct view *view, struct plot_spec *spec,
                     struct reader *reader)
{
    int most = -1;

    if (spec->y_count > 0)
        return true;
    for (size_t i = 0; i < view->table->columns.len; i++) {
        const int score = y_score(view, i);

        if (score > most) {
            most = score;
            spec->ys[0] = i;
            spec->y_count = 1;
        }
    }
    return spec->y_count > 0 ||
           reader_fail(reader, DIAG_RESULT_EMPTY,
                       "\"%" STR_FMT "\" has no metric to draw; its columns "
                       "are: %" STR_FMT,
                       STR_ARG(view->result->name),
                       STR_ARG(view_column_names(view, reader->arena)));
}

/* Rows in which y is a number: the others do not decide the axes. */
static struct view rows_with_y(const struct view *view, size_t y,
                               struct arena *arena)
{
    size_t *rows = arena_array(arena, size_t, view->len);
    struct view out = *view;

    out.len = 0;
    for (size_t i = 0; i < view->len; i++)
        if (isfinite(table_number(view->table, y, view->rows[i])) &&
            !table_is_aggregate(view->table, view->rows[i]))
            rows[out.len++] = view->rows[i];
    out.rows = rows;
    return out;
}

static bool is_measured(const struct view *view, size_t column)
{
    return table_at(view->table, column)->role == ROLE_PARAM &&
           view_varies(view, column);
}

/* Steps before epochs and times: they are the finest. */
static size_t step_column(const struct view *view)
{
    size_t found = NO_COLUMN;

    for (size_t i = 0; i < view->table->columns.len; i++) {
        const struct column *c = table_at(view->table, i);

        if (c->role != ROLE_STEP || survey_of(view, i).distinct <= 2)
            continue;
        if (str_find(c->key, STR("step")) != STR_NONE)
            return i;
        if (found == NO_COLUMN)
            found = i;
    }
    return found;
}

/* The one parameter in which several series of one file differ. */
static void choose_by(const struct view *view, struct plot_spec *spec)
{
    size_t found = NO_COLUMN, varying = 0;

    for (size_t i = 0; i < view->table->columns.len; i++)
        if (is_measured(view, i) && i != spec->x) {
            found = i;
            varying++;
        }
    if (spec->by == NO_COLUMN && varying == 1 &&
        survey_of(view, found).distinct <= SERIES_MAX)
        spec->by = found;
}

static void choose_x(const struct view *view, struct plot_spec *spec)
{
    size_t numbers = NO_COLUMN, texts = NO_COLUMN, varying = 0;

    if (spec->x != NO_COLUMN)
        return;
    spec->x = step_column(view);
    if (spec->x != NO_COLUMN) {
        choose_by(view, spec);
        return;
    }
    for (size_t i = 0; i < view->table->columns.len; i++) {
        const struct survey s = survey_of(view, i);

        if (i == spec->by || !is_measured(view, i))
            continue;
        varying++;
        if (s.numbers == view->len && s.distinct > 2 && numbers == NO_COLUMN)
            numbers = i;
        else if (texts == NO_COLUMN)
            texts = i;
    }
    if (numbers != NO_COLUMN && varying <= 2) {
        spec->x = numbers;
        if (spec->by == NO_COLUMN && texts != NO_COLUMN &&
            survey_of(view, texts).distinct <= BY_MAX)
            spec->by = texts;
    } else if (varying == 1) {
        spec->x = texts;
    }
}

static void choose_kind(const struct view *view, struct plot_spec *spec)
{
    struct survey s;

    if (spec->kind != CHART_AUTO)
        return;
    spec->kind = CHART_BAR;
    if (spec->x == NO_COLUMN)
        return;
    s = survey_of(view, spec->x);
    if (table_at(view->table, spec->x)->role == ROLE_METRIC && s.distinct > 2)
        spec->kind = CHART_SCATTER;
    else if (s.numbers == view->len && s.distinct > 2)
        spec->kind = CHART_LINE;
    else if (spec->log_y && s.numbers == view->len)
        spec->kind = CHART_SCATTER;
    if (spec->kind == CHART_LINE && !spec->log_x && s.least > 0 &&
        table_at(view->table, spec->x)->log_natural && s.most / s.least >= 16)
        spec->log_x = true;
}

static bool has_numbers(const struct view *view, size_t column)
{
    return column != NO_COLUMN && survey_of(view, column).numbers > 0;
}

/* Lines and points need numbers along x. */
static bool choose_numeric_x(const struct view *view, struct plot_spec *spec,
                             struct reader *reader)
{
    static const enum column_role order[] = {ROLE_STEP, ROLE_PARAM,
                                             ROLE_METRIC};
    const bool wants = spec->kind == CHART_LINE || spec->kind == CHART_SPARK ||
                       spec->kind == CHART_SCATTER;

    if (!wants || has_numbers(view, spec->x))
        return true;
    spec->looked_at = spec->x == NO_COLUMN ? "chart" : "x";
    if (spec->x != NO_COLUMN)
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "this chart needs numbers or dates along x, and "
                           "\"%" STR_FMT "\" has none",
                           STR_ARG(table_at(view->table, spec->x)->key));
    for (size_t k = 0; k < PHX_COUNT(order); k++)
        for (size_t i = 0; i < view->table->columns.len; i++)
            if (table_at(view->table, i)->role == order[k] &&
                i != spec->ys[0] && view_varies(view, i) &&
                has_numbers(view, i)) {
                spec->x = i;
                return true;
            }
    return reader_fail(reader, DIAG_RESULT_QUERY,
                       "this chart needs numbers or dates along x, and no "
                       "other column of \"%" STR_FMT "\" has them",
                       STR_ARG(view->result->name));
}

static bool check_samples(const struct view *view, struct plot_spec *spec,
                          struct reader *reader)
{
    const struct column *c = table_at(view->table, spec->ys[0]);

    spec->looked_at = "chart";
    return spec->kind != CHART_BOX || c->samples != NO_COLUMN ||
           reader_fail(reader, DIAG_RESULT_QUERY,
                       "a box plot needs samples, and the file keeps none of "
                       "\"%" STR_FMT "\"",
                       STR_ARG(c->key));
}

/* A logarithm of names, or of bars that begin at zero, says nothing. */
static bool check_log(const struct view *view, struct plot_spec *spec,
                      struct reader *reader)
{
    const bool plane = spec->kind == CHART_LINE || spec->kind == CHART_SCATTER;

    spec->looked_at = "log";
    if (spec->log_y && !plane && spec->kind != CHART_PERCENTILE &&
        spec->kind != CHART_NONE) {
        reader_fail(reader, DIAG_RESULT_QUERY,
                    "only lines, scatter plots and percentiles have a log axis "
                    "of values: bars begin at zero, which it does not have");
        reader_hint(reader, "write `:chart: scatter` or `:chart: line`");
        return false;
    }
    return !spec->log_x || plane || spec->kind == CHART_NONE ||
           reader_fail(reader, DIAG_RESULT_QUERY,
                       "`:log: x` needs numbers along x, and this chart of "
                       "\"%" STR_FMT "\" has names there",
                       STR_ARG(view->result->name));
}

static bool check_smooth(struct plot_spec *spec, struct reader *reader)
{
    spec->looked_at = "smooth";
    return !(spec->smooth > 0) || spec->kind == CHART_LINE ||
           spec->kind == CHART_SPARK ||
           reader_fail(reader, DIAG_RESULT_QUERY,
                       "only lines are smoothed, and this chart is none");
}

/* Percentiles need a metric that has some, or its samples. */
static bool choose_percentiles(const struct view *view, struct plot_spec *spec,
                               struct reader *reader)
{
    size_t quantiles[PLOT_Y_MAX];

    spec->looked_at = "chart";
    for (size_t i = 0; i < view->table->columns.len && spec->y_count == 0; i++)
        if (table_at(view->table, i)->role == ROLE_METRIC &&
            (table_at(view->table, i)->samples != NO_COLUMN ||
             plot_quantiles(view, i, quantiles, PLOT_Y_MAX) > 1)) {
            spec->ys[0] = i;
            spec->y_count = 1;
        }
    spec->x = NO_COLUMN;
    if (spec->y_count > 0 &&
        (table_at(view->table, spec->ys[0])->samples != NO_COLUMN ||
         plot_quantiles(view, spec->ys[0], quantiles, PLOT_Y_MAX) > 1))
        return true;
    return reader_fail(
        reader, DIAG_RESULT_QUERY,
        "a percentile plot needs percentiles or samples of one "
        "metric, and \"%" STR_FMT "\" has none%s%" STR_FMT,
        STR_ARG(view->result->name), spec->y_count > 0 ? " of " : "",
        STR_ARG(spec->y_count > 0 ? table_at(view->table, spec->ys[0])->key
                                  : STR("")));
}

bool plot_choose(const struct view *view, struct plot_spec *spec,
                 struct reader *reader)
{
    struct view with_y;

    if (spec->kind == CHART_PERCENTILE)
        return choose_percentiles(view, spec, reader) &&
               check_log(view, spec, reader) && check_smooth(spec, reader);
    if (!choose_y(view, spec, reader))
        return false;
    with_y = rows_with_y(view, spec->ys[0], reader->arena);
    choose_x(&with_y, spec);
    choose_kind(&with_y, spec);
    return choose_numeric_x(&with_y, spec, reader) &&
           check_samples(&with_y, spec, reader) &&
           check_log(view, spec, reader) && check_smooth(spec, reader);
}
