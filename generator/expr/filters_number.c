/* SPDX-License-Identifier: MIT */
/* Filters for numbers, and default and attr, which ask what a value is. */
#include "builtins.h"

#include <math.h>

#define INT64_END 9223372036854775808.0

/* Python's int(text, base): signs, prefixes, underscores, white space. */
static bool text_to_int(struct eval *e, struct str s, int64_t base,
                        int64_t *out)
{
    int64_t n = 0;
    bool negative;

    s = text_strip(s, NULL, true, true);
    s = str_replace(e->arena, s, STR("_"), STR(""));
    negative = s.len > 0 && s.ptr[0] == '-';
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        s = str_from(s, 1);
    if (s.len > 2 && s.ptr[0] == '0') {
        char mark = (char)(s.ptr[1] | 0x20);
        int64_t of = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
        if (of && (base == of || base == 0)) {
            base = of;
            s = str_from(s, 2);
        }
    }
    if (base == 0)
        base = 10;
    for (size_t i = 0; i < s.len; i++) {
        int c = (unsigned char)s.ptr[i];
        int lower = c | 0x20;
        int digit = c >= '0' && c <= '9'           ? c - '0'
                    : lower >= 'a' && lower <= 'z' ? lower - 'a' + 10
                                                   : 99;
        if (digit >= base || __builtin_mul_overflow(n, base, &n) ||
            __builtin_add_overflow(n, digit, &n))
            return false;
    }
    *out = negative ? -n : n;
    return s.len > 0;
}

/* Python's float(text); inf and nan too. */
static bool text_to_float(struct eval *e, struct str s, double *out)
{
    struct str word;
    double sign = 1;

    s = text_strip(s, NULL, true, true);
    s = str_replace(e->arena, s, STR("_"), STR(""));
    if (str_to_double(s, out))
        return true;
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
        sign = s.ptr[0] == '-' ? -1 : 1;
        s = str_from(s, 1);
    }
    word = str_lower_ascii(e->arena, s);
    if (str_is(word, "inf") || str_is(word, "infinity"))
        *out = sign * HUGE_VAL;
    else if (str_is(word, "nan"))
        *out = nan("");
    else
        return sign > 0 && s.len > 0 && str_to_double(s, out);
    return true;
}

/* False: it is no number (undefined: a failure). */
static bool to_float(struct eval *e, struct value v, double *out)
{
    if (v.kind == VALUE_STRING)
        return text_to_float(e, value_text(v), out);
    if (v.kind != VALUE_INT && v.kind != VALUE_FLOAT && v.kind != VALUE_BOOL)
        return false;
    *out = value_as_double(v);
    return true;
}

static bool f_int(struct eval *e, const struct value *a, struct value *out)
{
    int64_t base, n;
    double x;

    if (is_undefined(a[0]))
        return fail_undefined(e, a[0]);
    if (!arg_int(e, "the base", a[2], 10, &base))
        return false;
    *out = is_missing(a[1]) ? value_int(0) : a[1];
    if (a[0].kind == VALUE_INT)
        *out = a[0];
    else if (a[0].kind == VALUE_BOOL)
        *out = value_int(a[0].as.boolean);
    else if (a[0].kind == VALUE_STRING && base >= 0 && base <= 36 &&
             text_to_int(e, value_text(a[0]), base, &n))
        *out = value_int(n);
    else if (to_float(e, a[0], &x) && x > -INT64_END && x < INT64_END)
        *out = value_int((int64_t)x);
    return true;
}

static bool f_float(struct eval *e, const struct value *a, struct value *out)
{
    double x;

    if (is_undefined(a[0]))
        return fail_undefined(e, a[0]);
    if (to_float(e, a[0], &x))
        *out = value_float(x);
    else
        *out = is_missing(a[1]) ? value_float(0) : a[1];
    return true;
}

static bool f_abs(struct eval *e, const struct value *a, struct value *out)
{
    if (a[0].kind == VALUE_FLOAT) {
        *out = value_float(fabs(a[0].as.number));
        return true;
    }
    if (a[0].kind != VALUE_INT && a[0].kind != VALUE_BOOL)
        return eval_fail(e, "abs works on numbers, not on %s",
                         value_kind_name(a[0]));
    struct value zero = value_int(0);
    *out = a[0].kind == VALUE_BOOL ? value_int(a[0].as.boolean) : a[0];
    return out->as.integer >= 0 || eval_binary(e, OP_SUB, zero, a[0], out);
}

/* Half to even on the exact decimal expansion, as Python's round: that is what
 * printf does. */
static double round_places(double x, int64_t places)
{
    struct buf text = BUF_INIT;
    double result = x;

    if (!isfinite(x) || places > 300)
        return x;
    if (places < 0) {
        double power = pow(10, (double)-places);
        return isfinite(power) ? nearbyint(x / power) * power : 0.0;
    }
    buf_add_fmt(&text, "%.*f", (int)places, x);
    if (!str_to_double(buf_str(&text), &result))
        result = x;
    buf_deinit(&text);
    return result;
}

static bool round_int(struct eval *e, int64_t n, int64_t places,
                      struct value *out)
{
    int64_t power = 1;

