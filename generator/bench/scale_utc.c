/* SPDX-License-Identifier: MIT */
/* UTC time axes: d3-time's intervals and ticks, d3-scale's multi-format. */
#include "scale.h"

#include <math.h>

#define SECOND 1000.0
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)
#define MONTH (30 * DAY)
#define YEAR (365 * DAY)

enum unit { MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS, WEEKS, MONTHS, YEARS };

struct interval {
    enum unit unit;
    double step;
    double duration;
};

static const struct interval intervals[] = {
    {SECONDS, 1, SECOND},
    {SECONDS, 5, 5 * SECOND},
    {SECONDS, 15, 15 * SECOND},
    {SECONDS, 30, 30 * SECOND},
    {MINUTES, 1, MINUTE},
    {MINUTES, 5, 5 * MINUTE},
    {MINUTES, 15, 15 * MINUTE},
    {MINUTES, 30, 30 * MINUTE},
    {HOURS, 1, HOUR},
    {HOURS, 3, 3 * HOUR},
    {HOURS, 6, 6 * HOUR},
    {HOURS, 12, 12 * HOUR},
    {DAYS, 1, DAY},
    {DAYS, 2, 2 * DAY},
    {WEEKS, 1, WEEK},
    {MONTHS, 1, MONTH},
    {MONTHS, 3, 3 * MONTH},
    {YEARS, 1, YEAR},
};

static struct date_fields fields_of(double ms)
{
    return date_fields(
        (struct date){.unix_seconds = (int64_t)floor(ms / SECOND)});
}

static double first_of(int year, int month)
{
    return (double)date_days_from_civil(year, month, 1) * DAY;
}

/* The start of the unit that holds `ms`, whatever the step. */
static double unit_floor(enum unit unit, double ms)
{
    struct date_fields f;

    switch (unit) {
    case MILLISECONDS:
        return floor(ms);
    case SECONDS:
        return floor(ms / SECOND) * SECOND;
    case MINUTES:
        return floor(ms / MINUTE) * MINUTE;
    case HOURS:
        return floor(ms / HOUR) * HOUR;
    case DAYS:
        return floor(ms / DAY) * DAY;
    case WEEKS: /* 1970-01-04 was a Sunday */
        return floor((ms - 3 * DAY) / WEEK) * WEEK + 3 * DAY;
    case MONTHS:
        f = fields_of(ms);
        return first_of(f.year, f.month);
    case YEARS:
        f = fields_of(ms);
        return first_of(f.year, 1);
    }
    return ms;
}

static double unit_next(enum unit unit, double ms)
{
    struct date_fields f = fields_of(ms);

    switch (unit) {
    case MILLISECONDS:
        return ms + 1;
    case SECONDS:
        return ms + SECOND;
    case MINUTES:
        return ms + MINUTE;
    case HOURS:
        return ms + HOUR;
    case DAYS:
        return ms + DAY;
    case WEEKS:
        return ms + WEEK;
    case MONTHS:
        return f.month == 12 ? first_of(f.year + 1, 1)
                             : first_of(f.year, f.month + 1);
    case YEARS:
        return first_of(f.year + 1, 1);
    }
    return ms;
}

/* Does a tick of every `step` units stand at this start of a unit? */
static bool on_step(const struct interval *i, double ms)
{
    struct date_fields f = fields_of(ms);
    double count = 0;

    switch (i->unit) {
    case MILLISECONDS:
        count = ms;
        break;
    case SECONDS:
        count = f.second;
        break;
    case MINUTES:
        count = f.minute;
        break;
    case HOURS:
        count = f.hour;
        break;
    case DAYS:
        count = floor(ms / DAY);
        break;
    case WEEKS:
        return true;
    case MONTHS:
        count = f.month - 1;
        break;
    case YEARS:
        count = f.year;
        break;
    }
    return !(fabs(fmod(count, i->step)) > 0);
}

static double interval_floor(const struct interval *i, double ms)
{
    if (i->unit == MILLISECONDS)
        return floor(ms / i->step) * i->step;
    if (i->unit == YEARS) {
        const double year = floor(fields_of(ms).year / i->step) * i->step;

        return first_of((int)year, 1);
    }
    ms = unit_floor(i->unit, ms);
    while (!on_step(i, ms))
        ms = unit_floor(i->unit, ms - 1);
    return ms;
}

