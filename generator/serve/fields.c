/* SPDX-License-Identifier: MIT */
/* Header fields, text to values. */
#include "fields.h"

/* ---- Ranges ---- */

/* Digits only; false when empty or beyond 2^63. */
static bool parse_offset(struct str text, uint64_t *out)
{
    int64_t n;

    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.ptr[i]))
            return false;
    if (!str_to_int(text, &n))
        return false;
    *out = (uint64_t)n;
    return true;
}

struct range range_parse(struct str field, uint64_t size)
{
    static const struct str unit = STR_INIT("bytes=");
    const struct range whole = {RANGE_WHOLE, 0, 0};
    const struct range impossible = {RANGE_IMPOSSIBLE, 0, 0};
    uint64_t first, last;

    if (field.len < unit.len ||
        !str_eq_nocase(str_slice(field, 0, unit.len), unit))
        return whole;
    field = str_trim(str_from(field, unit.len));
    size_t dash = str_chr(field, '-');
    if (dash == STR_NONE || str_chr(field, ',') != STR_NONE)
        return whole;
    struct str left = str_slice(field, 0, dash);
    struct str right = str_from(field, dash + 1);
    if (left.len == 0) { /* the last bytes */
        if (!parse_offset(right, &last))
            return whole;
        if (last == 0 || size == 0)
            return impossible;
        first = last < size ? size - last : 0;
        return (struct range){RANGE_PART, first, size - first};
    }
    if (!parse_offset(left, &first))
        return whole;
    last = UINT64_MAX;
    if (right.len && (!parse_offset(right, &last) || last < first))
        return whole;
    if (first >= size)
        return impossible;
    if (last >= size)
        last = size - 1;
    return (struct range){RANGE_PART, first, last - first + 1};
}

/* ---- Entity tags ---- */

bool etag_listed(struct str field, struct str tag)
{
    struct str rest = str_trim(field);

    if (str_is(rest, "*"))
        return true;
    while (rest.len) {
        if (str_starts(rest, STR("W/")))
            rest = str_from(rest, 2);
        if (!str_starts(rest, STR("\"")))
            return false;
        size_t end = str_find_from(rest, STR("\""), 1);
        if (end == STR_NONE)
            return false;
        if (str_eq(str_slice(rest, 0, end + 1), tag))
            return true;
        rest = str_trim_left(str_from(rest, end + 1));
        if (!str_starts(rest, STR(",")))
            return false;
        rest = str_trim_left(str_from(rest, 1));
    }
    return false;
}

/* ---- Dates ---- */

static const char month_names[12][4] = {"Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec"};
static const char day_names[7][4] = {"Sun", "Mon", "Tue", "Wed",
                                     "Thu", "Fri", "Sat"};

/* `len` digits at `at`, or -1. */
static int digits(struct str s, size_t at, size_t len)
{
    int n = 0;

    for (size_t i = at; i < at + len; i++) {
        if (!ascii_is_digit(s.ptr[i]))
            return -1;
        n = n * 10 + (s.ptr[i] - '0');
    }
    return n;
}

bool http_date_parse(struct str s, int64_t *unix_seconds)
{
    static const char form[] = "???, ?? ??? ???? ??:??:?? GMT";
    int month = 0;

    if (s.len != sizeof(form) - 1)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (form[i] != '?' && form[i] != s.ptr[i])
            return false;
    for (int m = 0; m < 12; m++)
        if (memcmp(s.ptr + 8, month_names[m], 3) == 0)
            month = m + 1;
    int day = digits(s, 5, 2), year = digits(s, 12, 4);
    int hour = digits(s, 17, 2), minute = digits(s, 20, 2);
    int second = digits(s, 23, 2);
    if (month == 0 || day < 1 || day > 31 || year < 0 || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    *unix_seconds = date_days_from_civil(year, month, day) * 86400 +
                    (int64_t)hour * 3600 + (int64_t)minute * 60 + second;
    return true;
}

void http_date_print(char out[HTTP_DATE_SIZE], int64_t unix_seconds)
{
    struct date_fields f =
        date_fields((struct date){.unix_seconds = unix_seconds});

    snprintf(out, HTTP_DATE_SIZE, "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT",
             day_names[f.weekday], (unsigned)f.day % 100u,
             month_names[f.month - 1], (unsigned)f.year % 10000u,
             (unsigned)f.hour % 100u, (unsigned)f.minute % 100u,
             (unsigned)f.second % 100u);
}

/* ---- Encodings ---- */

/* "gzip;q=0.5": whether the weight is not zero. */
static bool has_weight(struct str parameters)
{
    struct str part;

    while (str_split(&parameters, ';', &part)) {
        part = str_trim(part);
        if (part.len > 2 && ascii_lower(part.ptr[0]) == 'q' &&
            part.ptr[1] == '=') {
            double q = 1.0;
            return !str_to_double(str_from(part, 2), &q) || q > 0.0;
        }
    }
    return true;
}

bool accepts_gzip(struct str field)
{
    struct str item;
    bool any = false;

    while (str_split(&field, ',', &item)) {
        size_t end = str_chr(item, ';');
        struct str name = str_trim(str_slice(item, 0, end));
        struct str parameters =
            end == STR_NONE ? STR("") : str_from(item, end + 1);
        if (str_eq_nocase(name, STR("gzip")) ||
            str_eq_nocase(name, STR("x-gzip")))
            return has_weight(parameters);
        if (str_is(name, "*"))
            any = has_weight(parameters);
    }
    return any;
}
