/* SPDX-License-Identifier: MIT */
/*
 * Scans tokens as Jinja2's lexer does: numbers with underscores, strings with
 * Python's escapes, names in any script, operators with balanced brackets.
 * Where tags begin and end is the template room's business.
 */
#include "token.h"

#include <ctype.h>
#include <math.h>

static const struct operator
{
    const char *text;
    enum token_type type;
}
operators[] = {
    {"//", TOKEN_FLOORDIV}, {"**", TOKEN_POW},      {"==", TOKEN_EQ},
    {"!=", TOKEN_NE},       {">=", TOKEN_GTEQ},     {"<=", TOKEN_LTEQ},
    {"+", TOKEN_ADD},       {"-", TOKEN_SUB},       {"/", TOKEN_DIV},
    {"*", TOKEN_MUL},       {"%", TOKEN_MOD},       {"~", TOKEN_TILDE},
    {"[", TOKEN_LBRACKET},  {"]", TOKEN_RBRACKET},  {"(", TOKEN_LPAREN},
    {")", TOKEN_RPAREN},    {"{", TOKEN_LBRACE},    {"}", TOKEN_RBRACE},
    {">", TOKEN_GT},        {"<", TOKEN_LT},        {"=", TOKEN_ASSIGN},
    {".", TOKEN_DOT},       {":", TOKEN_COLON},     {"|", TOKEN_PIPE},
    {",", TOKEN_COMMA},     {";", TOKEN_SEMICOLON},
};

const char *token_type_name(enum token_type type)
{
    switch (type) {
    case TOKEN_EOF:
        return "end of template";
    case TOKEN_ERROR:
        return "error";
    case TOKEN_DATA:
        return "template data / text";
    case TOKEN_VARIABLE_BEGIN:
        return "begin of print statement";
    case TOKEN_VARIABLE_END:
        return "end of print statement";
    case TOKEN_BLOCK_BEGIN:
        return "begin of statement block";
    case TOKEN_BLOCK_END:
        return "end of statement block";
    case TOKEN_NAME:
        return "name";
    case TOKEN_STRING:
        return "string";
    case TOKEN_INTEGER:
        return "integer";
    case TOKEN_FLOAT:
        return "float";
    case TOKEN_ADD:
    case TOKEN_ASSIGN:
    case TOKEN_COLON:
    case TOKEN_COMMA:
    case TOKEN_DIV:
    case TOKEN_DOT:
    case TOKEN_EQ:
    case TOKEN_FLOORDIV:
    case TOKEN_GT:
    case TOKEN_GTEQ:
    case TOKEN_LBRACE:
    case TOKEN_LBRACKET:
    case TOKEN_LPAREN:
    case TOKEN_LT:
    case TOKEN_LTEQ:
    case TOKEN_MOD:
    case TOKEN_MUL:
    case TOKEN_NE:
    case TOKEN_PIPE:
    case TOKEN_POW:
    case TOKEN_RBRACE:
    case TOKEN_RBRACKET:
    case TOKEN_RPAREN:
    case TOKEN_SEMICOLON:
    case TOKEN_SUB:
    case TOKEN_TILDE:
        break;
    }
    for (size_t i = 0; i < PHX_COUNT(operators); i++)
        if (operators[i].type == type)
            return operators[i].text;
    return "";
}

struct str token_describe(const struct token *token)
{
    if (token->type == TOKEN_NAME)
        return token->text;
    return str_of(token_type_name(token->type));
}

