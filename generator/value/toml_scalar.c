/* SPDX-License-Identifier: MIT */
/* TOML's strings, numbers, truths and dates (TOML 1.0, sections String to
 * Local Time). */
#include "toml.h"

#include <math.h>

/* ---- Strings ---- */

static bool unicode_escape(struct toml *t, unsigned digits, struct buf *out)
{
    uint32_t code = 0;

    for (unsigned i = 0; i < digits; i++) {
        int digit = ascii_hex_digit(toml_peek(t, i));
        if (digit < 0)
            return toml_fail(t, t->at,
                             "a Unicode escape wants %u hexadecimal "
                             "digits",
                             digits);
        code = code << 4 | (uint32_t)digit;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return toml_fail(t, t->at, "no such character");
    t->at += digits;
    buf_add_utf8(out, code);
    return true;
}

/* A backslash at a line's end drops the white space that follows. */
static bool folded_line(struct toml *t)
{
    size_t at = t->at;

    while (at < t->text.len &&
           (t->text.ptr[at] == ' ' || t->text.ptr[at] == '\t' ||
            t->text.ptr[at] == '\r'))
        at++;
    if (at >= t->text.len || t->text.ptr[at] != '\n')
        return false;
    while (at < t->text.len && ascii_is_space(t->text.ptr[at]))
        at++;
    t->at = at;
    return true;
}

static bool escape(struct toml *t, bool multiline, struct buf *out)
{
    static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\033\"\\";
    char c = toml_peek(t, 0);
    const char *known = c ? strchr(from, c) : NULL;

    if (multiline && folded_line(t))
        return true;
    t->at++;
    if (c == 'u' || c == 'U')
        return unicode_escape(t, c == 'u' ? 4 : 8, out);
    if (!known)
        return toml_fail(t, t->at - 1, "no such escape; a backslash is \\\\");
    buf_add_char(out, to[known - from]);
    return true;
}

static size_t quotes_at(const struct toml *t, char quote)
{
    size_t count = 0;

    while (count < 5 && toml_peek(t, count) == quote)
        count++;
    return count;
}

/* Up to two quotes may stand right before the closing three. */
static bool closing(struct toml *t, char quote, struct buf *out)
{
    size_t count = quotes_at(t, quote);

    for (size_t i = 3; i < count; i++)
        buf_add_char(out, quote);
    if (count >= 3)
        t->at += count;
    return count >= 3;
}

static bool string_body(struct toml *t, char quote, bool triple,
                        struct buf *out)
{
    size_t start = t->at;

    while (t->at < t->text.len) {
        char c = t->text.ptr[t->at];
        if (c == quote && !triple) {
            t->at++;
            return true;
        }
        if (c == quote && closing(t, quote, out))
            return true;
        if (c == '\n' && !triple)
            break;
        t->at++;
        if (c == '\\' && quote == '"') {
            if (!escape(t, triple, out))
                return false;
        } else if (c != '\r' || toml_peek(t, 0) != '\n') {
            buf_add_char(out, c);
        }
    }
    return toml_fail(t, start, "this string is not closed");
}

bool toml_string(struct toml *t, bool multiline, struct str *out)
{
    char quote = toml_peek(t, 0);
    bool triple = multiline && quotes_at(t, quote) >= 3;
    struct buf text = BUF_INIT;

    t->at += triple ? 3 : 1;
    if (triple && toml_peek(t, 0) == '\r' && toml_peek(t, 1) == '\n')
        t->at++;
    if (triple && toml_peek(t, 0) == '\n')
        t->at++;
    bool ok = string_body(t, quote, triple, &text);
    *out = buf_dup(t->arena, &text);
    buf_deinit(&text);
    return ok;
}

/* ---- Words ---- */

/* The word without the '_' between digits; false when one stands elsewhere. */
static bool plain_digits(struct arena *arena, struct str word, struct str *out)
{
    struct buf text = BUF_INIT;
    bool ok = true;

    for (size_t i = 0; i < word.len; i++) {
        bool between = i > 0 && i + 1 < word.len &&
                       ascii_hex_digit(word.ptr[i - 1]) >= 0 &&
                       ascii_hex_digit(word.ptr[i + 1]) >= 0;
        if (word.ptr[i] != '_')
            buf_add_char(&text, word.ptr[i]);
        else
            ok = ok && between;
    }
    *out = buf_dup(arena, &text);
    buf_deinit(&text);
    return ok;
}

static bool based_number(struct str word, struct value *out)
{
    int base = word.ptr[1] == 'x' ? 16 : word.ptr[1] == 'o' ? 8 : 2;
    uint64_t n = 0;

    for (size_t i = 2; i < word.len; i++) {
        int digit = ascii_hex_digit(word.ptr[i]);
        if (digit < 0 || digit >= base || n > (uint64_t)INT64_MAX >> 4)
            return false;
        n = n * (uint64_t)base + (uint64_t)digit;
    }
    *out = value_int((int64_t)n);
    return word.len > 2;
}

static bool special_float(struct str word, struct value *out)
{
    bool minus = str_starts(word, STR("-"));
    struct str name =
        minus || str_starts(word, STR("+")) ? str_from(word, 1) : word;

    if (str_is(name, "inf"))
        *out = value_float(minus ? -(double)INFINITY : (double)INFINITY);
    else if (str_is(name, "nan"))
        *out = value_float((double)NAN);
    else
        return false;
    return true;
}

static bool number(struct arena *arena, struct str word, struct value *out)
{
    struct str digits;
    int64_t n;
    double x;

    if (special_float(word, out))
        return true;
    if (!plain_digits(arena, word, &digits) || !digits.len)
        return false;
    if (digits.len > 1 && digits.ptr[0] == '0' && strchr("xob", digits.ptr[1]))
        return based_number(digits, out);
    if (digits.ptr[0] == '+')
        digits = str_from(digits, 1);
    if (str_to_int(digits, &n))
        *out = value_int(n);
    else if (str_to_double(digits, &x))
        *out = value_float(x);
    else
        return false;
    return true;
}

static bool is_word_char(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (c && strchr("+-_.:", c));
}

bool toml_word(struct toml *t, struct value *out)
{
    size_t start = t->at;
    struct date date;

    while (is_word_char(toml_peek(t, 0)))
        t->at++;
    /* A date and its time may have one space between them. */
    if (t->at - start == 10 && t->text.ptr[start + 4] == '-' &&
        toml_peek(t, 0) == ' ' && ascii_is_digit(toml_peek(t, 1))) {
        t->at++;
        while (is_word_char(toml_peek(t, 0)))
            t->at++;
    }
    struct str word = str_slice(t->text, start, t->at);
    if (str_is(word, "true") || str_is(word, "false")) {
        *out = value_bool(word.len == 4);
        return true;
    }
    if (date_parse(word, NULL, &date) ||
        (word.len >= 8 && word.ptr[2] == ':' && word.ptr[5] == ':')) {
        *out = value_str(str_dup(t->arena, word));
        return true;
    }
    if (number(t->arena, word, out))
        return true;
    return toml_fail(t, start,
                     word.len ? "this is no value; text stands in "
                                "quotes"
                              : "a value is missing");
}
