/* SPDX-License-Identifier: MIT */
/*
 * Private to base: what a time zone is made of. date_zone.c finds and asks it,
 * date_tzif.c reads its file, date_rule.c its rule for the years behind the
 * file's table.
 */
#ifndef PHX_BASE_DATE_ZONE_H
#define PHX_BASE_DATE_ZONE_H

#include "date.h"

/* One day of the year and a time on it, as POSIX TZ writes them. */
struct rule_day {
    enum { RULE_JULIAN, RULE_DAY, RULE_MONTH } kind; /* Jn, n, Mm.w.d */
    int day;                                         /* or weekday */
    int month;
    int week;
    int seconds; /* after midnight; may be negative or pass a day */
};

/* "CET-1CEST,M3.5.0,M10.5.0/3"; offsets in seconds east of UTC. */
struct zone_rule {
    bool present;
    bool has_dst;
    int std;
    int dst;
    struct rule_day start;
    struct rule_day end;
};

struct zone_change {
    int64_t at; /* UTC */
    int offset; /* seconds east, from then on */
};

struct date_zone {
    int first; /* seconds east before the first change */
    struct zone_change *changes;
    size_t count;
    struct zone_rule rule; /* from the last change on */
};

bool zone_rule_parse(struct str text, struct zone_rule *out);
int zone_rule_offset(const struct zone_rule *rule, int64_t unix_seconds);

/* The bytes of a TZif file (RFC 8536), version 1 to 4. */
bool zone_read_tzif(struct arena *arena, struct str bytes,
                    struct date_zone *out);

#endif