static double interval_next(const struct interval *i, double ms)
{
    if (i->unit == MILLISECONDS)
        return ms + i->step;
    if (i->unit == YEARS)
        return first_of(fields_of(ms).year + (int)i->step, 1);
    do {
        ms = unit_next(i->unit, ms);
    } while (!on_step(i, ms));
    return ms;
}

static double interval_ceil(const struct interval *i, double ms)
{
    return interval_next(i, interval_floor(i, ms - 1));
}

static struct interval interval_for(double start, double stop, double count)
{
    const size_t most = PHX_COUNT(intervals);
    const double target = fabs(stop - start) / count;
    struct interval i;
    size_t at = 0;

    while (at < most && intervals[at].duration <= target)
        at++;
    if (at == most)
        return (struct interval){
            .unit = YEARS,
            .step =
                fmax(1, floor(tick_step(start / YEAR, stop / YEAR, count)))};
    if (at == 0) {
        i = (struct interval){.unit = MILLISECONDS};
        i.step = fmax(1, floor(tick_step(start, stop, count)));
        return i;
    }
    return target / intervals[at - 1].duration < intervals[at].duration / target
               ? intervals[at - 1]
               : intervals[at];
}

#define UTC_TICKS_MAX 10000

struct tick_list utc_ticks(struct arena *arena, double start, double stop,
                           double count)
{
    const bool reverse = stop < start;
    const double lo = reverse ? stop : start, hi = reverse ? start : stop;
    PHX_VEC(double) list = {0};
    struct interval i;

    if (!isfinite(lo) || !isfinite(hi) || fabs(lo) > 8.64e15 ||
        fabs(hi) > 8.64e15 || !(count > 0))
        return (struct tick_list){0};
    i = interval_for(lo, hi, count);
    for (double t = interval_ceil(&i, lo); t < hi + 1;
         t = interval_next(&i, t)) {
        vec_push(arena, &list, t);
        if (list.len > UTC_TICKS_MAX)
            break;
    }
    for (size_t k = 0; reverse && k < list.len / 2; k++) {
        const double t = list.items[k];

        list.items[k] = list.items[list.len - 1 - k];
        list.items[list.len - 1 - k] = t;
    }
    return (struct tick_list){list.items, list.len};
}

void utc_nice(double *start, double *stop, double count)
{
    const bool reverse = *stop < *start;
    double *lo = reverse ? stop : start, *hi = reverse ? start : stop;
    const struct interval i = interval_for(*lo, *hi, count);

    *lo = interval_floor(&i, *lo);
    *hi = interval_ceil(&i, *hi);
}

void utc_label(struct buf *out, double ms)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
                                       "Thu", "Fri", "Sat"};
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    const struct date_fields f = fields_of(ms);
    const int hour12 = f.hour % 12 == 0 ? 12 : f.hour % 12;

    if (unit_floor(SECONDS, ms) < ms)
        buf_add_fmt(out, ".%03d", (int)(ms - unit_floor(SECONDS, ms)));
    else if (unit_floor(MINUTES, ms) < ms)
        buf_add_fmt(out, ":%02d", f.second);
    else if (unit_floor(HOURS, ms) < ms)
        buf_add_fmt(out, "%02d:%02d", hour12, f.minute);
    else if (unit_floor(DAYS, ms) < ms)
        buf_add_fmt(out, "%02d %s", hour12, f.hour < 12 ? "AM" : "PM");
    else if (unit_floor(MONTHS, ms) < ms && unit_floor(WEEKS, ms) < ms)
        buf_add_fmt(out, "%s %02d", days[f.weekday], f.day);
    else if (unit_floor(MONTHS, ms) < ms)
        buf_add_fmt(out, "%.3s %02d", months[f.month - 1], f.day);
    else if (unit_floor(YEARS, ms) < ms)
        buf_add_cstr(out, months[f.month - 1]);
    else
        buf_add_fmt(out, "%04d", f.year);
}
