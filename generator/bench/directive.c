/* SPDX-License-Identifier: MIT */
/* {bench}: options, each wrong one reported at its own place. */
#include "claim.h"
#include "figure_history.h"

struct options {
    struct bench_store *store;
    const struct bench_directive *d;
    struct reader *reader;
    struct figure *figure;
    bool ok;
};

static const char *const option_names[] = {
    "x",         "y",      "by",       "where", "sort",    "columns",
    "chart",     "table",  "baseline", "log",   "caption", "assert",
    "highlight", "smooth", "name",     "label", "history"};

/* Spans of a value that stands nowhere fall back to the directive's. */
static struct span place_of(const struct options *o,
                            const struct bench_option *option)
{
    return option->value_span.line ? option->value_span : o->d->span;
}

static void report(struct options *o, enum diag_id id, struct span span,
                   struct str message, struct str hint)
{
    struct diag *diag;

    o->ok = false;
    if (!o->reader->diags)
        return;
    diag = diag_add(o->reader->diags, id, o->d->source, span, "%" STR_FMT,
                    STR_ARG(message));
    if (hint.len > 0)
        diag_hint(o->reader->diags, diag, "%" STR_FMT, STR_ARG(hint));
}

/* What a function reported through the reader, at this option's place. */
static void report_failure(struct options *o, struct span span)
{
    report(o, o->reader->fail_id, span, o->reader->fail_message,
           o->reader->fail_hint);
    o->reader->failed = false;
    o->reader->fail_message = o->reader->fail_hint = STR("");
}

static const struct bench_option *find_option(const struct options *o,
                                              const char *name)
{
    for (size_t i = o->d->option_count; i-- > 0;)
        if (str_is(o->d->options[i].name, name))
            return &o->d->options[i];
    return NULL;
}

/* The option's value where it was written, else the directive. */
static struct span place_of_name(const struct options *o, const char *name)
{
    const struct bench_option *option = name ? find_option(o, name) : NULL;

    return option ? place_of(o, option) : o->d->span;
}

static void check_names(struct options *o)
{
    struct str known[PHX_COUNT(option_names)];

    for (size_t i = 0; i < PHX_COUNT(option_names); i++)
        known[i] = str_of(option_names[i]);
    for (size_t i = 0; i < o->d->option_count; i++) {
        const struct bench_option *option = &o->d->options[i];
        struct str near = str_nearest(option->name, known, PHX_COUNT(known));
        bool found = false;

        for (size_t k = 0; k < PHX_COUNT(known); k++)
            found = found || str_eq(option->name, known[k]);
        if (found)
            continue;
        report(
            o, DIAG_DIRECTIVE_OPTION,
            option->name_span.line ? option->name_span : o->d->span,
            str_fmt(o->reader->arena, "{bench} has no option \"%" STR_FMT "\"",
                    STR_ARG(option->name)),
            near.len ? str_fmt(o->reader->arena,
                               "did you mean \"%" STR_FMT "\"?", STR_ARG(near))
                     : STR(""));
    }
}

/* ---- Columns ---- */

static void report_hidden(struct options *o, struct span span, struct str name)
{
    report(o, DIAG_RESULT_COLUMN, span,
           str_fmt(o->reader->arena,
                   "the column \"%" STR_FMT
                   "\" looks as if it held prompts, paths, hosts or people",
                   STR_ARG(name)),
           str_fmt(o->reader->arena,
                   "to publish it, name it in %" STR_FMT ".schema.json",
                   STR_ARG(o->figure->view.result->name)));
}

static size_t read_columns(struct options *o, const char *name, size_t *columns,
                           size_t most)
{
    const struct bench_option *option = find_option(o, name);
    struct str rest, part;
    size_t count = 0;

    if (!option)
        return 0;
    rest = option->value;
    while (str_split(&rest, ',', &part)) {
        size_t column;

        part = str_trim(part);
        if (part.len == 0)
            continue;
        if (count == most) {
            report(o, DIAG_DIRECTIVE_OPTION, place_of(o, option),
                   str_fmt(o->reader->arena, "%s takes at most %zu columns",
                           name, most),
                   STR(""));
            break;
        }
        if (!view_column(&o->figure->view, part, o->reader, &column))
            report_failure(o, place_of(o, option));
        else if (table_at(o->figure->view.table, column)->hidden)
            report_hidden(o, place_of(o, option), part);
        else
            columns[count++] = column;
    }
    return count;
}

