/* SPDX-License-Identifier: MIT */
/*
 * The evaluator: one switch over the tree. What an operation means stands in
 * operators.c, access.c, strings.c and call.c.
 */
#include "eval.h"

#define CONCAT_STACK 16

bool eval_slot(struct eval *e, const struct node *name, struct value *out)
{
    struct frame *frame = e->frame;
    struct value *slot = NULL;

    if (name->as.name.slot >= 0) {
        for (int32_t i = name->as.name.hops; i > 0; i--)
            frame = frame->up;
        slot = &frame->slots[name->as.name.slot];
        *out = *slot;
        if (slot->kind != VALUE_UNDEFINED)
            return true;
        if (!(slot->date_offset & UNDEFINED_UNRESOLVED)) {
            if (slot->date_offset & UNDEFINED_MISSING)
                *out = value_undefined(name->as.name.name);
            return true;
        }
    }
    if (!e->resolve || !e->resolve(e, name->as.name.name, out)) {
        if (e->reader->failed)
            return eval_fail_at(e, name);
        *out = value_undefined(name->as.name.name);
    }
    if (slot)
        *slot = *out;
    return true;
}

/* Marks the operand that is undefined, or else the operator. */
static bool fail_operand(struct eval *e, const struct node *node,
                         const struct node *left, struct value a,
                         const struct node *right, struct value b)
{
    if (is_undefined(a))
        return eval_fail_at(e, left);
    return eval_fail_at(e, right && is_undefined(b) ? right : node);
}

static bool eval_sign(struct eval *e, const struct node *node,
                      struct value *out)
{
    const struct node *operand = node->as.pair.left;
    struct value v;

    if (!eval_node(e, operand, &v))
        return false;
    if (v.kind == VALUE_FLOAT) {
        *out = value_float(node->kind == NODE_NEG ? -v.as.number : v.as.number);
        return true;
    }
    if (is_undefined(v)) {
        fail_undefined(e, v);
        return eval_fail_at(e, operand);
    }
    if (v.kind != VALUE_INT && v.kind != VALUE_BOOL) {
        eval_fail(e, "a sign does not work on %s", value_kind_name(v));
        return eval_fail_at(e, node);
    }
    if (eval_binary(e, node->kind == NODE_NEG ? OP_SUB : OP_ADD, value_int(0),
                    v, out))
        return true;
    return eval_fail_at(e, node);
}

static bool eval_pair(struct eval *e, const struct node *node,
                      struct value *out)
{
    const struct node *left = node->as.pair.left;
    const struct node *right = node->as.pair.right;
    struct value a, b;

    if (!eval_node(e, left, &a) || !eval_node(e, right, &b))
        return false;
    if (eval_binary(e, (enum node_op)node->op, a, b, out))
        return true;
    return fail_operand(e, node, left, a, right, b);
}

static bool eval_compare_node(struct eval *e, const struct node *node,
                              bool *out)
{
    const struct node *left = node->as.compare.first;
    struct value a, b;

    *out = true;
    if (!eval_node(e, left, &a))
        return false;
    for (size_t i = 0; i < node->as.compare.len && *out; i++) {
        const struct node_operand *operand = &node->as.compare.rest[i];
        if (!eval_node(e, operand->right, &b))
            return false;
        if (!eval_compare(e, operand->op, a, b, out))
            return fail_operand(e, node, left, a, operand->right, b);
        left = operand->right;
        a = b;
    }
    return true;
}

/* and, or: the deciding operand itself. */
static bool eval_logic(struct eval *e, const struct node *node,
                       struct value *out)
{
    bool truth;

    if (!eval_node(e, node->as.pair.left, out))
        return false;
    if (!eval_truth(e, *out, &truth))
        return eval_fail_at(e, node->as.pair.left);
    if (truth == (node->kind == NODE_OR))
        return true;
    return eval_node(e, node->as.pair.right, out);
}

bool eval_test(struct eval *e, const struct node *node, bool *out)
{
    struct value v;

    if (node->kind == NODE_NOT) {
        if (!eval_test(e, node->as.pair.left, out))
            return false;
        *out = !*out;
        return true;
    }
    if (node->kind == NODE_COMPARE)
        return eval_compare_node(e, node, out);
    if (!eval_node(e, node, &v))
        return false;
    return eval_truth(e, v, out) || eval_fail_at(e, node);
}

static bool eval_cond(struct eval *e, const struct node *node,
                      struct value *out)
{
    bool truth;

