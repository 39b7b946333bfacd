/* SPDX-License-Identifier: MIT */
/*
 * d3-format. JavaScript's toFixed, toPrecision and toExponential round an exact
 * half up where printf rounds to even, so digits are taken from a long exact
 * expansion and rounded here.
 *
 * Over 600 lines because decimals, JavaScript's methods on them, d3's types and
 * its specifiers use one another's statics and nobody else uses any.
 */
#include "number_format.h"

#include <ctype.h>
#include <math.h>

#define EXACT_DIGITS 60

/* ---- Decimal digits ---- */

/* x = 0.d0d1d2… × 10^(exponent + 1): `digits` are those digits. */
struct decimal {
    char digits[EXACT_DIGITS + 2];
    int count;
    int exponent; /* of the first digit */
};

static void set_digits(struct decimal *d, const char *text)
{
    const char *e = strchr(text, 'e');

    d->count = 0;
    for (const char *p = text; p < e; p++)
        if (*p >= '0' && *p <= '9')
            d->digits[d->count++] = *p;
    d->digits[d->count] = '\0';
    d->exponent = (int)strtol(e + 1, NULL, 10);
}

/* x > 0, finite. */
static struct decimal exact(double x)
{
    struct decimal d;
    char text[EXACT_DIGITS + 32];

    snprintf(text, sizeof(text), "%.*e", EXACT_DIGITS - 1, x);
    set_digits(&d, text);
    return d;
}

/* The fewest digits that read back as x. */
static struct decimal shortest(double x)
{
    struct decimal d;
    char text[64];

    for (int precision = 0; precision < 18; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision, x);
        if (!(strtod(text, NULL) < x) && !(strtod(text, NULL) > x))
            break;
    }
    set_digits(&d, text);
    return d;
}

/* Keeps `keep` digits, halves up; keep may be 0 or negative. */
static void round_digits(struct decimal *d, int keep)
{
    bool up;

    if (keep >= d->count) {
        while (d->count < keep && d->count < EXACT_DIGITS)
            d->digits[d->count++] = '0';
        d->digits[d->count] = '\0';
        return;
    }
    up = keep >= 0 && d->digits[keep] >= '5';
    d->count = keep < 0 ? 0 : keep;
    d->digits[d->count] = '\0';
    if (!up)
        return;
    for (int i = d->count - 1; i >= 0; i--) {
        if (d->digits[i] != '9') {
            d->digits[i]++;
            return;
        }
        d->digits[i] = '0';
    }
    memmove(d->digits + 1, d->digits, (size_t)d->count);
    d->digits[0] = '1';
    d->exponent++;
    d->count = keep > 0 ? keep : 1;
    d->digits[d->count] = '\0';
}

/* ---- JavaScript's number methods, for x >= 0 ---- */

static void add_zeroes(struct buf *out, int count)
{
    for (int i = 0; i < count; i++)
        buf_add_char(out, '0');
}

static bool add_special(struct buf *out, double x)
{
    if (isnan(x))
        buf_add_cstr(out, "NaN");
    else if (isinf(x))
        buf_add_cstr(out, "Infinity");
    return isnan(x) || isinf(x);
}

/* Digits with a point `places` behind the first digit's place. */
static void add_plain(struct buf *out, const struct decimal *d, int decimals)
{
    const int whole = d->exponent + 1;

    if (whole <= 0) {
        buf_add_char(out, '0');
    } else {
        buf_add_bytes(out, d->digits,
                      (size_t)(d->count < whole ? d->count : whole));
        add_zeroes(out, whole - d->count);
    }
    if (decimals <= 0)
        return;
    buf_add_char(out, '.');
    for (int i = 0; i < decimals; i++) {
        const int at = whole + i;

        buf_add_char(out, at >= 0 && at < d->count ? d->digits[at] : '0');
    }
}

/* Number.prototype.toString for x >= 0. */
static void add_number(struct buf *out, double x)
{
    struct decimal d;

    if (add_special(out, x))
        return;
    if (!(x > 0)) {
        buf_add_char(out, '0');
        return;
    }
    d = shortest(x);
    while (d.count > 1 && d.digits[d.count - 1] == '0')
        d.count--;
    if (d.exponent >= 21 || d.exponent < -6) {
        buf_add_char(out, d.digits[0]);
        if (d.count > 1)
            buf_add_char(out, '.');
        buf_add_bytes(out, d.digits + 1, (size_t)d.count - 1);
        buf_add_fmt(out, "e%+d", d.exponent);
        return;
    }
    add_plain(out, &d, d.count - 1 - d.exponent);
}

