/* SPDX-License-Identifier: MIT */
/* Linear and logarithmic axes: a transcription of d3's arithmetic, operation by
 * operation, because its results are compared to the last bit. */
#include "scale.h"

#include <math.h>

/* ---- Ticks ----------------------------------------------------------------
 */

struct tick_spec {
    double first;
    double last;
    double increment; /* negative: divide by it */
};

static double js_round(double x)
{
    const double low = floor(x);

    return x - low >= 0.5 ? low + 1 : low;
}

static struct tick_spec tick_spec(double start, double stop, double count)
{
    const double step = (stop - start) / fmax(0, count);
    const double power = floor(log10(step));
    const double error = step / pow(10, power);
    const double factor = error >= sqrt(50)   ? 10
                          : error >= sqrt(10) ? 5
                          : error >= sqrt(2)  ? 2
                                              : 1;
    struct tick_spec s;

    if (power < 0) {
        s.increment = pow(10, -power) / factor;
        s.first = js_round(start * s.increment);
        s.last = js_round(stop * s.increment);
        if (s.first / s.increment < start)
            s.first++;
        if (s.last / s.increment > stop)
            s.last--;
        s.increment = -s.increment;
    } else {
        s.increment = pow(10, power) * factor;
        s.first = js_round(start / s.increment);
        s.last = js_round(stop / s.increment);
        if (s.first * s.increment < start)
            s.first++;
        if (s.last * s.increment > stop)
            s.last--;
    }
    if (s.last < s.first && 0.5 <= count && count < 2)
        return tick_spec(start, stop, count * 2);
    return s;
}

#define TICKS_MAX 10000

struct tick_list ticks(struct arena *arena, double start, double stop,
                       double count)
{
    struct tick_list list = {0};
    const bool reverse = stop < start;
    struct tick_spec s;
    double n;

    if (!(count > 0))
        return list;
    if (!(start < stop) && !(stop < start)) {
        list.items = arena_array(arena, double, 1);
        list.items[list.len++] = start;
        return list;
    }
    s = reverse ? tick_spec(stop, start, count) : tick_spec(start, stop, count);
    if (!(s.last >= s.first))
        return list;
    n = s.last - s.first + 1;
    if (!(n < TICKS_MAX))
        return list;
    list.len = (size_t)n;
    list.items = arena_array(arena, double, list.len);
    for (size_t i = 0; i < list.len; i++) {
        const double at = reverse ? s.last - (double)i : s.first + (double)i;

        list.items[i] = s.increment < 0 ? at / -s.increment : at * s.increment;
    }
    return list;
}

double tick_increment(double start, double stop, double count)
{
    return tick_spec(start, stop, count).increment;
}

double tick_step(double start, double stop, double count)
{
    const bool reverse = stop < start;
    const double increment = reverse ? tick_increment(stop, start, count)
                                     : tick_increment(start, stop, count);

    return (reverse ? -1 : 1) * (increment < 0 ? 1 / -increment : increment);
}

static void widen(double *start, double *stop, double step)
{
    if (step > 0) {
        *start = floor(*start / step) * step;
        *stop = ceil(*stop / step) * step;
    } else {
        *start = ceil(*start * step) / step;
        *stop = floor(*stop * step) / step;
    }
}

static bool same_number(double a, double b)
{
    return !(a < b) && !(b < a) && !isnan(a) && !isnan(b);
}

void nice_array(double *start, double *stop, double count)
{
    double before = (double)NAN;

    for (;;) {
        const double step = tick_increment(*start, *stop, count);

        if (same_number(step, before) || same_number(step, 0) ||
            !isfinite(step))
            return;
        widen(start, stop, step);
        before = step;
    }
}

void linear_nice(double *start, double *stop, double count)
{
    const bool reverse = *stop < *start;
    double lo = reverse ? *stop : *start, hi = reverse ? *start : *stop;
    double before = (double)NAN;

    for (int i = 0; i < 10; i++) {
        const double step = tick_increment(lo, hi, count);

        if (same_number(step, before)) {
            *start = reverse ? hi : lo;
            *stop = reverse ? lo : hi;
            return;
        }
        if (same_number(step, 0) || isnan(step))
            return;
        widen(&lo, &hi, step);
        before = step;
    }
}

struct number_format linear_format(double start, double stop, double count,
                                   struct str specifier)
{
    const double step = tick_step(start, stop, count);
    const double largest = fmax(fabs(start), fabs(stop));
    struct number_format f;
    int precision = -1;

