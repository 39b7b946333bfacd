/* SPDX-License-Identifier: MIT */
/* The tags of control flow and assignment. */
#include "parse.h"

struct stmt *parse_for(struct template_parser *tp, uint32_t at)
{
    struct parser *p = &tp->p;
    struct stmt *stmt = stmt_new(tp, STMT_FOR, at);
    struct stmt_for *loop = arena_new(tp->arena, struct stmt_for);

    stmt->as.loop = loop;
    loop->target = parse_target(p, false, "in");
    parser_expect_name(p, "in");
    loop->iter = parse_tuple(
        p, (struct tuple_options){.without_if = true, .end_name = "recursive"});
    if (parser_skip_name(p, "if"))
        loop->test = parse_expression(p);
    loop->recursive = parser_skip_name(p, "recursive");
    loop->body = parse_body(tp, (struct end_names){{"endfor", "else"}});
    if (token_is_name(parser_next(p), "else"))
        loop->orelse = parse_whole_body(tp, "endfor");
    return stmt;
}

struct stmt *parse_if(struct template_parser *tp, uint32_t at)
{
    static const struct tuple_options test = {.without_if = true};
    static const struct end_names ends = {{"elif", "else", "endif"}};
    struct stmt *first = stmt_new(tp, STMT_IF, at);
    struct stmt **elifs = &first->as.cond.elifs;
    struct stmt *stmt = first;

    for (;;) {
        stmt->as.cond.test = parse_tuple(&tp->p, test);
        stmt->as.cond.body = parse_body(tp, ends);
        const struct token *token = parser_next(&tp->p);
        if (token_is_name(token, "elif") && !tp->p.failed) {
            *elifs = stmt = stmt_new(tp, STMT_IF, token->at);
            elifs = &stmt->next;
            continue;
        }
        if (token_is_name(token, "else"))
            first->as.cond.orelse = parse_whole_body(tp, "endif");
        return first;
    }
}

struct stmt *parse_set(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_SET, at);

    stmt->as.set.target = parse_target(&tp->p, true, NULL);
    if (parser_skip(&tp->p, TOKEN_ASSIGN)) {
        stmt->as.set.value = parse_tuple(&tp->p, (struct tuple_options){0});
        return stmt;
    }
    stmt->kind = STMT_SET_BLOCK;
    stmt->as.set.filter = parse_filters(&tp->p, NULL, false);
    stmt->as.set.body = parse_whole_body(tp, "endset");
    return stmt;
}

struct stmt *parse_with(struct template_parser *tp, uint32_t at)
{
    struct parser *p = &tp->p;
    struct stmt *stmt = stmt_new(tp, STMT_WITH, at);
    PHX_VEC(struct node *) targets = {0};
    PHX_VEC(struct node *) values = {0};

    while (!p->failed && !parser_is(p, TOKEN_BLOCK_END)) {
        if (targets.len > 0)
            parser_expect(p, TOKEN_COMMA);
        struct node *target = parse_target(p, false, NULL);
        parser_expect(p, TOKEN_ASSIGN);
        struct node *value = parse_expression(p);
        vec_push(tp->arena, &targets, target);
        vec_push(tp->arena, &values, value);
    }
    stmt->as.with.targets = targets.items;
    stmt->as.with.values = values.items;
    stmt->as.with.len = targets.len;
    stmt->as.with.body = parse_whole_body(tp, "endwith");
    return stmt;
}

struct stmt *parse_autoescape(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_AUTOESCAPE, at);

    stmt->as.wrap.value = parse_expression(&tp->p);
    stmt->as.wrap.body = parse_whole_body(tp, "endautoescape");
    return stmt;
}

struct stmt *parse_filter_block(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_FILTER, at);

    stmt->as.wrap.value = parse_filters(&tp->p, NULL, true);
    stmt->as.wrap.body = parse_whole_body(tp, "endfilter");
    return stmt;
}

/* {% print a, b %}: as many outputs. */
struct stmt *parse_print(struct template_parser *tp, uint32_t at)
{
    struct stmt *first = NULL, **link = &first;

    while (!tp->p.failed && !parser_is(&tp->p, TOKEN_BLOCK_END)) {
        if (first)
            parser_expect(&tp->p, TOKEN_COMMA);
        *link = stmt_new(tp, STMT_OUTPUT, at);
        (*link)->as.output = parse_expression(&tp->p);
        link = &(*link)->next;
    }
    return first;
}