/* Number.prototype.toFixed: halves go up. */
static void add_fixed(struct buf *out, double x, int digits)
{
    struct decimal d;

    if (add_special(out, x))
        return;
    if (x < 0) {
        buf_add_char(out, '-');
        x = -x;
    }
    if (x >= 1e21) {
        add_number(out, x);
        return;
    }
    if (x > 0) {
        d = exact(x);
        round_digits(&d, d.exponent + 1 + digits);
    } else {
        d = (struct decimal){.count = 0, .exponent = 0};
    }
    if (d.count == 0)
        d.exponent = -1;
    add_plain(out, &d, digits);
}

static void add_exponential(struct buf *out, double x, int digits)
{
    struct decimal d = {.digits = "0", .count = 1, .exponent = 0};

    if (add_special(out, x))
        return;
    if (x > 0)
        d = exact(x);
    round_digits(&d, digits + 1);
    buf_add_char(out, d.digits[0]);
    if (digits > 0)
        buf_add_char(out, '.');
    buf_add_bytes(out, d.digits + 1, (size_t)digits);
    buf_add_fmt(out, "e%+d", d.exponent);
}

static void add_precision(struct buf *out, double x, int digits)
{
    struct decimal d = {.digits = "0", .count = 1, .exponent = 0};

    if (add_special(out, x))
        return;
    if (x > 0)
        d = exact(x);
    round_digits(&d, digits);
    if (d.exponent < -6 || d.exponent >= digits) {
        buf_add_char(out, d.digits[0]);
        if (digits > 1)
            buf_add_char(out, '.');
        buf_add_bytes(out, d.digits + 1, (size_t)digits - 1);
        buf_add_fmt(out, "e%+d", d.exponent);
        return;
    }
    add_plain(out, &d, digits - 1 - d.exponent);
}

/* ---- d3's own types ---- */

/* formatDecimalParts(x, p); p of 0 is the shortest. False for 0 and not
 * finite. */
static bool decimal_parts(double x, int p, struct decimal *d)
{
    if (!isfinite(x) || !(fabs(x) > 0))
        return false;
    if (p > 0) {
        *d = exact(fabs(x));
        round_digits(d, p);
    } else {
        *d = shortest(fabs(x));
        while (d->count > 1 && d->digits[d->count - 1] == '0')
            d->count--;
    }
    return true;
}

static double js_round(double x)
{
    const double low = floor(x);

    return x - low >= 0.5 ? low + 1 : low;
}

/* Digits with the point behind the first `whole` ones; zeroes where there are
 * none. */
static void add_rounded(struct buf *out, double x, int p)
{
    struct decimal d;

    if (!decimal_parts(x, p, &d)) {
        add_number(out, x);
        return;
    }
    if (d.exponent < 0) {
        buf_add_cstr(out, "0.");
        add_zeroes(out, -d.exponent - 1);
        buf_add_bytes(out, d.digits, (size_t)d.count);
    } else {
        add_plain(out, &d, d.count - 1 - d.exponent);
    }
}

/* Type s; false: no prefix. */
static bool add_si(struct buf *out, double x, int p, int *prefix)
{
    struct decimal d;
    int thousands, whole;

    if (!decimal_parts(x, p, &d)) {
        add_precision(out, x, p);
        return false;
    }
    thousands = (int)floor(d.exponent / 3.0);
    thousands = thousands < -8 ? -8 : thousands > 8 ? 8 : thousands;
    *prefix = thousands * 3;
    whole = d.exponent - *prefix + 1;
    if (whole >= d.count) {
        buf_add_bytes(out, d.digits, (size_t)d.count);
        add_zeroes(out, whole - d.count);
    } else if (whole > 0) {
        buf_add_bytes(out, d.digits, (size_t)whole);
        buf_add_char(out, '.');
        buf_add_bytes(out, d.digits + whole, (size_t)(d.count - whole));
    } else {
        buf_add_cstr(out, "0.");
        add_zeroes(out, -whole);
        if (decimal_parts(x, p + whole - 1 > 0 ? p + whole - 1 : 1, &d))
            buf_add_bytes(out, d.digits, (size_t)d.count);
    }
    return true;
}

