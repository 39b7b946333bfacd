/* SPDX-License-Identifier: MIT */
/*
 * Going over the elements of a value: lists, the keys of maps, ranges without
 * making their numbers, the characters of text, objects.
 */
#include "eval.h"

bool value_is_iterable(struct value v)
{
    if (v.kind == VALUE_OBJECT) {
        const struct value_object_type *type = v.as.object->type;
        return type == &range_type || type->items || type->keys;
    }
    return v.kind == VALUE_LIST || v.kind == VALUE_MAP ||
           v.kind == VALUE_STRING || v.kind == VALUE_UNDEFINED;
}

static void iter_list(struct iter *it, const struct value *items, size_t len)
{
    *it = (struct iter){.kind = ITER_LIST, .len = len, .as.items = items};
}

static bool iter_object(struct eval *e, const struct value_object *object,
                        struct iter *it)
{
    const struct value_object_type *type = object->type;
    struct value list;
    bool ok = false;

    if (type == &range_type) {
        const struct range *range = object->data;
        *it = (struct iter){.kind = ITER_RANGE, .len = range->len};
        it->as.range.next = range->start;
        it->as.range.step = range->step;
        return true;
    }
    if (type->items)
        ok = type->items(object, e->reader, &list);
    else if (type->keys)
        ok = type->keys(object, e->reader, &list);
    if (e->reader->failed)
        return false;
    if (!ok || list.kind != VALUE_LIST)
        return eval_fail(e, "%s has no elements to go over", type->name);
    iter_list(it, list.as.list->items, list.as.list->len);
    return true;
}

bool iter_begin(struct eval *e, struct value v, struct iter *it)
{
    if (v.kind == VALUE_LIST) {
        iter_list(it, v.as.list->items, v.as.list->len);
        return true;
    }
    if (v.kind == VALUE_MAP) {
        *it = (struct iter){.kind = ITER_KEYS,
                            .len = v.as.map->len,
                            .as.entries = v.as.map->entries};
        return true;
    }
    if (v.kind == VALUE_STRING) {
        *it = (struct iter){.kind = ITER_TEXT,
                            .len = utf8_count(value_text(v)),
                            .as.text = value_text(v)};
        return true;
    }
    if (v.kind == VALUE_OBJECT)
        return iter_object(e, v.as.object, it);
    iter_list(it, NULL, 0);
    if (v.kind == VALUE_UNDEFINED)
        return !undefined_is_strict(e, v) || fail_undefined(e, v);
    return eval_fail(e, "%s has no elements to go over", value_kind_name(v));
}

bool iter_next_other(struct iter *it, struct value *out)
{
    size_t pos = 0;

    if (it->len == 0)
        return false;
    it->len--;
    switch (it->kind) {
    case ITER_LIST:
        *out = *it->as.items++;
        break;
    case ITER_KEYS:
        *out = (it->as.entries++)->key;
        break;
    case ITER_RANGE:
        *out = value_int(it->as.range.next);
        /* The step behind the last element may not fit: it is not taken. */
        if (it->len > 0)
            it->as.range.next += it->as.range.step;
        break;
    case ITER_TEXT:
        utf8_next(it->as.text, &pos);
        *out = value_str(str_slice(it->as.text, 0, pos));
        it->as.text = str_from(it->as.text, pos);
        break;
    }
    return true;
}

bool eval_items(struct eval *e, struct value v, const struct value **items,
                size_t *len)
{
    struct iter it;
    struct value *made;

    if (!iter_begin(e, v, &it))
        return false;
    *len = it.len;
    if (!eval_steps(e, it.len))
        return false;
    if (it.kind == ITER_LIST) {
        *items = it.as.items;
        return true;
    }
    made = arena_array(e->arena, struct value, it.len);
    for (size_t i = 0; i < *len; i++)
        iter_next(&it, &made[i]);
    *items = made;
    return true;
}