    if (!eval_test(e, node->as.cond.test, &truth))
        return false;
    if (truth)
        return eval_node(e, node->as.cond.yes, out);
    if (node->as.cond.no)
        return eval_node(e, node->as.cond.no, out);
    *out = undefined_because(e, STR("an inline if was false and has no else"));
    out->date_offset |= UNDEFINED_LENIENT;
    return true;
}

static bool eval_list_node(struct eval *e, const struct node *node,
                           struct value *out)
{
    size_t len = node->as.list.len;
    struct value *items = arena_array(e->arena, struct value, len);

    for (size_t i = 0; i < len; i++)
        if (!eval_node(e, node->as.list.items[i], &items[i]))
            return false;
    *out = node->kind == NODE_TUPLE ? value_tuple_of(e->arena, items, len)
                                    : value_list_of(e->arena, items, len);
    return true;
}

static bool eval_dict_node(struct eval *e, const struct node *node,
                           struct value *out)
{
    struct map_builder map;
    struct value key, v;

    map_builder_init(&map, e->arena);
    for (size_t i = 0; i < node->as.list.len; i += 2) {
        if (!eval_node(e, node->as.list.items[i], &key) ||
            !eval_node(e, node->as.list.items[i + 1], &v))
            return false;
        if (is_undefined(key) && undefined_is_strict(e, key))
            return fail_undefined(e, key);
        map_builder_set(&map, key, v);
    }
    *out = map_builder_finish(&map);
    return true;
}

static bool escapes(const struct eval *e, const struct node *node)
{
    return node->escape == ESCAPE_RUNTIME ? e->autoescape
                                          : node->escape == ESCAPE_ON;
}

static bool eval_concat_node(struct eval *e, const struct node *node,
                             struct value *out)
{
    struct value few[CONCAT_STACK];
    size_t len = node->as.list.len;
    struct value *parts =
        len <= CONCAT_STACK ? few : arena_array(e->arena, struct value, len);

    for (size_t i = 0; i < len; i++)
        if (!eval_node(e, node->as.list.items[i], &parts[i]))
            return false;
    if (eval_concat(e, parts, len, escapes(e, node), out))
        return true;
    for (size_t i = 0; i < len; i++)
        if (is_undefined(parts[i]))
            return eval_fail_at(e, node->as.list.items[i]);
    return eval_fail_at(e, node);
}

static bool eval_attr(struct eval *e, const struct node *node,
                      struct value *out)
{
    struct value base;

    if (!eval_node(e, node->as.attr.base, &base))
        return false;
    if (eval_getattr(e, base, node->as.attr.name, out))
        return true;
    return eval_fail_at(e, is_undefined(base) ? node->as.attr.base : node);
}

static bool eval_slice_node(struct eval *e, const struct node *node,
                            struct value base, struct value *out)
{
    const struct node *slice = node->as.item.index;
    struct value parts[3];

    for (int i = 0; i < 3; i++) {
        parts[i] = value_null();
        if (slice->as.slice[i] && !eval_node(e, slice->as.slice[i], &parts[i]))
            return false;
    }
    return eval_slice(e, base, parts, out) ||
           eval_fail_at(e, is_undefined(base) ? node->as.item.base : node);
}

static bool eval_item(struct eval *e, const struct node *node,
                      struct value *out)
{
    const struct node *index = node->as.item.index;
    struct value base, key;

    if (!eval_node(e, node->as.item.base, &base))
        return false;
    if (index->kind == NODE_SLICE)
        return eval_slice_node(e, node, base, out);
    if (!eval_node(e, index, &key))
        return false;
    if (eval_getitem(e, base, key, out))
        return true;
    return fail_operand(e, node, node->as.item.base, base, index, key);
}

static bool call_args(struct eval *e, const struct node *node,
                      const struct value_entry *extra, struct value_args *out)
{
    if (!eval_args(e, node->as.call.args, NULL, out))
        return eval_fail_at(e, node);
    if (!extra)
        return true;
    struct value_entry *named =
        arena_array(e->arena, struct value_entry, out->named_len + 1);
    if (out->named_len > 0)
        memcpy(named, out->named, out->named_len * sizeof(*named));
    named[out->named_len++] = *extra;
    out->named = named;
    return true;
}

