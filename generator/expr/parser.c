/* SPDX-License-Identifier: MIT */
/*
 * The token stream and the operators, from the inline `if` down to unary minus
 * (the order of Jinja2's parser, which is not quite Python's). What stands
 * between operators is parse_primary.c's.
 */
#include "parser.h"

#include <stdarg.h>

void parser_init(struct parser *p, struct arena *arena,
                 const struct token *tokens, size_t len)
{
    *p = (struct parser){.arena = arena, .tokens = tokens, .len = len};
    p->nothing = arena_new(arena, struct node);
    p->nothing->kind = NODE_CONST;
    p->nothing->as.constant = value_null();
    if (tokens[0].type == TOKEN_ERROR)
        parser_fail(p, &tokens[0], "%" STR_FMT, STR_ARG(tokens[0].text));
}

void parser_fail(struct parser *p, const struct token *at, const char *fmt, ...)
{
    struct buf message = BUF_INIT;
    va_list args;

    if (p->failed)
        return;
    va_start(args, fmt);
    buf_add_vfmt(&message, fmt, args);
    va_end(args);
    p->failed = true;
    p->error_id = DIAG_TEMPLATE_SYNTAX;
    p->error_at = at->at;
    p->error_len = at->len;
    p->error = buf_dup(p->arena, &message);
    p->pos = p->len - 1;
    buf_deinit(&message);
}

const struct token *parser_look(const struct parser *p)
{
    return &p->tokens[p->pos + 1 < p->len ? p->pos + 1 : p->pos];
}

const struct token *parser_next(struct parser *p)
{
    const struct token *token = parser_current(p);

    if (p->pos + 1 < p->len)
        p->pos++;
    if (parser_current(p)->type == TOKEN_ERROR) {
        const struct token *error = parser_current(p);
        parser_fail(p, error, "%" STR_FMT, STR_ARG(error->text));
    }
    return token;
}

bool token_is_name(const struct token *token, const char *name)
{
    return token->type == TOKEN_NAME && str_is(token->text, name);
}

bool parser_is(const struct parser *p, enum token_type type)
{
    return parser_current(p)->type == type;
}

bool parser_is_name(const struct parser *p, const char *name)
{
    return token_is_name(parser_current(p), name);
}

bool parser_skip(struct parser *p, enum token_type type)
{
    if (!parser_is(p, type))
        return false;
    parser_next(p);
    return true;
}

bool parser_skip_name(struct parser *p, const char *name)
{
    if (!parser_is_name(p, name))
        return false;
    parser_next(p);
    return true;
}

static void fail_expected(struct parser *p, const char *expected)
{
    const struct token *token = parser_current(p);

    if (token->type == TOKEN_EOF)
        parser_fail(p, token, "unexpected end of template, expected '%s'",
                    expected);
    else
        parser_fail(p, token, "expected token '%s', got '%" STR_FMT "'",
                    expected, STR_ARG(token_describe(token)));
}

const struct token *parser_expect(struct parser *p, enum token_type type)
{
    if (parser_is(p, type))
        return parser_next(p);
    fail_expected(p, token_type_name(type));
    return parser_current(p);
}

void parser_expect_name(struct parser *p, const char *name)
{
    if (!parser_skip_name(p, name))
        fail_expected(p, name);
}

struct node *parser_node(struct parser *p, enum node_kind kind, uint32_t at,
                         uint32_t len)
{
    struct node *node = arena_new(p->arena, struct node);

    node->kind = (uint8_t)kind;
    node->at = at;
    node->len = len;
    return node;
}

void parser_under(struct parser *p, struct node *parent,
                  const struct node *child)
{
    if (!child || child->height < parent->height)
        return;
    parent->height = (uint16_t)(child->height + 1);
    if (parent->height > NODE_HEIGHT_MAX) {
        parser_fail(p, parser_current(p), "an expression is nested too deeply");
        p->error_id = DIAG_TEMPLATE_LIMIT;
        parent->height = NODE_HEIGHT_MAX;
    }
}

static struct node *pair(struct parser *p, enum node_kind kind,
                         struct node *left, struct node *right)
{
    struct node *node = parser_node(p, kind, left->at, left->len);

    node->as.pair.left = left;
    node->as.pair.right = right;
    parser_under(p, node, left);
    parser_under(p, node, right);
    return node;
}

/* Bounds the recursion of the parser itself. */
static bool enter(struct parser *p)
{
    if (++p->depth <= PARSER_DEPTH_MAX)
        return true;
    parser_fail(p, parser_current(p), "an expression is nested too deeply");
    p->error_id = DIAG_TEMPLATE_LIMIT;
    return false;
}

static struct node *parse_unary(struct parser *p);

static struct node *parse_pow(struct parser *p)
{
    struct node *left = parse_unary(p);

    while (parser_is(p, TOKEN_POW)) {
        const struct token *op = parser_next(p);
        left = pair(p, NODE_BINARY, left, parse_unary(p));
        left->op = OP_POW;
        left->at = op->at;
        left->len = op->len;
    }
    return left;
}

static bool product_op(enum token_type type, uint8_t *op)
{
    if (type == TOKEN_MUL)
        *op = OP_MUL;
    else if (type == TOKEN_DIV)
        *op = OP_DIV;
    else if (type == TOKEN_FLOORDIV)
        *op = OP_FLOORDIV;
    else if (type == TOKEN_MOD)
        *op = OP_MOD;
    else
        return false;
    return true;
}

static struct node *parse_product(struct parser *p)
{
    struct node *left = parse_pow(p);
    uint8_t op;

    while (product_op(parser_current(p)->type, &op)) {
        const struct token *token = parser_next(p);
        left = pair(p, NODE_BINARY, left, parse_pow(p));
        left->op = op;
        left->at = token->at;
        left->len = token->len;
    }
    return left;
}

