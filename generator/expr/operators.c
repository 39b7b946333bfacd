/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic, comparison and truth with Python's meaning. Integers have 64
 * bits; a result that needs more is an error, never a wrong number.
 */
#include "eval.h"

#include <math.h>

#define REPEAT_MAX ((size_t)1 << 26)

static bool is_integer(struct value v)
{
    return v.kind == VALUE_INT || v.kind == VALUE_BOOL;
}

static int64_t integer_of(struct value v)
{
    return v.kind == VALUE_BOOL ? (int64_t)v.as.boolean : v.as.integer;
}

static bool is_numeric(struct value v)
{
    return is_integer(v) || v.kind == VALUE_FLOAT;
}

static bool fail_operands(struct eval *e, const char *op, struct value a,
                          struct value b)
{
    return eval_fail(e, "%s does not work on %s and %s", op, value_kind_name(a),
                     value_kind_name(b));
}

static bool fail_overflow(struct eval *e)
{
    return eval_fail(e, "an integer does not fit into 64 bits");
}

static const char *op_text(enum node_op op)
{
    static const char *const texts[] = {"+",  "-",  "*",  "/",  "//",
                                        "%",  "**", "==", "!=", "<",
                                        "<=", ">",  ">=", "in", "not in"};
    return texts[op];
}

static bool divide_integers(struct eval *e, enum node_op op, int64_t x,
                            int64_t y, struct value *out)
{
    if (y == 0)
        return eval_fail(e, "division by zero");
    if (op == OP_DIV) {
        *out = value_float((double)x / (double)y);
        return true;
    }
    if (y == -1) {
        int64_t negative;
        if (__builtin_sub_overflow((int64_t)0, x, &negative))
            return fail_overflow(e);
        *out = value_int(op == OP_MOD ? 0 : negative);
        return true;
    }
    int64_t quotient = x / y, rest = x % y;
    if (rest != 0 && (rest < 0) != (y < 0)) {
        quotient--;
        rest += y;
    }
    *out = value_int(op == OP_MOD ? rest : quotient);
    return true;
}

static bool pow_integers(struct eval *e, int64_t base, int64_t exponent,
                         struct value *out)
{
    int64_t result = 1;

    if (exponent < 0) {
        if (base == 0)
            return eval_fail(e, "0 to a negative power");
        *out = value_float(pow((double)base, (double)exponent));
        return true;
    }
    while (exponent > 0) {
        if ((exponent & 1) && __builtin_mul_overflow(result, base, &result))
            return fail_overflow(e);
        exponent >>= 1;
        if (exponent > 0 && __builtin_mul_overflow(base, base, &base))
            return fail_overflow(e);
    }
    *out = value_int(result);
    return true;
}

static bool binary_integers(struct eval *e, enum node_op op, int64_t x,
                            int64_t y, struct value *out)
{
    int64_t result = 0;
    bool overflow = false;

    if (op == OP_DIV || op == OP_FLOORDIV || op == OP_MOD)
        return divide_integers(e, op, x, y, out);
    if (op == OP_POW)
        return pow_integers(e, x, y, out);
    if (op == OP_ADD)
        overflow = __builtin_add_overflow(x, y, &result);
    else if (op == OP_SUB)
        overflow = __builtin_sub_overflow(x, y, &result);
    else
        overflow = __builtin_mul_overflow(x, y, &result);
    *out = value_int(result);
    return !overflow || fail_overflow(e);
}

static double float_mod(double x, double y)
{
    double rest = fmod(x, y);

    if (rest != 0.0 && signbit(rest) != signbit(y))
        rest += y;
    return rest == 0.0 ? copysign(0.0, y) : rest;
}

static bool binary_floats(struct eval *e, enum node_op op, double x, double y,
                          struct value *out)
{
    double result = 0;

    if ((op == OP_DIV || op == OP_FLOORDIV || op == OP_MOD) && y == 0.0)
        return eval_fail(e, "division by zero");
    if (op == OP_ADD)
        result = x + y;
    else if (op == OP_SUB)
        result = x - y;
    else if (op == OP_MUL)
        result = x * y;
    else if (op == OP_DIV)
        result = x / y;
    else if (op == OP_FLOORDIV)
        result = floor((x - float_mod(x, y)) / y + 0.5);
    else if (op == OP_MOD)
        result = float_mod(x, y);
    else
        result = pow(x, y);
    if (op == OP_POW && x == 0.0 && y < 0)
        return eval_fail(e, "0 to a negative power");
    if (op == OP_POW && isnan(result) && !isnan(x) && !isnan(y))
        return eval_fail(e, "a negative number to a broken power");
    *out = value_float(result);
    return true;
}

