/* SPDX-License-Identifier: MIT */
/*
 * Literals, names, subscripts, calls, filters, tests, tuples and assignment
 * targets.
 */
#include "parser.h"

static struct node *constant(struct parser *p, const struct token *token,
                             struct value value)
{
    struct node *node = parser_node(p, NODE_CONST, token->at, token->len);

    node->as.constant = value;
    return node;
}

static struct node *name_node(struct parser *p, const struct token *token)
{
    struct node *node = parser_node(p, NODE_NAME, token->at, token->len);

    node->as.name.name = token->text;
    node->as.name.slot = -1;
    return node;
}

static struct node *parse_name(struct parser *p)
{
    const struct token *token = parser_next(p);
    struct str s = token->text;

    if (str_is(s, "true") || str_is(s, "True"))
        return constant(p, token, value_bool(true));
    if (str_is(s, "false") || str_is(s, "False"))
        return constant(p, token, value_bool(false));
    if (str_is(s, "none") || str_is(s, "None"))
        return constant(p, token, value_null());
    if (s.len > 0 && s.ptr[0] >= '0' && s.ptr[0] <= '9')
        parser_fail(p, token, "Invalid character in identifier");
    return name_node(p, token);
}

static struct node *parse_strings(struct parser *p)
{
    const struct token *first = parser_next(p);
    struct str text = first->text;

    while (parser_is(p, TOKEN_STRING))
        text = str_cat(p->arena, text, parser_next(p)->text);
    return constant(p, first, value_str(text));
}

static struct node *list_node(struct parser *p, enum node_kind kind,
                              const struct token *start, struct node **items,
                              size_t len)
{
    struct node *node = parser_node(p, kind, start->at, start->len);

    node->as.list.items = items;
    node->as.list.len = len;
    for (size_t i = 0; i < len; i++)
        parser_under(p, node, items[i]);
    return node;
}

static struct node *parse_list(struct parser *p)
{
    const struct token *start = parser_next(p);
    PHX_VEC(struct node *) items = {0};

    while (!p->failed && !parser_is(p, TOKEN_RBRACKET)) {
        if (items.len > 0)
            parser_expect(p, TOKEN_COMMA);
        if (parser_is(p, TOKEN_RBRACKET))
            break;
        struct node *item = parse_expression(p);
        vec_push(p->arena, &items, item);
    }
    parser_expect(p, TOKEN_RBRACKET);
    return list_node(p, NODE_LIST, start, items.items, items.len);
}

static struct node *parse_dict(struct parser *p)
{
    const struct token *start = parser_next(p);
    PHX_VEC(struct node *) items = {0};

    while (!p->failed && !parser_is(p, TOKEN_RBRACE)) {
        if (items.len > 0)
            parser_expect(p, TOKEN_COMMA);
        if (parser_is(p, TOKEN_RBRACE))
            break;
        struct node *key = parse_expression(p);
        parser_expect(p, TOKEN_COLON);
        struct node *value = parse_expression(p);
        vec_push(p->arena, &items, key);
        vec_push(p->arena, &items, value);
    }
    parser_expect(p, TOKEN_RBRACE);
    return list_node(p, NODE_DICT, start, items.items, items.len);
}

struct node *parse_primary(struct parser *p)
{
    const struct token *token = parser_current(p);
    struct node *node;

    if (token->type == TOKEN_NAME)
        return parse_name(p);
    if (token->type == TOKEN_STRING)
        return parse_strings(p);
    if (token->type == TOKEN_INTEGER)
        return constant(p, parser_next(p), value_int(token->as.integer));
    if (token->type == TOKEN_FLOAT)
        return constant(p, parser_next(p), value_float(token->as.number));
    if (token->type == TOKEN_LBRACKET)
        return parse_list(p);
    if (token->type == TOKEN_LBRACE)
        return parse_dict(p);
    if (token->type == TOKEN_LPAREN) {
        parser_next(p);
        node = parse_tuple(p, (struct tuple_options){.parentheses = true});
        parser_expect(p, TOKEN_RPAREN);
        return node;
    }
    parser_fail(p, token, "unexpected '%" STR_FMT "'",
                STR_ARG(token_describe(token)));
    return p->nothing;
}

