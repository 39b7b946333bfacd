/* SPDX-License-Identifier: MIT */
/* The tests behind `is`. */
#include "builtins.h"

static bool answer(bool yes, struct value *out)
{
    *out = value_bool(yes);
    return true;
}

/* value % divisor == rest, with Python's rules for what is divisible. */
static bool remainder_is(struct eval *e, struct value v, struct value divisor,
                         int64_t rest, struct value *out)
{
    struct value result;
    bool same;

    if (v.kind == VALUE_STRING)
        return eval_fail(e, "only numbers can be divided, not text");
    return eval_binary(e, OP_MOD, v, divisor, &result) &&
           eval_compare(e, OP_EQ, result, value_int(rest), &same) &&
           answer(same, out);
}

static bool t_odd(struct eval *e, const struct value *a, struct value *out)
{
    return remainder_is(e, a[0], value_int(2), 1, out);
}

static bool t_even(struct eval *e, const struct value *a, struct value *out)
{
    return remainder_is(e, a[0], value_int(2), 0, out);
}

static bool t_divisibleby(struct eval *e, const struct value *a,
                          struct value *out)
{
    return remainder_is(e, a[0], a[1], 0, out);
}

static bool t_defined(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(!is_undefined(a[0]), out);
}

static bool t_undefined(struct eval *e, const struct value *a,
                        struct value *out)
{
    (void)e;
    return answer(is_undefined(a[0]), out);
}

static bool t_filter(struct eval *e, const struct value *a, struct value *out)
{
    return answer(a[0].kind == VALUE_STRING &&
                      expr_env_find_filter(e->env, value_text(a[0])),
                  out);
}

static bool t_test(struct eval *e, const struct value *a, struct value *out)
{
    return answer(a[0].kind == VALUE_STRING &&
                      expr_env_find_test(e->env, value_text(a[0])),
                  out);
}

static bool t_none(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_NULL, out);
}

static bool t_boolean(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_BOOL, out);
}

static bool t_false(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_BOOL && !a[0].as.boolean, out);
}

static bool t_true(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_BOOL && a[0].as.boolean, out);
}

static bool t_integer(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_INT, out);
}

static bool t_float(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_FLOAT, out);
}

static bool t_number(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(value_is_number(a[0]) || a[0].kind == VALUE_BOOL, out);
}

static bool t_string(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(a[0].kind == VALUE_STRING, out);
}

static bool t_mapping(struct eval *e, const struct value *a, struct value *out)
{
    const struct value_object *object = a[0].as.object;

    (void)e;
    return answer(a[0].kind == VALUE_MAP ||
                      (a[0].kind == VALUE_OBJECT && object->type->keys),
                  out);
}

/* Letters of one case only, and at least one that has a case. */
static bool has_case(struct eval *e, struct value v, bool upper,
                     struct value *out)
{
    struct str s;

    if (!eval_text(e, v, &s))
        return false;
    struct str low = text_lower(e->arena, s), high = text_upper(e->arena, s);
    return answer(
        str_eq(s, upper ? high : low) && !str_eq(s, upper ? low : high), out);
}

static bool t_lower(struct eval *e, const struct value *a, struct value *out)
{
    return has_case(e, a[0], false, out);
}

static bool t_upper(struct eval *e, const struct value *a, struct value *out)
{
    return has_case(e, a[0], true, out);
}

static bool t_sequence(struct eval *e, const struct value *a, struct value *out)
{
    if (is_undefined(a[0]))
        return answer(!undefined_is_strict(e, a[0]), out);
    return answer(value_is_iterable(a[0]), out);
}

static bool t_iterable(struct eval *e, const struct value *a, struct value *out)
{
    if (is_undefined(a[0]) && undefined_is_strict(e, a[0]))
        return fail_undefined(e, a[0]);
    return answer(value_is_iterable(a[0]), out);
}

static bool t_callable(struct eval *e, const struct value *a, struct value *out)
{
    (void)e;
    return answer(is_undefined(a[0]) ||
                      (a[0].kind == VALUE_OBJECT && a[0].as.object->type->call),
                  out);
}

/* Python's `is`: small values are equal in kind and content, containers are
 * the same memory. */
static bool t_sameas(struct eval *e, const struct value *a, struct value *out)
{
    bool same = a[0].kind == a[1].kind;

    (void)e;
    if (same && (a[0].kind == VALUE_LIST || a[0].kind == VALUE_MAP ||
                 a[0].kind == VALUE_OBJECT))
        same = a[0].as.object == a[1].as.object ||
               (a[0].kind == VALUE_OBJECT && value_equal(a[0], a[1]));
    else if (same && a[0].kind != VALUE_UNDEFINED)
        same = value_equal(a[0], a[1]);
    return answer(same, out);
}

static bool t_escaped(struct eval *e, const struct value *a, struct value *out)
{
    return answer((a[0].kind == VALUE_STRING && a[0].safe) ||
                      (is_undefined(a[0]) && undefined_is_chainable(e, a[0])),
                  out);
}

static bool compare(struct eval *e, enum node_op op, const struct value *a,
                    struct value *out)
{
    bool yes;

    return eval_compare(e, op, a[0], a[1], &yes) && answer(yes, out);
}

static bool t_in(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_IN, a, out);
}

static bool t_eq(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_EQ, a, out);
}

static bool t_ne(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_NE, a, out);
}

static bool t_lt(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_LT, a, out);
}

static bool t_le(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_LE, a, out);
}

static bool t_gt(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_GT, a, out);
}

static bool t_ge(struct eval *e, const struct value *a, struct value *out)
{
    return compare(e, OP_GE, a, out);
}

const struct builtin tests_builtin[] = {
    {"odd", "", t_odd, NULL},
    {"even", "", t_even, NULL},
    {"divisibleby", "num", t_divisibleby, NULL},
    {"defined", "", t_defined, NULL},
    {"undefined", "", t_undefined, NULL},
    {"filter", "", t_filter, NULL},
    {"test", "", t_test, NULL},
    {"none", "", t_none, NULL},
    {"boolean", "", t_boolean, NULL},
    {"false", "", t_false, NULL},
    {"true", "", t_true, NULL},
    {"integer", "", t_integer, NULL},
    {"float", "", t_float, NULL},
    {"lower", "", t_lower, NULL},
    {"upper", "", t_upper, NULL},
    {"string", "", t_string, NULL},
    {"mapping", "", t_mapping, NULL},
    {"number", "", t_number, NULL},
    {"sequence", "", t_sequence, NULL},
    {"iterable", "", t_iterable, NULL},
    {"callable", "", t_callable, NULL},
    {"sameas", "other", t_sameas, NULL},
    {"escaped", "", t_escaped, NULL},
    {"in", "seq", t_in, NULL},
    {"==", "other", t_eq, NULL},
    {"eq", "other", t_eq, NULL},
    {"equalto", "other", t_eq, NULL},
    {"!=", "other", t_ne, NULL},
    {"ne", "other", t_ne, NULL},
    {">", "other", t_gt, NULL},
    {"gt", "other", t_gt, NULL},
    {"greaterthan", "other", t_gt, NULL},
    {">=", "other", t_ge, NULL},
    {"ge", "other", t_ge, NULL},
    {"<", "other", t_lt, NULL},
    {"lt", "other", t_lt, NULL},
    {"lessthan", "other", t_lt, NULL},
    {"<=", "other", t_le, NULL},
    {"le", "other", t_le, NULL},
    {NULL, NULL, NULL, NULL},
};