bool char_is_space(uint32_t c)
{
    if (c < 0x80)
        return (c >= 9 && c <= 13) || (c >= 28 && c <= 32);
    return c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

struct str text_rstrip(struct str s)
{
    while (s.len > 0) {
        size_t start = s.len - 1;
        while (start > 0 && ((unsigned char)s.ptr[start] & 0xc0) == 0x80)
            start--;
        size_t pos = start;
        if (!char_is_space(utf8_next(s, &pos)))
            break;
        s.len = start;
    }
    return s;
}

struct str text_lstrip(struct str s)
{
    size_t pos = 0;
    while (pos < s.len) {
        size_t next = pos;
        if (!char_is_space(utf8_next(s, &next)))
            break;
        pos = next;
    }
    return str_from(s, pos);
}

/* An error token at `at`. */
static void token_error(struct token_scan *scan, struct token *out, size_t at,
                        struct str message)
{
    *out = (struct token){.type = TOKEN_ERROR,
                          .at = (uint32_t)at,
                          .len = at < scan->source.len,
                          .text = message};
}

static int peek(const struct token_scan *scan, size_t pos)
{
    return pos < scan->source.len ? (unsigned char)scan->source.ptr[pos] : -1;
}

/* Digits with single underscores between them; the position behind them, or
 * `pos` when there are none. */
static size_t digits(const struct token_scan *scan, size_t pos,
                     int (*is_digit)(int))
{
    size_t end = pos;
    while (peek(scan, end) >= 0 && is_digit(peek(scan, end))) {
        end++;
        if (peek(scan, end) == '_' && peek(scan, end + 1) >= 0 &&
            is_digit(peek(scan, end + 1)))
            end++;
    }
    return end;
}

/* The end of a float that starts at `pos`, or `pos`. */
static size_t float_end(const struct token_scan *scan, size_t pos)
{
    size_t whole, end;

    if (pos > 0 && scan->source.ptr[pos - 1] == '.')
        return pos;
    whole = end = digits(scan, pos, isdigit);
    if (whole == pos)
        return pos;
    if (peek(scan, end) == '.') {
        size_t fraction = digits(scan, end + 1, isdigit);
        if (fraction > end + 1)
            end = fraction;
    }
    if (peek(scan, end) == 'e' || peek(scan, end) == 'E') {
        size_t exp = end + 1;
        if (peek(scan, exp) == '+' || peek(scan, exp) == '-')
            exp++;
        size_t exp_end = digits(scan, exp, isdigit);
        if (exp_end > exp)
            end = exp_end;
    }
    return end == whole ? pos : end;
}

static struct str without_underscores(struct arena *arena, struct str s)
{
    return str_replace(arena, s, STR("_"), STR(""));
}

static int is_binary(int c)
{
    return c == '0' || c == '1';
}

static int is_octal(int c)
{
    return c >= '0' && c <= '7';
}

static int is_zero(int c)
{
    return c == '0';
}

/* The end of an integer at `pos` and its base, or `pos`. */
static size_t integer_end(const struct token_scan *scan, size_t pos, int *base)
{
    int c = peek(scan, pos + 1);
    int (*is_digit)(int) = NULL;

    *base = 10;
    if (peek(scan, pos) != '0')
        return digits(scan, pos, isdigit);
    if (c == 'b' || c == 'B') {
        is_digit = is_binary;
        *base = 2;
    } else if (c == 'o' || c == 'O') {
        is_digit = is_octal;
        *base = 8;
    } else if (c == 'x' || c == 'X') {
        is_digit = isxdigit;
        *base = 16;
    }
    if (is_digit) {
        size_t start = pos + 2 + (peek(scan, pos + 2) == '_');
        size_t end = digits(scan, start, is_digit);
        if (end > start)
            return end;
    }
    *base = 10;
    return digits(scan, pos, is_zero);
}

/* False when the number has more than 64 bits. */
static bool read_integer(struct str digits_only, int base, int64_t *out)
{
    uint64_t n = 0;

    for (size_t i = base == 10 ? 0 : 2; i < digits_only.len; i++) {
        int c = tolower((unsigned char)digits_only.ptr[i]);
        uint64_t digit = (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        if (__builtin_mul_overflow(n, (uint64_t)base, &n) ||
            __builtin_add_overflow(n, digit, &n) || n > INT64_MAX)
            return false;
    }
    *out = (int64_t)n;
    return true;
}

static bool scan_number(struct token_scan *scan, struct token *out)
{
    size_t start = scan->pos;
    size_t end = float_end(scan, start);
    struct str text;
    int base;

    if (end > start) {
        text = str_slice(scan->source, start, end);
        out->type = TOKEN_FLOAT;
        out->as.number = 0;
        if (!str_to_double(without_underscores(scan->arena, text),
                           &out->as.number))
            out->as.number = HUGE_VAL;
        scan->pos = end;
        return true;
    }
    end = integer_end(scan, start, &base);
    if (end == start)
        return false;
    text =
        without_underscores(scan->arena, str_slice(scan->source, start, end));
    scan->pos = end;
    out->type = TOKEN_INTEGER;
    if (!read_integer(text, base, &out->as.integer))
        token_error(scan, out, start,
                    STR("integers have at most 64 bits; write a float"));
    return true;
}

static int hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \xhh, \uhhhh, \Uhhhhhhhh: the code point, or -1. *pos is behind the letter
 * and moves behind the digits. */
static int64_t hex_escape(struct str s, size_t *pos, size_t count)
{
    int64_t n = 0;

    for (size_t i = 0; i < count; i++) {
        int digit = *pos < s.len ? hex_value((unsigned char)s.ptr[*pos]) : -1;
        if (digit < 0)
            return -1;
        n = n * 16 + digit;
        ++*pos;
    }
    return n > 0x10ffff ? -1 : n;
}

/* A backslash escape; *pos is behind the backslash. False: it is malformed. */
static bool unescape_one(struct buf *out, struct str s, size_t *pos)
{
    static const char from[] = "abfnrtv\\'\"";
    static const char to[] = "\a\b\f\n\r\t\v\\'\"";
    char c = s.ptr[(*pos)++];
    const char *known = c ? strchr(from, c) : NULL;
    int64_t code = 0;

    if (c == '\n')
        return true;
    if (known) {
        buf_add_char(out, to[known - from]);
        return true;
    }
    if (c >= '0' && c <= '7') {
        code = c - '0';
        for (int i = 0; i < 2 && *pos < s.len && is_octal(s.ptr[*pos]); i++)
            code = code * 8 + (s.ptr[(*pos)++] - '0');
    } else if (c == 'x' || c == 'u' || c == 'U') {
        code = hex_escape(s, pos, c == 'x' ? 2 : c == 'u' ? 4 : 8);
        if (code < 0)
            return false;
    } else {
        buf_add_char(out, '\\');
        buf_add_char(out, c);
        return true;
    }
    buf_add_utf8(out, (uint32_t)code);
    return true;
}

static void scan_string(struct token_scan *scan, struct token *out)
{
    size_t start = scan->pos;
    char quote = scan->source.ptr[start];
    size_t end = start + 1;
    bool escaped = false;

    while (end < scan->source.len && scan->source.ptr[end] != quote) {
        if (scan->source.ptr[end] == '\\') {
            escaped = true;
            end++;
        }
        end++;
    }
    if (end >= scan->source.len) {
        token_error(scan, out, start,
                    str_fmt(scan->arena,
                            "unexpected char '%c'; a string that "
                            "begins here does not end",
                            quote));
        return;
    }
    out->type = TOKEN_STRING;
    out->text = str_slice(scan->source, start + 1, end);
    scan->pos = end + 1;
    if (!escaped)
        return;

    struct buf buf = BUF_INIT;
    size_t pos = 0;
    bool ok = true;
    while (ok && pos < out->text.len) {
        if (out->text.ptr[pos] == '\\') {
            pos++;
            ok = unescape_one(&buf, out->text, &pos);
        } else {
            buf_add_char(&buf, out->text.ptr[pos++]);
        }
    }
    if (ok)
        out->text = buf_dup(scan->arena, &buf);
    else
        token_error(scan, out, start, STR("truncated escape in a string"));
    buf_deinit(&buf);
}

static bool scan_name(struct token_scan *scan, struct token *out)
{
    size_t pos = scan->pos;

    while (pos < scan->source.len) {
        size_t next = pos;
        uint32_t c = utf8_next(scan->source, &next);
        if (c != '_' && (c == UTF8_INVALID || !text_is_letter_or_digit(c)))
            break;
        pos = next;
    }
    if (pos == scan->pos)
        return false;
    out->type = TOKEN_NAME;
    out->text = str_slice(scan->source, scan->pos, pos);
    scan->pos = pos;
    return true;
}

/* Keeps the stack of brackets; false: *out is an error. */
static bool balance(struct token_scan *scan, struct token *out, char c)
{
    char expected;

    if (c == '{' || c == '(' || c == '[') {
        if (scan->depth == TOKEN_BRACKETS_MAX) {
            token_error(scan, out, out->at,
                        STR("brackets are nested too deeply"));
            return false;
        }
        scan->stack[scan->depth++] = c == '(' ? ')' : (char)(c + 2);
        return true;
    }
    if (c != '}' && c != ')' && c != ']')
        return true;
    if (scan->depth == 0) {
        token_error(scan, out, out->at,
                    str_fmt(scan->arena, "unexpected '%c'", c));
        return false;
    }
    expected = scan->stack[--scan->depth];
    if (expected == c)
        return true;
    token_error(
        scan, out, out->at,
        str_fmt(scan->arena, "unexpected '%c', expected '%c'", c, expected));
    return false;
}

static void scan_operator(struct token_scan *scan, struct token *out)
{
    struct str rest = str_from(scan->source, scan->pos);
    size_t next = 0;

    for (size_t i = 0; i < PHX_COUNT(operators); i++) {
        struct str text = str_of(operators[i].text);
        if (!str_starts(rest, text))
            continue;
        out->type = operators[i].type;
        if (balance(scan, out, text.ptr[0]))
            scan->pos += text.len;
        return;
    }
    utf8_next(rest, &next);
    token_error(
        scan, out, scan->pos,
        str_fmt(scan->arena, "unexpected char '%.*s'", (int)next, rest.ptr));
}

void token_scan(struct token_scan *scan, struct token *out)
{
    struct str rest = text_lstrip(str_from(scan->source, scan->pos));
    int c;

    scan->pos = scan->source.len - rest.len;
    *out = (struct token){
        .type = TOKEN_EOF, .at = (uint32_t)scan->pos, .text = STR("")};
    if (rest.len == 0)
        return;
    c = (unsigned char)rest.ptr[0];
    if (c == '\'' || c == '"')
        scan_string(scan, out);
    else if (!(isdigit(c) && scan_number(scan, out)) && !scan_name(scan, out))
        scan_operator(scan, out);
    if (out->type != TOKEN_ERROR)
        out->len = (uint32_t)scan->pos - out->at;
}