static bool add_texts(struct eval *e, struct value a, struct value b,
                      struct value *out)
{
    struct str left, right;

    if (!a.safe && !b.safe) {
        *out = value_str(str_cat(e->arena, value_text(a), value_text(b)));
        return true;
    }
    if (!eval_markup(e, a, &left) || !eval_markup(e, b, &right))
        return false;
    *out = value_html(html_trust(str_cat(e->arena, left, right)));
    return true;
}

static bool add_lists(struct eval *e, const struct value_list *a,
                      const struct value_list *b, struct value *out)
{
    struct value *items = arena_array(e->arena, struct value, a->len + b->len);

    if (a->len > 0)
        memcpy(items, a->items, a->len * sizeof(*items));
    if (b->len > 0)
        memcpy(items + a->len, b->items, b->len * sizeof(*items));
    *out = a->tuple ? value_tuple_of(e->arena, items, a->len + b->len)
                    : value_list_of(e->arena, items, a->len + b->len);
    return true;
}

static bool repeat(struct eval *e, struct value v, int64_t times,
                   struct value *out)
{
    bool text = v.kind == VALUE_STRING;
    size_t len = text ? v.len : v.as.list->len;
    size_t count = times > 0 && len > 0 ? (size_t)times : 0;

    if (len > 0 && count > REPEAT_MAX / len)
        return eval_fail(e, "a repeated %s is too long", value_kind_name(v));
    if (!eval_steps(e, text ? len * count / 16 : len * count))
        return false;
    if (text) {
        char *bytes = arena_bytes(e->arena, len * count + 1);
        for (size_t i = 0; i < count; i++)
            memcpy(bytes + i * len, v.as.text, len);
        struct value result = value_str(str_bytes(bytes, len * count));
        result.safe = v.safe;
        *out = result;
        return true;
    }
    struct value *items = arena_array(e->arena, struct value, len * count);
    for (size_t i = 0; i < count; i++)
        memcpy(items + i * len, v.as.list->items, len * sizeof(*items));
    *out = v.as.list->tuple ? value_tuple_of(e->arena, items, len * count)
                            : value_list_of(e->arena, items, len * count);
    return true;
}

static bool is_sequence(struct value v)
{
    return v.kind == VALUE_STRING || v.kind == VALUE_LIST;
}

bool eval_binary(struct eval *e, enum node_op op, struct value a,
                 struct value b, struct value *out)
{
    if (is_integer(a) && is_integer(b))
        return binary_integers(e, op, integer_of(a), integer_of(b), out);
    if (is_numeric(a) && is_numeric(b))
        return binary_floats(e, op, value_as_double(a), value_as_double(b),
                             out);
    if (is_undefined(a))
        return fail_undefined(e, a);
    if (op == OP_MOD && a.kind == VALUE_STRING)
        return format_percent(e, a, b, out);
    if (is_undefined(b))
        return fail_undefined(e, b);
    if (op == OP_ADD && a.kind == VALUE_STRING && b.kind == VALUE_STRING)
        return add_texts(e, a, b, out);
    if (op == OP_ADD && a.kind == VALUE_LIST && b.kind == VALUE_LIST &&
        a.as.list->tuple == b.as.list->tuple)
        return add_lists(e, a.as.list, b.as.list, out);
    if (op == OP_MUL && is_sequence(a) && is_integer(b))
        return repeat(e, a, integer_of(b), out);
    if (op == OP_MUL && is_integer(a) && is_sequence(b))
        return repeat(e, b, integer_of(a), out);
    fail_operands(e, op_text(op), a, b);
    if (op == OP_ADD)
        reader_hint(e->reader, "~ joins values as text");
    return false;
}

static bool equal(struct eval *e, struct value a, struct value b, bool *out)
{
    if (is_undefined(a) && undefined_is_strict(e, a))
        return fail_undefined(e, a);
    if (is_undefined(b) && undefined_is_strict(e, b))
        return fail_undefined(e, b);
    *out = value_equal(a, b);
    return true;
}

