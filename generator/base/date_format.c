/* SPDX-License-Identifier: MIT */
/* Dates as text, in the C locale whatever the process has. */
#include "date.h"

#include "buf.h"

#include "banned.h"

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday",    "Monday",   "Tuesday",
                                       "Wednesday", "Thursday", "Friday",
                                       "Saturday"};

static void add_offset(struct buf *out, int minutes, const char *between)
{
    int size = minutes < 0 ? -minutes : minutes;
    buf_add_fmt(out, "%c%02d%s%02d", minutes < 0 ? '-' : '+', size / 60,
                between, size % 60);
}

/* `width` digits; none is forced when the author wrote "%-d". */
static void add_number(struct buf *out, int n, int width, bool bare)
{
    buf_add_fmt(out, "%0*d", bare ? 1 : width, n);
}

static int hour_of_12(int hour)
{
    return hour % 12 == 0 ? 12 : hour % 12;
}

static bool add_numeric(struct buf *out, const struct date_fields *f, char c,
                        bool bare)
{
    switch (c) {
    case 'Y':
        add_number(out, f->year, 4, bare);
        return true;
    case 'y':
        add_number(out, (f->year % 100 + 100) % 100, 2, bare);
        return true;
    case 'm':
        add_number(out, f->month, 2, bare);
        return true;
    case 'd':
        add_number(out, f->day, 2, bare);
        return true;
    case 'H':
        add_number(out, f->hour, 2, bare);
        return true;
    case 'I':
        add_number(out, hour_of_12(f->hour), 2, bare);
        return true;
    case 'M':
        add_number(out, f->minute, 2, bare);
        return true;
    case 'S':
        add_number(out, f->second, 2, bare);
        return true;
    case 'j':
        add_number(out, f->yearday + 1, 3, bare);
        return true;
    }
    return false;
}

static bool add_named(struct buf *out, struct date d,
                      const struct date_fields *f, char c)
{
    switch (c) {
    case 'b':
        buf_add_bytes(out, months[f->month - 1], 3);
        return true;
    case 'B':
        buf_add_cstr(out, months[f->month - 1]);
        return true;
    case 'a':
        buf_add_bytes(out, weekdays[f->weekday], 3);
        return true;
    case 'A':
        buf_add_cstr(out, weekdays[f->weekday]);
        return true;
    case 'e':
        buf_add_fmt(out, "%2d", f->day);
        return true;
    case 'p':
        buf_add_cstr(out, f->hour < 12 ? "AM" : "PM");
        return true;
    case 'z':
        add_offset(out, d.offset, "");
        return true;
    case 'Z':
        add_offset(out, d.offset, ":");
        return true;
    case 's':
        buf_add_fmt(out, "%lld", (long long)d.unix_seconds);
        return true;
    case 'F':
        buf_add_fmt(out, "%04d-%02d-%02d", f->year, f->month, f->day);
        return true;
    case 'T':
        buf_add_fmt(out, "%02d:%02d:%02d", f->hour, f->minute, f->second);
        return true;
    case '%':
        buf_add_char(out, '%');
        return true;
    }
    return false;
}

struct str date_format(struct arena *arena, struct date d, struct str format)
{
    struct date_fields f = date_fields(d);
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < format.len; i++) {
        char c = format.ptr[i];
        size_t at = i + 1;
        bool bare = c == '%' && at < format.len && format.ptr[at] == '-';
        if (bare)
            at++;
        if (c == '%' && at < format.len &&
            (add_numeric(&out, &f, format.ptr[at], bare) ||
             (!bare && add_named(&out, d, &f, format.ptr[at]))))
            i = at;
        else
            buf_add_char(&out, c);
    }
    struct str text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

struct str date_iso(struct arena *arena, struct date d)
{
    if (d.offset == 0)
        return date_format(arena, d, STR("%FT%TZ"));
    return date_format(arena, d, STR("%FT%T%Z"));
}

struct str date_rfc822(struct arena *arena, struct date d)
{
    return date_format(arena, d, STR("%a, %d %b %Y %T %z"));
}
