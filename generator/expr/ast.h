/* SPDX-License-Identifier: MIT */
/*
 * The tree of an expression. It is what the evaluator walks: the parser makes
 * it, the owner of the scopes gives each name its slot and each filter its
 * function, folding replaces what is constant. Afterwards it is read-only.
 */
#ifndef PHX_EXPR_AST_H
#define PHX_EXPR_AST_H

#include "value/value.h"

enum node_kind {
    NODE_CONST,
    NODE_NAME,
    NODE_NSREF, /* only as a target: ns.attribute */
    NODE_GETATTR,
    NODE_GETITEM,
    NODE_SLICE,
    NODE_CALL,
    NODE_FILTER,
    NODE_TEST,
    NODE_NEG,
    NODE_POS,
    NODE_NOT,
    NODE_BINARY,
    NODE_AND,
    NODE_OR,
    NODE_COMPARE,
    NODE_CONCAT,
    NODE_COND,
    NODE_LIST,
    NODE_TUPLE,
    NODE_DICT,
    NODE_CAPTURED /* what a filter block or a block set has printed */
};

enum node_op {
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_FLOORDIV,
    OP_MOD,
    OP_POW,
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_IN,
    OP_NOT_IN
};

/* Whether output and ~ escape: known when compiled, or asked while running
 * (inside {% autoescape expression %}). */
enum escape_mode { ESCAPE_OFF, ESCAPE_ON, ESCAPE_RUNTIME };

struct node;
struct expr_function;

struct node_named {
    struct str name;
    struct node *value;
};

struct node_args {
    struct node **items;
    size_t len;
    struct node_named *named;
    size_t named_len;
    struct node *star;      /* *args or NULL */
    struct node *star_star; /* **kwargs or NULL */
};

struct node_operand {
    enum node_op op;
    struct node *right;
};

struct node_list {
    struct node **items; /* of a dict: key, value, key, value … */
    size_t len;
};

#define NODE_HEIGHT_MAX 400

struct node {
    uint8_t kind;    /* enum node_kind */
    uint8_t op;      /* enum node_op of NODE_BINARY */
    uint8_t escape;  /* enum escape_mode of NODE_CONCAT and NODE_CAPTURED */
    bool store;      /* NODE_NAME: an assignment's target */
    uint16_t height; /* of the tree below, bounded: evaluation recurses */
    uint32_t at;     /* the marked text in the source */
    uint32_t len;
    union {
        struct value constant;
        struct {
            struct str name;
            struct str attr; /* NODE_NSREF */
            int32_t hops;    /* frames outwards */
            int32_t slot;    /* < 0: looked up by name at each use */
        } name;
        struct {
            struct node *base;
            struct str name;
        } attr;
        struct {
            struct node *base;
            struct node *index;
        } item;
        struct node *slice[3]; /* start, stop, step; each may be NULL */
        struct {
            struct node *base;
            const struct node_args *args;
        } call;
        struct {
            struct node *base; /* NULL: the captured text of a filter block */
            struct str name;
            const struct node_args *args; /* NULL: none */
            const struct expr_function *function;
        } filter; /* and NODE_TEST */
        struct {
            struct node *left; /* the only one of NODE_NEG, _POS, _NOT */
            struct node *right;
        } pair;
        struct {
            struct node *first;
            struct node_operand *rest;
            size_t len;
        } compare;
        struct {
            struct node *test;
            struct node *yes;
            struct node *no; /* NULL: undefined */
        } cond;
        struct node_list list; /* LIST, TUPLE, DICT, CONCAT */
    } as;
};

/* Calls `visit` for the node and everything below it, parents first. `node` may
 * be NULL. */
void node_walk(struct node *node, void (*visit)(struct node *node, void *ctx),
               void *ctx);

/* Replaces constant parts by their values. Whatever would fail stays, so that
 * it fails where and when it runs. */
struct expr_env;
struct node *node_fold(struct node *node, const struct expr_env *env,
                       struct arena *arena);

#endif
