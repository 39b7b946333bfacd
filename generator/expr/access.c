/* SPDX-License-Identifier: MIT */
/*
 * a.b, a[b] and a[b:c:d]. An attribute is looked for among the methods of the
 * value's kind too; a subscript prefers the item.
 */
#include "eval.h"

static bool date_attribute(struct value v, struct str name, struct value *out)
{
    struct date_fields f = date_fields(value_as_date(v));
    const struct {
        const char *name;
        int value;
    } fields[] = {
        {"year", f.year}, {"month", f.month},   {"day", f.day},
        {"hour", f.hour}, {"minute", f.minute}, {"second", f.second},
    };

    for (size_t i = 0; i < PHX_COUNT(fields); i++) {
        if (str_is(name, fields[i].name)) {
            *out = value_int(fields[i].value);
            return true;
        }
    }
    return false;
}

static bool object_get(struct eval *e, struct value base, struct str name,
                       struct value *out)
{
    const struct value_object *object = base.as.object;

    if (object->type->get && object->type->get(object, name, e->reader, out))
        return true;
    if (e->reader->failed)
        return false;
    if (object->type->item &&
        object->type->item(object, value_str(name), e->reader, out))
        return true;
    if (e->reader->failed)
        return false;
    *out = undefined_in(e, base, value_str(name));
    return true;
}

bool eval_getattr(struct eval *e, struct value base, struct str name,
                  struct value *out)
{
    const struct builtin *method;

    if (base.kind == VALUE_MAP) {
        const struct value *found = value_map_get(base, name);
        if (found) {
            *out = *found;
            return true;
        }
    }
    if (base.kind == VALUE_OBJECT)
        return object_get(e, base, name, out);
    if (base.kind == VALUE_UNDEFINED) {
        *out = base;
        return undefined_is_chainable(e, base) || fail_undefined(e, base);
    }
    if (base.kind == VALUE_DATE && date_attribute(base, name, out))
        return true;
    method = method_find(base, name);
    *out = method ? method_value(e, method, base)
                  : undefined_in(e, base, value_str(name));
    return true;
}

static bool is_index(struct value key, int64_t *index)
{
    if (key.kind != VALUE_INT && key.kind != VALUE_BOOL)
        return false;
    *index = key.kind == VALUE_INT ? key.as.integer : key.as.boolean;
    return true;
}

/* Python's negative indices; false when it is outside. */
static bool in_bounds(int64_t *index, size_t len)
{
    if (*index < 0)
        *index += (int64_t)len;
    return *index >= 0 && (uint64_t)*index < len;
}

static struct value character(struct value text, size_t index)
{
    struct str s = value_text(text);
    size_t start = utf8_offset(s, index);
    size_t end = start;
    struct value v;

    utf8_next(s, &end);
    v = value_str(str_slice(s, start, end));
    v.safe = text.safe;
    return v;
}

static bool object_item(struct eval *e, struct value base, struct value key,
                        struct value *out)
{
    const struct value_object *object = base.as.object;
    const struct value *items;
    int64_t index;
    size_t len;

    if (key.kind == VALUE_STRING)
        return object_get(e, base, value_text(key), out);
    *out = undefined_in(e, base, key);
    if (object->type->item) {
        struct value found;
        if (object->type->item(object, key, e->reader, &found))
            *out = found;
        return !e->reader->failed;
    }
    if (object->type == &range_type) {
        const struct range *range = object->data;
        if (is_index(key, &index) && in_bounds(&index, range->len))
            *out = value_int(range_at(range, (size_t)index));
        return true;
    }
    if (!object->type->items || !is_index(key, &index))
        return true;
    if (!eval_items(e, base, &items, &len))
        return false;
    if (in_bounds(&index, len))
        *out = items[index];
    return true;
}

/* Unhashable keys in Python; here they are no keys either. */
static bool map_item(struct eval *e, struct value base, struct value key,
                     struct value *out)
{
    const struct value *found = value_map_find(base, key);

    if (found) {
        *out = *found;
        return true;
    }
    if (key.kind == VALUE_STRING)
        return eval_getattr(e, base, value_text(key), out);
    *out = undefined_in(e, base, key);
    return true;
}

bool eval_getitem(struct eval *e, struct value base, struct value key,
                  struct value *out)
{
    int64_t index;

    if (is_undefined(key) && base.kind != VALUE_UNDEFINED &&
        undefined_is_strict(e, key) && base.kind == VALUE_MAP)
        return fail_undefined(e, key);
    if (base.kind == VALUE_MAP)
        return map_item(e, base, key, out);
    if (base.kind == VALUE_OBJECT)
        return object_item(e, base, key, out);
    if (base.kind == VALUE_UNDEFINED) {
        *out = base;
        return undefined_is_chainable(e, base) || fail_undefined(e, base);
    }
    if (key.kind == VALUE_STRING)
        return eval_getattr(e, base, value_text(key), out);
    *out = undefined_in(e, base, key);
    if (!is_index(key, &index))
        return true;
    if (base.kind == VALUE_LIST && in_bounds(&index, base.as.list->len))
        *out = base.as.list->items[index];
    else if (base.kind == VALUE_STRING &&
             in_bounds(&index, utf8_count(value_text(base))))
        *out = character(base, (size_t)index);
    return true;
}