static void read_sort(struct options *o)
{
    const struct bench_option *option = find_option(o, "sort");
    struct plot_spec *spec = &o->figure->spec;
    struct str name;

    if (!option)
        return;
    name = str_trim(option->value);
    spec->descending = str_starts(name, STR("-"));
    if (spec->descending)
        name = str_from(name, 1);
    if (str_is(name, "x") && spec->x != NO_COLUMN)
        spec->sort = spec->x;
    else if (str_is(name, "y") && spec->y_count > 0)
        spec->sort = spec->ys[0];
    else if (!view_column(&o->figure->view, name, o->reader, &spec->sort))
        report_failure(o, place_of(o, option));
}

/* ---- Words ---- */

/* The index of the option's value among `words`; -1 with a report. */
static int read_word(struct options *o, const char *name,
                     const char *const *words_known, size_t count)
{
    const struct bench_option *option = find_option(o, name);
    struct buf list = BUF_INIT;
    struct str value;

    if (!option)
        return -1;
    value = str_trim(option->value);
    for (size_t i = 0; i < count; i++)
        if (str_is(value, words_known[i]))
            return (int)i;
    for (size_t i = 0; i < count; i++)
        buf_add_fmt(&list, "%s%s", i ? ", " : "", words_known[i]);
    report(o, DIAG_DIRECTIVE_OPTION, place_of(o, option),
           str_fmt(o->reader->arena,
                   "%s cannot be \"%" STR_FMT "\"; it can be: %" STR_FMT, name,
                   STR_ARG(value), STR_ARG(buf_str(&list))),
           STR(""));
    buf_deinit(&list);
    return -1;
}

static void read_kind(struct options *o)
{
    static const char *const names[] = {
        "auto", "bar", "bars",       "stacked",   "line", "scatter",
        "heat", "box", "percentile", "sparkline", "none"};
    static const enum chart_kind kinds[] = {
        CHART_AUTO,       CHART_BAR,     CHART_BAR,  CHART_STACKED,
        CHART_LINE,       CHART_SCATTER, CHART_HEAT, CHART_BOX,
        CHART_PERCENTILE, CHART_SPARK,   CHART_NONE};
    const int at = read_word(o, "chart", names, PHX_COUNT(names));

    if (at >= 0)
        o->figure->spec.kind = kinds[at];
}

static void read_table(struct options *o)
{
    static const char *const names[] = {"details", "open", "none"};
    static const enum table_mode modes[] = {TABLE_DETAILS, TABLE_OPEN,
                                            TABLE_NONE};
    const int at = read_word(o, "table", names, PHX_COUNT(names));

    if (at >= 0)
        o->figure->table = modes[at];
}

static void read_log(struct options *o)
{
    static const char *const names[] = {"x", "y", "xy", "x y", "x, y"};
    const int at = read_word(o, "log", names, PHX_COUNT(names));

    if (at < 0)
        return;
    o->figure->spec.log_x = at != 1;
    o->figure->spec.log_y = at > 0;
}

/* The weight of what came before, as TensorBoard's slider: above 0, below 1. */
static void read_smooth(struct options *o)
{
    const struct bench_option *option = find_option(o, "smooth");
    double weight;

    if (!option)
        return;
    if (!str_to_double(str_trim(option->value), &weight) || !(weight > 0) ||
        !(weight < 1))
        report(o, DIAG_DIRECTIVE_OPTION, place_of(o, option),
               str_fmt(o->reader->arena,
                       "smooth is a number above 0 and below 1, not \"%" STR_FMT
                       "\"",
                       STR_ARG(option->value)),
               STR("0.9 is a good start: nine tenths of each value come from "
                   "those before it"));
    else
        o->figure->spec.smooth = weight;
}

/* ---- Expressions ---- */

static struct expr *compile(struct options *o,
                            const struct bench_option *option)
{
    struct expr *expr =
        expr_compile(o->store->env, o->reader->arena, option->value,
                     o->d->source, place_of(o, option), o->reader->diags);

    if (!expr)
        o->ok = false;
    return expr;
}

static const struct expr *read_expression(struct options *o, const char *name)
{
    const struct bench_option *option = find_option(o, name);

    return option ? compile(o, option) : NULL;
}

/* The rows of all commits take the place of the file's. */
static void read_history(struct options *o)
{
    const struct bench_option *option = find_option(o, "history");
    struct figure *f = o->figure;

    if (!option)
        return;
    f->past = past_of(o->store, f->view.result, o->reader);
    if (f->past)
        f->view = view_all(o->store, f->past->all, o->reader->arena);
    else
        report_failure(o, place_of(o, option));
}

