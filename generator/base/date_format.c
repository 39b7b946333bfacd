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

/* `width` digits, with `fill` before them; none is forced when the author wrote
 * "%-d". Lists print many dates: this is not left to printf. */
static void add_padded(struct buf *out, int n, size_t width, char fill)
{
    char digits[12];
    size_t len = 0;
    unsigned left = n < 0 ? 0u - (unsigned)n : (unsigned)n;

    if (n < 0)
        buf_add_char(out, '-');
    do
        digits[sizeof(digits) - ++len] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    for (size_t i = len + (n < 0); i < width; i++)
        buf_add_char(out, fill);
    buf_add_bytes(out, digits + sizeof(digits) - len, len);
}

static void add_number(struct buf *out, int n, size_t width, bool bare)
{
    add_padded(out, n, bare ? 1 : width, '0');
}

/* Three numbers, two digits each but for the first. */
static void add_three(struct buf *out, const int *n, size_t width, char between)
{
    add_number(out, n[0], width, false);
    buf_add_char(out, between);
    add_number(out, n[1], 2, false);
    buf_add_char(out, between);
    add_number(out, n[2], 2, false);
}

static void add_offset(struct buf *out, int minutes, const char *between)
{
    int size = minutes < 0 ? -minutes : minutes;

    buf_add_char(out, minutes < 0 ? '-' : '+');
    add_number(out, size / 60, 2, false);
    buf_add_cstr(out, between);
    add_number(out, size % 60, 2, false);
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
        add_padded(out, f->day, 2, ' ');
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
        add_three(out, (const int[]){f->year, f->month, f->day}, 4, '-');
        return true;
    case 'T':
        add_three(out, (const int[]){f->hour, f->minute, f->second}, 2, ':');
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
