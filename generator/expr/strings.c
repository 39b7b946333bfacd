/* SPDX-License-Identifier: MIT */
/*
 * Values as text: printing into a buffer with or without escaping, str(),
 * and joining with ~ under the rules of markup.
 */
#include "eval.h"

struct value text_value(struct eval *e, const struct buf *buf, bool safe)
{
    struct value v = value_str(buf_dup(e->arena, buf));

    v.safe = safe;
    return v;
}

/* An object's own text, when it has one. */
static bool object_text(struct eval *e, struct value v, struct value *out)
{
    const struct value_object_type *type = v.as.object->type;

    if (!type->text)
        return false;
    if (type->text(v.as.object, e->reader, out))
        return out->kind != VALUE_OBJECT && out->kind != VALUE_UNDEFINED;
    return false;
}

/* Two digits at a time, from the end. */
static void write_int(struct buf *out, int64_t n)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021"
                                "22232425262728293031323334353637383940414243"
                                "44454647484950515253545556575859606162636465"
                                "66676869707172737475767778798081828384858687"
                                "888990919293949596979899";
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    while (rest >= 100) {
        at -= 2;
        memcpy(digits + at, pairs + rest % 100 * 2, 2);
        rest /= 100;
    }
    if (rest >= 10) {
        at -= 2;
        memcpy(digits + at, pairs + rest * 2, 2);
    } else {
        digits[--at] = (char)('0' + rest);
    }
    if (n < 0)
        digits[--at] = '-';
    eval_put(out, digits + at, sizeof(digits) - at);
}

/* What is neither text nor a plain number: printed, then escaped in place. */
static bool write_other(struct eval *e, struct value v, bool escape,
                        struct buf *out)
{
    size_t start = out->len;
    struct str printed;

    value_print(out, v, e->reader);
    if (e->reader->failed)
        return false;
    printed = str_bytes(out->ptr + start, out->len - start);
    if (!escape || printed.len == 0)
        return true;
    printed = str_dup(e->arena, printed);
    buf_truncate(out, start);
    buf_add_escaped(out, printed);
    return true;
}

bool eval_write(struct eval *e, struct value v, bool escape, struct buf *out)
{
    struct value text;

    if (v.kind == VALUE_STRING) {
        if (escape && !v.safe)
            buf_add_escaped(out, value_text(v));
        else
            eval_put(out, v.as.text, v.len);
        return true;
    }
    if (v.kind == VALUE_INT) {
        write_int(out, v.as.integer);
        return true;
    }
    if (v.kind == VALUE_UNDEFINED)
        return !undefined_is_strict(e, v) || fail_undefined(e, v);
    if (v.kind == VALUE_OBJECT && object_text(e, v, &text))
        return eval_write(e, text, escape, out);
    if (e->reader->failed)
        return false;
    return write_other(e, v, escape, out);
}

bool eval_string(struct eval *e, struct value v, struct value *out)
{
    struct buf buf = BUF_INIT;
    bool ok;

    if (v.kind == VALUE_STRING) {
        *out = v;
        return true;
    }
    if (v.kind == VALUE_OBJECT && object_text(e, v, out) &&
        out->kind == VALUE_STRING)
        return true;
    ok = !e->reader->failed && eval_write(e, v, false, &buf);
    if (ok)
        *out = text_value(e, &buf, false);
    buf_deinit(&buf);
    return ok;
}

bool eval_text(struct eval *e, struct value v, struct str *out)
{
    struct value text;

    if (!eval_string(e, v, &text))
        return false;
    *out = value_text(text);
    return true;
}

bool eval_markup(struct eval *e, struct value v, struct str *out)
{
    struct value text;

    if (!eval_string(e, v, &text))
        return false;
    *out = text.safe ? value_text(text)
                     : html_escape(e->arena, value_text(text)).markup;
    return true;
}

bool eval_concat(struct eval *e, const struct value *parts, size_t len,
                 bool escape, struct value *out)
{
    struct buf buf = BUF_INIT;
    bool safe = false;
    bool ok = true;

    for (size_t i = 0; escape && i < len && !safe; i++) {
        struct value text;
        safe = parts[i].kind == VALUE_STRING
                   ? parts[i].safe
                   : parts[i].kind == VALUE_OBJECT &&
                         object_text(e, parts[i], &text) &&
                         text.kind == VALUE_STRING && text.safe;
    }
    for (size_t i = 0; i < len && ok; i++)
        ok = eval_write(e, parts[i], safe, &buf);
    if (ok)
        *out = text_value(e, &buf, safe);
    buf_deinit(&buf);
    return ok;
}