static void read_where(struct options *o)
{
    const struct bench_option *option = find_option(o, "where");
    const struct view before = o->figure->view;
    struct expr *expr;

    if (!option)
        return;
    expr = compile(o, option);
    if (!expr)
        return;
    o->figure->where = expr;
    if (!view_where(&before, expr, o->reader, o->reader->diags,
                    &o->figure->view))
        o->ok = false;
    else if (o->figure->view.len == 0)
        report(o, DIAG_RESULT_EMPTY, place_of(o, option),
               str_fmt(o->reader->arena,
                       "no row of \"%" STR_FMT "\" is selected",
                       STR_ARG(before.result->name)),
               str_fmt(o->reader->arena, "the rows differ in: %" STR_FMT,
                       STR_ARG(view_differences(&before, o->reader->arena))));
}

static void report_claim(struct options *o, const struct bench_option *option,
                         const struct expr *claim)
{
    report(o, DIAG_CLAIM_FALSE, place_of(o, option),
           claim_message(o->figure, claim, option->value, o->reader), STR(""));
}

static void check_claims(struct options *o)
{
    for (size_t i = 0; i < o->d->option_count; i++) {
        const struct bench_option *option = &o->d->options[i];
        struct value scope, v;
        struct expr *expr;

        if (!str_is(option->name, "assert"))
            continue;
        expr = compile(o, option);
        if (!expr)
            continue;
        scope = view_value(&o->figure->view, o->reader->arena);
        if (!expr_eval(expr, scope, o->reader, &v)) {
            o->reader->failed = false;
            o->ok = false;
        } else if (!value_truthy(v, o->reader)) {
            report_claim(o, option, expr);
        }
    }
}

/* ---- The directive ---- */

static void read_all(struct options *o)
{
    struct figure *f = o->figure;
    const struct bench_option *caption = find_option(o, "caption");
    const struct bench_option *baseline = find_option(o, "baseline");
    size_t column;

    read_history(o);
    if (o->ok)
        read_where(o);
    if (!o->ok)
        return;
    if (read_columns(o, "x", &column, 1) == 1)
        f->spec.x = column;
    if (read_columns(o, "by", &column, 1) == 1)
        f->spec.by = column;
    f->spec.y_count =
        read_columns(o, f->past ? "history" : "y", f->spec.ys, PLOT_Y_MAX);
    f->column_count = read_columns(o, "columns", f->columns, SHOWN_COLUMNS_MAX);
    read_kind(o);
    read_table(o);
    read_log(o);
    read_smooth(o);
    f->spec.baseline = read_expression(o, "baseline");
    f->spec.highlight = read_expression(o, "highlight");
    f->baseline = baseline ? baseline->value : STR("");
    f->title = caption ? str_trim(caption->value) : STR("");
    check_claims(o);
    if (f->past && o->ok)
        history_choose(f);
    if (o->ok && !plot_choose(&f->view, &f->spec, o->reader))
        report_failure(o, place_of_name(o, f->spec.looked_at));
    read_sort(o);
}

/* Options → figure. False: diagnostics said why. */
static bool figure_parse(struct bench_store *store,
                         const struct bench_directive *d, struct reader *reader,
                         struct figure *out)
{
    struct options o = {store, d, reader, out, true};
    const struct result *result;

    memset(out, 0, sizeof(*out));
    out->directive = d;
    out->title = out->baseline = STR("");
    out->spec.x = out->spec.by = out->spec.sort = NO_COLUMN;
    check_names(&o);
    result = store_open(store, str_trim(d->argument), reader);
    if (!result) {
        report_failure(&o, d->span);
        return false;
    }
    out->view = view_all(store, result, reader->arena);
    read_all(&o);
    return o.ok;
}

bool bench_render(struct bench_store *store, const struct bench_directive *d,
                  struct reader *reader, struct buf *out)
{
    struct options o = {store, d, reader, NULL, true};
    struct figure figure;
    struct plot plot;

    reader->fail_message = STR(""); /* of what nobody reported */
    if (!figure_parse(store, d, reader, &figure))
        return false;
    if (!plot_make(&figure.view, &figure.spec, d->language, reader,
                   reader->diags, &plot)) {
        if (reader->fail_message.len > 0)
            report_failure(&o, place_of_name(&o, plot.looked_at));
        return false;
    }
    if (figure.past)
        history_mark(&figure, &plot);
    figure_write(&figure, &plot, reader, out);
    return true;
}
