/* SPDX-License-Identifier: MIT */
/*
 * The streaming JSON reader: RFC 8259 with what Python adds (NaN, infinities)
 * and with several documents in one input. Numbers are only delimited here;
 * json_number.c converts them when somebody asks. json_tree.c builds values.
 */
#include "value/json_stream.h"

/* What may come next. */
enum state {
    AT_DOCUMENT,    /* a document or the end */
    AT_ARRAY_FIRST, /* a value or ']' */
    AT_ARRAY_VALUE, /* a value, after a comma */
    AT_ARRAY_NEXT,  /* ',' or ']' */
    AT_OBJECT_FIRST,
    AT_OBJECT_KEY,
    AT_OBJECT_VALUE,
    AT_OBJECT_NEXT,
    FAILED
};

void json_stream_init(struct json_stream *s, struct str input,
                      struct arena *arena)
{
    memset(s, 0, sizeof(*s));
    s->input = input;
    s->arena = arena;
    s->text = STR("");
    if (str_starts(input, STR("\xef\xbb\xbf")))
        s->pos = 3;
}

static enum json_event fail(struct json_stream *s, size_t at,
                            const char *message)
{
    s->state = FAILED;
    s->at = at;
    s->error = message;
    return JSON_ERROR;
}

static void after_value(struct json_stream *s)
{
    if (s->depth == 0)
        s->state = AT_DOCUMENT;
    else
        s->state = s->in_object[s->depth - 1] ? AT_OBJECT_NEXT : AT_ARRAY_NEXT;
}

static void skip_space(struct json_stream *s)
{
    const char *p = s->input.ptr + s->pos;
    const char *end = s->input.ptr + s->input.len;

    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    s->pos = (size_t)(p - s->input.ptr);
}

/* ---- Strings ---- */

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* The first quote, backslash or control character from `p` on, or `end`. Adds
 * what stood before it to *seen, whose bits 0x80 tell that it is not ASCII. */
static const char *scan_plain(const char *p, const char *end, uint64_t *seen)
{
    while (end - p >= 8) {
        uint64_t w, quote, slash, found;

        memcpy(&w, p, sizeof(w));
        quote = w ^ EACH_BYTE('"');
        slash = w ^ EACH_BYTE('\\');
        found = ((quote - EACH_BYTE(1)) & ~quote) |
                ((slash - EACH_BYTE(1)) & ~slash) |
                ((w - EACH_BYTE(0x20)) & ~w);
        if (found & EACH_BYTE(0x80))
            break;
        *seen |= w;
        p += 8;
    }
    for (; p < end; p++) {
        if (*p == '"' || *p == '\\' || (unsigned char)*p < 0x20)
            break;
        *seen |= (unsigned char)*p;
    }
    return p;
}

