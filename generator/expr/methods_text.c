/* SPDX-License-Identifier: MIT */
/*
 * Python's str methods. Markup stays markup: what is put into it is escaped
 * first, as markupsafe does.
 */
#include "builtins.h"
#include "token.h"

static bool result(struct eval *e, struct value self, struct str s,
                   struct value *out)
{
    (void)e;
    *out = value_str(s);
    out->safe = self.safe;
    return true;
}

/* An argument as text that may go into `self`. */
static bool operand(struct eval *e, struct value self, struct value v,
                    struct str *out)
{
    if (is_undefined(v))
        return fail_undefined(e, v);
    if (v.kind != VALUE_STRING)
        return eval_fail(e, "the method takes text, not %s",
                         value_kind_name(v));
    return self.safe ? eval_markup(e, v, out) : eval_text(e, v, out);
}

static bool m_upper(struct eval *e, const struct value *a, struct value *out)
{
    return result(e, a[0], text_uppered(e, value_text(a[0])), out);
}

static bool m_lower(struct eval *e, const struct value *a, struct value *out)
{
    return result(e, a[0], text_lowered(e, value_text(a[0])), out);
}

static bool m_capitalize(struct eval *e, const struct value *a,
                         struct value *out)
{
    return result(e, a[0], text_capitalize(e, value_text(a[0])), out);
}

/* Python's title(): a letter is upper case when none stands before it. */
static bool m_title(struct eval *e, const struct value *a, struct value *out)
{
    struct str s = value_text(a[0]);
    struct buf buf = BUF_INIT;
    bool inside = false;

    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos;
        uint32_t c = utf8_next(s, &pos);
        struct str one = str_slice(s, start, pos);
        struct str lower = text_lowered(e, one);
        struct str upper = text_uppered(e, one);
        bool cased = c != UTF8_INVALID && !str_eq(lower, upper);
        buf_add(&buf, !cased ? one : inside ? lower : text_titled(e, one));
        inside = cased;
    }
    *out = text_value(e, &buf, a[0].safe);
    buf_deinit(&buf);
    return true;
}

static bool strip(struct eval *e, const struct value *a, bool left, bool right,
                  struct value *out)
{
    struct str chars;
    bool given = arg_given(a[1]);

    if (given && !operand(e, a[0], a[1], &chars))
        return false;
    return result(
        e, a[0],
        text_strip(value_text(a[0]), given ? &chars : NULL, left, right), out);
}

static bool m_strip(struct eval *e, const struct value *a, struct value *out)
{
    return strip(e, a, true, true, out);
}

static bool m_lstrip(struct eval *e, const struct value *a, struct value *out)
{
    return strip(e, a, true, false, out);
}

static bool m_rstrip(struct eval *e, const struct value *a, struct value *out)
{
    return strip(e, a, false, true, out);
}

static bool m_replace(struct eval *e, const struct value *a, struct value *out)
{
    struct str from, to;
    int64_t count;

    if (!operand(e, a[0], a[1], &from) || !operand(e, a[0], a[2], &to) ||
        !arg_int(e, "the count", a[3], -1, &count))
        return false;
    return result(e, a[0], text_replace(e, value_text(a[0]), from, to, count),
                  out);
}

/* startswith and endswith take one text or a tuple of them. */
static bool affix(struct eval *e, const struct value *a,
                  bool (*has)(struct str, struct str), struct value *out)
{
    const struct value *items = &a[1];
    size_t len = 1;
    struct str part;

    *out = value_bool(false);
    if (a[1].kind == VALUE_LIST) {
        items = a[1].as.list->items;
        len = a[1].as.list->len;
    }
    for (size_t i = 0; i < len && !out->as.boolean; i++) {
        if (!operand(e, value_null(), items[i], &part))
            return false;
        out->as.boolean = has(value_text(a[0]), part);
    }
    return true;
}

static bool m_startswith(struct eval *e, const struct value *a,
                         struct value *out)
{
    return affix(e, a, str_starts, out);
}

static bool m_endswith(struct eval *e, const struct value *a, struct value *out)
{
    return affix(e, a, str_ends, out);
}

static void push_text(struct list_builder *list, struct value self,
                      struct str s)
{
    struct value v = value_str(s);

    v.safe = self.safe;
    list_builder_push(list, v);
}

