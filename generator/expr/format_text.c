/* SPDX-License-Identifier: MIT */
/*
 * Python's two ways to format: "%s" % x (and the filter `format`) and
 * "{}".format(x). A format that is markup escapes what is put into it.
 */
#include "builtins.h"

struct formatter {
    struct eval *e;
    struct buf *out;
    struct str format;
    size_t pos;
    bool safe;
    const struct value *items;
    size_t len;
    size_t next;
    const struct value_entry *named;
    size_t named_len;
    struct value mapping; /* of %(name)s */
};

static int current(const struct formatter *f)
{
    return f->pos < f->format.len ? (unsigned char)f->format.ptr[f->pos] : -1;
}

static int read_number(struct formatter *f)
{
    int n = 0;

    while (current(f) >= '0' && current(f) <= '9') {
        if (n < 1000000)
            n = n * 10 + current(f) - '0';
        f->pos++;
    }
    return n;
}

static bool next_item(struct formatter *f, struct value *out)
{
    if (f->next >= f->len)
        return eval_fail(f->e, "not enough arguments for the format");
    *out = f->items[f->next++];
    return true;
}

/* Adds the value; into markup it goes escaped. */
static bool put_value(struct formatter *f, const struct number_spec *spec,
                      struct value v)
{
    struct buf text = BUF_INIT;
    bool ok;

    if (!f->safe)
        return format_one(f->e, spec, v, f->out);
    if (v.kind == VALUE_STRING && !v.safe)
        v = value_html(html_escape(f->e->arena, value_text(v)));
    ok = format_one(f->e, spec, v, &text);
    if (ok && (v.kind == VALUE_STRING || value_is_number(v)))
        buf_add(f->out, buf_str(&text));
    else if (ok)
        buf_add_escaped(f->out, buf_str(&text));
    buf_deinit(&text);
    return ok;
}

/* ---- % ---- */

static bool percent_key(struct formatter *f, struct value *v)
{
    size_t end = str_find_from(f->format, STR(")"), f->pos);
    struct str key;

    if (end == STR_NONE)
        return eval_fail(f->e, "incomplete format key");
    key = str_slice(f->format, f->pos + 1, end);
    f->pos = end + 1;
    if (f->mapping.kind != VALUE_MAP)
        return eval_fail(f->e, "the format requires a mapping");
    const struct value *found = value_map_get(f->mapping, key);
    if (!found)
        return eval_fail(f->e, "the format's key '%" STR_FMT "' is not given",
                         STR_ARG(key));
    *v = *found;
    return true;
}

/* A '*' width or precision takes an argument. */
static bool percent_size(struct formatter *f, int *size)
{
    struct value v;
    int64_t n;

    if (current(f) != '*') {
        *size = read_number(f);
        return true;
    }
    f->pos++;
    if (!next_item(f, &v) || !eval_integer(f->e, "a width", v, &n))
        return false;
    *size = n < 0 ? 0 : n > 1000000 ? 1000000 : (int)n;
    return true;
}

static bool percent_flags(struct formatter *f, struct number_spec *spec)
{
    for (;; f->pos++) {
        int c = current(f);
        if (c == '-')
            spec->align = '<';
        else if (c == '0' && spec->align != '<')
            spec->align = '=';
        else if (c == '+')
            spec->sign = '+';
        else if (c == ' ' && spec->sign != '+')
            spec->sign = ' ';
        else if (c == '#')
            spec->alternate = true;
        else if (c != '0')
            break;
    }
    spec->fill_point = spec->align == '=' ? '0' : ' ';
    if (!percent_size(f, &spec->width))
        return false;
    if (current(f) == '.') {
        f->pos++;
        if (!percent_size(f, &spec->precision))
            return false;
    }
    while (current(f) == 'l' || current(f) == 'h' || current(f) == 'L')
        f->pos++;
    return true;
}

/* %r and %a print repr(); everything to the left of the value is text. */
static bool percent_put(struct formatter *f, struct number_spec *spec,
                        struct value v, char type)
{
    struct buf text = BUF_INIT;

