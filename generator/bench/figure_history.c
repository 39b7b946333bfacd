/* SPDX-License-Identifier: MIT */
/*
 * A metric over the commits that changed its file. A step is marked when it is
 * larger than the dispersions of its two points together; where a file has no
 * dispersion, than three times the median step of the series.
 */
#include "figure_history.h"

#include <math.h>

#define QUIET_FACTOR 3.0
#define QUIET_POINTS 5 /* fewer do not show what is usual */
#define NOTED_STEPS 5

/* ---- Defaults ---- */

static size_t series_column(const struct view *view)
{
    const size_t configuration =
        table_find(view->table, STR(PAST_CONFIGURATION));
    size_t found = NO_COLUMN, count = 0;

    for (size_t i = 0; i < view->table->columns.len; i++)
        if (table_at(view->table, i)->role == ROLE_PARAM &&
            view_varies(view, i)) {
            found = i;
            count++;
        }
    return count > 1 && configuration != NO_COLUMN ? configuration : found;
}

static void show_column(struct figure *f, size_t column)
{
    if (column != NO_COLUMN && f->column_count < SHOWN_COLUMNS_MAX)
        f->columns[f->column_count++] = column;
}

void history_choose(struct figure *f)
{
    const struct table *table = f->view.table;
    const bool no_columns = f->column_count == 0;

    f->spec.x = table_find(table, STR(PAST_DATE));
    if (f->spec.kind == CHART_AUTO)
        f->spec.kind = CHART_LINE;
    if (f->spec.by == NO_COLUMN)
        f->spec.by = series_column(&f->view);
    if (!no_columns)
        return;
    show_column(f, f->spec.x);
    show_column(f, table_find(table, STR(PAST_COMMIT)));
    show_column(f, f->spec.by);
    for (size_t i = 0; i < f->spec.y_count; i++) {
        show_column(f, f->spec.ys[i]);
        show_column(f, table_at(table, f->spec.ys[i])->spread.by);
    }
}

/* ---- Marks ---- */

static int number_cmp(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double half_width(const struct point *p)
{
    return isnan(p->lo) || isnan(p->hi) ? (double)NAN : (p->hi - p->lo) / 2;
}

/* Three times the median step; infinite for a short series. */
static double usual_step(const struct series *s, struct arena *arena)
{
    const size_t len = s->points.len;
    double *steps = arena_array(arena, double, len);

    if (len < QUIET_POINTS)
        return (double)INFINITY;
    for (size_t i = 1; i < len; i++)
        steps[i - 1] = fabs(s->points.items[i].y - s->points.items[i - 1].y);
    qsort(steps, len - 1, sizeof(*steps), number_cmp);
    return QUIET_FACTOR * steps[(len - 1) / 2];
}

static void mark_series(struct series *s, struct arena *arena)
{
    const double usual = usual_step(s, arena);

    for (size_t i = 1; i < s->points.len; i++) {
        const struct point *before = &s->points.items[i - 1];
        struct point *p = &s->points.items[i];
        double noise = hypot(half_width(before), half_width(p));

        if (isnan(noise))
            noise = usual;
        if (fabs(p->y - before->y) > noise && fabs(before->y) > 0) {
            p->change = (p->y - before->y) / fabs(before->y);
            p->color = COLOR_ACCENT;
        }
    }
}

static const struct past_version *version_at(const struct past *past, double x)
{
    for (size_t i = 0; i < past->list.len; i++)
        if ((double)past->list.items[i].git.date.unix_seconds >= x &&
            (double)past->list.items[i].git.date.unix_seconds <= x)
            return &past->list.items[i];
    return NULL;
}

void history_mark(const struct figure *f, struct plot *plot)
{
    struct arena *arena = plot->chart.arena;

    for (size_t i = 0; i < plot->chart.series.len; i++) {
        struct series *s = &plot->chart.series.items[i];

        mark_series(s, arena);
        for (size_t k = 0; k < s->points.len; k++) {
            struct point *p = &s->points.items[k];
            const struct past_version *version = version_at(f->past, p->x);

            if (version)
                p->url = past_url(f->view.store, version->git.commit, arena);
        }
    }
}

/* ---- Words ---- */

static void add_link(const struct figure *f, const struct past_version *version,
                     struct buf *out)
{
    const bool link = f->view.store->commit_url.len > 0;

    if (link) {
        buf_add_cstr(out, "<a href=\"");
        buf_add_escaped(out, f->view.store->commit_url);
        buf_add(out, version->git.commit);
        buf_add_cstr(out, "\">");
    }
    buf_add_cstr(out, "<code>");
    buf_add(out, str_slice(version->git.commit, 0, 10));
    buf_add_cstr(out, link ? "</code></a>" : "</code>");
}

void history_commit(const struct figure *f, size_t row, struct buf *out)
{
    const struct table *table = f->view.table;
    const struct value commit =
        table_cell(table, table_find(table, STR(PAST_COMMIT)), row);

    for (size_t i = 0; i < f->past->list.len; i++) {
        const struct past_version *version = &f->past->list.items[i];

        if (str_starts(version->git.commit, value_text(commit))) {
            add_link(f, version, out);
            return;
        }
    }
}

static void add_steps(const struct figure *f, const struct plot *plot,
                      struct buf *out)
{
    struct str language = f->directive->language;
    size_t count = 0;

    for (size_t i = 0; i < plot->chart.series.len; i++)
        for (size_t k = 0; k < plot->chart.series.items[i].points.len; k++) {
            const struct series *s = &plot->chart.series.items[i];
            const struct point *p = &s->points.items[k];
            const struct past_version *version = version_at(f->past, p->x);

            if (isnan(p->change) || !version || count++ >= NOTED_STEPS)
                continue;
            buf_add_fmt(out, "%s",
                        count == 1 ? words(language, WORD_STEPS) : ",");
            buf_add_char(out, ' ');
            if (s->name.len > 0) {
                buf_add_escaped(out, s->name);
                buf_add_char(out, ' ');
            }
            buf_add_fmt(out, "%+.1f %% ", p->change * 100);
            add_link(f, version, out);
        }
    if (count > NOTED_STEPS)
        buf_add_fmt(out, ", … (%zu)", count);
    if (count > 0)
        buf_add_cstr(out, str_starts(language, STR("zh")) ? "。" : ". ");
}

void history_notes(const struct figure *f, const struct plot *plot,
                   struct buf *out)
{
    struct str language = f->directive->language;
    const char *stop = str_starts(language, STR("zh")) ? "。" : ". ";

    add_steps(f, plot, out);
    if (f->past->shallow)
        buf_add_fmt(out, "%s%s", words(language, WORD_SHALLOW), stop);
    if (f->past->uncommitted)
        buf_add_fmt(out, "%s%s", words(language, WORD_UNCOMMITTED), stop);
}