static bool tuple_ends(const struct parser *p, const char *end_name)
{
    return parser_is(p, TOKEN_VARIABLE_END) || parser_is(p, TOKEN_BLOCK_END) ||
           parser_is(p, TOKEN_RPAREN) ||
           (end_name && parser_is_name(p, end_name));
}

static struct node *tuple_item(struct parser *p, struct tuple_options options)
{
    if (options.simplified)
        return parse_primary(p);
    return options.without_if ? parse_or(p) : parse_expression(p);
}

struct node *parse_tuple(struct parser *p, struct tuple_options options)
{
    const struct token *start = parser_current(p);
    PHX_VEC(struct node *) items = {0};
    bool is_tuple = false;

    if (p->depth >= PARSER_DEPTH_MAX) {
        parser_fail(p, start, "an expression is nested too deeply");
        return p->nothing;
    }
    p->depth++;
    while (!p->failed) {
        if (items.len > 0)
            parser_expect(p, TOKEN_COMMA);
        if (tuple_ends(p, options.end_name))
            break;
        struct node *item = tuple_item(p, options);
        vec_push(p->arena, &items, item);
        if (!parser_is(p, TOKEN_COMMA))
            break;
        is_tuple = true;
    }
    p->depth--;
    if (!is_tuple && items.len == 1)
        return items.items[0];
    if (!is_tuple && !options.parentheses)
        parser_fail(p, parser_current(p),
                    "Expected an expression, got '%" STR_FMT "'",
                    STR_ARG(token_describe(parser_current(p))));
    return list_node(p, NODE_TUPLE, start, items.items, items.len);
}

static struct node *subscribed(struct parser *p)
{
    const struct token *start = parser_current(p);
    struct node *parts[3] = {NULL, NULL, NULL};
    struct node *slice;

    if (!parser_is(p, TOKEN_COLON)) {
        parts[0] = parse_expression(p);
        if (!parser_is(p, TOKEN_COLON))
            return parts[0];
    }
    parser_next(p);
    for (int i = 1; i < 3; i++) {
        if (!parser_is(p, TOKEN_COLON) && !parser_is(p, TOKEN_RBRACKET) &&
            !parser_is(p, TOKEN_COMMA))
            parts[i] = parse_expression(p);
        if (i == 1 && !parser_skip(p, TOKEN_COLON))
            break;
    }
    slice = parser_node(p, NODE_SLICE, start->at, start->len);
    for (int i = 0; i < 3; i++) {
        slice->as.slice[i] = parts[i];
        parser_under(p, slice, parts[i]);
    }
    return slice;
}

static struct node *item_node(struct parser *p, const struct token *at,
                              struct node *base, struct node *index)
{
    struct node *node = parser_node(p, NODE_GETITEM, at->at, at->len);

    node->as.item.base = base;
    node->as.item.index = index;
    parser_under(p, node, base);
    parser_under(p, node, index);
    return node;
}

static struct node *parse_dot(struct parser *p, struct node *base)
{
    parser_next(p);
    const struct token *token = parser_next(p);
    struct node *node;

    if (token->type == TOKEN_NAME) {
        node = parser_node(p, NODE_GETATTR, token->at, token->len);
        node->as.attr.base = base;
        node->as.attr.name = token->text;
        parser_under(p, node, base);
        return node;
    }
    if (token->type == TOKEN_INTEGER)
        return item_node(p, token, base,
                         constant(p, token, value_int(token->as.integer)));
    parser_fail(p, token, "expected name or number");
    return p->nothing;
}

static struct node *parse_brackets(struct parser *p, struct node *base)
{
    const struct token *start = parser_next(p);
    PHX_VEC(struct node *) items = {0};
    struct node *index;

    while (!p->failed && !parser_is(p, TOKEN_RBRACKET)) {
        if (items.len > 0)
            parser_expect(p, TOKEN_COMMA);
        struct node *item = subscribed(p);
        vec_push(p->arena, &items, item);
    }
    parser_expect(p, TOKEN_RBRACKET);
    index = items.len == 1
                ? items.items[0]
                : list_node(p, NODE_TUPLE, start, items.items, items.len);
    return item_node(p, start, base, index);
}