    *out = value_int(n);
    if (places >= 0)
        return true;
    for (; places < 0; places++) {
        if (__builtin_mul_overflow(power, (int64_t)10, &power)) {
            *out = value_int(0);
            return true;
        }
    }
    int64_t rest = n % power, base = n - rest;
    int64_t twice = rest < 0 ? -rest : rest;
    bool up = twice > power - twice ||
              (twice == power - twice && (base / power) % 2 != 0);
    if (up && __builtin_add_overflow(base, rest < 0 ? -power : power, &base))
        return eval_fail(e, "an integer does not fit into 64 bits");
    *out = value_int(base);
    return true;
}

static bool f_round(struct eval *e, const struct value *a, struct value *out)
{
    int64_t places;
    struct str method;
    bool number = a[0].kind == VALUE_INT || a[0].kind == VALUE_FLOAT ||
                  a[0].kind == VALUE_BOOL;

    if (!arg_int(e, "the precision", a[1], 0, &places) ||
        !arg_text(e, a[2], STR("common"), &method))
        return false;
    bool ceiling = str_is(method, "ceil");
    if (!ceiling && !str_is(method, "floor") && !str_is(method, "common"))
        return eval_fail(e, "method must be common, ceil or floor");
    if (is_undefined(a[0]) && !str_is(method, "common"))
        return fail_undefined(e, a[0]);
    if (!number)
        return eval_fail(e, "round works on numbers, not on %s",
                         value_kind_name(a[0]));
    if (ceiling || str_is(method, "floor")) {
        double power = pow(10, (double)places);
        double x = value_as_double(a[0]) * power;
        *out = value_float((ceiling ? ceil(x) : floor(x)) / power);
        return true;
    }
    if (a[0].kind != VALUE_FLOAT)
        return round_int(
            e, a[0].kind == VALUE_INT ? a[0].as.integer : a[0].as.boolean,
            places, out);
    *out = value_float(round_places(a[0].as.number, places));
    return true;
}

static bool f_filesizeformat(struct eval *e, const struct value *a,
                             struct value *out)
{
    static const char prefixes[] = "kMGTPEZY";
    double bytes, base, unit;
    bool binary;
    size_t i = 0;

    if (is_undefined(a[0]))
        return fail_undefined(e, a[0]);
    if (!arg_bool(e, a[1], false, &binary))
        return false;
    if (!to_float(e, a[0], &bytes))
        return eval_fail(e, "filesizeformat works on numbers, not on %s",
                         value_kind_name(a[0]));
    base = binary ? 1024 : 1000;
    if (bytes == 1) {
        *out = value_str(STR("1 Byte"));
        return true;
    }
    if (bytes < base) {
        *out = value_str(str_fmt(e->arena, "%.0f Bytes", trunc(bytes)));
        return true;
    }
    for (unit = base * base; i < 7 && bytes >= unit; i++)
        unit *= base;
    char prefix = binary && i == 0 ? 'K' : prefixes[i];
    *out = value_str(str_fmt(e->arena, "%.1f %c%s", base * bytes / unit, prefix,
                             binary ? "iB" : "B"));
    return true;
}

static bool f_sum(struct eval *e, const struct value *a, struct value *out)
{
    struct attribute_path path;
    const struct value *items;
    struct value v;
    size_t len;

    attribute_path(e, a[1], &path);
    *out = is_missing(a[2]) ? value_int(0) : a[2];
    if (out->kind == VALUE_STRING)
        return eval_fail(e, "sum adds numbers; join joins texts");
    if (!eval_items(e, a[0], &items, &len))
        return false;
    for (size_t i = 0; i < len; i++)
        if (!attribute_get(e, &path, items[i], &v) ||
            !eval_binary(e, OP_ADD, *out, v, out))
            return false;
    return true;
}

static bool f_default(struct eval *e, const struct value *a, struct value *out)
{
    struct value fallback = is_missing(a[1]) ? value_str(STR("")) : a[1];
    bool boolean, truth = true;

    if (!arg_bool(e, a[2], false, &boolean))
        return false;
    if (!is_undefined(a[0]) && boolean && !eval_truth(e, a[0], &truth))
        return false;
    *out = is_undefined(a[0]) || !truth ? fallback : a[0];
    return true;
}

/* An attribute, never an item: maps only have their methods. */
static bool f_attr(struct eval *e, const struct value *a, struct value *out)
{
    const struct builtin *method;
    struct str name;

    if (a[1].kind != VALUE_STRING)
        return eval_fail(e, "an attribute's name is text, not %s",
                         value_kind_name(a[1]));
    name = value_text(a[1]);
    if (is_undefined(a[0]))
        return eval_getattr(e, a[0], name, out);
    if (a[0].kind == VALUE_OBJECT || a[0].kind == VALUE_DATE)
        return eval_getattr(e, a[0], name, out);
    method = method_find(a[0], name);
    *out = method ? method_value(e, method, a[0])
                  : undefined_in(e, a[0], value_str(name));
    return true;
}

const struct builtin filters_number[] = {
    {"int", "default? base?", f_int, NULL},
    {"float", "default?", f_float, NULL},
    {"abs", "", f_abs, NULL},
    {"round", "precision? method?", f_round, NULL},
    {"filesizeformat", "binary?", f_filesizeformat, NULL},
    {"sum", "attribute? start?", f_sum, NULL},
    {NULL, NULL, NULL, NULL},
};

const struct builtin filters_default[] = {
    {"default", "default_value? boolean?", f_default, NULL},
    {"d", "default_value? boolean?", f_default, NULL},
    {"attr", "name", f_attr, NULL},
    {NULL, NULL, NULL, NULL},
};