static struct node *parse_concat(struct parser *p)
{
    struct node *first = parse_product(p);
    PHX_VEC(struct node *) items = {0};
    struct node *node;

    if (!parser_is(p, TOKEN_TILDE))
        return first;
    node = parser_node(p, NODE_CONCAT, first->at, first->len);
    vec_push(p->arena, &items, first);
    parser_under(p, node, first);
    while (parser_skip(p, TOKEN_TILDE)) {
        struct node *item = parse_product(p);
        vec_push(p->arena, &items, item);
        parser_under(p, node, item);
    }
    node->as.list.items = items.items;
    node->as.list.len = items.len;
    return node;
}

static struct node *parse_sum(struct parser *p)
{
    struct node *left = parse_concat(p);

    while (parser_is(p, TOKEN_ADD) || parser_is(p, TOKEN_SUB)) {
        const struct token *token = parser_next(p);
        left = pair(p, NODE_BINARY, left, parse_concat(p));
        left->op = token->type == TOKEN_ADD ? OP_ADD : OP_SUB;
        left->at = token->at;
        left->len = token->len;
    }
    return left;
}

/* Takes a comparison's operator off the stream. */
static bool compare_op(struct parser *p, enum node_op *op)
{
    static const struct {
        enum token_type type;
        enum node_op op;
    } table[] = {{TOKEN_EQ, OP_EQ},   {TOKEN_NE, OP_NE}, {TOKEN_LT, OP_LT},
                 {TOKEN_LTEQ, OP_LE}, {TOKEN_GT, OP_GT}, {TOKEN_GTEQ, OP_GE}};

    for (size_t i = 0; i < PHX_COUNT(table); i++) {
        if (parser_is(p, table[i].type)) {
            parser_next(p);
            *op = table[i].op;
            return true;
        }
    }
    if (parser_skip_name(p, "in")) {
        *op = OP_IN;
        return true;
    }
    if (parser_is_name(p, "not") && token_is_name(parser_look(p), "in")) {
        parser_next(p);
        parser_next(p);
        *op = OP_NOT_IN;
        return true;
    }
    return false;
}

static struct node *parse_compare(struct parser *p)
{
    struct node *first = parse_sum(p);
    PHX_VEC(struct node_operand) rest = {0};
    struct node_operand operand;
    struct node *node = NULL;

    while (compare_op(p, &operand.op)) {
        operand.right = parse_sum(p);
        if (!node) {
            node = parser_node(p, NODE_COMPARE, first->at, first->len);
            parser_under(p, node, first);
        }
        vec_push(p->arena, &rest, operand);
        parser_under(p, node, operand.right);
    }
    if (!node)
        return first;
    node->as.compare.first = first;
    node->as.compare.rest = rest.items;
    node->as.compare.len = rest.len;
    return node;
}

static struct node *parse_not(struct parser *p)
{
    const struct token *token = parser_current(p);
    struct node *node = p->nothing;

    if (!parser_is_name(p, "not"))
        return parse_compare(p);
    parser_next(p);
    if (enter(p)) {
        node = pair(p, NODE_NOT, parse_not(p), NULL);
        node->at = token->at;
        node->len = token->len;
    }
    p->depth--;
    return node;
}

static struct node *parse_and(struct parser *p)
{
    struct node *left = parse_not(p);

    while (parser_skip_name(p, "and"))
        left = pair(p, NODE_AND, left, parse_not(p));
    return left;
}

struct node *parse_or(struct parser *p)
{
    struct node *left = parse_and(p);

    while (parser_skip_name(p, "or"))
        left = pair(p, NODE_OR, left, parse_and(p));
    return left;
}

static struct node *parse_cond(struct parser *p)
{
    struct node *yes = parse_or(p);

    while (parser_is_name(p, "if")) {
        const struct token *token = parser_next(p);
        struct node *node = parser_node(p, NODE_COND, token->at, token->len);
        node->as.cond.yes = yes;
        node->as.cond.test = parse_or(p);
        if (parser_skip_name(p, "else"))
            node->as.cond.no = parse_expression(p);
        parser_under(p, node, node->as.cond.yes);
        parser_under(p, node, node->as.cond.test);
        parser_under(p, node, node->as.cond.no);
        yes = node;
    }
    return yes;
}

struct node *parse_expression(struct parser *p)
{
    struct node *node = enter(p) ? parse_cond(p) : p->nothing;

    p->depth--;
    return node;
}

static struct node *parse_unary(struct parser *p)
{
    /* Signs bind tighter than filters: -1|abs is (-1)|abs. */
    const struct token *signs[PARSER_DEPTH_MAX];
    size_t count = 0;
    struct node *node;

    while (parser_is(p, TOKEN_SUB) || parser_is(p, TOKEN_ADD)) {
        if (count == PHX_COUNT(signs)) {
            parser_fail(p, parser_current(p), "too many signs");
            return p->nothing;
        }
        signs[count++] = parser_next(p);
    }
    node = parse_postfix(p, parse_primary(p));
    while (count-- > 0) {
        node = pair(p, signs[count]->type == TOKEN_SUB ? NODE_NEG : NODE_POS,
                    node, NULL);
        node->at = signs[count]->at;
        node->len = signs[count]->len;
        node = parse_postfix(p, node);
    }
    for (;;) {
        if (parser_is(p, TOKEN_PIPE))
            node = parse_filters(p, node, false);
        else if (parser_is_name(p, "is"))
            node = parse_test(p, node);
        else if (parser_is(p, TOKEN_LPAREN))
            node = parse_postfix(p, node);
        else
            return node;
    }
}