static void add_integer(struct buf *out, double x, unsigned base, bool upper)
{
    char digits[1100];
    size_t n = sizeof(digits);

    if (upper && isinf(x)) {
        buf_add_cstr(out, "INFINITY");
        return;
    }
    if (add_special(out, x))
        return;
    do {
        const unsigned digit = (unsigned)fmod(x, base);

        digits[--n] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[digit];
        x = floor(x / base);
    } while (x > 0 && n > 0);
    buf_add_bytes(out, digits + n, sizeof(digits) - n);
}

/* formatDecimal: all digits, never an exponent. */
static void add_decimal(struct buf *out, double x)
{
    if (isinf(x)) /* toLocaleString's */
        buf_add_cstr(out, "∞");
    else if (!add_special(out, x))
        buf_add_fmt(out, "%.0f", x);
}

/* 1.500 → 1.5, 1.000e3 → 1e3 */
static void trim_zeroes(struct buf *text, size_t from)
{
    struct str s = str_from(buf_str(text), from);
    size_t first = 0, last = 0;
    bool open = false; /* a point was seen and only zeroes since `first` */

    for (size_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == '.') {
            first = last = i;
            open = true;
        } else if (c == '0') {
            if (open && first == 0)
                first = i;
            last = i;
        } else if (c >= '1' && c <= '9') {
            if (first > 0)
                first = 0;
        } else {
            break;
        }
    }
    if (!open || first == 0)
        return;
    memmove(text->ptr + from + first, text->ptr + from + last + 1,
            s.len - last - 1);
    buf_truncate(text, text->len - (last + 1 - first));
}

/* ---- Specifiers ---- */

