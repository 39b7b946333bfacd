/* SPDX-License-Identifier: MIT */
/* What several built-ins share: optional arguments, attribute paths, texts. */
#include "builtins.h"

#include "token.h"

bool arg_given(struct value v)
{
    return !is_missing(v) && v.kind != VALUE_NULL;
}

bool arg_bool(struct eval *e, struct value v, bool fallback, bool *out)
{
    if (!is_missing(v))
        return eval_truth(e, v, out);
    *out = fallback;
    return true;
}

bool arg_int(struct eval *e, const char *what, struct value v, int64_t fallback,
             int64_t *out)
{
    if (arg_given(v))
        return eval_integer(e, what, v, out);
    *out = fallback;
    return true;
}

bool arg_operand(struct eval *e, const char *what, struct value v,
                 int64_t fallback, int64_t *out)
{
    if (arg_given(v) && is_undefined(v))
        return fail_undefined(e, v);
    return arg_int(e, what, v, fallback, out);
}

bool arg_text(struct eval *e, struct value v, struct str fallback,
              struct str *out)
{
    if (arg_given(v))
        return eval_text(e, v, out);
    *out = fallback;
    return true;
}

static struct value path_part(struct str part)
{
    int64_t index;
    bool digits = part.len > 0;

    for (size_t i = 0; i < part.len; i++)
        digits = digits && part.ptr[i] >= '0' && part.ptr[i] <= '9';
    return digits && str_to_int(part, &index) ? value_int(index)
                                              : value_str(part);
}

void attribute_path(struct eval *e, struct value attribute,
                    struct attribute_path *out)
{
    struct str rest, part;
    size_t count = 1;

    *out = (struct attribute_path){NULL, 0};
    if (!arg_given(attribute))
        return;
    if (attribute.kind != VALUE_STRING) {
        out->parts = arena_copy(e->arena, &attribute, sizeof(attribute));
        out->len = 1;
        return;
    }
    rest = value_text(attribute);
    for (size_t i = 0; i < rest.len; i++)
        count += rest.ptr[i] == '.';
    out->parts = arena_array(e->arena, struct value, count);
    while (str_split(&rest, '.', &part))
        out->parts[out->len++] = path_part(part);
}

bool attribute_get(struct eval *e, const struct attribute_path *path,
                   struct value item, struct value *out)
{
    for (size_t i = 0; i < path->len; i++)
        if (!eval_getitem(e, item, path->parts[i], &item))
            return false;
    *out = item;
    return true;
}

static bool is_cased(struct eval *e, uint32_t c)
{
    struct buf one = BUF_INIT;
    struct str s;
    bool cased;

    buf_add_utf8(&one, c);
    s = buf_str(&one);
    cased = !str_eq(text_lower(e->arena, s), text_upper(e->arena, s));
    buf_deinit(&one);
    return cased;
}

/* Most text is ASCII, where case is one bit. */
static bool ascii_case(struct eval *e, struct str s, char from, char to,
                       struct str *out)
{
    char *bytes;
    unsigned char all = 0;

    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    if (all >= 0x80)
        return false;
    bytes = arena_bytes(e->arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        bytes[i] = (char)(s.ptr[i] >= from && s.ptr[i] <= to ? s.ptr[i] ^ 0x20
                                                             : s.ptr[i]);
    bytes[s.len] = '\0';
    *out = str_bytes(bytes, s.len);
    return true;
}

struct str text_uppered(struct eval *e, struct str s)
{
    struct str ascii;

    return ascii_case(e, s, 'a', 'z', &ascii) ? ascii : text_upper(e->arena, s);
}

struct str text_lowered(struct eval *e, struct str s)
{
    static const struct str big = STR_INIT("Σ"), small = STR_INIT("σ");
    struct buf buf = BUF_INIT;
    struct str result;

    if (ascii_case(e, s, 'A', 'Z', &result))
        return result;
    if (str_find(s, big) == STR_NONE)
        return text_lower(e->arena, s);
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos, next;
        utf8_next(s, &pos);
        struct str one = str_slice(s, start, pos);
        if (!str_eq(one, big)) {
            buf_add(&buf, text_lower(e->arena, one));
            continue;
        }
        next = pos;
        bool before = start > 0 && is_cased(e, utf8_before(s, start));
        bool after = pos < s.len && is_cased(e, utf8_next(s, &next));
        buf_add(&buf, before && !after ? STR("ς") : small);
    }
    result = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return result;
}

