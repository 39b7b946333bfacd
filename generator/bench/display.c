/* SPDX-License-Identifier: MIT */
/* Units and decimals for people. */
#include "display.h"

#include "number_format.h"

#include <math.h>

#define SIGNIFICANT 4

struct rung {
    const char *unit;
    const char *shown;
    double factor;
    double from; /* used from this largest value on */
};

/* For each unit the steps it may be shown in, largest first. */
static const struct rung ladder[] = {
    {"s", "s", 1, 1},
    {"s", "ms", 1e3, 1e-3},
    {"s", "µs", 1e6, 1e-6},
    {"s", "ns", 1e9, 0},
    {"ms", "s", 1e-3, 1e5},
    {"ms", "ms", 1, 0.1},
    {"ms", "µs", 1e3, 0},
    {"us", "s", 1e-6, 1e7},
    {"us", "ms", 1e-3, 1e4},
    {"us", "µs", 1, 0},
    {"ns", "s", 1e-9, 1e10},
    {"ns", "ms", 1e-6, 1e7},
    {"ns", "µs", 1e-3, 1e4},
    {"ns", "ns", 1, 0},
    {"B", "GiB", 1.0 / 1073741824, 10737418240.0},
    {"B", "MiB", 1.0 / 1048576, 10485760.0},
    {"B", "KiB", 1.0 / 1024, 10240.0},
    {"B", "B", 1, 0},
};

static double largest_of(const struct view *view, size_t column, bool *whole)
{
    double largest = 0.0;

    *whole = true;
    for (size_t i = 0; i < view->len; i++) {
        const double x = fabs(table_number(view->table, column, view->rows[i]));

        if (!isfinite(x))
            continue;
        if (x > largest)
            largest = x;
        if (x > floor(x))
            *whole = false;
    }
    return largest;
}

struct display display_for(const struct view *view, size_t column)
{
    const struct column *c = table_at(view->table, column);
    struct display d = {.factor = 1.0, .unit = c->unit};
    bool whole;
    double largest = largest_of(view, column, &whole);
    int magnitude;

    for (size_t i = 0; largest > 0 && i < PHX_COUNT(ladder); i++)
        if (str_is(c->unit, ladder[i].unit) && largest >= ladder[i].from) {
            d.factor = ladder[i].factor;
            d.unit = str_of(ladder[i].shown);
            break;
        }
    if (whole && !(d.factor < 1))
        return d;
    if (c->decimals != DECIMALS_UNKNOWN && c->decimals <= 6 &&
        !(fabs(d.factor - 1) > 0)) {
        d.decimals = c->decimals;
        return d;
    }
    largest *= d.factor;
    magnitude = largest > 0 ? (int)floor(log10(largest)) : 0;
    d.decimals = SIGNIFICANT - 1 - magnitude;
    d.decimals = d.decimals < 0 ? 0 : d.decimals > 9 ? 9 : d.decimals;
    return d;
}

#define FEW 3 /* digits of a number that is small for its column */

/* A column's decimals fit its largest values. One that they would leave fewer
 * than two digits gets its own, without zeros behind. */
static void add_small(struct buf *out, struct number_format *f, double shown)
{
    const int decimals = FEW - 1 - (int)floor(log10(fabs(shown)));

    if (decimals > 9)
        phx_ignore(number_format_parse(STR(".2e"), f), "it is right");
    else
        f->precision = decimals;
    f->trim = true;
    number_format_add(out, f, shown);
}

void display_number(struct buf *out, const struct display *d, double x)
{
    const double shown = x * d->factor;
    const double least = pow(10, -d->decimals);
    struct number_format f;

    if (isnan(x)) {
        buf_add_cstr(out, "NaN");
        return;
    }
    if (isinf(x)) {
        buf_add_cstr(out, x < 0 ? "−∞" : "∞");
        return;
    }
    phx_ignore(number_format_parse(STR(",f"), &f), "it is right");
    f.precision = d->decimals;
    if (fabs(shown) > 0 && fabs(shown) < 10 * least) {
        add_small(out, &f, shown);
        return;
    }
    number_format_add(out, &f, shown);
}

void display_quantity(struct buf *out, const struct display *d, double x)
{
    display_number(out, d, x);
    if (d->unit.len == 0)
        return;
    if (!str_is(d->unit, "%"))
        buf_add_char(out, ' ');
    buf_add(out, d->unit);
}

void display_cell(struct buf *out, const struct display *d, struct value v)
{
    char text[32];

    switch ((enum value_kind)v.kind) {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_OBJECT:
        return;
    case VALUE_BOOL:
        buf_add_cstr(out, v.as.boolean ? "true" : "false");
        return;
    case VALUE_INT:
    case VALUE_FLOAT:
        display_number(out, d, value_as_double(v));
        return;
    case VALUE_STRING:
        buf_add(out, value_text(v));
        return;
    case VALUE_DATE: {
        struct date_fields f = date_fields(value_as_date(v));

        snprintf(text, sizeof(text), "%04d-%02d-%02d", f.year, f.month, f.day);
        buf_add_cstr(out, text);
        if (!value_as_date(v).day_only)
            buf_add_fmt(out, " %02d:%02d", f.hour, f.minute);
        return;
    }
    }
}

/* "zh" and "zh-Hans" are one language here; the exact tag is better. */
struct str column_label(const struct column *c, struct str language)
{
    const size_t dash = str_chr(language, '-');
    struct str primary =
        dash == STR_NONE ? language : str_slice(language, 0, dash);
    struct str near = c->label;

    for (size_t i = 0; i < c->title_count; i++) {
        struct str tag = c->titles[i].language;

        if (str_eq_nocase(tag, language))
            return c->titles[i].text;
        if (str_eq_nocase(tag, primary) ||
            (tag.len > primary.len && tag.ptr[primary.len] == '-' &&
             str_eq_nocase(str_slice(tag, 0, primary.len), primary)))
            near = c->titles[i].text;
    }
    return near;
}

struct str column_title(const struct column *c, struct str language,
                        struct arena *arena)
{
    struct str label = column_label(c, language);
    enum word word = WORD_MEAN;

    switch (c->stat) {
    case STAT_SINGLE:
    case STAT_RATE:
    case STAT_COUNT:
        return label;
    case STAT_MEAN:
        break;
    case STAT_MEDIAN:
        word = WORD_MEDIAN;
        break;
    case STAT_MIN:
        word = WORD_MINIMUM;
        break;
    case STAT_MAX:
        word = WORD_MAXIMUM;
        break;
    case STAT_LAST:
        word = WORD_LAST;
        break;
    case STAT_SUM:
        word = WORD_SUM;
        break;
    case STAT_DEVIATION:
        word = WORD_DEVIATION;
        break;
    case STAT_QUANTILE:
        return str_fmt(arena, "p%g %" STR_FMT, c->quantile * 100.0,
                       STR_ARG(label));
    }
    return str_fmt(arena, "%s %" STR_FMT, words(language, word),
                   STR_ARG(label));
}