    if (!number_format_parse(specifier.len ? specifier : STR(",f"), &f))
        phx_ignore(number_format_parse(STR(",f"), &f), "it is right");
    if (f.type == 's') {
        precision = precision_prefix(step, largest);
        if (f.precision == PRECISION_UNSET && precision >= 0)
            f.precision = precision;
        number_format_prefix(&f, largest);
        return f;
    }
    if (f.precision != PRECISION_UNSET)
        return f;
    if (f.type == '\0' || strchr("egpr", f.type)) {
        precision = precision_round(step, largest);
        if (precision >= 0)
            f.precision = precision - (f.type == 'e');
    } else if (f.type == 'f' || f.type == '%') {
        precision = precision_fixed(step);
        if (precision >= 0)
            f.precision = precision - (f.type == '%' ? 2 : 0);
        if (f.precision < 0 && precision >= 0)
            f.precision = 0;
    }
    return f;
}

/* ---- Logarithmic ----------------------------------------------------------
 */

static bool is_e(double base)
{
    return fabs(base - exp(1)) < 1e-12;
}

static double logs(const struct log_scale *s, double x)
{
    const bool negative = s->start < 0;
    double y;

    x = negative ? -x : x;
    if (is_e(s->base))
        y = log(x);
    else if (same_number(s->base, 10))
        y = log10(x);
    else if (same_number(s->base, 2))
        y = log2(x);
    else
        y = log(x) / log(s->base);
    return negative ? -y : y;
}

static double pows(const struct log_scale *s, double x)
{
    const bool negative = s->start < 0;
    double y;

    x = negative ? -x : x;
    y = is_e(s->base) ? exp(x) : pow(s->base, x);
    return negative ? -y : y;
}

static void add_tick(struct arena *arena, struct tick_list *list, size_t *cap,
                     double x)
{
    if (list->len == *cap)
        list->items = vec_grow(arena, list->items, cap, list->len,
                               sizeof(list->items[0]));
    list->items[list->len++] = x;
}

/* All multiples of the powers from lo to hi. */
static struct tick_list power_ticks(struct arena *arena,
                                    const struct log_scale *s, double u,
                                    double v, double lo, double hi)
{
    struct tick_list list = {0};
    size_t cap = 0;

    for (double i = floor(lo); i <= ceil(hi); i++) {
        for (double n = 1; n < s->base; n++) {
            const double k = u > 0 ? n : s->base - n;
            const bool divide = u > 0 ? i < 0 : i > 0;
            const double t = divide ? k / pows(s, -i) : k * pows(s, i);

            if (t < u)
                continue;
            if (t > v)
                break;
            add_tick(arena, &list, &cap, t);
        }
    }
    return list;
}

struct tick_list log_ticks(struct arena *arena, const struct log_scale *scale,
                           double count)
{
    const bool reverse = scale->stop < scale->start;
    const double u = reverse ? scale->stop : scale->start;
    const double v = reverse ? scale->start : scale->stop;
    const double i = logs(scale, u), j = logs(scale, v);
    struct tick_list list;

    if (!(fmod(scale->base, 1) > 0) && j - i < count) {
        list = power_ticks(arena, scale, u, v, i, j);
        if ((double)list.len * 2 < count)
            list = ticks(arena, u, v, count);
    } else {
        list = ticks(arena, i, j, fmin(j - i, count));
        for (size_t k = 0; k < list.len; k++)
            list.items[k] = pows(scale, list.items[k]);
    }
    for (size_t k = 0; reverse && k < list.len / 2; k++) {
        const double x = list.items[k];

        list.items[k] = list.items[list.len - 1 - k];
        list.items[list.len - 1 - k] = x;
    }
    return list;
}

void log_label(struct buf *out, const struct log_scale *scale, double count,
               size_t shown, double tick)
{
    const double most =
        fmax(1, scale->base * count / (double)(shown ? shown : 1));
    double i = tick / pows(scale, js_round(logs(scale, tick)));
    struct number_format f;

    if (i * scale->base < scale->base - 0.5)
        i *= scale->base;
    if (!(i <= most))
        return;
    phx_ignore(number_format_parse(
                   same_number(scale->base, 10) ? STR("s") : STR(","), &f),
               "both are right");
    if (!(fmod(scale->base, 1) > 0))
        f.trim = true;
    number_format_add(out, &f, tick);
}

void log_nice(struct log_scale *scale)
{
    const bool reverse = scale->stop < scale->start;
    const double lo = reverse ? scale->stop : scale->start;
    const double hi = reverse ? scale->start : scale->stop;
    const double low = pows(scale, floor(logs(scale, lo)));
    const double high = pows(scale, ceil(logs(scale, hi)));

    scale->start = reverse ? high : low;
    scale->stop = reverse ? low : high;
}

double log_position(const struct log_scale *s, double x)
{
    if (s->start < 0)
        return (-log(-x) + log(-s->start)) / (-log(-s->stop) + log(-s->start));
    return (log(x) - log(s->start)) / (log(s->stop) - log(s->start));
}
