/* SPDX-License-Identifier: MIT */
/* Filters over lists: their ends, their shape, their joined text. */
#include "builtins.h"

static bool f_length(struct eval *e, const struct value *a, struct value *out)
{
    *out = value_int(0);
    return eval_length(e, a[0], &out->as.integer);
}

static bool f_first(struct eval *e, const struct value *a, struct value *out)
{
    struct iter it;

    if (!iter_begin(e, a[0], &it))
        return false;
    if (!iter_next(&it, out))
        *out = undefined_because(e, STR("No first item, sequence was empty."));
    return true;
}

static bool f_last(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    size_t len;

    if (!eval_items(e, a[0], &items, &len))
        return false;
    *out = len > 0
               ? items[len - 1]
               : undefined_because(e, STR("No last item, sequence was empty."));
    return true;
}

/* For sites a build must give the same bytes twice, so "random" depends on the
 * elements alone. */
static bool f_random(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    size_t len;

    if (!eval_items(e, a[0], &items, &len))
        return false;
    if (len == 0) {
        *out = undefined_because(e, STR("No random item, sequence was empty."));
        return true;
    }
    uint64_t seed = len;
    for (size_t i = 0; i < len; i++)
        seed = seed * 31 + value_hash(items[i]);
    *out = items[seed % len];
    return true;
}

static bool f_list(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    size_t len;

    if (!eval_items(e, a[0], &items, &len))
        return false;
    *out = value_list_of(e->arena, items, len);
    return true;
}

static struct value filled(struct eval *e, const struct value *items,
                           size_t len, size_t total, struct value fill)
{
    struct value *row = arena_array(e->arena, struct value, total);

    if (len > 0)
        memcpy(row, items, len * sizeof(*row));
    for (size_t i = len; i < total; i++)
        row[i] = fill;
    return value_list_of(e->arena, row, total);
}

static bool f_batch(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    struct list_builder rows;
    int64_t count;
    size_t len;

    list_builder_init(&rows, e->arena);
    if (!eval_items(e, a[0], &items, &len))
        return false;
    if (is_undefined(a[1]) && !undefined_is_strict(e, a[1]))
        count = -1; /* equal to no length */
    else if (!arg_operand(e, "the number of columns", a[1], 0, &count))
        return false;
    /* As in Jinja2, no row is ever full then: all go into one, behind an empty
     * one when rows are to have no element. */
    if (count == 0 && len > 0)
        list_builder_push(&rows, value_list_of(e->arena, NULL, 0));
    if (count <= 0)
        count = len > 0 ? (int64_t)len : 1;
    for (size_t i = 0; i < len; i += (size_t)count) {
        size_t here = len - i < (size_t)count ? len - i : (size_t)count;
        size_t total = arg_given(a[2]) ? (size_t)count : here;
        if (!eval_steps(e, total))
            return false;
        list_builder_push(&rows, filled(e, items + i, here, total, a[2]));
    }
    *out = list_builder_finish(&rows);
    return true;
}

static bool f_slice(struct eval *e, const struct value *a, struct value *out)
{
    const struct value *items;
    struct list_builder rows;
    int64_t slices;
    size_t len, at = 0;

    list_builder_init(&rows, e->arena);
    if (!eval_items(e, a[0], &items, &len) ||
        !arg_operand(e, "the number of slices", a[1], 0, &slices))
        return false;
    if (slices == 0)
        return eval_fail(e, "the number of slices is zero");
    if (slices < 0)
        slices = 0;
    if (!eval_steps(e, (uint64_t)slices))
        return false;
    size_t each = slices ? len / (size_t)slices : 0;
    size_t extra = slices ? len % (size_t)slices : 0;
    for (size_t i = 0; i < (size_t)slices; i++) {
        size_t here = each + (i < extra);
        size_t fill = arg_given(a[2]) && i >= extra;
        const struct value *row = at < len ? items + at : items;
        list_builder_push(&rows, filled(e, row, here, here + fill, a[2]));
        at += here;
    }
    *out = list_builder_finish(&rows);
    return true;
}

static bool join_items(struct eval *e, const struct value *items, size_t len,
                       struct value separator, bool escape, struct buf *out)
{
    struct str text, between;

    if (!(escape ? eval_markup(e, separator, &between)
                 : eval_text(e, separator, &between)))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (i > 0)
            buf_add(out, between);
        if (items[i].kind == VALUE_OBJECT) {
            if (!(escape ? eval_markup(e, items[i], &text)
                         : eval_text(e, items[i], &text)))
                return false;
            buf_add(out, text);
        } else if (!eval_write(e, items[i], escape, out)) {
            return false;
        }
    }
    return true;
}

static bool is_markup(struct value v)
{
    return v.kind == VALUE_STRING && v.safe;
}

static bool f_join(struct eval *e, const struct value *a, struct value *out)
{
    struct value separator = is_missing(a[1]) ? value_str(STR("")) : a[1];
    struct attribute_path path;
    const struct value *items;
    struct buf buf = BUF_INIT;
    size_t len;
    bool ok, escape = false;

    attribute_path(e, a[2], &path);
    if (!eval_items(e, a[0], &items, &len))
        return false;
    if (path.len > 0) {
        struct value *made = arena_array(e->arena, struct value, len);
        for (size_t i = 0; i < len; i++)
            if (!attribute_get(e, &path, items[i], &made[i]))
                return false;
        items = made;
    }
    for (size_t i = 0; e->autoescape && i < len; i++)
        escape = escape || is_markup(items[i]);
    escape = escape || (e->autoescape && is_markup(separator));
    ok = join_items(e, items, len, separator, escape, &buf);
    if (ok)
        *out = text_value(e, &buf, escape);
    buf_deinit(&buf);
    return ok;
}

static bool f_items(struct eval *e, const struct value *a, struct value *out)
{
    struct value_args none = {.items = NULL};
    const struct value *keys;
    size_t len;

    if (is_undefined(a[0])) {
        *out = value_list_of(e->arena, NULL, 0);
        return true;
    }
    if (a[0].kind == VALUE_MAP)
        return method_call(e, method_find(a[0], STR("items")), a[0], &none,
                           out);
    if (a[0].kind != VALUE_OBJECT || !a[0].as.object->type->keys)
        return eval_fail(e, "items takes a map, not %s", value_kind_name(a[0]));
    struct value list;
    if (!a[0].as.object->type->keys(a[0].as.object, e->reader, &list) ||
        !eval_items(e, list, &keys, &len))
        return !e->reader->failed ? eval_fail(e, "it has no keys") : false;
    struct value *pairs = arena_array(e->arena, struct value, len);
    for (size_t i = 0; i < len; i++) {
        struct value *pair = arena_array(e->arena, struct value, 2);
        pair[0] = keys[i];
        if (!eval_getitem(e, a[0], keys[i], &pair[1]))
            return false;
        pairs[i] = value_tuple_of(e->arena, pair, 2);
    }
    *out = value_list_of(e->arena, pairs, len);
    return true;
}

const struct builtin filters_list[] = {
    {"length", "", f_length, NULL},
    {"count", "", f_length, NULL},
    {"first", "", f_first, NULL},
    {"last", "", f_last, NULL},
    {"random", "", f_random, NULL},
    {"list", "", f_list, NULL},
    {"batch", "linecount fill_with?", f_batch, NULL},
    {"slice", "slices fill_with?", f_slice, NULL},
    {"join", "d? attribute?", f_join, NULL},
    {"items", "", f_items, NULL},
    {NULL, NULL, NULL, NULL},
};
