/* SPDX-License-Identifier: MIT */
/* Filters that make one text out of another. */
#include "builtins.h"

#include "token.h"

static bool keep(struct value like, struct str s, struct value *out)
{
    *out = value_str(s);
    out->safe = like.safe;
    return true;
}

static bool f_upper(struct eval *e, const struct value *a, struct value *out)
{
    struct value text;

    return eval_string(e, a[0], &text) &&
           keep(text, text_uppered(e, value_text(text)), out);
}

static bool f_lower(struct eval *e, const struct value *a, struct value *out)
{
    struct value text;

    return eval_string(e, a[0], &text) &&
           keep(text, text_lowered(e, value_text(text)), out);
}

static bool f_capitalize(struct eval *e, const struct value *a,
                         struct value *out)
{
    struct value text;

    return eval_string(e, a[0], &text) &&
           keep(text, text_capitalize(e, value_text(text)), out);
}

static bool begins_word(uint32_t c)
{
    return c == '-' || c == '(' || c == '{' || c == '[' || c == '<' ||
           char_is_space(c);
}

static bool f_title(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;
    struct value text;
    bool at_start = true;

    if (!eval_string(e, a[0], &text))
        return false;
    struct str s = value_text(text);
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos;
        bool separator = begins_word(utf8_next(s, &pos));
        struct str one = str_slice(s, start, pos);
        if (separator)
            buf_add(&buf, one);
        else
            buf_add(&buf,
                    at_start ? text_uppered(e, one) : text_lowered(e, one));
        at_start = separator;
    }
    /* Of markup the pieces are joined as plain text. */
    *out = text_value(e, &buf, false);
    buf_deinit(&buf);
    return true;
}

static bool f_trim(struct eval *e, const struct value *a, struct value *out)
{
    struct value text;
    struct str chars;
    bool given = arg_given(a[1]);

    if (!eval_string(e, a[0], &text) || (given && !eval_text(e, a[1], &chars)))
        return false;
    return keep(text,
                text_strip(value_text(text), given ? &chars : NULL, true, true),
                out);
}

static bool f_replace(struct eval *e, const struct value *a, struct value *out)
{
    struct value text, from, to;
    struct str s, old, new;
    int64_t count;

    if (!eval_string(e, a[0], &text) || !eval_string(e, a[1], &from) ||
        !eval_string(e, a[2], &to) ||
        !arg_int(e, "the count", a[3], -1, &count))
        return false;
    s = value_text(text);
    old = value_text(from);
    new = value_text(to);
    bool safe = e->autoescape && (text.safe || from.safe || to.safe);
    if (safe && (!eval_markup(e, text, &s) || !eval_markup(e, from, &old) ||
                 !eval_markup(e, to, &new)))
        return false;
    *out = value_str(text_replace(e, s, old, new, count));
    out->safe = safe;
    return true;
}

static bool f_string(struct eval *e, const struct value *a, struct value *out)
{
    return eval_string(e, a[0], out);
}

/* Moves behind one character. */
static bool is_word_at(struct str s, size_t *pos)
{
    unsigned char c = (unsigned char)s.ptr[*pos];
    uint32_t wide;

    if (c < 0x80) {
        ++*pos;
        return c == '_' || (c >= '0' && c <= '9') ||
               ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }
    wide = utf8_next(s, pos);
    return wide != UTF8_INVALID && text_is_letter_or_digit(wide);
}

static bool f_wordcount(struct eval *e, const struct value *a,
                        struct value *out)
{
    struct str s;
    int64_t count = 0;
    bool inside = false;

    if (!eval_text(e, a[0], &s))
        return false;
    for (size_t pos = 0; pos < s.len;) {
        bool word = is_word_at(s, &pos);
        count += word && !inside;
        inside = word;
    }
    *out = value_int(count);
    return true;
}

static bool f_reverse(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    size_t len;

    if (a[0].kind == VALUE_STRING) {
        struct value parts[3] = {value_null(), value_null(), value_int(-1)};
        return eval_slice(e, a[0], parts, out);
    }
    if (!eval_items(e, a[0], &items, &len))
        return false;
    struct value *made = arena_array(e->arena, struct value, len);
    for (size_t i = 0; i < len; i++)
        made[i] = items[len - 1 - i];
    *out = value_list_of(e->arena, made, len);
    return true;
}

const struct builtin filters_text[] = {
    {"upper", "", f_upper, NULL},
    {"lower", "", f_lower, NULL},
    {"capitalize", "", f_capitalize, NULL},
    {"title", "", f_title, NULL},
    {"trim", "chars?", f_trim, NULL},
    {"replace", "old new count?", f_replace, NULL},
    {"string", "", f_string, NULL},
    {"wordcount", "", f_wordcount, NULL},
    {"reverse", "", f_reverse, NULL},
    {NULL, NULL, NULL, NULL},
};
