/* SPDX-License-Identifier: MIT */
/*
 * charts: the time of each kind of chart, as a line "NAME points plot-us
 * draw-us bytes": from rows to points, and from points to both drawings; the
 * best of many times. The values are made here, always the same: what is
 * measured is drawing, not benchmarks.
 */
#include "bench/figure.h"

#include <math.h>
#include <stdio.h>

#define TIMES 60

struct kind {
    const char *name;
    const char *file; /* the table */
    enum chart_kind chart;
    size_t rows;
    double smooth;
    bool log;
};

static double microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e6 * (double)now.tv_sec + 1e-3 * (double)now.tv_nsec;
}

/* A small generator of its own: the same numbers on every machine. */
static double noise(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 40) / 16777216.0;
}

static struct str series_csv(struct arena *arena, size_t rows, double spread)
{
    struct buf out = BUF_INIT;
    uint64_t state = 7;
    struct str text;

    buf_add_cstr(&out, spread > 0 ? "step,loss\n" : "step,loss,lr\n");
    for (size_t i = 0; i < rows; i++) {
        const double y = 2.0 + 8.0 / (1 + (double)i / 400) + noise(&state);

        if (spread > 0)
            buf_add_fmt(&out, "%zu,%.4f ± %.4f\n", i, y, noise(&state));
        else
            buf_add_fmt(&out, "%zu,%.4f,%.6f\n", i, y, noise(&state));
    }
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static struct str names_csv(struct arena *arena, size_t rows)
{
    struct buf out = BUF_INIT;
    uint64_t state = 9;
    struct str text;

    buf_add_cstr(&out, "engine,batch,speed [tok/s]\n");
    for (size_t i = 0; i < rows; i++)
        buf_add_fmt(&out, "engine-%zu,%d,%.2f\n", i / 4, 1 << (i % 4),
                    10 + 100 * noise(&state));
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static struct str samples_json(struct arena *arena, size_t rows)
{
    struct buf out = BUF_INIT;
    uint64_t state = 11;
    struct str text;

    buf_add_cstr(&out, "{\"results\":[");
    for (int run = 0; run < 2; run++) {
        buf_add_fmt(&out,
                    "%s{\"command\":\"run %d\",\"mean\":0.5,\"stddev\":0.1,"
                    "\"median\":0.5,\"user\":0.1,\"system\":0.1,\"min\":0.1,"
                    "\"max\":1,\"times\":[",
                    run ? "," : "", run);
        for (size_t i = 0; i < rows / 2; i++)
            buf_add_fmt(&out, "%s%.5f", i ? "," : "",
                        0.2 / (1.01 - noise(&state)));
        buf_add_cstr(&out, "],\"exit_codes\":[0]}");
    }
    buf_add_cstr(&out, "]}");
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static struct str table_of(struct arena *arena, const struct kind *kind)
{
    if (strcmp(kind->file, "names") == 0)
        return names_csv(arena, kind->rows);
    if (strcmp(kind->file, "samples") == 0)
        return samples_json(arena, kind->rows);
    return series_csv(arena, kind->rows,
                      strcmp(kind->file, "spreads") == 0 ? 1 : 0);
}

static struct plot_spec spec_of(const struct kind *kind,
                                const struct view *view)
{
    struct plot_spec spec = {.x = NO_COLUMN,
                             .by = NO_COLUMN,
                             .sort = NO_COLUMN,
                             .kind = kind->chart,
                             .smooth = kind->smooth,
                             .log_y = kind->log};

    if (strcmp(kind->file, "names") == 0) {
        spec.x = table_find(view->table, STR("engine"));
        spec.by = table_find(view->table, STR("batch"));
    } else if (kind->chart == CHART_SCATTER) {
        spec.x = table_find(view->table, STR("lr"));
        spec.ys[0] = table_find(view->table, STR("loss"));
        spec.y_count = 1;
    }
    return spec;
}

static bool measure(const struct kind *kind)
{
    double plotted = INFINITY, drawn = INFINITY;
    struct arena site, job;
    struct diags diags;
    struct buf out = BUF_INIT;
    struct plot plot;
    struct view view;
    bool ok = true;

    arena_init(&site);
    arena_init(&job);
    diags_init(&diags, &site, NULL);
    struct reader reader = {.arena = &job, .diags = &diags};
    struct bench_store *store = bench_store_new(&site);
    bench_store_add(store, STR("made"), STR("made.csv"), table_of(&site, kind),
                    NULL);
    const struct result *result = store_open(store, STR("made"), &reader);
    for (int i = 0; i < TIMES && result && ok; i++) {
        arena_reset(&job);
        buf_reset(&out);
        view = view_all(store, result, &job);
        double start = microseconds();
        struct plot_spec spec = spec_of(kind, &view);
        ok = plot_choose(&view, &spec, &reader) &&
             plot_make(&view, &spec, STR("en"), &reader, &diags, &plot);
        const double made = microseconds();
        if (ok)
            chart_draw(&plot.chart, &out);
        drawn = fmin(drawn, microseconds() - made);
        plotted = fmin(plotted, made - start);
    }
    ok = ok && result;
    if (ok)
        printf("%-22s %6zu %9.0f %9.0f %8zu\n", kind->name, kind->rows, plotted,
               drawn, out.len);
    else
        fprintf(stderr, "%s: %.*s\n", kind->name, (int)reader.fail_message.len,
                reader.fail_message.ptr);
    buf_deinit(&out);
    arena_deinit(&job);
    arena_deinit(&site);
    return ok;
}

int main(int argc, char **argv)
{
    static const struct kind kinds[] = {
        {"bar", "names", CHART_BAR, 40, 0, false},
        {"stacked", "names", CHART_STACKED, 40, 0, false},
        {"heat", "names", CHART_HEAT, 40, 0, false},
        {"line", "series", CHART_LINE, 100, 0, false},
        {"line", "series", CHART_LINE, 10000, 0, false},
        {"line, log", "series", CHART_LINE, 10000, 0, true},
        {"line, smoothed", "series", CHART_LINE, 10000, 0.9, false},
        {"line, band", "spreads", CHART_LINE, 10000, 0, false},
        {"sparkline", "series", CHART_SPARK, 10000, 0, false},
        {"scatter", "series", CHART_SCATTER, 100, 0, false},
        {"scatter", "series", CHART_SCATTER, 10000, 0, false},
        {"box", "samples", CHART_BOX, 10000, 0, false},
        {"percentile", "samples", CHART_PERCENTILE, 10000, 0, false},
        {"percentile, log", "samples", CHART_PERCENTILE, 10000, 0, true},
    };
    bool ok = true;

    for (size_t i = 0; i < PHX_COUNT(kinds); i++)
        if (argc < 2 || strcmp(argv[1], kinds[i].name) == 0)
            ok = measure(&kinds[i]) && ok;
    return ok ? 0 : 1;
}