struct value ignore_case(struct eval *e, struct value v)
{
    if (v.kind == VALUE_STRING)
        return value_str(text_lowered(e, value_text(v)));
    return v;
}

struct str text_titled(struct eval *e, struct str one)
{
    struct str upper = text_upper(e->arena, one);
    size_t first = 0;

    utf8_next(upper, &first);
    if (first == upper.len)
        return upper;
    return str_cat(e->arena, str_slice(upper, 0, first),
                   text_lower(e->arena, str_from(upper, first)));
}

struct str text_capitalize(struct eval *e, struct str s)
{
    size_t first = 0;

    if (s.len == 0)
        return s;
    utf8_next(s, &first);
    return str_cat(e->arena, text_titled(e, str_slice(s, 0, first)),
                   text_lowered(e, str_from(s, first)));
}

/* Whether the character at [from, to) of `s` is one to strip. */
static bool strips(struct str s, size_t from, size_t to, uint32_t c,
                   const struct str *chars)
{
    if (!chars)
        return char_is_space(c);
    return str_find(*chars, str_slice(s, from, to)) != STR_NONE;
}

struct str text_strip(struct str s, const struct str *chars, bool left,
                      bool right)
{
    size_t start = 0;

    while (left && start < s.len) {
        size_t next = start;
        uint32_t c = utf8_next(s, &next);
        if (!strips(s, start, next, c, chars))
            break;
        start = next;
    }
    s = str_from(s, start);
    while (right && s.len > 0) {
        size_t last = s.len - 1;
        while (last > 0 && ((unsigned char)s.ptr[last] & 0xc0) == 0x80)
            last--;
        size_t pos = last;
        uint32_t c = utf8_next(s, &pos);
        if (!strips(s, last, s.len, c, chars))
            break;
        s.len = last;
    }
    return s;
}

struct str text_replace(struct eval *e, struct str s, struct str from,
                        struct str to, int64_t count)
{
    struct buf buf = BUF_INIT;
    size_t pos = 0;
    struct str result;

    if (count < 0 && from.len > 0)
        return str_replace(e->arena, s, from, to);
    for (; count != 0; count--) {
        size_t at = str_find_from(s, from, pos);
        if (at == STR_NONE)
            break;
        if (from.len == 0) {
            /* Between all characters. */
            size_t next = pos;
            buf_add(&buf, to);
            if (pos >= s.len)
                break;
            utf8_next(s, &next);
            buf_add(&buf, str_slice(s, pos, next));
            pos = next;
            continue;
        }
        buf_add(&buf, str_slice(s, pos, at));
        buf_add(&buf, to);
        pos = at + from.len;
    }
    buf_add(&buf, str_from(s, pos));
    result = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return result;
}

static bool is_line_end(uint32_t c)
{
    return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c == 0x85 ||
           c == 0x2028 || c == 0x2029;
}

bool text_next_line(struct str *rest, struct str *line)
{
    size_t pos = 0, end = 0;
    uint32_t c = 0;

    if (rest->len == 0)
        return false;
    while (pos < rest->len) {
        end = pos;
        c = utf8_next(*rest, &pos);
        if (is_line_end(c))
            break;
        end = pos;
    }
    *line = str_slice(*rest, 0, end);
    if (c == '\r' && pos < rest->len && rest->ptr[pos] == '\n')
        pos++;
    *rest = str_from(*rest, pos);
    return true;
}

struct str text_collapse(struct eval *e, struct str s)
{
    struct buf buf = BUF_INIT;
    struct str rest = text_lstrip(s), result;
    bool space = false;

    for (size_t pos = 0; pos < rest.len;) {
        size_t start = pos;
        bool is_space = char_is_space(utf8_next(rest, &pos));
        if (!is_space && space)
            buf_add_char(&buf, ' ');
        if (!is_space)
            buf_add(&buf, str_slice(rest, start, pos));
        space = is_space;
    }
    result = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return result;
}
