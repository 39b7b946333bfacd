/* SPDX-License-Identifier: MIT */
/* The POSIX TZ rule at the end of a zone file: parsing it and asking it. */
#include "date_zone.h"

#include "ascii.h"

#include "banned.h"

#define DAY 86400

static bool take(struct str *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

static bool take_number(struct str *s, int least, int most, int *out)
{
    int n = 0;
    size_t i = 0;
    for (; i < s->len && i < 4 && ascii_is_digit(s->ptr[i]); i++)
        n = n * 10 + (s->ptr[i] - '0');
    if (i == 0 || n < least || n > most)
        return false;
    *s = str_from(*s, i);
    *out = n;
    return true;
}

/* "UTC" or "<+08>". */
static bool take_name(struct str *s)
{
    if (take(s, '<')) {
        size_t end = str_chr(*s, '>');
        if (end == STR_NONE)
            return false;
        *s = str_from(*s, end + 1);
        return true;
    }
    size_t i = 0;
    while (i < s->len && ((s->ptr[i] >= 'a' && s->ptr[i] <= 'z') ||
                          (s->ptr[i] >= 'A' && s->ptr[i] <= 'Z')))
        i++;
    *s = str_from(*s, i);
    return i >= 3;
}

/* [+-]h[h][:mm[:ss]] in seconds. */
static bool take_time(struct str *s, int *out)
{
    bool minus = take(s, '-');
    if (!minus)
        take(s, '+');
    int hours;
    int minutes = 0;
    int seconds = 0;
    if (!take_number(s, 0, 167, &hours))
        return false;
    if (take(s, ':') && !take_number(s, 0, 59, &minutes))
        return false;
    if (take(s, ':') && !take_number(s, 0, 59, &seconds))
        return false;
    int total = hours * 3600 + minutes * 60 + seconds;
    *out = minus ? -total : total;
    return true;
}

static bool take_day(struct str *s, struct rule_day *out)
{
    *out = (struct rule_day){.seconds = 2 * 3600};
    bool ok;
    if (take(s, 'J')) {
        out->kind = RULE_JULIAN;
        ok = take_number(s, 1, 365, &out->day);
    } else if (take(s, 'M')) {
        out->kind = RULE_MONTH;
        ok = take_number(s, 1, 12, &out->month) && take(s, '.') &&
             take_number(s, 1, 5, &out->week) && take(s, '.') &&
             take_number(s, 0, 6, &out->day);
    } else {
        out->kind = RULE_DAY;
        ok = take_number(s, 0, 365, &out->day);
    }
    return ok && (!take(s, '/') || take_time(s, &out->seconds));
}

bool zone_rule_parse(struct str text, struct zone_rule *out)
{
    struct zone_rule rule = {.present = true};
    int west;
    if (!take_name(&text) || !take_time(&text, &west))
        return false;
    rule.std = -west;
    if (text.len != 0) {
        rule.has_dst = true;
        rule.dst = rule.std + 3600;
        if (!take_name(&text))
            return false;
        if (text.len != 0 && text.ptr[0] != ',') {
            if (!take_time(&text, &west))
                return false;
            rule.dst = -west;
        }
        if (!take(&text, ',') || !take_day(&text, &rule.start) ||
            !take(&text, ',') || !take_day(&text, &rule.end))
            return false;
    }
    if (text.len != 0)
        return false;
    *out = rule;
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The local second of the year's change, counted from 1970. */
static int64_t local_change(const struct rule_day *day, int year)
{
    int64_t days = date_days_from_civil(year, 1, 1);
    switch (day->kind) {
    case RULE_JULIAN: /* 60 is always 1 March */
        days += day->day - 1 + (is_leap(year) && day->day >= 60 ? 1 : 0);
        break;
    case RULE_DAY:
        days += day->day;
        break;
    case RULE_MONTH: {
        int64_t first = date_days_from_civil(year, day->month, 1);
        int64_t next = day->month == 12
                           ? date_days_from_civil(year + 1, 1, 1)
                           : date_days_from_civil(year, day->month + 1, 1);
        int weekday = (int)(((first + 4) % 7 + 7) % 7);
        days =
            first + (day->day - weekday + 7) % 7 + (int64_t)(day->week - 1) * 7;
        if (days >= next) /* week 5 is the last one */
            days -= 7;
        break;
    }
    }
    return days * DAY + day->seconds;
}

int zone_rule_offset(const struct zone_rule *rule, int64_t unix_seconds)
{
    if (!rule->has_dst)
        return rule->std;
    struct date local = {.unix_seconds = unix_seconds + rule->std};
    int year = date_fields(local).year;
    int64_t start = local_change(&rule->start, year) - rule->std;
    int64_t end = local_change(&rule->end, year) - rule->dst;
    bool dst = start < end ? unix_seconds >= start && unix_seconds < end
                           : unix_seconds >= start || unix_seconds < end;
    return dst ? rule->dst : rule->std;
}
