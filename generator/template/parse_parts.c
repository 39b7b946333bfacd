/* SPDX-License-Identifier: MIT */
/* The tags that make templates out of parts: inheritance, inclusion, macros. */
#include "parse.h"

/* A required block holds nothing but white space and comments. */
static bool only_space(const struct stmt *body)
{
    for (; body; body = body->next)
        if (body->kind != STMT_DATA || text_lstrip(body->as.data).len > 0)
            return false;
    return true;
}

struct stmt *parse_block(struct template_parser *tp, uint32_t at)
{
    struct parser *p = &tp->p;
    struct stmt *stmt = stmt_new(tp, STMT_BLOCK, at);
    struct block *block = arena_new(tp->arena, struct block);

    stmt->as.block.block = block;
    block->at = at;
    block->name = parser_expect(p, TOKEN_NAME)->text;
    vec_push(tp->arena, &tp->t->blocks, block);
    stmt->as.block.scoped = parser_skip_name(p, "scoped");
    stmt->as.block.required = parser_skip_name(p, "required");
    if (parser_is(p, TOKEN_SUB))
        parser_fail(p, parser_current(p),
                    "Block names in Jinja have to be valid Python identifiers "
                    "and may not contain hyphens, use an underscore instead.");
    block->body = parse_whole_body(tp, "endblock");
    if (stmt->as.block.required && !only_space(block->body))
        parser_fail(p, parser_current(p),
                    "Required blocks can only contain comments or whitespace");
    if (parser_is(p, TOKEN_NAME) &&
        str_eq(parser_current(p)->text, block->name))
        parser_next(p);
    return stmt;
}

struct stmt *parse_extends(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_EXTENDS, at);

    stmt->as.extends.name = parse_expression(&tp->p);
    tp->t->has_extends = true;
    return stmt;
}

/* "with context", "without context". */
static bool parse_context(struct parser *p, bool *with_context)
{
    bool with = parser_is_name(p, "with");

    if ((!with && !parser_is_name(p, "without")) ||
        !token_is_name(parser_look(p), "context"))
        return false;
    parser_next(p);
    parser_next(p);
    *with_context = with;
    return true;
}

struct stmt *parse_include(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_INCLUDE, at);

    stmt->as.include.name = parse_expression(&tp->p);
    if (parser_is_name(&tp->p, "ignore") &&
        token_is_name(parser_look(&tp->p), "missing")) {
        parser_next(&tp->p);
        parser_next(&tp->p);
        stmt->as.include.ignore_missing = true;
    }
    stmt->as.include.with_context = true;
    parse_context(&tp->p, &stmt->as.include.with_context);
    return stmt;
}

struct stmt *parse_import(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_IMPORT, at);

    stmt->as.include.name = parse_expression(&tp->p);
    parser_expect_name(&tp->p, "as");
    stmt->as.include.target = parse_target_name(&tp->p);
    parse_context(&tp->p, &stmt->as.include.with_context);
    return stmt;
}

static struct import_name parse_import_name(struct parser *p)
{
    const struct token *token = parser_current(p);
    struct import_name name = {.target = parse_target_name(p)};

    name.name = token->text;
    if (token->type == TOKEN_NAME && str_starts(token->text, STR("_")))
        parser_fail(p, token,
                    "names starting with an underline can not be imported");
    if (parser_skip_name(p, "as"))
        name.target = parse_target_name(p);
    return name;
}

struct stmt *parse_from(struct template_parser *tp, uint32_t at)
{
    struct parser *p = &tp->p;
    struct stmt *stmt = stmt_new(tp, STMT_FROM_IMPORT, at);
    PHX_VEC(struct import_name) names = {0};
    bool *with_context = &stmt->as.include.with_context;

    stmt->as.include.name = parse_expression(p);
    parser_expect_name(p, "import");
    while (!p->failed) {
        if (names.len > 0)
            parser_expect(p, TOKEN_COMMA);
        if (!parser_is(p, TOKEN_NAME)) {
            parser_expect(p, TOKEN_NAME);
            break;
        }
        if (parse_context(p, with_context))
            break;
        struct import_name name = parse_import_name(p);
        vec_push(tp->arena, &names, name);
        if (parse_context(p, with_context) || !parser_is(p, TOKEN_COMMA))
            break;
    }
    stmt->as.include.names = names.items;
    stmt->as.include.names_len = names.len;
    return stmt;
}

static bool has_param(struct node *const *params, size_t len, struct str name)
{
    for (size_t i = 0; i < len; i++)
        if (str_eq(params[i]->as.name.name, name))
            return true;
    return false;
}

static void parse_signature(struct template_parser *tp, struct macro *macro)
{
    struct parser *p = &tp->p;
    PHX_VEC(struct node *) params = {0};
    PHX_VEC(struct node *) defaults = {0};

    parser_expect(p, TOKEN_LPAREN);
    while (!p->failed && !parser_is(p, TOKEN_RPAREN)) {
        if (params.len > 0)
            parser_expect(p, TOKEN_COMMA);
        const struct token *token = parser_current(p);
        struct node *param = parse_target_name(p);
        if (has_param(params.items, params.len, param->as.name.name))
            parser_fail(p, token, "duplicate argument '%" STR_FMT "'",
                        STR_ARG(param->as.name.name));
        if (parser_skip(p, TOKEN_ASSIGN)) {
            struct node *value = parse_expression(p);
            vec_push(tp->arena, &defaults, value);
        } else if (defaults.len > 0) {
            parser_fail(p, parser_current(p),
                        "non-default argument follows default argument");
        }
        vec_push(tp->arena, &params, param);
    }
    parser_expect(p, TOKEN_RPAREN);
    macro->params = params.items;
    macro->params_len = params.len;
    macro->defaults = defaults.items;
    macro->defaults_len = defaults.len;
}

struct stmt *parse_macro(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_MACRO, at);
    struct macro *macro = arena_new(tp->arena, struct macro);

    stmt->as.macro.macro = macro;
    stmt->as.macro.target = parse_target_name(&tp->p);
    macro->name = stmt->as.macro.target->kind == NODE_NAME
                      ? stmt->as.macro.target->as.name.name
                      : STR("");
    macro->at = at;
    parse_signature(tp, macro);
    macro->body = parse_whole_body(tp, "endmacro");
    return stmt;
}

struct stmt *parse_call_block(struct template_parser *tp, uint32_t at)
{
    struct stmt *stmt = stmt_new(tp, STMT_CALL, at);
    struct macro *macro = arena_new(tp->arena, struct macro);
    struct token here = {.at = at, .len = 4};

    stmt->as.macro.macro = macro;
    macro->name = STR("");
    macro->at = at;
    if (parser_is(&tp->p, TOKEN_LPAREN))
        parse_signature(tp, macro);
    stmt->as.macro.call = parse_expression(&tp->p);
    if (stmt->as.macro.call->kind != NODE_CALL)
        parser_fail(&tp->p, &here, "expected call");
    macro->body = parse_whole_body(tp, "endcall");
    return stmt;
}