static bool is_align(char c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

static bool take(struct str *s, const char *any, char *out)
{
    if (s->len == 0 || !strchr(any, s->ptr[0]) || s->ptr[0] == '\0')
        return false;
    *out = s->ptr[0];
    *s = str_from(*s, 1);
    return true;
}

static bool take_digits(struct str *s, unsigned *out)
{
    unsigned n = 0;
    bool any = false;

    while (s->len > 0 && s->ptr[0] >= '0' && s->ptr[0] <= '9') {
        if (n < 100000)
            n = n * 10 + (unsigned)(s->ptr[0] - '0');
        *s = str_from(*s, 1);
        any = true;
    }
    if (any)
        *out = n;
    return any;
}

bool number_format_parse(struct str s, struct number_format *out)
{
    struct number_format f = {.fill = STR(" "),
                              .align = '>',
                              .sign = '-',
                              .precision = PRECISION_UNSET};
    unsigned precision;
    size_t fill;
    char c;

    fill = s.len ? utf8_offset(s, 1) : 0;
    if (fill > 0 && fill < s.len && is_align(s.ptr[fill])) {
        f.fill = str_slice(s, 0, fill);
        s = str_from(s, fill);
    }
    phx_ignore(take(&s, "<>=^", &f.align), "every part may be missing");
    phx_ignore(take(&s, "+-( ", &f.sign), "every part may be missing");
    phx_ignore(take(&s, "$#", &f.symbol), "every part may be missing");
    f.zero = take(&s, "0", &c);
    phx_ignore(take_digits(&s, &f.width), "every part may be missing");
    f.comma = take(&s, ",", &c);
    if (s.len > 1 && s.ptr[0] == '.' && s.ptr[1] >= '0' && s.ptr[1] <= '9') {
        s = str_from(s, 1);
        if (take_digits(&s, &precision))
            f.precision = (int)precision;
    }
    f.trim = take(&s, "~", &c);
    if (s.len > 0 && (isalpha((unsigned char)s.ptr[0]) || s.ptr[0] == '%')) {
        f.type = s.ptr[0];
        s = str_from(s, 1);
    }
    *out = f;
    return s.len == 0;
}

static int exponent_of(double x)
{
    struct decimal d;

    return decimal_parts(x, 0, &d) ? d.exponent : INT32_MIN;
}

void number_format_prefix(struct number_format *format, double reference)
{
    int e = exponent_of(reference);

    /* Of NaN, d3's prefix is "undefined"; no caller has such a reference. */
    e = e == INT32_MIN ? 0 : (int)floor(e / 3.0);
    format->has_prefix = true;
    format->prefix = (e < -8 ? -8 : e > 8 ? 8 : e) * 3;
    format->type = 'f';
}

int precision_fixed(double step)
{
    const int e = exponent_of(step);

    return e == INT32_MIN ? -1 : e < 0 ? -e : 0;
}

int precision_prefix(double step, double value)
{
    const int v = exponent_of(value), s = exponent_of(step);
    int thousands, digits;

    if (v == INT32_MIN || s == INT32_MIN)
        return -1;
    thousands = (int)floor(v / 3.0);
    thousands = thousands < -8 ? -8 : thousands > 8 ? 8 : thousands;
    digits = thousands * 3 - s;
    return digits > 0 ? digits : 0;
}

int precision_round(double step, double max)
{
    const int s = exponent_of(step), m = exponent_of(fabs(max) - fabs(step));

    if (s == INT32_MIN || m == INT32_MIN)
        return -1;
    return (m > s ? m - s : 0) + 1;
}

/* ---- One number ---- */

static const char *const si_prefixes[] = {"y", "z", "a", "f", "p", "n",
                                          "µ", "m", "",  "k", "M", "G",
                                          "T", "P", "E", "Z", "Y"};

static void add_typed(struct buf *out, struct number_format *f, double x,
                      int *si)
{
    *si = INT32_MIN;
    switch (f->type) {
    case '%':
        add_fixed(out, x * 100, f->precision);
        break;
    case 'b':
        add_integer(out, js_round(x), 2, false);
        break;
    case 'o':
        add_integer(out, js_round(x), 8, false);
        break;
    case 'x':
    case 'X':
        add_integer(out, js_round(x), 16, f->type == 'X');
        break;
    case 'd':
        add_decimal(out, js_round(x));
        break;
    case 'e':
        add_exponential(out, x, f->precision);
        break;
    case 'f':
        add_fixed(out, x, f->precision);
        break;
    case 'p':
        add_rounded(out, x * 100, f->precision);
        break;
    case 'r':
        add_rounded(out, x, f->precision);
        break;
    case 's':
        if (!add_si(out, x, f->precision, si))
            *si = INT32_MIN;
        break;
    default: /* g; the type is a letter of the author's */
        add_precision(out, x, f->precision);
        break;
    }
}

/* The defaults that depend on the type. */
static void settle(struct number_format *f)
{
    if (f->type == 'n') {
        f->comma = true;
        f->type = 'g';
    } else if (f->type == '\0' || !strchr("%bcdefgoprsXx", f->type)) {
        if (f->precision == PRECISION_UNSET)
            f->precision = 12;
        f->trim = true;
        f->type = 'g';
    }
    if (f->zero || (str_is(f->fill, "0") && f->align == '=')) {
        f->zero = true;
        f->fill = STR("0");
        f->align = '=';
    }
    if (f->precision == PRECISION_UNSET)
        f->precision = 6;
    else if (strchr("gprs", f->type))
        f->precision = f->precision < 1    ? 1
                       : f->precision > 21 ? 21
                                           : f->precision;
    else
        f->precision = f->precision > 20 ? 20 : f->precision;
}

/* d3's group(): `width` bounds the result where zeroes fill it. */
static void add_grouped(struct buf *out, struct str digits, size_t width)
{
    size_t starts[512], ends[512], count = 0;
    size_t i = digits.len, length = 0;

    while (i > 0 && count < PHX_COUNT(starts)) {
        size_t g = 3;

        if (length + g + 1 > width)
            g = width > length + 1 ? width - length : 1;
        ends[count] = i;
        i = i > g ? i - g : 0;
        starts[count++] = i;
        if ((length += g + 1) > width)
            break;
    }
    while (count-- > 0) {
        buf_add(out, str_slice(digits, starts[count], ends[count]));
        if (count > 0)
            buf_add_char(out, ',');
    }
}

struct parts {
    struct buf prefix;
    struct buf value;
    struct buf suffix;
};

static bool is_zero_text(struct str text)
{
    double x;

    return str_to_double(text, &x) && !(fabs(x) > 0);
}

/* Sign and number; what is not digits moves to the suffix. */
static void make_parts(struct parts *p, struct number_format *f, double value)
{
    bool negative = signbit(value) && !isnan(value);
    struct str number;
    size_t digits = 0;
    int si;

    if (f->has_prefix)
        value *= pow(10, -f->prefix);
    add_typed(&p->value, f, fabs(value), &si);
    if (f->trim)
        trim_zeroes(&p->value, 0);
    if (negative && is_zero_text(buf_str(&p->value)) && f->sign != '+')
        negative = false;
    if (negative)
        buf_add_cstr(&p->prefix, f->sign == '(' ? "(" : "−");
    else if (f->sign != '-' && f->sign != '(')
        buf_add_char(&p->prefix, f->sign);
    if (f->symbol == '$')
        buf_add_char(&p->prefix, '$');
    else if (f->symbol == '#' && strchr("boxX", f->type))
        buf_add_fmt(&p->prefix, "0%c", tolower((unsigned char)f->type));
    if (strchr("defgprs%", f->type)) {
        number = buf_str(&p->value);
        while (digits < number.len && number.ptr[digits] >= '0' &&
               number.ptr[digits] <= '9')
            digits++;
        buf_add(&p->suffix, str_from(number, digits));
        buf_truncate(&p->value, digits);
    }
    if (si != INT32_MIN && !isnan(value))
        buf_add_cstr(&p->suffix, si_prefixes[8 + si / 3]);
    if (f->type == '%' || f->type == 'p')
        buf_add_char(&p->suffix, '%');
    if (f->has_prefix)
        buf_add_cstr(&p->suffix, si_prefixes[8 + f->prefix / 3]);
    if (negative && f->sign == '(')
        buf_add_char(&p->suffix, ')');
}

static void add_fill(struct buf *out, struct str fill, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add(out, fill);
}

static void add_parts(struct buf *out, const struct number_format *f,
                      struct parts *p)
{
    struct buf grouped = BUF_INIT;
    size_t length, padding;

    if (f->comma && !f->zero) {
        add_grouped(&grouped, buf_str(&p->value), SIZE_MAX - 8);
        buf_reset(&p->value);
        buf_add(&p->value, buf_str(&grouped));
    }
    length = utf8_count(buf_str(&p->prefix)) + p->value.len +
             utf8_count(buf_str(&p->suffix));
    padding = length < f->width ? f->width - length : 0;
    if (f->comma && f->zero) {
        struct buf filled = BUF_INIT;

        add_fill(&filled, STR("0"), padding);
        buf_add(&filled, buf_str(&p->value));
        buf_reset(&p->value);
        add_grouped(&p->value, buf_str(&filled),
                    padding ? f->width - utf8_count(buf_str(&p->suffix))
                            : SIZE_MAX - 8);
        buf_deinit(&filled);
        padding = 0;
    }
    length = f->align == '<' || f->align == '=' ? 0
             : f->align == '^'                  ? padding / 2
                                                : padding;
    add_fill(out, f->fill, length);
    buf_add(out, buf_str(&p->prefix));
    if (f->align == '=')
        add_fill(out, f->fill, padding);
    buf_add(out, buf_str(&p->value));
    buf_add(out, buf_str(&p->suffix));
    if (f->align == '<' || f->align == '^')
        add_fill(out, f->fill, padding - length);
    buf_deinit(&grouped);
}

void number_format_add(struct buf *out, const struct number_format *format,
                       double value)
{
    struct number_format f = *format;
    struct parts p = {BUF_INIT, BUF_INIT, BUF_INIT};

    settle(&f);
    if (f.type == 'c') {
        if (value < 0)
            buf_add_char(&p.suffix, '-');
        add_number(&p.suffix, fabs(value));
        if (f.symbol == '$')
            buf_add_char(&p.prefix, '$');
    } else {
        make_parts(&p, &f, value);
    }
    add_parts(out, &f, &p);
    buf_deinit(&p.suffix);
    buf_deinit(&p.value);
    buf_deinit(&p.prefix);
}