    if (type == 's' || type == 'r' || type == 'a') {
        if (type != 's') {
            value_repr(&text, v, f->e->reader);
            v = text_value(f->e, &text, false);
            buf_deinit(&text);
        }
        if (spec->align == '=')
            spec->fill_point = ' ';
        spec->align = spec->align == '<' ? '<' : '>';
        spec->type = 's';
        return put_value(f, spec, v);
    }
    spec->type = type == 'u' || type == 'i' ? 'd' : type;
    if (spec->type == 'd' && v.kind == VALUE_FLOAT) {
        if (!(v.as.number > -9e18 && v.as.number < 9e18))
            return eval_fail(f->e, "a number does not fit into 64 bits");
        v = value_int((int64_t)v.as.number);
    }
    return put_value(f, spec, v);
}

static bool percent_one(struct formatter *f)
{
    struct number_spec spec = {.fill_point = ' ', .precision = -1};
    struct value v = value_null();
    bool keyed = current(f) == '(';

    if ((keyed && !percent_key(f, &v)) || !percent_flags(f, &spec))
        return false;
    int type = current(f);
    if (type < 0)
        return eval_fail(f->e, "the format ends inside a conversion");
    f->pos++;
    if (type == '%') {
        buf_add_char(f->out, '%');
        return true;
    }
    if (!keyed && !next_item(f, &v))
        return false;
    if (type >= 0x80 || !strchr("srauidxXofFeEgGc", type))
        return eval_fail(f->e, "'%%%c' is no format", type);
    return percent_put(f, &spec, v, (char)type);
}

/* What has subscripts may go unused, as in Python. */
static bool is_mapping_like(struct value v)
{
    return v.kind == VALUE_MAP || v.kind == VALUE_LIST ||
           v.kind == VALUE_OBJECT || v.kind == VALUE_UNDEFINED;
}

bool format_percent(struct eval *e, struct value format, struct value args,
                    struct value *out)
{
    struct buf buf = BUF_INIT;
    struct formatter f = {.e = e,
                          .out = &buf,
                          .format = value_text(format),
                          .safe = format.safe,
                          .items = &args,
                          .len = 1,
                          .mapping = args};
    bool tuple = args.kind == VALUE_LIST && args.as.list->tuple, ok = true;

    if (tuple) {
        f.items = args.as.list->items;
        f.len = args.as.list->len;
    }
    while (ok && f.pos < f.format.len) {
        size_t at = str_find_from(f.format, STR("%"), f.pos);
        buf_add(&buf, str_slice(f.format, f.pos, at));
        f.pos = at == STR_NONE ? f.format.len : at + 1;
        if (at != STR_NONE)
            ok = percent_one(&f);
    }
    if (ok && f.next < f.len && (tuple || !is_mapping_like(args)))
        ok = eval_fail(e, "not all arguments are used by the format");
    if (ok)
        *out = text_value(e, &buf, format.safe);
    buf_deinit(&buf);
    return ok;
}

/* ---- {} ---- */

static bool brace_named(struct formatter *f, struct str name, struct value *out)
{
    for (size_t i = 0; i < f->named_len; i++) {
        if (str_eq(value_text(f->named[i].key), name)) {
            *out = f->named[i].value;
            return true;
        }
    }
    return eval_fail(f->e, "the format's field '%" STR_FMT "' is not given",
                     STR_ARG(name));
}

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* "name", "0", "", followed by .attribute and [index]. */
static bool brace_field(struct formatter *f, struct str field,
                        struct value *out)
{
    size_t end = 0;
    int64_t index;

    while (end < field.len && field.ptr[end] != '.' && field.ptr[end] != '[')
        end++;
    struct str first = str_slice(field, 0, end);
    if (first.len == 0) {
        if (!next_item(f, out))
            return false;
    } else if (is_digits(first) && str_to_int(first, &index)) {
        if ((uint64_t)index >= f->len)
            return eval_fail(f->e, "not enough arguments for the format");
        *out = f->items[index];
    } else if (!brace_named(f, first, out)) {
        return false;
    }
    while (end < field.len) {
        bool bracket = field.ptr[end] == '[';
        size_t stop = end + 1;
        while (stop < field.len && field.ptr[stop] != '[' &&
               field.ptr[stop] != '.' && field.ptr[stop] != ']')
            stop++;
        struct str part = str_slice(field, end + 1, stop);
        struct value key =
            bracket && is_digits(part) && str_to_int(part, &index)
                ? value_int(index)
                : value_str(part);
        if (!eval_getitem(f->e, *out, key, out))
            return false;
        end = bracket ? stop + 1 : stop;
    }
    return true;
}

