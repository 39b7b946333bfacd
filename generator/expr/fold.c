/* SPDX-License-Identifier: MIT */
/*
 * Walking the tree, and constant folding. Only operators fold: they depend on
 * nothing but their operands. A fold that fails leaves the node, so that the
 * failure happens where it is reached, or never.
 */
#include "eval.h"

static void each(struct node *node, void (*visit)(struct node *, void *),
                 void *ctx)
{
    if (node)
        visit(node, ctx);
}

static void each_arg(const struct node_args *args,
                     void (*visit)(struct node *, void *), void *ctx)
{
    if (!args)
        return;
    for (size_t i = 0; i < args->len; i++)
        each(args->items[i], visit, ctx);
    for (size_t i = 0; i < args->named_len; i++)
        each(args->named[i].value, visit, ctx);
    each(args->star, visit, ctx);
    each(args->star_star, visit, ctx);
}

/* The direct children, in the order in which they are evaluated. */
static void each_child(struct node *node, void (*visit)(struct node *, void *),
                       void *ctx)
{
    switch ((enum node_kind)node->kind) {
    case NODE_CONST:
    case NODE_NAME:
    case NODE_NSREF:
    case NODE_CAPTURED:
        break;
    case NODE_GETATTR:
        each(node->as.attr.base, visit, ctx);
        break;
    case NODE_GETITEM:
        each(node->as.item.base, visit, ctx);
        each(node->as.item.index, visit, ctx);
        break;
    case NODE_SLICE:
        for (int i = 0; i < 3; i++)
            each(node->as.slice[i], visit, ctx);
        break;
    case NODE_CALL:
        each(node->as.call.base, visit, ctx);
        each_arg(node->as.call.args, visit, ctx);
        break;
    case NODE_FILTER:
    case NODE_TEST:
        each(node->as.filter.base, visit, ctx);
        each_arg(node->as.filter.args, visit, ctx);
        break;
    case NODE_NEG:
    case NODE_POS:
    case NODE_NOT:
    case NODE_BINARY:
    case NODE_AND:
    case NODE_OR:
        each(node->as.pair.left, visit, ctx);
        each(node->as.pair.right, visit, ctx);
        break;
    case NODE_COMPARE:
        each(node->as.compare.first, visit, ctx);
        for (size_t i = 0; i < node->as.compare.len; i++)
            each(node->as.compare.rest[i].right, visit, ctx);
        break;
    case NODE_COND:
        each(node->as.cond.test, visit, ctx);
        each(node->as.cond.yes, visit, ctx);
        each(node->as.cond.no, visit, ctx);
        break;
    case NODE_CONCAT:
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_DICT:
        for (size_t i = 0; i < node->as.list.len; i++)
            each(node->as.list.items[i], visit, ctx);
        break;
    }
}

struct walk {
    void (*visit)(struct node *node, void *ctx);
    void *ctx;
};

static void walk_step(struct node *node, void *ctx)
{
    const struct walk *walk = ctx;

    walk->visit(node, walk->ctx);
    each_child(node, walk_step, ctx);
}

void node_walk(struct node *node, void (*visit)(struct node *node, void *ctx),
               void *ctx)
{
    struct walk walk = {visit, ctx};

    each(node, walk_step, &walk);
}

static bool all_constant(const struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_NEG:
    case NODE_POS:
    case NODE_NOT:
        return node->as.pair.left->kind == NODE_CONST;
    case NODE_BINARY:
    case NODE_AND:
    case NODE_OR:
        return node->as.pair.left->kind == NODE_CONST &&
               node->as.pair.right->kind == NODE_CONST;
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_DICT:
        for (size_t i = 0; i < node->as.list.len; i++)
            if (node->as.list.items[i]->kind != NODE_CONST)
                return false;
        return true;
    case NODE_COMPARE:
        for (size_t i = 0; i < node->as.compare.len; i++)
            if (node->as.compare.rest[i].right->kind != NODE_CONST)
                return false;
        return node->as.compare.first->kind == NODE_CONST;
    case NODE_CONST:
    case NODE_NAME:
    case NODE_NSREF:
    case NODE_GETATTR:
    case NODE_GETITEM:
    case NODE_SLICE:
    case NODE_CALL:
    case NODE_FILTER:
    case NODE_TEST:
    case NODE_CONCAT:
    case NODE_COND:
    case NODE_CAPTURED:
        break;
    }
    return false;
}

struct fold {
    const struct expr_env *env;
    struct arena *arena;
};

#define FOLD_STEPS 10000

/* From the leaves: the children before the node. */
static void fold_one(struct node *node, void *ctx)
{
    const struct fold *fold = ctx;
    struct reader reader = {.arena = fold->arena};
    struct eval e = {.reader = &reader,
                     .arena = fold->arena,
                     .env = fold->env,
                     .steps_left = FOLD_STEPS};
    struct value v;

    each_child(node, fold_one, ctx);
    if (all_constant(node) && eval_node(&e, node, &v)) {
        node->kind = NODE_CONST;
        node->as.constant = v;
    }
}

struct node *node_fold(struct node *node, const struct expr_env *env,
                       struct arena *arena)
{
    struct fold fold = {env, arena};

    fold_one(node, &fold);
    return node;
}
