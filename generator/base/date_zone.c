/* SPDX-License-Identifier: MIT */
/* Time zones by name, and their offset at a time. */
#include "date_zone.h"

#include "arena.h"
#include "ascii.h"
#include "fs.h"

#include "banned.h"

#define ZONES "/usr/share/zoneinfo/"
#define FILE_LIMIT ((uint64_t)1024 * 1024)
#define DAY 86400

/* Zone names have no dots, so that none can leave the folder. */
static bool is_zone_name(struct str name)
{
    if (name.len == 0 || name.len > 100)
        return false;
    char before = '/';
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = ascii_is_letter(c) || ascii_is_digit(c) || c == '_' ||
                      c == '+' || c == '-';
        if (!letter && !(c == '/' && before != '/'))
            return false;
        before = c;
    }
    return before != '/';
}

/* "+08:00", "-0330", "+8". */
static bool parse_fixed(struct str name, int *minutes)
{
    if (name.len < 2 || (name.ptr[0] != '+' && name.ptr[0] != '-'))
        return false;
    struct str hours = str_from(name, 1);
    struct str rest = STR("");
    size_t colon = str_chr(hours, ':');
    if (colon != STR_NONE) {
        rest = str_from(hours, colon + 1);
        hours = str_slice(hours, 0, colon);
        if (rest.len != 2)
            return false;
    } else if (hours.len == 4) {
        rest = str_from(hours, 2);
        hours = str_slice(hours, 0, 2);
    }
    int64_t h;
    int64_t m = 0;
    if (hours.len > 2 || hours.ptr[0] == '-' || hours.ptr[0] == '+' ||
        !str_to_int(hours, &h) || h > 23)
        return false;
    if (rest.len != 0 &&
        (rest.ptr[0] == '-' || rest.ptr[0] == '+' || !str_to_int(rest, &m)))
        return false;
    if (m > 59)
        return false;
    int total = (int)(h * 60 + m);
    *minutes = name.ptr[0] == '-' ? -total : total;
    return true;
}

bool date_zone_find(struct arena *arena, struct str name,
                    const struct date_zone **out)
{
    *out = NULL;
    if (str_eq_nocase(name, STR("utc")) || str_is(name, "Z"))
        return true;
    int fixed;
    if (parse_fixed(name, &fixed)) {
        struct date_zone *zone = arena_new(arena, struct date_zone);
        zone->first = fixed * 60;
        *out = zone;
        return true;
    }
    if (!is_zone_name(name))
        return false;
    const char *path = str_cat(arena, STR(ZONES), name).ptr;
    struct str bytes;
    struct error err;
    if (fs_read(arena, path, FILE_LIMIT, &bytes, &err) != 0)
        return false;
    struct date_zone *zone = arena_new(arena, struct date_zone);
    if (!zone_read_tzif(arena, bytes, zone))
        return false;
    *out = zone;
    return true;
}

static int offset_seconds(const struct date_zone *zone, int64_t unix_seconds)
{
    size_t low = 0; /* changes that are not later */
    size_t high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= unix_seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->count && zone->rule.present)
        return zone_rule_offset(&zone->rule, unix_seconds);
    return low == 0 ? zone->first : zone->changes[low - 1].offset;
}

int date_zone_offset_at(const struct date_zone *zone, int64_t unix_seconds)
{
    if (zone == NULL)
        return 0;
    /* Before standard time, offsets had seconds: rounded down. */
    int seconds = offset_seconds(zone, unix_seconds);
    return seconds >= 0 ? seconds / 60 : -((-seconds + 59) / 60);
}

int date_zone_offset(const struct date_zone *zone, int64_t local_seconds)
{
    int before = date_zone_offset_at(zone, local_seconds - DAY);
    int after = date_zone_offset_at(zone, local_seconds + DAY);
    if (before == after ||
        date_zone_offset_at(zone, local_seconds - (int64_t)before * 60) ==
            before)
        return before;
    if (date_zone_offset_at(zone, local_seconds - (int64_t)after * 60) == after)
        return after;
    return before;
}
