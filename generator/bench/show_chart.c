/* SPDX-License-Identifier: MIT */
/* The chart that {bench} chooses for a result, as a file of its own. */
#include "ask.h"
#include "plot.h"

bool bench_show_chart(struct bench_store *store, const struct bench_ask *ask,
                      struct reader *reader, struct buf *out)
{
    struct plot_spec spec = {
        .x = NO_COLUMN, .by = NO_COLUMN, .sort = NO_COLUMN};
    struct asked a;
    struct plot plot;

    if (!ask_open(store, ask, reader, &a))
        return false;
    for (size_t i = 0; i < a.column_count && spec.y_count < PLOT_Y_MAX; i++)
        if (table_at(a.view.table, a.columns[i])->role == ROLE_METRIC)
            spec.ys[spec.y_count++] = a.columns[i];
    if (!plot_choose(&a.view, &spec, reader) ||
        !plot_make(&a.view, &spec, STR("en"), reader, reader->diags, &plot))
        return false;
    plot.chart.id = STR("chart");
    plot.chart.title = str_fmt(reader->arena, "%" STR_FMT ": %" STR_FMT,
                               STR_ARG(path_name(a.view.result->path)),
                               STR_ARG(plot.chart.y.title));
    plot.chart.desc = plot.chart.title;
    return chart_draw_file(&plot.chart, out) ||
           reader_fail(reader, DIAG_RESULT_QUERY,
                       "there is nothing in this result to draw");
}
