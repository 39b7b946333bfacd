/* SPDX-License-Identifier: MIT */
/* Dates: the calendar, reading and comparing. Printing is date_format.c's,
 * zones are date_zone.c's. */
#include "date.h"

#include "ascii.h"

#include <stdlib.h>
#include <time.h>

#include "banned.h"

#define DAY 86400

/* Days since 1970-01-01. Years begin in March here, so that the leap day is
 * the last one (Howard Hinnant, "chrono-compatible low-level algorithms"). */
int64_t date_days_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2 ? 1 : 0);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year =
        (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static void civil_from_days(int64_t days, struct date_fields *out)
{
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153; /* 0 is March */
    out->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    out->month = (int)(month < 10 ? month + 3 : month - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2 ? 1 : 0));
}

struct date_fields date_fields(struct date d)
{
    struct date_fields f;
    int64_t local = d.unix_seconds + (int64_t)d.offset * 60;
    int64_t days = floor_div(local, DAY);
    int seconds = (int)(local - days * DAY);
    civil_from_days(days, &f);
    f.hour = seconds / 3600;
    f.minute = seconds / 60 % 60;
    f.second = seconds % 60;
    f.weekday = (int)(((days + 4) % 7 + 7) % 7);
    f.yearday = (int)(days - date_days_from_civil(f.year, 1, 1));
    return f;
}

int date_cmp(struct date a, struct date b)
{
    return (a.unix_seconds > b.unix_seconds) -
           (a.unix_seconds < b.unix_seconds);
}

/* ---- Reading ---- */

static bool take(struct str *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

/* A number of `least` to `most` digits. */
static bool take_digits(struct str *s, size_t least, size_t most, int *out)
{
    int n = 0;
    size_t i = 0;
    for (; i < s->len && i < most && ascii_is_digit(s->ptr[i]); i++)
        n = n * 10 + (s->ptr[i] - '0');
    if (i < least)
        return false;
    *s = str_from(*s, i);
    *out = n;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool take_day(struct str *s, int64_t *days)
{
    int year, month, day;
    if (!take_digits(s, 4, 4, &year) || s->len == 0)
        return false;
    char sep = s->ptr[0];
    if ((sep != '-' && sep != '/' && sep != '.') || !take(s, sep) ||
        !take_digits(s, 1, 2, &month) || !take(s, sep) ||
        !take_digits(s, 1, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *days = date_days_from_civil(year, month, day);
    return true;
}

/* h[h]:mm[:ss[.fraction]]; a leap second is the one after it. */
static bool take_time(struct str *s, int64_t *seconds)
{
    int hour, minute;
    int second = 0;
    if (!take_digits(s, 1, 2, &hour) || !take(s, ':') ||
        !take_digits(s, 2, 2, &minute))
        return false;
    if (take(s, ':')) {
        if (!take_digits(s, 2, 2, &second))
            return false;
        int digit;
        if (take(s, '.') && !take_digits(s, 1, 1, &digit))
            return false;
        while (take_digits(s, 1, 1, &digit)) {
        }
    }
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* "Z", "UTC", "+08:00", "+0800", "+8". */
static bool take_offset(struct str *s, int *minutes)
{
    if (take(s, 'Z') || take(s, 'z')) {
        *minutes = 0;
        return true;
    }
    if (str_starts(*s, STR("UTC")) || str_starts(*s, STR("GMT"))) {
        *s = str_from(*s, 3);
        *minutes = 0;
        return true;
    }
    bool minus = take(s, '-');
    if (!minus && !take(s, '+'))
        return false;
    int hours;
    int rest = 0;
    if (!take_digits(s, 1, 2, &hours))
        return false;
    bool colon = take(s, ':');
    if ((colon || s->len != 0) && !take_digits(s, 2, 2, &rest))
        return false;
    if (hours > 23 || rest > 59)
        return false;
    *minutes = minus ? -(hours * 60 + rest) : hours * 60 + rest;
    return true;
}

bool date_parse(struct str text, const struct date_zone *zone, struct date *out)
{
    struct str s = str_trim(text);
    int64_t days;
    int64_t seconds = 0;
    if (!take_day(&s, &days))
        return false;
    bool day_only = s.len == 0;
    if (!day_only) {
        if (!take(&s, 'T') && !take(&s, 't') && !take(&s, ' '))
            return false;
        s = str_trim_left(s);
        if (!take_time(&s, &seconds))
            return false;
        s = str_trim_left(s);
    }
    int64_t local = days * DAY + seconds;
    int offset;
    if (s.len == 0)
        offset = date_zone_offset(zone, local);
    else if (!take_offset(&s, &offset) || s.len != 0)
        return false;
    *out =
        (struct date){local - (int64_t)offset * 60, (int16_t)offset, day_only};
    return true;
}

struct date date_now(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t now;
    if (epoch == NULL || !str_to_int(str_of(epoch), &now))
        now = (int64_t)time(NULL);
    return (struct date){.unix_seconds = now};
}
