/* SPDX-License-Identifier: MIT */
/*
 * The types of plain scalars: YAML 1.2 §10.3.2 (core schema), so that yes, no,
 * on, off and NO stay text. Digits that fit no integer become a float; a number
 * that fits no float (a commit such as 12e3456) stays text.
 */
#include "value/yaml_room.h"

#include <math.h>

static bool is_one_of(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(text, words[i]))
            return true;
    return false;
}

static bool type_word(struct str text, struct value *out)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};

    if (is_one_of(text, nulls, PHX_COUNT(nulls)))
        *out = value_null();
    else if (is_one_of(text, trues, PHX_COUNT(trues)))
        *out = value_bool(true);
    else if (is_one_of(text, falses, PHX_COUNT(falses)))
        *out = value_bool(false);
    else
        return false;
    return true;
}

static bool type_special_float(struct str text, struct value *out)
{
    static const char *const infs[] = {".inf", ".Inf", ".INF"};
    static const char *const nans[] = {".nan", ".NaN", ".NAN"};
    bool sign = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');
    double inf =
        sign && text.ptr[0] == '-' ? (double)-INFINITY : (double)INFINITY;

    if (is_one_of(text, nans, PHX_COUNT(nans)))
        *out = value_float((double)NAN);
    else if (is_one_of(str_from(text, sign), infs, PHX_COUNT(infs)))
        *out = value_float(inf);
    else
        return false;
    return true;
}

/* 0o17 and 0x1F. */
static bool type_based(struct str text, struct value *out)
{
    int base = 0;
    double number = 0.0;
    uint64_t n = 0;

    if (text.len < 3 || text.ptr[0] != '0')
        return false;
    base = text.ptr[1] == 'x' ? 16 : text.ptr[1] == 'o' ? 8 : 0;
    for (size_t i = 2; i < text.len; i++) {
        int digit = ascii_hex_digit(text.ptr[i]);

        if (digit < 0 || digit >= base)
            return false;
        n = n * (uint64_t)base + (uint64_t)digit;
        number = number * base + digit;
    }
    *out = number < 9.2e18 ? value_int((int64_t)n) : value_float(number);
    return true;
}

static bool type_number(struct str text, struct value *out)
{
    int64_t integer;
    double number;

    if (str_to_int(text, &integer))
        *out = value_int(integer);
    else if (str_to_double(text, &number))
        *out = value_float(number);
    else
        return type_based(text, out);
    return true;
}

/* 2026-03-01…: versions and addresses with dots or slashes are no dates. */
static bool type_date(struct str text, const struct date_zone *zone,
                      struct value *out)
{
    struct date date;

    if (text.len < 8 || text.ptr[4] != '-' ||
        (text.ptr[6] != '-' && text.ptr[7] != '-'))
        return false;
    if (!date_parse(text, zone, &date))
        return false;
    *out = value_date(date);
    return true;
}

struct value yaml_type_plain(struct str text,
                             const struct yaml_options *options)
{
    struct value v = value_str(text);
    char c = text.len > 0 ? text.ptr[0] : '~';
    bool done = false;

    if (c == '~' || c == 'n' || c == 'N' || c == 't' || c == 'T' || c == 'f' ||
        c == 'F')
        done = type_word(text, &v);
    else if (c == '+' || c == '-' || c == '.' || ascii_is_digit(c))
        done = type_number(text, &v) || type_special_float(text, &v);
    if (!done && options->dates && ascii_is_digit(c))
        type_date(text, options->zone, &v);
    return v;
}
