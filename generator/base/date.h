/* SPDX-License-Identifier: MIT */
/*
 * struct date: an instant, with the offset in which it was written, so that it
 * prints as its author meant it. Proleptic Gregorian calendar. Thread class:
 * any.
 */
#ifndef PHX_BASE_DATE_H
#define PHX_BASE_DATE_H

#include "str.h"

struct date {
    int64_t unix_seconds; /* UTC */
    int16_t offset;       /* minutes east of UTC, for printing */
    bool day_only;        /* written without a time */
};

struct date_fields {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
    int hour, minute, second;
    int weekday; /* 0 = Sunday */
    int yearday; /* 0..365 */
};

/* The zone for dates written without one: "UTC", "+08:00" or an IANA name, read
 * from the system's zone files. An unknown name gives false, and *out is NULL
 * (UTC). The zone lives in the arena and never changes. */
struct date_zone;
bool date_zone_find(struct arena *arena, struct str name,
                    const struct date_zone **out);
/* Minutes east of UTC of the zone at local time `local_seconds` (seconds since
 * 1970-01-01T00:00 local). NULL is UTC. A time that a clock change repeats is
 * the first of the two; one that it skips counts as before the change. */
int date_zone_offset(const struct date_zone *zone, int64_t local_seconds);
/* The same at a UTC instant. */
int date_zone_offset_at(const struct date_zone *zone, int64_t unix_seconds);

/*
 * Reads "2026-03-01", "2026-3-1", "2026-03-01 10:20[:30[.5]]", "…T…Z",
 * "… +08:00", "… +0800", "… +8"; a '/' or '.' between the numbers of the day is
 * fine too. False when it is not one, or not a real day.
 */
bool date_parse(struct str text, const struct date_zone *zone,
                struct date *out);
struct date_fields date_fields(struct date d); /* in its own offset */
int64_t date_days_from_civil(int year, int month, int day);
int date_cmp(struct date a, struct date b);

/* strftime in the C locale: %Y %m %d %H %M %S %y %b %B %a %A %j %e %-d %-m %z
 * %Z(offset) %s %p %I %F %T %% ('-' behind the % drops leading zeroes); unknown
 * ones are kept as they are. */
struct str date_format(struct arena *arena, struct date d, struct str format);
struct str date_iso(struct arena *arena, struct date d);    /* RFC 3339 */
struct str date_rfc822(struct arena *arena, struct date d); /* RSS */

/* SOURCE_DATE_EPOCH, or the clock; in UTC. */
struct date date_now(void);

#endif