/* Splits at runs of white space. */
static void split_spaces(struct list_builder *list, struct value self,
                         int64_t limit)
{
    struct str rest = text_lstrip(value_text(self));

    while (rest.len > 0 && limit != 0) {
        size_t pos = 0, end = 0;
        while (pos < rest.len) {
            end = pos;
            if (char_is_space(utf8_next(rest, &pos)))
                break;
            end = pos;
        }
        push_text(list, self, str_slice(rest, 0, end));
        rest = text_lstrip(str_from(rest, end));
        limit--;
    }
    if (rest.len > 0)
        push_text(list, self, text_rstrip(rest));
}

static bool m_split(struct eval *e, const struct value *a, struct value *out)
{
    struct str rest = value_text(a[0]), separator;
    struct list_builder list;
    int64_t limit;

    list_builder_init(&list, e->arena);
    if (!arg_int(e, "the limit", a[2], -1, &limit))
        return false;
    if (!arg_given(a[1])) {
        split_spaces(&list, a[0], limit);
        *out = list_builder_finish(&list);
        return true;
    }
    if (!operand(e, value_null(), a[1], &separator))
        return false;
    if (separator.len == 0)
        return eval_fail(e, "the separator is empty");
    for (; limit != 0; limit--) {
        size_t at = str_find(rest, separator);
        if (at == STR_NONE)
            break;
        push_text(&list, a[0], str_slice(rest, 0, at));
        rest = str_from(rest, at + separator.len);
    }
    push_text(&list, a[0], rest);
    *out = list_builder_finish(&list);
    return true;
}

static size_t find_last(struct str s, struct str needle)
{
    for (size_t i = s.len + 1; i-- > 0;)
        if (str_starts(str_from(s, i), needle))
            return i;
    return STR_NONE;
}

/* rsplit with a separator and a limit, which is what it is used for; without a
 * limit it is split. */
static bool m_rsplit(struct eval *e, const struct value *a, struct value *out)
{
    struct str rest = value_text(a[0]), separator;
    struct list_builder list;
    int64_t limit;

    if (!arg_int(e, "the limit", a[2], -1, &limit))
        return false;
    if (!arg_given(a[1]) || limit < 0)
        return m_split(e, a, out);
    if (!operand(e, value_null(), a[1], &separator))
        return false;
    if (separator.len == 0)
        return eval_fail(e, "the separator is empty");
    list_builder_init(&list, e->arena);
    struct str *parts = arena_array(e->arena, struct str, rest.len + 1);
    size_t count = 0;
    for (; limit > 0; limit--) {
        size_t at = find_last(rest, separator);
        if (at == STR_NONE)
            break;
        parts[count++] = str_from(rest, at + separator.len);
        rest = str_slice(rest, 0, at);
    }
    push_text(&list, a[0], rest);
    while (count-- > 0)
        push_text(&list, a[0], parts[count]);
    *out = list_builder_finish(&list);
    return true;
}

static bool m_splitlines(struct eval *e, const struct value *a,
                         struct value *out)
{
    struct str rest = value_text(a[0]), line;
    struct list_builder list;

    list_builder_init(&list, e->arena);
    while (text_next_line(&rest, &line))
        push_text(&list, a[0], line);
    *out = list_builder_finish(&list);
    return true;
}

static bool m_join(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    struct buf buf = BUF_INIT;
    struct str part;
    size_t len;
    bool ok = eval_items(e, a[1], &items, &len);

    for (size_t i = 0; ok && i < len; i++) {
        if (i > 0)
            buf_add(&buf, value_text(a[0]));
        ok = operand(e, a[0], items[i], &part);
        if (ok)
            buf_add(&buf, part);
    }
    if (ok)
        *out = text_value(e, &buf, a[0].safe);
    buf_deinit(&buf);
    return ok;
}

static bool m_format(struct eval *e, const struct value_args *args,
                     struct value *out)
{
    struct value_args rest = *args;

    rest.items++;
    rest.len--;
    return format_braces(e, args->items[0], &rest, out);
}

/* Positions are counted in characters. */
static bool find_text(struct eval *e, const struct value *a, bool last,
                      int64_t *out)
{
    struct str s = value_text(a[0]), needle;
    size_t at;

    if (!operand(e, value_null(), a[1], &needle))
        return false;
    at = last ? find_last(s, needle) : str_find(s, needle);
    *out = at == STR_NONE ? -1 : (int64_t)utf8_count(str_slice(s, 0, at));
    return true;
}

