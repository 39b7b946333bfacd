/* SPDX-License-Identifier: MIT */
/*
 * The JSON writer. Text is kept as UTF-8; what is no UTF-8 becomes U+FFFD.
 * Numbers print as Python's json prints them.
 */
#include "value/value.h"

#include <math.h>

/* The escape of an ASCII character, or NULL when it stands for itself. */
static const char *escape_of(char c, bool for_html)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '<':
        return for_html ? "\\u003c" : NULL;
    case '>':
        return for_html ? "\\u003e" : NULL;
    case '&':
        return for_html ? "\\u0026" : NULL;
    case '\'':
        return for_html ? "\\u0027" : NULL;
    default:
        return NULL;
    }
}

/* The character at *i, escaped; moves *i behind it. */
static void write_special(struct buf *out, struct str s, size_t *i,
                          bool for_html)
{
    char first = s.ptr[*i];
    const char *escape = escape_of(first, for_html);
    uint32_t c = utf8_next(s, i);

    if (escape)
        buf_add_cstr(out, escape);
    else if (c < 0x20)
        buf_add_fmt(out, "\\u%04x", (unsigned)c);
    else if (for_html && (c == 0x2028 || c == 0x2029))
        buf_add_fmt(out, "\\u%04x", (unsigned)c);
    else
        buf_add_utf8(out, c);
}

static bool is_plain(char c, bool for_html)
{
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 &&
           !escape_of(c, for_html);
}

static void write_text(struct buf *out, struct str s, bool for_html)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < s.len;) {
        size_t start = i;

        while (i < s.len && is_plain(s.ptr[i], for_html))
            i++;
        buf_add_bytes(out, s.ptr + start, i - start);
        if (i < s.len)
            write_special(out, s, &i, for_html);
    }
    buf_add_char(out, '"');
}

struct writer {
    struct buf *out;
    struct reader *reader;
    unsigned indent;
    bool for_html;
};

static void write_value(const struct writer *w, struct value v, unsigned depth);

static void break_line(const struct writer *w, unsigned depth)
{
    if (w->indent == 0)
        return;
    buf_add_char(w->out, '\n');
    for (unsigned i = 0; i < depth * w->indent; i++)
        buf_add_char(w->out, ' ');
}

static void write_list(const struct writer *w, const struct value_list *list,
                       unsigned depth)
{
    buf_add_char(w->out, '[');
    for (size_t i = 0; i < list->len; i++) {
        if (i > 0)
            buf_add_char(w->out, ',');
        break_line(w, depth + 1);
        write_value(w, list->items[i], depth + 1);
    }
    if (list->len > 0)
        break_line(w, depth);
    buf_add_char(w->out, ']');
}

/* JSON's keys are strings: others are written as Python's json does. */
static void write_key(const struct writer *w, struct value key)
{
    struct buf text = BUF_INIT;

    if (key.kind == VALUE_STRING) {
        write_text(w->out, value_text(key), w->for_html);
        return;
    }
    if (key.kind == VALUE_BOOL)
        buf_add_cstr(&text, key.as.boolean ? "true" : "false");
    else if (key.kind == VALUE_NULL)
        buf_add_cstr(&text, "null");
    else
        value_print(&text, key, w->reader);
    write_text(w->out, buf_str(&text), w->for_html);
    buf_deinit(&text);
}

static void write_map(const struct writer *w, const struct value_map *map,
                      unsigned depth)
{
    buf_add_char(w->out, '{');
    for (size_t i = 0; i < map->len; i++) {
        if (i > 0)
            buf_add_char(w->out, ',');
        break_line(w, depth + 1);
        write_key(w, map->entries[i].key);
        buf_add_cstr(w->out, w->indent ? ": " : ":");
        write_value(w, map->entries[i].value, depth + 1);
    }
    if (map->len > 0)
        break_line(w, depth);
    buf_add_char(w->out, '}');
}

static void write_date(const struct writer *w, struct date d)
{
    struct arena arena;

    arena_init(&arena);
    write_text(w->out, date_iso(&arena, d), w->for_html);
    arena_deinit(&arena);
}

static void write_object(const struct writer *w,
                         const struct value_object *object)
{
    struct value text;

    if (object->type->text && object->type->text(object, w->reader, &text) &&
        text.kind == VALUE_STRING)
        write_text(w->out, value_text(text), w->for_html);
    else
        buf_add_cstr(w->out, "null");
}

static void write_value(const struct writer *w, struct value v, unsigned depth)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
        buf_add_cstr(w->out, "null");
        break;
    case VALUE_BOOL:
        buf_add_cstr(w->out, v.as.boolean ? "true" : "false");
        break;
    case VALUE_INT:
        buf_add_fmt(w->out, "%lld", (long long)v.as.integer);
        break;
    case VALUE_FLOAT:
        if (isfinite(v.as.number))
            buf_add_double(w->out, v.as.number);
        else
            buf_add_cstr(w->out, "null");
        break;
    case VALUE_STRING:
        write_text(w->out, value_text(v), w->for_html);
        break;
    case VALUE_DATE:
        write_date(w, value_as_date(v));
        break;
    case VALUE_LIST:
        write_list(w, v.as.list, depth);
        break;
    case VALUE_MAP:
        write_map(w, v.as.map, depth);
        break;
    case VALUE_OBJECT:
        write_object(w, v.as.object);
        break;
    }
}

void json_write(struct buf *out, struct value v, unsigned indent, bool for_html,
                struct reader *reader)
{
    const struct writer w = {out, reader, indent, for_html};

    write_value(&w, v, 0);
}
