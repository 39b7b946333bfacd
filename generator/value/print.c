/* SPDX-License-Identifier: MIT */
/*
 * Values as Python prints them: str() for value_print, repr() for value_repr
 * and for everything inside a container.
 */
#include "value/value.h"

static void print_code_point(struct buf *out, uint32_t c, const char *bytes,
                             size_t len)
{
    if (text_is_printable(c))
        buf_add_bytes(out, bytes, len);
    else if (c <= 0xff)
        buf_add_fmt(out, "\\x%02x", (unsigned)c);
    else if (c <= 0xffff)
        buf_add_fmt(out, "\\u%04x", (unsigned)c);
    else
        buf_add_fmt(out, "\\U%08x", (unsigned)c);
}

static void repr_char(struct buf *out, char c, char quote)
{
    if (c == quote || c == '\\') {
        buf_add_char(out, '\\');
        buf_add_char(out, c);
    } else if (c == '\n') {
        buf_add_cstr(out, "\\n");
    } else if (c == '\r') {
        buf_add_cstr(out, "\\r");
    } else if (c == '\t') {
        buf_add_cstr(out, "\\t");
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
        buf_add_fmt(out, "\\x%02x", (unsigned)(unsigned char)c);
    } else {
        buf_add_char(out, c);
    }
}

/* Double quotes only where they save escaping. */
static void repr_text(struct buf *out, struct str s)
{
    bool doubled = str_chr(s, '\'') != STR_NONE && str_chr(s, '"') == STR_NONE;
    char quote = doubled ? '"' : '\'';

    buf_add_char(out, quote);
    for (size_t i = 0; i < s.len;) {
        size_t start = i;
        uint32_t c;

        if ((unsigned char)s.ptr[i] < 0x80) {
            repr_char(out, s.ptr[i++], quote);
            continue;
        }
        c = utf8_next(s, &i);
        if (c == UTF8_INVALID)
            buf_add_fmt(out, "\\x%02x", (unsigned)(unsigned char)s.ptr[start]);
        else
            print_code_point(out, c, s.ptr + start, i - start);
    }
    buf_add_char(out, quote);
}

static void print_date(struct buf *out, struct date d)
{
    struct date_fields f = date_fields(d);
    unsigned offset = (unsigned)(d.offset < 0 ? -d.offset : d.offset);

    buf_add_fmt(out, "%04d-%02d-%02d", f.year, f.month, f.day);
    if (!d.day_only)
        buf_add_fmt(out, " %02d:%02d:%02d%c%02u:%02u", f.hour, f.minute,
                    f.second, d.offset < 0 ? '-' : '+', offset / 60,
                    offset % 60);
}

static void repr_date(struct buf *out, struct date d)
{
    struct date_fields f = date_fields(d);

    if (d.day_only) {
        buf_add_fmt(out, "datetime.date(%d, %d, %d)", f.year, f.month, f.day);
        return;
    }
    buf_add_fmt(out, "datetime.datetime(%d, %d, %d, %d, %d", f.year, f.month,
                f.day, f.hour, f.minute);
    if (f.second)
        buf_add_fmt(out, ", %d", f.second);
    buf_add_cstr(out, ", tzinfo=datetime.timezone");
    if (d.offset == 0)
        buf_add_cstr(out, ".utc)");
    else if (d.offset > 0)
        buf_add_fmt(out, "(datetime.timedelta(seconds=%d)))", d.offset * 60);
    else
        buf_add_fmt(out, "(datetime.timedelta(days=-1, seconds=%d)))",
                    86400 + d.offset * 60);
}

static void print_list(struct buf *out, const struct value_list *list,
                       struct reader *reader)
{
    buf_add_char(out, list->tuple ? '(' : '[');
    for (size_t i = 0; i < list->len; i++) {
        if (i > 0)
            buf_add_cstr(out, ", ");
        value_repr(out, list->items[i], reader);
    }
    if (list->tuple && list->len == 1)
        buf_add_char(out, ',');
    buf_add_char(out, list->tuple ? ')' : ']');
}

static void print_map(struct buf *out, const struct value_map *map,
                      struct reader *reader)
{
    buf_add_char(out, '{');
    for (size_t i = 0; i < map->len; i++) {
        if (i > 0)
            buf_add_cstr(out, ", ");
        value_repr(out, map->entries[i].key, reader);
        buf_add_cstr(out, ": ");
        value_repr(out, map->entries[i].value, reader);
    }
    buf_add_char(out, '}');
}

static void print_object(struct buf *out, const struct value_object *object,
                         struct reader *reader)
{
    struct value text;

    if (object->type->text && object->type->text(object, reader, &text))
        value_print(out, text, reader);
    else
        buf_add_fmt(out, "<%s>", object->type->name);
}

void value_print(struct buf *out, struct value v, struct reader *reader)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_UNDEFINED:
        break;
    case VALUE_NULL:
        buf_add_cstr(out, "None");
        break;
    case VALUE_BOOL:
        buf_add_cstr(out, v.as.boolean ? "True" : "False");
        break;
    case VALUE_INT:
        buf_add_fmt(out, "%lld", (long long)v.as.integer);
        break;
    case VALUE_FLOAT:
        buf_add_double(out, v.as.number);
        break;
    case VALUE_STRING:
        buf_add(out, value_text(v));
        break;
    case VALUE_DATE:
        print_date(out, value_as_date(v));
        break;
    case VALUE_LIST:
        print_list(out, v.as.list, reader);
        break;
    case VALUE_MAP:
        print_map(out, v.as.map, reader);
        break;
    case VALUE_OBJECT:
        print_object(out, v.as.object, reader);
        break;
    }
}

void value_repr(struct buf *out, struct value v, struct reader *reader)
{
    if (v.kind == VALUE_UNDEFINED) {
        buf_add_cstr(out, "Undefined");
    } else if (v.kind == VALUE_DATE) {
        repr_date(out, value_as_date(v));
    } else if (v.kind == VALUE_STRING) {
        buf_add_cstr(out, v.safe ? "Markup(" : "");
        repr_text(out, value_text(v));
        buf_add_cstr(out, v.safe ? ")" : "");
    } else {
        value_print(out, v, reader);
    }
}