/* Four hexadecimal digits, or UTF8_INVALID. */
static uint32_t hex4(const char *p, const char *end)
{
    uint32_t c = 0;

    if (end - p < 4)
        return UTF8_INVALID;
    for (int i = 0; i < 4; i++) {
        int digit = ascii_hex_digit(p[i]);

        if (digit < 0)
            return UTF8_INVALID;
        c = c * 16 + (uint32_t)digit;
    }
    return c;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | (c >> 6));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | (c >> 12));
        *out++ = (char)(0x80 | ((c >> 6) & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | (c >> 18));
        *out++ = (char)(0x80 | ((c >> 12) & 0x3f));
        *out++ = (char)(0x80 | ((c >> 6) & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

/* \uXXXX at *p (behind the u), perhaps with its second half. A surrogate
 * without its half becomes U+FFFD. */
static uint32_t unicode_escape(const char **p, const char *end)
{
    uint32_t c = hex4(*p, end), low;

    if (c == UTF8_INVALID)
        return c;
    *p += 4;
    if (c < 0xd800 || c > 0xdfff)
        return c;
    if (c < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        low = hex4(*p + 2, end);
        if (low >= 0xdc00 && low <= 0xdfff) {
            *p += 6;
            return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return 0xfffd;
}

static char simple_escape(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

/* Unescapes `raw` into s->text; never longer than raw. */
static bool unescape(struct json_stream *s, struct str raw)
{
    const char *p = raw.ptr, *end = raw.ptr + raw.len;
    char *start = arena_bytes(s->arena, raw.len);
    char *out = start;

    while (p < end) {
        const char *slash = memchr(p, '\\', (size_t)(end - p));
        size_t plain = (size_t)((slash ? slash : end) - p);
        uint32_t c;

        memcpy(out, p, plain);
        out += plain;
        if (!slash)
            break;
        p = slash + 2;
        c = slash[1] == 'u' ? unicode_escape(&p, end)
                            : (uint32_t)simple_escape(slash[1]);
        if (c == UTF8_INVALID || (c == 0 && slash[1] != 'u')) {
            (void)fail(s, (size_t)(slash - s->input.ptr),
                       "expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n "
                       "\\r \\t \\uXXXX");
            return false;
        }
        out = put_utf8(out, c);
    }
    s->text = str_bytes(start, (size_t)(out - start));
    return true;
}

/* The string whose opening quote is at `pos`. */
static bool read_string(struct json_stream *s)
{
    const char *start = s->input.ptr + s->pos + 1;
    const char *end = s->input.ptr + s->input.len;
    const char *p = start;
    uint64_t seen = 0;
    bool escaped = false;
    size_t bad;

    for (;;) {
        p = scan_plain(p, end, &seen);
        if (p == end || (*p == '\\' && end - p < 2)) {
            (void)fail(s, s->pos, "a string is not closed");
            return false;
        }
        if (*p == '"')
            break;
        if (*p != '\\') {
            (void)fail(s, (size_t)(p - s->input.ptr),
                       "a control character inside a string");
            return false;
        }
        escaped = true;
        p += 2;
    }
    s->at = s->pos;
    s->text = str_bytes(start, (size_t)(p - start));
    s->pos = (size_t)(p - s->input.ptr) + 1;
    if ((escaped || (seen & EACH_BYTE(0x80))) && !utf8_valid(s->text, &bad)) {
        (void)fail(s, (size_t)(start - s->input.ptr) + bad,
                   "bytes that are not UTF-8");
        return false;
    }
    return !escaped || s->skipping || unescape(s, s->text);
}

/* ---- Other scalars ---- */

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && ascii_is_digit(*p))
        p++;
    return p;
}

/* True for what may follow a number or a word. */
static bool ends_scalar(const char *p, const char *end)
{
    if (p == end)
        return true;
    switch (*p) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ',':
    case ']':
    case '}':
    case ':':
    case '[':
    case '{':
    case '"':
        return true;
    default:
        return false;
    }
}

static enum json_event finish_scalar(struct json_stream *s, size_t len,
                                     enum json_event event)
{
    const char *p = s->input.ptr + s->pos;

    if (!ends_scalar(p + len, s->input.ptr + s->input.len))
        return fail(s, s->pos, "expected a value");
    s->at = s->pos;
    s->text = str_bytes(p, len);
    s->pos += len;
    after_value(s);
    return event;
}

static enum json_event read_number(struct json_stream *s)
{
    const char *start = s->input.ptr + s->pos;
    const char *end = s->input.ptr + s->input.len;
    const char *p = start + (*start == '-'), *digits = p;

    p = skip_digits(p, end);
    if (p == digits || (*digits == '0' && p - digits > 1))
        return fail(s, s->pos, "expected a number as JSON writes it");
    if (p < end && *p == '.') {
        digits = ++p;
        p = skip_digits(p, end);
        if (p == digits)
            return fail(s, (size_t)(p - s->input.ptr),
                        "expected a digit behind the point");
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        digits = p;
        p = skip_digits(p, end);
        if (p == digits)
            return fail(s, (size_t)(p - s->input.ptr),
                        "expected a digit in the exponent");
    }
    return finish_scalar(s, (size_t)(p - start), JSON_NUMBER);
}

static enum json_event read_word(struct json_stream *s)
{
    static const struct word {
        struct str text;
        enum json_event event;
    } words[] = {
        {STR_INIT("true"), JSON_TRUE},
        {STR_INIT("false"), JSON_FALSE},
        {STR_INIT("null"), JSON_NULL},
        {STR_INIT("NaN"), JSON_NUMBER},
        {STR_INIT("-NaN"), JSON_NUMBER},
        {STR_INIT("Infinity"), JSON_NUMBER},
        {STR_INIT("-Infinity"), JSON_NUMBER},
    };
    struct str rest = str_from(s->input, s->pos);

    for (size_t i = 0; i < PHX_COUNT(words); i++)
        if (str_starts(rest, words[i].text))
            return finish_scalar(s, words[i].text.len, words[i].event);
    return fail(s, s->pos, "expected a value");
}

/* ---- Structure ---- */

static enum json_event open_container(struct json_stream *s, bool object)
{
    if (s->depth == JSON_DEPTH_MAX) {
        s->limit = true;
        return fail(s, s->pos, "containers are nested too deeply");
    }
    s->at = s->pos++;
    s->in_object[s->depth++] = object;
    s->state = object ? AT_OBJECT_FIRST : AT_ARRAY_FIRST;
    return object ? JSON_OBJECT_BEGIN : JSON_ARRAY_BEGIN;
}

static enum json_event close_container(struct json_stream *s)
{
    bool object = s->in_object[--s->depth] != 0;

    s->at = s->pos++;
    after_value(s);
    return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_event read_value(struct json_stream *s, char c)
{
    switch (c) {
    case '{':
        return open_container(s, true);
    case '[':
        return open_container(s, false);
    case '"':
        if (!read_string(s))
            return JSON_ERROR;
        after_value(s);
        return JSON_STRING;
    case '-':
        if (s->pos + 1 < s->input.len && s->input.ptr[s->pos + 1] > '9')
            return read_word(s);
        return read_number(s);
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return read_number(s);
    default:
        return read_word(s);
    }
}

static enum json_event read_key(struct json_stream *s, char c)
{
    size_t at = s->pos;

    if (c != '"')
        return fail(s, at, "expected a key in double quotes");
    if (!read_string(s))
        return JSON_ERROR;
    skip_space(s);
    if (s->pos == s->input.len || s->input.ptr[s->pos] != ':')
        return fail(s, s->pos, "expected ':'");
    s->pos++;
    s->at = at;
    s->state = AT_OBJECT_VALUE;
    return JSON_KEY;
}

enum json_event json_next(struct json_stream *s)
{
    char c;

    if (s->state == FAILED)
        return JSON_ERROR;
    for (;;) {
        skip_space(s);
        if (s->pos >= s->input.len)
            break;
        c = s->input.ptr[s->pos];
        switch ((enum state)s->state) {
        case AT_ARRAY_FIRST:
            return c == ']' ? close_container(s) : read_value(s, c);
        case AT_DOCUMENT:
        case AT_ARRAY_VALUE:
        case AT_OBJECT_VALUE:
            return read_value(s, c);
        case AT_OBJECT_FIRST:
            return c == '}' ? close_container(s) : read_key(s, c);
        case AT_OBJECT_KEY:
            return read_key(s, c);
        case AT_ARRAY_NEXT:
            if (c == ']')
                return close_container(s);
            if (c != ',')
                return fail(s, s->pos, "expected ',' or ']'");
            break;
        case AT_OBJECT_NEXT:
            if (c == '}')
                return close_container(s);
            if (c != ',')
                return fail(s, s->pos, "expected ',' or '}'");
            break;
        case FAILED:
            return JSON_ERROR;
        }
        s->pos++;
        s->state = s->state == AT_ARRAY_NEXT ? AT_ARRAY_VALUE : AT_OBJECT_KEY;
    }
    if (s->state != AT_DOCUMENT)
        return fail(s, s->input.len, "the input ends too early");
    s->at = s->input.len;
    return JSON_END;
}

bool json_skip(struct json_stream *s)
{
    size_t depth = s->depth;
    enum json_event event;

    s->skipping = true;
    do {
        event = json_next(s);
    } while (event != JSON_ERROR && event != JSON_END &&
             (s->depth > depth || event == JSON_KEY));
    s->skipping = false;
    return event != JSON_ERROR && event != JSON_END && s->depth == depth;
}