static struct node_args *parse_call_args(struct parser *p);

static struct node *parse_call(struct parser *p, struct node *base)
{
    struct node *node = parser_node(p, NODE_CALL, base->at, base->len);
    const struct node_args *args = parse_call_args(p);

    node->as.call.base = base;
    node->as.call.args = args;
    parser_under(p, node, base);
    for (size_t i = 0; i < args->len; i++)
        parser_under(p, node, args->items[i]);
    for (size_t i = 0; i < args->named_len; i++)
        parser_under(p, node, args->named[i].value);
    parser_under(p, node, args->star);
    parser_under(p, node, args->star_star);
    return node;
}

struct node *parse_postfix(struct parser *p, struct node *node)
{
    while (!p->failed) {
        if (parser_is(p, TOKEN_DOT))
            node = parse_dot(p, node);
        else if (parser_is(p, TOKEN_LBRACKET))
            node = parse_brackets(p, node);
        else if (parser_is(p, TOKEN_LPAREN))
            node = parse_call(p, node);
        else
            break;
    }
    return node;
}

static void bad_call(struct parser *p, const struct token *start)
{
    parser_fail(p, start, "invalid syntax for function call expression");
}

struct arg_lists {
    PHX_VEC(struct node *) items;
    PHX_VEC(struct node_named) named;
};

static void parse_named_arg(struct parser *p, struct arg_lists *lists)
{
    const struct token *name = parser_next(p);
    struct node_named named = {.name = name->text};

    parser_next(p);
    named.value = parse_expression(p);
    for (size_t i = 0; i < lists->named.len; i++)
        if (str_eq(lists->named.items[i].name, named.name))
            parser_fail(p, name, "keyword argument repeated: %" STR_FMT,
                        STR_ARG(named.name));
    vec_push(p->arena, &lists->named, named);
}

static void parse_arg(struct parser *p, struct node_args *args,
                      struct arg_lists *lists, const struct token *start)
{
    if (parser_is(p, TOKEN_MUL)) {
        if (args->star || args->star_star)
            bad_call(p, start);
        parser_next(p);
        args->star = parse_expression(p);
    } else if (parser_is(p, TOKEN_POW)) {
        if (args->star_star)
            bad_call(p, start);
        parser_next(p);
        args->star_star = parse_expression(p);
    } else if (parser_is(p, TOKEN_NAME) &&
               parser_look(p)->type == TOKEN_ASSIGN) {
        if (args->star_star)
            bad_call(p, start);
        parse_named_arg(p, lists);
    } else {
        if (args->star || args->star_star || lists->named.len > 0)
            bad_call(p, start);
        struct node *item = parse_expression(p);
        vec_push(p->arena, &lists->items, item);
    }
}

static struct node_args *parse_call_args(struct parser *p)
{
    const struct token *start = parser_expect(p, TOKEN_LPAREN);
    struct node_args *args = arena_new(p->arena, struct node_args);
    struct arg_lists lists = {0};
    bool comma = false;

    while (!p->failed && !parser_is(p, TOKEN_RPAREN)) {
        if (comma) {
            parser_expect(p, TOKEN_COMMA);
            if (parser_is(p, TOKEN_RPAREN))
                break;
        }
        parse_arg(p, args, &lists, start);
        comma = true;
    }
    parser_expect(p, TOKEN_RPAREN);
    args->items = lists.items.items;
    args->len = lists.items.len;
    args->named = lists.named.items;
    args->named_len = lists.named.len;
    return args;
}

/* A filter's or test's name, which may have dots. */
static struct str dotted_name(struct parser *p, const struct token **first)
{
    struct str name;

    *first = parser_expect(p, TOKEN_NAME);
    name = (*first)->text;
    while (!p->failed && parser_skip(p, TOKEN_DOT)) {
        const struct token *part = parser_expect(p, TOKEN_NAME);
        name = str_fmt(p->arena, "%" STR_FMT ".%" STR_FMT, STR_ARG(name),
                       STR_ARG(part->text));
    }
    return name;
}

static struct node *applied(struct parser *p, enum node_kind kind,
                            struct node *base)
{
    const struct token *first;
    struct str name = dotted_name(p, &first);
    struct node *node = parser_node(p, kind, first->at, first->len);