bool eval_call_node(struct eval *e, const struct node *node,
                    const struct value_entry *extra, struct value *out)
{
    const struct node *base = node->as.call.base;
    const struct builtin *method;
    struct value self, callee;
    struct value_args args;

    if (base->kind == NODE_GETATTR) {
        if (!eval_node(e, base->as.attr.base, &self))
            return false;
        method = method_find(self, base->as.attr.name);
        if (method)
            return call_args(e, node, extra, &args) &&
                   (method_call(e, method, self, &args, out) ||
                    eval_fail_at(e, base));
        if (!eval_getattr(e, self, base->as.attr.name, &callee))
            return eval_fail_at(e,
                                is_undefined(self) ? base->as.attr.base : base);
    } else if (!eval_node(e, base, &callee)) {
        return false;
    }
    if (is_undefined(callee)) {
        fail_undefined(e, callee);
        return eval_fail_at(e, base);
    }
    return call_args(e, node, extra, &args) &&
           (eval_call(e, callee, &args, out) || eval_fail_at(e, node));
}

static bool eval_filter(struct eval *e, const struct node *node,
                        struct value *out)
{
    struct value subject = value_null();
    struct value_args args = {.items = &subject, .len = 1};

    if (node->as.filter.base) {
        if (!eval_node(e, node->as.filter.base, &subject))
            return false;
    } else {
        subject = e->captured;
    }
    if (!node->as.filter.function) {
        eval_fail(e, "No %s named '%" STR_FMT "' found.",
                  node->kind == NODE_FILTER ? "filter" : "test",
                  STR_ARG(node->as.filter.name));
        return eval_fail_at(e, node);
    }
    if (node->as.filter.args &&
        !eval_args(e, node->as.filter.args, &subject, &args))
        return eval_fail_at(e, node);
    if (eval_apply(e, node->as.filter.function, &args, out))
        return true;
    return eval_fail_at(e, is_undefined(subject) && node->as.filter.base
                               ? node->as.filter.base
                               : node);
}

bool eval_node(struct eval *e, const struct node *node, struct value *out)
{
    bool truth;

    switch ((enum node_kind)node->kind) {
    case NODE_CONST:
        *out = node->as.constant;
        return true;
    case NODE_NAME:
        if (node->as.name.hops == 0 && node->as.name.slot >= 0) {
            *out = e->frame->slots[node->as.name.slot];
            if (out->kind != VALUE_UNDEFINED)
                return true;
        }
        return eval_slot(e, node, out);
    case NODE_NSREF:
        return eval_slot(e, node, out);
    case NODE_GETATTR:
        return eval_attr(e, node, out);
    case NODE_GETITEM:
        return eval_item(e, node, out);
    case NODE_CALL:
        return eval_call_node(e, node, NULL, out);
    case NODE_FILTER:
    case NODE_TEST:
        return eval_filter(e, node, out);
    case NODE_NEG:
    case NODE_POS:
        return eval_sign(e, node, out);
    case NODE_NOT:
    case NODE_COMPARE:
        if (!eval_test(e, node, &truth))
            return false;
        *out = value_bool(truth);
        return true;
    case NODE_BINARY:
        return eval_pair(e, node, out);
    case NODE_AND:
    case NODE_OR:
        return eval_logic(e, node, out);
    case NODE_CONCAT:
        return eval_concat_node(e, node, out);
    case NODE_COND:
        return eval_cond(e, node, out);
    case NODE_LIST:
    case NODE_TUPLE:
        return eval_list_node(e, node, out);
    case NODE_DICT:
        return eval_dict_node(e, node, out);
    case NODE_CAPTURED:
        *out = e->captured;
        return true;
    case NODE_SLICE:
        break;
    }
    eval_fail(e, "a slice stands outside of a subscript");
    return eval_fail_at(e, node);
}

bool eval_output(struct eval *e, const struct node *node, bool escape,
                 struct buf *out)
{
    struct value v;

    /* The parts of a joined text go out one by one: markup among them is as it
     * is, the rest is escaped, which is what joining first would give. */
    if (node->kind == NODE_CONCAT && escapes(e, node) == escape) {
        for (size_t i = 0; i < node->as.list.len; i++)
            if (!eval_output(e, node->as.list.items[i], escape, out))
                return false;
        return true;
    }
    if (node->kind == NODE_COND && node->as.cond.no) {
        bool truth;
        if (!eval_test(e, node->as.cond.test, &truth))
            return false;
        return eval_output(e, truth ? node->as.cond.yes : node->as.cond.no,
                           escape, out);
    }
    if (!eval_node(e, node, &v))
        return false;
    return eval_write(e, v, escape, out) || eval_fail_at(e, node);
}