static bool in_range(struct value item, const struct range *range)
{
    int64_t offset;

    if (!is_integer(item) || range->len == 0)
        return false;
    if (__builtin_sub_overflow(integer_of(item), range->start, &offset))
        return false;
    if (offset == 0)
        return true;
    if ((offset < 0) != (range->step < 0))
        return false;
    uint64_t far = offset < 0 ? 0 - (uint64_t)offset : (uint64_t)offset;
    uint64_t step =
        range->step < 0 ? 0 - (uint64_t)range->step : (uint64_t)range->step;
    return far % step == 0 && far / step < range->len;
}

static bool in_object(struct eval *e, const struct value_object *object,
                      struct value item, bool *out)
{
    const struct value_object_type *type = object->type;
    struct value found;

    if (type == &range_type) {
        *out = in_range(item, object->data);
        return true;
    }
    if (type->items) {
        const struct value *items;
        size_t len;
        struct value self = {.kind = VALUE_OBJECT, .as.object = object};
        if (!eval_items(e, self, &items, &len))
            return false;
        *out = false;
        for (size_t i = 0; i < len && !*out; i++)
            *out = value_equal(items[i], item);
        return true;
    }
    if (!type->get && !type->item)
        return eval_fail(e, "%s has no elements to look for", type->name);
    if (item.kind == VALUE_STRING && type->get)
        *out = type->get(object, value_text(item), e->reader, &found);
    else
        *out = type->item && type->item(object, item, e->reader, &found);
    return !e->reader->failed;
}

static bool contains(struct eval *e, struct value container, struct value item,
                     bool *out)
{
    *out = false;
    if (is_undefined(container))
        return !undefined_is_strict(e, container) ||
               fail_undefined(e, container);
    if (is_undefined(item) && undefined_is_strict(e, item))
        return fail_undefined(e, item);
    if (container.kind == VALUE_STRING) {
        if (item.kind != VALUE_STRING)
            return eval_fail(e, "only text can be in text, not %s",
                             value_kind_name(item));
        *out = str_find(value_text(container), value_text(item)) != STR_NONE;
    } else if (container.kind == VALUE_LIST) {
        const struct value_list *list = container.as.list;
        for (size_t i = 0; i < list->len && !*out; i++)
            *out = value_equal(list->items[i], item);
    } else if (container.kind == VALUE_MAP) {
        *out = value_map_find(container, item) != NULL;
    } else if (container.kind == VALUE_OBJECT) {
        return in_object(e, container.as.object, item, out);
    } else {
        return eval_fail(e, "%s has no elements to look for",
                         value_kind_name(container));
    }
    return true;
}

bool eval_compare(struct eval *e, enum node_op op, struct value a,
                  struct value b, bool *out)
{
    bool ok;
    int order;

    if (op == OP_IN || op == OP_NOT_IN) {
        if (!contains(e, b, a, out))
            return false;
        *out = *out == (op == OP_IN);
        return true;
    }
    if (op == OP_EQ || op == OP_NE) {
        if (!equal(e, a, b, out))
            return false;
        *out = *out == (op == OP_EQ);
        return true;
    }
    if (is_undefined(a) || is_undefined(b))
        return fail_undefined(e, is_undefined(a) ? a : b);
    order = value_compare(a, b, &ok);
    if (!ok)
        return fail_operands(e, op_text(op), a, b);
    *out = op == OP_LT   ? order < 0
           : op == OP_LE ? order <= 0
           : op == OP_GT ? order > 0
                         : order >= 0;
    return true;
}

bool eval_truth(struct eval *e, struct value v, bool *out)
{
    if (v.kind == VALUE_BOOL) {
        *out = v.as.boolean;
        return true;
    }
    if (is_undefined(v)) {
        *out = false;
        return !undefined_is_strict(e, v) || fail_undefined(e, v);
    }
    *out = value_truthy(v, e->reader);
    return v.kind != VALUE_OBJECT || !e->reader->failed;
}

bool eval_integer(struct eval *e, const char *what, struct value v,
                  int64_t *out)
{
    if (is_undefined(v)) {
        fail_undefined(e, v);
        /* In Jinja2 it is Python that refuses it, with a TypeError. */
        e->reader->fail_id = DIAG_TEMPLATE_RUNTIME;
        return false;
    }
    if (!is_integer(v))
        return eval_fail(e, "%s is an integer, not %s", what,
                         value_kind_name(v));
    *out = integer_of(v);
    return true;
}
