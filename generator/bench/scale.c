/* SPDX-License-Identifier: MIT */
/* Linear and logarithmic axes: a transcription of d3's arithmetic, operation by
 * operation, because its results are compared to the last bit. */
#include "scale.h"

#include <math.h>

/* ---- Ticks ---- */

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

/* d3-array since 3.2.5: an end that is on a multiple already stays, whatever
 * the division's last bit says. */
static double floor_to(double x, double step, bool divide)
{
    const double i = ceil(divide ? x * step : x / step);
    const double at = divide ? i / step : i * step;
    const double j = at > x ? i - 1 : i;

    return divide ? j / step : j * step;
}

static double ceil_to(double x, double step, bool divide)
{
    const double i = floor(divide ? x * step : x / step);
    const double at = divide ? i / step : i * step;
    const double j = at < x ? i + 1 : i;

    return divide ? j / step : j * step;
}

void nice_array(double *start, double *stop, double count)
{
    double before = (double)NAN;

    for (;;) {
        const double step = tick_increment(*start, *stop, count);

        if (same_number(step, before) || same_number(step, 0) ||
            !isfinite(step))
            return;
        *start = floor_to(*start, fabs(step), step < 0);
        *stop = ceil_to(*stop, fabs(step), step < 0);
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

/* ---- JavaScript's logarithm ---- */

/* The high word of a double, as fdlibm takes it apart. */
static int32_t high_word(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof(bits));
    return (int32_t)(bits >> 32);
}

static double with_high_word(double x, int32_t high)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof(bits));
    bits = (bits & UINT32_MAX) | (uint64_t)(uint32_t)high << 32;
    memcpy(&x, &bits, sizeof(x));
    return x;
}

/* log() of fdlibm (Sun Microsystems, 1993), which JavaScript engines use: its
 * last bit is not always libm's, and positions on a log axis show it. x is
 * positive and finite. */
static double js_log(double x)
{
    static const double high = 6.93147180369123816490e-01;
    static const double low = 1.90821492927058770002e-10;
    static const double c[] = {
        6.666666666666735130e-01, 3.999999999940941908e-01,
        2.857142874366239149e-01, 2.222219843214978396e-01,
        1.818357216161805012e-01, 1.531383769920937332e-01,
        1.479819860511658591e-01};
    double k = 0, f, s, z, w, r, half;
    int32_t hx = high_word(x), i;

    if (hx < 0x00100000) {
        k = -54;
        x *= 1.80143985094819840000e+16;
        hx = high_word(x);
    }
    k += (hx >> 20) - 1023;
    hx &= 0x000fffff;
    i = (hx + 0x95f64) & 0x100000;
    x = with_high_word(x, hx | (i ^ 0x3ff00000));
    k += i >> 20;
    f = x - 1;
    if ((0x000fffff & (2 + hx)) < 3) {
        r = f * f * (0.5 - 0.33333333333333333 * f);
        return k * high - ((r - k * low) - f);
    }
    s = f / (2 + f);
    z = s * s;
    w = z * z;
    r = z * (c[0] + w * (c[2] + w * (c[4] + w * c[6]))) +
        w * (c[1] + w * (c[3] + w * c[5]));
    if (((hx - 0x6147a) | (0x6b851 - hx)) > 0) {
        half = 0.5 * f * f;
        return k * high - ((half - (s * (half + r) + k * low)) - f);
    }
    return k * high - ((s * (f - r) - k * low) - f);
}

/* ---- Logarithmic ---- */

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

static double signed_log(double x)
{
    return x < 0 ? -js_log(-x) : js_log(x);
}

double log_position(const struct log_scale *s, double x)
{
    const double start = signed_log(s->start), stop = signed_log(s->stop);

    return same_number(start, stop) ? 0.5
                                    : (signed_log(x) - start) / (stop - start);
}
