/* SPDX-License-Identifier: MIT */
/* Filters that lay text out: widths, indents, line breaks. */
#include "builtins.h"

static bool f_center(struct eval *e, const struct value *a, struct value *out)
{
    struct value text, width = is_missing(a[1]) ? value_int(80) : a[1];
    struct value args[3] = {value_null(), width, value_missing()};

    if (!eval_string(e, a[0], &args[0]))
        return false;
    text = args[0];
    for (const struct builtin *m = methods_text; m->name; m++)
        if (str_is(str_of(m->name), "center"))
            return m->bound(e, args, out);
    *out = text;
    return true;
}

/* Markup gets an escaped indent; the newlines are safe as they are. */
static bool indention(struct eval *e, struct value width, bool safe,
                      struct str *out)
{
    int64_t n;
    struct buf buf = BUF_INIT;

    if (width.kind == VALUE_STRING) {
        (void)safe;
        *out = value_text(width);
        return true;
    }
    if (!arg_operand(e, "the width", width, 4, &n))
        return false;
    if (n > 0 && !eval_steps(e, (uint64_t)n))
        return false;
    for (int64_t i = 0; i < n; i++)
        buf_add_char(&buf, ' ');
    *out = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return true;
}

static bool f_indent(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;
    struct str rest, line, indent;
    bool first, blank, at_start = true;

    if (a[0].kind != VALUE_STRING) {
        if (is_undefined(a[0]))
            return fail_undefined(e, a[0]);
        return eval_fail(e, "only text can be indented, not %s",
                         value_kind_name(a[0]));
    }
    if (!indention(e, a[1], a[0].safe, &indent) ||
        !arg_bool(e, a[2], false, &first) || !arg_bool(e, a[3], false, &blank))
        return false;
    rest = str_cat(e->arena, value_text(a[0]), STR("\n"));
    if (first)
        buf_add(&buf, indent);
    while (text_next_line(&rest, &line)) {
        if (!at_start)
            buf_add_char(&buf, '\n');
        if (!at_start && (blank || line.len > 0))
            buf_add(&buf, indent);
        buf_add(&buf, line);
        at_start = false;
    }
    *out = text_value(e, &buf, a[0].safe);
    buf_deinit(&buf);
    return true;
}

static bool truncate_lengths(struct eval *e, const struct value *a,
                             struct str end, int64_t *length, int64_t *leeway)
{
    if (!arg_operand(e, "the length", a[1], 255, length) ||
        !arg_operand(e, "the leeway", a[4], 5, leeway))
        return false;
    if (*length < (int64_t)utf8_count(end))
        return eval_fail(e, "the length %lld is less than that of the end mark",
                         (long long)*length);
    return *leeway >= 0 || eval_fail(e, "the leeway is negative");
}

static bool f_truncate(struct eval *e, const struct value *a, struct value *out)
{
    struct value end = is_missing(a[3]) ? value_str(STR("...")) : a[3];
    int64_t length, leeway;
    bool killwords;
    struct str s, mark;

    if (!eval_text(e, end, &mark) ||
        !truncate_lengths(e, a, mark, &length, &leeway) ||
        !arg_bool(e, a[2], false, &killwords))
        return false;
    *out = a[0];
    if (is_undefined(a[0]))
        return !undefined_is_strict(e, a[0]) || fail_undefined(e, a[0]);
    if (a[0].kind != VALUE_STRING) {
        int64_t elements;
        if (!eval_length(e, a[0], &elements))
            return false;
        return elements <= length + leeway ||
               eval_fail(e, "only text can be truncated, not %s",
                         value_kind_name(a[0]));
    }
    s = value_text(a[0]);
    if ((int64_t)utf8_count(s) <= length + leeway)
        return true;
    s = str_slice(s, 0,
                  utf8_offset(s, (size_t)(length - (int64_t)utf8_count(mark))));
    if (!killwords) {
        size_t space = str_rchr(s, ' ');
        if (space != STR_NONE)
            s = str_slice(s, 0, space);
    }
    struct value head = value_str(s);
    head.safe = a[0].safe;
    return eval_binary(e, OP_ADD, head, end, out);
}

const struct builtin filters_layout[] = {
    {"center", "width?", f_center, NULL},
    {"indent", "width? first? blank?", f_indent, NULL},
    {"truncate", "length? killwords? end? leeway?", f_truncate, NULL},
    {"wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?",
     filter_wordwrap, NULL},
    {NULL, NULL, NULL, NULL},
};