    node->as.filter.base = base;
    node->as.filter.name = name;
    parser_under(p, node, base);
    return node;
}

static void args_under(struct parser *p, struct node *node,
                       const struct node_args *args)
{
    node->as.filter.args = args;
    for (size_t i = 0; i < args->len; i++)
        parser_under(p, node, args->items[i]);
    for (size_t i = 0; i < args->named_len; i++)
        parser_under(p, node, args->named[i].value);
    parser_under(p, node, args->star);
    parser_under(p, node, args->star_star);
}

struct node *parse_filters(struct parser *p, struct node *base,
                           bool inline_first)
{
    while (!p->failed && (inline_first || parser_is(p, TOKEN_PIPE))) {
        if (!inline_first)
            parser_next(p);
        base = applied(p, NODE_FILTER, base);
        if (parser_is(p, TOKEN_LPAREN))
            args_under(p, base, parse_call_args(p));
        inline_first = false;
    }
    return base;
}

static bool starts_test_argument(const struct parser *p)
{
    const struct token *token = parser_current(p);

    if (token->type == TOKEN_NAME)
        return !token_is_name(token, "else") && !token_is_name(token, "or") &&
               !token_is_name(token, "and");
    return token->type == TOKEN_STRING || token->type == TOKEN_INTEGER ||
           token->type == TOKEN_FLOAT || token->type == TOKEN_LBRACKET ||
           token->type == TOKEN_LBRACE;
}

struct node *parse_test(struct parser *p, struct node *base)
{
    const struct token *is = parser_next(p);
    bool negated = parser_skip_name(p, "not");
    struct node *test = applied(p, NODE_TEST, base);
    struct node * not ;

    if (parser_is(p, TOKEN_LPAREN)) {
        args_under(p, test, parse_call_args(p));
    } else if (starts_test_argument(p)) {
        struct node_args *args = arena_new(p->arena, struct node_args);
        if (parser_is_name(p, "is"))
            parser_fail(p, parser_current(p),
                        "You cannot chain multiple tests with is");
        args->items = arena_array(p->arena, struct node *, 1);
        args->items[0] = parse_postfix(p, parse_primary(p));
        args->len = 1;
        args_under(p, test, args);
    }
    if (!negated)
        return test;
    not = parser_node(p, NODE_NOT, is->at, is->len);
    not ->as.pair.left = test;
    parser_under(p, not, test);
    return not ;
}

static const char *kind_text(const struct node *node)
{
    if (node->kind == NODE_CONST)
        return "const";
    if (node->kind == NODE_LIST)
        return "list";
    return node->kind == NODE_DICT ? "dict" : "expression";
}

static void make_target(struct parser *p, struct node *node)
{
    if (node->kind == NODE_NAME) {
        node->store = true;
    } else if (node->kind == NODE_TUPLE) {
        for (size_t i = 0; i < node->as.list.len; i++)
            make_target(p, node->as.list.items[i]);
    } else {
        struct token at = {.at = node->at, .len = node->len};
        parser_fail(p, &at, "can't assign to '%s'", kind_text(node));
    }
}

struct node *parse_target(struct parser *p, bool namespaces,
                          const char *end_name)
{
    struct node *node;

    if (namespaces && parser_look(p)->type == TOKEN_DOT) {
        const struct token *name = parser_expect(p, TOKEN_NAME);
        parser_next(p);
        const struct token *attr = parser_expect(p, TOKEN_NAME);
        node = name_node(p, name);
        node->kind = NODE_NSREF;
        node->as.name.attr = attr->text;
        return node;
    }
    node = parse_tuple(
        p, (struct tuple_options){.simplified = true, .end_name = end_name});
    make_target(p, node);
    return node;
}

struct node *parse_target_name(struct parser *p)
{
    const struct token *token = parser_expect(p, TOKEN_NAME);
    struct node *node = name_node(p, token);
    struct str s = token->text;

    node->store = true;
    if (str_is(s, "true") || str_is(s, "false") || str_is(s, "none") ||
        str_is(s, "True") || str_is(s, "False") || str_is(s, "None"))
        parser_fail(p, token, "can't assign to 'name'");
    return node;
}
