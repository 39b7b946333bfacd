/* SPDX-License-Identifier: MIT */
/*
 * Numbers as text, the same in every locale: reading is checked here byte by
 * byte before strtod sees it, and writing uses only the digits of printf.
 */
#include "ascii.h"
#include "buf.h"
#include "str.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "banned.h"

bool str_to_int(struct str s, int64_t *out)
{
    size_t i = 0;
    bool minus = s.len > 0 && s.ptr[0] == '-';
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        i++;
    if (i == s.len)
        return false;
    int64_t n = 0; /* counted downwards: INT64_MIN has no positive twin */
    for (; i < s.len; i++) {
        if (!ascii_is_digit(s.ptr[i]) || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_sub_overflow(n, s.ptr[i] - '0', &n))
            return false;
    }
    if (!minus && n == INT64_MIN)
        return false;
    *out = minus ? n : -n;
    return true;
}

/* What the scan of a number found: value = digits * 10^exponent. */
struct decimal {
    uint64_t digits; /* the first 19 significant ones */
    int significant; /* how many there were */
    int exponent;
    bool minus;
};

static size_t scan_digits(struct str s, size_t i, struct decimal *d,
                          bool fraction)
{
    for (; i < s.len && ascii_is_digit(s.ptr[i]); i++) {
        if (d->significant > 0 || s.ptr[i] != '0')
            d->significant++;
        if (d->significant <= 19)
            d->digits = d->digits * 10 + (uint64_t)(s.ptr[i] - '0');
        if (fraction && d->exponent > -100000)
            d->exponent--;
    }
    return i;
}

/* [+-] digits [. digits] [e [+-] digits], at least one digit of the first
 * two kinds. */
static bool scan_decimal(struct str s, struct decimal *d)
{
    *d = (struct decimal){0};
    size_t i = 0;
    if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+'))
        d->minus = s.ptr[i++] == '-';
    size_t from = i;
    i = scan_digits(s, i, d, false);
    size_t count = i - from;
    if (i < s.len && s.ptr[i] == '.') {
        size_t point = ++i;
        i = scan_digits(s, i, d, true);
        count += i - point;
    }
    if (count == 0)
        return false;
    if (i == s.len)
        return true;
    if (s.ptr[i] != 'e' && s.ptr[i] != 'E')
        return false;
    i++;
    bool minus = i < s.len && s.ptr[i] == '-';
    if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+'))
        i++;
    if (i == s.len)
        return false;
    int exponent = 0;
    for (; i < s.len && ascii_is_digit(s.ptr[i]); i++) {
        if (exponent < 100000)
            exponent = exponent * 10 + (s.ptr[i] - '0');
    }
    d->exponent += minus ? -exponent : exponent;
    return i == s.len;
}

/* strtod on digits and an exponent alone: no decimal point, no locale. */
static double convert(struct str s, const struct decimal *d)
{
    char small[400];
    char *text = small;
    if (s.len + 16 > sizeof(small)) {
        text = malloc(s.len + 16);
        if (text == NULL)
            base_out_of_memory(s.len);
    }
    size_t at = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] != 'e' && s.ptr[i] != 'E'; i++) {
        if (ascii_is_digit(s.ptr[i]))
            text[at++] = s.ptr[i];
    }
    snprintf(text + at, 16, "e%d", d->exponent);
    double x = strtod(text, NULL);
    if (text != small)
        free(text);
    return x;
}

bool str_to_double(struct str s, double *out)
{
    static const double powers[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct decimal d;
    if (!scan_decimal(s, &d))
        return false;
    double x;
    if (d.significant <= 15 && d.exponent >= -22 && d.exponent <= 22) {
        /* Both numbers are exact, so that one operation rounds correctly. */
        x = (double)d.digits;
        x = d.exponent < 0 ? x / powers[-d.exponent] : x * powers[d.exponent];
    } else {
        x = convert(s, &d);
        if (isinf(x))
            return false;
    }
    *out = d.minus ? -x : x;
    return true;
}

/* d.ddde±xx with `precision` digits behind the point. True if that reads back
 * as `x`; printf and strtod agree on the point, whatever it is. */
static bool print_digits(char text[32], double x, int precision)
{
    snprintf(text, 32, "%.*e", precision, x);
    double back = strtod(text, NULL);
    return !(back < x) && !(back > x);
}

/* A power of two has closer neighbours below than above, so the nearest text
 * of 16 digits can fail below it where the next one above still reads back. */
static bool print_next(char text[32], double x)
{
    print_digits(text, x, 15);
    char *e = strchr(text, 'e');
    if (e == NULL || e[-1] < '0' || e[-1] >= '9')
        return false;
    e[-1]++;
    double back = strtod(text, NULL);
    return !(back < x) && !(back > x);
}

static void print_shortest(char text[32], double x)
{
    if (x < DBL_MIN) { /* fewer digits are kept there */
        for (int precision = 0; precision < 17; precision++) {
            if (print_digits(text, x, precision))
                return;
        }
    }
    if (print_digits(text, x, 14) || print_digits(text, x, 15))
        return;
    int exponent;
    double mantissa = frexp(x, &exponent);
    bool power_of_two = !(mantissa > 0.5);
    if (!power_of_two || !print_next(text, x))
        print_digits(text, x, 16);
}

/* As Python lays it out: `point` digits stand before the decimal point. */
static void add_layout(struct buf *buf, struct str digits, int point)
{
    if (point > 16 || point < -3) {
        buf_add_char(buf, digits.ptr[0]);
        if (digits.len > 1) {
            buf_add_char(buf, '.');
            buf_add(buf, str_from(digits, 1));
        }
        buf_add_fmt(buf, "e%c%02d", point > 0 ? '+' : '-', abs(point - 1));
    } else if (point <= 0) {
        buf_add_cstr(buf, "0.");
        for (int i = point; i < 0; i++)
            buf_add_char(buf, '0');
        buf_add(buf, digits);
    } else {
        size_t before = (size_t)point;
        buf_add(buf, str_slice(digits, 0, before));
        for (size_t i = digits.len; i < before; i++)
            buf_add_char(buf, '0');
        buf_add_char(buf, '.');
        if (digits.len > before)
            buf_add(buf, str_from(digits, before));
        else
            buf_add_char(buf, '0');
    }
}

void buf_add_double(struct buf *buf, double x)
{
    if (isnan(x)) {
        buf_add_cstr(buf, "nan");
        return;
    }
    if (signbit(x)) {
        buf_add_char(buf, '-');
        x = -x;
    }
    if (isinf(x)) {
        buf_add_cstr(buf, "inf");
        return;
    }
    if (!(x > 0)) {
        buf_add_cstr(buf, "0.0");
        return;
    }
    char text[32];
    print_shortest(text, x);
    char digits[32] = {0};
    size_t len = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (ascii_is_digit(*at))
            digits[len++] = *at;
    }
    while (len > 1 && digits[len - 1] == '0')
        len--;
    int point = (int)strtol(at + 1, NULL, 10) + 1;
    add_layout(buf, (struct str){digits, len}, point);
}
