/* SPDX-License-Identifier: MIT */
/*
 * The text of a JSON number as a double, correctly rounded. Nearly every number
 * of a result file has at most 19 digits and a small exponent: those are one
 * exact division or multiplication. The rest goes to base's str_to_double.
 */
#include "value/json_stream.h"

#include <math.h>

__extension__ typedef unsigned __int128 wide;

#define DIGITS_MAX 19

static const uint64_t powers[DIGITS_MAX + 1] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000),
    UINT64_C(10000000000000000000),
};

/* 2^n for an exponent in the normal range. */
static double power_of_two(int n)
{
    uint64_t bits = (uint64_t)(1023 + n) << 52;
    double x;

    memcpy(&x, &bits, sizeof(x));
    return x;
}

/*
 * a / b, rounded once. Both are shifted up to 64 bits, so that the quotient has
 * at least 63; its lowest bit also says whether anything remained, which is all
 * that rounding to 53 bits has to know.
 */
static double divide(uint64_t a, uint64_t b)
{
    int shift_a = __builtin_clzll(a), shift_b = __builtin_clzll(b);
    wide n = (wide)(a << shift_a) << 63;
    uint64_t d = b << shift_b;
    uint64_t q = (uint64_t)(n / d);

    if ((wide)q * d != n)
        q |= 1;
    return (double)q * power_of_two(shift_b - shift_a - 63);
}

struct scan {
    uint64_t digits;
    int count; /* of significant digits */
    int exponent;
};

static const char *scan_digits(const char *p, const char *end, struct scan *n)
{
    for (; p < end && ascii_is_digit(*p); p++) {
        n->digits = n->digits * 10 + (uint64_t)(*p - '0');
        n->count += n->digits != 0;
    }
    return p;
}

/* False when the number has more digits than fit, or a long exponent. */
static bool scan(struct str text, struct scan *n)
{
    const char *p = text.ptr, *end = text.ptr + text.len, *point;
    int exponent = 0;
    bool minus;

    if (text.len > 64)
        return false;
    *n = (struct scan){0};
    p = scan_digits(p, end, n);
    if (p < end && *p == '.') {
        point = p + 1;
        p = scan_digits(point, end, n);
        n->exponent = -(int)(p - point);
    }
    if (n->count > DIGITS_MAX)
        return false;
    if (p == end)
        return true;
    p++; /* the e */
    minus = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (end - p > 4)
        return false;
    for (; p < end; p++)
        exponent = exponent * 10 + (*p - '0');
    n->exponent += minus ? -exponent : exponent;
    return true;
}

/* The number without its sign. */
static double convert(struct str text)
{
    struct scan n;
    double x;

    if (scan(text, &n)) {
        if (n.digits == 0)
            return 0.0;
        if (n.exponent == 0)
            return (double)n.digits;
        if (n.exponent < 0 && n.exponent >= -DIGITS_MAX)
            return divide(n.digits, powers[-n.exponent]);
        if (n.exponent > 0 && n.exponent <= DIGITS_MAX &&
            n.digits <= UINT64_MAX / powers[n.exponent])
            return (double)(n.digits * powers[n.exponent]);
    }
    return str_to_double(text, &x) ? x : (double)INFINITY;
}

double json_number(const struct json_stream *s)
{
    bool minus = s->text.len > 0 && s->text.ptr[0] == '-';
    struct str text = str_from(s->text, minus ? 1 : 0);
    double x;

    PHX_BUG_ON(text.len == 0);
    if (text.ptr[0] == 'N')
        x = (double)NAN;
    else if (text.ptr[0] == 'I')
        x = (double)INFINITY;
    else
        x = convert(text);
    return minus ? -x : x;
}

bool json_integer(const struct json_stream *s, int64_t *out)
{
    return str_to_int(s->text, out);
}