static bool m_find(struct eval *e, const struct value *a, struct value *out)
{
    *out = value_int(0);
    return find_text(e, a, false, &out->as.integer);
}

static bool m_rfind(struct eval *e, const struct value *a, struct value *out)
{
    *out = value_int(0);
    return find_text(e, a, true, &out->as.integer);
}

static bool m_index(struct eval *e, const struct value *a, struct value *out)
{
    if (!m_find(e, a, out))
        return false;
    return out->as.integer >= 0 || eval_fail(e, "the text is not in there");
}

static bool m_count(struct eval *e, const struct value *a, struct value *out)
{
    struct str s = value_text(a[0]), needle;
    int64_t count = 0;

    if (!operand(e, value_null(), a[1], &needle))
        return false;
    if (needle.len == 0) {
        *out = value_int((int64_t)utf8_count(s) + 1);
        return true;
    }
    for (size_t at = 0; (at = str_find_from(s, needle, at)) != STR_NONE;
         at += needle.len)
        count++;
    *out = value_int(count);
    return true;
}

/* The pads of center, ljust and rjust. */
static bool pad(struct eval *e, const struct value *a, int left, int right,
                struct value *out)
{
    struct str s = value_text(a[0]), fill;
    struct buf buf = BUF_INIT;
    int64_t width, missing, before;

    if (!eval_integer(e, "the width", a[1], &width) ||
        !arg_text(e, a[2], STR(" "), &fill))
        return false;
    missing = width - (int64_t)utf8_count(s);
    if (missing > 0 && !eval_steps(e, (uint64_t)missing))
        return false;
    before = !left ? 0 : !right ? missing : missing / 2 + (missing & width & 1);
    for (int64_t i = 0; i < missing && i < before; i++)
        buf_add(&buf, fill);
    buf_add(&buf, s);
    for (int64_t i = before; i < missing; i++)
        buf_add(&buf, fill);
    *out = text_value(e, &buf, a[0].safe);
    buf_deinit(&buf);
    return true;
}

static bool m_center(struct eval *e, const struct value *a, struct value *out)
{
    return pad(e, a, 1, 1, out);
}

static bool m_ljust(struct eval *e, const struct value *a, struct value *out)
{
    return pad(e, a, 0, 1, out);
}

static bool m_rjust(struct eval *e, const struct value *a, struct value *out)
{
    return pad(e, a, 1, 0, out);
}

static bool all_in(struct str s, bool (*is)(unsigned char))
{
    for (size_t i = 0; i < s.len; i++)
        if (!is((unsigned char)s.ptr[i]))
            return false;
    return s.len > 0;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool m_isdigit(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    *out = value_bool(all_in(value_text(a[0]), is_digit));
    return true;
}

const struct builtin methods_text[] = {
    {"upper", "", m_upper, NULL},
    {"lower", "", m_lower, NULL},
    {"capitalize", "", m_capitalize, NULL},
    {"title", "", m_title, NULL},
    {"strip", "chars?", m_strip, NULL},
    {"lstrip", "chars?", m_lstrip, NULL},
    {"rstrip", "chars?", m_rstrip, NULL},
    {"replace", "old new count?", m_replace, NULL},
    {"startswith", "prefix", m_startswith, NULL},
    {"endswith", "suffix", m_endswith, NULL},
    {"split", "sep? maxsplit?", m_split, NULL},
    {"rsplit", "sep? maxsplit?", m_rsplit, NULL},
    {"splitlines", "", m_splitlines, NULL},
    {"join", "iterable", m_join, NULL},
    {"format", "", NULL, m_format},
    {"find", "sub", m_find, NULL},
    {"rfind", "sub", m_rfind, NULL},
    {"index", "sub", m_index, NULL},
    {"count", "sub", m_count, NULL},
    {"center", "width fillchar?", m_center, NULL},
    {"ljust", "width fillchar?", m_ljust, NULL},
    {"rjust", "width fillchar?", m_rjust, NULL},
    {"isdigit", "", m_isdigit, NULL},
    {NULL, NULL, NULL, NULL},
};
