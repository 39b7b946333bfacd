/* SPDX-License-Identifier: MIT */
/* Filters between text and markup. */
#include "builtins.h"

#include "token.h"

static bool markup(struct str s, struct value *out)
{
    *out = value_html(html_trust(s));
    return true;
}

static bool f_escape(struct eval *e, const struct value *a, struct value *out)
{
    struct str s;

    return eval_markup(e, a[0], &s) && markup(s, out);
}

static bool f_forceescape(struct eval *e, const struct value *a,
                          struct value *out)
{
    struct str s;

    return eval_text(e, a[0], &s) &&
           markup(html_escape(e->arena, s).markup, out);
}

static bool f_safe(struct eval *e, const struct value *a, struct value *out)
{
    struct str s;

    return eval_text(e, a[0], &s) && markup(s, out);
}

/* Without comments, then without tags. */
static struct str without_tags(struct eval *e, struct str s)
{
    struct buf buf = BUF_INIT;
    struct str rest = s, result;

    for (size_t at; (at = str_find(rest, STR("<!--"))) != STR_NONE;) {
        size_t end = str_find_from(rest, STR("-->"), at + 4);
        if (end == STR_NONE)
            break;
        buf_add(&buf, str_slice(rest, 0, at));
        rest = str_from(rest, end + 3);
    }
    buf_add(&buf, rest);
    rest = buf_dup(e->arena, &buf);
    buf_reset(&buf);
    for (size_t at; (at = str_chr(rest, '<')) != STR_NONE;) {
        size_t end = str_find_from(rest, STR(">"), at);
        if (end == STR_NONE)
            break;
        buf_add(&buf, str_slice(rest, 0, at));
        rest = str_from(rest, end + 1);
    }
    buf_add(&buf, rest);
    result = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return result;
}

/* The character references that occur in prose. */
static const struct entity {
    const char *name;
    uint32_t code;
} entities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},
    {"apos", '\''},    {"nbsp", 0xa0},    {"copy", 0xa9},     {"reg", 0xae},
    {"laquo", 0xab},   {"raquo", 0xbb},   {"middot", 0xb7},   {"times", 0xd7},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},  {"rsquo", 0x2019},
    {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"hellip", 0x2026}, {"bull", 0x2022},
    {"larr", 0x2190},  {"rarr", 0x2192},  {"trade", 0x2122},  {"euro", 0x20ac},
    {"deg", 0xb0},     {"plusmn", 0xb1},  {"micro", 0xb5},    {"eacute", 0xe9},
    {"egrave", 0xe8},  {"auml", 0xe4},    {"ouml", 0xf6},     {"uuml", 0xfc},
    {"szlig", 0xdf},
};

static bool numeric_reference(struct str name, uint32_t *out)
{
    bool hex = name.len > 1 && (name.ptr[1] | 0x20) == 'x';
    uint32_t n = 0;

    if (name.len <= (size_t)(1 + hex))
        return false;
    for (size_t i = 1 + hex; i < name.len; i++) {
        int c = (unsigned char)name.ptr[i];
        int lower = c | 0x20;
        int digit = c >= '0' && c <= '9'                  ? c - '0'
                    : hex && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                          : -1;
        if (digit < 0 || n > 0x10ffff)
            return false;
        n = n * (hex ? 16u : 10u) + (uint32_t)digit;
    }
    *out = n > 0x10ffff ? 0xfffd : n;
    return true;
}

static bool reference(struct str name, uint32_t *out)
{
    if (name.len > 0 && name.ptr[0] == '#')
        return numeric_reference(name, out);
    for (size_t i = 0; i < PHX_COUNT(entities); i++) {
        if (str_is(name, entities[i].name)) {
            *out = entities[i].code;
            return true;
        }
    }
    return false;
}

static struct str unescape(struct eval *e, struct str s)
{
    struct buf buf = BUF_INIT;
    struct str result;

    for (size_t pos = 0; pos < s.len;) {
        size_t end =
            s.ptr[pos] == '&' ? str_find_from(s, STR(";"), pos) : STR_NONE;
        uint32_t code;
        if (end != STR_NONE && end - pos < 12 &&
            reference(str_slice(s, pos + 1, end), &code)) {
            buf_add_utf8(&buf, code);
            pos = end + 1;
        } else {
            buf_add_char(&buf, s.ptr[pos++]);
        }
    }
    result = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return result;
}

static bool f_striptags(struct eval *e, const struct value *a,
                        struct value *out)
{
    struct str s;

    if (!eval_text(e, a[0], &s))
        return false;
    *out = value_str(unescape(e, text_collapse(e, without_tags(e, s))));
    return true;
}

static bool attribute_name_ok(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '/' || c == '>' || c == '=' || c == ' ' ||
            (c >= '\t' && c <= '\r'))
            return false;
    }
    return true;
}

static bool put_attribute(struct eval *e, struct buf *buf, struct value key,
                          struct value value)
{
    struct str name, text;

    if (value.kind == VALUE_NULL || is_undefined(value))
        return true;
    if (!eval_text(e, key, &name))
        return false;
    if (!attribute_name_ok(name))
        return eval_fail(e, "'%" STR_FMT "' is no attribute's name",
                         STR_ARG(name));
    if (!eval_markup(e, key, &name) || !eval_markup(e, value, &text))
        return false;
    if (buf->len > 0)
        buf_add_char(buf, ' ');
    buf_add_fmt(buf, "%" STR_FMT "=\"", STR_ARG(name));
    buf_add(buf, text);
    buf_add_char(buf, '"');
    return true;
}

static bool f_xmlattr(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;
    bool autospace, ok = true;

    if (is_undefined(a[0]))
        return fail_undefined(e, a[0]);
    if (a[0].kind != VALUE_MAP)
        return eval_fail(e, "xmlattr takes a map, not %s",
                         value_kind_name(a[0]));
    if (!arg_bool(e, a[1], true, &autospace))
        return false;
    for (size_t i = 0; ok && i < a[0].as.map->len; i++)
        ok = put_attribute(e, &buf, a[0].as.map->entries[i].key,
                           a[0].as.map->entries[i].value);
    if (autospace && buf.len > 0)
        buf_insert(&buf, 0, STR(" "));
    if (ok)
        *out = text_value(e, &buf, e->autoescape);
    buf_deinit(&buf);
    return ok;
}

const struct builtin filters_html[] = {
    {"escape", "", f_escape, NULL},
    {"e", "", f_escape, NULL},
    {"forceescape", "", f_forceescape, NULL},
    {"safe", "", f_safe, NULL},
    {"striptags", "", f_striptags, NULL},
    {"xmlattr", "autospace?", f_xmlattr, NULL},
    {NULL, NULL, NULL, NULL},
};
