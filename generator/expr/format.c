/* SPDX-License-Identifier: MIT */
/*
 * One value under one format specification: what "%-8.2f" and "{:>8.2f}" have
 * in common.
 */
#include "eval.h"

#include <math.h>

#define FORMAT_WIDTH_MAX 100000

/* Adds `body` with its sign, padded to the width. */
static bool put_padded(struct eval *e, const struct number_spec *spec,
                       struct str sign, struct str body, char align,
                       struct buf *out)
{
    size_t width = utf8_count(sign) + utf8_count(body);
    size_t missing = 0, before;

    if (spec->width > FORMAT_WIDTH_MAX)
        return eval_fail(e, "a width of %d is too much", spec->width);
    if (spec->width > 0 && (size_t)spec->width > width)
        missing = (size_t)spec->width - width;
    before = align == '<'   ? 0
             : align == '^' ? missing / 2
             : align == '=' ? 0
                            : missing;
    if (align == '=')
        buf_add(out, sign);
    for (size_t i = 0; i < (align == '=' ? missing : before); i++)
        buf_add_utf8(out, spec->fill_point);
    if (align != '=')
        buf_add(out, sign);
    buf_add(out, body);
    for (size_t i = before; align != '=' && i < missing; i++)
        buf_add_utf8(out, spec->fill_point);
    return true;
}

/* Separators between groups of digits, in front of a point or exponent. */
static void group_digits(struct buf *digits, char separator, size_t size)
{
    size_t whole = 0;

    while (
        whole < digits->len &&
        ((digits->ptr[whole] >= '0' && digits->ptr[whole] <= '9') || size == 4))
        whole++;
    while (whole > size) {
        whole -= size;
        buf_insert(digits, whole, str_bytes(&separator, 1));
    }
}

static void digits_of(struct buf *out, uint64_t n, unsigned base, bool upper)
{
    const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    char digits[64];
    size_t at = sizeof(digits);

    do {
        digits[--at] = set[n % base];
        n /= base;
    } while (n > 0);
    buf_add_bytes(out, digits + at, sizeof(digits) - at);
}

static const char *sign_of(const struct number_spec *spec, bool negative)
{
    if (negative)
        return "-";
    return spec->sign == '+' ? "+" : spec->sign == ' ' ? " " : "";
}

static bool format_integer(struct eval *e, const struct number_spec *spec,
                           int64_t n, struct buf *out)
{
    struct buf body = BUF_INIT, sign = BUF_INIT;
    char type = spec->type;
    unsigned base = type == 'x' || type == 'X' ? 16
                    : type == 'o'              ? 8
                    : type == 'b'              ? 2
                                               : 10;
    bool ok;

    buf_add_cstr(&sign, sign_of(spec, n < 0));
    if (spec->alternate && base != 10)
        buf_add_fmt(&sign, "0%c", type);
    digits_of(&body, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, base, type == 'X');
    while (spec->precision > 0 && body.len < (size_t)spec->precision &&
           spec->precision <= FORMAT_WIDTH_MAX)
        buf_insert(&body, 0, STR("0"));
    if (spec->comma)
        group_digits(&body, spec->comma, base == 10 ? 3 : 4);
    ok = put_padded(e, spec, buf_str(&sign), buf_str(&body),
                    spec->align ? spec->align : '>', out);
    buf_deinit(&body);
    buf_deinit(&sign);
    return ok;
}

/* %g and no type at all keep ".0" and such apart; printf does the digits. */
static void float_digits(struct buf *body, const struct number_spec *spec,
                         double x)
{
    int precision = spec->precision < 0 ? 6 : spec->precision;
    char type = spec->type;

    if (precision > 1000)
        precision = 1000;
    if (!type && spec->precision < 0) {
        buf_add_double(body, x);
        return;
    }
    switch (type) {
    case 'e':
        buf_add_fmt(body, spec->alternate ? "%#.*e" : "%.*e", precision, x);
        break;
    case 'E':
        buf_add_fmt(body, spec->alternate ? "%#.*E" : "%.*E", precision, x);
        break;
    case 'f':
    case 'F':
    case '%':
        buf_add_fmt(body, spec->alternate ? "%#.*f" : "%.*f", precision, x);
        break;
    case 'G':
        buf_add_fmt(body, spec->alternate ? "%#.*G" : "%.*G", precision, x);
        break;
    default:
        buf_add_fmt(body, spec->alternate ? "%#.*g" : "%.*g", precision, x);
        if (!type && isfinite(x) && !memchr(body->ptr, '.', body->len) &&
            !memchr(body->ptr, 'e', body->len))
            buf_add_cstr(body, ".0");
        break;
    }
}

static bool format_float(struct eval *e, const struct number_spec *spec,
                         double x, struct buf *out)
{
    struct buf body = BUF_INIT;
    bool negative = signbit(x) && !isnan(x), ok;

    if (spec->type == '%')
        x *= 100;
    float_digits(&body, spec, fabs(x));
    if (spec->type == '%')
        buf_add_char(&body, '%');
    if (spec->comma)
        group_digits(&body, spec->comma, 3);
    ok = put_padded(e, spec, str_of(sign_of(spec, negative)), buf_str(&body),
                    spec->align ? spec->align : '>', out);
    buf_deinit(&body);
    return ok;
}

static bool format_text(struct eval *e, const struct number_spec *spec,
                        struct value v, struct buf *out)
{
    struct str s;

    if (!eval_text(e, v, &s))
        return false;
    if (spec->precision >= 0)
        s = str_slice(s, 0, utf8_offset(s, (size_t)spec->precision));
    return put_padded(e, spec, STR(""), s, spec->align ? spec->align : '<',
                      out);
}

bool format_one(struct eval *e, const struct number_spec *spec, struct value v,
                struct buf *out)
{
    bool integer = v.kind == VALUE_INT || v.kind == VALUE_BOOL;
    bool number = integer || v.kind == VALUE_FLOAT;
    char type = spec->type;

    if (type == 's' || (!type && (!number || v.kind == VALUE_BOOL)))
        return format_text(e, spec, v, out);
    if (is_undefined(v))
        return fail_undefined(e, v);
    if (!number)
        return eval_fail(e, "'%c' formats numbers, not %s", type,
                         value_kind_name(v));
    if (type && strchr("eEfFgG%", type))
        return format_float(e, spec, value_as_double(v), out);
    if (!type && v.kind == VALUE_FLOAT)
        return format_float(e, spec, v.as.number, out);
    if (!type || strchr("dixXob", type)) {
        if (!integer)
            return eval_fail(e, "'%c' formats integers, not %s", type,
                             value_kind_name(v));
        return format_integer(
            e, spec, v.kind == VALUE_BOOL ? v.as.boolean : v.as.integer, out);
    }
    if (type == 'c' && integer) {
        buf_add_utf8(out, (uint32_t)(v.as.integer & 0x1fffff));
        return true;
    }
    return eval_fail(e, "'%c' is no format", type);
}