/* One bound of a slice as Python clamps it. */
static bool slice_bound(struct eval *e, struct value v, int64_t fallback,
                        int64_t low, int64_t high, size_t len, int64_t *out)
{
    if (v.kind == VALUE_NULL) {
        *out = fallback;
        return true;
    }
    if (!eval_integer(e, "a slice's bound", v, out))
        return false;
    if (*out < 0)
        *out = *out < -(int64_t)len ? low : *out + (int64_t)len;
    if (*out > high)
        *out = high;
    if (*out < low)
        *out = low;
    return true;
}

struct slice {
    int64_t start;
    int64_t step;
    size_t count;
};

static bool slice_of(struct eval *e, const struct value parts[3], size_t len,
                     struct slice *out)
{
    int64_t stop;

    out->step = 1;
    if (parts[2].kind != VALUE_NULL &&
        !eval_integer(e, "a slice's step", parts[2], &out->step))
        return false;
    if (out->step == 0)
        return eval_fail(e, "a slice's step is not zero");
    bool back = out->step < 0;
    int64_t low = back ? -1 : 0;
    int64_t high = back ? (int64_t)len - 1 : (int64_t)len;
    if (!slice_bound(e, parts[0], back ? high : low, low, high, len,
                     &out->start) ||
        !slice_bound(e, parts[1], back ? low : high, low, high, len, &stop))
        return false;
    uint64_t span = 0;
    uint64_t step = back ? 0 - (uint64_t)out->step : (uint64_t)out->step;
    if (back ? stop < out->start : stop > out->start)
        span = (uint64_t)(back ? out->start - stop : stop - out->start);
    out->count = (size_t)(span / step + (span % step != 0));
    return true;
}

static bool slice_text(struct eval *e, struct value base,
                       const struct value parts[3], struct value *out)
{
    struct str s = value_text(base);
    struct slice slice;
    struct buf buf = BUF_INIT;
    size_t len = utf8_count(s);

    if (!slice_of(e, parts, len, &slice))
        return false;
    if (slice.step == 1) {
        size_t from = utf8_offset(s, (size_t)slice.start);
        struct str rest = str_from(s, from);
        *out = value_str(str_slice(rest, 0, utf8_offset(rest, slice.count)));
        out->safe = base.safe;
        return true;
    }
    size_t *offsets = arena_array(e->arena, size_t, len + 1);
    for (size_t i = 0, pos = 0; i < len; i++) {
        offsets[i] = pos;
        utf8_next(s, &pos);
    }
    offsets[len] = s.len;
    for (size_t i = 0; i < slice.count; i++) {
        size_t at = (size_t)(slice.start + (int64_t)i * slice.step);
        buf_add(&buf, str_slice(s, offsets[at], offsets[at + 1]));
    }
    *out = text_value(e, &buf, base.safe);
    buf_deinit(&buf);
    return true;
}

/* A part of a range is a range. */
static bool slice_range(struct eval *e, const struct range *range,
                        const struct value parts[3], struct value *out)
{
    struct range *part = arena_new(e->arena, struct range);
    struct slice slice;

    if (!slice_of(e, parts, range->len, &slice))
        return false;
    part->len = slice.count;
    part->start =
        slice.count > 0 ? range_at(range, (size_t)slice.start) : range->start;
    part->step = slice.count > 1 ? range->step * slice.step : 1;
    if (__builtin_add_overflow(part->start, (int64_t)slice.count * part->step,
                               &part->stop))
        part->stop = range->stop;
    *out = value_object(e->arena, &range_type, part);
    return true;
}

bool eval_slice(struct eval *e, struct value base, const struct value parts[3],
                struct value *out)
{
    const struct value *items;
    struct slice slice;
    size_t len;

    if (is_undefined(base)) {
        *out = base;
        return undefined_is_chainable(e, base) || fail_undefined(e, base);
    }
    if (base.kind == VALUE_STRING)
        return slice_text(e, base, parts, out);
    if (base.kind != VALUE_LIST &&
        !(base.kind == VALUE_OBJECT && value_is_iterable(base)))
        return eval_fail(e, "%s cannot be sliced", value_kind_name(base));
    if (base.kind == VALUE_OBJECT && base.as.object->type == &range_type)
        return slice_range(e, base.as.object->data, parts, out);
    if (!eval_items(e, base, &items, &len) || !slice_of(e, parts, len, &slice))
        return false;
    struct value *made = arena_array(e->arena, struct value, slice.count);
    for (size_t i = 0; i < slice.count; i++)
        made[i] = items[slice.start + (int64_t)i * slice.step];
    *out = base.kind == VALUE_LIST && base.as.list->tuple
               ? value_tuple_of(e->arena, made, slice.count)
               : value_list_of(e->arena, made, slice.count);
    return true;
}

bool eval_length(struct eval *e, struct value v, int64_t *out)
{
    struct iter it;

    if (v.kind == VALUE_OBJECT
            ? value_is_iterable(v)
            : v.kind == VALUE_LIST || v.kind == VALUE_MAP ||
                  v.kind == VALUE_STRING || v.kind == VALUE_UNDEFINED) {
        if (!iter_begin(e, v, &it))
            return false;
        *out = (int64_t)it.len;
        return true;
    }
    return eval_fail(e, "%s has no length", value_kind_name(v));
}