/* [[fill]align][sign][#][0][width][,][.precision][type] */
static bool brace_spec(struct formatter *f, struct str s,
                       struct number_spec *spec)
{
    struct formatter g = {.e = f->e, .format = s};
    size_t after = 0;

    *spec = (struct number_spec){.fill_point = ' ', .precision = -1};
    if (s.len > 0) {
        uint32_t c = utf8_next(s, &after);
        if (after < s.len && strchr("<>^=", s.ptr[after])) {
            spec->fill_point = c;
            spec->align = s.ptr[after];
            g.pos = after + 1;
        } else if (strchr("<>^=", s.ptr[0]) && s.ptr[0]) {
            spec->align = s.ptr[0];
            g.pos = 1;
        }
    }
    if (current(&g) == '+' || current(&g) == '-' || current(&g) == ' ')
        spec->sign = g.format.ptr[g.pos++];
    if (current(&g) == '#') {
        spec->alternate = true;
        g.pos++;
    }
    if (current(&g) == '0' && !spec->align) {
        spec->fill_point = '0';
        spec->align = '=';
    }
    spec->width = read_number(&g);
    if (current(&g) == ',' || current(&g) == '_')
        spec->comma = g.format.ptr[g.pos++];
    if (current(&g) == '.') {
        g.pos++;
        spec->precision = read_number(&g);
    }
    if (g.pos < s.len)
        spec->type = s.ptr[g.pos++];
    return g.pos == s.len ||
           eval_fail(f->e, "'%" STR_FMT "' is no format", STR_ARG(s));
}

static bool brace_one(struct formatter *f)
{
    size_t end = str_find_from(f->format, STR("}"), f->pos);
    struct number_spec spec;
    struct value v;

    if (end == STR_NONE)
        return eval_fail(f->e, "the format ends inside a field");
    struct str field = str_slice(f->format, f->pos, end), kind = STR("");
    f->pos = end + 1;
    size_t colon = str_chr(field, ':');
    if (colon != STR_NONE) {
        kind = str_from(field, colon + 1);
        field = str_slice(field, 0, colon);
    }
    size_t bang = str_chr(field, '!');
    bool repr = bang != STR_NONE && str_is(str_from(field, bang + 1), "r");
    if (bang != STR_NONE)
        field = str_slice(field, 0, bang);
    if (!brace_field(f, field, &v) || !brace_spec(f, kind, &spec))
        return false;
    if (repr) {
        struct buf text = BUF_INIT;
        value_repr(&text, v, f->e->reader);
        v = text_value(f->e, &text, false);
        buf_deinit(&text);
    }
    return put_value(f, &spec, v);
}

bool format_braces(struct eval *e, struct value format,
                   const struct value_args *args, struct value *out)
{
    struct buf buf = BUF_INIT;
    struct formatter f = {.e = e,
                          .out = &buf,
                          .format = value_text(format),
                          .safe = format.safe,
                          .items = args->items,
                          .len = args->len,
                          .named = args->named,
                          .named_len = args->named_len};
    bool ok = true;

    while (ok && f.pos < f.format.len) {
        char c = f.format.ptr[f.pos++];
        bool twice = (c == '{' || c == '}') && current(&f) == c;
        if (twice)
            f.pos++;
        if (twice || (c != '{' && c != '}'))
            buf_add_char(&buf, c);
        else
            ok = c == '{' ? brace_one(&f)
                          : eval_fail(e, "a single '}' in a format");
    }
    if (ok)
        *out = text_value(e, &buf, format.safe);
    buf_deinit(&buf);
    return ok;
}

static bool f_format(struct eval *e, const struct value_args *args,
                     struct value *out)
{
    struct value format, values;
    struct map_builder map;

    if (!eval_string(e, args->items[0], &format))
        return false;
    if (args->len > 1 && args->named_len > 0)
        return eval_fail(e, "can't handle positional and keyword arguments at "
                            "the same time");
    if (args->named_len == 0) {
        values = value_tuple_of(e->arena, args->items + 1, args->len - 1);
        return format_percent(e, format, values, out);
    }
    map_builder_init(&map, e->arena);
    for (size_t i = 0; i < args->named_len; i++)
        map_builder_set(&map, args->named[i].key, args->named[i].value);
    return format_percent(e, format, map_builder_finish(&map), out);
}

const struct builtin filters_format[] = {
    {"format", NULL, NULL, f_format},
    {NULL, NULL, NULL, NULL},
};
